/** Dispatches, registrations and questions in the bodies of one file, for events that are told by their types. */
import type { Handler, Site } from '../../graph/graph';
import type { Body, FunctionFacts, Spot } from '../../languages/rust/facts';
import { lastSegment, peel } from '../../languages/rust/infer';
import type { Context, Type } from '../../languages/rust/infer';
import { insideMay } from '../../languages/rust/insides';
import { isIntegrationTest } from '../../languages/rust/read';
import type { CallSite, RustWorld } from './contract';
import { calledInText, callsIn, mentionsIn, namesCalledIn, questionsIn } from './bodies';
import type { BodyCall } from './bodies';
import {
  argumentsOf,
  functionKey,
  handlerOf,
  nameOf,
  placeOf,
  receiverName,
  symbolOf,
  traitFunction,
  turbofish,
  viaOf,
} from './sites';
import { eventsNamed, typedEvents } from './typedEvents';
import type { ListenerImpl, Typed } from './typedEvents';
import {
  carrierNeedles,
  handlerAttribute,
  handlerAttributeNeedles,
  dispatcherName,
  dispatcherType,
  dispatchVerb,
  listenVerb,
  recordVerb,
  referenceVerb,
  selfVerb,
  verbInText,
} from './verbs';

/** Where a wrapper takes its event from. */
export type Slot = { readonly kind: 'argument' | 'generic'; readonly index: number };

export interface DispatchWrapper {
  readonly key: string;
  readonly name: string;
  readonly slots: readonly Slot[];
  readonly record: boolean;
}

export interface ListenWrapper {
  readonly key: string;
  readonly name: string;
  readonly event: Slot | { readonly kind: 'type'; readonly type: Type } | undefined;
  readonly handler: Slot | { readonly kind: 'listener'; readonly path: string } | undefined;
}

export interface TypedSurvey {
  readonly typed: Typed;
  readonly dispatchWrappers: ReadonlyMap<string, DispatchWrapper>;
  readonly listenWrappers: ReadonlyMap<string, ListenWrapper>;
}

export type FoundEvent = { readonly path: string; readonly variant?: string; readonly type: Type };

export interface FoundDispatch {
  readonly site: Omit<Site, 'certainty' | 'framework'>;
  readonly event: FoundEvent | undefined;
  readonly record: boolean;
  readonly wrapper: boolean;
  readonly reason?: string;
  readonly candidates?: readonly string[];
  readonly afterCommit?: boolean;
  readonly inTransaction?: boolean;
}

export interface FoundListen {
  readonly site: Omit<Site, 'certainty' | 'framework'>;
  readonly event: FoundEvent | undefined;
  /** `*`, when every event is heard. */
  readonly pattern?: string;
  readonly handler: Handler;
  readonly listener?: ListenerImpl;
  readonly once: boolean;
  readonly wrapper: boolean;
  readonly reason?: string;
}

export interface FoundReference {
  readonly site: Omit<Site, 'certainty' | 'framework'>;
  readonly event: FoundEvent | undefined;
  /** The name as written, when no event carries it. */
  readonly name?: string;
}

export interface TypedFound {
  readonly dispatches: readonly FoundDispatch[];
  readonly listens: readonly FoundListen[];
  readonly references: readonly FoundReference[];
  readonly dispatchWrappers: readonly DispatchWrapper[];
  readonly listenWrappers: readonly ListenWrapper[];
  /** Places where a listener is made, for those that nothing registers. */
  readonly built: readonly { readonly path: string; readonly site: Omit<Site, 'certainty' | 'framework'> }[];
}

export function surveyTyped(world: RustWorld): TypedSurvey {
  return { typed: world.once(typedEvents, world), dispatchWrappers: new Map(), listenWrappers: new Map() };
}

/** Files with a verb and an event, a listener or a dispatcher in hand, and the callers of wrappers. */
export function filesOfTyped(world: RustWorld, survey: TypedSurvey): readonly string[] {
  const { typed } = survey;
  const files = filesInHand(world, typed);
  // A wrapper named like any dispatch is called with an event in hand, or not told from others by its name.
  const wrappers = wrapperNamesOf(survey).filter(
    (name) => !dispatchVerb.test(name) && !listenVerb.test(name) && name.length > 4,
  );
  if (wrappers.length === 0) return files;
  const called = new RegExp(`\\b(?:${wrappers.join('|')})\\s*(?:\\(|::\\s*<)`);
  return [
    ...files,
    ...[...new Set([...world.search(wrappers).values()].flat())].filter((file) => called.test(world.text(file))),
  ];
}

const usage = new WeakMap<Typed, { readonly names: readonly string[]; readonly used: RegExp }>();

/** Names of events and listeners, and how they look where they are used. */
function usageOf(typed: Typed): { readonly names: readonly string[]; readonly used: RegExp } {
  const known = usage.get(typed);
  if (known) return known;
  const events = [...typed.events.values()].filter(
    (event) => !event.item.facts.test || isIntegrationTest(event.item.file),
  );
  const names = [
    ...new Set([
      ...events.map((event) => event.name),
      ...typed.listeners.filter((listener) => !listener.test).map((listener) => listener.name),
    ]),
  ];
  const used =
    names.length > 0
      ? new RegExp(`\\b(?:${names.join('|')})\\s*(?:\\{|\\(|::|\\)|>|,|;|")|"(?:${names.join('|')})`)
      : /(?!)/;
  const made = { names, used };
  usage.set(typed, made);
  return made;
}

