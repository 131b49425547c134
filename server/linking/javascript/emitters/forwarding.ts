/** What a method does with the name it is given: keeps it or hands it on; decides nothing about its class. */
import type { CallFact, Expression, FunctionFact } from '../../../languages/javascript/facts';
import { evaluate } from '../evaluation/evaluate';
import { findName } from '../evaluation/scopes';
import type { Program } from '../program';
import { lastName, type Source } from '../sources';
import type { FunctionValue } from '../values';
import type { Direction } from './emitter';
import { isSingle } from './single';
import { dispatchVerbs, listenVerbs } from './verbs';
import { verdictOf } from './verdict';

/**
 * What a method does with the name it is given: hands it to the same emitter (an override, `once` built on `on`), to
 * another one (a wrapper), or keeps it (the emitter's own implementation).
 */
export function forwardOf(
  program: Program,
  method: FunctionValue,
  direction: Direction,
  hasBase: boolean,
  verb: string,
): 'same' | 'other' | 'keeps' {
  const { source, function: fact } = method;
  program.queries.read(`f:${source.file}`);
  return program.queries.ask<'same' | 'other' | 'keeps'>(
    source.memo.rest,
    `forward:${direction}:${source.facts.functions.indexOf(fact)}`,
    () => {
      let same = false;
      let other = false;
      for (const call of source.facts.calls) {
        if (call.function === undefined || !isInside(source, call.function, fact)) continue;
        const name = lastName(call.callee);
        const through =
          call.callee.kind === 'member' && (name === 'call' || name === 'apply')
            ? lastName(keptMethod(source, call.callee.object) ?? call.callee.object)
            : undefined;
        const called = through ?? name;
        const isVerb =
          called !== undefined && (direction === 'dispatch' ? dispatchVerbs.has(called) : listenVerbs.has(called));
        if (!isVerb || !passesParameter(source, call, fact, through === undefined ? 0 : 1)) continue;
        const receiver =
          call.callee.kind === 'member'
            ? through === undefined
              ? call.callee.object
              : call.callee.object.kind === 'member'
                ? call.callee.object.object
                : keptMethod(source, call.callee.object)?.object
            : undefined;
        if (!receiver) {
          const functions = evaluate(program, source, call.callee, undefined, 'value');
          if (functions.some((value) => value.kind === 'function' && value.function !== fact)) other = true;
        } else if (receiver.kind === 'super') same ||= hasBase;
        else if (receiver.kind === 'this') same ||= called !== verb || hasBase;
        else if (through !== undefined && receiver.kind === 'member' && receiver.name === 'prototype') same = true;
        else if (isEmitterLike(program, source, receiver, called, direction, handsFirst(source, call, fact)))
          other = true;
        else if (called === verb && isOfStore(program, source, receiver)) other = true;
      }
      return other ? 'other' : same ? 'same' : 'keeps';
    },
    'keeps',
  );
}

/** `const before = Queue.prototype.on`: the method that another one is put in place of. */
function keptMethod(source: Source, expression: Expression): (Expression & { readonly kind: 'member' }) | undefined {
  if (expression.kind !== 'name') return undefined;
  const [value] = findName(source, expression.name, expression.scope)?.binding.values ?? [];
  return value?.kind === 'member' && value.object.kind === 'member' && value.object.name === 'prototype'
    ? value
    : undefined;
}

function isEmitterLike(
  program: Program,
  source: Source,
  receiver: Expression,
  verb: string,
  direction: Direction,
  first: boolean,
): boolean {
  const values = evaluate(program, source, receiver, undefined, 'value');
  return values.some((value) => {
    // An emitter of one event is given no name: the method that keeps such emitters by name is the bus.
    if (!first && value.kind === 'instance' && isSingle(value.of)) return false;
    const verdict = verdictOf(program, value, verb, direction, false);
    return verdict.kind === 'emitter' || verdict.kind === 'wrapper';
  });
}

/** A store of a state library: what is dispatched on it are actions for its reducers, which no listener names. */
function isOfStore(program: Program, source: Source, receiver: Expression): boolean {
  const values = evaluate(program, source, receiver, undefined, 'value');
  return (
    values.length > 0 &&
    values.every((value) => value.kind === 'external' && /redux|^(?:zustand|vuex|@ngrx\/|@ngxs\/)/.test(value.module))
  );
}

/** Whether a call hands on the very first parameter of the method it stands in. */
function handsFirst(source: Source, call: CallFact, fact: FunctionFact): boolean {
  return call.arguments.some((argument) => {
    const of = argument.kind === 'spread' ? argument.of : argument;
    const binding = of.kind === 'name' ? findName(source, of.name, of.scope)?.binding : undefined;
    return (
      binding?.kind === 'parameter' &&
      binding.index === 0 &&
      binding.function !== undefined &&
      source.facts.functions[binding.function] === fact
    );
  });
}

function isInside(source: Source, index: number, fact: FunctionFact): boolean {
  for (let at: number | undefined = index; at !== undefined; at = source.facts.functions[at]?.outer)
    if (source.facts.functions[at] === fact) return true;
  return false;
}

/** Whether the event argument of a call is made of the method's own first parameter. */
function passesParameter(source: Source, call: CallFact, fact: FunctionFact, at: number): boolean {
  const own = (expression: Expression | undefined, depth: number): boolean => {
    if (!expression || depth > 6) return false;
    switch (expression.kind) {
      case 'name': {
        const binding = findName(source, expression.name, expression.scope)?.binding;
        if (!binding) return expression.name === 'arguments';
        if (binding.kind === 'parameter')
          return binding.function !== undefined && isInside(source, binding.function, fact);
        return Boolean(binding.values?.some((value) => own(value, depth + 1)));
      }
      case 'argument':
        return isInside(source, expression.function, fact);
      case 'join':
        return expression.parts.some((part) => own(part, depth + 1));
      case 'member':
        return own(expression.object, depth + 1);
      case 'element':
        return own(expression.object, depth + 1) || own(expression.key, depth + 1);
      case 'spread':
      case 'cast':
      case 'each':
      case 'key':
        return own(expression.of, depth + 1);
      case 'either':
        return expression.options.some((option) => own(option, depth + 1));
      case 'array':
        return expression.elements.some((element) => own(element, depth + 1));
      case 'object':
        return expression.members.some((member) => own(member.value, depth + 1));
      case 'call': {
        const inner = source.facts.calls[expression.call];
        return Boolean(
          inner && (inner.arguments.some((argument) => own(argument, depth + 1)) || own(inner.callee, depth + 1)),
        );
      }
      default:
        return false;
    }
  };
  return own(call.arguments[at] ?? call.arguments[0], 0);
}
