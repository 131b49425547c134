/** Typed listeners: `impl Listener<E> for L`, buses keyed by the event's type, observers handed from function to function. */
import { framework } from './rust/contract';
import { readingTyped } from './rust/typedReading';
import { surveyTyped } from './rust/typedFiles';
import type { TypedFound, TypedSurvey } from './rust/typedFound';
import { graphOfTyped } from './rust/typedGraph';

export const genericListeners = framework<TypedSurvey, TypedFound>({
  id: 'genericListeners',
  title: 'Typed listeners',
  packages: [],
  needles: [
    'Event for ',
    'Listener<',
    'Listener for ',
    'EventHandler',
    'Handler<',
    'Observer<',
    'Observer for ',
    'Subscriber<',
    'Subscriber for ',
    'EventBus',
    'EventDispatcher',
    'event_bus',
    'EventEmitter',
    'EventPublisher',
    'EventManager',
    'DomainEvent',
    'events! {',
  ],
  survey: surveyTyped,
  ...readingTyped,
  finish: (world, survey, found) => {
    const named = [...survey.typed.events.values()].some((event) => event.named);
    return graphOfTyped(world, survey, found, {
      framework: 'genericListeners',
      owns: (event) => (event ? !event.named : !named),
    });
  },
});
