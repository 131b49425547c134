/** What a call gives back: returns of workspace functions, instances, what libraries hand on; knows no event. */
import type { CallFact, ClassMember } from '../../../languages/javascript/facts';
import { isFunctionFact, membersOfClass } from '../members/ancestry';
import { memberOf } from '../members/memberOf';
import type { Program } from '../program';
import type { Source } from '../sources';
import { subclassesOf } from '../subclasses';
import { typeValues } from './types';
import {
  frameOf,
  withContext,
  without,
  type Context,
  type Declared,
  type Frame,
  type FunctionValue,
  type Value,
} from '../values';
import { builtins } from './builtins';
import { evaluate, type Mode } from './evaluate';
import { lookedUp, metadataOf } from './lookups';

const deepestFrame = 14;

export function evaluateCall(
  program: Program,
  source: Source,
  call: CallFact,
  index: number,
  context: Context,
  mode: Mode,
): readonly Value[] {
  const builtin = call.new ? undefined : builtins(program, source, call, index, context, mode);
  if (builtin) return builtin;
  const { callee } = call;
  if (callee.kind === 'super') return [];
  const callees = evaluate(program, source, callee, context, 'value');
  const results: Value[] = [];
  const allocation = { source, call, index };
  if (
    call.new &&
    call.typeArguments?.length &&
    callees.some(
      (value) =>
        value.kind === 'external' && value.module === 'global' && /^(?:Weak)?(?:Map|Set)$|^Array$/.test(value.path),
    )
  ) {
    const last = call.typeArguments[call.typeArguments.length - 1];
    const elements = last ? typeValues(program, source, last, undefined) : [];
    if (elements.length) return [{ kind: 'list', elements, context }];
  }
  for (const value of callees) {
    if (value.kind === 'class') {
      if (call.new)
        results.push({
          kind: 'instance',
          of: value,
          allocation,
          context,
          ...(call.typeArguments && { arguments: call.typeArguments }),
        });
    } else if (value.kind === 'function') {
      if (call.new)
        results.push({
          kind: 'instance',
          of: { kind: 'class', source: value.source, class: value.function, context: value.context },
          allocation,
          context,
        });
      else results.push(...returned(program, source, call, index, value, context, mode));
    } else if (value.kind === 'external') {
      if (!call.new && callee.kind === 'member' && chaining.has(callee.name)) {
        results.push(...evaluate(program, source, callee.object, context, mode));
        continue;
      }
      const path = call.new ? value.path : `${value.path}()`;
      results.push({ kind: 'external', module: value.module, path, made: true, allocation, context });
    }
  }
  // What a test hands over instead of a container says nothing about what the program is given.
  if (!source.test && !call.new && callees.length && callees.every(isOfTest)) {
    const named = lookedUp(program, source, call, context);
    if (named.length) return named;
  }
  // `make.apply(null, arguments)`
  if (!call.new && callee.kind === 'member' && (callee.name === 'call' || callee.name === 'apply'))
    for (const value of evaluate(program, source, callee.object, context, 'value'))
      if (value.kind === 'function') results.push(...returned(program, source, call, index, value, context, mode, 1));
  if (results.some((value) => value.kind !== 'external')) return results;
  const overridden = call.new ? [] : byOverrides(program, source, call, index, callees, context, mode);
  if (overridden.length) return overridden;
  const declared = declaredResult(program, source, call, context);
  if (declared.length) return declared;
  const metadata = metadataOf(program, source, call, context, mode);
  if (metadata.length) return metadata;
  // `container.get(Bus)`: asked for by its class.
  const looked = lookedUp(program, source, call, context);
  if (looked.length) return looked;
  if (!call.new) {
    // A call we cannot look into lets its object literals through: `defineConstants({ … })`, `freeze(map)`.
    const name = callee.kind === 'name' || callee.kind === 'member' ? callee.name : '';
    if (
      mode === 'value' &&
      handing.test(name) &&
      (!callees.length || callees.every((value) => value.kind === 'external'))
    ) {
      const handed = call.arguments
        .slice(0, 1)
        .flatMap((argument) =>
          evaluate(program, source, argument, context, 'value').flatMap((value) =>
            value.kind === 'function'
              ? value.function.returns.flatMap((one) => evaluate(program, value.source, one, context, 'value'))
              : [value],
          ),
        );
      const own = handed.filter(
        (value) =>
          value.kind === 'instance' ||
          (value.kind === 'external' && value.allocation && program.isEmitterType(value.module, value.path)),
      );
      if (own.length) return own;
    }
    const through = call.arguments.filter(
      (argument) =>
        argument.kind === 'object' || argument.kind === 'class' || (argument.kind === 'call' && mode === 'value'),
    );
    const opaque = !callees.length || callees.every((value) => value.kind === 'external' || value.kind === 'function');
    if (opaque && through.length) {
      const values = through
        .flatMap((argument) => evaluate(program, source, argument, context, mode))
        .filter(
          (value) =>
            value.kind === 'object' ||
            value.kind === 'members' ||
            value.kind === 'class' ||
            (value.kind === 'instance' && value.allocation) ||
            (value.kind === 'external' && value.allocation && program.isEmitterType(value.module, value.path)),
        );
      if (values.length) return values;
    }
  }
  return results;
}

