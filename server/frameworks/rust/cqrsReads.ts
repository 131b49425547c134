/** Views and queries of cqrs-es: which events their matches take apart, also in helpers of theirs. */
import type { Listen } from '../../graph/graph';
import type { FunctionFacts } from '../../languages/rust/facts';
import { peel, type Context } from '../../languages/rust/inferred';
import type { RustWorld } from './contract';
import { cqrsEsId, resolved, type Aggregate, type Reader } from './cqrsFound';
import { idOf } from './eventNodes';
import { handlerOf, siteOf, symbolOf } from './sites';

export function helpedBy(world: RustWorld, aggregates: readonly Aggregate[], context: Context): Aggregate | undefined {
  if (!context.impl || context.impl.trait) return undefined;
  const self = world.inference.lower(context.impl.type, context);
  return self.kind === 'named' ? aggregates.find((aggregate) => aggregate.path === self.path) : undefined;
}

/** `impl AccountQuery { fn update(&mut self, event: &EventEnvelope<BankAccount>) }` beside a query that calls it. */
export function readHelperArms(
  world: RustWorld,
  aggregates: readonly Aggregate[],
  readers: readonly Reader[],
  context: Context,
  fn: FunctionFacts,
  into: Listen[],
): void {
  if (readers.length === 0) return;
  for (const parameter of fn.parameters) {
    const type = peel(world.inference.lower(parameter.type, context));
    const inner = type.kind === 'named' && type.name === 'EventEnvelope' ? type.args[0] : undefined;
    const aggregate = inner?.kind === 'named' ? aggregates.find((one) => one.path === inner.path) : undefined;
    if (aggregate) readArms(world, aggregate, context, fn, into, 'projection');
  }
}

export function readArms(
  world: RustWorld,
  aggregate: Aggregate,
  context: Context,
  fn: FunctionFacts,
  into: Listen[],
  role?: 'projection',
): void {
  for (const expression of fn.body?.expressions ?? []) {
    if (expression.kind !== 'match') continue;
    for (const arm of expression.arms)
      for (const part of arm.parts) {
        const item = part.path === undefined ? undefined : resolved(world, context, part.path);
        if (item?.kind !== 'variant' || item.enumPath !== aggregate.event.path) continue;
        into.push({
          ...siteOf({ file: context.file, context }, part.spot, 'match', cqrsEsId),
          eventId: idOf(item.enumPath, item.facts.name),
          event: `${aggregate.event.facts.name}::${item.facts.name}`,
          ...handlerOf(context.file, symbolOf(context), fn),
          handlerLine: part.spot[0],
          handlerColumn: part.spot[1],
          handlerEndLine: arm.endLine,
          certainty: 'exact',
          ...(role && { role }),
        });
      }
  }
}
