/** Findings as an editor's problems, by file, computed when a file is first asked for. */
import type { Diagnostic, DiagnosticSeverity } from 'vscode-languageserver';
import type { CheckedGraph } from '../diagnostics';
import type { Finding, Severity } from '../diagnostics/diagnostic';
import { locationOf, rangeOf } from './documents';
import type { Snapshot } from './feature';

export interface Problems {
  readonly items: readonly Diagnostic[];
  /** Equal as long as the items are. */
  readonly resultId: string;
}

const severities: Readonly<Record<Severity, DiagnosticSeverity>> = { error: 1, warning: 2, information: 3, hint: 4 };
const unnecessary = 1;
/** What these point at could go and nothing would be missed. */
const superfluous: ReadonlySet<string> = new Set(['registered-twice']);
/** Longer lists of places make nobody wiser. */
const relatedShown = 20;

interface ByFile {
  readonly findings: ReadonlyMap<string, readonly Finding[]>;
  readonly done: Map<string, Problems>;
}

const known = new WeakMap<CheckedGraph, ByFile>();

function byFile(checked: CheckedGraph): ByFile {
  const before = known.get(checked);
  if (before) return before;
  const findings = new Map<string, Finding[]>();
  for (const finding of checked.findings) {
    const list = findings.get(finding.place.file);
    if (list) list.push(finding);
    else findings.set(finding.place.file, [finding]);
  }
  const fresh: ByFile = { findings, done: new Map() };
  known.set(checked, fresh);
  return fresh;
}

export function findingsIn(snapshot: Snapshot, file: string): readonly Finding[] {
  return snapshot.settings.diagnostics.enabled ? (byFile(snapshot.checked()).findings.get(file) ?? []) : [];
}

export function filesWithFindings(snapshot: Snapshot): readonly string[] {
  return snapshot.settings.diagnostics.enabled ? [...byFile(snapshot.checked()).findings.keys()] : [];
}

export function problemsIn(snapshot: Snapshot, file: string): Problems {
  if (!snapshot.settings.diagnostics.enabled) return { items: [], resultId: 'none' };
  const { findings, done } = byFile(snapshot.checked());
  const before = done.get(file);
  if (before) return before;
  const items = (findings.get(file) ?? []).map((finding) => diagnosticOf(snapshot, finding));
  const problems = { items, resultId: items.length ? hashOf(JSON.stringify(items)) : 'none' };
  done.set(file, problems);
  return problems;
}

export function diagnosticOf(snapshot: Snapshot, finding: Finding): Diagnostic {
  const { code, severity, message, place, related, subject } = finding;
  return {
    range: rangeOf(snapshot, place),
    severity: severities[severity],
    source: 'event-wiring',
    code,
    message,
    ...(snapshot.docs !== undefined && { codeDescription: { href: `${snapshot.docs}${code}.md` } }),
    ...(superfluous.has(code) && { tags: [unnecessary] }),
    ...(related?.length && {
      relatedInformation: related
        .slice(0, relatedShown)
        .map((one) => ({ location: locationOf(snapshot, one.place), message: one.message })),
    }),
    data: { code, subject },
  };
}

/** FNV-1a: short, quick, and no secret. */
function hashOf(text: string): string {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index++) hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  return `${text.length.toString(36)}-${(hash >>> 0).toString(36)}`;
}
