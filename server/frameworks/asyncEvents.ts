/** Laravel-like asynchronous events: a named event trait, a dispatcher, listeners by type or by name, macros and fakes. */
import { framework } from './rust/contract';
import { readingTyped } from './rust/typedReading';
import { surveyTyped } from './rust/typedFiles';
import type { TypedFound, TypedSurvey } from './rust/typedFound';
import { graphOfTyped } from './rust/typedGraph';

export const asyncEvents = framework<TypedSurvey, TypedFound>({
  id: 'asyncEvents',
  title: 'Asynchronous events',
  packages: [],
  needles: [
    'Event for ',
    'EventFacade',
    'EventListener',
    'Dispatchable',
    'Listener for ',
    'Listener<',
    'fire_event!',
    'dispatch_event!',
    'register_listener!',
    'ShouldBroadcast',
    '#[observer',
  ],
  survey: (world) => {
    const survey = surveyTyped(world);
    return [...survey.typed.events.values()].some((event) => event.named) ? survey : undefined;
  },
  ...readingTyped,
  finish: (world, survey, found) =>
    graphOfTyped(world, survey, found, {
      framework: 'asyncEvents',
      owns: (event) => event === undefined || event.named,
    }),
});
