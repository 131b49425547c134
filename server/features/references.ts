/** `textDocument/references`: every dispatch, listener and mention of the event at a position; every use of a job. */
import type { Location, ReferenceParams } from 'vscode-languageserver';
import type { Graph, Place } from '../graph/graph';
import { linksOf } from '../graph/links';
import { byPlace } from '../graph/assemble';
import { documentOf, locationOf } from './documents';
import type { Feature } from './feature';
import { eventIdsOf, spotsAt, type Spot } from './places';
import { declarationOf } from './siteRows';

export const references: Feature<ReferenceParams, Location[] | null> = {
  method: 'textDocument/references',
  answer(snapshots, { textDocument, position, context }) {
    const here = documentOf(snapshots, textDocument.uri);
    const [found] = here ? spotsAt(here.snapshot, here.file, position) : [];
    if (!here || !found) return null;
    const places = usesOf(here.snapshot.graph, found.spot, context.includeDeclaration);
    return places.length ? places.map((place) => locationOf(here.snapshot, place)) : null;
  },
};

/** By place, each once. */
function usesOf(graph: Graph, spot: Spot, declarations: boolean): readonly Place[] {
  const places = [...allUses(graph, spot, declarations)].sort(byPlace);
  return [...new Map(places.map((place) => [`${place.file}:${place.line}:${place.column}`, place])).values()];
}

function allUses(graph: Graph, spot: Spot, declarations: boolean): readonly Place[] {
  const links = linksOf(graph);
  switch (spot.kind) {
    case 'event':
    case 'dispatch':
    case 'listen':
    case 'reference':
    case 'handler': {
      const ids = new Set(eventIdsOf(spot));
      const mentions = graph.references.filter(({ eventId }) => eventId !== null && ids.has(eventId));
      return [
        ...[...ids].flatMap((id): readonly Place[] => {
          const node = declarations ? links.event(id) : undefined;
          const declared = node && declarationOf(node);
          return [...links.dispatchesOf(id), ...links.listensOf(id), ...(declared ? [declared] : [])];
        }),
        ...mentions,
      ];
    }
    case 'job':
    case 'jobClass': {
      const { job, jobFile: file, jobLine: line } = spot.job;
      const declared = declarations && file !== undefined && line !== undefined ? [{ file, line, column: 1 }] : [];
      return job === null ? [] : [...graph.jobs.filter((one) => one.job === job), ...declared];
    }
    case 'command':
    case 'send': {
      const same = graph.commands.filter(({ commandId }) => commandId === spot.command.commandId);
      return [...same.flatMap(({ dispatches }) => dispatches), ...(declarations ? same : [])];
    }
    case 'channel':
      return graph.channels.filter(({ pattern }) => pattern === spot.channel.pattern);
    case 'observer':
      return graph.observers.filter(({ observer }) => observer === spot.observer.observer);
  }
}
