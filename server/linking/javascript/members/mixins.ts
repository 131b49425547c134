/** What classes are mixed with: `inherits`, `Object.assign`, prototypes made of others, mixins called on a prototype. */
import type { ClassFact, Expression, FunctionFact } from '../../../languages/javascript/facts';
import { evaluate } from '../evaluation/evaluate';
import type { Program } from '../program';
import { lastName, type Source } from '../sources';
import type { ClassValue, ObjectValue } from '../values';
import { isFunctionFact } from './ancestry';

export const mixing: ReadonlySet<string> = new Set([
  'inherits',
  'assign',
  'extend',
  'mixin',
  'merge',
  'setPrototypeOf',
  'inherit',
  'augment',
  'applyMixin',
  'applyMixins',
  'mixInto',
  'mixinTo',
  'defaults',
  'mixins',
]);

/** `inherits(X, Y)`, `Object.assign(X.prototype, Y)`, `X.prototype = Object.create(Y.prototype)`, `Emitter(X.prototype)`. */
export function mixedInto(source: Source, name: string): readonly Expression[] {
  return (source.mixins ??= mixinsOf(source)).get(name) ?? [];
}

function mixinsOf(source: Source): ReadonlyMap<string, readonly Expression[]> {
  const found = new Map<string, Expression[]>();
  const add = (name: string | undefined, expressions: readonly Expression[]): void => {
    if (name === undefined) return;
    const list = found.get(name);
    if (list) list.push(...expressions);
    else found.set(name, [...expressions]);
  };
  const prototypeOf = (expression: Expression | undefined): string | undefined =>
    expression?.kind === 'member' && expression.name === 'prototype' && expression.object.kind === 'name'
      ? expression.object.name
      : undefined;
  for (const verb of mixing)
    for (const { call, shift } of source.callsByName.get(verb) ?? []) {
      if (shift !== 0) continue;
      const [target] = call.arguments;
      add(
        target?.kind === 'name' ? target.name : prototypeOf(target),
        call.arguments
          .slice(1)
          .filter((argument) => argument.kind !== 'object')
          .map(unwrapPrototype),
      );
    }
  for (const index of source.assignmentsByName.get('prototype') ?? []) {
    const assignment = source.facts.assignments[index];
    if (assignment?.object.kind === 'name') add(assignment.object.name, created(source, assignment.value));
  }
  for (const index of source.assignmentsByName.get('__proto__') ?? []) {
    const assignment = source.facts.assignments[index];
    if (assignment) add(prototypeOf(assignment.object), [unwrapPrototype(assignment.value)]);
  }
  // `Emitter(X.prototype)`: a mixin that is called on the prototype.
  for (const call of source.facts.calls)
    if (call.arguments.length === 1 && !call.new && call.callee.kind === 'name')
      add(prototypeOf(call.arguments[0]), [call.callee]);
  return found;
}

/** What a constructor gives its own object: `Object.assign(this, X.prototype)`, `this[name] = X.prototype[name]`. */
export function mixedIntoThis(source: Source, fact: ClassFact | FunctionFact): readonly Expression[] {
  const maker = isFunctionFact(fact) ? source.facts.functions.indexOf(fact) : fact.constructor_;
  if (maker === undefined) return [];
  const found: Expression[] = [];
  const isInside = (index: number | undefined): boolean => {
    for (let at = index; at !== undefined; at = source.facts.functions[at]?.outer) if (at === maker) return true;
    return false;
  };
  for (const index of source.callsByFunction.get(maker) ?? []) {
    const call = source.facts.calls[index];
    const verb = call && lastName(call.callee);
    if (call?.arguments[0]?.kind !== 'this' || verb === undefined || !mixing.has(verb)) continue;
    for (const argument of call.arguments.slice(1))
      if (argument.kind === 'member' && argument.name === 'prototype') found.push(argument.object);
  }
  for (const index of source.assignmentsByName.get('*') ?? []) {
    const assignment = source.facts.assignments[index];
    if (assignment?.object.kind !== 'this' || assignment.value.kind !== 'element') continue;
    const { object } = assignment.value;
    if (object.kind === 'member' && object.name === 'prototype' && isInside(assignment.function))
      found.push(object.object);
  }
  return found;
}

function created(source: Source, value: Expression): Expression[] {
  if (value.kind !== 'call') return value.kind === 'object' ? [] : [unwrapPrototype(value)];
  const call = source.facts.calls[value.call];
  if (!call) return [];
  if (call.new) return [call.callee];
  const [first, second] = call.arguments;
  if (lastName(call.callee) === 'create' && first) return [unwrapPrototype(first)];
  return [first, second].flatMap((argument) =>
    argument && argument.kind !== 'object' ? [unwrapPrototype(argument)] : [],
  );
}

function unwrapPrototype(expression: Expression): Expression {
  return expression.kind === 'member' && expression.name === 'prototype' ? expression.object : expression;
}

/** Object literals whose members a class was given: `Object.assign(X.prototype, Events)`. */
export function mixedObjects(program: Program, owner: ClassValue): readonly ObjectValue[] {
  const { source, class: fact } = owner;
  const { name } = fact;
  if (name === undefined) return [];
  return program.queries.ask<readonly ObjectValue[]>(
    source.memo.rest,
    `mixed:${fact.line}:${fact.column}`,
    () =>
      mixedInto(source, name).flatMap((expression) =>
        evaluate(program, source, expression, undefined, 'value').filter(
          (value): value is ObjectValue => value.kind === 'object',
        ),
      ),
    [],
  );
}
