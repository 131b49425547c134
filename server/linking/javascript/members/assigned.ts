/** Members that nobody declares: fields that methods assign, and what is put on a prototype. */
import type { Expression, FunctionFact } from '../../../languages/javascript/facts';
import { evaluate, type Mode } from '../evaluation/evaluate';
import type { Program } from '../program';
import { lastName, type Source } from '../sources';
import { frameOf, originOf, type ClassValue, type Context, type InstanceValue, type Value } from '../values';
import { isFunctionFact } from './ancestry';
import { objectMember } from './memberOf';
import { mixedObjects } from './mixins';
import { mayConcern } from './sameObject';

/** `this.name = value` in the methods of a class. */
export function fieldAssignments(
  program: Program,
  owner: ClassValue,
  name: string,
  context: Context,
  mode: Mode,
  self: InstanceValue,
): readonly Value[] {
  const { source } = owner;
  const found: Value[] = [];
  for (const index of source.assignmentsByName.get(name) ?? []) {
    const assignment = source.facts.assignments[index];
    if (assignment?.object.kind !== 'this') continue;
    const { function: functionIndex, class: classIndex } = assignment.object;
    const fact = functionIndex === undefined ? undefined : source.facts.functions[functionIndex];
    const inside = fact
      ? belongsTo(program, source, fact, owner)
      : classIndex !== undefined && source.facts.classes[classIndex] === owner.class;
    if (!inside) continue;
    const values = evaluate(
      program,
      source,
      assignment.value,
      fact && context && frameOf(context, fact) ? context : (owner.context ?? context),
      mode,
    ).filter((value) => !fact || mayConcern(program, value.context, fact, self));
    // What a setter was given last is not what every reader sees: one of a set.
    const settled = !fact || fact.role === 'constructor' || fact === owner.class;
    found.push(
      ...(settled
        ? values
        : values.map((value) =>
            value.kind === 'string' && originOf(value.context) ? { ...value, closed: true, context } : value,
          )),
    );
  }
  return found;
}

function belongsTo(program: Program, source: Source, fact: FunctionFact, owner: ClassValue): boolean {
  if (fact.class !== undefined) return source.facts.classes[fact.class] === owner.class;
  if (fact === owner.class) return true;
  if (!isFunctionFact(owner.class) && !owner.source.facts.assignments.length) return false;
  return isPrototypeOf(program, source, fact.owner, owner);
}

function isPrototypeOf(program: Program, source: Source, target: Expression | undefined, owner: ClassValue): boolean {
  if (!target) return false;
  if (target.kind === 'object') return isPrototypeOf(program, source, target.into, owner);
  if (target.kind === 'member' && target.name === 'prototype') {
    if (lastName(target.object) !== owner.class.name) return false;
    return evaluate(program, source, target.object, undefined, 'value').some(
      (value) =>
        (value.kind === 'class' && value.class === owner.class) ||
        (value.kind === 'function' && value.function === owner.class),
    );
  }
  if (target.kind !== 'name') return false;
  return evaluate(program, source, target, undefined, 'value').some(
    (value) => value.kind === 'prototype' && value.of.kind === 'class' && value.of.class === owner.class,
  );
}

/** `X.prototype.name = …`, `X.prototype = { name }`, `Object.assign(X.prototype, { name })`. */
export function prototypeMember(
  program: Program,
  owner: ClassValue,
  name: string,
  mode: Mode,
  self: InstanceValue,
): readonly Value[] {
  const { source } = owner;
  const found: Value[] = [];
  for (const index of source.assignmentsByName.get(name) ?? []) {
    const assignment = source.facts.assignments[index];
    if (assignment && isPrototypeOf(program, source, assignment.object, owner))
      found.push(...evaluate(program, source, assignment.value, undefined, mode));
  }
  if (!found.length)
    for (const fact of source.facts.functions)
      if (
        fact.name === name &&
        fact.owner?.kind === 'object' &&
        fact.owner.into &&
        isPrototypeOf(program, source, fact.owner.into, owner)
      )
        found.push({ kind: 'function', source, function: fact, context: undefined });
  if (!found.length)
    for (const mixed of mixedObjects(program, owner)) found.push(...objectMember(program, mixed, name, mode));
  return found.map((value) => (value.kind === 'function' ? { ...value, self } : value));
}
