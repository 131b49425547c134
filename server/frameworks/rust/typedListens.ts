/** Registrations of listeners of typed events: by call, through a wrapper, and by an attribute above the listener. */
import { lastSegment } from '../../languages/rust/inferred';
import type { Type } from '../../languages/rust/inferred';
import { addListeners, addListens } from './addedListeners';
import { insideDispatcher, isCarrier } from './carriers';
import type { CallSite, RustWorld } from './contract';
import { readListenWrapper } from './listenWrappers';
import { readRegistrationArgument } from './registrations';
import type { Registration } from './registrations';
import { handlerOf, placeOf, receiverName, symbolOf, turbofish } from './sites';
import { eventsNamed } from './typedEvents';
import type { FoundEvent, ListenWrapper, Reading, TypedSurvey } from './typedFound';
import { anyType, eventOf, items, listenersFor } from './typedSites';
import { usesBevy } from './usesBevy';
import { handlerAttribute } from './verbs';

export function readListen(reading: Reading, site: CallSite): boolean {
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
      /^(listen|subscribe|on|observe|register(?!_events?$))/.test(site.name) &&
      call.args.length === 0 &&
      !insideDispatcher(site) &&
      !isRunCondition(world, site)
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

/** `run_if(on_event::<Damage>())`: asked before a system of Bevy runs; the system hears it, or nobody does. */
function isRunCondition(world: RustWorld, { call, name, file }: CallSite): boolean {
  return call.kind === 'call' && /^on_(?:event|message)$/.test(name) && usesBevy(world, file);
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

export function readWrappedListen(reading: Reading, site: CallSite, wrapper: ListenWrapper): boolean {
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

/** Functions that an attribute makes listeners of their parameter's type. */
export function readMarked(reading: Reading, file: string): void {
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
