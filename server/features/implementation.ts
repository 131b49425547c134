/** `textDocument/implementation`: the handlers of the event or command at a position. */
import type { ImplementationParams, Location } from 'vscode-languageserver';
import type { Place } from '../graph/graph';
import { documentOf, locationOf } from './documents';
import type { Feature, Snapshot } from './feature';
import { eventIdsOf, handlerPlace, spotsAt, type Spot } from './places';
import { heardBy } from './wires';

export const implementation: Feature<ImplementationParams, Location[] | null> = {
  method: 'textDocument/implementation',
  answer(snapshots, { textDocument, position }) {
    const here = documentOf(snapshots, textDocument.uri);
    const [found] = here ? spotsAt(here.snapshot, here.file, position) : [];
    if (!here || !found) return null;
    const places = handlersOf(here.snapshot, found.spot);
    const unique = new Map(places.map((place) => [`${place.file}:${place.line}:${place.column}`, place]));
    return unique.size ? [...unique.values()].map((place) => locationOf(here.snapshot, place)) : null;
  },
};

function handlersOf({ graph }: Snapshot, spot: Spot): readonly Place[] {
  if (spot.kind === 'handler') return [];
  if (spot.kind === 'send' || spot.kind === 'command')
    return graph.commands.filter(({ commandId, handler }) => handler !== null && commandId === spot.command.commandId);
  return eventIdsOf(spot).flatMap((id) => heardBy(graph, id).listens.map(handlerPlace));
}
