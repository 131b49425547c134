/** Which emitter a receiver is: the workspace's own, shared, of a package, a wrapper around another, or none at all. */
import { emitterType, javascriptFrameworks } from '../../frameworks/javascript';
import type { CallFact, ClassMember, Expression, FunctionFact, TypeFact } from '../../languages/javascript/facts';
import { callersOf, implementsInterface } from './callers';
import { evaluate, findName } from './evaluate';
import { ancestorsOf, isFunctionFact, membersOfClass, memberOf, mixedObjects, mixing, nameOfClass } from './members';
import { injected } from './injected';
import type { Program } from './program';
import { inheriting, saying } from './sieve';
import { labelOf, lastName, slotOf, type Source } from './sources';
import type { ClassValue, Declared, ExternalValue, FunctionValue, InstanceValue, Value } from './values';

export interface Emitter {
  readonly kind: 'emitter';
  /** Unique and stable. */
  readonly key: string;
  readonly name: string;
  readonly framework: string;
  readonly class?: ClassValue;
  /** The call that made it. */
  readonly made?: { readonly source: Source; readonly index: number };
  readonly wildcards?: boolean;
  /** Names given as arrays are joined with it. */
  readonly delimiter?: string;
  readonly inferred?: string;
  /** A library's object made here: the workspace's own only when the workspace emits on it. */
  readonly borrowed?: boolean;
  readonly hand?: boolean;
  /** An emitter of one event, which is named by what the emitter is kept in. */
  readonly single?: { readonly name: string; readonly declared?: Declared };
  /** The page: an event is the workspace's own once the workspace dispatches it. */
  readonly page?: boolean;
  /** An element: the platform itself dispatches on it. */
  readonly native?: boolean;
  /** Of a package, though some callers may pass an emitter of the workspace. */
  readonly ghost?: boolean;
}

export type Verdict =
  | Emitter
  /** A method that hands its name on to another emitter, which reports it. */
  | { readonly kind: 'wrapper' }
  | { readonly kind: 'external'; readonly name: string }
  | { readonly kind: 'none' }
  | { readonly kind: 'unknown' };

export type Direction = 'dispatch' | 'listen';

export const dispatchVerbs: ReadonlySet<string> = new Set([
  'emit',
  'emitAsync',
  'emitSync',
  'emitSerial',
  'emitEvent',
  'emitReserved',
  'emitUntyped',
  'fire',
  'fireEvent',
  'trigger',
  'triggerEvent',
  'dispatch',
  'dispatchEvent',
  'dispatchAsync',
  'dispatchAll',
  'dispatchTypedEvent',
  'publish',
  'publishAll',
  'publishAsync',
  'publishEvent',
  'publishMany',
  'raise',
  'raiseEvent',
  'notify',
  'notifyListeners',
  'broadcast',
  'broadcastEvent',
  'serverSend',
  'clientSend',
  'notifyAll',
  'notifyHandlers',
]);

export const listenVerbs: ReadonlyMap<string, { readonly once?: boolean; readonly any?: boolean }> = new Map([
  ['on', {}],
  ['once', { once: true }],
  ['one', { once: true }],
  ['addListener', {}],
  ['addOnceListener', { once: true }],
  ['prependListener', {}],
  ['prependOnceListener', { once: true }],
  ['prependMany', {}],
  ['many', {}],
  ['waitFor', { once: true }],
  ['addEventListener', {}],
  ['addEventHandler', {}],
  ['addHandler', {}],
  ['addSubscriber', {}],
  ['registerHandler', {}],
  ['onEvent', {}],
  ['subscribe', {}],
  ['listen', {}],
  ['register', {}],
  ['handle', {}],
  ['ofType', {}],
  ['events', {}],
  ['onAny', { any: true }],
  ['prependAny', { any: true }],
  ['anyEvent', { any: true }],
  ['subscribeAll', { any: true }],
]);

/** Of these one makes a class an emitter; `register` and `handle` alone say too little. */
const pairingVerbs: ReadonlySet<string> = new Set([
  'on',
  'once',
  'addListener',
  'addEventListener',
  'addEventHandler',
  'addHandler',
  'addSubscriber',
  'onEvent',
  'subscribe',
  'listen',
  'ofType',
  'onAny',
]);

const none: Verdict = { kind: 'none' };

