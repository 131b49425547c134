/** What `this` is in a function, by its class, its owner, its caller or what it is registered on. */
import type { Expression, FunctionFact } from '../../../languages/javascript/facts';
import { evaluate } from '../evaluation/evaluate';
import { keptAs } from '../made';
import type { Program } from '../program';
import type { Source } from '../sources';
import { typeValues } from '../evaluation/types';
import { frameOf, rebase, withContext, type ClassValue, type Context, type InstanceValue, type Value } from '../values';
import { isSubclass } from './ancestry';

/** What `this` stands for. */
export function selfOf(
  program: Program,
  source: Source,
  expression: Expression & { kind: 'this' | 'super' },
  context: Context,
): readonly Value[] {
  if (expression.function === undefined) {
    const fact = expression.class === undefined ? undefined : source.facts.classes[expression.class];
    return fact ? [{ kind: 'instance', of: { kind: 'class', source, class: fact, context: undefined }, context }] : [];
  }
  const fact = source.facts.functions[expression.function];
  if (!fact) return [];
  const frame = frameOf(context, fact);
  const own = ownerOf(program, source, fact, context);
  if (frame?.self) {
    const better = frame.self.filter(
      (value) => value.kind === 'instance' || value.kind === 'object' || value.kind === 'class',
    );
    if (better.length) return better.map((value) => withContext(value, context));
  }
  if (frame?.up && frame.call.callee.kind === 'member') {
    // The base class's method runs on whatever the caller holds.
    const receivers = evaluate(program, frame.callSource, frame.call.callee.object, context, 'value').filter(
      (value): value is InstanceValue => value.kind === 'instance',
    );
    const related = receivers.filter((value) =>
      own.some((one) => one.kind !== 'instance' || isSubclass(program, value.of, one.of)),
    );
    if (related.length) return related.map((value) => withContext(value, context));
  }
  return own;
}

function ownerOf(program: Program, source: Source, fact: FunctionFact, context: Context): readonly Value[] {
  if (fact.thisType) {
    const typed = typeValues(program, source, fact.thisType, context);
    if (typed.length) return typed;
  }
  if (fact.class !== undefined) {
    const owner = source.facts.classes[fact.class];
    if (!owner) return [];
    const of: ClassValue = { kind: 'class', source, class: owner, context: undefined };
    return fact.static ? [of] : [{ kind: 'instance', of, context }];
  }
  const { owner } = fact;
  const defined = owner?.kind === 'object' ? definedOn(source, fact) : undefined;
  if (defined) return evaluate(program, source, defined, context, 'value').map((value) => withContext(value, context));
  if (owner) {
    const values =
      owner.kind === 'object'
        ? ownedBy(program, source, owner, context)
        : evaluate(program, source, owner, undefined, 'value');
    const selves = values.flatMap((value): Value[] =>
      value.kind === 'prototype'
        ? value.of.kind === 'class'
          ? [{ kind: 'instance', of: value.of, context }]
          : []
        : [withContext(value, rebase(value.context, context))],
    );
    if (selves.length) return selves;
  }
  const passedTo = fact.passed === undefined ? undefined : source.facts.calls[fact.passed.call];
  const told = fact.role === 'function' ? toldSelf(source, fact) : undefined;
  if (told) return evaluate(program, source, told, context, 'value').map((value) => withContext(value, context));
  if (passedTo && fact.role === 'function' && passedTo.callee.kind === 'member') {
    const receivers = evaluate(program, source, passedTo.callee.object, context, 'value').filter(
      (value) => value.kind === 'instance' || value.kind === 'external',
    );
    if (receivers.length) return receivers;
  }
  if (fact.role === 'function' && fact.outer !== undefined)
    for (const { on } of keptAs(source, fact))
      for (const value of on ? evaluate(program, source, on, undefined, 'value') : [])
        if (value.kind === 'prototype' && value.of.kind === 'class')
          return [{ kind: 'instance', of: value.of, context }];
  if (fact.role === 'function' && fact.name !== undefined) {
    // `function onClose() { this.emit(…) }` handed to `socket.on`: what it is registered on is what it runs on.
    const registered = registeredOn(program, source, fact, context);
    if (registered.length) return registered;
    return [{ kind: 'instance', of: { kind: 'class', source, class: fact, context: undefined }, context }];
  }
  return [];
}

