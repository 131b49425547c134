/** Subscriber classes that say by a method which event classes they hear: `subscribedTo() { return [OrderPlaced] }`. */
import type { Emission, Findings } from './emissions';
import { evaluate } from './evaluation/evaluate';
import { placeOfFunction } from './handlers';
import type { Program } from './program';
import type { Source } from './sources';

const asking =
  /^(?:subscribedTo|getSubscribedTo|subscribedEvents|getSubscribedEvents|listensTo|handledEvents|getHandledEvents)$/;
const handling = ['on', 'handle', 'execute', 'onEvent', 'process'];

/** Functions of a file that list what their class subscribes to. */
export function subscriberFunctions(source: Source): readonly number[] {
  return source.facts.functions.flatMap((fact, index) =>
    fact.class !== undefined && fact.name !== undefined && asking.test(fact.name) && fact.returns.length ? [index] : [],
  );
}

export function subscriberSite(program: Program, source: Source, index: number): Findings {
  const fact = source.facts.functions[index];
  const owner = fact?.class === undefined ? undefined : source.facts.classes[fact.class];
  const member = handling
    .map((name) => owner?.members.find((one) => one.name === name && one.function !== undefined))
    .find((one) => one !== undefined);
  if (!fact || member?.function === undefined) return { emissions: [], commands: [] };
  const handler = placeOfFunction(source, member.function, false);
  const emissions = fact.returns.flatMap((list): Emission[] =>
    list.kind !== 'array'
      ? []
      : list.elements.flatMap((element, position) =>
          evaluate(program, source, element, undefined, 'value').flatMap((value): Emission[] =>
            value.kind === 'class'
              ? [
                  {
                    direction: 'listen',
                    spot: {
                      source,
                      line: list.places?.[position * 2] ?? fact.line,
                      column: list.places?.[position * 2 + 1] ?? fact.column,
                      function: index,
                    },
                    event: { kind: 'class', class: value },
                    via: fact.name ?? 'subscribedTo',
                    framework: 'aggregates',
                    certainty: 'exact',
                    handler,
                    role: 'subscriber',
                  },
                ]
              : [],
          ),
        ),
  );
  return { emissions, commands: [] };
}
