/** A handler that cannot be called with the event it is registered for. */
import { isOwn, placeOf } from '../graph/links';
import { asClause, shortName, spokenHandler } from '../graph/wording';
import type { Diagnostic } from './diagnostic';

export const handlerSignature: Diagnostic = {
  code: 'handler-signature',
  title: 'Handler cannot take its event',
  severity: 'error',
  enabledByDefault: true,
  check: (graph) =>
    graph.listens.flatMap((listen) => {
      if (!isOwn(listen) || listen.signature === undefined || listen.missing) return [];
      const event = listen.event === null ? 'its event' : shortName(listen.event);
      const { handlerFile: file, handlerLine: line, handlerColumn: column = 1 } = listen;
      return [
        {
          severity: 'error' as const,
          message: `${spokenHandler(listen)} cannot take ${event}: ${asClause(listen.signature)}`,
          place: placeOf(listen),
          ...(file !== undefined &&
            line !== undefined && {
              related: [{ place: { file, line, column }, message: 'The handler stands here.' }],
            }),
          subject: listen.handler,
        },
      ];
    }),
};
