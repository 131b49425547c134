/** Types that listen by implementing a trait, and what they hear; registrations are told elsewhere. */
import type { FunctionFacts, ImplFacts, Spot } from '../../languages/rust/facts';
import { peel, type Context, type Type } from '../../languages/rust/inferred';
import type { Item } from '../../languages/rust/moduleTables';
import type { RustWorld } from './contract';
import type { TraitImpl } from './eventTraits';
import type { EventType } from './eventTypes';
import { answeredStrings, answersTrue } from './sites';
import { eventListenerTrait, listenerTrait } from './verbs';

export interface ListenerImpl {
  readonly path: string;
  readonly name: string;
  readonly file: string;
  readonly impl: ImplFacts;
  readonly context: Context;
  /** The events it hears; `any` when it takes every event, `blanket` when its impl is generic over the event. */
  readonly hears:
    | { readonly kind: 'events'; readonly types: readonly Type[] }
    | { readonly kind: 'any' }
    | { readonly kind: 'blanket'; readonly parameter: string };
  readonly handler: FunctionFacts | undefined;
  readonly queued: boolean;
  /** The one queue that its methods name. */
  readonly queue?: string;
  readonly afterCommit: boolean;
  readonly spot: Spot;
  readonly test: boolean;
}

const helperMethod =
  /^(failed|should_queue|queue_name|queue|can_retry|max_exceptions|backoff|name|new|priority|middleware|connection|delay|tries|timeout|after_commit|via_\w+|with_\w+|id|event_types?|event_names?|is_\w+|as_any|subscribed_to|interested_in|supports|can_handle|filter)$/;

export function listenersOf(
  world: RustWorld,
  impls: readonly TraitImpl[],
  events: ReadonlyMap<string, EventType>,
  isEventTrait: (type: Type) => boolean,
): ListenerImpl[] {
  const listeners: ListenerImpl[] = [];
  const flags = new Map<string, Set<string>>();
  for (const { impl, context, trait } of impls) {
    const self = peel(world.inference.lower(impl.type, context));
    if (self.kind === 'named') flags.set(self.path, (flags.get(self.path) ?? new Set()).add(trait.name));
  }
  const isEvent = (type: Type): boolean => {
    const peeled = peel(type);
    return peeled.kind === 'named' && events.has(peeled.path);
  };
  for (const { file, impl, index, context, trait } of impls) {
    if (
      !listenerTrait.test(trait.name) &&
      !(trait.item?.kind === 'trait' && takesEvents(world, trait.item, isEventTrait))
    )
      continue;
    const self = peel(world.inference.lower(impl.type, context));
    if (self.kind !== 'named' || !self.item) continue;
    const own = world.facts(file)?.functions.filter((fn) => fn.impl === index) ?? [];
    const hearing = own.filter((fn) => !helperMethod.test(fn.name) && fn.parameters.length > 0);
    const [arg] = trait.args;
    const output = impl.types.Event;
    const byOutput = output && peel(world.inference.lower(output, context));
    let hears: ListenerImpl['hears'] | undefined;
    let handler = hearing[0];
    const generic = arg && peel(arg);
    if (generic?.kind === 'parameter') {
      if (generic.bounds.some(isEventTrait) || eventListenerTrait.test(trait.name))
        hears = { kind: 'blanket', parameter: generic.name };
    } else if (generic && isEvent(generic)) hears = { kind: 'events', types: [generic] };
    else if (generic?.kind === 'object' && generic.bounds.some(isEventTrait)) hears = { kind: 'any' };
    else if (byOutput && isEvent(byOutput)) hears = { kind: 'events', types: [byOutput] };
    else if (!generic || generic.kind === 'unknown' || !output) {
      const types: Type[] = [];
      for (const fn of hearing)
        for (const parameter of fn.parameters) {
          const type = peel(world.inference.lower(parameter.type, { ...context, function: fn }));
          if (type.kind === 'object' && type.bounds.some(isEventTrait)) {
            hears ??= { kind: 'any' };
            handler = fn;
          } else if (
            isEvent(type) &&
            !types.some((other) => other.kind === 'named' && type.kind === 'named' && other.path === type.path)
          )
            types.push(type);
        }
      if (
        !hears &&
        types.length > 0 &&
        (eventListenerTrait.test(trait.name) || isEvent(types[0] ?? { kind: 'unknown' }))
      ) {
        hears = { kind: 'events', types };
        handler =
          hearing.find((fn) =>
            fn.parameters.some((parameter) =>
              isEvent(world.inference.lower(parameter.type, { ...context, function: fn })),
            ),
          ) ?? handler;
      }
    }
    if (!hears) continue;
    const names = flags.get(self.path) ?? new Set();
    const asked = (pattern: RegExp): readonly FunctionFacts[] =>
      world
        .facts(file)
        ?.functions.filter(
          (fn) => fn.impl !== undefined && pattern.test(fn.name) && sameType(world, file, fn, self.path),
        ) ?? [];
    const asks = (pattern: RegExp): boolean => asked(pattern).some((fn) => answersTrue(fn));
    const queue = oneAnswer(asked(/^(queue_name|queue|via_queue)$/));
    listeners.push({
      path: self.path,
      name: self.name,
      file,
      impl,
      context,
      hears,
      handler,
      queued:
        asks(/^(should_queue|queued)$/) ||
        [...names].some((name) => /^(ShouldQueueListener|ShouldQueue|QueuedListener|Queueable)$/.test(name)),
      ...(queue !== undefined && { queue }),
      afterCommit: asks(/^after_commit$/) || names.has('ShouldHandleEventsAfterCommit'),
      spot: self.item.kind === 'struct' || self.item.kind === 'enum' ? self.item.facts.spot : impl.spot,
      test: impl.test === true,
    });
  }
  return listeners;
}

