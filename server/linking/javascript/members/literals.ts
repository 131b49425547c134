/** Object literals that an annotation says are of an interface: what stands behind it where no class does; knows no event. */
import type { Expression, TypeFact } from '../../../languages/javascript/facts';
import { typeValues } from '../evaluation/types';
import type { Program } from '../program';
import type { Sieve } from '../sieve';
import type { Source } from '../sources';
import type { ClassValue, ObjectValue } from '../values';

const most = 20;

/** `const context: Context = { … }`, `function open(): Context { return { … }; }`. */
export function literalsOf(program: Program, of: ClassValue): readonly ObjectValue[] {
  const { name } = of.class;
  if (name === undefined) return [];
  return program.queries.ask<readonly ObjectValue[]>(
    of.source.memo.rest,
    `literals:${of.class.line}:${of.class.column}`,
    () => find(program, of, name),
    [],
  );
}

function find(program: Program, of: ClassValue, name: string): readonly ObjectValue[] {
  const found: ObjectValue[] = [];
  const sieve: Sieve = [new RegExp(`:[^\\S\\r\\n]*${name.replace(/\$/g, '\\$')}(?![\\w$])[^\\r\\n]*[{(]`)];
  for (const source of new Set<Source>([of.source, ...program.naming([`: ${name}`], [], sieve)])) {
    if (source.test) continue;
    program.queries.read(`f:${source.file}`);
    const isOf = (type: TypeFact | undefined): boolean =>
      (type?.kind === 'ref' || type?.kind === 'imported') &&
      type.path[type.path.length - 1] === name &&
      typeValues(program, source, type, undefined).some(
        (value) => value.kind === 'instance' && value.of.class === of.class,
      );
    const take = (type: TypeFact | undefined, values: readonly Expression[] | undefined): void => {
      const objects = values?.filter((value) => value.kind === 'object') ?? [];
      if (!objects.length || found.length >= most || !isOf(type)) return;
      for (const object of objects) found.push({ kind: 'object', source, object, context: undefined });
    };
    for (const { type, values } of source.facts.bindings) take(type, values);
    for (const { returnType, returns } of source.facts.functions) take(returnType, returns);
  }
  return found;
}