/** `Object.defineProperty(this, 'x', { set() { … } })`: an accessor runs on what it is defined on. */
function definedOn(source: Source, fact: FunctionFact): Expression | undefined {
  if (!source.callsByName.has('defineProperty') && !source.callsByName.has('defineProperties')) return undefined;
  const index = source.facts.functions.indexOf(fact);
  const holds = (expression: Expression | undefined, depth: number): boolean =>
    expression?.kind === 'object' &&
    expression.members.some(
      ({ value }) => (value.kind === 'function' && value.function === index) || (depth > 0 && holds(value, depth - 1)),
    );
  for (const { call } of source.callsByName.get('defineProperty') ?? [])
    if (holds(call.arguments[2], 0)) return call.arguments[0];
  for (const { call } of source.callsByName.get('defineProperties') ?? [])
    if (holds(call.arguments[1], 1)) return call.arguments[0];
  return undefined;
}

const iterations = new Set(['forEach', 'map', 'filter', 'some', 'every', 'find', 'each', 'flatMap', 'findIndex']);

/** `function () { … }.bind(this)`, `list.forEach(function () { … }, this)`: written next to the function itself. */
function toldSelf(source: Source, fact: FunctionFact): Expression | undefined {
  const index = source.facts.functions.indexOf(fact);
  for (const { call, through } of source.callsByName.get('bind') ?? [])
    if (!through && call.callee.kind === 'member' && call.callee.object.kind === 'function')
      if (call.callee.object.function === index) return call.arguments[0];
  const passedTo = fact.passed === undefined ? undefined : source.facts.calls[fact.passed.call];
  const { callee } = passedTo ?? {};
  if (!passedTo || !fact.passed || (callee?.kind !== 'member' && callee?.kind !== 'name')) return undefined;
  const { position } = fact.passed;
  const given = passedTo.arguments[position + 1];
  // `bind(fn, this)` and `bind(this, fn)`.
  if (/^(?:bind|proxy|hitch)_?$/.test(callee.name))
    return given ?? [passedTo.arguments[position - 1]].find((before) => before?.kind === 'this');
  return iterations.has(callee.name) && passedTo.arguments.length === position + 2 ? given : undefined;
}

function ownedBy(
  program: Program,
  source: Source,
  object: Expression & { kind: 'object' },
  context: Context,
): readonly Value[] {
  const itself: Value = { kind: 'object', source, object, context };
  if (!object.into) return [itself];
  const targets = evaluate(program, source, object.into, undefined, 'value').filter(
    (value) =>
      value.kind === 'prototype' ||
      value.kind === 'instance' ||
      value.kind === 'class' ||
      (value.kind === 'object' && value.object !== object),
  );
  return targets.length ? targets : [itself];
}

function registeredOn(program: Program, source: Source, fact: FunctionFact, context: Context): readonly Value[] {
  if (fact.outer !== undefined && source.facts.functions.some((other) => other.name === fact.name && other !== fact))
    return [];
  const found: Value[] = [];
  for (const verb of ['on', 'once', 'addListener', 'prependListener', 'addEventListener'])
    for (const { call, shift } of source.callsByName.get(verb) ?? []) {
      if (shift || call.callee.kind !== 'member') continue;
      const passes = call.arguments.some((argument) => argument.kind === 'name' && argument.name === fact.name);
      if (passes)
        found.push(
          ...evaluate(program, source, call.callee.object, context, 'value').filter(
            (value) => value.kind === 'instance' || value.kind === 'external',
          ),
        );
    }
  // `sender.onerror = onError`
  for (const assignment of source.facts.assignments)
    if (assignment.value.kind === 'name' && assignment.value.name === fact.name && assignment.object.kind !== 'this')
      found.push(
        ...evaluate(program, source, assignment.object, context, 'value').filter((value) => value.kind === 'instance'),
      );
  return found;
}