/** The text that all of these functions answer, when each has one answer and no other is thinkable. */
function oneAnswer(functions: readonly FunctionFacts[]): string | undefined {
  const answers = new Set(
    functions.map((fn) => {
      const [text, ...others] = fn.body?.results.length === 1 ? answeredStrings(fn) : [];
      return others.length > 0 ? undefined : text;
    }),
  );
  const [answer] = answers;
  return answers.size === 1 ? answer : undefined;
}

function sameType(world: RustWorld, file: string, fn: FunctionFacts, path: string): boolean {
  const facts = world.facts(file);
  const impl = fn.impl === undefined ? undefined : facts?.impls[fn.impl];
  if (!impl) return false;
  const type = peel(world.inference.lower(impl.type, { file, module: impl.module, impl }));
  return type.kind === 'named' && type.path === path;
}

/** A trait of the workspace whose methods take any event: `fn on(&self, event: &dyn DomainEvent)`. */
function takesEvents(
  world: RustWorld,
  trait: Item & { kind: 'trait' },
  isEventTrait: (type: Type) => boolean,
): boolean {
  if (
    !/(Listen|Handl|Observ|Subscri|React|Project|Consum|Sink|Plugin|Hook)/.test(trait.facts.name) ||
    /Store|Repository|Bus|Dispatcher|Publisher|Emitter/.test(trait.facts.name)
  )
    return false;
  const facts = world.facts(trait.file);
  const index = facts?.traits.indexOf(trait.facts) ?? -1;
  return (
    facts?.functions.some(
      (fn) =>
        fn.trait === index &&
        fn.parameters.some((parameter) => {
          const type = peel(
            world.inference.lower(parameter.type, {
              file: trait.file,
              module: trait.facts.module,
              function: fn,
              trait: trait.facts,
            }),
          );
          return (type.kind === 'object' || type.kind === 'parameter') && type.bounds.some(isEventTrait);
        }),
    ) ?? false
  );
}
