/** Queues, failures and projections that other layouts know in the store of the one that was chosen. Knows no layout. */
import type { Mapping, Recognised } from '../store';

const kinds = ['projections', 'failures', 'snapshots', 'jobs'] as const;
type Kind = (typeof kinds)[number];
type PartOf = { readonly [K in Kind]: NonNullable<Mapping[K]>[number] };

/** A store of events goes before a queue beside it, however well that is recognised. */
export const bestOf = (layouts: readonly Recognised[]): Recognised | undefined =>
  layouts.find(({ mapping }) => mapping.events) ?? layouts[0];

/**
 * The chosen layout's mapping, and beside it the tables of layouts without events of their own: a Laravel queue, dead
 * letters. One that is surer of a table than the chosen one, which may know it by its columns' names alone, takes it.
 */
export function wholeMapping(chosen: Recognised, layouts: readonly Recognised[]): Mapping {
  const whole: { -readonly [K in keyof Mapping]: Mapping[K] } = { ...chosen.mapping };
  const others = layouts.filter((layout) => layout !== chosen && !layout.mapping.events);
  for (const kind of kinds) {
    const parts = merged(kind, chosen, others);
    if (parts.length > 0) Object.assign(whole, { [kind]: parts });
  }
  return whole;
}

function merged<K extends Kind>(kind: K, chosen: Recognised, others: readonly Recognised[]): readonly PartOf[K][] {
  const own = partsOf(kind, chosen);
  const taken = new Map<string, number>(own.map(({ table }) => [table, chosen.score]));
  let parts = own;
  for (const other of others) {
    const mine = partsOf(kind, other).filter(({ table }) => (taken.get(table) ?? -1) < other.score);
    const tables = new Set<string>(mine.map(({ table }) => table));
    parts = [...parts.filter(({ table }) => !tables.has(table)), ...mine];
    for (const table of tables) taken.set(table, other.score);
  }
  return parts;
}

const partsOf = <K extends Kind>(kind: K, { mapping }: Recognised): readonly PartOf[K][] =>
  (mapping[kind] ?? []) as readonly PartOf[K][];

/** Whose part of a mapping this is: what may be done with its rows depends on that. */
export function layoutOf(part: object, layouts: readonly Recognised[]): string | undefined {
  return layouts.find(({ mapping }) =>
    kinds.some((kind) => (mapping[kind] as readonly object[] | undefined)?.includes(part)),
  )?.layout;
}