function filesInHand(world: RustWorld, typed: Typed): string[] {
  const { names, used } = usageOf(typed);
  const files = new Set<string>();
  for (const marked of world.search(handlerAttributeNeedles).values()) for (const file of marked) files.add(file);
  for (const [word, found] of world.search([...names, ...carrierNeedles]))
    for (const file of found) {
      if (files.has(file)) continue;
      if (world.reads(file, verbInText) && (carrierNeedles.includes(word) || world.reads(file, used))) files.add(file);
    }
  return [...files];
}

export function wrapperNamesOf({ dispatchWrappers, listenWrappers }: TypedSurvey): string[] {
  return [...new Set([...dispatchWrappers.values(), ...listenWrappers.values()].map((wrapper) => wrapper.name))];
}

/** The file calls a function by one of the names. */
export function callsOneOf(world: RustWorld, file: string, names: readonly string[]): boolean {
  const facts = world.facts(file);
  if (!facts) return false;
  const called = namesCalledIn(facts);
  return names.some((name) => called.has(name));
}

interface Reading {
  readonly world: RustWorld;
  readonly survey: TypedSurvey;
  readonly dispatches: FoundDispatch[];
  readonly listens: FoundListen[];
  readonly references: FoundReference[];
  readonly dispatchWrappers: DispatchWrapper[];
  readonly listenWrappers: ListenWrapper[];
  readonly built: { path: string; site: Omit<Site, 'certainty' | 'framework'> }[];
}

export function readTyped(world: RustWorld, survey: TypedSurvey, file: string): TypedFound {
  const reading: Reading = {
    world,
    survey,
    dispatches: [],
    listens: [],
    references: [],
    dispatchWrappers: [],
    listenWrappers: [],
    built: [],
  };
  const wrapperNames = new Set(
    [...survey.dispatchWrappers.values(), ...survey.listenWrappers.values()].map((wrapper) => wrapper.name),
  );
  for (const site of verbsOf(world, file, wrapperNames)) {
    if (wrapperNames.has(site.name) && readWrapped(reading, site)) continue;
    const role = roleOf(site.name, site.call.kind === 'macro');
    if (role.asks && readReference(reading, site)) continue;
    if (role.dispatches && readDispatch(reading, site, role.name)) continue;
    if (role.listens) readListen(reading, site);
  }
  readMarked(reading, file);
  readBuilt(reading, file);
  readQuestions(reading, file);
  return reading;
}

const verbs = new WeakMap<Body, readonly BodyCall[]>();

/** Calls whose name may have to do with events, and those of wrappers whatever their name. */
function* verbsOf(world: RustWorld, file: string, wrapperNames: ReadonlySet<string>): Generator<CallSite> {
  const facts = world.facts(file);
  if (!facts) return;
  const plainly = [...wrapperNames].filter((name) => !roleOf(name, false).any);
  const called = plainly.length > 0 ? namesCalledIn(facts) : undefined;
  const others = new Set(plainly.filter((name) => called?.has(name)));
  const mayCall = (text: string): boolean => {
    for (const [name] of text.matchAll(calledInText))
      if (others.has(name) || roleOf(name, false).any || roleOf(name, true).any) return true;
    return false;
  };
  for (const fn of facts.functions) {
    if (!insideMay(fn, mayCall)) continue;
    const { body } = fn;
    if (!body) continue;
    let own = verbs.get(body);
    if (!own)
      verbs.set(body, (own = callsIn(body).filter(({ name, call }) => roleOf(name, call.kind === 'macro').any)));
    if (others.size > 0)
      own = callsIn(body).filter(({ name, call }) => others.has(name) || roleOf(name, call.kind === 'macro').any);
    if (own.length === 0) continue;
    const context = world.inference.contextOf(file, facts, fn);
    for (const { index, call, name } of own) yield { file, context, body, index, call, name };
  }
}

interface Role {
  /** The verb in it: macros often carry the word `event` besides. */
  readonly name: string;
  readonly asks: boolean;
  readonly dispatches: boolean;
  readonly listens: boolean;
  readonly any: boolean;
}

const roles = [new Map<string, Role>(), new Map<string, Role>()] as const;

/** What a call of this name may be; a workspace calls few names very often. */
function roleOf(written: string, isMacro: boolean): Role {
  const known = roles[isMacro ? 1 : 0].get(written);
  if (known) return known;
  const name = isMacro ? written.replace(/_event$|^event_/, '') : written;
  const asks = referenceVerb.test(written);
  const dispatches =
    dispatchVerb.test(name) ||
    recordVerb.test(name) ||
    selfVerb.test(name) ||
    name === 'send' ||
    name === 'push' ||
    name === 'request';
  const listens =
    listenVerb.test(name) || listenVerb.test(written) || (isMacro && /listen|subscrib|observ|handler/.test(written));
  const role = { name, asks, dispatches, listens, any: asks || dispatches || listens };
  roles[isMacro ? 1 : 0].set(written, role);
  return role;
}

function plain(site: CallSite, spot: Spot): Omit<Site, 'certainty' | 'framework'> {
  return {
    ...placeOf(site.file, spot),
    via: viaOf(site),
    in: symbolOf(site.context),
    ...(site.context.function?.test && { test: true as const }),
  };
}

/** An argument taken apart: the items of a list, else itself. */
function items(site: CallSite, index: number, depth = 0): number[] {
  const expression = site.body.expressions[index];
  if (depth > 4 || !expression) return [index];
  if (expression.kind === 'items') return expression.items.flatMap((item) => items(site, item, depth + 1));
  if (expression.kind === 'macro' && lastSegment(expression.name) === 'vec')
    return expression.args.flatMap((item) => items(site, item, depth + 1));
  return [index];
}

function eventOf(typed: Typed, type: Type): FoundEvent | undefined {
  const peeled = peel(type);
  if (peeled.kind !== 'named' || !typed.events.has(peeled.path)) return undefined;
  return { path: peeled.path, type: peeled, ...(peeled.variant !== undefined && { variant: peeled.variant }) };
}

