/** Projections with position and lag, for the terminal and as JSON. */
import { counted, grouped, plain } from '../../reports/ink';
import type { ProjectionState } from '../../stores/questions';
import type { Json } from './jsonText';
import type { Look } from './overview';
import { rightAligned, type Row, type Shown } from './shown';
import { moment, shortName } from './texts';

export function projectionsShown(projections: readonly ProjectionState[], look: Look): Shown {
  return {
    head: [],
    sections: [
      {
        title: `Projections (${grouped(projections.length)})`,
        rows: projectionRows(projections, look),
        none: 'This store keeps no positions of projections.',
      },
    ],
    foot: [],
  };
}

export function projectionRows(projections: readonly ProjectionState[], { ink, now }: Look): Row[] {
  const positions = rightAligned(
    projections.map(({ position }) => (typeof position === 'number' ? grouped(position) : plain(position ?? '-'))),
  );
  return projections.map(({ name, lag, status, updated, failures, state }, index) => ({
    key: name,
    cells: [
      ink.name(shortName(name)),
      positions[index] ?? '',
      stateText(state, lag)(ink),
      failures === 0 ? '' : ink.bad(counted(failures, 'failure')),
      ink.dim([status ?? '', updated === null ? '' : `at ${moment(updated, now)}`].filter(Boolean).join(', ')),
    ],
  }));
}

function stateText(state: ProjectionState['state'], lag: number | null): (ink: Look['ink']) => string {
  const behind = lag !== null && lag > 0 ? `${grouped(lag)} behind` : '';
  switch (state) {
    case 'up to date':
      return (ink) => ink.good('up to date');
    case 'behind':
      return (ink) => ink.warn(behind || 'behind');
    case 'failed':
      return (ink) => ink.bad(['failed', behind].filter(Boolean).join(', '));
    case 'unknown':
      return (ink) => ink.dim(behind || 'lag unknown');
  }
}

export const projectionJson = ({ name, position, lag, status, updated, failures, state }: ProjectionState): Json => ({
  name,
  position,
  lag,
  status,
  state,
  failures,
  updated_at: updated,
});
