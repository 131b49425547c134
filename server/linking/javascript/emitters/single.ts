/** Emitters of one event, which are named by what they are kept in: `onDidChange.fire()`; knows no emitter with names. */
import type { CallFact, FunctionFact, TypeFact } from '../../../languages/javascript/facts';
import { isFunctionFact } from '../members/ancestry';
import { slotOf, type Source } from '../sources';
import type { ClassValue, ExternalValue, Value } from '../values';
import type { Emitter } from './emitter';

const hooks = /^(?:Sync|Async)\w*Hook$/;

/** Library emitters of one event each: editor events, build hooks. */
export function isSingleType({ module, path }: ExternalValue): boolean {
  const name = path.replace(/\.event$/, '');
  return (
    (/^(?:vscode|vscode-jsonrpc|vscode-languageserver.*|@theia\/core.*|@codingame\/monaco.*)$/.test(module) &&
      /^(?:EventEmitter|Emitter)$/.test(name)) ||
    (module === 'tapable' && hooks.test(name))
  );
}

/** A workspace class that keeps listeners without names: `fire(value)`, `event(listener)` or `on(listener)`. */
export function isSingle({ source, class: fact }: ClassValue): boolean {
  if (isFunctionFact(fact) || fact.role !== 'class') return false;
  const functionOf = (name: string): FunctionFact | undefined => {
    const member = fact.members.find((one) => one.name === name && !one.static);
    const index = member?.function ?? (member?.value?.kind === 'function' ? member.value.function : undefined);
    return index === undefined ? undefined : source.facts.functions[index];
  };
  const tells = ['fire', 'emit', 'trigger', 'dispatch', 'raise', 'notify', 'invoke', 'publish'].some((name) =>
    functionOf(name),
  );
  if (!tells) return false;
  if (fact.members.some((member) => member.name === 'event') && functionOf('fire')) return true;
  return ['on', 'subscribe', 'listen', 'addListener', 'addHandler', 'attach', 'connect'].some((name) => {
    const listen = functionOf(name);
    const [first] = listen?.parameters ?? [];
    if (!listen || !first) return false;
    return first.type
      ? isFunctionType(first.type, 0)
      : /^(?:(?:listener|handler|callback|observer|subscriber)s?|cb|fn)$/i.test(first.name ?? '');
  });
}

/** A function, or functions to any depth of arrays: `on(...handlers: Handler<T>[] | Handler<T>[][])`. */
function isFunctionType(type: TypeFact, depth: number): boolean {
  if (depth > 4) return false;
  switch (type.kind) {
    case 'function':
      return true;
    case 'ref':
      return /(?:Listener|Handler|Callback|Observer|Subscriber)$/.test(type.path[type.path.length - 1] ?? '');
    case 'array':
      return isFunctionType(type.of, depth + 1);
    case 'union':
      return type.types.length > 0 && type.types.every((one) => isFunctionType(one, depth + 1));
    default:
      return false;
  }
}

/** The event of a one-event emitter: the public accessor in front of it, or what it is kept in. */
export function singleEmitter(allocation: { readonly source: Source; readonly index: number }): Emitter | undefined {
  const { source } = allocation;
  const slot = slotOf(source, allocation.index);
  if (!slot || isOneOfMany(source, allocation.index)) return undefined;
  const parts = slot.label.split('.');
  const field = parts[parts.length - 1] ?? slot.label;
  const owner = parts.length > 1 ? (parts[0] ?? '') : '';
  const place = { line: slot.line ?? 0, column: slot.column ?? 0, name: field };
  const fact =
    slot.class === undefined
      ? source.facts.classes.find((one) => one.name === owner)
      : source.facts.classes[slot.class];
  for (const member of fact?.members ?? []) {
    const shown =
      member.role === 'get' && member.function !== undefined
        ? (source.facts.functions[member.function]?.returns ?? [])
        : member.value
          ? [member.value]
          : [];
    const opens = shown.some(
      (one) =>
        one.kind === 'member' && one.name === 'event' && one.object.kind === 'member' && one.object.name === field,
    );
    if (opens && member.name !== undefined)
      Object.assign(place, { line: member.line, column: member.column, name: member.name });
  }
  const name = owner || source.file.replace(/^.*\/|\.[^.]*$/g, '');
  return {
    kind: 'emitter',
    key: `${source.file}#${name}`,
    name,
    framework: 'nodeEvents',
    hand: true,
    single: {
      name: place.name,
      ...(place.line && {
        declared: {
          source,
          line: place.line,
          column: place.column,
          length: place.name.length,
          kind: 'string' as const,
        },
      }),
    },
  };
}

/** `let held = map.get(name); if (!held) held = new Emitter()`: one emitter for each of many names. */
function isOneOfMany(source: Source, index: number): boolean {
  return source.facts.bindings.some(
    ({ values }) =>
      values !== undefined &&
      values.length > 1 &&
      values.some((value) => value.kind === 'call' && value.call === index) &&
      values.some((value) => value.kind === 'call' && value.call !== index),
  );
}

/** Calls under names of their own that only emitters of one event have. */
export function isSingleCall(call: CallFact, name: string): boolean {
  const { callee } = call;
  if (callee.kind !== 'member') return false;
  const [first] = call.arguments;
  if (/^on[A-Z]/.test(name))
    return (
      first !== undefined &&
      (/^on(?:Did|Will)[A-Z]/.test(name)
        ? first.kind !== 'string'
        : first.kind === 'function' || (first.kind === 'member' && first.object.kind === 'this'))
    );
  if (name === 'tap' || name === 'tapAsync' || name === 'tapPromise') return call.arguments.length === 2;
  // `compiler.hooks.done.call(stats)`
  return (
    (name === 'call' || name === 'callAsync' || name === 'promise') &&
    callee.object.kind === 'member' &&
    callee.object.object.kind === 'member' &&
    callee.object.object.name === 'hooks'
  );
}

/** The one-event emitter behind `document.onDidChange(…)`, which is the emitter's `event`. */
export function singleBehind(value: Value): Emitter | undefined {
  if (value.kind === 'function' && value.self?.kind === 'instance' && value.self.allocation && isSingle(value.self.of))
    return singleEmitter(value.self.allocation);
  if (value.kind === 'external' && value.path.endsWith('.event') && value.allocation && isSingleType(value))
    return singleEmitter(value.allocation);
  return undefined;
}
