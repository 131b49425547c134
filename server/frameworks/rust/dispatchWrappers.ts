/** A dispatch that was found: of an event, or of whatever the function around it is given, which makes it a wrapper. */
import type { Type } from '../../languages/rust/inferred';
import { insideDispatcher } from './carriers';
import type { CallSite, RustWorld } from './contract';
import { argumentsOf } from './sites';
import type { DispatchWrapper, FoundEvent, Reading, Slot } from './typedFound';
import { keysOf, plain } from './typedSites';
import { dispatchVerb } from './verbs';

/** The enclosing function as a wrapper, when the dispatched value is one of its parameters. */
export function wrapperOf(
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

export function addDispatch(reading: Reading, site: CallSite, event: FoundEvent, record: boolean): void {
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
