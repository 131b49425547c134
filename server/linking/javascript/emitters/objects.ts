/** Emitters that are no instance: objects, functions with methods, modules of functions, classes with static methods. */
import { emitterType } from '../../../frameworks/javascript';
import type { Expression } from '../../../languages/javascript/facts';
import { evaluate } from '../evaluation/evaluate';
import { isFunctionFact } from '../members/ancestry';
import { memberOf } from '../members/memberOf';
import { mixing } from '../members/mixins';
import type { Program } from '../program';
import { labelOf, type Source } from '../sources';
import type { ClassValue, ExternalValue, FunctionValue, Value } from '../values';
import { classEmitter, none, type Direction, type Emitter, type Verdict } from './emitter';
import { forwardOf } from './forwarding';
import { dispatchVerbs, listenVerbs } from './verbs';
import { verdictOf } from './verdict';

export function staticVerdict(program: Program, value: ClassValue, verb: string, direction: Direction): Verdict {
  const methods = memberOf(program, value, verb, undefined, 'value').filter(
    (one): one is FunctionValue => one.kind === 'function',
  );
  const [method] = methods;
  if (!method || !method.function.static) return none;
  const forward = forwardOf(program, method, direction, false, verb);
  if (forward === 'other') return { kind: 'wrapper' };
  const names = isFunctionFact(value.class)
    ? []
    : value.class.members.filter((member) => member.static).map((member) => member.name ?? '');
  return names.some((name) => dispatchVerbs.has(name)) && names.some((name) => listenVerbs.has(name))
    ? classEmitter(value, 'nodeEvents', { hand: true, wildcards: true })
    : none;
}

export function objectVerdict(
  program: Program,
  value: Value & { kind: 'object' | 'function' },
  verb: string,
  direction: Direction,
): Verdict {
  const bound = boundVerdict(program, value, verb, direction);
  if (bound) return bound;
  const methods = memberOf(program, value, verb, undefined, 'value');
  const method = methods.find((one): one is FunctionValue => one.kind === 'function');
  if (!method) {
    const mixed = mixedVerdict(program, value, verb, direction);
    if (mixed) return mixed;
    const external = methods.find((one): one is ExternalValue => one.kind === 'external');
    return external ? { kind: 'wrapper' } : none;
  }
  const forward = forwardOf(program, method, direction, false, verb);
  if (forward === 'other') return { kind: 'wrapper' };
  const has = (verbs: Iterable<string>): boolean =>
    [...verbs].some((one) =>
      value.kind === 'object'
        ? value.object.members.some((member) => member.name === one)
        : memberOf(program, value, one, undefined, 'value').length > 0,
    );
  if (!has(dispatchVerbs) || !has(listenVerbs.keys())) return none;
  const label =
    value.kind === 'object' && value.allocation ? labelOf(value.allocation.source, value.allocation.index) : undefined;
  const file = value.kind === 'object' && value.allocation ? value.allocation.source.file : value.source.file;
  const name = label ?? (value.kind === 'object' ? objectName(value.source, value) : value.function.name) ?? 'emitter';
  return { kind: 'emitter', key: `${file}#${name}`, name, framework: 'nodeEvents', hand: true, wildcards: true };
}

function isSame(value: Value & { kind: 'object' | 'function' }, other: Value): boolean {
  return value.kind === 'object'
    ? other.kind === 'object' && other.object === value.object
    : other.kind === 'function' && other.function === value.function;
}

/** `{ on: bus.on.bind(bus) }`, `meter.emit = bus.emit.bind(bus)`: another name for what the method is bound to. */
function boundVerdict(
  program: Program,
  value: Value & { kind: 'object' | 'function' },
  verb: string,
  direction: Direction,
): Emitter | undefined {
  const { source } = value;
  const targetOf = (written: Expression): (Expression & { readonly kind: 'member' }) | undefined => {
    const { callee } = (written.kind === 'call' ? source.facts.calls[written.call] : undefined) ?? {};
    return callee?.kind === 'member' && callee.name === 'bind' && callee.object.kind === 'member'
      ? callee.object
      : undefined;
  };
  const members = value.kind === 'object' ? value.object.members.filter((member) => member.name === verb) : [];
  const assigned = (source.assignmentsByName.get(verb) ?? []).flatMap((index) => source.facts.assignments[index] ?? []);
  const targets = [
    ...members.flatMap((member) => targetOf(member.value) ?? []),
    ...assigned.flatMap((one) => {
      const target = targetOf(one.value);
      return target && evaluate(program, source, one.object, undefined, 'value').some((one) => isSame(value, one))
        ? [target]
        : [];
    }),
  ];
  for (const { object, name } of targets)
    for (const one of evaluate(program, source, object, value.context, 'value')) {
      const verdict = verdictOf(program, one, name, direction, false);
      if (verdict.kind === 'emitter') return verdict;
    }
  return undefined;
}

/** `Object.assign(bus, EventEmitter.prototype)`: an object, or a function, that was given an emitter's methods. */
function mixedVerdict(
  program: Program,
  value: Value & { kind: 'object' | 'function' },
  verb: string,
  direction: Direction,
): Emitter | undefined {
  const { source } = value;
  for (const mix of mixing)
    for (const { call, shift } of source.callsByName.get(mix) ?? []) {
      const [target, ...given] = call.arguments;
      if (shift || target?.kind !== 'name' || !given.some((one) => one.kind === 'member' && one.name === 'prototype'))
        continue;
      const same = evaluate(program, source, target, undefined, 'value').some((one) => isSame(value, one));
      if (!same) continue;
      for (const one of given.flatMap((argument) => evaluate(program, source, argument, undefined, 'value'))) {
        if (one.kind !== 'prototype' || one.of.kind !== 'external') continue;
        const framework = emitterType(one.of.module, one.of.path)?.framework;
        const verbs = direction === 'dispatch' ? framework?.dispatches : framework?.listens;
        if (!framework || !verbs || !Object.hasOwn(verbs, verb)) continue;
        return {
          kind: 'emitter',
          key: `${source.file}#${target.name}`,
          name: target.name,
          framework: framework.id,
        };
      }
    }
  return undefined;
}

function objectName(source: Source, value: Value & { kind: 'object' }): string | undefined {
  for (const binding of source.facts.bindings) if (binding.values?.includes(value.object)) return binding.name;
  return source.file.replace(/^.*\/|\.[^.]*$/g, '');
}

/** Functions exported side by side: `import { emit, on } from './bus'`. */
export function moduleVerdict(
  program: Program,
  functions: readonly Value[],
  verb: string,
  direction: Direction,
): Verdict {
  const method = functions.find((one): one is FunctionValue => one.kind === 'function');
  if (!method) return functions.some((one) => one.kind === 'external') ? { kind: 'wrapper' } : none;
  const forward = forwardOf(program, method, direction, false, verb);
  if (forward === 'other') return { kind: 'wrapper' };
  const names = new Set(
    method.source.facts.functions
      .filter((fact) => fact.outer === undefined && fact.class === undefined && !fact.owner)
      .map((fact) => fact.name ?? ''),
  );
  if (![...names].some((name) => dispatchVerbs.has(name)) || ![...names].some((name) => listenVerbs.has(name)))
    return none;
  const name = method.source.file.replace(/\/index\.[^/]*$/, '').replace(/^.*\/|\.[^.]*$/g, '');
  return {
    kind: 'emitter',
    key: `${method.source.file}#${name}`,
    name,
    framework: 'nodeEvents',
    hand: true,
    wildcards: true,
  };
}