export function verdictOf(
  program: Program,
  value: Value,
  verb: string,
  direction: Direction,
  viaSuper: boolean,
): Verdict {
  switch (value.kind) {
    case 'instance':
      return instanceVerdict(program, value, verb, direction, viaSuper);
    case 'external':
      return externalVerdict(value, verb, direction);
    case 'class':
      return staticVerdict(program, value, verb, direction);
    case 'object':
      return objectVerdict(program, value, verb, direction);
    case 'module':
      return moduleVerdict(program, value.source, memberOf(program, value, verb, undefined, 'value'), verb, direction);
    case 'function':
      // `app.emit` on what is a function: express-like mixins.
      return objectVerdict(program, value, verb, direction);
    case 'prototype':
      return value.of.kind === 'class'
        ? instanceVerdict(
            program,
            { kind: 'instance', of: value.of, context: value.context },
            verb,
            direction,
            viaSuper,
          )
        : none;
    default:
      return none;
  }
}

function externalVerdict(value: ExternalValue, verb: string, direction: Direction): Verdict {
  if (value.allocation && isSingleType(value)) return singleEmitter(value.allocation) ?? none;
  const known = emitterType(value.module, value.path);
  const display = value.path.replace(/\(\)/g, '') || value.module;
  if (value.module === 'global' && (verb === 'dispatchEvent' || verb === 'addEventListener') && !known)
    return { kind: 'emitter', key: 'app#page', name: 'page', framework: 'eventTarget', page: true };
  if (!known)
    return value.module === 'global' && !value.made && !/^(?:process|window|document|self|globalThis)$/.test(value.path)
      ? { kind: 'unknown' }
      : borrowed(value, display);
  const { type, framework } = known;
  const verbs = direction === 'dispatch' ? framework.dispatches : framework.listens;
  if (!verbs || !Object.hasOwn(verbs, verb)) return none;
  if (type.onlyExtended) return borrowed(value, display);
  const wildcards = type.wildcards
    ? {
        wildcards: true,
        ...(framework.id === 'eventEmitter2' && { delimiter: delimiterOf(value.allocation?.call.arguments[0]) }),
      }
    : {};
  if (value.allocation) {
    const { source, index } = value.allocation;
    const label = labelOf(source, index) ?? display;
    return {
      kind: 'emitter',
      key: `${source.file}#${label}`,
      name: label,
      framework: framework.id,
      made: { source, index },
      ...wildcards,
    };
  }
  if (type.shared)
    return {
      kind: 'emitter',
      key: `app#${type.names.find((name) => /^[A-Z]/.test(name)) ?? value.path}`,
      name: type.names.find((name) => /^[A-Z]/.test(name)) ?? value.path,
      framework: framework.id,
      ...wildcards,
    };
  if (value.slot)
    return {
      kind: 'emitter',
      key: `${value.slot.source.file}#${value.slot.label}`,
      name: value.slot.label,
      framework: framework.id,
      ...wildcards,
      inferred: 'Known only by its type: who makes this emitter is not to be seen.',
    };
  if (!value.made) return none;
  return {
    kind: 'emitter',
    key: `type#${value.path}`,
    name: display,
    framework: framework.id,
    ...wildcards,
    inferred: 'Known only by its type: who makes this emitter is not to be seen.',
  };
}

/** `new EventEmitter2({ delimiter: '::' })`. */
function delimiterOf(options: Expression | undefined): string {
  const found =
    options?.kind === 'object' ? options.members.find((member) => member.name === 'delimiter')?.value : undefined;
  return found?.kind === 'string' ? found.text : '.';
}

const hooks = /^(?:Sync|Async)\w*Hook$/;

