/** A finding as other programs read it, the same in every report of JSON. */
import type { Finding } from '../diagnostics/diagnostic';

export function plainFinding({ code, severity, message, place, subject, related }: Finding): object {
  return {
    code,
    severity,
    message,
    ...place,
    subject,
    ...(related?.length && { related: related.map((one) => ({ message: one.message, ...one.place })) }),
  };
}