function returned(
  program: Program,
  source: Source,
  call: CallFact,
  index: number,
  value: FunctionValue,
  context: Context,
  mode: Mode,
  shift = 0,
): readonly Value[] {
  const { function: fact } = value;
  const annotated = (): readonly Value[] =>
    fact.returnType ? typeValues(program, value.source, fact.returnType, context) : [];
  if ((context?.depth ?? 0) > deepestFrame || frameOf(context, fact)?.call === call) {
    program.queries.spent();
    return annotated();
  }
  const parent = value.context && !context ? value.context : context;
  const frame: Frame = {
    function: fact,
    source: value.source,
    call,
    callSource: source,
    shift,
    up: false,
    parent,
    depth: (context?.depth ?? 0) + 1,
    ...(value.self && { self: [value.self] }),
  };
  const values = fact.returns
    .flatMap((expression) =>
      evaluate(program, value.source, expression, frame, mode).map((one) => ({ one, expression })),
    )
    .map(({ one, expression }): Value => {
      // `return this` makes nothing, so that a chain of calls stays on the object it began with.
      if (one.kind === 'object' && expression.kind === 'this') return one;
      // What is read later keeps the way it was made; what a factory makes is one thing per call of the factory.
      if (one.kind === 'object')
        return { ...one, context: one.context ?? frame, allocation: one.allocation ?? { source, call, index } };
      if (one.kind === 'function') return { ...one, context: one.context ?? frame };
      if (one.kind === 'string' && expression.kind === 'string' && fact.static && fact.name !== undefined)
        return { ...withContext(one, without(one.context, frame)), declared: declaredBy(value, fact.name) };
      return withContext(one, without(one.context, frame));
    });
  if (mode === 'value' && fact.returnType) {
    const known = values.filter((one) => one.kind !== 'external' || one.allocation);
    return known.length ? known : annotated().length ? annotated() : values;
  }
  return values.length ? values : annotated();
}

/** `static eventName() { return 'order.placed'; }` declares the name as a constant would. */
function declaredBy({ source, function: { line, column } }: FunctionValue, name: string): Declared {
  return { source, line, column, length: name.length, kind: 'constant' };
}

function isOfTest(value: Value): boolean {
  if ('source' in value) return value.source.test;
  return 'allocation' in value && value.allocation?.source.test === true;
}

/** What the methods of subclasses give back, where the one of the base class is abstract. */
function byOverrides(
  program: Program,
  source: Source,
  call: CallFact,
  index: number,
  callees: readonly Value[],
  context: Context,
  mode: Mode,
): readonly Value[] {
  return callees.flatMap((value): readonly Value[] => {
    if (value.kind !== 'function' || value.self?.kind !== 'instance' || !isBodiless(value)) return [];
    const { name } = value.function;
    if (name === undefined) return [];
    return subclassesOf(program, value.self.of).flatMap((of) =>
      memberOf(program, { kind: 'instance', of, context: undefined }, name, undefined, 'value').flatMap((method) =>
        method.kind === 'function' && method.function !== value.function
          ? returned(program, source, call, index, method, context, mode)
          : [],
      ),
    );
  });
}

/** A method of an abstract class in which nothing happens. */
function isBodiless({ source, function: fact }: FunctionValue): boolean {
  const owner = fact.class === undefined ? undefined : source.facts.classes[fact.class];
  if (!owner?.abstract || fact.role !== 'method' || fact.returns.length) return false;
  const index = source.facts.functions.indexOf(fact);
  return (
    !source.callsByFunction.get(index)?.length &&
    !source.facts.assignments.some((assignment) => assignment.function === index)
  );
}

/** What a method gives back by its signature alone: `factory.createMonitor()` where an interface or type says `createMonitor(): Monitor`. */
function declaredResult(program: Program, source: Source, call: CallFact, context: Context): readonly Value[] {
  const { callee } = call;
  if (call.new || callee.kind !== 'member') return [];
  const { name } = callee;
  return evaluate(program, source, callee.object, context, 'value')
    .flatMap((value): readonly { readonly member: ClassMember; readonly source: Source }[] =>
      value.kind === 'shape'
        ? value.type.members.map((member) => ({ member, source: value.source }))
        : value.kind === 'instance' && !isFunctionFact(value.of.class) && value.of.class.role === 'interface'
          ? membersOfClass(program, value.of)
          : [],
    )
    .flatMap(({ member, source: from }) =>
      member.name === name && member.type?.kind === 'function' && member.type.returns
        ? typeValues(program, from, member.type.returns, context)
        : [],
    )
    .filter((value) => value.kind === 'instance');
}

/** Emitters answer these with themselves. */
export const chaining: ReadonlySet<string> = new Set([
  'on',
  'once',
  'addListener',
  'prependListener',
  'prependOnceListener',
  'off',
  'removeListener',
  'setMaxListeners',
  'addEventListener',
]);

/** Hooks and wrappers of libraries that hand on what they are given or what a function given to them makes. */
const handing =
  /^(?:use[A-Z]\w*|createContext|memo|memoize|lazy|once|singleton|cached?|computed|ref|shallowRef|markRaw|reactive|readonly|observable|proxy)$/;
