/** The events of one stream with the snapshots taken between them; knows no question. */
import type { EventRow, Snapshot } from '../../../../server/stores/questions';

export type StreamRow =
  | { readonly kind: 'event'; readonly event: EventRow }
  | { readonly kind: 'snapshot'; readonly snapshot: Snapshot; readonly ahead: boolean };

/**
 * Events oldest first, as they came. A snapshot stands behind the event of its version; one whose version is beyond the
 * last stands at the end once the end is there. A snapshot without a version has no place among them.
 */
export function streamRows(
  events: readonly EventRow[],
  snapshots: readonly Snapshot[],
  complete: boolean,
): readonly StreamRow[] {
  const waiting = snapshots
    .filter(({ version }) => version !== null)
    .sort((a, b) => (a.version ?? 0) - (b.version ?? 0));
  const rows: StreamRow[] = [];
  let next = 0;
  events.forEach((event, index) => {
    rows.push({ kind: 'event', event });
    const following = events[index + 1]?.version;
    for (; next < waiting.length; next++) {
      const snapshot = waiting[next];
      if (snapshot?.version == null || event.version === null || snapshot.version < 0) continue;
      const here = following == null ? snapshot.version <= event.version : snapshot.version < following;
      if (!here) break;
      rows.push({ kind: 'snapshot', snapshot, ahead: isAhead(snapshot) });
    }
  });
  if (complete)
    rows.push(
      ...waiting.slice(next).map((snapshot): StreamRow => ({ kind: 'snapshot', snapshot, ahead: isAhead(snapshot) })),
    );
  return rows;
}

/** It knows more than its stream holds. */
export function isAhead({ version, streamVersion }: Snapshot): boolean {
  return version !== null && streamVersion !== null && version > streamVersion;
}
