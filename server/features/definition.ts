/**
 * `textDocument/definition`: from a dispatch or a listener to the event's declaration; where the event is only a name,
 * to its other side.
 */
import type { DefinitionParams, LocationLink } from 'vscode-languageserver';
import { linksOf } from '../graph/links';
import type { Place } from '../graph/graph';
import { documentOf, locationOf, uriOf } from './documents';
import type { Feature, Snapshot } from './feature';
import { eventIdsOf, handlerPlace, spotsAt, type Spot } from './places';
import { declarationOf } from './siteRows';

export const definition: Feature<DefinitionParams, LocationLink[] | null> = {
  method: 'textDocument/definition',
  answer(snapshots, { textDocument, position }) {
    const here = documentOf(snapshots, textDocument.uri);
    if (!here) return null;
    const { snapshot } = here;
    const [found] = spotsAt(snapshot, here.file, position);
    if (!found) return null;
    const originSelectionRange = {
      start: { line: position.line, character: found.start },
      end: { line: position.line, character: found.end },
    };
    const targets = new Map<string, LocationLink>();
    for (const place of targetsOf(snapshot, found.spot)) {
      const { range } = locationOf(snapshot, place);
      const targetUri = uriOf(snapshot, place.file);
      targets.set(`${targetUri}#${range.start.line}:${range.start.character}`, {
        originSelectionRange,
        targetUri,
        targetRange: range,
        targetSelectionRange: range,
      });
    }
    return targets.size ? [...targets.values()] : null;
  },
};

function targetsOf({ graph }: Snapshot, spot: Spot): readonly Place[] {
  const links = linksOf(graph);
  switch (spot.kind) {
    case 'dispatch':
    case 'listen':
    case 'reference':
    case 'handler':
      return eventIdsOf(spot).flatMap((id): readonly Place[] => {
        const node = links.event(id);
        const declared = node && declarationOf(node);
        if (declared) return [declared];
        return spot.kind === 'dispatch' ? links.listensOf(id).map(handlerPlace) : links.dispatchesOf(id);
      });
    case 'send':
      return graph.commands.filter(
        ({ commandId, handler }) => handler !== null && commandId === spot.command.commandId,
      );
    case 'job':
      return spot.job.jobFile === undefined ? [] : [{ file: spot.job.jobFile, line: spot.job.jobLine ?? 1, column: 1 }];
    case 'channel':
      return graph.channels.filter(({ pattern }) => pattern === spot.channel.pattern);
    case 'event':
    case 'jobClass':
    case 'command':
    case 'observer':
      return [];
  }
}
