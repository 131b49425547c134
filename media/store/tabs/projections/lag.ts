/** How far a projection has come, as a part of the log; knows no names. */
import type { ProjectionState } from '../../../../server/stores/questions';

export interface Progress {
  /** 0 to 1; null where its position says nothing about the log's. */
  readonly done: number | null;
  readonly icon: 'pass' | 'error' | 'warning' | 'question';
  readonly tone: 'ok' | 'error' | 'warning' | 'code';
}

/** `total`: events of the log. */
export function progressOf(projection: ProjectionState, total: number): Progress {
  const look = looks[projection.state];
  if (projection.lag === null || total <= 0) return { done: null, ...look };
  return { done: Math.min(1, Math.max(0, 1 - projection.lag / total)), ...look };
}

const looks: Readonly<Record<ProjectionState['state'], Pick<Progress, 'icon' | 'tone'>>> = {
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