/** Any struct or enum of the workspace: what a bus without an event trait is given. */
function anyType(type: Type): FoundEvent | undefined {
  const peeled = peel(type);
  if (peeled.kind !== 'named' || (peeled.item?.kind !== 'struct' && peeled.item?.kind !== 'enum')) return undefined;
  return { path: peeled.path, type: peeled, ...(peeled.variant !== undefined && { variant: peeled.variant }) };
}

const eventCarrier =
  /(Event\w*(Bus|Dispatcher|Emitter|Publisher|Manager|Hub|Broker|Facade|System|Registry|Queue|Sender|Broadcaster|Loop)|EventBus|EventFacade)\w*$|^(event_bus|event_dispatcher|event_publisher|event_emitter|events_bus|event_manager)$/;
const otherCarrier = /Command|Query|Job|Task|Mail|Request|Redis|Kafka|Nats|Mqtt|Amqp|Http/;

export function isCarrier(name: string): boolean {
  return eventCarrier.test(name) && !otherCarrier.test(name);
}

function isDispatcher(name: string): boolean {
  return (dispatcherName.test(name) || isCarrier(name)) && !otherCarrier.test(name);
}

function insideDispatcher(site: CallSite): boolean {
  const type = site.context.impl?.type;
  return site.context.trait !== undefined || (type?.kind === 'path' && dispatcherType.test(lastSegment(type.path)));
}

function readDispatch(reading: Reading, site: CallSite, name: string): boolean {
  const { world, survey } = reading;
  const { typed } = survey;
  const { context, body, call } = site;
  const types = (index: number): readonly Type[] => world.inference.alternatives(context, body, index);
  const record = recordVerb.test(name) || name === 'push';
  if (name === 'push' && !(call.kind === 'method' && /events$/.test(fieldName(site, call.receiver)))) return false;
  const carrier = receiverName(world, site);
  if ((name === 'send' || name === 'request') && !(call.kind !== 'macro' && isCarrier(carrier))) return false;
  const accept = (type: Type): FoundEvent | undefined =>
    eventOf(typed, type) ?? (isCarrier(carrier) && !record ? anyType(type) : undefined);

  for (const arg of argumentsOf(site)) {
    const found = items(site, arg).flatMap((item) => types(item).flatMap((type) => accept(type) ?? []));
    if (found.length === 0) continue;
    for (const event of found) addDispatch(reading, site, event, record);
    return true;
  }
  if (call.kind === 'macro') {
    const named = call.args.flatMap((arg) => typeArgument(world, site, arg, typed) ?? []);
    for (const event of named) addDispatch(reading, site, event, false);
    return named.length > 0;
  }
  for (const generic of turbofish(site)) {
    const event = eventOf(typed, world.inference.lower(generic, context));
    if (!event) continue;
    if (call.args.length === 0 || name === 'broadcast') return false;
    addDispatch(reading, site, event, record);
    return true;
  }
  if (selfVerb.test(name)) {
    const own =
      call.kind === 'method'
        ? types(call.receiver).map((type) => eventOf(typed, type))
        : [ownerEvent(world, site, typed)];
    const events = own.filter((event) => event !== undefined);
    for (const event of events) addDispatch(reading, site, event, false);
    if (events.length > 0) return true;
  }
  return readOpenDispatch(reading, site, record, carrier);
}

/** An event that is not known here: a parameter makes the function a wrapper, anything else is decided at run time. */
function readOpenDispatch(reading: Reading, site: CallSite, record: boolean, carrier: string): boolean {
  const { world, survey } = reading;
  const { context, body, call } = site;
  const isEventType = (type: Type): boolean => {
    const peeled = peel(type);
    if (peeled.kind === 'parameter' || peeled.kind === 'object')
      return (
        peeled.bounds.some(
          (bound) =>
            bound.kind === 'named' &&
            (bound.item
              ? survey.typed.eventTraits.has(bound.path)
              : survey.typed.eventTraits.has(`?${bound.name}`) || bound.name === 'Event'),
        ) ||
        (peeled.kind === 'parameter' && isCarrier(carrier))
      );
    return false;
  };
  for (const arg of argumentsOf(site)) {
    const type = peel(world.inference.typeOf(context, body, arg));
    if (isEventType(type)) {
      const wrapper = wrapperOf(world, site, arg, type, record);
      if (wrapper) {
        reading.dispatchWrappers.push(...wrapper);
        if (!insideDispatcher(site))
          reading.dispatches.push({
            site: plain(site, call.spot),
            event: undefined,
            record,
            wrapper: true,
            reason: 'The callers decide which event this wrapper dispatches.',
          });
        return true;
      }
      if (!insideDispatcher(site))
        reading.dispatches.push({
          site: plain(site, call.spot),
          event: undefined,
          record,
          wrapper: false,
          reason: 'The event is one that was kept or handed over, decided at run time.',
        });
      return true;
    }
    if (
      type.kind === 'named' &&
      !type.item &&
      type.path.includes('::') &&
      isDispatcher(carrier) &&
      /^[A-Z]/.test(type.name) &&
      !/^(std|core|alloc|serde_json)::/.test(type.path)
    ) {
      addDispatch(reading, site, { path: type.path, type }, record);
      return true;
    }
  }
  const [first] = argumentsOf(site);
  if (
    call.kind === 'macro' ||
    first === undefined ||
    record ||
    insideDispatcher(site) ||
    !isDispatcher(carrier) ||
    survey.typed.events.size === 0
  )
    return false;
  const expected = world.inference.callee(context, body, call);
  const takesEvent = expected?.function.parameters.some((parameter) =>
    isEventType(world.inference.lower(parameter.type, expected.context)),
  );
  if (!takesEvent && expected) return false;
  const expression = body.expressions[first];
  if (expression?.kind === 'string' || expression?.kind === 'closure') return false;
  if (peel(world.inference.typeOf(context, body, first)).kind === 'named') return false;
  reading.dispatches.push({
    site: plain(site, call.spot),
    event: undefined,
    record,
    wrapper: false,
    reason: 'The type of the dispatched value is decided elsewhere.',
  });
  return true;
}

