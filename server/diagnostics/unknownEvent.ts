/** A listener registered for an event class that does not exist. */
import { isOwn, placeOf } from '../graph/links';
import { spokenHandler } from '../graph/wording';
import type { Diagnostic } from './diagnostic';

export const unknownEvent: Diagnostic = {
  code: 'unknown-event',
  title: 'Registered for an event that does not exist',
  severity: 'warning',
  enabledByDefault: true,
  check: (graph) => {
    const told = new Set<string>();
    return graph.listens.flatMap((listen) => {
      if (!isOwn(listen) || !listen.unknownEvent || listen.event === null) return [];
      // One key of a map with several listeners is one fault.
      const key = `${listen.event}|${listen.file}`;
      if (told.has(key)) return [];
      told.add(key);
      const handler = listen.handler === 'closure' || listen.handler === '?' ? 'its handler' : spokenHandler(listen);
      return [
        {
          severity: 'warning' as const,
          message: `There is no class ${listen.event}, so ${handler} never runs.`,
          place: placeOf(listen),
          subject: listen.event,
        },
      ];
    });
  },
};
