/** Aggregates of cqrs-es: the commands they take and the events they answer with. */
import type { Command, Dispatch } from '../../graph/graph';
import type { FunctionFacts } from '../../languages/rust/facts';
import { lastSegment, type Context } from '../../languages/rust/inferred';
import type { Item } from '../../languages/rust/moduleTables';
import type { RustWorld } from './contract';
import { cqrsEsId, resolved, type Aggregate } from './cqrsFound';
import { idOf } from './eventNodes';
import { placeOf, siteOf, symbolOf } from './sites';

export function readCommands(
  world: RustWorld,
  aggregate: Aggregate,
  context: Context,
  fn: FunctionFacts,
  into: Command[],
): void {
  const { command } = aggregate;
  if (!command || command.kind !== 'enum') return;
  const seen = new Set<string>();
  for (const expression of fn.body?.expressions ?? []) {
    if (expression.kind !== 'match') continue;
    for (const arm of expression.arms)
      for (const part of arm.parts) {
        const item = part.path === undefined ? undefined : resolved(world, context, part.path);
        if (item?.kind !== 'variant' || item.enumPath !== command.path || seen.has(item.path)) continue;
        seen.add(item.path);
        into.push({
          command: `${command.facts.name}::${item.facts.name}`,
          commandId: idOf(command.path, item.facts.name),
          kind: 'command',
          handler: symbolOf(context),
          ...placeOf(context.file, part.spot),
          endLine: arm.endLine,
          dispatches: [],
          framework: cqrsEsId,
        });
      }
  }
}

/** Every event the function makes: returned, pushed on a list or written to the sink. */
export function readEvents(
  world: RustWorld,
  aggregate: Aggregate,
  context: Context,
  fn: FunctionFacts,
  into: Dispatch[],
): void {
  const { event } = aggregate;
  for (const expression of fn.body?.expressions ?? []) {
    const path =
      expression.kind === 'struct' && expression.type.kind === 'path'
        ? expression.type.path
        : expression.kind === 'path'
          ? expression.path
          : undefined;
    if (path === undefined || (expression.kind !== 'struct' && expression.kind !== 'path')) continue;
    const item = resolved(world, context, path);
    const variant = item?.kind === 'variant' && item.enumPath === event.path ? item.facts.name : undefined;
    if (variant === undefined && !(item?.kind === 'struct' && item.path === event.path)) continue;
    const name = variant === undefined ? event.facts.name : `${event.facts.name}::${variant}`;
    into.push({
      ...siteOf({ file: context.file, context }, expression.spot, `${symbolOf(context)} answers`, cqrsEsId),
      eventId: idOf(event.path, variant),
      event: name,
      certainty: 'exact',
      stage: 'record',
    });
  }
}

const records = /^(record_that|record_new|record|raise|raise_event|apply_change|apply_new|append_event)$/;

/** `self.record_that(AccountEvent::Closed.into())` on a root that wraps the aggregate. */
export function readRecords(
  world: RustWorld,
  aggregates: readonly Aggregate[],
  context: Context,
  fn: FunctionFacts,
  into: Dispatch[],
): void {
  const expressions = fn.body?.expressions ?? [];
  /** The event an argument is, taken out of `.into()`, `Some(…)` and `Envelope::from(…)`. */
  const made = (index: number | undefined, depth: number): (Item & { kind: 'variant' }) | undefined => {
    const expression = index === undefined ? undefined : expressions[index];
    if (!expression || depth > 5) return undefined;
    if (expression.kind === 'method') return made(expression.receiver, depth + 1);
    if (expression.kind === 'call') {
      const own = made(expression.callee, depth + 1);
      return own ?? made(expression.args[0], depth + 1);
    }
    const path =
      expression.kind === 'struct' && expression.type.kind === 'path'
        ? expression.type.path
        : expression.kind === 'path'
          ? expression.path
          : undefined;
    const item = path === undefined ? undefined : resolved(world, context, path);
    return item?.kind === 'variant' ? item : undefined;
  };
  for (const expression of expressions) {
    if (expression.kind !== 'method' && expression.kind !== 'call') continue;
    const callee = expression.kind === 'call' ? expressions[expression.callee] : undefined;
    const name =
      expression.kind === 'method' ? expression.name : callee?.kind === 'path' ? lastSegment(callee.path) : '';
    if (!records.test(name)) continue;
    const variant = expression.args.map((arg) => made(arg, 0)).find((one) => one !== undefined);
    const aggregate = variant && aggregates.find(({ event }) => event.path === variant.enumPath);
    if (!aggregate) continue;
    into.push({
      ...siteOf({ file: context.file, context }, expression.spot, name, cqrsEsId),
      eventId: idOf(aggregate.event.path, variant.facts.name),
      event: `${aggregate.event.facts.name}::${variant.facts.name}`,
      certainty: 'exact',
      stage: 'record',
    });
  }
}
