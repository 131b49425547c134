/** Listeners by attribute: `#[AsEventListener]` and Doctrine's own. */
import type { Scope } from '../languages/php/evaluation/meaning';
import type { Attribute, Body, ClassFact, Expression, PhpFacts } from '../languages/php/facts';
import type { Context, RawListen, Sink } from './phpFramework';
import type { Reading } from './phpReading';
import { byConvention, namedEvents, numberOf, symfonyEventsId, typesOfMethod } from './symfonyNames';

const listenerAttribute = 'Symfony\\Component\\EventDispatcher\\Attribute\\AsEventListener';
const doctrineAttributes = [
  'Doctrine\\Bundle\\DoctrineBundle\\Attribute\\AsDoctrineListener',
  'Doctrine\\Bundle\\DoctrineBundle\\Attribute\\AsEntityListener',
];

export function readAttributes(file: string, facts: PhpFacts, fact: ClassFact, context: Context, sink: Sink): void {
  const scope: Scope = { file, facts, body: 0, self: fact.name };
  const read = (attribute: Attribute, body: Body | undefined): void => {
    const argument = (name: string, index: number): Expression | undefined =>
      context.evaluator.argument(attribute.args, index, name);
    if (doctrineAttributes.includes(attribute.name)) {
      const event = argument('event', 0);
      const methodName = argument('method', 1);
      if (!event) return;
      for (const one of namedEvents(event, scope, context).names) {
        const method =
          (methodName && context.evaluator.textsOf(methodName, scope)[0]) ??
          (context.project.method(fact.name, one.name) ? one.name : '__invoke');
        listen(attribute, [one], method);
      }
      return;
    }
    if (attribute.name !== listenerAttribute) return;
    const event = argument('event', 0);
    const written = argument('method', 1);
    const method = body?.name ?? (written && context.evaluator.textsOf(written, scope)[0]);
    const priority = numberOf(argument('priority', 2));
    const names = event
      ? namedEvents(event, scope, context).names
      : typesOfMethod(fact.name, method ?? '__invoke', context);
    for (const one of names) listen(attribute, [one], method ?? byConvention(fact.name, one.name, context), priority);
  };
  const listen = (
    attribute: Attribute,
    names: readonly Reading['names'][number][],
    method: string,
    priority?: number,
  ): void => {
    for (const one of names) {
      const raw: RawListen = {
        file,
        at: attribute.at,
        via: `#[${attribute.name.slice(attribute.name.lastIndexOf('\\') + 1)}]`,
        framework: symfonyEventsId,
        event: one.name,
        form: one.form,
        certainty: 'exact',
        match: 'exact',
        handler: { kind: 'method', of: fact.name, method },
        in: `${fact.name}@${method}`,
        ...(priority !== undefined && { priority }),
      };
      sink.listen(raw);
    }
  };
  for (const attribute of fact.attributes) read(attribute, undefined);
  for (const index of fact.methods) {
    const body = facts.bodies[index];
    for (const attribute of body?.attributes ?? []) read(attribute, body);
  }
}
