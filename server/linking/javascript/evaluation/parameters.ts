/** What a parameter may be: its type, what callers pass, its default, or what a callback is handed. */
import type { CallFact, Expression, FunctionFact } from '../../../languages/javascript/facts';
import { callersOf } from '../callers';
import { ancestorsOf, isFunctionFact } from '../members/ancestry';
import { leadsHere } from '../members/sameObject';
import type { Program } from '../program';
import type { Source } from '../sources';
import { givenParameter } from './signatures';
import { typeValues } from './types';
import { frameOf, rebase, withContext, type ClassValue, type Context, type Frame, type Value } from '../values';
import { argumentOf, longestChain, mostCallers, upwards } from './arguments';
import { slotted } from './bindings';
import { evaluate, type Mode } from './evaluate';
import { iteratedBy } from './iterated';
import { findName } from './scopes';
import { mostStrings } from './text';
import { oneOfSeveral } from './ways';

/** `given || DEFAULT`: callers that give nothing have chosen the usual value. */
export function leftOut(
  program: Program,
  source: Source,
  [given, ...others]: readonly Expression[],
  context: Context,
): readonly Value[] {
  const binding = given?.kind === 'name' ? findName(source, given.name, given.scope)?.binding : undefined;
  const fact =
    binding?.kind === 'parameter' && binding.function !== undefined
      ? source.facts.functions[binding.function]
      : undefined;
  const index = binding?.index ?? 0;
  const parameter = fact?.parameters[index];
  if (!fact || !parameter || parameter.default || parameter.rest || frameOf(context, fact)) return [];
  if ((context?.depth ?? 0) > longestChain) return [];
  return callersOf(program, source, fact)
    .slice(0, mostCallers)
    .flatMap(({ reference, source: from, self, within }) => {
      const { call, shift, through } = reference;
      if (call.spread || through === 'apply' || call.arguments[index + shift]) return [];
      const up = upwards(source, fact, from, reference, self, rebase(within, context));
      if (!leadsHere(program, up)) return [];
      return others.flatMap((option) => evaluate(program, source, option, up, 'name'));
    });
}

/** Whether a caller was asked after the frame was entered. */
function wasReached(context: Context, frame: Frame): boolean {
  for (let at = context; at && at !== frame; at = at.parent) if (at.up) return true;
  return false;
}

export function evaluateParameter(
  program: Program,
  source: Source,
  functionIndex: number,
  index: number,
  context: Context,
  mode: Mode,
): readonly Value[] {
  const fact = source.facts.functions[functionIndex];
  if (!fact) return [];
  const parameter = fact.parameters[index];
  const frame = frameOf(context, fact);
  const annotated = (): readonly Value[] =>
    parameter?.type
      ? typeValues(program, source, parameter.type, context)
      : givenParameter(program, source, fact.givenType, index).map((value) =>
          withContext(value, rebase(value.context, context)),
        );
  if (mode === 'value' && (parameter?.type ?? fact.givenType)) {
    const typed = annotated();
    if (typed.some((value) => isSpecific(program, value)))
      return typed.map((value) => slotted(source, slotLabel(source, fact, parameter?.name), value));
  }
  if (frame) {
    const passed = argumentOf(program, frame, index, context, mode);
    if (!passed.length) return fallbacks();
    // What a function was made with is known on whichever way it was reached.
    return frame.up || !wasReached(context, frame)
      ? passed
      : passed.map((value) => (value.context === frame.parent ? withContext(value, context) : value));
  }
  const iterated = iteratedBy(program, source, fact, index, context, mode);
  if (iterated.length) return iterated;
  const callers = (context?.depth ?? 0) > longestChain ? [] : callersOf(program, source, fact);
  const groups: (readonly Value[])[] = [];
  const unseen: boolean[] = [];
  const ways: Frame[] = [];
  let asked = 0;
  for (const { reference, source: from, self, within } of callers) {
    if (asked++ >= mostCallers) break;
    if (
      isWithin(from, reference.call, source, functionIndex) &&
      passesOn(reference.call.arguments[index + reference.shift], from, functionIndex)
    )
      continue;
    const up = upwards(source, fact, from, reference, self, rebase(within, context));
    if (!leadsHere(program, up)) continue;
    // What tests pass says nothing about the program itself.
    if (
      mode === 'value' &&
      from.test &&
      !source.test &&
      groups.some((group) =>
        group.some((value) => value.kind === 'instance' || (value.kind === 'external' && value.allocation)),
      )
    )
      continue;
    const passed = argumentOf(program, up, index, up, mode);
    groups.push(passed);
    ways.push(up);
    unseen.push(
      (source.test || !from.test) &&
        passed.every(isForeign) &&
        saysSomething(reference.call.arguments[index + reference.shift]),
    );
  }
  // Only so many values are kept: callers that chose one thing come before those that go through a list of all there is.
  if (mode === 'name' && groups.reduce((sum, group) => sum + group.length, 0) > mostStrings)
    groups.sort((a, b) => a.length - b.length);
  const values =
    mode === 'value' && unseen.includes(true)
      ? groups.flatMap((group, at) => group.map((value) => amongOthers(value, ways[at])))
      : groups.flat();
  // Only tests pass something else: the program itself runs with the default.
  if (
    mode === 'value' &&
    parameter?.default &&
    !source.test &&
    callers.every(({ source: from }) => from.test || from === source)
  ) {
    const usual = evaluate(program, source, parameter.default, context, mode).filter(
      (value) => value.kind !== 'external' || value.allocation,
    );
    if (usual.length) return usual;
  }
  // What a test puts in place of a service is not what the program is given.
  if (mode === 'value' && !source.test && values.length && callers.every(({ source: from }) => from.test)) {
    const stated = values.every((value) => value.kind === 'object') ? annotated() : [];
    if (stated.length) return stated.map((value) => slotted(source, slotLabel(source, fact, parameter?.name), value));
  }
  if (values.length) {
    const own = values.filter((value) => !isForeign(value));
    return mode === 'value' && own.length ? own : values;
  }
  return fallbacks();

  function fallbacks(): readonly Value[] {
    const byDefault = parameter?.default && source ? evaluate(program, source, parameter.default, context, mode) : [];
    if (byDefault.length) return byDefault;
    const stated = annotated();
    const values = stated.length ? stated : expectedParameter();
    return values.map((value) => slotted(source, slotLabel(source, fact as FunctionFact, parameter?.name), value));
  }

  /** A callback's parameter as the function it is handed to declares it. */
  function expectedParameter(): readonly Value[] {
    const call = fact?.passed === undefined ? undefined : source.facts.calls[fact.passed.call];
    const position = fact?.passed?.position ?? 0;
    if (!call || call.callee.kind === 'super') return [];
    const called = evaluate(program, source, call.callee, undefined, 'value').find(
      (value) => value.kind === 'function',
    );
    return called?.kind === 'function'
      ? givenParameter(program, called.source, called.function.parameters[position]?.type, index)
      : [];
  }
}

