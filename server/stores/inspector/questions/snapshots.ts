/** Snapshots of streams, newest first, each beside the version that its stream has reached. */
import type { Snapshot } from '../../questions';
import { decode } from '../../payloads';
import type { Cell, SnapshotColumns } from '../../store';
import { numberOf, textOf } from '../cells';
import { payloadText } from '../masking';
import type { OpenStore } from '../openStore';
import { pageOfSides, sideOf, type Side, type SideRow } from '../sideRows';
import type { Answering } from './question';

export const snapshots: Answering<'snapshots'> = async (store, { stream, cursor, limit }, signal) => {
  const sides = stream === undefined ? snapshotSides(store) : snapshotSides(store).map((side) => only(side, stream));
  const keep = ({ part, row }: SideRow<SnapshotColumns>): boolean =>
    stream === undefined || textOf(row[part.stream] ?? null) === stream;
  const { rows, next } = await pageOfSides(store, sides, { limit, cursor, keep, signal });
  const versionOf = streamVersions(store);
  const found: Snapshot[] = [];
  for (const row of rows) found.push(await snapshotOf(store, row, versionOf));
  return { rows: found, ...(next !== undefined && { next }) };
};

export const snapshotSides = (store: OpenStore, withState = true): readonly Side<SnapshotColumns>[] =>
  (store.mapping.snapshots ?? []).map((part) =>
    sideOf(store, part, [part.stream, part.version, withState ? part.state : undefined]),
  );

/** Asked of the database where the column holds the name as it is said; bytes are said as hexadecimal, and compared later. */
function only(side: Side<SnapshotColumns>, stream: string): Side<SnapshotColumns> {
  const { stream: column } = side.part;
  if (column.includes(':') || /^(?:0x)?[\da-f-]{32,}$/i.test(stream)) return side;
  return { ...side, where: [...side.where, { column, is: '=', value: stream }] };
}

async function snapshotOf(
  store: OpenStore,
  { part, row, key, time }: SideRow<SnapshotColumns>,
  versionOf: (stream: Cell) => Promise<number | null>,
): Promise<Snapshot> {
  const stream = row[part.stream] ?? null;
  const state = part.state === undefined ? null : (row[part.state] ?? null);
  return {
    key,
    table: part.table,
    stream: textOf(stream) ?? '',
    version: part.version === undefined ? null : numberOf(row[part.version]),
    streamVersion: await versionOf(stream),
    time: time.iso,
    state: state === null ? null : payloadText(decode(state), store.settings.mask),
  };
}

/** Milliseconds after which all streams are asked for at once: then the log has no index on them. */
const patience = 200;

/** Of a stream's own events; its table of streams may lag behind, or know no versions. */
export function streamVersions(store: OpenStore): (stream: Cell) => Promise<number | null> {
  const reader = store.events;
  const { stream: column, version } = reader?.columns ?? {};
  let spent = 0;
  return async (stream) => {
    if (!reader || column === undefined || version === undefined || stream === null) return null;
    if (spent > patience) return (await all()).get(textOf(stream) ?? '') ?? null;
    const before = performance.now();
    const where = [...(reader.from.where ?? []), { column, is: '=' as const, value: stream }];
    const [found] = await store.source.count({ ...reader.from, where, range: version });
    spent += performance.now() - before;
    return found && found.count > 0 ? numberOf(found.last) : null;
  };

  function all(): Promise<ReadonlyMap<string, number | null>> {
    return store.once('versions of streams', async () => {
      if (!reader || column === undefined || version === undefined) return new Map();
      const counts = await store.source.count({ ...reader.from, by: column, range: version });
      return new Map(counts.map(({ value, last }) => [textOf(value) ?? '', numberOf(last)]));
    });
  }
}
