/** What a call gives back: returns of workspace functions, instances, and the built-ins that code composes names with. */
import type { CallFact, ClassMember, Expression, ObjectExpression } from '../../languages/javascript/facts';
import { evaluate, findName, joinStrings, type Mode } from './evaluate';
import { injected } from './injected';
import { elementsOf, isFunctionFact, keysOf, memberOf, membersOfClass } from './members';
import type { Program } from './program';
import type { Source } from './sources';
import { subclassesOf } from './subclasses';
import { typeValues } from './types';
import {
  frameOf,
  without,
  withContext,
  type Context,
  type Frame,
  type FunctionValue,
  type StringValue,
  type Value,
} from './values';

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
    shift: 0,
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
      return withContext(one, without(one.context, frame));
    });
  if (mode === 'value' && fact.returnType) {
    const known = values.filter((one) => one.kind !== 'external' || one.allocation);
    return known.length ? known : annotated().length ? annotated() : values;
  }
  return values.length ? values : annotated();
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

/** `reflector.get(KEY, handler)` gives what `SetMetadata(KEY, value)` keeps on whatever it decorates. */
function metadataOf(program: Program, source: Source, call: CallFact, context: Context, mode: Mode): readonly Value[] {
  const { callee } = call;
  const [key] = call.arguments;
  if (callee.kind !== 'member' || !key || !/^get(?:AllAndOverride|AllAndMerge|Metadata)?$/.test(callee.name)) return [];
  const reflector = evaluate(program, source, callee.object, context, 'value').some(
    (value) => value.kind === 'external' && (value.path === 'Reflector' || value.path === 'Reflect'),
  );
  if (!reflector) return [];
  const keys = new Set(
    evaluate(program, source, key, context, 'name').flatMap((value) => (value.kind === 'string' ? [value.text] : [])),
  );
  if (!keys.size) return [];
  return program.naming(['SetMetadata('], []).flatMap((from) =>
    (from.callsByName.get('SetMetadata') ?? []).flatMap(({ call: set }): readonly Value[] => {
      const [name, value] = set.arguments;
      const same =
        name &&
        value &&
        evaluate(program, from, name, undefined, 'name').some((one) => one.kind === 'string' && keys.has(one.text));
      if (!same) return [];
      const values = evaluate(program, from, value, undefined, mode);
      // Decorating directly: the decorator is where the value was chosen.
      return set.decorates
        ? values.map((one) => (one.context ? one : withContext(one, decoratedFrame(from, set))))
        : values;
    }),
  );
}

function decoratedFrame(source: Source, call: CallFact): Context {
  const owner = call.decorates;
  const fact = owner?.function === undefined ? source.facts.functions[0] : source.facts.functions[owner.function];
  return fact && { function: fact, source, call, callSource: source, shift: 0, up: true, parent: undefined, depth: 1 };
}

