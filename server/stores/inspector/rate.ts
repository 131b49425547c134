/** Events a second: of late, and in the busiest minute. Knows no question. */
import type { Overview } from '../questions';
import { eventsOf, heed, type OpenStore } from './openStore';
import { eventsIn, timesByEvent, type Survey, type Zone } from './survey';
import { selectionOf } from './selection';
import { breathe } from './paging';
import { countBetween } from './wholeLog';

const lately = 300_000;
/** Parts of a large log that are looked at for the busiest minute: those with the most events in the least time. */
const partsLooked = 8;

export async function rateOf(
  store: OpenStore,
  whole: Survey,
  last: number,
  signal: AbortSignal | undefined,
): Promise<Overview['rate']> {
  const end = (Math.floor(last / 1000) + 1) * 1000;
  const recent = await countBetween(store, end - lately, end, signal);
  const dense = ({ first, last: end, count }: Zone): number => count / Math.max(60_000, (end ?? 0) - (first ?? 0));
  const parts = [...whole.zones].sort((a, b) => dense(b) - dense(a)).slice(0, partsLooked);
  const minutes = new Map<number, number>();
  for (const part of parts) {
    heed(signal);
    await (store.kept.has(timesByEvent)
      ? readMinutes(store, part, minutes, signal)
      : countMinutes(store, part, minutes));
    await breathe();
  }
  let most = 0;
  for (const count of minutes.values()) most = Math.max(most, count);
  return { now: recent / (lately / 1000), peak: most / 60 };
}

/** Of times that the source cannot read. */
async function readMinutes(
  store: OpenStore,
  part: Zone,
  minutes: Map<number, number>,
  signal: AbortSignal | undefined,
): Promise<void> {
  for await (const events of eventsIn(store, await selectionOf(store), part, signal))
    for (const { milliseconds } of events) {
      if (milliseconds === null) continue;
      const minute = Math.floor(milliseconds / 60_000);
      minutes.set(minute, (minutes.get(minute) ?? 0) + 1);
    }
}

async function countMinutes(store: OpenStore, { after, until }: Zone, minutes: Map<number, number>): Promise<void> {
  const { from, order, columns, timeKind } = eventsOf(store);
  if (columns.time === undefined) return;
  const counts = await store.source.count({
    ...from,
    span: { order, ...(after && { after }), ...(until && { until }) },
    bucket: { column: columns.time, seconds: 60, ...(timeKind && { kind: timeKind }) },
  });
  for (const { bucket = null, count } of counts)
    if (bucket !== null) minutes.set(bucket, (minutes.get(bucket) ?? 0) + count);
}
