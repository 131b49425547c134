/** Small graphs made by hand, for tests of what is asked of a graph. */
import type { CheckedGraph } from '../../server/diagnostics';
import type { Finding } from '../../server/diagnostics/diagnostic';
import { emptyLanguageGraph, type Dispatch, type EventNode, type Graph, type Listen } from '../../server/graph/graph';

export function graphOf(parts: Partial<Graph>): Graph {
  return {
    ...emptyLanguageGraph,
    languages: ['typescript'],
    frameworks: ['nodeEvents'],
    files: { read: 3, skipped: 0, failed: 0 },
    ...parts,
  };
}

export function checkedOf(graph: Graph, findings: readonly Finding[] = []): CheckedGraph {
  return { graph, findings, suppressed: 0, baselined: 0, unusedSuppressions: [], staleBaseline: [], problems: [] };
}

export function event(name: string, more: Partial<EventNode> = {}): EventNode {
  return {
    id: `js:${name}`,
    name,
    language: 'typescript',
    kind: 'class',
    file: 'src/events.ts',
    line: 1,
    column: 14,
    ...more,
  };
}

export function dispatch(name: string, line: number, more: Partial<Dispatch> = {}): Dispatch {
  return {
    eventId: `js:${name}`,
    event: name,
    file: 'src/shop.ts',
    line,
    column: 5,
    via: '.emit()',
    certainty: 'exact',
    framework: 'nodeEvents',
    ...more,
  };
}

export function listen(name: string, handler: string, line: number, more: Partial<Listen> = {}): Listen {
  return {
    eventId: `js:${name}`,
    event: name,
    handler,
    handlerFile: 'src/listeners.ts',
    handlerLine: line,
    handlerColumn: 3,
    handlerEndLine: line + 4,
    file: 'src/listeners.ts',
    line: line - 1,
    column: 3,
    via: '@OnEvent',
    certainty: 'exact',
    framework: 'nestEvents',
    ...more,
  };
}

export function finding(code: string, line: number, more: Partial<Finding> = {}): Finding {
  return {
    code,
    severity: 'warning',
    message: `Something is wrong with ${code}.`,
    place: { file: 'src/shop.ts', line, column: 5 },
    subject: `subject of ${code}`,
    ...more,
  };
}
