/** Subscribers of Symfony and Doctrine: what `getSubscribedEvents()` answers. */
import type { Scope } from '../languages/php/evaluation/meaning';
import type { ClassFact, Expression } from '../languages/php/facts';
import type { Context, Sink } from './phpFramework';
import { listItems, type Reading } from './phpReading';
import { namedEvents, negative, numberOf, symfonyEventsId } from './symfonyNames';

export const subscriber = 'Symfony\\Component\\EventDispatcher\\EventSubscriberInterface';
const doctrineSubscriber = 'Doctrine\\Common\\EventSubscriber';
export const doctrineSubscribers = [
  doctrineSubscriber,
  'Doctrine\\Bundle\\DoctrineBundle\\EventSubscriber\\EventSubscriberInterface',
];

/**
 * DoctrineBundle registers no plain `EventSubscriber` by its interface (it tags `EventSubscriberInterface` of its own and
 * what carries the attribute), so beside the attribute the list of `getSubscribedEvents()` says nothing.
 */
function isListenerByAttribute(fact: ClassFact, { project }: Context): boolean {
  return (
    fact.attributes.some(({ name }) => /(?:^|\\)AsDoctrineListener$/.test(name)) &&
    !project.isA(fact.name, subscriber, ...doctrineSubscribers.filter((name) => name !== doctrineSubscriber))
  );
}

/** What an abstract subscriber answers for those below it, whose files need not say that they subscribe to anything. */
export function readHeirs(fact: ClassFact, context: Context, sink: Sink): void {
  const found = context.project.method(fact.name, 'getSubscribedEvents');
  if (!found || found.body.abstract || found.entry.fact.name !== fact.name) return;
  for (const name of context.project.subclasses(fact.name)) {
    const heir = context.project.classNamed(name)?.fact;
    if (heir?.kind !== 'class' || heir.abstract) continue;
    if (context.project.method(name, 'getSubscribedEvents')?.entry.fact.name === fact.name)
      readSubscribed(heir, context, sink);
  }
}

/** An abstract subscriber answers for it. */
export function isInherited(fact: ClassFact, { project }: Context): boolean {
  const owner = project.method(fact.name, 'getSubscribedEvents')?.entry.fact;
  return owner !== undefined && owner.name !== fact.name && owner.kind === 'class' && owner.abstract;
}

/** `getSubscribedEvents()`: a name, a name with priority, or a list of those. */
export function readSubscribed(fact: ClassFact, context: Context, sink: Sink): void {
  if (isListenerByAttribute(fact, context)) return;
  const found = context.project.method(fact.name, 'getSubscribedEvents');
  if (!found || found.body.abstract) return;
  const scope: Scope = { file: found.entry.file, facts: found.entry.facts, body: found.index, self: fact.name };
  const doctrine = !context.project.isA(fact.name, subscriber);
  const base = {
    via: doctrine ? 'Doctrine subscriber' : 'getSubscribedEvents',
    framework: symfonyEventsId,
    role: 'subscriber',
    in: `${fact.name}@getSubscribedEvents`,
    certainty: 'exact',
    match: 'exact',
  } as const;
  const emit = (
    event: Reading['names'][number],
    at: number,
    itemFile: string,
    method: string,
    priority?: number,
  ): void =>
    sink.listen({
      ...base,
      file: itemFile,
      at,
      event: event.name,
      form: event.form,
      handler: { kind: 'method', of: fact.name, method },
      ...(priority !== undefined && { priority }),
    });
  const visit = (expression: Expression): void => {
    if (expression.kind === 'other') return expression.of.forEach(visit);
    const isYield = expression.kind === 'array';
    const value = expression.kind === 'return' ? expression.value : isYield ? expression : null;
    if (!value) return;
    for (const item of listItems(value, scope, context)) {
      if (!item.key) {
        if (doctrine)
          for (const event of namedEvents(item.value, item.scope, context).names)
            emit(event, item.at, item.scope.file, event.name);
        continue;
      }
      for (const event of namedEvents(item.key, item.scope, context).names)
        for (const { method, at, priority } of methodsOf(item.value, item.scope, context))
          emit(event, at, item.scope.file, method, priority);
    }
  };
  found.body.statements.forEach(visit);
}

function methodsOf(
  value: Expression,
  scope: Scope,
  context: Context,
): { method: string; at: number; priority?: number }[] {
  if (value.kind !== 'array')
    return context.evaluator.textsOf(value, scope).map((method) => ({ method, at: value.at }));
  const [first, second] = value.items;
  if (first && first.value.kind !== 'array') {
    const priority = numberOf(second?.value) ?? negative(second?.value);
    return context.evaluator
      .textsOf(first.value, scope)
      .map((method) => ({ method, at: value.at, ...(priority !== undefined && { priority }) }));
  }
  return value.items.flatMap((item) => methodsOf(item.value, scope, context));
}
