/** A projection that has events of its store still to see, and had time to see them. */
import type { Place } from '../../graph/graph';
import { later, storedOf, type ProjectionClass } from '../../graph/storedEvents';
import { shortName } from '../../graph/wording';
import { counted, type Connected, type StoredDiagnostic } from './storedDiagnostic';

/** A projection that follows is always a few events behind while events come. */
const graceMilliseconds = 60_000;

export const projectionBehind: StoredDiagnostic = {
  code: 'projection-behind',
  title: 'Projection behind its store',
  severity: 'warning',
  enabledByDefault: true,
  check(connected) {
    const { graph, stores, now } = connected;
    const stored = storedOf(graph, stores);
    return [...stored.projections.values()].flatMap((projection) =>
      stored.ofProjection(projection.owner).flatMap(({ store, projection: { state, lag, position } }) => {
        if (state !== 'failed' && !(state === 'behind' && lag !== null && lag > 0)) return [];
        const last = store.types.reduce<string | null>((latest, type) => later(latest, type.last), null);
        if (state === 'behind' && last !== null && now - Date.parse(last) < graceMilliseconds) return [];
        const place = placeOf(projection, connected);
        if (!place) return [];
        const name = shortName(projection.owner);
        const behind = lag === null || lag === 0 ? '' : `is ${counted(lag)} behind`;
        const failed = state === 'failed' ? 'has failed' : '';
        const at =
          position === null ? '' : ` at ${typeof position === 'number' ? position.toLocaleString('en-US') : position}`;
        return [
          {
            severity: 'warning' as const,
            message: `${name} ${[failed, behind].filter(Boolean).join(' and ')} (${store.name}${at})`,
            place,
            subject: projection.owner,
          },
        ];
      }),
    );
  },
};

function placeOf({ owner, listens: [first] }: ProjectionClass, { classIn }: Connected): Place | undefined {
  const { handlerFile: file, handlerLine: line, handlerColumn: column = 1 } = first;
  if (file === undefined || line === undefined) return undefined;
  return classIn(file, shortName(owner)) ?? { file, line, column };
}
