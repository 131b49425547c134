/** Events and listeners that are told by traits: what implements an event trait, and what listens by implementing one. */
import type { FunctionFacts, ImplFacts, Spot } from '../../languages/rust/facts';
import type { Crate } from '../../languages/rust/crates';
import { lastSegment, peel } from '../../languages/rust/inferred';
import type { Context, Type } from '../../languages/rust/inferred';
import { derivesOf } from '../../languages/rust/items';
import type { Item } from '../../languages/rust/names';
import type { RustWorld } from './contract';
import { answeredStrings, answersTrue, stringsInside } from './sites';
import { eventListenerTrait, listenerTrait } from './verbs';

export interface EventType {
  readonly path: string;
  readonly name: string;
  readonly item: Item & { kind: 'struct' | 'enum' };
  readonly aliases: readonly string[];
  readonly queued: boolean;
  readonly broadcast: boolean;
  readonly afterCommit: boolean;
  readonly channels: readonly { readonly text: string; readonly file: string; readonly spot: Spot }[];
  /** Its trait gives events names of their own, as the asynchronous Laravel-like systems do. */
  readonly named: boolean;
}

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

export interface Typed {
  readonly events: ReadonlyMap<string, EventType>;
  readonly listeners: readonly ListenerImpl[];
  readonly listenersOf: ReadonlyMap<string, readonly ListenerImpl[]>;
  /** Types that hear, or are heard by, an event trait: paths of the traits. */
  readonly eventTraits: ReadonlySet<string>;
  readonly byName: ReadonlyMap<string, readonly EventType[]>;
}

/** An impl of something that sounds like an event or a listener, or a derive that makes an event. */
const declaresTyped =
  /\bimpl\b[^{};]*?(?:Event|Listener|Handler|Observer|Subscriber|Reactor|Projector|Projection|Consumer|Saga|Policy|Processor|Dispatchable|Broadcast|ShouldQueue|Sink|Plugin|Hook|Fact|Message|Signal|Notification)\w*\s*(?:<[^{};]*?>)?\s+for\b|\bderive\s*\([^)]*Event\b/;
/** Inside Bevy's own vocabulary plugins, messages and hooks are something else. */
const declaresBesideBevy =
  /\bimpl\b[^{};]*?(?:\w(?:Event|Listener|Observer|Subscriber)|EventHandler|Projector|Projection|Saga)\w*\s*(?:<[^{};]*?>)?\s+for\b/;
/** A trait that builds on one of events: what implements it is an event, whatever the trait is called. */
const eventTraitBelow = /\btrait\s+(\w+)[^{};:]*:[^{};]*Event\b/g;
const externalEventTrait = /^(\w*Event|Broadcastable|ShouldBroadcast|ShouldQueue|Dispatchable|EventPayload|Payload)$/;
const notEventTrait = /^(AsEvent|IntoEvent|ToEvent|FromEvent|HandleEvent|OnEvent|WithEvent|HasEvent|\w*HandlesEvent)$/;
const foreignCrates =
  /^(bevy|winit|crossterm|termion|iced|egui|eframe|tracing|tracing_core|web_sys|sdl2|gtk|gtk4|leptos|dioxus|yew)\w*(::|$)/;
const helperMethod =
  /^(failed|should_queue|queue_name|queue|can_retry|max_exceptions|backoff|name|new|priority|middleware|connection|delay|tries|timeout|after_commit|via_\w+|with_\w+|id|event_types?|event_names?|is_\w+|as_any|subscribed_to|interested_in|supports|can_handle|filter)$/;

interface TraitImpl {
  readonly file: string;
  readonly impl: ImplFacts;
  readonly index: number;
  readonly context: Context;
  readonly trait: Type & { kind: 'named' };
}

export function typedEvents(world: RustWorld): Typed {
  const below = implementing(
    world.candidates
      .filter((file) => world.reads(file, hasTraitBelow))
      .flatMap((file) => [...world.text(file).matchAll(eventTraitBelow)].map((match) => match[1] ?? '')),
  );
  const files = world.candidates.filter(
    (file) =>
      world.reads(file, usesBevy(world, file) ? declaresBesideBevy : declaresTyped) ||
      (below !== undefined && world.reads(file, below)),
  );
  const impls = files.flatMap((file) => world.derive(file, traitImplsOf, world));
  const eventTraits = eventTraitsOf(world, impls);
  const isEventTrait = (type: Type): boolean =>
    type.kind === 'named' && (type.item ? eventTraits.has(type.path) : eventTraits.has(`?${type.name}`));
  const events = eventTypesOf(world, files, impls, isEventTrait);
  const listeners = listenersOf(world, impls, events, isEventTrait);
  const listenerMap = new Map<string, ListenerImpl[]>();
  for (const listener of listeners)
    listenerMap.set(listener.path, [...(listenerMap.get(listener.path) ?? []), listener]);
  const byName = new Map<string, EventType[]>();
  const name = (key: string, event: EventType): void => {
    const list = byName.get(key);
    if (!list) byName.set(key, [event]);
    else if (!list.includes(event)) list.push(event);
  };
  for (const event of events.values()) for (const alias of event.aliases) name(alias, event);
  for (const event of events.values()) {
    name(event.name, event);
    if (event.name.length > 5 && event.name.endsWith('Event')) name(event.name.slice(0, -5), event);
  }
  return { events, listeners, listenersOf: listenerMap, eventTraits, byName };
}