/** The enclosing function as a wrapper, when the dispatched value is one of its parameters. */
function wrapperOf(
  world: RustWorld,
  site: CallSite,
  arg: number,
  type: Type,
  record: boolean,
): DispatchWrapper[] | undefined {
  const { context, body } = site;
  const fn = context.function;
  if (!fn) return undefined;
  const slots: Slot[] = [];
  const index = world.inference.parameterIndex(context, body, arg);
  if (index !== undefined) slots.push({ kind: 'argument', index });
  if (type.kind === 'parameter') {
    const generic = fn.generics.findIndex((candidate) => candidate.name === type.name);
    if (generic >= 0) slots.push({ kind: 'generic', index: generic });
  }
  if (slots.length === 0) return undefined;
  // Callers of a function with such a name are found by their argument's type alone.
  if (dispatchVerb.test(fn.name)) return [];
  return keysOf(world, site, fn).map((key) => ({ key, name: fn.name, slots, record }));
}

function keysOf(world: RustWorld, site: CallSite, fn: FunctionFacts): string[] {
  const declared = traitFunction(world, site.context);
  return [functionKey(site.file, fn), ...(declared ? [functionKey(declared.file, declared.function)] : [])];
}

function fieldName(site: CallSite, index: number): string {
  const expression = site.body.expressions[index];
  return expression?.kind === 'field'
    ? expression.name
    : expression?.kind === 'path'
      ? lastSegment(expression.path)
      : '';
}

/** `OrderPlaced::dispatch(…)`: the type the function is called on. */
function ownerEvent(world: RustWorld, site: CallSite, typed: Typed): FoundEvent | undefined {
  if (site.call.kind !== 'call') return undefined;
  const callee = site.body.expressions[site.call.callee];
  if (callee?.kind !== 'path' || !callee.path.includes('::')) return undefined;
  const owner = callee.path.slice(0, callee.path.lastIndexOf('::'));
  return eventOf(typed, world.inference.lower({ kind: 'path', path: owner, args: [] }, site.context));
}

/** A bare type name among a macro's arguments. */
function typeArgument(world: RustWorld, site: CallSite, index: number, typed: Typed): FoundEvent | undefined {
  const expression = site.body.expressions[index];
  return expression?.kind === 'path'
    ? eventOf(typed, world.inference.lower({ kind: 'path', path: expression.path, args: [] }, site.context))
    : undefined;
}

function addDispatch(reading: Reading, site: CallSite, event: FoundEvent, record: boolean): void {
  const { type } = event;
  const open = type.kind === 'named' && type.item?.kind === 'enum' && event.variant === undefined;
  if (open && type.kind === 'named' && type.item?.kind === 'enum') {
    const index = argumentsOf(site)
      .map((arg) => reading.world.inference.parameterIndex(site.context, site.body, arg))
      .find((found) => found !== undefined);
    const fn = site.context.function;
    if (index !== undefined && fn) {
      if (!dispatchVerb.test(fn.name))
        reading.dispatchWrappers.push(
          ...keysOf(reading.world, site, fn).map((key) => ({
            key,
            name: fn.name,
            slots: [{ kind: 'argument' as const, index }],
            record,
          })),
        );
      if (!insideDispatcher(site))
        reading.dispatches.push({
          site: plain(site, site.call.spot),
          event: undefined,
          record,
          wrapper: true,
          reason: 'The callers decide which event this wrapper dispatches.',
        });
      return;
    }
    const name = type.name;
    reading.dispatches.push({
      site: plain(site, site.call.spot),
      event: undefined,
      record,
      wrapper: false,
      reason: `Which variant of ${name} this is, is decided at run time.`,
      candidates: type.item.facts.variants.map((variant) => `${name}::${variant.name}`),
    });
    return;
  }
  reading.dispatches.push({ site: plain(site, site.call.spot), event, record, wrapper: false });
}

function readWrapped(reading: Reading, site: CallSite): boolean {
  const { world, survey } = reading;
  const found = world.inference.callee(site.context, site.body, site.call);
  const key = found && functionKey(found.context.file, found.function);
  const dispatch = key === undefined ? undefined : survey.dispatchWrappers.get(key);
  const listen = key === undefined ? undefined : survey.listenWrappers.get(key);
  if (dispatch) return readWrappedDispatch(reading, site, dispatch);
  if (listen) return readWrappedListen(reading, site, listen);
  return false;
}

