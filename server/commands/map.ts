/** `event-wiring map`: the whole graph of a folder, or one event of it, in one of the formats. */
import type { CheckedGraph } from '../diagnostics';
import { similar } from '../graph/names';
import { around, eventNames, eventsNamed, withoutExternal } from '../graph/select';
import { mapReports } from '../reports';
import { wiringChanges } from '../reports/changes';
import { inkFor } from '../reports/ink';
import { UsageError, type Arguments } from './arguments';
import { commonOptions, type Command } from './command';
import { openFolder } from './open';
import { watch } from './watch';

export const map: Command = {
  name: 'map',
  operands: '[FOLDER]',
  summary: 'show the event graph: who dispatches, who listens, what fires in turn',
  about:
    'Maps FOLDER, or the current folder. Nothing in it is run or changed. Events, listeners and dispatches of ' +
    'frameworks and packages themselves stay out unless --include-external asks for them.',
  examples: [
    ['event-wiring map', 'the map of this folder'],
    ['event-wiring map packages/api --event OrderPlaced', 'one event whole, with its chain'],
    ["event-wiring map --event 'order.*'", 'all events of that pattern'],
    ['event-wiring map --format mermaid > wiring.mmd', 'a diagram for a Markdown page'],
    ['event-wiring map --format json | jq .events', 'for other programs'],
    ['event-wiring map --watch', 'and then what every change does to the wiring'],
  ],
  options: {
    format: { value: 'FORMAT', choices: mapReports.map(({ id }) => id), help: 'text (default), json, mermaid or dot' },
    event: { value: 'NAME', help: 'only this event: a name, its last part, or a pattern with *' },
    'include-external': { help: 'with what belongs to frameworks, packages and the runtime' },
    summary: { help: 'text with counts, the busiest events and what fires in turn' },
    all: { help: 'text without limits' },
    watch: { short: 'w', help: 'stay, and print what changes; Ctrl+C ends' },
    ...commonOptions,
  },
  async run(args, terminal) {
    const [folder = '.', ...rest] = args.positionals;
    if (rest.length) throw new UsageError(`map takes one folder, not also "${rest.join(' ')}".`);
    const format = args.value('format') ?? 'text';
    if (args.flag('watch') && format !== 'text')
      throw new UsageError('--watch prints text; it goes with no other format.');
    const report = mapReports.find(({ id }) => id === format);
    if (!report) throw new UsageError(`There is no format ${format}.`);
    const opened = openFolder(folder, args, terminal);
    for (const problem of opened.settingsProblems) terminal.tell(`warning: ${problem}`);
    const event = args.value('event');

    const checked = await opened.session.check();
    const shown = cut(checked, args);
    if (event !== undefined && !eventsNamed(shown.graph, event).length) {
      const near = similar(
        event,
        eventNames(checked.graph).map(({ name }) => name),
      );
      terminal.tell(`No event is called "${event}".${near.length ? ` Did you mean ${near.join(' or ')}?` : ''}`);
      if (!args.flag('watch')) return 1;
    } else
      await terminal.print(
        report.print(shown, {
          ...opened.options(),
          all: args.flag('all'),
          summary: args.flag('summary'),
          ...(event !== undefined && { event }),
        }),
      );
    opened.keep();
    if (!args.flag('watch')) return 0;
    return watch(opened, args, terminal, shown, async (session, before, header) => {
      const after = cut(await session.check(), args);
      const lines = wiringChanges(before.graph, after.graph, inkFor(opened.options()));
      await terminal.print(lines.length ? `${[header, ...lines].join('\n')}\n` : `${header}: the wiring is the same\n`);
      return after;
    });
  },
};

/** What was asked for; an event asked for by name counts even when it is external. */
function cut(checked: CheckedGraph, args: Arguments): CheckedGraph {
  const { graph } = checked;
  const own = args.flag('include-external') ? graph : withoutExternal(graph);
  const event = args.value('event');
  if (event === undefined) return { ...checked, graph: own };
  const named = eventsNamed(own, event);
  const part = named.length ? around(own, named) : around(graph, eventsNamed(graph, event));
  const files = new Set([...part.dispatches, ...part.listens, ...part.events].flatMap(({ file }) => file ?? []));
  const subjects = new Set(part.events.flatMap(({ id, name }) => [id, name]));
  return {
    ...checked,
    graph: { ...part, problems: part.problems.filter(({ file }) => files.has(file)) },
    findings: checked.findings.filter(({ subject }) => subjects.has(subject)),
  };
}
