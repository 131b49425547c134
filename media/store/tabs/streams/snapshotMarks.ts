/** Where in a stream its snapshots were taken; knows no question. */
import type { EventRow, Snapshot } from '../../../../server/stores/questions';

/**
 * Those taken behind this event and before the next one. A snapshot beyond the last event stands at the last one; one
 * without a version has no place in the stream. `next` is absent at the end.
 */
export function snapshotsAt(
  event: Pick<EventRow, 'version'>,
  next: Pick<EventRow, 'version'> | undefined,
  snapshots: readonly Snapshot[],
): readonly Snapshot[] {
  const { version } = event;
  if (version === null) return [];
  const end = next?.version ?? Infinity;
  return snapshots.filter(
    (snapshot) => snapshot.version !== null && snapshot.version >= version && snapshot.version < end,
  );
}

/** It knows more than its stream holds. */
export function isAhead({ version, streamVersion }: Snapshot): boolean {
  return version !== null && streamVersion !== null && version > streamVersion;
}