function readWrappedDispatch(reading: Reading, site: CallSite, wrapper: DispatchWrapper): boolean {
  const { world, survey } = reading;
  const generics = turbofish(site);
  for (const slot of wrapper.slots) {
    const generic = slot.kind === 'generic' ? generics[slot.index] : undefined;
    const arg = slot.kind === 'argument' ? site.call.args[slot.index] : undefined;
    const types = generic
      ? [world.inference.lower(generic, site.context)]
      : arg !== undefined
        ? items(site, arg).flatMap((item) => world.inference.alternatives(site.context, site.body, item))
        : [];
    const events = types.flatMap((type) => eventOf(survey.typed, type) ?? anyType(type) ?? []);
    if (events.length === 0) continue;
    for (const event of events) addDispatch(reading, site, event, wrapper.record);
    return true;
  }
  const slot = wrapper.slots.find((candidate) => candidate.kind === 'argument');
  const arg = slot && site.call.args[slot.index];
  if (arg === undefined) return false;
  const own = wrapperOf(world, site, arg, peel(world.inference.typeOf(site.context, site.body, arg)), wrapper.record);
  if (own) {
    reading.dispatchWrappers.push(...own);
    if (insideDispatcher(site)) return true;
  } else if (insideDispatcher(site)) return true;
  reading.dispatches.push({
    site: plain(site, site.call.spot),
    event: undefined,
    record: wrapper.record,
    wrapper: own !== undefined,
    reason: own
      ? 'The callers decide which event this wrapper dispatches.'
      : 'The type of the dispatched value is decided elsewhere.',
  });
  return true;
}

interface Registration {
  events: FoundEvent[];
  listeners: readonly ListenerImpl[];
  handler: Handler | undefined;
  name: string | undefined;
}

function readListen(reading: Reading, site: CallSite): boolean {
  const { world, survey } = reading;
  const { typed } = survey;
  const { context, call } = site;
  const carrier = receiverName(world, site);
  const accept = (type: Type): FoundEvent | undefined =>
    eventOf(typed, type) ?? (isCarrier(carrier) ? anyType(type) : undefined);
  const registration: Registration = { events: [], listeners: [], handler: undefined, name: undefined };
  for (const generic of turbofish(site)) {
    const type = world.inference.lower(generic, context);
    const listeners = listenersFor(typed, type);
    if (listeners.length > 0) registration.listeners = listeners;
    else registration.events.push(...[accept(type)].filter((event) => event !== undefined));
  }
  for (const arg of call.args.flatMap((index) => items(site, index)))
    readRegistrationArgument(reading, site, arg, accept, registration);
  if (registration.events.length === 0 && registration.name !== undefined) {
    const named = eventsNamed(typed, registration.name);
    registration.events.push(
      ...named.map((event) => ({
        path: event.path,
        type: { kind: 'named' as const, path: event.path, name: event.name, args: [], item: event.item },
      })),
    );
  }
  if (registration.listeners.length === 0 && !registration.handler) {
    if (readListenWrapper(reading, site, registration.events)) return true;
    // A subscription that answers a stream or a receiver is heard where it stands.
    if (
      registration.events.length > 0 &&
      turbofish(site).length > 0 &&
      /^(listen|subscribe|on|observe|register)/.test(site.name) &&
      call.args.length === 0 &&
      !insideDispatcher(site)
    ) {
      const fn = context.function;
      addListens(reading, site, registration.events, undefined, handlerOf(site.file, symbolOf(context), fn));
      return true;
    }
    return false;
  }
  if (registration.listeners.length > 0) {
    if (asksForOne(world, survey, site)) return false;
    return addListeners(reading, site, registration.events, registration.listeners);
  }
  if (registration.events.length === 0 || !registration.handler) return false;
  addListens(reading, site, registration.events, undefined, registration.handler);
  return true;
}

function readRegistrationArgument(
  reading: Reading,
  site: CallSite,
  index: number,
  accept: (type: Type) => FoundEvent | undefined,
  registration: Registration,
): void {
  const { world, survey } = reading;
  const { context, body } = site;
  const expression = body.expressions[index];
  if (!expression) return;
  if (expression.kind === 'string') {
    registration.name ??= expression.text;
    return;
  }
  if (expression.kind === 'call') {
    const callee = body.expressions[expression.callee];
    if (
      callee?.kind === 'path' &&
      /(^|::)(TypeId::of|type_name|type_name_of_val|event_type|EventType::of)$/.test(callee.path)
    ) {
      for (const generic of callee.generics) {
        const event =
          accept(world.inference.lower(generic, context)) ?? anyType(world.inference.lower(generic, context));
        if (event) registration.events.push(event);
      }
      return;
    }
    if (callee?.kind === 'path' && /::(event_name|name|event_type|NAME|EVENT_NAME)$/.test(callee.path)) {
      const event = eventOf(
        survey.typed,
        world.inference.lower(
          { kind: 'path', path: callee.path.slice(0, callee.path.lastIndexOf('::')), args: [] },
          context,
        ),
      );
      if (event) registration.events.push(event);
      return;
    }
    if (
      expression.args.length === 1 &&
      callee?.kind === 'path' &&
      /(^|::)(Arc|Box|Rc|Some)(::(new|pin|from))?$/.test(callee.path)
    ) {
      const inner = body.expressions[expression.args[0] ?? 0];
      if (inner?.kind === 'closure')
        return readRegistrationArgument(reading, site, expression.args[0] ?? 0, accept, registration);
    }
  }
  if (expression.kind === 'closure') {
    const type = world.inference.typeOf(context, body, index);
    const events = type.kind === 'function' ? type.parameters.flatMap((parameter) => accept(parameter) ?? []) : [];
    if (registration.events.length === 0) registration.events.push(...events);
    registration.handler = {
      handler: 'closure',
      handlerFile: site.file,
      handlerLine: expression.spot[0],
      handlerColumn: expression.spot[1],
      handlerEndLine: expression.endLine,
    };
    return;
  }
  const type = concreteType(world, site, index, 0);
  const listeners = listenersFor(survey.typed, type);
  if (listeners.length > 0) {
    registration.listeners = [...registration.listeners, ...listeners];
    return;
  }
  if (expression.kind === 'path') {
    if (site.call.kind === 'macro') {
      const named = world.inference.lower({ kind: 'path', path: expression.path, args: [] }, context);
      const own = listenersFor(survey.typed, named);
      const event = eventOf(survey.typed, named);
      if (own.length > 0) registration.listeners = [...registration.listeners, ...own];
      else if (event) registration.events.push(event);
      if (own.length > 0 || event) return;
    }
    if (type.kind === 'function') {
      const events = type.parameters.flatMap((parameter) => accept(parameter) ?? []);
      const target = functionOf(world, site, expression.path);
      if (!target) return;
      if (registration.events.length === 0) registration.events.push(...events);
      if (events.length > 0 || registration.events.length > 0)
        registration.handler = handlerOf(target.file, target.name, target.fn);
    }
  }
}

