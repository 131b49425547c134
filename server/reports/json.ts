/** The wiring report as JSON: the contract that other programs read. */
import type { CheckedGraph } from '../diagnostics';
import type { Graph, Listen } from '../graph/graph';
import { plainFinding } from './plainFinding';
import type { MapOptions, Report } from './report';

const arrays = [
  'events',
  'dispatches',
  'listens',
  'jobs',
  'commands',
  'observers',
  'channels',
  'references',
  'unwired',
] as const;

/** One entry a line, so that two reports can be compared line by line. */
export const json: Report<MapOptions> = {
  id: 'json',
  title: 'JSON, the contract for other programs',
  print(checked, { milliseconds }) {
    const { graph } = checked;
    const head = {
      version: 1,
      languages: graph.languages,
      frameworks: graph.frameworks,
      files: graph.files,
      milliseconds,
    };
    const top = Object.entries(head).map(([key, value]) => `  ${JSON.stringify(key)}: ${JSON.stringify(value)}`);
    const lists = [
      ...arrays.map((key) => list(key, entriesOf(key, graph))),
      list(
        'openChannels',
        graph.channels.filter(({ authorized }) => !authorized),
      ),
      list('problems', [...checked.findings.map(plainFinding), ...unreadable(checked)]),
    ];
    return `{\n${[...top, ...lists].join(',\n')}\n}\n`;
  },
};

/** A channel is declared where it is authorised; one that an event merely broadcasts on is listed apart. */
function entriesOf(key: (typeof arrays)[number], graph: Graph): readonly object[] {
  if (key === 'listens') return graph.listens.map(belonging);
  return key === 'channels' ? graph.channels.filter(({ authorized }) => authorized) : graph[key];
}

/** A listener of a name that a framework publishes by itself is the workspace's, but its event is not. */
function belonging(listen: Listen): Listen {
  return listen.publishedBy !== undefined && listen.eventId !== null ? { ...listen, external: true } : listen;
}

function list(key: string, entries: readonly object[]): string {
  const lines = entries.map((entry) => `    ${JSON.stringify(entry)}`);
  return `  ${JSON.stringify(key)}: [${lines.length ? `\n${lines.join(',\n')}\n  ` : ''}]`;
}

/** Files that could not be read or not be understood whole. */
function unreadable({ graph }: CheckedGraph): readonly object[] {
  return graph.problems.map(({ file, line = 1, column = 1, message }) => ({
    code: 'unreadable-file',
    severity: 'information',
    message,
    file,
    line,
    column,
  }));
}
