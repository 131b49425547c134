/** One page of streams, the most active first. */
import { selectionOf } from '../selection';
import { detailed, streamsOf } from '../streamCounts';
import type { Answering } from './question';

const atMost = 1000;

export const streams: Answering<'streams'> = async (store, { filter, cursor, limit }, signal) => {
  const { rows } = await streamsOf(store, await selectionOf(store, filter), signal);
  const after = cursor === undefined ? undefined : readCursor(cursor);
  const start = after
    ? rows.findIndex((row) => row.events < after.events || (row.events === after.events && row.stream > after.stream))
    : 0;
  if (start < 0) return { rows: [] };
  const end = start + Math.min(atMost, Math.max(1, Math.floor(limit)));
  const page = rows.slice(start, end);
  const last = page.at(-1);
  return {
    rows: await detailed(store, page),
    ...(last && end < rows.length && { next: JSON.stringify([last.events, last.stream]) }),
  };
};

/** By what is in the row, so that a page goes on where it ended though the store has grown. */
function readCursor(cursor: string): { readonly events: number; readonly stream: string } | undefined {
  try {
    const [events, stream] = JSON.parse(cursor) as readonly unknown[];
    if (typeof events === 'number' && typeof stream === 'string') return { events, stream };
  } catch {
    // No cursor of ours: from the start.
  }
  return undefined;
}
