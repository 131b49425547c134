/** Who builds the objects that an interface describes: `function createConfig(): Config { return { bus: new EventEmitter() } }`. */
import type { TypeFact } from '../../languages/javascript/facts';
import { evaluate } from './evaluation/evaluate';
import { memberOf } from './members/memberOf';
import type { Program } from './program';
import type { Source } from './sources';
import type { ClassValue, Value } from './values';

/** The one emitter that is put into a member of an interface, when all builders put the same one there. */
export function builtMember(program: Program, contract: ClassValue, name: string): Value | undefined {
  const title = contract.class.name;
  if (title === undefined) return undefined;
  return program.queries.ask<Value | undefined>(
    contract.source.memo.rest,
    `built:${title}.${name}`,
    () => find(program, title, name),
    undefined,
  );
}

function find(program: Program, title: string, name: string): Value | undefined {
  const found: Value[] = [];
  for (const source of program.naming(
    [`): ${title} `, `: ${title} =`, `as ${title};`, `satisfies ${title}`, `Promise<${title}>`],
    [],
  )) {
    if (source.test) continue;
    program.queries.read(`f:${source.file}`);
    for (const fact of source.facts.functions)
      if (fact.returnType && isNamed(fact.returnType, title))
        for (const value of fact.returns) found.push(...membersOf(program, source, value, name));
    for (const binding of source.facts.bindings)
      if (binding.kind === 'variable' && binding.type && isNamed(binding.type, title))
        for (const value of binding.values ?? []) found.push(...membersOf(program, source, value, name));
  }
  const keys = new Set(
    found.map((value) =>
      'allocation' in value && value.allocation ? `${value.allocation.source.file}:${value.allocation.index}` : '',
    ),
  );
  return keys.size === 1 ? found[0] : undefined;
}

function membersOf(
  program: Program,
  source: Source,
  expression: Parameters<typeof evaluate>[2],
  name: string,
): readonly Value[] {
  return evaluate(program, source, expression, undefined, 'value')
    .filter((value) => value.kind === 'object')
    .flatMap((value) => memberOf(program, value, name, undefined, 'value'))
    .filter((value) => (value.kind === 'external' || value.kind === 'instance') && value.allocation !== undefined);
}

function isNamed(type: TypeFact, title: string): boolean {
  return (type.kind === 'ref' || type.kind === 'imported') && type.path[type.path.length - 1] === title;
}
