/** One line for each thing in a graph, as people read it: shared by the map, by `explain` and by what `--watch` prints. */
import type { Channel, Command, Dispatch, EventNode, Job, Listen, Observer, Reference, Site } from '../graph/graph';
import type { EventName } from '../graph/select';
import { spokenQueue } from '../graph/wording';
import { plain, type Ink } from './ink';

/** `start of Runner`; names alone where no emitter tells events apart. */
export function eventTitle(
  { name, emitter }: { readonly name: string; readonly emitter?: string | undefined },
  ink: Ink,
): string {
  return ink.name(name) + (emitter === undefined ? '' : ink.dim(` of ${emitter}`));
}

/** Words about an event besides its name. */
export function eventTags({ node }: EventName): string {
  if (!node) return '';
  return sentence([
    node.abstract && 'abstract',
    node.queued && 'queued',
    node.afterCommit && 'after commit',
    node.broadcast && `broadcast${node.channels?.length ? ` on ${node.channels.join(', ')}` : ''}`,
    node.external && 'external',
    node.publishedBy !== undefined && `published by ${node.publishedBy}`,
    node.heardBy !== undefined && `heard by ${node.heardBy}`,
  ]);
}

export function isDeclared(node: EventNode | undefined): node is EventNode & { file: string; line: number } {
  return node?.file !== undefined && node.line !== undefined;
}

export function dispatchCells(dispatch: Dispatch, ink: Ink): string[] {
  return [
    ink.good('dispatch'),
    ink.place(dispatch),
    symbol(dispatch.in),
    ink.dim(
      sentence([
        dispatch.via,
        dispatch.stage === 'record' && 'recorded, published later',
        dispatch.queued && 'queued',
        dispatch.inTransaction && 'in a transaction',
        dispatch.wrapper && 'wrapper',
        ...siteTags(dispatch),
      ]),
    ),
  ];
}

export function listenCells(listen: Listen, ink: Ink): string[] {
  // A closure a few lines below its registration needs no place of its own.
  const near = listen.handler === 'closure' ? 3 : 0;
  const elsewhere =
    listen.handlerFile !== undefined &&
    !(listen.handlerFile === listen.file && Math.abs((listen.handlerLine ?? listen.line) - listen.line) <= near);
  return [
    ink.warn('listen'),
    ink.place(listen),
    listen.missing ? ink.bad(`→ ${symbol(listen.handler)}`) : `→ ${symbol(listen.handler)}`,
    ink.dim(
      sentence([
        elsewhere &&
          ink.place({
            file: listen.handlerFile,
            ...(listen.handlerLine !== undefined && { line: listen.handlerLine }),
            ...(listen.handlerColumn !== undefined && { column: listen.handlerColumn }),
          }),
        listen.missing && `${listen.missing} not found`,
        listen.role !== undefined && listen.role !== 'listener' && listen.role,
        listen.queued && spokenQueue(listen),
        listen.once && !/once/i.test(listen.via) && 'once',
        listen.priority !== undefined && `priority ${listen.priority}`,
        listen.afterCommit && !listen.afterCommitIgnored && 'after commit',
        listen.event?.includes('*') && `pattern ${listen.event}`,
        listen.via,
        listen.wrapper && 'wrapper',
        ...siteTags(listen),
      ]),
    ),
  ];
}

export function jobCells(job: Job, ink: Ink): string[] {
  return [
    ink.good('job'),
    ink.place(job),
    symbol(job.in),
    ink.dim(
      sentence([
        job.via,
        job.queue !== undefined && spokenQueue(job),
        job.immediate && 'runs at once',
        job.inTransaction && 'in a transaction',
        job.afterCommit && 'after commit',
        ...siteTags(job),
      ]),
    ),
  ];
}

export function commandCells(command: Command, ink: Ink): string[] {
  return [
    command.kind,
    ink.name(command.command),
    command.handler === null ? ink.bad('no handler') : `→ ${symbol(command.handler)}`,
    ink.dim(ink.place(command)),
    ink.dim(command.dispatches.length ? `sent from ${command.dispatches.length}` : 'never sent'),
  ];
}

export function observerCells(observer: Observer, ink: Ink): string[] {
  return [
    ink.name(observer.model),
    `→ ${symbol(observer.observer)}`,
    ink.place(observer),
    ink.dim(sentence([observer.events?.join(' '), observer.via, ...siteTags(observer)])),
  ];
}

export function channelCells(channel: Channel, ink: Ink): string[] {
  return [
    ink.name(channel.pattern),
    ink.place(channel),
    channel.kind && channel.kind !== 'unknown' ? channel.kind : '',
    channel.authorized ? 'authorised here' : ink.dim('no authorisation here'),
    ink.dim(channel.events.length ? `carries ${channel.events.join(', ')}` : ''),
  ];
}

export function referenceCells(reference: Reference, ink: Ink): string[] {
  return [
    ink.dim('mention'),
    ink.place(reference),
    symbol(reference.in),
    ink.dim(sentence([reference.via, ...siteTags(reference)])),
  ];
}

/** Without its namespace, which the path beside it tells as well. */
export function symbol(name: string | undefined): string {
  return plain(name?.slice(name.lastIndexOf('\\') + 1) ?? '');
}

/** How sure the map is of a site, in words; nothing for what is read off the code. */
function siteTags(site: Site): (string | false | undefined)[] {
  return [
    site.test && 'test',
    site.external && 'external',
    site.certainty === 'inferred' && `inferred${site.reason === undefined ? '' : `: ${site.reason}`}`,
    site.certainty === 'dynamic' && (site.reason ?? 'decided at run time'),
    site.candidates?.length ? `may be ${someOf(site.candidates, 6)}` : undefined,
  ];
}

export function someOf(names: readonly string[], limit: number): string {
  return names.length > limit
    ? `${names.slice(0, limit).join(', ')} and ${names.length - limit} more`
    : names.join(', ');
}

export function sentence(parts: readonly (string | false | undefined)[]): string {
  return parts.filter((part) => part !== false && part !== undefined && part !== '').join(' · ');
}
