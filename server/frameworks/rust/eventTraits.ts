/** Which traits are traits of events, and what implements a trait; knows no event by name. */
import type { ImplFacts } from '../../languages/rust/facts';
import type { Context, Type } from '../../languages/rust/inferred';
import type { RustWorld } from './contract';
import { usesBevy } from './usesBevy';
import { listenerTrait } from './verbs';

const externalEventTrait = /^(\w*Event|Broadcastable|ShouldBroadcast|ShouldQueue|Dispatchable|EventPayload|Payload)$/;
const notEventTrait = /^(AsEvent|IntoEvent|ToEvent|FromEvent|HandleEvent|OnEvent|WithEvent|HasEvent|\w*HandlesEvent)$/;
const foreignCrates =
  /^(bevy|winit|crossterm|termion|iced|egui|eframe|tracing|tracing_core|web_sys|sdl2|gtk|gtk4|leptos|dioxus|yew)\w*(::|$)/;

export interface TraitImpl {
  readonly file: string;
  readonly impl: ImplFacts;
  readonly index: number;
  readonly context: Context;
  readonly trait: Type & { kind: 'named' };
}

export function traitImplsOf(world: RustWorld, file: string): TraitImpl[] {
  const impls: TraitImpl[] = [];
  world.facts(file)?.impls.forEach((impl, index) => {
    if (!impl.trait) return;
    const context: Context = { file, module: impl.module, impl };
    const trait = world.inference.lower(impl.trait, context);
    if (trait.kind === 'named' && !foreignCrates.test(trait.path)) impls.push({ file, impl, index, context, trait });
  });
  return impls;
}

/** Traits named after events, traits derived from those, and what a listener trait demands of its event. */
export function eventTraitsOf(world: RustWorld, impls: readonly TraitImpl[]): ReadonlySet<string> {
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
