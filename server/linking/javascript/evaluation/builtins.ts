/** Results of the language's own functions, by which code composes names and walks through tables. */
import type { CallFact, Expression, ObjectExpression } from '../../../languages/javascript/facts';
import { elementsOf, keysOf } from '../members/iteration';
import { memberOf } from '../members/memberOf';
import type { Program } from '../program';
import type { Source } from '../sources';
import type { Context, FunctionValue, StringValue, Value } from '../values';
import { evaluate, type Mode } from './evaluate';
import { isGlobal } from './scopes';
import { joinStrings } from './text';

/** Results of the language's own functions; undefined when it is not one of them. */
export function builtins(
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
