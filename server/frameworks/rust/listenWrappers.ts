/** Functions that register the listener they are given. */
import { peel } from '../../languages/rust/inferred';
import type { Type } from '../../languages/rust/inferred';
import { insideDispatcher } from './carriers';
import type { CallSite, RustWorld } from './contract';
import { turbofish } from './sites';
import type { FoundEvent, ListenWrapper, Reading, TypedSurvey } from './typedFound';
import { eventOf, items, keysOf, plain } from './typedSites';

/** A registration whose listener is a parameter makes the function around it one that registers. */
export function readListenWrapper(reading: Reading, site: CallSite, events: readonly FoundEvent[]): boolean {
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
