/** What changed between two maps of one workspace, a line each; lines that only moved are no change. */
import type { CheckedGraph } from '../diagnostics';
import type { Finding } from '../diagnostics/diagnostic';
import type { Graph } from '../graph/graph';
import { findingLines } from './findingsText';
import { plain, type Ink } from './ink';
import { channelCells, commandCells, dispatchCells, eventTitle, jobCells, listenCells, observerCells } from './lines';

interface Fact {
  readonly key: string;
  line(ink: Ink): string;
}

export function wiringChanges(before: Graph, after: Graph, ink: Ink): string[] {
  return difference(factsOf(before), factsOf(after), ink, '');
}

export function findingChanges(before: CheckedGraph, after: CheckedGraph, ink: Ink): string[] {
  return difference(before.findings.map(findingFact), after.findings.map(findingFact), ink, 'fixed: ');
}

function difference(before: readonly Fact[], after: readonly Fact[], ink: Ink, gone: string): string[] {
  const lines = (facts: readonly Fact[], sign: string): string[] =>
    facts.map((fact) => `${sign} ${fact.line(ink).trim()}`);
  return [
    ...lines(beyond(before, after), ink.bad(`-${gone && ` ${gone.trim()}`}`)),
    ...lines(beyond(after, before), ink.good('+')),
  ];
}

/** Facts of `these` that `those` do not have, each as often as it is missing. */
function beyond(these: readonly Fact[], those: readonly Fact[]): readonly Fact[] {
  const counts = new Map<string, number>();
  for (const { key } of those) counts.set(key, (counts.get(key) ?? 0) + 1);
  return these.filter(({ key }) => {
    const left = counts.get(key) ?? 0;
    counts.set(key, left - 1);
    return left <= 0;
  });
}

function findingFact(finding: Finding): Fact {
  const { code, place, subject, severity } = finding;
  return {
    key: JSON.stringify([code, place.file, subject, severity]),
    line: (ink) => findingLines(finding, ink).join('\n'),
  };
}

function factsOf(graph: Graph): readonly Fact[] {
  const fact = (key: readonly unknown[], line: (ink: Ink) => readonly string[]): Fact => ({
    key: JSON.stringify(key),
    line: (ink) => line(ink).filter(Boolean).join('  '),
  });
  return [
    ...graph.events.flatMap((event) =>
      event.file === undefined
        ? []
        : [
            fact(['event', event.id, event.file], (ink) => [
              'event',
              eventTitle(event, ink),
              ink.place({
                file: event.file ?? '',
                ...(event.line !== undefined && { line: event.line }),
                ...(event.column !== undefined && { column: event.column }),
              }),
            ]),
          ],
    ),
    ...graph.dispatches.map((one) =>
      fact(['dispatch', one.eventId, one.event, one.file, one.in, one.via, one.certainty], (ink) => [
        'dispatch',
        eventTitle({ name: one.event ?? '?', emitter: one.emitter }, ink),
        ...dispatchCells(one, ink).slice(1),
      ]),
    ),
    ...graph.listens.map((one) =>
      fact(
        [
          'listen',
          one.eventId,
          one.event,
          one.file,
          one.handler,
          one.handlerFile,
          one.via,
          one.queued,
          one.queue,
          one.once,
          one.priority,
        ],
        (ink) => [
          'listen',
          eventTitle({ name: one.event ?? '?', emitter: one.emitter }, ink),
          ...listenCells(one, ink).slice(1),
        ],
      ),
    ),
    ...graph.jobs.map((one) =>
      fact(['job', one.job, one.file, one.in, one.via, one.queue], (ink) => [
        'job',
        ink.name(one.job ?? '?'),
        ...jobCells(one, ink).slice(1),
      ]),
    ),
    ...graph.commands.map((one) =>
      fact(['command', one.commandId, one.handler, one.dispatches.length], (ink) => commandCells(one, ink)),
    ),
    ...graph.observers.map((one) =>
      fact(['observer', one.model, one.observer, one.file, one.events], (ink) => [
        'observer',
        ...observerCells(one, ink),
      ]),
    ),
    ...graph.channels.map((one) =>
      fact(['channel', one.pattern, one.kind, one.file, one.events, one.authorized], (ink) => [
        'channel',
        ...channelCells(one, ink),
      ]),
    ),
    ...graph.unwired
      .filter(({ problem }) => problem)
      .map((one) =>
        fact(['unwired', one.kind, one.name, one.file, one.reason], (ink) => [
          'not wired',
          one.kind,
          ink.name(one.name),
          ink.place({ file: one.file, line: one.line, column: one.column }),
          plain(one.reason),
        ]),
      ),
  ];
}