function functionOf(
  world: RustWorld,
  site: CallSite,
  path: string,
): { file: string; name: string; fn: FunctionFacts } | undefined {
  const item = world.names.resolve(
    site.file,
    site.context.module,
    path.replace(/^Self(?=::)/, () => (site.context.impl?.type.kind === 'path' ? site.context.impl.type.path : 'Self')),
    'value',
  );
  if (item.kind === 'function') return { file: item.file, name: item.facts.name, fn: item.facts };
  if (item.kind !== 'associated' || !item.owner || item.owner.kind === 'external' || item.owner.kind === 'associated')
    return undefined;
  const found = world.inference.method(
    { kind: 'named', path: item.ownerPath, name: lastSegment(item.ownerPath), args: [], item: item.owner },
    item.name,
  );
  return (
    found && { file: found.context.file, name: `${lastSegment(item.ownerPath)}::${item.name}`, fn: found.function }
  );
}

/** The type before it was cast, or declared, to be any listener. */
function concreteType(world: RustWorld, site: CallSite, index: number, depth: number): Type {
  const { body, context } = site;
  const expression = body.expressions[index];
  const type = peel(world.inference.typeOf(context, body, index));
  if (depth > 6 || (type.kind !== 'object' && type.kind !== 'unknown')) return type;
  if (expression?.kind === 'cast') return concreteType(world, site, expression.of, depth + 1);
  if (expression?.kind === 'method' && expression.args.length === 0)
    return concreteType(world, site, expression.receiver, depth + 1);
  if (expression?.kind === 'call' && expression.args.length === 1) {
    const callee = body.expressions[expression.callee];
    const wraps = callee?.kind === 'path' && /(^|::)(Arc|Box|Rc|Some)(::(new|pin|from|clone))?$/.test(callee.path);
    return wraps ? concreteType(world, site, expression.args[0] ?? 0, depth + 1) : type;
  }
  const local =
    expression?.kind === 'path'
      ? world.inference.binding(context, body, expression.path, expression.offset)
      : undefined;
  return local?.value !== undefined && local.steps.length === 0
    ? concreteType(world, site, local.value, depth + 1)
    : type;
}

/** A function of the workspace that asks for this very listener registers it inside, if at all. */
function asksForOne(world: RustWorld, survey: TypedSurvey, site: CallSite): boolean {
  const callee = world.inference.callee(site.context, site.body, site.call);
  return (
    callee?.function.parameters.some(
      (parameter) => listenersFor(survey.typed, world.inference.lower(parameter.type, callee.context)).length > 0,
    ) ?? false
  );
}

export function listenersFor(typed: Typed, type: Type): readonly ListenerImpl[] {
  const peeled = peel(type);
  return peeled.kind === 'named' ? (typed.listenersOf.get(peeled.path) ?? []) : [];
}

/** A registration whose listener is a parameter makes the function around it one that registers. */
function readListenWrapper(reading: Reading, site: CallSite, events: readonly FoundEvent[]): boolean {
  const { world, survey } = reading;
  const { context, body, call } = site;
  const fn = context.function;
  if (!fn) return false;
  for (const arg of call.args.flatMap((index) => items(site, index))) {
    const type = peel(world.inference.typeOf(context, body, arg));
    const heard = heardBy(world, survey, type, context.function?.generics.map((generic) => generic.name) ?? []);
    const index = world.inference.parameterIndex(context, body, arg);
    if (!heard || index === undefined) continue;
    const [known] = events;
    const given = turbofish(site)
      .map((generic) =>
        generic.kind === 'path' ? fn.generics.findIndex((candidate) => candidate.name === generic.path) : -1,
      )
      .find((found) => found >= 0);
    const event = known
      ? { kind: 'type' as const, type: known.type }
      : (heard.event ?? (given === undefined ? undefined : { kind: 'generic' as const, index: given }));
    reading.listenWrappers.push(
      ...keysOf(world, site, fn).map((key) => ({
        key,
        name: fn.name,
        event,
        handler: { kind: 'argument' as const, index },
      })),
    );
    if (!insideDispatcher(site))
      reading.listens.push({
        site: plain(site, call.spot),
        event: known ?? (heard.event?.kind === 'type' ? eventOf(survey.typed, heard.event.type) : undefined),
        handler: { handler: 'parameter' },
        once: false,
        wrapper: true,
        reason: 'The callers decide which listener this function registers.',
      });
    return true;
  }
  return false;
}

/** What a parameter listens to: `Arc<dyn Observer<OrderPlaced>>`, `L: Listener<E>`, `impl Fn(&OrderPlaced)`. */
function heardBy(
  _world: RustWorld,
  survey: TypedSurvey,
  type: Type,
  generics: readonly string[],
): { event: ListenWrapper['event'] } | undefined {
  if (type.kind === 'function') {
    const event = type.parameters
      .map((parameter) => eventOf(survey.typed, parameter))
      .find((found) => found !== undefined);
    return event && { event: { kind: 'type', type: event.type } };
  }
  if (type.kind !== 'parameter' && type.kind !== 'object') return undefined;
  for (const bound of type.bounds) {
    if (bound.kind === 'function') {
      const found = heardBy(_world, survey, bound, generics);
      if (found) return found;
      continue;
    }
    if (
      bound.kind !== 'named' ||
      !/(Listener|Handler|Observer|Subscriber|Reactor|Projector|Consumer|Saga|Policy)$/.test(bound.name)
    )
      continue;
    const [arg] = bound.args;
    if (!arg) return { event: undefined };
    if (arg.kind === 'parameter') {
      const index = generics.indexOf(arg.name);
      return { event: index >= 0 ? { kind: 'generic', index } : undefined };
    }
    const event = eventOf(survey.typed, arg);
    return { event: event && { kind: 'type', type: event.type } };
  }
  return undefined;
}

