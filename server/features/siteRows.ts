/** Rows of the list behind a lens or a menu: a place, the method around it, and how. */
import type { Dispatch, EventNode, Listen, Place } from '../graph/graph';
import { linksOf } from '../graph/links';
import type { SiteRow } from '../protocol';
import { locationOf } from './documents';
import type { Snapshot } from './feature';
import { handlerPlace } from './places';
import { eventNamed, handlerName, howOf, symbolName, titleOf } from './wires';

export function rowOf(snapshot: Snapshot, place: Place, name: string, detail = ''): SiteRow {
  return { location: locationOf(snapshot, place), name, ...(detail !== '' && { detail }) };
}

export function rowsOfListens(
  snapshot: Snapshot,
  listens: readonly Listen[],
  event: EventNode | undefined,
): readonly SiteRow[] {
  return listens.map((listen) =>
    rowOf(
      snapshot,
      handlerPlace(listen),
      handlerName(listen),
      [howOf(listen, event), doubt(listen)].filter(Boolean).join(', '),
    ),
  );
}

export function rowsOfDispatches(snapshot: Snapshot, dispatches: readonly Dispatch[]): readonly SiteRow[] {
  return dispatches.map((site) =>
    rowOf(
      snapshot,
      site,
      symbolName(site.in, site),
      [
        site.stage === 'record' ? 'recorded, published later' : '',
        site.queued ? 'queued' : '',
        site.inTransaction ? 'in a transaction' : '',
        doubt(site),
      ]
        .filter(Boolean)
        .join(', '),
    ),
  );
}

/** Events where they are declared, or where they first happen. */
export function rowsOfEvents(snapshot: Snapshot, ids: readonly string[]): readonly SiteRow[] {
  const links = linksOf(snapshot.graph);
  return ids.flatMap((id) => {
    const { name, node } = eventNamed(snapshot.graph, id);
    const place = node ? declarationOf(node) : undefined;
    const site = place ?? links.dispatchesOf(id)[0] ?? links.listensOf(id)[0];
    return site ? [rowOf(snapshot, site, titleOf({ id, name, ...(node && { kind: node.kind }) }))] : [];
  });
}

export function declarationOf({ file, line, column = 1, endColumn }: EventNode): Place | undefined {
  return file === undefined || line === undefined
    ? undefined
    : { file, line, column, ...(endColumn !== undefined && { endLine: line, endColumn }) };
}

const doubt = ({ certainty }: { readonly certainty: string }): string =>
  certainty === 'inferred' ? 'probable' : certainty === 'dynamic' ? 'possible' : '';