function isForeign(value: Value): boolean {
  return value.kind === 'external' && !value.allocation;
}

/** Whether an argument stands for something, whatever that is: not for nothing. */
function saysSomething(argument: Expression | undefined): boolean {
  return (
    argument !== undefined &&
    argument.kind !== 'literal' &&
    !(argument.kind === 'name' && argument.name === 'undefined')
  );
}

function amongOthers(value: Value, way: Frame | undefined): Value {
  return way && !isForeign(value) ? withContext(value, oneOfSeveral(value.context, way)) : value;
}

function slotLabel(source: Source, fact: FunctionFact, name: string | undefined): string {
  const owner =
    fact.role === 'constructor' && fact.class !== undefined ? source.facts.classes[fact.class]?.name : fact.name;
  return owner === undefined ? (name ?? 'emitter') : `${owner}.${name ?? 'emitter'}`;
}

/** A recursive call that passes its own parameter on says nothing new. */
function isWithin(from: Source, call: CallFact, source: Source, functionIndex: number): boolean {
  if (from !== source) return false;
  for (let at = call.function; at !== undefined; at = source.facts.functions[at]?.outer)
    if (at === functionIndex) return true;
  return false;
}

function passesOn(argument: Expression | undefined, from: Source, functionIndex: number): boolean {
  if (argument?.kind !== 'name') return false;
  const binding = findName(from, argument.name, argument.scope)?.binding;
  return binding?.kind === 'parameter' && binding.function === functionIndex;
}

/** Whether a type already says which emitter it is; a bare `EventEmitter` does not. */
function isSpecific(program: Program, value: Value): boolean {
  if (value.kind === 'instance') return value.of.class.role !== 'interface' || isEmitterShape(program, value.of);
  return (
    value.kind === 'external' &&
    value.made &&
    value.module !== 'global' &&
    !program.isEmitterType(value.module, value.path)
  );
}

/** An interface of options says less about a value than whoever passes it; one that emits and listens says enough. */
function isEmitterShape(program: Program, value: ClassValue): boolean {
  return ancestorsOf(program, value).some((parent) =>
    parent.kind === 'external'
      ? program.isEmitterType(parent.module, parent.path)
      : !isFunctionFact(parent.class) &&
        parent.class.members.some(
          (member) =>
            member.name === 'emit' ||
            member.name === 'on' ||
            member.name === 'publish' ||
            member.name === 'dispatch' ||
            member.name === 'addEventListener',
        ),
  );
}
