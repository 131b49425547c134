/** Events of one type from the whole time in which it was written, not only the newest. Knows no payload. */
import type { Cell, Condition } from '../store';
import type { ReadEvent } from './eventReader';
import { eventsOf, heed, type OpenStore } from './openStore';
import { breathe, pageEvents } from './paging';

const places = 40;
const atEachPlace = 25;

export interface Sample {
  /** Oldest first. */
  readonly events: readonly ReadEvent[];
  readonly stored: number;
}

const typeCondition = (store: OpenStore, type: string): readonly Condition[] => {
  const { columns } = eventsOf(store);
  return columns.type === '' ? [] : [{ column: columns.type, is: '=', value: type }];
};

export async function sampleOf(store: OpenStore, type: string, signal?: AbortSignal): Promise<Sample> {
  const { from, columns } = eventsOf(store);
  const where = typeCondition(store, type);
  const range = columns.position === 'rowid' ? {} : { range: columns.position };
  const [all] = await store.source.count({ ...from, where: [...(from.where ?? []), ...where], ...range });
  const stored = all?.count ?? 0;
  const size = places * atEachPlace;
  const [first, last] = [wholeOf(all?.first), wholeOf(all?.last)];
  if (stored <= size) return { stored, events: await pageEvents(store, { order: 'oldest', where, limit: size }) };
  const newest = (await pageEvents(store, { order: 'newest', where, limit: size / 2 })).toReversed();
  // Without positions to go to, both ends are all that is cheap to read.
  if (first === undefined || last === undefined) {
    const oldest = await pageEvents(store, { order: 'oldest', where, limit: size / 2 });
    return { stored, events: merged(oldest, newest) };
  }
  const events: ReadEvent[] = [];
  for (let place = 0n; place < places; place++) {
    heed(signal);
    const position = first + ((last - first) * place) / BigInt(places);
    const at: Condition = { column: columns.position, is: '>=', value: numberOrBig(position) };
    const after = events.at(-1)?.cells;
    const ask = { order: 'oldest' as const, where: [...where, at], limit: atEachPlace };
    events.push(...(await pageEvents(store, { ...ask, ...(after && { after }) })));
    await breathe();
  }
  return { stored, events: merged(events, newest.slice(-atEachPlace)) };
}

/** The last `more` may be there already. */
function merged(events: readonly ReadEvent[], more: readonly ReadEvent[]): readonly ReadEvent[] {
  const known = new Set(events.map(({ key }) => key));
  return [...events, ...more.filter(({ key }) => !known.has(key))];
}

const wholeOf = (cell: Cell | undefined): bigint | undefined =>
  typeof cell === 'bigint' || (typeof cell === 'number' && Number.isSafeInteger(cell)) ? BigInt(cell) : undefined;

const numberOrBig = (position: bigint): number | bigint => {
  const number = Number(position);
  return Number.isSafeInteger(number) ? number : position;
};

const stepsAtMost = 64;

/**
 * The first event of the type for which something holds, between one for which it does not and a later one for which it
 * does: by halves, as if it changed once.
 */
export async function firstBetween(
  store: OpenStore,
  type: string,
  ends: { readonly without: ReadEvent; readonly having: ReadEvent },
  holds: (event: ReadEvent) => boolean,
): Promise<ReadEvent> {
  const { columns } = eventsOf(store);
  let { having } = ends;
  let [low, high] = [wholeOf(ends.without.position ?? null), wholeOf(having.position ?? null)];
  for (let step = 0; step < stepsAtMost && low !== undefined && high !== undefined && high - low > 1n; step++) {
    const middle: bigint = (low + high) / 2n;
    const at: Condition = { column: columns.position, is: '>=', value: numberOrBig(middle) };
    const where = [...typeCondition(store, type), at];
    const [found] = await pageEvents(store, { order: 'oldest', where, limit: 1 });
    const position = wholeOf(found?.position ?? null);
    if (!found || position === undefined || position >= high) high = middle;
    else if (holds(found)) [having, high] = [found, position];
    else low = position;
  }
  return having;
}
