/** Dispatches of events that are told by their types, and calls of functions that dispatch what they are given. */
import { lastSegment, peel } from '../../languages/rust/inferred';
import type { Type } from '../../languages/rust/inferred';
import { insideDispatcher, isCarrier, isDispatcher } from './carriers';
import type { CallSite, RustWorld } from './contract';
import { addDispatch, wrapperOf } from './dispatchWrappers';
import { argumentsOf, receiverName, turbofish } from './sites';
import type { Typed } from './typedEvents';
import type { DispatchWrapper, FoundEvent, Reading } from './typedFound';
import { anyType, eventOf, items, plain } from './typedSites';
import { recordVerb, selfVerb } from './verbs';

export function readDispatch(reading: Reading, site: CallSite, name: string): boolean {
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

export function readWrappedDispatch(reading: Reading, site: CallSite, wrapper: DispatchWrapper): boolean {
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
