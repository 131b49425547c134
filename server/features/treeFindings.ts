/** Findings as the tree shows them: the worst first, and by event. */
import type { CheckedGraph } from '../diagnostics';
import type { Finding } from '../diagnostics/diagnostic';
import type { Snapshot } from './feature';
import { severityOrder, type Around } from './treeRows';

const sorted = new WeakMap<
  CheckedGraph,
  { readonly findings: readonly Finding[]; readonly byEvent: ReadonlyMap<string, readonly Finding[]> }
>();

function checkedOf(snapshot: Snapshot): {
  readonly findings: readonly Finding[];
  readonly byEvent: ReadonlyMap<string, readonly Finding[]>;
} {
  if (!snapshot.settings.diagnostics.enabled) return { findings: [], byEvent: new Map() };
  const graph = snapshot.checked();
  const before = sorted.get(graph);
  if (before) return before;
  const byEvent = new Map<string, Finding[]>();
  for (const finding of graph.findings) {
    const [id = ''] = finding.subject.split(' -> ');
    const list = byEvent.get(id);
    if (list) list.push(finding);
    else byEvent.set(id, [finding]);
  }
  const findings = [...graph.findings].sort((a, b) => severityOrder[a.severity] - severityOrder[b.severity]);
  const fresh = { findings, byEvent };
  sorted.set(graph, fresh);
  return fresh;
}

export const findingsOf = (snapshot: Snapshot): readonly Finding[] => checkedOf(snapshot).findings;

export function aroundOf(snapshot: Snapshot, path: string, filter: string): Around {
  return { snapshot, path, filter, problemsOf: (eventId) => checkedOf(snapshot).byEvent.get(eventId) ?? [] };
}
