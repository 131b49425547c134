/** Calls of verbs without their receiver in front: bound methods, functions of a module, `emit.call(bus, 'x')`. */
import type { CallFact, Expression } from '../../../languages/javascript/facts';
import { nothing, type Findings } from '../emissions';
import type { Direction } from '../emitters/emitter';
import { moduleVerdict } from '../emitters/objects';
import { dispatchVerbs, listenVerbs } from '../emitters/verbs';
import { verdictOf } from '../emitters/verdict';
import { evaluate } from '../evaluation/evaluate';
import { findName } from '../evaluation/scopes';
import type { Program } from '../program';
import type { Shape } from '../shape';
import { lastName, type Source } from '../sources';
import { ofTypeOperator } from '../streams';
import { dispatchOn, dispatchSite } from './dispatches';
import { judge } from './judge';
import { listenOn, listenSite } from './listens';

/** `emitter.emit.bind(emitter, 'x')`, `emit.call(this, 'x')`. */
export function throughFunction(
  program: Program,
  source: Source,
  call: CallFact,
  callee: Expression & { kind: 'member' },
  how: 'bind' | 'call' | 'apply',
): Findings {
  const target = callee.object;
  const verb = lastName(target) ?? '';
  const [self] = call.arguments;
  if (!self || call.arguments.length < 2) return nothing;
  const parent = target.kind === 'member' && target.object.kind === 'member' && target.object.name === 'prototype';
  const receiver =
    parent || target.kind === 'name' || self.kind === 'this' ? self : target.kind === 'member' ? target.object : self;
  const shape: Shape = {
    call,
    index: -1,
    source,
    verb,
    receiver,
    shift: 1,
    bound: how === 'bind',
    ...(how === 'apply' && { listed: true }),
  };
  if (dispatchVerbs.has(verb)) return dispatchSite(program, shape);
  return listenVerbs.has(verb) ? listenSite(program, shape) : nothing;
}

/** Calls without receiver: functions of a module that is an emitter, `once(emitter, 'x')` of Node. */
export function bareCall(program: Program, source: Source, call: CallFact, index: number, name: string): Findings {
  const values = evaluate(program, source, call.callee, undefined, 'value');
  const external = values.find((value) => value.kind === 'external');
  const [first] = call.arguments;
  if (
    external?.kind === 'external' &&
    external.module === 'events' &&
    (external.path === 'once' || external.path === 'on') &&
    first
  )
    return listenSite(program, { call, index, source, verb: external.path, receiver: first, shift: 1, bound: true });
  if (external?.kind === 'external' && external.module === '@nestjs/cqrs' && external.path === 'ofType')
    return ofTypeOperator(program, source, call, index);
  const direction: Direction | undefined = dispatchVerbs.has(name)
    ? 'dispatch'
    : listenVerbs.has(name)
      ? 'listen'
      : undefined;
  const bound = direction && call.callee.kind === 'name' ? boundMethod(program, source, call.callee, 0) : undefined;
  if (bound && direction) {
    const shape: Shape = {
      call,
      index,
      source,
      verb: bound.verb,
      receiver: bound.receiver,
      receiverSource: bound.source,
      shift: 0,
    };
    const verdict = judge(program, shape, undefined, direction);
    return verdict.kind !== 'emitter'
      ? nothing
      : direction === 'dispatch'
        ? dispatchOn(program, shape, verdict)
        : listenOn(program, shape, verdict);
  }
  if (!direction || !values.some((value) => value.kind === 'function' || (value.kind === 'external' && value.made)))
    return nothing;
  const own = values.filter((value) => value.kind === 'function');
  const method = own[0];
  if (method?.kind === 'function' && method.self) {
    const shape: Shape = { call, index, source, verb: method.function.name ?? name, receiver: call.callee, shift: 0 };
    const verdict = verdictOf(program, method.self, shape.verb, direction, false);
    if (verdict.kind !== 'emitter') return nothing;
    return direction === 'dispatch' ? dispatchOn(program, shape, verdict) : listenOn(program, shape, verdict);
  }
  const verdict = moduleVerdict(program, own, name, direction);
  if (verdict.kind !== 'emitter') return nothing;
  const shape: Shape = { call, index, source, verb: name, receiver: call.callee, shift: 0 };
  return direction === 'dispatch' ? dispatchOn(program, shape, verdict) : listenOn(program, shape, verdict);
}

/** `const { on } = emitter`, `export const emit = hub.emit.bind(hub)`: which method of what a bare name is. */
function boundMethod(
  program: Program,
  source: Source,
  expression: Expression,
  depth: number,
): { readonly source: Source; readonly receiver: Expression; readonly verb: string } | undefined {
  if (depth > 5) return undefined;
  if (expression.kind === 'member')
    return depth && (dispatchVerbs.has(expression.name) || listenVerbs.has(expression.name))
      ? { source, receiver: expression.object, verb: expression.name }
      : undefined;
  if (expression.kind === 'call') {
    const call = source.facts.calls[expression.call];
    return call?.callee.kind === 'member' && call.callee.name === 'bind'
      ? boundMethod(program, source, call.callee.object, depth + 1)
      : undefined;
  }
  if (expression.kind === 'imported') {
    const file = program.modules.resolve(source.file, expression.module);
    const target = file === undefined ? undefined : program.source(file);
    const exported =
      target && Object.hasOwn(target.facts.exports, expression.name)
        ? target.facts.exports[expression.name]?.[0]
        : undefined;
    return target && exported ? boundMethod(program, target, exported, depth + 1) : undefined;
  }
  if (expression.kind !== 'name') return undefined;
  const binding = findName(source, expression.name, expression.scope)?.binding;
  const [value] = binding?.kind === 'variable' || binding?.kind === 'import' ? (binding.values ?? []) : [];
  return value && boundMethod(program, source, value, depth + 1);
}