function readWrappedListen(reading: Reading, site: CallSite, wrapper: ListenWrapper): boolean {
  const { world, survey } = reading;
  const generics = turbofish(site);
  const events: FoundEvent[] = [];
  if (wrapper.event?.kind === 'type')
    events.push(
      ...[eventOf(survey.typed, wrapper.event.type) ?? anyType(wrapper.event.type)].filter(
        (event) => event !== undefined,
      ),
    );
  else if (wrapper.event?.kind === 'generic') {
    const given = generics[wrapper.event.index];
    const event = given && eventOf(survey.typed, world.inference.lower(given, site.context));
    if (event) events.push(event);
  }
  const slot = wrapper.handler;
  if (slot?.kind === 'listener') {
    const listeners = survey.typed.listenersOf.get(slot.path) ?? [];
    if (events.length === 0 || listeners.length === 0) return false;
    return addListeners(reading, site, events, listeners);
  }
  const arg = slot?.kind === 'argument' ? site.call.args[slot.index] : undefined;
  if (arg === undefined) return false;
  const registration: Registration = { events, listeners: [], handler: undefined, name: undefined };
  for (const item of items(site, arg))
    readRegistrationArgument(reading, site, item, (type) => eventOf(survey.typed, type), registration);
  if (registration.listeners.length > 0)
    return addListeners(reading, site, registration.events, registration.listeners);
  if (registration.handler && registration.events.length > 0) {
    addListens(reading, site, registration.events, undefined, registration.handler);
    return true;
  }
  return readListenWrapper(reading, site, events);
}

/** One registration of listeners; generic functions that register a blanket listener become wrappers. */
function addListeners(
  reading: Reading,
  site: CallSite,
  events: readonly FoundEvent[],
  listeners: readonly ListenerImpl[],
): boolean {
  const { world, survey } = reading;
  let added = false;
  for (const listener of listeners) {
    const handler = handlerOf(
      listener.file,
      listener.handler ? `${listener.name}::${listener.handler.name}` : listener.name,
      listener.handler,
    );
    if (listener.hears.kind === 'events') {
      const heard = listener.hears.types.flatMap((type) => eventOf(survey.typed, type) ?? []);
      const wanted =
        events.length > 0 ? heard.filter((event) => events.some((other) => other.path === event.path)) : heard;
      added =
        addListens(
          reading,
          site,
          wanted.length > 0 ? wanted : events.length > 0 && listeners.length === 1 ? events : wanted,
          listener,
          handler,
        ) || added;
      continue;
    }
    if (events.length > 0) {
      added = addListens(reading, site, events, listener, handler) || added;
      continue;
    }
    if (listener.hears.kind === 'any') {
      reading.listens.push({
        site: plain(site, site.call.spot),
        event: undefined,
        pattern: '*',
        handler,
        listener,
        once: false,
        wrapper: false,
      });
      added = true;
      continue;
    }
    const fn = site.context.function;
    const generic = turbofish(site)
      .map((type) => world.inference.lower(type, site.context))
      .find((type) => type.kind === 'parameter');
    const index =
      generic?.kind === 'parameter' && fn
        ? fn.generics.findIndex((candidate) => candidate.name === generic.name)
        : (fn?.generics.findIndex((candidate) => candidate.bounds.length > 0) ?? -1);
    if (fn && index >= 0) {
      reading.listenWrappers.push(
        ...keysOf(world, site, fn).map((key) => ({
          key,
          name: fn.name,
          event: { kind: 'generic' as const, index },
          handler: { kind: 'listener' as const, path: listener.path },
        })),
      );
      added = true;
    }
  }
  return added;
}

function addListens(
  reading: Reading,
  site: CallSite,
  events: readonly FoundEvent[],
  listener: ListenerImpl | undefined,
  handler: Handler,
): boolean {
  for (const event of events)
    reading.listens.push({
      site: plain(site, site.call.spot),
      event,
      handler,
      once: /once/.test(site.name),
      wrapper: false,
      ...(listener && { listener }),
    });
  return events.length > 0;
}

function readReference(reading: Reading, site: CallSite): boolean {
  const { world, survey } = reading;
  const { context, body, call } = site;
  const found: FoundEvent[] = [];
  for (const generic of turbofish(site))
    found.push(
      ...[eventOf(survey.typed, world.inference.lower(generic, context))].filter((event) => event !== undefined),
    );
  for (const arg of call.args.flatMap((index) => items(site, index))) {
    const expression = body.expressions[arg];
    if (expression?.kind === 'string')
      found.push(
        ...eventsNamed(survey.typed, expression.text).map((event) => ({
          path: event.path,
          type: { kind: 'named' as const, path: event.path, name: event.name, args: [], item: event.item },
        })),
      );
  }
  for (const event of found) reading.references.push({ site: plain(site, call.spot), event });
  return found.length > 0;
}

const asksName = /\b(?:event_name|event_type|event_key|name|topic)\b/;

