/** Findings as an editor's problems, by file, computed when a file is first asked for. */
import type { Diagnostic, DiagnosticSeverity, Range } from 'vscode-languageserver';
import type { CheckedGraph } from '../diagnostics';
import type { Finding, Severity } from '../diagnostics/diagnostic';
import { storedFindingsOf } from '../diagnostics/stored';
import { storedWithoutClass } from '../diagnostics/stored/storedWithoutClass';
import type { Graph } from '../graph/graph';
import { classPlace } from './classPlace';
import { extentOf, literalIn, locationOf, positionOf, rangeOf } from './documents';
import type { Snapshot } from './feature';
import { findingsOfStores } from './storeFindings';

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

const known = new WeakMap<CheckedGraph, { readonly stored: readonly Finding[]; readonly files: ByFile }>();

function byFile(snapshot: Snapshot): ByFile {
  const checked = snapshot.checked();
  const stored = storedFindings(snapshot);
  const before = known.get(checked);
  if (before?.stored === stored) return before.files;
  const findings = new Map<string, Finding[]>();
  for (const finding of [...checked.findings, ...stored]) {
    const list = findings.get(finding.place.file);
    if (list) list.push(finding);
    else findings.set(finding.place.file, [finding]);
  }
  const files: ByFile = { findings, done: new Map() };
  known.set(checked, { stored, files });
  return files;
}

/** Between the code and what connected stores hold: the same list as long as both are as they were. */
const ofStores = new WeakMap<Graph, { readonly key: readonly unknown[]; readonly findings: readonly Finding[] }>();
const noFindings: readonly Finding[] = [];

function storedFindings(snapshot: Snapshot): readonly Finding[] {
  const { graph, stored: stores, settings, configured = {}, now = Date.now() } = snapshot;
  if (!stores?.length || !settings.diagnostics.stored) return noFindings;
  const key = [stores, JSON.stringify(configured), Math.floor(now / 60_000)];
  const before = ofStores.get(graph);
  if (before && key.every((part, index) => part === before.key[index])) return before.findings;
  const found = storedFindingsOf(
    { graph, stores, now, text: snapshot.text, classIn: (file, name) => classPlace(snapshot, file, name) },
    configured,
  );
  // Nothing new is the same list, so that what hangs on it stays.
  const findings = JSON.stringify(found) === JSON.stringify(before?.findings) ? (before?.findings ?? found) : found;
  ofStores.set(graph, { key, findings });
  return findings;
}

export function allFindings(snapshot: Snapshot): readonly Finding[] {
  return snapshot.settings.diagnostics.enabled ? [...snapshot.checked().findings, ...storedFindings(snapshot)] : [];
}

export function findingsIn(snapshot: Snapshot, file: string): readonly Finding[] {
  return snapshot.settings.diagnostics.enabled ? (byFile(snapshot).findings.get(file) ?? []) : [];
}

export function filesWithFindings(snapshot: Snapshot): readonly string[] {
  return snapshot.settings.diagnostics.enabled ? [...byFile(snapshot).findings.keys()] : [];
}

/** Problems of the stores themselves, by their addresses. */
export function problemsOfStores(snapshots: readonly Snapshot[]): ReadonlyMap<string, Problems> {
  const items = new Map<string, Diagnostic[]>();
  const start = { line: 0, character: 0 };
  for (const { uri, severity, message, related, subject } of findingsOfStores(snapshots)) {
    const docs = snapshots[0]?.docs;
    const { code } = storedWithoutClass;
    const list = items.get(uri) ?? [];
    items.set(uri, list);
    list.push({
      range: { start, end: start },
      severity: severities[severity],
      source: 'event-wiring',
      code,
      message,
      ...(docs !== undefined && { codeDescription: { href: `${docs}${code}.md` } }),
      ...(related?.length && { relatedInformation: related }),
      data: { code, subject },
    });
  }
  return new Map([...items].map(([uri, list]) => [uri, { items: list, resultId: hashOf(JSON.stringify(list)) }]));
}

export function problemsIn(snapshot: Snapshot, file: string): Problems {
  if (!snapshot.settings.diagnostics.enabled) return { items: [], resultId: 'none' };
  const { findings, done } = byFile(snapshot);
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
    range: misspelt(snapshot, finding) ?? rangeOf(snapshot, place),
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

/** A name that may be misspelt is underlined itself, with its quotes, and not the call it stands in. */
function misspelt(snapshot: Snapshot, { place, fix }: Finding): Range | undefined {
  if (fix?.kind !== 'respell') return undefined;
  const text = snapshot.text(place.file);
  const extent = text === undefined ? undefined : extentOf(text, place);
  const at = text === undefined || !extent ? undefined : literalIn(text, extent.from - 1, extent.to, fix.from);
  return text === undefined || at === undefined
    ? undefined
    : { start: positionOf(text, at - 1), end: positionOf(text, at + fix.from.length + 1) };
}

/** FNV-1a: short, quick, and no secret. */
function hashOf(text: string): string {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index++) hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  return `${text.length.toString(36)}-${(hash >>> 0).toString(36)}`;
}
