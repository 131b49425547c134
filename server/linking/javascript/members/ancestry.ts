/** What a class inherits from, in the workspace and outside, and the members that gives it; knows no value of a member. */
import type { ClassFact, ClassMember, FunctionFact } from '../../../languages/javascript/facts';
import { evaluate } from '../evaluation/evaluate';
import type { Program } from '../program';
import type { Source } from '../sources';
import { typeValues } from '../evaluation/types';
import type { ClassValue, ExternalValue, Value } from '../values';
import { mixedInto, mixedIntoThis } from './mixins';

type Parent = ClassValue | ExternalValue;

export function isFunctionFact(fact: ClassFact | FunctionFact): fact is FunctionFact {
  return 'parameters' in fact;
}

export function nameOfClass(value: ClassValue): string {
  return value.class.name ?? value.source.file.replace(/^.*\/|\.[^.]*$/g, '');
}

/** A value used as a class: classes as they are, functions as constructors. */
function classOf(value: Value): Parent | undefined {
  if (value.kind === 'class') return value;
  if (value.kind === 'external') return value;
  if (value.kind === 'function' && value.function.role !== 'arrow')
    return { kind: 'class', source: value.source, class: value.function, context: value.context };
  return undefined;
}

/** What a class extends, is mixed with, or inherits by prototype; nearest first. */
export function parentsOf(program: Program, value: ClassValue): readonly Parent[] {
  return program.queries.ask<readonly Parent[]>(
    value.context && !isFunctionFact(value.class) && value.class.extends ? new Map() : value.source.memo.rest,
    value.class,
    () => findParents(program, value),
    [],
  );
}

function findParents(program: Program, value: ClassValue): readonly Parent[] {
  const { source } = value;
  program.queries.read(`f:${source.file}`);
  const fact = value.class;
  const parents: Parent[] = [];
  const add = (values: readonly Value[]): void => {
    for (const one of values) {
      const parent = one.kind === 'prototype' ? one.of : one.kind === 'instance' ? one.of : classOf(one);
      if (
        parent &&
        !(parent.kind === 'class' && parent.class === fact) &&
        !(parent.kind === 'external' && parent.made && !parent.annotated && !parent.allocation)
      )
        parents.push(parent);
      else if (parent?.kind === 'external' && parent.made && parent.path.endsWith('()')) parents.push(parent);
    }
  };
  if (!isFunctionFact(fact)) {
    if (fact.extends) add(evaluate(program, source, fact.extends, value.context, 'value'));
    if (fact.role === 'interface') for (const type of fact.types) add(typeValues(program, source, type, undefined));
    else
      for (const merged of interfacesOf(source, fact.name))
        if (merged !== fact) for (const type of merged.types) add(typeValues(program, source, type, undefined));
  }
  const name = fact.name;
  if (name !== undefined)
    for (const expression of mixedInto(source, name)) add(evaluate(program, source, expression, undefined, 'value'));
  for (const expression of mixedIntoThis(source, fact)) add(evaluate(program, source, expression, undefined, 'value'));
  return parents;
}

function interfacesOf(source: Source, name: string | undefined): readonly ClassFact[] {
  if (name === undefined) return [];
  if (!source.interfaces) {
    const byName = new Map<string, ClassFact[]>();
    for (const fact of source.facts.classes)
      if (fact.role === 'interface' && fact.name !== undefined)
        byName.set(fact.name, [...(byName.get(fact.name) ?? []), fact]);
    source.interfaces = byName;
  }
  return source.interfaces.get(name) ?? [];
}

/** The class and all that it inherits from, nearest first; each class once. */
export function ancestorsOf(program: Program, value: ClassValue): readonly Parent[] {
  const result: Parent[] = [];
  const seen = new Set<unknown>();
  const queue: Parent[] = [value];
  for (let next = queue.shift(); next && result.length < 40; next = queue.shift()) {
    const key = next.kind === 'class' ? next.class : `${next.module}#${next.path}`;
    if (seen.has(key)) continue;
    seen.add(key);
    result.push(next);
    if (next.kind === 'class') queue.push(...parentsOf(program, next));
  }
  return result;
}

interface FoundMember {
  readonly member: ClassMember;
  readonly source: Source;
  readonly of: ClassValue;
}

/** Declared members of a class and of what it inherits from in the workspace. */
export function membersOfClass(program: Program, value: ClassValue): readonly FoundMember[] {
  return ancestorsOf(program, value).flatMap((parent) =>
    parent.kind === 'class' && !isFunctionFact(parent.class)
      ? parent.class.members.map((member) => ({ member, source: parent.source, of: parent }))
      : [],
  );
}

export function isSubclass(program: Program, value: ClassValue, of: ClassValue): boolean {
  return ancestorsOf(program, value).some((parent) => parent.kind === 'class' && parent.class === of.class);
}
