/** What a call about typed events carries: its place, its arguments one by one, and the events among their types. */
import type { Site } from '../../graph/graph';
import type { FunctionFacts, Spot } from '../../languages/rust/facts';
import { lastSegment, peel } from '../../languages/rust/inferred';
import type { Type } from '../../languages/rust/inferred';
import type { CallSite, RustWorld } from './contract';
import { functionKey, placeOf, symbolOf, traitFunction, viaOf } from './sites';
import type { ListenerImpl } from './listenerImpls';
import type { Typed } from './typedEvents';
import type { FoundEvent } from './typedFound';

export function plain(site: CallSite, spot: Spot): Omit<Site, 'certainty' | 'framework'> {
  return {
    ...placeOf(site.file, spot),
    via: viaOf(site),
    in: symbolOf(site.context),
    ...(site.context.function?.test && { test: true as const }),
  };
}

/** An argument taken apart: the items of a list, else itself. */
export function items(site: CallSite, index: number, depth = 0): number[] {
  const expression = site.body.expressions[index];
  if (depth > 4 || !expression) return [index];
  if (expression.kind === 'items') return expression.items.flatMap((item) => items(site, item, depth + 1));
  if (expression.kind === 'macro' && lastSegment(expression.name) === 'vec')
    return expression.args.flatMap((item) => items(site, item, depth + 1));
  return [index];
}

export function eventOf(typed: Typed, type: Type): FoundEvent | undefined {
  const peeled = peel(type);
  if (peeled.kind !== 'named' || !typed.events.has(peeled.path)) return undefined;
  return { path: peeled.path, type: peeled, ...(peeled.variant !== undefined && { variant: peeled.variant }) };
}

/** Any struct or enum of the workspace: what a bus without an event trait is given. */
export function anyType(type: Type): FoundEvent | undefined {
  const peeled = peel(type);
  if (peeled.kind !== 'named' || (peeled.item?.kind !== 'struct' && peeled.item?.kind !== 'enum')) return undefined;
  return { path: peeled.path, type: peeled, ...(peeled.variant !== undefined && { variant: peeled.variant }) };
}

export function keysOf(world: RustWorld, site: CallSite, fn: FunctionFacts): string[] {
  const declared = traitFunction(world, site.context);
  return [functionKey(site.file, fn), ...(declared ? [functionKey(declared.file, declared.function)] : [])];
}

export function listenersFor(typed: Typed, type: Type): readonly ListenerImpl[] {
  const peeled = peel(type);
  return peeled.kind === 'named' ? (typed.listenersOf.get(peeled.path) ?? []) : [];
}
