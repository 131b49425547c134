/** Events and listeners that are told by traits: what implements an event trait, and what listens by implementing one. */
import { lastSegment, type Type } from '../../languages/rust/inferred';
import type { RustWorld } from './contract';
import { eventTraitsOf, traitImplsOf } from './eventTraits';
import { eventTypesOf, type EventType } from './eventTypes';
import { listenersOf, type ListenerImpl } from './listenerImpls';
import { usesBevy } from './usesBevy';

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
  /\bimpl\b[^{};]*?(?:Event|Listener|Handler|Observer|Subscriber|Reactor|Projector|Projection|Consumer|Saga|Policy|Processor|Dispatchable|Broadcast|ShouldQueue|Sink|Plugin|Hook|Fact|Message|Signal|Notification)\w*\s*(?:<[^{};]*?>)?\s+for\b|\bderive\s*\([^)]*Event\b|\bevents!\s*[{(]/;
/** Inside Bevy's own vocabulary plugins, messages and hooks are something else. */
const declaresBesideBevy =
  /\bimpl\b[^{};]*?(?:\w(?:Event|Listener|Observer|Subscriber)|EventHandler|Projector|Projection|Saga)\w*\s*(?:<[^{};]*?>)?\s+for\b/;
/** A trait that builds on one of events: what implements it is an event, whatever the trait is called. */
const eventTraitBelow = /\btrait\s+(\w+)[^{};:]*:[^{};]*Event\b/g;

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

/** Events a name may mean: an alias first, else the type's own name with or without `Event`. */
export function eventsNamed(typed: Typed, name: string): readonly EventType[] {
  return typed.byName.get(name) ?? typed.byName.get(lastSegment(name.replace(/\\/g, '::'))) ?? [];
}
