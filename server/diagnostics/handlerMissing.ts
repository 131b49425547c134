/** A registration that names a class or a method which does not exist. */
import { isOwn, placeOf } from '../graph/links';
import { shortName, spokenHandler } from '../graph/wording';
import type { Listen } from '../graph/graph';
import type { Diagnostic } from './diagnostic';

export const handlerMissing: Diagnostic = {
  code: 'handler-missing',
  title: 'Registered handler does not exist',
  severity: 'error',
  enabledByDefault: true,
  check: (graph) =>
    graph.listens
      .filter((listen) => isOwn(listen) && listen.missing && listen.role !== 'subscriber')
      .map((listen) => ({
        severity: 'error',
        message: messageOf(listen),
        place: placeOf(listen),
        subject: listen.handler,
      })),
};

function messageOf(listen: Listen): string {
  const handler = spokenHandler(listen);
  const event = listen.event === null ? 'an event' : shortName(listen.event);
  const [owner = handler, method = ''] = handler.split(/@|::|\.(?=[^.]*$)/);
  return listen.missing === 'class'
    ? `${owner} is registered for ${event} and does not exist, so dispatching ${event} fails.`
    : `${owner} is registered for ${event} and has no method ${method || 'handle'}, so dispatching ${event} fails.`;
}
