/** A subscriber that names a method which it does not have. */
import { isOwn, placeOf } from '../graph/links';
import { shortName, spokenHandler } from '../graph/wording';
import type { Diagnostic } from './diagnostic';

export const subscriberMethodMissing: Diagnostic = {
  code: 'subscriber-method-missing',
  title: 'Subscriber names a method it does not have',
  severity: 'error',
  enabledByDefault: true,
  check: (graph) =>
    graph.listens
      .filter((listen) => isOwn(listen) && listen.missing && listen.role === 'subscriber')
      .map((listen) => {
        const event = listen.event === null ? 'an event' : shortName(listen.event);
        const [subscriber = '', method = ''] = spokenHandler(listen).split(/@|::|\.(?=[^.]*$)/);
        return {
          severity: 'error',
          message:
            listen.missing === 'class'
              ? `The subscriber ${subscriber} is subscribed to ${event} and does not exist, so dispatching ${event} fails.`
              : `${subscriber} subscribes its method ${method} to ${event} and has no such method, so dispatching ${event} fails.`,
          place: placeOf(listen),
          subject: listen.handler,
        };
      }),
};
