/** The rail beside the list: a line over all events that belong together, a dot at each, a ring at the selected one. */
import type { JSX } from 'preact';
import type { EventDetail, EventRow } from '../../server/stores/questions';

export interface RailPlan {
  readonly self: string | undefined;
  readonly keys: ReadonlySet<string>;
  /** Positions, or times where positions are none, of the first and the last of them. */
  readonly by: 'position' | 'time';
  readonly first: number;
  readonly last: number;
  /** Keys of what led here, and of the first thing it led to. */
  readonly cause: string | undefined;
  readonly effect: string | undefined;
}

const none: RailPlan = {
  self: undefined,
  keys: new Set(),
  by: 'position',
  first: 0,
  last: -1,
  cause: undefined,
  effect: undefined,
};

export function railOf(detail: EventDetail | undefined): RailPlan {
  if (!detail || detail.related.length < 2) return none;
  const { related } = detail;
  const positions = related.map(({ position }) => position);
  const numeric = positions.every((position) => typeof position === 'number');
  const places = numeric
    ? positions.map(Number)
    : related.flatMap(({ time }) => (time === null ? [] : [new Date(time).getTime()]));
  const self = related.findIndex((event) => event.self);
  const depth = related[self]?.depth ?? 0;
  const before = related.slice(0, Math.max(0, self)).reverse();
  const after = related[self + 1];
  return {
    self: detail.key,
    keys: new Set(related.map(({ key }) => key)),
    by: numeric ? 'position' : 'time',
    first: Math.min(...places),
    last: Math.max(...places),
    cause: before.find((event) => event.depth < depth)?.key,
    effect: after && after.depth > depth ? after.key : undefined,
  };
}

/** Newest first: the line enters a row from above unless it is the last of them in time. */
export function Rail({ row, rail }: { readonly row: EventRow; readonly rail: RailPlan }): JSX.Element {
  const place = rail.by === 'position' ? row.position : row.time === null ? null : new Date(row.time).getTime();
  const at = typeof place === 'number' ? place : NaN;
  const on = rail.keys.has(row.key);
  const within = at >= rail.first && at <= rail.last;
  const top = on && at >= rail.last ? 11 : 0;
  const bottom = on && at <= rail.first ? 11 : 22;
  return (
    <svg class="rail" width="26" height="22" aria-hidden="true">
      {within && top < bottom && <path class="r-line" d={`M13 ${top}V${bottom}`} />}
      {on && row.key === rail.self && <circle class="r-ring" cx="13" cy="11" r="4.5" />}
      {on && row.key !== rail.self && <circle class="r-dot" cx="13" cy="11" r="4" />}
    </svg>
  );
}
