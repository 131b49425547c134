/** Whether two channel names, each with placeholders, can be the same channel. */

/** `orders.{id}` is `orders.{order}` and `orders.7`; a placeholder stands for one segment. */
export function sameChannel(a: string, b: string): boolean {
  const left = segmentsOf(a);
  const right = segmentsOf(b);
  return left.length === right.length && left.every((segment, index) => overlap(segment, right[index] ?? ''));
}

/** No fixed letter at all: it could be any channel. */
export function isAnyChannel(pattern: string): boolean {
  return segmentsOf(pattern).every((segment) => parts(segment).every((part) => part === ''));
}

const segmentsOf = (pattern: string): string[] => pattern.replace(/^(?:private|presence)-/, '').split('.');
/** The fixed text between placeholders. */
const parts = (segment: string): string[] => segment.split(/\{[^{}]*\}|\*/);

/** Exact for at most one placeholder a segment on each side, and generous beyond. */
function overlap(a: string, b: string): boolean {
  const left = parts(a);
  const right = parts(b);
  if (left.length === 1 && right.length === 1) return a === b;
  const heads = [left[0] ?? '', right[0] ?? ''] as const;
  const tails = [left.at(-1) ?? '', right.at(-1) ?? ''] as const;
  const fits = (x: string, y: string, at: 'startsWith' | 'endsWith'): boolean => x[at](y) || y[at](x);
  if (left.length === 1) return a.startsWith(heads[1]) && a.endsWith(tails[1]);
  if (right.length === 1) return b.startsWith(heads[0]) && b.endsWith(tails[0]);
  return fits(...heads, 'startsWith') && fits(...tails, 'endsWith');
}
