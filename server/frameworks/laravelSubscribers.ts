/** What a Laravel subscriber's `subscribe` answers: events with the methods that hear them. */
import type { Scope } from '../languages/php/evaluation/meaning';
import type { Expression } from '../languages/php/facts';
import { laravelEvents } from './laravelEvents';
import { isPair, namesOf } from './laravelListening';
import type { Context, HandlerReference, PhpFramework } from './phpFramework';
import { readHandlers } from './phpHandlers';
import { listItems } from './phpReading';

const id = 'laravelSubscribers';

/** What a subscriber's own `subscribe` returns: event to method name, methods or handler. */
export const laravelSubscribers: PhpFramework = {
  id,
  title: 'Laravel event subscribers',
  packages: laravelEvents.packages,
  needles: ['function subscribe('],

  declaration(site, context, sink) {
    const { fact, facts, file } = site;
    for (const method of fact.methods) {
      const body = facts.bodies[method];
      if (!body || body.name !== 'subscribe' || body.static) continue;
      const scope: Scope = { file, facts, body: method, self: fact.name };
      const owner = { kind: 'subscriber', name: fact.name } as const;
      const visit = (expression: Expression): void => {
        if (expression.kind === 'other') return expression.of.forEach(visit);
        if (expression.kind !== 'return' || !expression.value) return;
        for (const entry of listItems(expression.value, scope, context)) {
          if (!entry.key) continue;
          for (const name of namesOf(entry.key, entry.scope, context)) {
            for (const { at, handler } of subscriberHandlers(entry.value, entry.scope, fact.name, context))
              sink.listen({
                ...name,
                file,
                at,
                via: 'subscriber',
                framework: laravelEvents.id,
                handler,
                owner,
                in: `${fact.name}@subscribe`,
                role: 'subscriber',
                match: 'interfaces',
                certainty: name.event === null ? 'dynamic' : 'exact',
              });
          }
        }
      };
      body.statements.forEach(visit);
    }
  },
};

function subscriberHandlers(
  value: Expression,
  scope: Scope,
  self: string,
  context: Context,
): { at: number; handler: HandlerReference }[] {
  const own = (text: string): HandlerReference | undefined =>
    /^\w+$/.test(text) && (context.project.method(self, text) || !context.project.classNamed(text))
      ? { kind: 'method', of: self, method: text }
      : undefined;
  const items =
    value.kind === 'array' && !(isPair(value) && value.items[0]?.value.kind !== 'string')
      ? listItems(value, scope, context)
      : [{ value, scope, at: value.at, key: null }];
  return items.flatMap((item) => {
    const texts = context.evaluator.textsOf(item.value, item.scope);
    const methods = texts.flatMap((text) => own(text) ?? []);
    if (methods.length > 0) return methods.map((handler) => ({ at: item.at, handler }));
    return readHandlers(item.value, item.scope, context).map((handler) => ({ at: item.at, handler }));
  });
}
