/** One call of a file to what it says about events: evaluates receiver, name and handler, decides nothing across files. */
import { recordingVerbs } from '../../frameworks/aggregates';
import type { CallFact, Expression } from '../../languages/javascript/facts';
import { decoratorSite, isDecoratorName } from './decorators';
import { isOwnDecoratorName, ownDecoratorSite } from './ownDecorators';
import { type Emission, type EventName, type Findings, type Spot, spotOf } from './emissions';
import type { Direction, Emitter, Verdict } from './emitters/emitter';
import { dispatchVerbs, isPlausible, listenVerbs } from './emitters/verbs';
import { injectedOf, namesakeOf } from './emitters/byName';
import { isSingle, isSingleCall, singleBehind } from './emitters/single';
import { moduleVerdict } from './emitters/objects';
import { verdictOf } from './emitters/verdict';
import { declaredInMap } from './eventMaps';
import { echoListen, mayBeEcho } from './echo';
import { evaluate, findName } from './evaluate';
import { givenArgument, handlerFrom, handlerOf, listening } from './handlers';
import { ancestorsOf, isSubclass, nameOfClass } from './members';
import { eventNames, spotAt } from './names';
import { throughMethods } from './perEvent';
import type { Program } from './program';
import { relayed } from './relays';
import type { Shape } from './shape';
import { type Source, lastName } from './sources';
import { ofTypeOperator, ofTypeSite } from './streams';
import { type ClassValue, type Context, callersIn, nearestCaller, originOf } from './values';

const stepsPerSite = 3_000;
const stepsForNames = 2_000;
const stepsPerName = 200;
export const nothing: Findings = { emissions: [], commands: [] };

/** Whether a call is worth looking at, by its name alone. */
export function isCandidate(source: Source, call: CallFact, buses: ReadonlySet<string>): boolean {
  if (call.new) return false;
  const name = lastName(call.callee);
  if (name === undefined) return false;
  if (call.decorates) return isDecoratorName(source, name) || isOwnDecoratorName(name);
  if (isDecoratorName(source, name) || buses.has(name) || mayBeEcho(call, name)) return true;
  if (dispatchVerbs.has(name) || listenVerbs.has(name))
    return isPlausible(call, name) || (recordingVerbs.has(name) && call.arguments.length > 0);
  if (recordingVerbs.has(name)) return call.arguments.length > 0 && call.arguments[0]?.kind !== 'function';
  if (name === 'execute') return call.arguments.length > 0;
  if (name === 'listenTo' || name === 'listenToOnce') return call.arguments.length > 2;
  if (isSingleCall(call, name)) return true;
  if (call.callee.kind === 'member' && (name === 'bind' || name === 'call' || name === 'apply')) {
    const inner = lastName(call.callee.object);
    return inner !== undefined && (dispatchVerbs.has(inner) || listenVerbs.has(inner));
  }
  return false;
}

export function siteOf(program: Program, source: Source, call: CallFact, index: number): Findings {
  program.steps = stepsPerSite;
  program.depth = 0;
  program.active.clear();
  const name = lastName(call.callee) ?? '';
  if (isDecoratorName(source, name)) {
    const found = decoratorSite(program, source, call);
    if (found) return found;
  }
  if (call.decorates) return isOwnDecoratorName(name) ? ownDecoratorSite(program, source, call) : nothing;
  const { callee } = call;
  const configured = configuredSite(program, source, call, index, name);
  if (configured) return configured;
  const echo = echoListen(source, call, index);
  if (echo) {
    const found = sitesOf(program, echo.shape, echo.emitter, 'listen');
    return { ...found, emissions: found.emissions.map((emission) => ({ ...emission, via: echo.via })) };
  }
  const inner =
    callee.kind === 'member' && (name === 'bind' || name === 'call' || name === 'apply')
      ? (lastName(callee.object) ?? '')
      : '';
  if (
    callee.kind === 'member' &&
    (name === 'bind' || name === 'call' || name === 'apply') &&
    (dispatchVerbs.has(inner) || listenVerbs.has(inner))
  )
    return throughFunction(program, source, call, callee, name);
  if (name === 'execute') return executed(program, source, call);
  if (callee.kind === 'name') return bareCall(program, source, call, index, callee.name);
  if (callee.kind !== 'member') return nothing;
  const shape: Shape = { call, index, source, verb: name, receiver: callee.object, shift: 0 };
  const [other] = call.arguments;
  if ((name === 'listenTo' || name === 'listenToOnce') && other)
    return listenSite(program, {
      ...shape,
      verb: name === 'listenTo' ? 'on' : 'once',
      receiver: other,
      shift: 1,
      bound: true,
    });
  if (dispatchVerbs.has(name)) {
    const found = dispatchSite(program, shape);
    if (found.emissions.length || !recordingVerbs.has(name)) return found;
  }
  if (listenVerbs.has(name)) {
    const found = listenSite(program, shape);
    if (found.emissions.length) return found;
  }
  if (recordingVerbs.has(name)) return recordSite(program, shape);
  return isSingleCall(call, name) ? singleSite(program, shape) : nothing;
}

