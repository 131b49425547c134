/** Problems of connected stores themselves: stored types for which no folder has a class. */
import type { Diagnostic } from 'vscode-languageserver';
import type { Severity } from '../diagnostics/diagnostic';
import { severityWanted } from '../diagnostics/stored';
import { messageOf, storedWithoutClass } from '../diagnostics/stored/storedWithoutClass';
import type { Graph } from '../graph/graph';
import type { ConnectedStore } from '../graph/stored';
import { storedTypesOf } from '../graph/storedTypes';
import { locationOf } from './documents';
import type { Snapshot } from './feature';
import { declarationOf } from './siteRows';
import { typeOf } from './storeCode';

export interface StoreFinding {
  /** Of the store. */
  readonly uri: string;
  readonly severity: Severity;
  readonly message: string;
  readonly related: Diagnostic['relatedInformation'];
  readonly subject: string;
}

/** Of more types without a class the rest is one sentence in the panel. */
const mostTypes = 100;

interface Kept {
  readonly stores: readonly ConnectedStore[];
  readonly graphs: readonly Graph[];
  readonly findings: readonly StoreFinding[];
}
let kept: Kept | undefined;

export function findingsOfStores(snapshots: readonly Snapshot[]): readonly StoreFinding[] {
  const [first] = snapshots;
  if (!first?.stored?.length || !first.settings.diagnostics.enabled || !first.settings.diagnostics.stored) return [];
  const severity = severityWanted(storedWithoutClass, first.configured ?? {});
  if (severity === undefined) return [];
  const graphs = snapshots.map(({ graph }) => graph);
  const { stored: stores } = first;
  if (
    kept?.stores === stores &&
    kept.graphs.length === graphs.length &&
    kept.graphs.every((one, at) => one === graphs[at])
  )
    return kept.findings;
  const findings = stores.flatMap((store) =>
    store.types
      .filter(({ type }) => typeOf(snapshots, type).state === 'none')
      .slice(0, mostTypes)
      .map((type): StoreFinding => {
        const [near] = snapshots.flatMap((snapshot) => {
          const event = storedTypesOf(snapshot.graph)(type.type).closest;
          return event ? [{ snapshot, event }] : [];
        });
        const place = near && declarationOf(near.event);
        return {
          uri: store.uri ?? connectionUri(store.name),
          severity,
          message: messageOf(type, near?.event),
          related: near && place ? [{ location: locationOf(near.snapshot, place), message: 'The nearest name.' }] : [],
          subject: type.type,
        };
      }),
  );
  kept = { stores, graphs, findings };
  return findings;
}

/** As the extension names a connection where an address is needed. */
const connectionUri = (name: string): string => `event-wiring-store:/${encodeURIComponent(name)}`;
