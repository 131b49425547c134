/** Emissions as the graph shows them. */
import type { Dispatch, Listen, Site } from '../../graph/graph';
import { enclosing, type Emission, type HandlerPlace } from './emissions';
import { eventIdOf, nameOf } from './eventIds';
import type { Program } from './program';
import { reachOf, type Telling } from './reach';

function siteOf(program: Program, emission: Emission): Site {
  const { spot } = emission;
  const place = program.placed(spot.source.file, spot.line, spot.column);
  const inside = enclosing(spot);
  return {
    ...place,
    ...(spot.endColumn !== undefined && {
      endLine: place.line,
      endColumn: place.column + spot.endColumn - spot.column,
    }),
    via: emission.via,
    ...(inside !== undefined && { in: inside }),
    certainty: emission.certainty,
    ...(emission.reason !== undefined && { reason: emission.reason }),
    ...(emission.candidates && { candidates: emission.candidates }),
    ...(emission.external && { external: true }),
    framework: emission.framework,
    ...(spot.source.test && { test: true }),
  };
}

function emitterName(emission: Emission): { emitter?: string } {
  const isString =
    emission.event.kind === 'string' || emission.event.kind === 'pattern' || emission.event.kind === 'unknown';
  return emission.emitter && isString ? { emitter: emission.emitter.name } : {};
}

export function dispatchOf(program: Program, emission: Emission): Dispatch {
  return {
    eventId: eventIdOf(emission),
    event: nameOf(emission),
    ...emitterName(emission),
    ...siteOf(program, emission),
    ...(emission.record && { stage: 'record' as const }),
    ...(emission.wrapper && { wrapper: true }),
  };
}

function handlerOf(
  program: Program,
  handler: HandlerPlace | undefined,
  inTest: boolean,
): Pick<
  Listen,
  'handler' | 'handlerFile' | 'handlerLine' | 'handlerColumn' | 'handlerEndLine' | 'missing' | 'returnsFalse'
> {
  if (!handler) return { handler: 'closure' };
  // A test that registers a function of the program does not wire that function.
  const spot = inTest && !handler.spot?.source.test ? undefined : handler.spot;
  const { returnsFalse } = handler;
  const place = spot && program.placed(spot.source.file, spot.line, spot.column);
  return {
    handler: handler.handler,
    ...(place && { handlerFile: place.file, handlerLine: place.line, handlerColumn: place.column }),
    ...(handler.endLine !== undefined && {
      handlerEndLine: handler.spot
        ? program.placed(handler.spot.source.file, handler.endLine, 1).line
        : handler.endLine,
    }),
    ...(handler.missing && { missing: handler.missing }),
    ...(returnsFalse &&
      spot && { returnsFalse: program.placed(spot.source.file, returnsFalse.line, returnsFalse.column) }),
  };
}

export function listenOf(program: Program, emission: Emission, telling: Telling): Listen {
  const own = eventIdOf(emission);
  const { matches, pattern } = reachOf(program, emission, own, telling);
  return {
    eventId: pattern ? null : own,
    event: nameOf(emission),
    ...emitterName(emission),
    ...(matches && { matches }),
    ...siteOf(program, emission),
    ...handlerOf(program, emission.handler, emission.spot.source.test),
    ...(emission.once && { once: true }),
    ...(emission.priority !== undefined && { priority: emission.priority }),
    ...(emission.role && { role: emission.role }),
    ...(emission.wrapper && { wrapper: true }),
  };
}
