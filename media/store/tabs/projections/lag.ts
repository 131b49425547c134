/** How far projections are behind, and which of them needs a look first; knows no names. */
import type { ProjectionState } from '../../../../server/stores/questions';

export interface Look {
  readonly icon: 'pass' | 'error' | 'warning' | 'question';
  readonly tone: 'ok' | 'error' | 'warning' | 'code';
}

/** Its lag beside the largest one: 0 for none, and never so little that it could not be seen. */
export function lagShare(lag: number | null, largest: number): number {
  if (lag === null || lag <= 0 || largest <= 0) return 0;
  return Math.max(0.02, Math.min(1, lag / largest));
}

export function lookOf({ state }: ProjectionState): Look {
  return looks[state];
}

const looks: Readonly<Record<ProjectionState['state'], Look>> = {
  'up to date': { icon: 'pass', tone: 'ok' },
  behind: { icon: 'warning', tone: 'warning' },
  failed: { icon: 'error', tone: 'error' },
  unknown: { icon: 'question', tone: 'code' },
};

/** What fails first, then what is furthest behind, then by name. */
export function byNeed(projections: readonly ProjectionState[]): readonly ProjectionState[] {
  const order = { failed: 0, behind: 1, unknown: 2, 'up to date': 3 } as const;
  return [...projections].sort(
    (a, b) => order[a.state] - order[b.state] || (b.lag ?? 0) - (a.lag ?? 0) || a.name.localeCompare(b.name),
  );
}