function traitImplsOf(world: RustWorld, file: string): TraitImpl[] {
  const impls: TraitImpl[] = [];
  world.facts(file)?.impls.forEach((impl, index) => {
    if (!impl.trait) return;
    const context: Context = { file, module: impl.module, impl };
    const trait = world.inference.lower(impl.trait, context);
    if (trait.kind === 'named' && !foreignCrates.test(trait.path)) impls.push({ file, impl, index, context, trait });
  });
  return impls;
}

const hasTraitBelow = new RegExp(eventTraitBelow.source);
const implementations = new Map<string, RegExp>();

/** `impl Payload for X`, as one pattern for each set of traits. */
function implementing(traits: readonly string[]): RegExp | undefined {
  const names = [...new Set(traits)].sort().join('|');
  if (names === '') return undefined;
  let known = implementations.get(names);
  if (!known) implementations.set(names, (known = new RegExp(`\\bimpl\\b[^{};]*\\b(?:${names})\\b[^{};]*\\bfor\\b`)));
  return known;
}

/** Traits named after events, traits derived from those, and what a listener trait demands of its event. */
function eventTraitsOf(world: RustWorld, impls: readonly TraitImpl[]): ReadonlySet<string> {
  const found = new Set<string>();
  for (const { trait, file } of impls) {
    if (notEventTrait.test(trait.name) || listenerTrait.test(trait.name)) continue;
    if (trait.item ? /Events?$/.test(trait.name) : externalEventTrait.test(trait.name) && !usesBevy(world, file))
      found.add(trait.item ? trait.path : `?${trait.name}`);
  }
  for (const { trait } of impls) {
    if (trait.item?.kind !== 'trait') continue;
    const context: Context = { file: trait.item.file, module: trait.item.facts.module, trait: trait.item.facts };
    const bounds = listenerTrait.test(trait.name) ? trait.item.facts.generics.flatMap((generic) => generic.bounds) : [];
    for (const bound of bounds) {
      const type = world.inference.lower(bound, context);
      if (type.kind === 'named' && type.item?.kind === 'trait' && !/Command|Query|Request/.test(type.name))
        found.add(type.path);
    }
    const above = trait.item.facts.bounds.map((bound) => world.inference.lower(bound, context));
    if (
      !listenerTrait.test(trait.name) &&
      above.some((type) => type.kind === 'named' && type.item !== undefined && found.has(type.path))
    )
      found.add(trait.path);
  }
  return found;
}

const bevyCrates = new WeakMap<Crate, boolean>();

export function usesBevy(world: RustWorld, file: string): boolean {
  const { crate } = world.names.crates.moduleOf(file);
  let known = bevyCrates.get(crate);
  if (known === undefined) {
    known = [...crate.dependencies].some((name) => /^bevy(_|$)/.test(name)) || /^bevy(_|$)/.test(crate.name);
    bevyCrates.set(crate, known);
  }
  return known;
}

function eventTypesOf(
  world: RustWorld,
  files: readonly string[],
  impls: readonly TraitImpl[],
  isEventTrait: (type: Type) => boolean,
): Map<string, EventType> {
  const gathered = new Map<string, { item: Item & { kind: 'struct' | 'enum' }; own: TraitImpl[] }>();
  const add = (type: Type, own?: TraitImpl): void => {
    if (type.kind !== 'named' || (type.item?.kind !== 'struct' && type.item?.kind !== 'enum')) return;
    const entry: { item: Item & { kind: 'struct' | 'enum' }; own: TraitImpl[] } = gathered.get(type.path) ?? {
      item: type.item,
      own: [],
    };
    if (own) entry.own.push(own);
    gathered.set(type.path, entry);
  };
  for (const found of impls)
    if (isEventTrait(found.trait)) add(peel(world.inference.lower(found.impl.type, found.context)), found);
  for (const found of impls) {
    if (
      !/^(ShouldQueue|ShouldBroadcast\w*|Broadcastable|Dispatchable|ShouldDispatchAfterCommit)$/.test(found.trait.name)
    )
      continue;
    const type = peel(world.inference.lower(found.impl.type, found.context));
    if (type.kind === 'named' && gathered.has(type.path)) add(type, found);
  }
  for (const file of files) {
    const facts = world.facts(file);
    if (!facts || usesBevy(world, file)) continue;
    for (const struct of [...facts.structs, ...facts.enums])
      if (derivesOf(struct.attributes).some((name) => /^(Domain|Integration|App)?Event$/.test(name))) {
        const item = world.names.item(world.names.modulePath(file, struct.module) + `::${struct.name}`);
        if (item?.kind === 'struct' || item?.kind === 'enum')
          add({ kind: 'named', path: item.path, name: struct.name, args: [], item });
      }
  }
  const models = new Map<string, boolean>();
  const observesModels = (trait: Item & { kind: 'trait' }): boolean => {
    let known = models.get(trait.path);
    if (known === undefined) models.set(trait.path, (known = isModelObserver(world, trait)));
    return known;
  };
  // A listener trait of the workspace that says "event" in its name makes events of what it hears.
  for (const found of impls) {
    if (
      !eventListenerTrait.test(found.trait.name) ||
      found.trait.item?.kind !== 'trait' ||
      observesModels(found.trait.item)
    )
      continue;
    for (const arg of found.trait.args) add(peel(arg));
    const output = found.impl.types.Event;
    if (output) add(peel(world.inference.lower(output, found.context)));
  }
  const events = new Map<string, EventType>();
  for (const [path, { item, own }] of gathered) events.set(path, describe(world, path, item, own));
  return events;
}

