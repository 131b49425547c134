/** A selection as text, part by part: JSON Lines, CSV or Markdown. Knows no file. */
import { formats, type Format } from '../exports';
import type { ReadEvent } from '../eventReader';
import { cellsOfKey } from '../cells';
import { eventsOf, heed, type OpenStore } from '../openStore';
import { pageSelected } from '../selecting';
import { selectionOf } from '../selection';
import { StoreProblem } from '../../store';
import { eventOfKey } from './event';
import type { Answering } from './question';

const part = 500;

export const exported: Answering<'export'> = async (store, { filter, keys, format: name, cursor }, signal) => {
  const format = Object.hasOwn(formats, name) ? formats[name] : undefined;
  if (!format) throw new StoreProblem(`"${String(name).slice(0, 40)}" is not a format: jsonl, csv and markdown are.`);
  const { events, next } = keys
    ? await byKeys(store, keys, cursor, signal)
    : await bySelection(store, filter, cursor, signal);
  return {
    text: textOf(store, format, events, cursor === undefined),
    events: events.length,
    ...(next !== undefined && { next }),
  };
};

interface Part {
  readonly events: readonly ReadEvent[];
  readonly next?: string;
}

async function byKeys(
  store: OpenStore,
  keys: readonly string[],
  cursor: string | undefined,
  signal: AbortSignal | undefined,
): Promise<Part> {
  const start = cursor === undefined ? 0 : Number(cursor);
  const events: ReadEvent[] = [];
  for (const key of keys.slice(start, start + part)) {
    heed(signal);
    events.push((await eventOfKey(store, key)).event);
  }
  return { events, ...(start + part < keys.length && { next: String(start + part) }) };
}

/** Oldest first: as a log is written. */
async function bySelection(
  store: OpenStore,
  filter: Parameters<typeof selectionOf>[1],
  cursor: string | undefined,
  signal: AbortSignal | undefined,
): Promise<Part> {
  const after = cursor === undefined ? undefined : cellsOfKey(cursor, eventsOf(store).order.length);
  const ask = { order: 'oldest' as const, limit: part + 1, ...(after && { after }) };
  const found = await pageSelected(store, await selectionOf(store, filter), ask, signal);
  const events = found.slice(0, part);
  const last = events.at(-1);
  return { events, ...(found.length > part && last && { next: last.key }) };
}

function textOf(store: OpenStore, format: Format, events: readonly ReadEvent[], isFirst: boolean): string {
  const lines = events.map((event) => format.line(event, store.settings.mask));
  return (isFirst ? format.head : '') + lines.join('');
}
