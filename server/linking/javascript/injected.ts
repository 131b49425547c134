/** What modules of injection containers register under a name; knows no event. */
import type { Expression } from '../../languages/javascript/facts';
import { evaluate } from './evaluation/evaluate';
import type { Program } from './program';
import { lastName, type Source } from './sources';
import type { Value } from './values';

const deepest = 8;

/** `{ bus: ['type', Bus] }`, `{ bus: asClass(Bus) }`: all that is registered under this name outside tests. */
export function injected(program: Program, name: string): readonly Value[] {
  return program.queries.ask<readonly Value[]>(program.shared, `injected:${name}`, () => find(program, name), []);
}

function find(program: Program, name: string): readonly Value[] {
  const sieve = [
    new RegExp(
      `(?<![\\w$])${name}['"]?\\s*:\\s*(?:\\[\\s*['"](?:value|type|factory)['"]|as(?:Class|Value|Function)\\b)`,
    ),
  ];
  return program
    .naming([`${name}:`, `${name}':`, `${name}":`], [], sieve)
    .filter((source) => !source.test)
    .flatMap((source) => {
      program.queries.read(`f:${source.file}`);
      return registrations(source, name).flatMap((expression) => resolved(program, source, expression));
    });
}

function registrations(source: Source, name: string): readonly Expression[] {
  const found: Expression[] = [];
  const visit = (expression: Expression | undefined, depth: number): void => {
    if (!expression || depth > deepest) return;
    if (expression.kind === 'array') for (const element of expression.elements) visit(element, depth + 1);
    else if (expression.kind === 'spread' || expression.kind === 'cast') visit(expression.of, depth + 1);
    else if (expression.kind === 'object')
      for (const member of expression.members)
        if (member.name === name) found.push(member.value);
        else visit(member.value, depth + 1);
  };
  const { bindings, calls, assignments, exports, functions } = source.facts;
  for (const binding of bindings) for (const value of binding.values ?? []) visit(value, 0);
  for (const call of calls) for (const argument of call.arguments) visit(argument, 0);
  for (const assignment of assignments) visit(assignment.value, 0);
  for (const fact of functions) for (const value of fact.returns) visit(value, 0);
  for (const values of Object.values(exports)) for (const value of values) visit(value, 0);
  return [...new Set(found)];
}

function resolved(program: Program, source: Source, expression: Expression): readonly Value[] {
  const call = expression.kind === 'call' ? source.facts.calls[expression.call] : undefined;
  const [how, what] =
    expression.kind === 'array' && expression.elements[0]?.kind === 'string'
      ? [expression.elements[0].text, expression.elements[1]]
      : [/^as(Class|Value|Function)$/.exec((call && lastName(call.callee)) ?? '')?.[1], call?.arguments[0]];
  if (how === undefined || !what) return [];
  return evaluate(program, source, what, undefined, 'value').flatMap((value): readonly Value[] => {
    switch (how) {
      case 'value':
      case 'Value':
        return [value];
      case 'type':
      case 'Class':
        if (value.kind === 'class') return [{ kind: 'instance', of: value, context: undefined }];
        return value.kind === 'function'
          ? [
              {
                kind: 'instance',
                of: { kind: 'class', source: value.source, class: value.function, context: undefined },
                context: undefined,
              },
            ]
          : [];
      case 'factory':
      case 'Function':
        return value.kind === 'function'
          ? value.function.returns.flatMap((one) => evaluate(program, value.source, one, undefined, 'value'))
          : [];
      default:
        return [];
    }
  });
}