/** `created`, `updating`, …: such a trait observes the life of a model, it hears no events. */
function isModelObserver(world: RustWorld, trait: Item & { kind: 'trait' }): boolean {
  const facts = world.facts(trait.file);
  const index = facts?.traits.indexOf(trait.facts) ?? -1;
  const methods = facts?.functions.filter((fn) => fn.trait === index).map((fn) => fn.name) ?? [];
  return (
    methods.filter((name) =>
      /^(on_|before_|after_)?(creating|created|updating|updated|saving|saved|deleting|deleted|restored|retrieved)$/.test(
        name,
      ),
    ).length >= 2
  );
}

function describe(
  world: RustWorld,
  path: string,
  item: Item & { kind: 'struct' | 'enum' },
  own: readonly TraitImpl[],
): EventType {
  const method = (pattern: RegExp): { file: string; fn: FunctionFacts } | undefined => {
    for (const { file, index } of own) {
      const fn = world
        .facts(file)
        ?.functions.find((candidate) => candidate.impl === index && pattern.test(candidate.name));
      if (fn) return { file, fn };
    }
    return undefined;
  };
  const naming = method(/^(event_name|name|event_type|event_key|type_name|topic|kind)$/);
  const constant = own
    .flatMap(({ impl }) => Object.entries(impl.strings))
    .find(([name]) => /^(EVENT_)?(NAME|TYPE|EVENT_NAME|EVENT_TYPE|TOPIC|KEY|KIND)$/.test(name));
  const broadcastAs = method(/^broadcast_as$/);
  const traits = own.map(({ trait }) => trait.name);
  const channels = method(/^(broadcast_on|broadcast_channel|broadcast_channels|channels)$/);
  const traitItem = own.map(({ trait }) => trait.item).find((candidate) => candidate?.kind === 'trait');
  const traitFile = traitItem?.kind === 'trait' ? world.facts(traitItem.file) : undefined;
  const traitIndex = traitItem?.kind === 'trait' ? (traitFile?.traits.indexOf(traitItem.facts) ?? -1) : -1;
  return {
    path,
    name: item.facts.name,
    item,
    aliases: [
      ...new Set([
        ...answeredStrings(naming?.fn),
        ...answeredStrings(broadcastAs?.fn),
        ...(constant ? [constant[1]] : []),
      ]),
    ].filter((alias) => alias !== item.facts.name && alias !== ''),
    queued: answersTrue(method(/^(should_queue|queued|is_queued)$/)?.fn) || traits.includes('ShouldQueue'),
    broadcast: traits.some((name) => /^(ShouldBroadcast\w*|Broadcastable)$/.test(name)),
    afterCommit: answersTrue(method(/^after_commit$/)?.fn) || traits.includes('ShouldDispatchAfterCommit'),
    channels: channels ? stringsInside(channels.fn).map(({ text, spot }) => ({ text, spot, file: channels.file })) : [],
    named:
      naming !== undefined ||
      constant !== undefined ||
      (traitFile?.functions.some((fn) => fn.trait === traitIndex && fn.name === 'event_name') ?? false) ||
      traits.some((name) => /^(ShouldQueue|ShouldBroadcast|Dispatchable)$/.test(name)),
  };
}

function listenersOf(
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

/** Events a name may mean: an alias first, else the type's own name with or without `Event`. */
export function eventsNamed(typed: Typed, name: string): readonly EventType[] {
  return typed.byName.get(name) ?? typed.byName.get(lastSegment(name.replace(/\\/g, '::'))) ?? [];
}
