/** The diagnostics between code and connected stores, and how their findings come about. */
import { byPlace } from '../../graph/assemble';
import type { Finding, Severity } from '../diagnostic';
import { suppress } from '../suppressions';
import { eventNeverStored } from './eventNeverStored';
import { fieldNeverStored } from './fieldNeverStored';
import { projectionBehind } from './projectionBehind';
import type { Connected, StoredDiagnostic } from './storedDiagnostic';
import { storedFieldGone } from './storedFieldGone';
import { storedWithoutClass } from './storedWithoutClass';

export const storedDiagnostics: readonly StoredDiagnostic[] = [
  storedWithoutClass,
  storedFieldGone,
  fieldNeverStored,
  eventNeverStored,
  projectionBehind,
];

/** Severity of a code's findings as the settings have it; undefined where it is switched off. */
export function severityWanted(
  { code, severity, enabledByDefault }: StoredDiagnostic,
  configured: Readonly<Record<string, Severity | 'off'>>,
): Severity | undefined {
  const wanted = configured[code] ?? (enabledByDefault ? severity : 'off');
  return wanted === 'off' ? undefined : wanted;
}

/** By place; a diagnostic that throws costs its own findings. */
export function storedFindingsOf(
  connected: Connected,
  configured: Readonly<Record<string, Severity | 'off'>>,
): readonly Finding[] {
  if (!connected.stores.length) return [];
  const findings = storedDiagnostics.flatMap((member): Finding[] => {
    const severity = severityWanted(member, configured);
    if (severity === undefined) return [];
    try {
      return member.check(connected).map((finding) => ({ ...finding, code: member.code, severity }));
    } catch {
      return [];
    }
  });
  findings.sort((a, b) => byPlace(a.place, b.place) || (a.code < b.code ? -1 : a.code > b.code ? 1 : 0));
  return suppress(findings, [], connected.text).kept;
}
