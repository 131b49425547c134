/** The whole log in one pass, and what rests on it: gaps, duplicates, order, versions, snapshots and projections. */
import type { Integrity } from '../../questions';
import { textOf, numberOf, positionOf } from '../cells';
import { findingsOf, type Findings } from '../checks/check';
import { ids } from '../checks/ids';
import { payloads } from '../checks/payloads';
import { positions } from '../checks/positions';
import { times } from '../checks/times';
import { versions } from '../checks/versions';
import { eventsOf, type OpenStore } from '../openStore';
import { scanEvents } from '../paging';
import { endOfLog, progressOf } from '../progress';
import { scanSide } from '../sideRows';
import { counted, grouped } from '../words';
import type { Answering } from './question';
import { snapshotSides, streamVersions } from './snapshots';

export const verify: Answering<'verify'> = async (store, _, signal) => {
  const begun = performance.now();
  const { columns } = eventsOf(store);
  const findings = findingsOf();
  const checks = [
    positions(columns, findings),
    ids(columns, findings),
    versions(columns, findings),
    times(columns, findings),
    payloads(findings),
  ];
  let checked = 0;
  for await (const events of scanEvents(store, { order: 'oldest' }, signal)) {
    for (const event of events) for (const { see } of checks) see(event);
    checked += events.length;
  }
  const passed = [
    ...checks.flatMap(({ end }) => end()),
    ...(await snapshotsAhead(store, findings, signal)),
    ...(await projectionsAhead(store, findings)),
  ];
  const { findings: found, more } = findings.all();
  return {
    checked,
    passed: checked === 0 ? ['There are no events'] : passed,
    findings: found,
    more,
    milliseconds: Math.round(performance.now() - begun),
  } satisfies Integrity;
};

async function snapshotsAhead(
  store: OpenStore,
  findings: Findings,
  signal: AbortSignal | undefined,
): Promise<readonly string[]> {
  if (eventsOf(store).columns.version === undefined) return [];
  const versionOf = streamVersions(store);
  let compared = 0;
  let ahead = 0;
  for (const side of snapshotSides(store, false))
    for await (const rows of scanSide(store, side, signal))
      for (const { part, row } of rows) {
        const version = part.version === undefined ? null : numberOf(row[part.version]);
        if (version === null) continue;
        compared++;
        const stream = textOf(row[part.stream]) ?? '';
        const reached = await versionOf(row[part.stream] ?? null);
        if (reached !== null && version <= reached) continue;
        ahead++;
        const finding = { breach: 'snapshot ahead' as const, stream, position: null, key: null };
        if (reached === null)
          findings.add({ ...finding, severity: 'warning', message: `${stream} has a snapshot and no stored events` });
        else
          findings.add({
            ...finding,
            severity: 'error',
            message: `The snapshot of ${stream} is at version ${grouped(version)}, its stream at ${grouped(reached)}`,
          });
      }
  return compared > 0 && ahead === 0 ? [`${counted(compared, 'snapshot')}, none ahead of its stream`] : [];
}

async function projectionsAhead(store: OpenStore, findings: Findings): Promise<readonly string[]> {
  const end = await endOfLog(store);
  if (end === null) return [];
  let compared = 0;
  let ahead = 0;
  for (const { name, position } of await progressOf(store)) {
    if (position === null) continue;
    compared++;
    if (position <= end) continue;
    ahead++;
    findings.add({
      breach: 'projection ahead',
      severity: 'error',
      message: `${name} is at position ${grouped(position)}, and the log ends at ${grouped(end)}`,
      stream: null,
      position: positionOf(position),
      key: null,
    });
  }
  return compared > 0 && ahead === 0 ? [`${counted(compared, 'projection')}, none ahead of the log`] : [];
}
