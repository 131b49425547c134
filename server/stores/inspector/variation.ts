/** Which fields of a type's payload vary most, learned from a bounded sample and kept for the store. Knows no sentence. */
import type { ReadEvent } from './eventReader';
import type { OpenStore } from './openStore';
import { pageEvents } from './paging';
import { scalarsOf } from './sentence';

interface Seen {
  readonly values: Set<unknown>;
  /** By its name it is an id or a hash. */
  readonly isId: boolean;
  /** By its name it is what a number refers by. */
  readonly isReference: boolean;
  count: number;
  long: number;
}
interface Learned {
  events: number;
  readonly fields: Map<string, Seen>;
  telling: readonly string[];
}

const sampleSize = 160;
/** So many events of a type settle what is said of it. */
const enough = 40;
const fieldsAtMost = 60;

export async function tellingFields(
  store: OpenStore,
  events: readonly ReadEvent[],
): Promise<(type: string) => readonly string[]> {
  const known = (store.kept.get('variation') ?? new Map<string, Learned>()) as Map<string, Learned>;
  if (!store.kept.has('variation')) {
    store.kept.set('variation', known);
    if (events.length < sampleSize) learn(known, await pageEvents(store, { order: 'newest', limit: sampleSize }));
  }
  learn(known, events);
  return (type) => known.get(type)?.telling ?? [];
}

function learn(known: Map<string, Learned>, events: readonly ReadEvent[]): void {
  const changed = new Set<Learned>();
  for (const event of events) {
    const { type } = event;
    let learned = known.get(type);
    if (!learned) known.set(type, (learned = { events: 0, fields: new Map(), telling: [] }));
    if (learned.events >= enough) continue;
    const { data } = event;
    if (data.kind !== 'json') continue;
    learned.events++;
    changed.add(learned);
    for (const [path, value] of scalarsOf(data.value)) {
      let seen = learned.fields.get(path);
      if (!seen) {
        if (learned.fields.size >= fieldsAtMost) break;
        learned.fields.set(path, (seen = seenAt(path)));
      }
      seen.count++;
      seen.values.add(value);
      if (typeof value === 'string' && (value.length > 60 || seen.isId || isIdOrTime(value))) seen.long++;
    }
  }
  for (const learned of changed) learned.telling = ranked(learned);
}

const seenAt = (path: string): Seen => ({
  values: new Set(),
  isId: /(?:^|[._])(?:id|uuid|guid|hash|token|key|checksum)$|(?:Id|Uuid|Guid|ID|Hash|Token)$/.test(path),
  isReference: /(?:^|[._])id$|_id$|[a-z]Id$/.test(path),
  count: 0,
  long: 0,
});

/** Ids and times vary always and tell little: the row has its own. */
const isIdOrTime = (value: string): boolean => /^[0-9a-f]{8}-[0-9a-f]{4}-|^\d{4}-\d\d-\d\d[T ]\d\d:/i.test(value);

function ranked({ events, fields }: Learned): readonly string[] {
  const scored = [...fields].map(([path, { values, count, long, isReference }], index) => {
    const varies = values.size > 1 || events === 1 ? values.size / Math.max(1, count) : -0.5;
    return { path, index, score: varies * (count / events) - (long / count > 0.5 ? 1 : 0) - (isReference ? 1 : 0) };
  });
  return scored.sort((a, b) => b.score - a.score || a.index - b.index).map(({ path }) => path);
}
