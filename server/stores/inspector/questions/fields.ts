/** The payload of a type over time: its fields, their kinds and examples, and what changed when. */
import type { Fields, FieldUse } from '../../questions';
import type { ReadEvent } from '../eventReader';
import type { OpenStore } from '../openStore';
import { firstBetween, sampleOf } from '../sampling';
import { changesOf, keysIn, shapeOf, type Change, type Kind, type Shape } from '../shape';
import { dayOf, positionText } from '../words';
import type { Answering } from './question';

const slicesAtMost = 24;
const fieldsAtMost = 500;
const refinedAtMost = 12;

interface Seen {
  readonly event: ReadEvent;
  readonly shape: Shape;
}

export const fields: Answering<'fields'> = async (store, { type }, signal) => {
  const { events, stored } = await sampleOf(store, type, signal);
  const seen = events.map((event): Seen => ({ event, shape: shapeIn(event) }));
  const paths = pathsOf(seen);
  const sliceOf = slicesOf(seen);
  return {
    type,
    sampled: seen.length,
    stored,
    fields: paths.map((path) => useOf(store, path, seen, sliceOf)),
    drift: await driftOf(store, type, paths, seen, stored > seen.length),
  } satisfies Fields;
};

const shapeIn = ({ data }: ReadEvent): Shape => (data.kind === 'json' ? shapeOf(data.value) : new Map());

/** Those of most events, in the order in which payloads have them. */
function pathsOf(seen: readonly Seen[]): readonly string[] {
  const counts = new Map<string, number>();
  for (const { shape } of seen) for (const path of shape.keys()) counts.set(path, (counts.get(path) ?? 0) + 1);
  if (counts.size <= fieldsAtMost) return [...counts.keys()];
  const least = [...counts.values()].sort((a, b) => b - a)[fieldsAtMost - 1] ?? 0;
  return [...counts].flatMap(([path, count]) => (count >= least ? [path] : [])).slice(0, fieldsAtMost);
}

interface Slices {
  readonly count: number;
  readonly of: (index: number) => number | undefined;
}

/** Equal parts of the time from the first to the last; where there are no times, of the order. */
function slicesOf(seen: readonly Seen[]): Slices {
  const count = Math.min(slicesAtMost, seen.length);
  const times = seen.map(({ event }) => event.milliseconds);
  const known = times.filter((time) => time !== null);
  const [first, last] = [Math.min(...known), Math.max(...known)];
  if (known.length < 2 || first === last)
    return { count, of: (index) => Math.floor((index * count) / Math.max(1, seen.length)) };
  return {
    count,
    of: (index) => {
      const time = times[index];
      if (time === null || time === undefined) return undefined;
      return Math.min(count - 1, Math.floor(((time - first) * count) / (last - first)));
    },
  };
}

function useOf(store: OpenStore, path: string, seen: readonly Seen[], slices: Slices): FieldUse {
  const kinds = new Set<Kind>();
  const examples = new Map<string, number>();
  const totals = new Array<number>(slices.count).fill(0);
  const having = new Array<number>(slices.count).fill(0);
  const times: string[] = [];
  let events = 0;
  for (const [index, { shape, event }] of seen.entries()) {
    const use = shape.get(path);
    const slice = slices.of(index);
    if (slice !== undefined) totals[slice] = (totals[slice] ?? 0) + 1;
    if (!use) continue;
    events++;
    if (slice !== undefined) having[slice] = (having[slice] ?? 0) + 1;
    if (event.time !== null) times.push(event.time);
    for (const kind of use.kinds) kinds.add(kind);
    if (use.example !== undefined && (examples.size < 1_000 || examples.has(use.example)))
      examples.set(use.example, (examples.get(use.example) ?? 0) + 1);
  }
  const isMasked = keysIn(path).some(store.settings.mask);
  return {
    path,
    kinds: [...kinds],
    events,
    first: times[0] ?? null,
    last: times.at(-1) ?? null,
    slices: totals.map((total, index) => (total === 0 ? null : (having[index] ?? 0) / total)),
    examples: isMasked ? (examples.size > 0 ? ['•••'] : []) : telling(examples),
  };
}

/** The most frequent; where every value is there once, the first, one from the middle and the last. */
function telling(examples: ReadonlyMap<string, number>): readonly string[] {
  const values = [...examples.keys()];
  const often = [...examples].filter(([, count]) => count > 1).sort((a, b) => b[1] - a[1]);
  const spread = [values[0], values[Math.floor(values.length / 2)], values.at(-1)].filter(
    (value) => value !== undefined,
  );
  return [...new Set([...often.slice(0, 3).map(([value]) => value), ...spread])].slice(0, 3);
}

async function driftOf(
  store: OpenStore,
  type: string,
  paths: readonly string[],
  seen: readonly Seen[],
  hasMore: boolean,
): Promise<readonly string[]> {
  const shapes = seen.map(({ shape }) => shape);
  const drift: string[] = [];
  for (const path of paths)
    for (const change of changesOf(path, shapes)) {
      const refine = hasMore && drift.length < refinedAtMost;
      const event = 'at' in change ? await eventAt(store, type, path, change, seen, refine) : undefined;
      drift.push(sentenceOf(path, change, event));
    }
  return drift;
}

/** Between two events of a sample others may stand: the first of them is looked for. */
async function eventAt(
  store: OpenStore,
  type: string,
  path: string,
  change: Exclude<Change, { readonly kind: 'mixed' }>,
  seen: readonly Seen[],
  refine: boolean,
): Promise<ReadEvent | undefined> {
  const at = seen[change.at]?.event;
  const before = seen[change.at - 1]?.event;
  if (!refine || !at || !before) return at;
  return firstBetween(store, type, { without: before, having: at }, (event) => {
    const use = shapeIn(event).get(path);
    if (change.kind === 'disappears') return use === undefined;
    return use !== undefined && (change.kind === 'appears' || use.kinds.has(change.to));
  });
}

function sentenceOf(path: string, change: Change, event: ReadEvent | undefined): string {
  const position = event?.position === null || !event ? '' : `position ${positionText(event.position)}`;
  const day = event?.milliseconds === null || !event ? '' : dayOf(event.milliseconds);
  const when = day && position ? `${day} (${position})` : day || position;
  switch (change.kind) {
    case 'appears':
      return change.share >= 0.95
        ? `${path} is there since ${when}`
        : `${path} is first there on ${when}, and in ${Math.max(1, Math.round(change.share * 100))}% of the events since`;
    case 'disappears':
      return `${path} is no longer there since ${when}`;
    case 'becomes':
      return `${path} is ${article(change.to)} since ${when}, ${article(change.from)} before`;
    case 'mixed':
      return `${path} is ${change.kinds.map((kind) => `sometimes ${article(kind)}`).join(', ')}`;
  }
}

const article = (kind: Kind): string => (kind === 'object' ? 'an object' : `a ${kind}`);
