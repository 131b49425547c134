/** The graph as boxes and arrows, for formats that draw; ids depend on what a box is, never on what else is drawn. */
import { createHash } from 'node:crypto';
import type { Graph, Place } from '../graph/graph';
import { eventNames } from '../graph/select';
import { traceOf } from '../graph/trace';
import { spokenQueue } from '../graph/wording';

export interface Box {
  readonly id: string;
  readonly kind: 'event' | 'code' | 'job' | 'command' | 'model' | 'channel';
  readonly label: string;
  readonly place?: Place;
}

export interface Arrow {
  readonly from: string;
  readonly to: string;
  readonly label: string;
  /** Queued, or not certain. */
  readonly dashed: boolean;
}

export interface Drawing {
  readonly boxes: readonly Box[];
  readonly arrows: readonly Arrow[];
}

export function drawingOf(graph: Graph): Drawing {
  const boxes = new Map<string, Box>();
  const arrows = new Map<string, Arrow>();
  const trace = traceOf(graph);
  const box = (kind: Box['kind'], key: string, label: string, place?: Place): string => {
    const id = idOf(kind, key, label);
    if (!boxes.has(id)) boxes.set(id, { id, kind, label, ...(place && { place }) });
    return id;
  };
  const arrow = (from: string, to: string, label = '', dashed = false): void => {
    arrows.set(`${from} ${to} ${label}`, { from, to, label, dashed });
  };
  const titles = new Map(
    eventNames(graph).map(({ id, name, emitter }) => [id, emitter === undefined ? name : `${emitter}: ${name}`]),
  );
  const event = (id: string): string => box('event', id, titles.get(id) ?? id);
  const code = (file: string, symbol: string | undefined, place: Place): string =>
    symbol === undefined || symbol === 'closure'
      ? box(
          'code',
          `${file}:${place.line}:${place.column}`,
          `${symbol ?? file.slice(file.lastIndexOf('/') + 1)}:${place.line}`,
          place,
        )
      : box('code', `${file}#${symbol}`, symbol, place);

  /** What lies in a handler's body hangs on the handler, whatever symbol stands around it. */
  const owners = new Map<Place, string[]>();
  for (const listen of graph.listens) {
    if (listen.wrapper) continue;
    const file = listen.handlerFile ?? listen.file;
    const place = { file, line: listen.handlerLine ?? listen.line, column: listen.handlerColumn ?? listen.column };
    const handler = code(file, listen.handler, place);
    for (const { site } of trace.firedBy(listen)) owners.set(site, [...(owners.get(site) ?? []), handler]);
    const label = listen.queued ? spokenQueue(listen) : listen.once ? 'once' : '';
    const dashed = listen.queued === true || listen.certainty === 'dynamic';
    const ids = listen.matches ?? (listen.eventId === null ? [] : [listen.eventId]);
    for (const id of ids) arrow(event(id), handler, label, dashed);
    if (!ids.length)
      for (const name of listen.candidates ?? (listen.event === null ? [] : [listen.event]))
        arrow(box('event', `name:${name}`, name), handler, listen.candidates ? 'maybe' : label, true);
  }
  const sources = (site: Place, symbol: string | undefined): readonly string[] =>
    owners.get(site) ?? [code(site.file, symbol, site)];

  for (const { id } of graph.events) event(id);
  for (const dispatch of graph.dispatches) {
    if (dispatch.wrapper) continue;
    for (const source of sources(dispatch, dispatch.in)) {
      if (dispatch.eventId !== null)
        arrow(source, event(dispatch.eventId), dispatch.queued ? 'queued' : '', dispatch.queued);
      else
        for (const name of dispatch.candidates ?? []) arrow(source, box('event', `name:${name}`, name), 'maybe', true);
    }
  }
  for (const job of graph.jobs)
    if (job.job !== null)
      for (const source of sources(job, job.in)) arrow(source, box('job', job.job, job.job), spokenQueue(job), true);
  for (const command of graph.commands) {
    const { file, line, column } = command;
    const to = box('command', command.commandId, command.command);
    if (command.handler !== null) arrow(to, code(file, command.handler, { file, line, column }));
    for (const site of command.dispatches) for (const source of sources(site, undefined)) arrow(source, to);
  }
  for (const observer of graph.observers)
    arrow(
      box('model', observer.model, observer.model),
      box('code', observer.observer, observer.observer),
      observer.events?.join(' ') ?? '',
    );
  for (const channel of graph.channels)
    for (const name of channel.events) {
      const id = [...titles].find(([, title]) => title === name)?.[0];
      arrow(
        id === undefined ? box('event', `name:${name}`, name) : event(id),
        box('channel', channel.pattern, channel.pattern),
      );
    }
  return { boxes: [...boxes.values()], arrows: [...arrows.values()] };
}

/** Readable and unique: a bit of the name, and a bit of a hash of what the box is. */
function idOf(kind: Box['kind'], key: string, label: string): string {
  const readable = label.replace(/[^A-Za-z0-9]+/g, '_').slice(-32);
  return `${kind}_${readable}_${createHash('sha1').update(`${kind} ${key}`).digest('hex').slice(0, 8)}`;
}
