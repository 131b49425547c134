/** Of all that was found at one place, what the graph shows. */
import type { Emission } from './emissions';
import { nameOf } from './eventIds';

/** An emission with its place in the order in which sites were run: by file, then by number. */
export interface Entry {
  readonly emission: Emission;
  readonly unit: string;
  readonly index: number;
}

export function inRunningOrder(a: Entry, b: Entry): number {
  return a.unit < b.unit ? -1 : a.unit > b.unit ? 1 : a.index - b.index;
}

/** One entry per place of a file and event; what was looked at directly wins over what came through a wrapper. */
export function distinctEmissions(entries: readonly Entry[]): readonly Entry[] {
  const best = new Map<string, Entry>();
  const resolved = new Set<string>();
  const rank = (emission: Emission): number =>
    (emission.record ? -4 : 0) + (emission.derived ? 0 : 2) + (emission.certainty === 'exact' ? 1 : 0);
  for (const entry of entries) {
    const { emission } = entry;
    const place = placeOf(emission);
    const name = nameOf(emission);
    if (name !== null) resolved.add(place);
    const key = `${place}|${name ?? (emission.event.kind === 'pattern' ? emission.reason : '?') ?? '?'}`;
    const known = best.get(key);
    if (!known) best.set(key, entry);
    else if (rank(emission) > rank(known.emission)) best.set(key, { ...known, emission });
  }
  return [...best.values()].filter(
    ({ emission }) => nameOf(emission) !== null || emission.wrapper || !resolved.has(placeOf(emission)),
  );
}

function placeOf({ direction, spot }: Emission): string {
  return `${direction}|${spot.line}:${spot.column}`;
}
