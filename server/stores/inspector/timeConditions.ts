/** A range of time as conditions on a column whose values are of one kind, or of several. Knows no filter language. */
import { unitOf } from '../moments';
import type { Cell, Condition, TimeKind } from '../store';
import { eventsOf, type OpenStore } from './openStore';
import { pageEvents } from './paging';

interface Conditions {
  readonly where: readonly Condition[];
  /** Otherwise events beside those of the range may be left. */
  readonly exact: boolean;
  /** Milliseconds by which times that compare as text may be off; undefined where they do not compare at all. */
  readonly slack?: number;
}

type Style =
  | { readonly kind: 'text'; readonly separator: string; readonly offsets: boolean }
  | { readonly kind: Exclude<TimeKind, 'text'> }
  | { readonly kind: 'mixed' };

const perMillisecond = { seconds: 0.001, milliseconds: 1, microseconds: 1000 };

/** In milliseconds since 1970; `to` is exclusive. */
export async function timeConditions(
  store: OpenStore,
  from: number | undefined,
  to: number | undefined,
): Promise<Conditions> {
  const column = eventsOf(store).columns.time;
  if (column === undefined) return { where: [], exact: true };
  const style = await store.once('style of times', () => styleOf(store, column));
  if (style.kind === 'mixed') return { where: [{ column, is: 'not null' }], exact: false };
  const valueOf = (milliseconds: number): Cell =>
    style.kind === 'text' ? written(milliseconds, style.separator) : milliseconds * perMillisecond[style.kind];
  const slack = style.kind === 'text' && style.offsets ? 15 * 3_600_000 : 0;
  const where: Condition[] = [];
  // Without a start it is that of all times, so that what is none is left out.
  where.push({ column, is: '>=', value: valueOf(Math.max(0, (from ?? 0) - slack)) });
  if (to !== undefined) where.push({ column, is: '<', value: valueOf(to + slack) });
  // Fractions may be written with fewer digits than a bound has: whole seconds alone compare as text.
  const isWhole = [from, to].every((bound) => bound === undefined || bound % 1000 === 0);
  return { where, slack, exact: slack === 0 && (style.kind !== 'text' || isWhole) };
}

/** Cut after the seconds where there is no fraction: what begins alike and goes on comes later. */
function written(milliseconds: number, separator: string): string {
  const iso = new Date(Math.max(0, milliseconds)).toISOString();
  return iso.slice(0, milliseconds % 1000 === 0 ? 19 : 23).replace('T', separator);
}

async function styleOf(store: OpenStore, column: string): Promise<Style> {
  const where: readonly Condition[] = [{ column, is: 'not null' }];
  const both = await Promise.all(
    (['newest', 'oldest'] as const).map((order) => pageEvents(store, { order, limit: 20, where, light: true })),
  );
  const cells = both.flat().map(({ row }) => row[column] ?? null);
  const texts = cells.filter((cell) => typeof cell === 'string');
  const { timeKind } = eventsOf(store);
  if (texts.length === 0 && cells.every((cell) => typeof cell === 'number' || typeof cell === 'bigint')) {
    if (timeKind !== undefined && timeKind !== 'text') return { kind: timeKind };
    const [unit, ...others] = new Set(cells.map((cell) => unitOf(Number(cell))));
    return unit !== undefined && others.length === 0 ? { kind: unit } : { kind: 'mixed' };
  }
  const shapes = texts.map((cell) =>
    /^\d{4}-\d\d-\d\d([T ])\d\d:\d\d:\d\d(?:\.\d+)?\s*(Z|UTC|\+00(?::?00)?|[+-].*)?$/i.exec(String(cell)),
  );
  const [separator, ...others] = new Set(shapes.map((shape) => shape?.[1]));
  if (cells.length !== texts.length || separator === undefined || others.length > 0) return { kind: 'mixed' };
  return { kind: 'text', separator, offsets: shapes.some((shape) => /^[+-](?!00)/.test(shape?.[2] ?? '')) };
}