/** Emitters answer these with themselves. */
const chaining = new Set([
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

const lookups =
  /^(?:get|resolve|inject|create|make|use|useContext|useService|getInstance|getService|select|of|getRepository|\$get)$/;

function lookedUp(program: Program, source: Source, call: CallFact, context: Context): readonly Value[] {
  const { callee } = call;
  const name = callee.kind === 'member' || callee.kind === 'name' ? callee.name : undefined;
  const [first] = call.arguments;
  if (name === undefined || !lookups.test(name)) return [];
  const typed = call.typeArguments?.[0];
  const byType = typed ? typeValues(program, source, typed, context).filter((value) => value.kind === 'instance') : [];
  if (byType.length) return byType;
  if (first?.kind === 'string' && call.arguments.length < 3 && /^[a-zA-Z]\w{2,}$/.test(first.text))
    return injected(program, first.text);
  if (!first || (first.kind !== 'name' && first.kind !== 'member')) return [];
  return evaluate(program, source, first, context, 'value').flatMap((value): Value[] =>
    value.kind === 'class'
      ? [{ kind: 'instance', of: value, annotated: true, context }]
      : value.kind === 'external' && !value.made && /^[A-Z]/.test(value.path)
        ? [{ ...value, made: true, annotated: true, context }]
        : [],
  );
}

/** Results of the language's own functions; undefined when it is not one of them. */
function builtins(
  program: Program,
  source: Source,
  call: CallFact,
  index: number,
  context: Context,
  mode: Mode,
): readonly Value[] | undefined {
  const { callee } = call;
  const argument = (index: number, as: Mode = mode): readonly Value[] => {
    const expression = call.arguments[index];
    return expression ? evaluate(program, source, expression, context, as) : [];
  };
  if (callee.kind === 'name') {
    if (callee.name === 'String' && isGlobal(source, callee)) return argument(0, 'name');
    if (callee.name === 'Symbol' && isGlobal(source, callee)) {
      const description = argument(0, 'name').find((value): value is StringValue => value.kind === 'string')?.text;
      return description === undefined ? [] : [{ kind: 'string', text: `Symbol(${description})`, context: undefined }];
    }
    return undefined;
  }
  if (callee.kind !== 'member') return undefined;
  const { object, name } = callee;
  if (object.kind === 'name' && isGlobal(source, object)) {
    if (object.name === 'Object') {
      const [first] = call.arguments;
      if (name === 'create' && first?.kind === 'literal' && first.value === null)
        return [{ kind: 'object', source, object: bareObject(call), context }];
      const values = objectFunction(program, name, argument, context, mode);
      // `Object.assign({}, Events)` is an object of its own.
      const fresh = name === 'assign' && call.arguments[0]?.kind === 'object';
      return fresh
        ? values?.map((value) => (value.kind === 'object' ? { ...value, allocation: { source, call, index } } : value))
        : values;
    }
    if (object.name === 'Promise' && name === 'resolve') return argument(0);
    if (object.name === 'Array' && (name === 'from' || name === 'of')) {
      const values = argument(0);
      return name === 'of'
        ? [{ kind: 'list', elements: values, context }]
        : values.map((value) =>
            value.kind === 'list' ? value : { kind: 'list', elements: elementsOf(program, value, mode), context },
          );
    }
    if (object.name === 'Reflect' || object.name === 'JSON' || object.name === 'Math') return [];
    if (object.name === 'Symbol' && name === 'for') return argument(0, 'name');
  }
  switch (name) {
    case 'bind': {
      const functions = evaluate(program, source, object, context, 'value').filter(
        (value) => value.kind === 'function',
      );
      return functions.length ? functions : undefined;
    }
    case 'at':
    case 'find':
    case 'pop':
    case 'shift': {
      const listed = evaluate(program, source, object, context, mode).flatMap((value) =>
        value.kind === 'list' ? value.elements : [],
      );
      return listed.length ? listed : undefined;
    }
    case 'filter':
    case 'slice':
    case 'sort':
    case 'reverse':
    case 'flat':
    case 'toSorted':
    case 'values': {
      const lists = evaluate(program, source, object, context, mode).filter((value) => value.kind === 'list');
      return lists.length ? lists : undefined;
    }
    case 'concat': {
      const lists = evaluate(program, source, object, context, mode);
      if (!lists.some((value) => value.kind === 'list' || value.kind === 'string')) return undefined;
      if (lists.some((value) => value.kind === 'string'))
        return joined(
          lists,
          call.arguments.map((_one, index) => argument(index, 'name')),
        );
      const more = call.arguments
        .flatMap((_one, index) => argument(index))
        .flatMap((value) => (value.kind === 'list' ? value.elements : [value]));
      return [
        { kind: 'list', elements: [...lists.flatMap((value) => elementsOf(program, value, mode)), ...more], context },
      ];
    }
    case 'map':
    case 'flatMap': {
      const [callback] = call.arguments;
      const functions = callback
        ? evaluate(program, source, callback, context, 'value').filter(
            (value): value is FunctionValue => value.kind === 'function',
          )
        : [];
      if (!functions.some((value) => value.function.returns.length)) return undefined;
      return [
        {
          kind: 'list',
          elements: functions.flatMap((value) =>
            value.function.returns.flatMap((expression) => evaluate(program, value.source, expression, context, mode)),
          ),
          context,
        },
      ];
    }
    case 'join': {
      const list = joinedList(source, object);
      if (!list) return undefined;
      const separator = call.arguments.length
        ? argument(0, 'name').find((value) => value.kind === 'string')?.text
        : ',';
      if (separator === undefined) return undefined;
      const parts = list.elements.flatMap((element, position): Expression[] =>
        position ? [{ kind: 'string', text: separator }, element] : [element],
      );
      return list.filtered
        ? joinStrings(program, source, parts, context, true).map((value) => withoutGaps(value, separator))
        : evaluate(program, source, { kind: 'join', parts }, context, 'name');
    }
    case 'split': {
      const separator = argument(0, 'name').find((value): value is StringValue => value.kind === 'string')?.text;
      const strings = evaluate(program, source, object, context, 'name').filter(
        (value): value is StringValue => value.kind === 'string',
      );
      if (separator === undefined || !strings.length) return undefined;
      return strings.map((value) => ({
        kind: 'list',
        elements: value.text
          .split(separator)
          .map((text) => ({ kind: 'string', text, context: value.context }) as const),
        context: value.context,
      }));
    }
    case 'toString':
    case 'valueOf':
    case 'trim':
    case 'toLowerCase':
    case 'toUpperCase': {
      if (call.arguments.length) return undefined;
      const change =
        name === 'toLowerCase'
          ? (text: string) => text.toLowerCase()
          : name === 'toUpperCase'
            ? (text: string) => text.toUpperCase()
            : (text: string) => text;
      const strings = evaluate(program, source, object, context, 'name').filter(
        (value): value is StringValue => value.kind === 'string',
      );
      return strings.length ? strings.map((value) => ({ ...value, text: change(value.text) })) : undefined;
    }
    case 'get': {
      // `new Map([[key, value]]).get(key)`
      const held = evaluate(program, source, object, context, 'value');
      const listed = held.flatMap((value) => (value.kind === 'list' ? value.elements : []));
      if (listed.length) return listed;
      const maps = held.filter(
        (value) => value.kind === 'external' && value.module === 'global' && value.path === 'Map' && value.allocation,
      );
      const entries = maps.flatMap((value) =>
        value.kind === 'external'
          ? value.allocation?.call.arguments[0]
            ? evaluate(program, value.allocation.source, value.allocation.call.arguments[0], undefined, mode)
            : []
          : [],
      );
      const found = entries
        .flatMap((list) => elementsOf(program, list, mode))
        .flatMap((pair) => (pair.kind === 'list' ? (pair.elements[1] ?? []) : []));
      return found.length
        ? found.map((value) => (value.kind === 'string' ? { ...value, closed: true } : value))
        : undefined;
    }
    case 'then': {
      // What a promise's callback returns is rarely an event; its value passes.
      return undefined;
    }
    case 'pipe':
    case 'setMaxListeners':
    case 'unref':
    case 'ref':
      return name === 'pipe' ? undefined : evaluate(program, source, object, context, mode);
    default:
      return undefined;
  }
}

/** The list that `join` puts together: as it is written, or what `filter` leaves of one. */
function joinedList(
  source: Source,
  object: Expression,
): { readonly elements: readonly Expression[]; readonly filtered: boolean } | undefined {
  if (object.kind === 'array') return { elements: object.elements, filtered: false };
  const { callee } = (object.kind === 'call' ? source.facts.calls[object.call] : undefined) ?? {};
  return callee?.kind === 'member' && callee.name === 'filter' && callee.object.kind === 'array'
    ? { elements: callee.object.elements, filtered: true }
    : undefined;
}

/** Of a filtered list, what callers pass instead of a name or leave out is left out of the name. */
function withoutGaps(value: Value, separator: string): Value {
  return value.kind === 'string' && separator !== ''
    ? { ...value, text: value.text.split(separator).filter(Boolean).join(separator) }
    : value;
}

const bareObjects = new WeakMap<CallFact, ObjectExpression>();

/** `Object.create(null)`: one empty object for each place that makes one. */
function bareObject(call: CallFact): ObjectExpression {
  const known = bareObjects.get(call);
  if (known) return known;
  const made: ObjectExpression = { kind: 'object', members: [], line: call.line };
  bareObjects.set(call, made);
  return made;
}

function isGlobal(source: Source, expression: Expression): boolean {
  return expression.kind === 'name' && !findName(source, expression.name, expression.scope);
}

function joined(starts: readonly Value[], parts: readonly (readonly Value[])[]): readonly Value[] {
  let results = starts.filter((value): value is StringValue => value.kind === 'string');
  for (const part of parts) {
    const strings = part.filter((value): value is StringValue => value.kind === 'string');
    results = results.flatMap((result) =>
      strings.length
        ? strings.map((value) => ({ ...result, text: result.text + value.text }))
        : [{ ...result, text: `${result.text}*`, hole: true }],
    );
  }
  return results;
}

function objectFunction(
  program: Program,
  name: string,
  argument: (index: number, as?: Mode) => readonly Value[],
  context: Context,
  mode: Mode,
): readonly Value[] | undefined {
  switch (name) {
    case 'freeze':
    case 'seal':
    case 'preventExtensions':
      return argument(0);
    case 'assign':
    case 'create':
      return [...argument(0), ...(name === 'assign' ? [...argument(1), ...argument(2)] : [])].map((value) =>
        value.kind === 'prototype' && value.of.kind === 'class' ? { kind: 'instance', of: value.of, context } : value,
      );
    case 'keys':
    case 'getOwnPropertyNames': {
      const elements = argument(0, 'value').flatMap((value) => keysOf(program, value));
      return [{ kind: 'list', elements, context }];
    }
    case 'values': {
      const elements = argument(0, 'value').flatMap((value) => elementsOf(program, value, mode));
      return [{ kind: 'list', elements, context }];
    }
    case 'fromEntries': {
      const pairs = argument(0).flatMap((value) => (value.kind === 'list' ? value.elements : []));
      const elements = pairs.flatMap((pair) =>
        pair.kind === 'list' && pair.elements.length > 1 ? pair.elements.slice(-1) : [],
      );
      return elements.length ? [{ kind: 'list', elements, context }] : undefined;
    }
    case 'entries': {
      const elements = argument(0, 'value').flatMap((value): Value[] =>
        keysOf(program, value).flatMap((key): Value[] =>
          key.kind === 'string'
            ? [
                {
                  kind: 'list',
                  elements: [key, ...memberOf(program, value, key.text, key.context, mode).slice(0, 1)],
                  context: key.context,
                },
              ]
            : [],
        ),
      );
      return [{ kind: 'list', elements, context }];
    }
    default:
      return undefined;
  }
}