/** `event.event_name() == "OrderPlaced"`: code that asks an event of any type which one it is. */
function readQuestions(reading: Reading, file: string): void {
  const { world, survey } = reading;
  const facts = world.facts(file);
  for (const fn of facts?.functions ?? []) {
    if (!facts || !insideMay(fn, (text) => asksName.test(text)) || !fn.body) continue;
    const { body } = fn;
    if (questionsIn(body).length === 0) continue;
    const context = world.inference.contextOf(file, facts, fn);
    const asked = (index: number, depth = 0): Spot | undefined => {
      const expression = body.expressions[index];
      if (expression?.kind !== 'method' || depth > 5) return undefined;
      if (/^(as_str|as_ref|to_string|to_owned|clone|deref)$/.test(expression.name))
        return asked(expression.receiver, depth + 1);
      if (!/^(event_name|event_type|event_key|name|topic)$/.test(expression.name)) return undefined;
      const type = peel(world.inference.typeOf(context, body, expression.receiver));
      const any =
        (type.kind === 'object' || type.kind === 'parameter') &&
        type.bounds.some(
          (bound) => bound.kind === 'named' && survey.typed.eventTraits.has(bound.item ? bound.path : `?${bound.name}`),
        );
      return any ? expression.spot : undefined;
    };
    const add = (text: string, spot: Spot, via: string): void => {
      const site = { ...placeOf(file, spot), via, in: symbolOf(context), ...(fn.test && { test: true as const }) };
      const events = eventsNamed(survey.typed, text);
      for (const event of events)
        reading.references.push({
          site,
          event: {
            path: event.path,
            type: { kind: 'named', path: event.path, name: event.name, args: [], item: event.item },
          },
        });
      if (events.length === 0) reading.references.push({ site, event: undefined, name: text });
    };
    for (const expression of questionsIn(body)) {
      if (expression.kind === 'equal')
        for (const [left, right] of [
          [expression.left, expression.right],
          [expression.right, expression.left],
        ] as const) {
          const text = body.expressions[right];
          const spot = text?.kind === 'string' ? asked(left) : undefined;
          if (text?.kind === 'string' && spot) add(text.text, spot, 'event_name() ==');
        }
      else if (asked(expression.value))
        for (const arm of expression.arms)
          for (const part of arm.parts) if (part.text !== undefined) add(part.text, part.spot, 'match event_name()');
    }
  }
}

/** Functions that an attribute makes listeners of their parameter's type. */
function readMarked(reading: Reading, file: string): void {
  const { world, survey } = reading;
  const facts = world.facts(file);
  for (const fn of facts?.functions ?? []) {
    const attribute = fn.attributes.find((one) => handlerAttribute.test(one.name));
    if (!facts || !attribute) continue;
    const context = world.inference.contextOf(file, facts, fn);
    const events = fn.parameters.map((parameter) => {
      const type = world.inference.lower(parameter.type, context);
      return eventOf(survey.typed, type) ?? anyType(type);
    });
    const event = events.find((one) => one !== undefined);
    if (!event) continue;
    reading.listens.push({
      site: {
        ...placeOf(file, fn.spot),
        via: `#[${lastSegment(attribute.name)}]`,
        in: symbolOf(context),
        ...(fn.test && { test: true as const }),
      },
      event,
      handler: handlerOf(file, symbolOf(context), fn),
      once: false,
      wrapper: false,
    });
  }
}

/** Where listeners are made outside their own code. */
function readBuilt(reading: Reading, file: string): void {
  const { world, survey } = reading;
  if (survey.typed.listeners.length === 0) return;
  const names = new Set(survey.typed.listeners.map((listener) => listener.name));
  const mentions = (text: string): boolean => {
    for (const [word] of text.matchAll(/\b[A-Za-z_]\w*/g)) if (names.has(word)) return true;
    return false;
  };
  const facts = world.facts(file);
  for (const fn of facts?.functions ?? []) {
    if (!facts || !insideMay(fn, mentions) || !fn.body) continue;
    let context: Context | undefined;
    for (const { path, segments, spot } of mentionsIn(fn.body)) {
      if (!segments.some((segment) => names.has(segment))) continue;
      context ??= world.inference.contextOf(file, facts, fn);
      const cut = names.has(segments.at(-1) ?? '') ? path : segments.slice(0, -1).join('::');
      const type = peel(world.inference.lower({ kind: 'path', path: cut, args: [] }, context));
      if (type.kind !== 'named' || !survey.typed.listenersOf.has(type.path)) continue;
      const self = context.impl && peel(world.inference.lower(context.impl.type, context));
      if (self?.kind === 'named' && self.path === type.path) continue;
      reading.built.push({
        path: type.path,
        site: {
          ...placeOf(file, spot),
          via: cut === path ? type.name : `${type.name}::${segments.at(-1) ?? ''}`,
          in: symbolOf(context),
          ...(fn.test && { test: true as const }),
        },
      });
    }
  }
}

export function growTyped(survey: TypedSurvey, found: ReadonlyMap<string, TypedFound>): TypedSurvey | undefined {
  const dispatchWrappers = new Map(survey.dispatchWrappers);
  const listenWrappers = new Map(survey.listenWrappers);
  for (const { dispatchWrappers: dispatching, listenWrappers: listening } of found.values()) {
    for (const wrapper of dispatching)
      if (!dispatchWrappers.has(wrapper.key)) dispatchWrappers.set(wrapper.key, wrapper);
    for (const wrapper of listening) if (!listenWrappers.has(wrapper.key)) listenWrappers.set(wrapper.key, wrapper);
  }
  const grown =
    dispatchWrappers.size > survey.dispatchWrappers.size || listenWrappers.size > survey.listenWrappers.size;
  return grown ? { ...survey, dispatchWrappers, listenWrappers } : undefined;
}

export { nameOf };