/** Library emitters of one event each: editor events, build hooks. */
function isSingleType({ module, path }: ExternalValue): boolean {
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

const soft = new Set([
  'one',
  'many',
  'subscribe',
  'listen',
  'register',
  'handle',
  'addHandler',
  'addSubscriber',
  'registerHandler',
  'addEventHandler',
  'onEvent',
]);

/** Whether the arguments of a call can name an event at all. */
export function isPlausible(call: CallFact, name: string): boolean {
  const [first, second] = call.arguments;
  // An emitter of one event needs no argument at all.
  if (dispatchVerbs.has(name)) return true;
  if (!first) return false;
  if (!soft.has(name)) return true;
  if (first.kind === 'object') return name === 'subscribe' ? false : true;
  return second !== undefined && first.kind !== 'function' && first.kind !== 'literal' && first.kind !== 'other';
}

/** The one-event emitter behind `document.onDidChange(…)`, which is the emitter's `event`. */
export function singleBehind(value: Value): Emitter | undefined {
  if (value.kind === 'function' && value.self?.kind === 'instance' && value.self.allocation && isSingle(value.self.of))
    return singleEmitter(value.self.allocation);
  if (value.kind === 'external' && value.path.endsWith('.event') && value.allocation && isSingleType(value))
    return singleEmitter(value.allocation);
  return undefined;
}

/** Clients of servers: what they publish leaves the program, what they emit is theirs. */
function isBroker(module: string): boolean {
  return /^(?:ioredis|redis|@redis\/|iovalkey|valkey|@upstash\/redis|mqtt|amqplib|amqp-connection-manager|kafkajs|nats|pusher|pusher-js|ably|@google-cloud\/pubsub|@aws-sdk\/|@azure\/|@nestjs\/microservices|pg|pg-listen|zeromq)/.test(
    module,
  );
}

/** Made here from a package: the workspace's own once the workspace itself emits on it. */
function borrowed(value: ExternalValue, display: string): Verdict {
  const { allocation } = value;
  if (value.module === '@angular/core' || isBroker(value.module)) return { kind: 'external', name: display };
  if (!allocation || value.path.endsWith('()')) return { kind: 'external', name: display };
  const label = labelOf(allocation.source, allocation.index) ?? display;
  return {
    kind: 'emitter',
    key: `${allocation.source.file}#${label}`,
    name: label,
    framework: 'nodeEvents',
    borrowed: true,
  };
}

function classEmitter(value: ClassValue, framework: string, extra: Partial<Emitter> = {}): Emitter {
  const name = nameOfClass(value);
  return { kind: 'emitter', key: `${value.source.file}#${name}`, name, framework, class: value, ...extra };
}

function externalBase(
  program: Program,
  value: ClassValue,
):
  | {
      readonly framework: string;
      readonly id: string;
      readonly verbs: (direction: Direction) => ReadonlySet<string>;
      readonly extra: Partial<Emitter>;
    }
  | undefined {
  for (const parent of ancestorsOf(program, value)) {
    if (parent.kind !== 'external') continue;
    const known =
      emitterType(parent.module, parent.path) ?? emitterType(parent.module, parent.path.replace(/\(\)$/, ''));
    if (known) {
      const { framework, type } = known;
      return {
        framework: framework.id,
        id: framework.id,
        extra: type.wildcards
          ? { wildcards: true, delimiter: superDelimiter(value) }
          : parent.module === 'global' && type.onlyExtended
            ? { native: true }
            : {},
        verbs: (direction) =>
          new Set(Object.keys((direction === 'dispatch' ? framework.dispatches : framework.listens) ?? {})),
      };
    }
  }
  return undefined;
}

function superDelimiter(value: ClassValue): string {
  const { source, class: fact } = value;
  const maker = isFunctionFact(fact) ? undefined : fact.constructor_;
  for (const index of maker === undefined ? [] : (source.callsByFunction.get(maker) ?? [])) {
    const call = source.facts.calls[index];
    if (call?.callee.kind !== 'super') continue;
    const [options] = call.arguments;
    return delimiterOf(
      options?.kind === 'name' ? findName(source, options.name, options.scope)?.binding.values?.[0] : options,
    );
  }
  return '.';
}

function instanceVerdict(
  program: Program,
  value: InstanceValue,
  verb: string,
  direction: Direction,
  viaSuper: boolean,
): Verdict {
  const { of } = value;
  if (isSingle(of)) {
    const single = value.allocation && singleEmitter(value.allocation);
    return single ?? { kind: 'wrapper' };
  }
  if (!isFunctionFact(of.class) && of.class.role === 'interface')
    return interfaceVerdict(program, value, verb, direction);
  const base = externalBase(program, of);
  const methods =
    viaSuper && base
      ? []
      : memberOf(program, value, verb, undefined, 'value').filter(
          (one): one is FunctionValue => one.kind === 'function',
        );
  const [method] = methods;
  if (method) {
    if (isAbstract(method)) {
      const implementing = overridesOf(program, of, verb);
      for (const one of implementing) {
        const verdict = instanceVerdict(
          program,
          { kind: 'instance', of: one, context: value.context },
          verb,
          direction,
          false,
        );
        if (verdict.kind !== 'none')
          return verdict.kind === 'emitter' && implementing.length > 1
            ? classEmitter(of, verdict.framework, { hand: true })
            : verdict;
      }
      return isPair(program, of, base?.verbs) ? classEmitter(of, handFramework(program, of), { hand: true }) : none;
    }
    // `dispatch = () => {}`, set to a store's from outside: it reaches no listener by itself.
    if (direction === 'dispatch' && methods.every((one) => isHollow(one) || one.function.passed !== undefined))
      return none;
    const forward = forwardOf(program, method, direction, Boolean(base), verb);
    if (forward === 'same') {
      if (base)
        return base.verbs(direction).has(verb) ? classEmitter(of, base.framework, base.extra) : { kind: 'wrapper' };
      if (!isPair(program, of, undefined)) return none;
      return direction === 'dispatch'
        ? { kind: 'wrapper' }
        : classEmitter(of, handFramework(program, of), { hand: true, wildcards: true });
    }
    if (forward === 'other') return { kind: 'wrapper' };
    // With an emitter behind it, a method that keeps its argument does something else with it.
    if (base) return none;
    return isPair(program, of, undefined)
      ? classEmitter(of, handFramework(program, of), { hand: true, wildcards: true })
      : none;
  }
  if (base?.verbs(direction).has(verb)) return classEmitter(of, base.framework, base.extra);
  const delegated = delegatedVerdict(program, of, verb, direction);
  if (delegated) return delegated;
  // A field that is a function: `on = this.emitter.on.bind(…)`, `publish = createPublisher()`.
  const external = ancestorsOf(program, of).find((parent): parent is ExternalValue => parent.kind === 'external');
  if (external && !base) return { kind: 'external', name: nameOfClass(of) };
  return none;
}

/** `X.prototype[name] = function () { return this.emitter[name].apply(this.emitter, arguments); }` for a list of names. */
function delegatedVerdict(program: Program, of: ClassValue, verb: string, direction: Direction): Verdict | undefined {
  for (const parent of ancestorsOf(program, of)) {
    if (parent.kind !== 'class') continue;
    const { source } = parent;
    for (const index of source.assignmentsByName.get('*') ?? []) {
      const { object, key, value } = source.facts.assignments[index] ?? {};
      if (!key || value?.kind !== 'function' || object?.kind !== 'member' || object.name !== 'prototype') continue;
      if (lastName(object.object) !== parent.class.name) continue;
      const target = (source.callsByFunction.get(value.function) ?? [])
        .map((one) => handedTo(source.facts.calls[one]?.callee))
        .find((one) => one !== undefined);
      const names = target ? evaluate(program, source, key, undefined, 'name') : [];
      if (!target || !names.some((one) => one.kind === 'string' && one.text === verb)) continue;
      for (const one of evaluate(program, source, target, undefined, 'value')) {
        const verdict = verdictOf(program, one, verb, direction, false);
        if (verdict.kind === 'emitter' || verdict.kind === 'wrapper') return verdict;
      }
    }
  }
  return undefined;
}

/** The object of `object[name](…)` and `object[name].apply(object, …)`. */
function handedTo(callee: Expression | undefined): Expression | undefined {
  if (callee?.kind === 'element') return callee.object;
  return callee?.kind === 'member' && /^(?:apply|call)$/.test(callee.name) && callee.object.kind === 'element'
    ? callee.object.object
    : undefined;
}

/** A function kept in a field that does nothing until somebody puts another one there. */
function isHollow({ function: fact, source }: FunctionValue): boolean {
  const index = source.facts.functions.indexOf(fact);
  return (
    fact.role !== 'method' &&
    fact.line === fact.endLine &&
    !fact.returns.length &&
    !source.facts.functions.some((inner) => inner.outer === index) &&
    !source.callsByFunction.get(index)?.length &&
    !source.facts.assignments.some((assignment) => assignment.function === index)
  );
}

function isAbstract(method: FunctionValue): boolean {
  const { function: fact, source } = method;
  return (
    fact.line === fact.endLine &&
    !fact.returns.length &&
    !(source.callsByFunction.get(source.facts.functions.indexOf(fact))?.length ?? 0) &&
    fact.role === 'method' &&
    !source.facts.assignments.some(
      (assignment) => assignment.function !== undefined && source.facts.functions[assignment.function] === fact,
    )
  );
}

/** Subclasses of a class, and implementers of an interface, that have a method of this name. */
export function overridesOf(program: Program, of: ClassValue, verb: string): readonly ClassValue[] {
  const { name } = of.class;
  if (name === undefined) return [];
  const found: ClassValue[] = [];
  for (const from of new Set<Source>([of.source, ...program.naming([name], [], inheriting(name))])) {
    program.queries.read(`f:${from.file}`);
    for (const index of from.classesByParent.get(name) ?? []) {
      const fact = from.facts.classes[index];
      if (!fact || fact.role !== 'class' || from.test) continue;
      const one: ClassValue = { kind: 'class', source: from, class: fact, context: undefined };
      const related =
        !isFunctionFact(of.class) && of.class.role === 'interface'
          ? implementsInterface(program, one, of)
          : ancestorsOf(program, one).some((parent) => parent.kind === 'class' && parent.class === of.class);
      if (
        related &&
        (membersOfClass(program, one).some(({ member }) => member.name === verb) || externalBase(program, one))
      )
        found.push(one);
    }
  }
  return found;
}

function interfaceVerdict(program: Program, value: InstanceValue, verb: string, direction: Direction): Verdict {
  const { of } = value;
  const base = externalBase(program, of);
  const signatures = new Set(membersOfClass(program, of).map(({ member }) => member.name ?? ''));
  if (!signatures.has(verb) && !base) return none;
  const implementing = overridesOf(program, of, verb);
  if (implementing.length > 1 && isSignaturePair(signatures))
    return classEmitter(of, 'patternBus', { hand: true, wildcards: true });
  const verdicts = implementing.map((one) =>
    instanceVerdict(program, { kind: 'instance', of: one, context: value.context }, verb, direction, false),
  );
  const [first] = verdicts.filter((verdict) => verdict.kind !== 'none');
  if (first)
    return first.kind === 'emitter' && implementing.length > 1 && !base
      ? classEmitter(of, first.framework, { hand: true })
      : first;
  if (base?.verbs(direction).has(verb)) return classEmitter(of, base.framework);
  return isSignaturePair(signatures) ? classEmitter(of, 'patternBus', { hand: true, wildcards: true }) : none;
}

function isSignaturePair(signatures: ReadonlySet<string>): boolean {
  const has = (verbs: Iterable<string>): boolean => [...verbs].some((one) => signatures.has(one));
  return has(dispatchVerbs) && has(listenVerbs.keys());
}

/**
 * What a method does with the name it is given: hands it to the same emitter (an override, `once` built on `on`), to
 * another one (a wrapper), or keeps it (the emitter's own implementation).
 */
function forwardOf(
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
            ? lastName(call.callee.object)
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
                : undefined
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

/** A class that can both be told and be listened to. */
function isPair(
  program: Program,
  value: ClassValue,
  baseVerbs: ((direction: Direction) => ReadonlySet<string>) | undefined,
): boolean {
  const names = methodNames(program, value);
  const has = (direction: Direction, verbs: Iterable<string>): boolean =>
    [...verbs].some((verb) => names.has(verb)) || (baseVerbs?.(direction).size ?? 0) > 0;
  return has('dispatch', dispatchVerbs) && has('listen', pairingVerbs);
}

/** `subscribe(topic)` that gives nothing back takes no handler: it tells a server which messages to send. */
function takesNoHandler(source: Source, { name, function: index }: ClassMember): boolean {
  const fact = index === undefined ? undefined : source.facts.functions[index];
  if (name === undefined || !pairingVerbs.has(name) || !fact || fact.line === fact.endLine) return false;
  const [first, second] = fact.parameters;
  return (
    Boolean(first) &&
    !second &&
    !first?.rest &&
    !fact.returns.length &&
    first?.type?.kind === 'primitive' &&
    !source.facts.calls.some((call) => call.function === index && lastName(call.callee) === 'push')
  );
}

function methodNames(program: Program, value: ClassValue): ReadonlySet<string> {
  return program.queries.ask<ReadonlySet<string>>(
    value.source.memo.rest,
    `methods:${value.class.line}:${value.class.column}`,
    () => {
      const names = new Set<string>();
      for (const parent of ancestorsOf(program, value)) {
        if (parent.kind !== 'class') continue;
        if (!isFunctionFact(parent.class))
          for (const member of parent.class.members)
            if (
              member.name !== undefined &&
              (member.role === 'method' || member.value?.kind === 'function') &&
              !takesNoHandler(parent.source, member)
            )
              names.add(member.name);
        for (const assignment of parent.source.facts.assignments)
          if (
            assignment.name !== undefined &&
            assignment.value.kind === 'function' &&
            ((assignment.object.kind === 'member' &&
              assignment.object.name === 'prototype' &&
              lastName(assignment.object.object) === parent.class.name) ||
              assignment.object.kind === 'this')
          )
            names.add(assignment.name);
        for (const mixed of mixedObjects(program, parent))
          for (const member of mixed.object.members)
            if (member.name !== undefined && member.value.kind === 'function') names.add(member.name);
        for (const fact of parent.source.facts.functions)
          if (
            fact.owner?.kind === 'object' &&
            fact.owner.into?.kind === 'member' &&
            fact.owner.into.name === 'prototype' &&
            lastName(fact.owner.into.object) === parent.class.name &&
            fact.name !== undefined
          )
            names.add(fact.name);
      }
      return names;
    },
    new Set(),
  );
}

function handFramework(program: Program, value: ClassValue): string {
  const names = methodNames(program, value);
  return names.has('emit') && names.has('on') ? 'nodeEvents' : 'patternBus';
}

function staticVerdict(program: Program, value: ClassValue, verb: string, direction: Direction): Verdict {
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

function objectVerdict(
  program: Program,
  value: Value & { kind: 'object' | 'function' },
  verb: string,
  direction: Direction,
): Verdict {
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
      const same = evaluate(program, source, target, undefined, 'value').some((one) =>
        value.kind === 'object'
          ? one.kind === 'object' && one.object === value.object
          : one.kind === 'function' && one.function === value.function,
      );
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
  source: Source,
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
      .filter((fact) => fact.outer === undefined && fact.class === undefined)
      .map((fact) => fact.name ?? ''),
  );
  if (![...names].some((name) => dispatchVerbs.has(name)) || ![...names].some((name) => listenVerbs.has(name)))
    return none;
  const name = method.source.file.replace(/\/index\.[^/]*$/, '').replace(/^.*\/|\.[^.]*$/g, '');
  void source;
  return {
    kind: 'emitter',
    key: `${method.source.file}#${name}`,
    name,
    framework: 'nodeEvents',
    hand: true,
    wildcards: true,
  };
}

/** An unresolved receiver named like the one class in the workspace that is an emitter. */
export function namesakeOf(
  program: Program,
  receiver: Expression,
  verb: string,
  direction: Direction,
): Emitter | undefined {
  const name = lastName(receiver)?.replace(/^[_#$]+/, '');
  if (name === undefined || name.length < 4 || !/^[a-z]\w*$/i.test(name)) return undefined;
  const className = name.charAt(0).toUpperCase() + name.slice(1);
  const needles = [`class ${className}`, `function ${className}(`];
  const found: Emitter[] = [];
  for (const source of program.naming(needles, [], saying([className]))) {
    if (source.test) continue;
    const classes = [
      ...source.facts.classes.filter((fact) => fact.name === className && fact.role === 'class'),
      ...source.facts.functions.filter(
        (fact) => fact.name === className && fact.outer === undefined && fact.class === undefined && !fact.owner,
      ),
    ];
    for (const fact of classes) {
      const verdict = instanceVerdict(
        program,
        { kind: 'instance', of: { kind: 'class', source, class: fact, context: undefined }, context: undefined },
        verb,
        direction,
        false,
      );
      if (verdict.kind === 'emitter')
        found.push({
          ...verdict,
          inferred: `The receiver's type is not to be seen; it is named like the emitter ${className}.`,
        });
    }
  }
  return found.length === 1 ? found[0] : undefined;
}

/** An unresolved receiver of the name under which one thing is registered for injection: `{ bus: ['type', Bus] }`. */
export function injectedOf(
  program: Program,
  receiver: Expression,
  verb: string,
  direction: Direction,
): Emitter | undefined {
  const name = lastName(receiver)?.replace(/^[_#$]+/, '');
  if (name === undefined || name.length < 3 || !/^[a-z]\w*$/i.test(name)) return undefined;
  const found = new Map<string, Emitter>();
  for (const value of injected(program, name)) {
    const verdict = verdictOf(program, value, verb, direction, false);
    if (verdict.kind !== 'emitter') return undefined;
    found.set(verdict.key, { ...verdict, inferred: `Injected by its name: ${name}.` });
  }
  return found.size === 1 ? [...found.values()][0] : undefined;
}

export function frameworkTitle(id: string): string {
  return javascriptFrameworks.find((framework) => framework.id === id)?.title ?? id;
}

export { callersOf };
