/** Compares what a fixture's marks expect with what the graph says; answers with readable lines, none when they agree. */
import type { Finding } from '../../server/diagnostics/diagnostic';
import type { Graph } from '../../server/graph/graph';
import type { Mark } from './markers';

interface Found {
  readonly kind: string;
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly name: string;
  readonly target?: string;
  readonly emitter?: string;
  readonly flags: readonly string[];
  readonly candidates?: readonly string[];
  readonly message?: string;
  /** Compared only where a mark of its kind stands on the line. */
  readonly optional?: boolean;
}

/** Flags that must agree in both directions; the others only have to be found when a mark names them. */
const isStrict = (flag: string): boolean => /^(?:dynamic|external|record|inferred|queued on .*)$/.test(flag);

export function factsOf(graph: Graph): Found[] {
  const found: Found[] = [];
  const flagsOf = (site: { certainty?: string; external?: boolean | undefined }): string[] => [
    ...(site.certainty === 'dynamic' ? ['dynamic'] : []),
    ...(site.certainty === 'inferred' ? ['inferred'] : []),
    ...(site.external ? ['external'] : []),
  ];
  for (const event of graph.events)
    if (event.file !== undefined && !event.external)
      found.push({
        kind: 'event',
        file: event.file,
        line: event.line ?? 0,
        column: event.column ?? 0,
        name: event.name,
        flags: [],
        ...(event.emitter !== undefined && { emitter: event.emitter }),
      });
  for (const dispatch of graph.dispatches)
    found.push({
      kind: 'dispatches',
      file: dispatch.file,
      line: dispatch.line,
      column: dispatch.column,
      name: dispatch.event ?? '?',
      flags: [
        ...flagsOf(dispatch),
        ...(dispatch.stage === 'record' ? ['record'] : []),
        ...(dispatch.wrapper ? ['wrapper'] : []),
      ],
      optional: dispatch.external === true || dispatch.wrapper === true,
      ...(dispatch.emitter !== undefined && { emitter: dispatch.emitter }),
      ...(dispatch.candidates && { candidates: dispatch.candidates }),
    });
  for (const listen of graph.listens)
    found.push({
      kind: 'listens',
      file: listen.file,
      line: listen.line,
      column: listen.column,
      name: listen.event ?? '?',
      target: listen.handler,
      flags: [
        ...flagsOf(listen),
        ...(listen.queued ? ['queued'] : []),
        ...(listen.queue === undefined ? [] : [`queued on ${listen.queue}`]),
        ...(listen.once ? ['once'] : []),
        ...(listen.priority !== undefined ? [`priority ${listen.priority}`] : []),
        ...(listen.afterCommit ? ['after commit'] : []),
        ...(listen.wrapper ? ['wrapper'] : []),
      ],
      optional: listen.external === true || listen.wrapper === true,
      ...(listen.emitter !== undefined && { emitter: listen.emitter }),
      ...(listen.candidates && { candidates: listen.candidates }),
    });
  for (const job of graph.jobs)
    found.push({
      kind: 'job',
      file: job.file,
      line: job.line,
      column: job.column,
      name: job.job ?? '?',
      flags: [...flagsOf(job), ...(job.queue === undefined ? [] : [`queued on ${job.queue}`])],
      ...(job.candidates && { candidates: job.candidates }),
    });
  for (const command of graph.commands)
    found.push({
      kind: 'command',
      file: command.file,
      line: command.line,
      column: command.column,
      name: command.command,
      target: command.handler ?? 'none',
      flags: [],
      optional: command.external === true,
    });
  for (const observer of graph.observers)
    found.push({
      kind: 'observes',
      file: observer.file,
      line: observer.line,
      column: observer.column,
      name: observer.model,
      target: observer.observer,
      flags: flagsOf(observer),
    });
  for (const channel of graph.channels)
    found.push({
      kind: 'channel',
      file: channel.file,
      line: channel.line,
      column: channel.column,
      name: channel.pattern,
      flags: channel.certainty === 'dynamic' ? ['dynamic'] : [],
    });
  for (const reference of graph.references)
    found.push({
      kind: 'references',
      file: reference.file,
      line: reference.line,
      column: reference.column,
      name: reference.event ?? '?',
      flags: flagsOf(reference),
    });
  for (const unwired of graph.unwired)
    found.push({
      kind: 'unwired',
      file: unwired.file,
      line: unwired.line,
      column: unwired.column,
      name: unwired.name,
      flags: [],
      optional: true,
    });
  return found;
}

export function findingsAsFound(findings: readonly Finding[]): Found[] {
  return findings.map((finding) => ({
    kind: 'problem',
    file: finding.place.file,
    line: finding.place.line,
    column: finding.place.column,
    name: finding.code,
    message: finding.message,
    flags: [],
  }));
}

/** Differences as `missing …` and `extra …` lines. */
export function differences(marks: readonly Mark[], found: readonly Found[]): string[] {
  const free = new Set(found);
  const lines: string[] = [];
  for (const mark of marks) {
    const hit = [...free].find((fact) => agrees(mark, fact));
    if (hit) free.delete(hit);
    else {
      const near = found.filter(
        (fact) => fact.kind === mark.kind && fact.file === mark.file && fact.line === mark.line,
      );
      lines.push(`missing ${show(mark)}${near.length ? `\n        on that line: ${near.map(show).join(' | ')}` : ''}`);
    }
  }
  for (const fact of free) if (!fact.optional) lines.push(`extra   ${show(fact)}`);
  return lines;
}

function agrees(mark: Mark, fact: Found): boolean {
  if (mark.kind !== fact.kind || mark.file !== fact.file || mark.line !== fact.line || mark.column !== fact.column)
    return false;
  if (mark.name !== fact.name) return false;
  if (mark.target !== undefined && mark.target !== fact.target) return false;
  if (mark.kind === 'listens' && mark.target === undefined) return false;
  if (mark.emitter !== undefined && mark.emitter !== fact.emitter) return false;
  if (mark.message !== undefined && !fact.message?.includes(mark.message)) return false;
  if (mark.flags.some((flag) => flag !== 'pattern' && !fact.flags.includes(flag))) return false;
  if (fact.flags.some((flag) => isStrict(flag) && !mark.flags.includes(flag))) return false;
  return !mark.candidates || [...mark.candidates].sort().join() === [...(fact.candidates ?? [])].sort().join();
}

function show(fact: Mark | Found): string {
  const flags = [...fact.flags, ...(fact.candidates ? [`candidates: ${[...fact.candidates].sort().join(', ')}`] : [])];
  return (
    `${fact.file}:${fact.line}:${fact.column} ${fact.kind} ${fact.name}` +
    (fact.emitter === undefined ? '' : ` of ${fact.emitter}`) +
    (fact.target === undefined ? '' : ` -> ${fact.target}`) +
    (flags.length ? ` (${flags.join(', ')})` : '') +
    (fact.message === undefined ? '' : `: ${fact.message}`)
  );
}
