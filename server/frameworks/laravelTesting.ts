/** Laravel's test fakes and questions: they talk about events without dispatching or listening. */
import { facadeRoot } from '../languages/php/external';
import { whole } from '../languages/php/evaluation/meaning';
import { closureEvents } from './phpHandlers';
import { enclosing } from './phpReporting';
import { listItems, readEvent } from './phpReading';
import { receiverName } from './phpCalls';
import { eventDispatcher } from './laravelClasses';
import type { PhpFramework } from './phpFramework';

const id = 'laravelTesting';
const verbs: ReadonlySet<string> = new Set([
  'fake',
  'fakeFor',
  'fakeExcept',
  'fakeExceptFor',
  'except',
  'assertDispatched',
  'assertDispatchedTimes',
  'assertDispatchedOnce',
  'assertNotDispatched',
  'assertListening',
  'hasDispatched',
  'dispatched',
  'hasListeners',
  'hasWildcardListeners',
  'forget',
  'getListeners',
  'expectsEvents',
  'doesntExpectEvents',
]);

export const laravelTesting: PhpFramework = {
  id,
  title: 'Laravel event fakes',
  packages: ['laravel/framework'],
  needles: ['Event::fake', 'Event::assert', 'expectsEvents(', 'Event::hasListeners', 'Event::forget', 'hasListeners('],

  call(site, context, sink) {
    const { call, scope } = site;
    if (call.kind === 'call' || call.kind === 'new' || call.name === null || !verbs.has(call.name)) return;
    let receiver = '';
    if (call.kind === 'static') {
      if (
        typeof call.of !== 'string' ||
        facadeRoot(call.of) !== 'Illuminate\\Contracts\\Events\\Dispatcher' ||
        context.project.classNamed(call.of)
      )
        return;
      receiver = 'Event::';
    } else if (call.name === 'expectsEvents' || call.name === 'doesntExpectEvents') receiver = '$this->';
    else if (
      /event|dispatch/i.test(receiverName(call.of)) &&
      context.evaluator.typesOf(call.of, scope).some((type) => context.project.isA(type, ...eventDispatcher))
    )
      receiver = '$dispatcher->';
    else return;
    const argument = call.args[0]?.value;
    if (!argument) return;
    const inside = enclosing(scope);
    const base = {
      file: scope.file,
      at: call.at,
      end: call.end,
      via: `${receiver}${call.name}`,
      framework: id,
      ...(inside !== undefined && { in: inside }),
    };
    for (const meaning of context.evaluator.evaluate(argument, scope))
      if (meaning.kind === 'closure')
        for (const event of closureEvents(meaning))
          sink.reference({ ...base, event, form: 'class', certainty: 'exact' });
    const items = listItems(argument, scope, context);
    const sources =
      items.length > 0
        ? items.map((item) => ({
            value: item.key && item.value.kind === 'closure' ? item.key : item.value,
            scope: item.scope,
            at: item.at,
          }))
        : [{ value: argument, scope, at: call.at }];
    for (const source of sources) {
      for (const one of readEvent(source.value, source.scope, context).names)
        sink.reference({ ...base, at: source.at, event: one.name, form: one.form, certainty: 'exact' });
    }
    void whole;
  },
};