const telling = new Set(['fire', 'invoke', 'call', 'callAsync', 'promise']);

/** Calls on emitters of one event under other names: `hooks.run.tap('Plugin', fn)`, `document.onDidChange(fn)`. */
function singleSite(program: Program, shape: Shape): Findings {
  const { source, call, receiver, verb } = shape;
  const opened = /^on[A-Z]/.test(verb);
  const values = opened
    ? evaluate(program, source, call.callee, undefined, 'value')
    : evaluate(program, source, receiver, undefined, 'value');
  const emitter = opened
    ? values.map(singleBehind).find((one) => one !== undefined)
    : values.flatMap((value) => {
        const verdict = verdictOf(program, value, verb, 'listen', false);
        return verdict.kind === 'emitter' && verdict.single ? [verdict] : [];
      })[0];
  return emitter ? sitesOf(program, shape, emitter, telling.has(verb) ? 'dispatch' : 'listen') : nothing;
}

/** Calls of a bus that the project describes in its settings. */
function configuredSite(
  program: Program,
  source: Source,
  call: CallFact,
  index: number,
  name: string,
): Findings | undefined {
  for (const bus of program.workspace.buses) {
    if (bus.languages && !bus.languages.some((language) => language === 'typescript' || language === 'javascript'))
      continue;
    for (const direction of ['dispatch', 'listen'] as const) {
      const described = bus[direction]?.find((one) => one.call === name);
      if (!described) continue;
      const receiver: Expression = call.callee.kind === 'member' ? call.callee.object : call.callee;
      if (described.on !== undefined && !isCalledOn(program, source, receiver, described.on)) continue;
      const emitter: Emitter = {
        kind: 'emitter',
        key: `bus#${bus.name}`,
        name: bus.name,
        framework: 'buses',
        wildcards: true,
      };
      const shift = typeof described.event === 'number' ? described.event : 0;
      const handler = described.handler === undefined ? undefined : call.arguments[described.handler];
      const event: Expression | undefined = call.arguments[shift];
      const shape: Shape = {
        call: handler && event ? { ...call, arguments: [event, handler] } : call,
        index,
        source,
        verb: name,
        receiver,
        shift: handler && event ? 0 : shift,
      };
      return sitesOf(program, shape, emitter, direction);
    }
  }
  return undefined;
}

function isCalledOn(program: Program, source: Source, receiver: Expression, on: string): boolean {
  if (lastName(receiver) === on) return true;
  return evaluate(program, source, receiver, undefined, 'value').some((value) =>
    value.kind === 'instance'
      ? ancestorsOf(program, value.of).some((parent) => parent.kind === 'class' && nameOfClass(parent) === on)
      : value.kind === 'class'
        ? nameOfClass(value) === on
        : value.kind === 'external' && value.path.split('.').includes(on),
  );
}

/** `emitter.emit.bind(emitter, 'x')`, `emit.call(this, 'x')`. */
function throughFunction(
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
function bareCall(program: Program, source: Source, call: CallFact, index: number, name: string): Findings {
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

/** All verdicts on a receiver in one context, best first. */
function judge(program: Program, shape: Shape, context: Context, direction: Direction): Verdict {
  const receivers = evaluate(program, shape.receiverSource ?? shape.source, shape.receiver, context, 'value');
  let best: Verdict = { kind: 'unknown' };
  const rank = { unknown: 0, none: 1, external: 2, wrapper: 3, emitter: 4 } as const;
  const classes: ClassValue[] = [];
  for (const value of receivers) {
    const verdict = verdictOf(program, value, shape.verb, direction, shape.receiver.kind === 'super');
    if (verdict.kind === 'emitter' && verdict.class && !verdict.inferred) classes.push(verdict.class);
    if (
      rank[verdict.kind] > rank[best.kind] ||
      (verdict.kind === 'emitter' && best.kind === 'emitter' && best.inferred && !verdict.inferred) ||
      (verdict.kind === 'emitter' && best.kind === 'emitter' && best.borrowed && !verdict.borrowed)
    )
      best = verdict;
  }
  if (best.kind === 'emitter' && best.class) {
    // One of several subclasses: what they have in common is what is known.
    const common = sharedAncestor(program, classes);
    const verdict =
      common &&
      verdictOf(
        program,
        { kind: 'instance', of: common, context },
        shape.verb,
        direction,
        shape.receiver.kind === 'super',
      );
    if (verdict?.kind === 'emitter') best = verdict;
  }
  if (best.kind === 'unknown' && !context) {
    const passedOn = relayedVerdict(program, shape, direction);
    if (passedOn) return passedOn;
  }
  // What only tests pass says nothing about what the program is given.
  const onlyTested = best.kind === 'emitter' && best.made?.source.test && !shape.source.test;
  if (best.kind === 'unknown' || onlyTested) {
    const named = injectedOf(program, shape.receiver, shape.verb, direction);
    if (named) return named;
  }
  if (best.kind === 'unknown' || (best.kind === 'emitter' && best.inferred && context)) {
    const given = givenArgument(shape.source, shape.receiver, context);
    return (
      namesakeOf(program, given && given !== 'unknown' ? given.expression : shape.receiver, shape.verb, direction) ??
      best
    );
  }
  return best;
}

/** The nearest class of the workspace that several different ones extend. */
function sharedAncestor(program: Program, classes: readonly ClassValue[]): ClassValue | undefined {
  const [first, ...others] = classes;
  if (!first || others.every((one) => one.class === first.class)) return undefined;
  return ancestorsOf(program, first).find(
    (parent): parent is ClassValue =>
      parent.kind === 'class' && others.every((one) => one.class === parent.class || isSubclass(program, one, parent)),
  );
}

/** What a receiver is that everybody got from somebody else, when all of them mean the same. */
function relayedVerdict(program: Program, shape: Shape, direction: Direction): Emitter | undefined {
  if (shape.receiver.kind !== 'member' && shape.receiver.kind !== 'name') return undefined;
  const values = relayed(program, shape.receiverSource ?? shape.source, shape.receiver);
  program.steps = stepsPerSite;
  let settled: Emitter | undefined;
  for (const value of values) {
    const verdict = verdictOf(program, value, shape.verb, direction, false);
    if (verdict.kind !== 'emitter' || (settled && settled.key !== verdict.key)) return undefined;
    settled = verdict;
  }
  return settled;
}

function receiverName(receiver: Expression): string {
  return receiver.kind === 'this' || receiver.kind === 'super' ? 'this' : (lastName(receiver) ?? 'unknown');
}

function dispatchSite(program: Program, shape: Shape): Findings {
  const verdict = judge(program, shape, undefined, 'dispatch');
  if (verdict.kind === 'emitter') return dispatchOn(program, shape, verdict);
  if (verdict.kind === 'external') return passedEmitter(program, shape, 'dispatch', verdict.name);
  if (verdict.kind === 'unknown') return unknownDispatch(program, shape);
  if (verdict.kind === 'wrapper') {
    const passed = passedSingles(program, shape, 'dispatch');
    return passed.emissions.length ? passed : pulledEvents(program, shape);
  }
  if (verdict.kind === 'none') return classPublisher(program, shape);
  return nothing;
}

/** `publish(new OrderPlaced())` on something that only publishes: a broker adapter, a dispatcher with fixed handlers. */
function classPublisher(program: Program, shape: Shape): Findings {
  if (!/^(?:publish|dispatch|raise|notify|emit|fire)/.test(shape.verb)) return nothing;
  const receivers = evaluate(program, shape.source, shape.receiver, undefined, 'value');
  const named = receivers.some(
    (value) =>
      value.kind === 'instance' &&
      /(?:Bus|Dispatcher|Publisher|Mediator|Emitter|Events?|Broker)$/.test(nameOfClass(value.of)) &&
      !/Command|Query|Job|Task/.test(nameOfClass(value.of)),
  );
  if (!named) return nothing;
  const names = eventNames(program, shape, undefined, 'dispatch').filter((one) => one.event.kind === 'class');
  return names.length
    ? {
        emissions: names.map((one) => ({
          direction: 'dispatch',
          spot: spotAt(one.context, shape),
          event: one.event,
          via: shape.verb,
          framework: 'typedBus',
          certainty: 'exact',
        })),
        commands: [],
      }
    : nothing;
}

function unknownDispatch(program: Program, shape: Shape): Findings {
  const receiver = receiverName(shape.receiver);
  if (/bus|publisher|dispatcher|mediator|emitter|events?$/i.test(receiver) && !/command|query/i.test(receiver)) {
    const names = eventNames(program, shape, undefined, 'dispatch').filter((one) => one.event.kind === 'class');
    if (names.length)
      return {
        emissions: names.map((one) => ({
          direction: 'dispatch',
          spot: spotAt(one.context, shape),
          event: one.event,
          via: shape.verb,
          framework: 'typedBus',
          certainty: 'inferred',
          reason: 'The receiver is not to be seen; it is named like an event bus.',
        })),
        commands: [],
      };
  }
  return shape.verb === 'emit' || shape.verb === 'emitAsync'
    ? externalSite(program, shape, 'dispatch', receiver)
    : nothing;
}

/** A receiver and a name that callers pass: some of them may pass an emitter of the workspace. */
function passedEmitter(program: Program, shape: Shape, direction: Direction, name: string): Findings {
  const literal = shape.call.arguments[shape.shift];
  if (literal?.kind === 'name' && shape.receiver.kind === 'name') {
    const ghost: Emitter = { kind: 'emitter', key: `external#${name}`, name, framework: 'nodeEvents', ghost: true };
    return sitesOf(program, shape, ghost, direction);
  }
  return externalSite(program, shape, direction, name);
}

/** Of a package or the runtime: marked so, never in anybody's way. */
function externalSite(program: Program, shape: Shape, direction: Direction, name: string): Findings {
  const literal = shape.call.arguments[shape.shift];
  if (literal?.kind !== 'string') return nothing;
  if (direction === 'listen' && shape.call.arguments.length < 2 + shape.shift) return nothing;
  const plain = new Set([
    'emit',
    'emitAsync',
    'dispatchEvent',
    'on',
    'once',
    'addListener',
    'prependListener',
    'prependOnceListener',
    'addEventListener',
  ]);
  if (!plain.has(shape.verb)) return nothing;
  const handler = direction === 'listen' ? { handler: handlerOf(program, shape, undefined) } : {};
  return {
    emissions: [
      {
        direction,
        spot: spotOf(shape.source, shape.call),
        event: { kind: 'string', text: literal.text },
        emitter: { kind: 'emitter', key: `external#${name}`, name, framework: 'nodeEvents' },
        external: true,
        via: shape.verb,
        framework: shape.verb === 'addEventListener' ? 'eventTarget' : 'nodeEvents',
        certainty: 'exact',
        ...handler,
        ...(shape.verb.includes('nce') && { once: true }),
      },
    ],
    commands: [],
  };
}

/** `bus.publish(order.pullEvents())` on a bus around another one: which events they are is decided at run time. */
function pulledEvents(program: Program, shape: Shape): Findings {
  const [first] = shape.call.arguments;
  const call = first?.kind === 'call' ? shape.source.facts.calls[first.call] : undefined;
  const name = call && !call.new ? lastName(call.callee) : undefined;
  if (name === undefined || !/^(?:pull|release|flush|drain|collect|clear|get|uncommitted|take)\w*Events$/i.test(name))
    return nothing;
  if (eventNames(program, shape, undefined, 'dispatch').length) return nothing;
  return {
    emissions: [
      {
        direction: 'dispatch',
        spot: spotOf(shape.source, shape.call),
        event: { kind: 'unknown' },
        via: shape.verb,
        framework: 'typedBus',
        certainty: 'dynamic',
        reason: 'The events are those that were recorded before.',
      },
    ],
    commands: [],
  };
}

/** An emitter of one event that callers pass, to a hook that subscribes for them: registered where it is passed. */
function passedSingles(program: Program, shape: Shape, direction: Direction): Findings {
  const { source, call, receiver, verb } = shape;
  const typed = evaluate(program, source, receiver, undefined, 'value');
  if (!typed.some((value) => value.kind === 'instance' && !value.allocation && isSingle(value.of))) return nothing;
  const emissions = evaluate(program, source, receiver, undefined, 'name').flatMap((value): readonly Emission[] => {
    const origin = originOf(value.context);
    if (value.kind !== 'instance' || !value.allocation || !origin) return [];
    const verdict = verdictOf(program, value, verb, direction, false);
    if (verdict.kind !== 'emitter' || !verdict.single) return [];
    const spot = spotAt(value.context, shape);
    return sitesOf(program, shape, verdict, direction).emissions.map((one) => ({ ...one, spot, derived: true }));
  });
  if (!emissions.length) return nothing;
  const body: Emission = {
    direction,
    spot: spotOf(source, call),
    event: { kind: 'unknown' },
    via: verb,
    framework: 'nodeEvents',
    certainty: 'dynamic',
    reason: 'The emitter is chosen by the callers.',
    wrapper: true,
  };
  return { emissions: [...emissions, body], commands: [] };
}

function dispatchOn(program: Program, shape: Shape, verdict: Emitter): Findings {
  return sitesOf(program, shape, verdict, 'dispatch');
}

function listenSite(program: Program, shape: Shape): Findings {
  const [first] = shape.call.arguments;
  if (
    !shape.bound &&
    (shape.verb === 'once' || shape.verb === 'on') &&
    first &&
    first.kind !== 'string' &&
    shape.call.arguments.length >= 2
  ) {
    const node = evaluate(program, shape.source, shape.receiver, undefined, 'value').some(
      (value) => value.kind === 'external' && value.module === 'events' && !value.made,
    );
    if (node) return listenSite(program, { ...shape, receiver: first, shift: 1, bound: true });
  }
  const verdict = judge(program, shape, undefined, 'listen');
  if (shape.verb === 'ofType') return ofTypeSite(program, shape, verdict);
  if (verdict.kind === 'emitter') return listenOn(program, shape, verdict);
  if (verdict.kind === 'external') return passedEmitter(program, shape, 'listen', verdict.name);
  if (verdict.kind === 'unknown') return externalSite(program, shape, 'listen', receiverName(shape.receiver));
  return verdict.kind === 'wrapper' ? passedSingles(program, shape, 'listen') : nothing;
}

function listenOn(program: Program, shape: Shape, verdict: Emitter): Findings {
  return sitesOf(program, shape, verdict, 'listen');
}

/** One call on an emitter: an entry for each name it may mean, at the place where the name was chosen. */
function sitesOf(program: Program, shape: Shape, verdict: Emitter, direction: Direction): Findings {
  const { call, source, verb } = shape;
  if (verdict.page && direction === 'dispatch' && !makesCustomEvent(program, shape)) return nothing;
  const emissions: Emission[] = [];
  const here = spotOf(source, call);
  const base = (emitter: Emitter): Pick<Emission, 'direction' | 'via' | 'framework'> => ({
    direction,
    via: shape.bound && direction === 'dispatch' ? `${verb}.bind` : verb,
    framework: emitter.framework,
  });
  const listenVerb = direction === 'listen' ? listenVerbs.get(verb) : undefined;
  if (verdict.single) {
    const { name, declared } = verdict.single;
    const listensHere = direction === 'listen';
    if (listensHere && !call.arguments.length) return nothing;
    const options = listensHere ? listening(program, { ...shape, shift: -1 }, undefined) : {};
    return {
      emissions: [
        {
          ...base(verdict),
          spot: here,
          event: { kind: 'string', text: name, ...(declared && { declared }) },
          emitter: verdict,
          certainty: 'exact',
          ...options,
        },
      ],
      commands: [],
    };
  }
  if (listenVerb?.any) {
    const handler = handlerOf(program, { ...shape, shift: -1 }, undefined);
    return {
      emissions: [
        {
          ...base(verdict),
          spot: here,
          event: { kind: 'string', text: verdict.delimiter === undefined ? '*' : '**' },
          emitter: { ...verdict, wildcards: true },
          certainty: 'exact',
          handler,
        },
      ],
      commands: [],
    };
  }
  if (
    direction === 'listen' &&
    !shape.bound &&
    call.arguments.length < 2 &&
    !['events', 'waitFor', 'once'].includes(verb) &&
    call.arguments[0]?.kind !== 'object'
  ) {
    const [only] = call.arguments;
    // `.on(name)` without a handler gives an observable or an iterator in some libraries; a function alone names nothing.
    if (!only || only.kind === 'function') return nothing;
  }
  // Whoever the receiver is, however long that took: the name is looked at as well.
  program.steps = Math.max(program.steps, stepsForNames);
  const names = eventNames(program, shape, undefined, direction, verdict.delimiter);
  if (verdict.borrowed && !names.some((name) => name.event.kind === 'string')) return nothing;
  const candidates = new Set<string>();
  let through = false;
  const composed = new Map<
    CallFact,
    { readonly place: Spot; readonly emitter: Emitter; readonly names: Set<string> }
  >();
  for (const name of names) {
    const origin = originOf(name.context);
    if (verdict.ghost && !origin) continue;
    const emitter = origin ? emitterIn(program, shape, name.context, direction, verdict) : verdict;
    if (!emitter) continue;
    if (name.event.kind === 'string' && (name.closed || name.loose)) {
      candidates.add(name.event.text);
      continue;
    }
    // Composed over several calls: said where the nearest call fixes its part, as one of a set.
    if (direction === 'dispatch' && name.composed && name.event.kind === 'string' && callersIn(name.context) > 1) {
      const nearest = nearestCaller(name.context);
      through = true;
      candidates.add(name.event.text);
      if (nearest) {
        const place = spotOf(nearest.callSource, nearest.call);
        const known = composed.get(nearest.call) ?? { place, emitter, names: new Set<string>() };
        known.names.add(name.event.text);
        composed.set(nearest.call, known);
      }
      continue;
    }
    // The constructor of an event that names itself tells nobody: whoever publishes the object does.
    if (origin?.call.callee.kind === 'super' && direction === 'dispatch') {
      through = true;
      continue;
    }
    const spot = spotAt(name.context, shape, name.written);
    if (origin) {
      through = true;
      if (name.event.kind === 'string') candidates.add(name.event.text);
    }
    const dynamic = name.event.kind === 'pattern';
    const inferred = emitter.inferred;
    const emission: Emission = {
      ...base(emitter),
      spot,
      event: declaredEvent(program, emitter, name.event),
      ...(name.event.kind === 'class' || name.event.kind === 'externalClass'
        ? { framework: classFramework(emitter, name.event) }
        : {}),
      emitter,
      certainty: dynamic ? 'dynamic' : inferred ? 'inferred' : 'exact',
      ...(dynamic
        ? { reason: `Part of the name is decided at run time: ${name.hole ?? '*'}` }
        : inferred
          ? { reason: inferred }
          : {}),
      ...(origin && { derived: true }),
      ...(direction === 'listen' && listening(program, shape, name)),
    };
    const raised = name.written
      ? undefined
      : throughMethods(program, emission, origin?.callSource ?? source, origin?.call ?? call, (from, expression) =>
          handlerFrom(program, from, expression, undefined),
        );
    emissions.push(...(raised ?? [emission]));
  }
  for (const { place, emitter, names: possible } of composed.values())
    emissions.push({
      ...base(emitter),
      spot: place,
      event: { kind: 'unknown' },
      emitter,
      certainty: 'dynamic',
      reason: 'The name is composed over several calls.',
      candidates: [...possible].sort(),
      derived: true,
    });
  const closed = names.some((name) => name.closed || name.loose);
  if (verdict.ghost) return { emissions, commands: [] };
  if (through || !emissions.length || (closed && candidates.size && !emissions.length)) {
    if (!names.length && direction === 'dispatch' && !call.arguments.length) return { emissions, commands: [] };
    emissions.push({
      ...base(verdict),
      spot: here,
      event: { kind: 'unknown' },
      emitter: verdict,
      certainty: 'dynamic',
      reason: through
        ? 'The name is chosen by the callers.'
        : candidates.size
          ? 'The name is one of a closed set, chosen at run time.'
          : 'The name is decided at run time.',
      ...(candidates.size && { candidates: [...candidates].sort() }),
      ...(direction === 'dispatch' && isClassName(call.arguments[shape.shift]) && { byClass: true }),
      ...((through || isForwarding(shape)) && { wrapper: true }),
      ...(direction === 'listen' && listening(program, shape, undefined)),
    });
  }
  return { emissions, commands: [] };
}

/** `event.constructor.name` */
function isClassName(expression: Expression | undefined): boolean {
  return (
    expression?.kind === 'member' &&
    expression.name === 'name' &&
    expression.object.kind === 'member' &&
    expression.object.name === 'constructor'
  );
}

/** An event of a typed emitter is declared in the emitter's map when no constant declares it. */
function declaredEvent(program: Program, emitter: Emitter, event: EventName): EventName {
  if (event.kind !== 'string' || event.declared) return event;
  const declared = declaredInMap(program, emitter, event.text);
  return declared ? { ...event, declared } : event;
}

/** `new CustomEvent('x')` or an event class of the workspace: names of the platform are none of the workspace's. */
function makesCustomEvent(program: Program, shape: Shape): boolean {
  const [first] = shape.call.arguments;
  return (
    first !== undefined &&
    evaluate(program, shape.source, first, undefined, 'name').some(
      (value) => value.kind === 'instance' || (value.kind === 'external' && value.path === 'CustomEvent'),
    )
  );
}

/** The body of a method that is itself a verb and hands its own parameter on. */
function isForwarding({ call, source, shift }: Shape): boolean {
  const argument = call.arguments[shift];
  const binding = argument?.kind === 'name' ? findName(source, argument.name, argument.scope)?.binding : undefined;
  const fact =
    binding?.kind === 'parameter' && binding.function !== undefined
      ? source.facts.functions[binding.function]
      : undefined;
  const name = fact?.name;
  return (
    name !== undefined &&
    (dispatchVerbs.has(name) || listenVerbs.has(name)) &&
    (fact?.class !== undefined || fact?.owner !== undefined)
  );
}

function classFramework(emitter: Emitter, event: EventName): string {
  void event;
  return emitter.framework === 'nestCqrs' ? 'nestCqrs' : emitter.hand ? 'typedBus' : emitter.framework;
}

/** The emitter as seen by the caller that chose the name. */
function emitterIn(
  program: Program,
  shape: Shape,
  context: Context,
  direction: Direction,
  fallback: Emitter,
): Emitter | undefined {
  program.steps = Math.max(program.steps, stepsPerName);
  const verdict = judge(program, shape, context, direction);
  if (verdict.kind === 'emitter') return verdict;
  return verdict.kind === 'external' || fallback.ghost ? undefined : fallback;
}

/** `this.apply(new OrderPlaced())`: kept now, published later. */
function recordSite(program: Program, shape: Shape): Findings {
  const [first] = shape.call.arguments;
  const binding = first?.kind === 'name' ? findName(shape.source, first.name, first.scope)?.binding : undefined;
  // Many things are applied and recorded: an event is made on the spot, or the object records it itself.
  if (first?.kind !== 'call' && shape.receiver.kind !== 'this' && binding?.values?.[0]?.kind !== 'call') return nothing;
  const names = eventNames(program, shape, undefined, 'dispatch').filter((name) => name.event.kind === 'class');
  if (!names.length) return nothing;
  const receivers = evaluate(program, shape.source, shape.receiver, undefined, 'value');
  const own = receivers.some(
    (value) => value.kind === 'instance' || (value.kind === 'external' && value.module === '@nestjs/cqrs'),
  );
  if (!own && shape.receiver.kind !== 'this') return nothing;
  const nest = receivers.some(
    (value) =>
      value.kind === 'instance' &&
      ancestorsOf(program, value.of).some((parent) => parent.kind === 'external' && parent.module === '@nestjs/cqrs'),
  );
  return {
    emissions: names.map((name) => ({
      direction: 'dispatch',
      spot: spotAt(name.context, shape),
      event: name.event,
      via: shape.verb,
      framework: nest ? 'nestCqrs' : 'aggregates',
      certainty: 'exact',
      record: true,
    })),
    commands: [],
  };
}

/** `commandBus.execute(new Command())`. */
function executed(program: Program, source: Source, call: CallFact): Findings {
  const { callee } = call;
  const [first] = call.arguments;
  if (callee.kind !== 'member' || !first) return nothing;
  const receivers = evaluate(program, source, callee.object, undefined, 'value');
  const bus =
    receivers
      .map((value) => (value.kind === 'external' ? value.path : value.kind === 'instance' ? nameOfClass(value.of) : ''))
      .find((name) => /Command|Query|Mediator/.test(name)) ?? (receivers.length ? '' : receiverName(callee.object));
  const kind = /query/i.test(bus) ? 'query' : /command|mediator/i.test(bus) ? 'command' : undefined;
  if (!kind) return nothing;
  const commands = evaluate(program, source, first, undefined, 'name').flatMap((value) =>
    value.kind === 'instance' && value.allocation
      ? [{ kind, command: value.of, dispatch: spotOf(source, call) } as const]
      : [],
  );
  return { emissions: [], commands };
}
