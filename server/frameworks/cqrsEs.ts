/** cqrs-es: aggregates that answer commands with events, and the views and queries that read those. */
import type { Command, Dispatch, EventNode, LanguageGraph, Listen } from '../graph/graph';
import type { FunctionFacts, ImplFacts } from '../languages/rust/facts';
import { lastSegment, peel } from '../languages/rust/inferred';
import type { Context, Type } from '../languages/rust/inferred';
import type { Item } from '../languages/rust/names';
import { framework } from './rust/contract';
import type { RustWorld } from './rust/contract';
import { answeredStrings, handlerOf, placeOf, siteOf, symbolOf } from './rust/sites';
import { fieldOf, idOf } from './rust/typedGraph';

type EnumItem = Item & { readonly kind: 'enum' };

interface Aggregate {
  readonly file: string;
  readonly impl: ImplFacts;
  readonly index: number;
  readonly name: string;
  readonly path: string;
  readonly event: EnumItem | (Item & { kind: 'struct' });
  readonly command: EnumItem | (Item & { kind: 'struct' }) | undefined;
}

interface Reader {
  readonly file: string;
  readonly index: number;
  readonly aggregate: string;
}

interface Survey {
  readonly aggregates: readonly Aggregate[];
  readonly readers: readonly Reader[];
}

interface Found {
  readonly dispatches: readonly Dispatch[];
  readonly listens: readonly Listen[];
  readonly commands: readonly Command[];
}

const id = 'cqrsEs';

const declares =
  /\bimpl\b[^{};]*?\b(?:Aggregate|AggregateRoot|Decider|View|Query|Projection|EventHandler|ViewProjection)\b\s*(?:<[^{};]*?>\s*)?for\b/;

function survey(world: RustWorld): Survey | undefined {
  const aggregates: Aggregate[] = [];
  const readers: Reader[] = [];
  for (const file of world.candidates) {
    if (!world.reads(file, declares)) continue;
    world.facts(file)?.impls.forEach((impl, index) => {
      if (impl.trait?.kind !== 'path' || (impl.test && !/(^|\/)tests\//.test(file))) return;
      const trait = lastSegment(impl.trait.path);
      const context: Context = { file, module: impl.module, impl };
      if (/^(Aggregate|AggregateRoot|Decider)$/.test(trait) && impl.types.Event) {
        const event = itemOf(world.inference.lower(impl.types.Event, context));
        const self = world.inference.lower(impl.type, context);
        const command = impl.types.Command && itemOf(world.inference.lower(impl.types.Command, context));
        if (event && self.kind === 'named')
          aggregates.push({ file, impl, index, name: self.name, path: self.path, event, command });
      } else if (/^(View|Query|Projection|EventHandler|ViewProjection)$/.test(trait) && impl.trait.args.length > 0) {
        const arg = world.inference.lower(impl.trait.args[0] ?? { kind: 'other' }, context);
        if (arg.kind === 'named') readers.push({ file, index, aggregate: arg.path });
      }
    });
  }
  return aggregates.length > 0 ? { aggregates, readers } : undefined;
}

function itemOf(type: Type): EnumItem | (Item & { kind: 'struct' }) | undefined {
  const peeled = peel(type);
  return peeled.kind === 'named' && (peeled.item?.kind === 'enum' || peeled.item?.kind === 'struct')
    ? peeled.item
    : undefined;
}

function files(_world: RustWorld, { aggregates, readers }: Survey): readonly string[] {
  return [
    ...new Set(
      [
        ...aggregates.map((one) => one.file),
        ...readers.map((one) => one.file),
        ..._world.search(aggregatesNeedles(aggregates)).values(),
      ].flat(),
    ),
  ];
}

function aggregatesNeedles(aggregates: readonly Aggregate[]): string[] {
  return [...new Set(aggregates.map(({ event }) => `${event.facts.name}::`))];
}

function read(world: RustWorld, { aggregates, readers }: Survey, file: string): Found {
  const found = { dispatches: [] as Dispatch[], listens: [] as Listen[], commands: [] as Command[] };
  const facts = world.facts(file);
  if (!facts) return found;
  for (const fn of facts.functions) {
    if (!fn.body) continue;
    const context = world.inference.contextOf(file, facts, fn);
    const own = aggregates.find((aggregate) => aggregate.file === file && fn.impl === aggregate.index);
    const reader = readers.find((one) => one.file === file && fn.impl === one.index);
    if (own && /^(handle|execute|decide|handle_command)$/.test(fn.name)) {
      readCommands(world, own, context, fn, found.commands);
      readEvents(world, own, context, fn, found.dispatches);
    } else if (own && /^(apply|apply_event|evolve)$/.test(fn.name)) readArms(world, own, context, fn, found.listens);
    else if (reader) {
      const aggregate = aggregates.find((one) => one.path === reader.aggregate);
      if (aggregate) readArms(world, aggregate, context, fn, found.listens, 'projection');
    } else {
      // Helpers of the aggregate: `impl BankAccount { fn withdraw(&self) -> Vec<BankAccountEvent> { … } }`.
      const helped = helpedBy(world, aggregates, context);
      if (helped && fn.returns && JSON.stringify(fn.returns).includes(helped.event.facts.name))
        readEvents(world, helped, context, fn, found.dispatches);
      else if (
        helped &&
        !context.impl?.trait &&
        fn.parameters.some((parameter) => JSON.stringify(parameter.type).includes('EventEnvelope'))
      )
        readArms(world, helped, context, fn, found.listens, 'projection');
      else {
        readHelperArms(world, aggregates, readers, context, fn, found.listens);
        readRecords(world, aggregates, context, fn, found.dispatches);
      }
    }
  }
  return found;
}

function helpedBy(world: RustWorld, aggregates: readonly Aggregate[], context: Context): Aggregate | undefined {
  if (!context.impl || context.impl.trait) return undefined;
  const self = world.inference.lower(context.impl.type, context);
  return self.kind === 'named' ? aggregates.find((aggregate) => aggregate.path === self.path) : undefined;
}

/** `impl AccountQuery { fn update(&mut self, event: &EventEnvelope<BankAccount>) }` beside a query that calls it. */
function readHelperArms(
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

function readCommands(
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
          framework: id,
        });
      }
  }
}

/** Every event the function makes: returned, pushed on a list or written to the sink. */
function readEvents(
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
      ...siteOf({ file: context.file, context }, expression.spot, `${symbolOf(context)} answers`, id),
      eventId: idOf(event.path, variant),
      event: name,
      certainty: 'exact',
      stage: 'record',
    });
  }
}

const records = /^(record_that|record_new|record|raise|raise_event|apply_change|apply_new|append_event)$/;

/** `self.record_that(AccountEvent::Closed.into())` on a root that wraps the aggregate. */
function readRecords(
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
      ...siteOf({ file: context.file, context }, expression.spot, name, id),
      eventId: idOf(aggregate.event.path, variant.facts.name),
      event: `${aggregate.event.facts.name}::${variant.facts.name}`,
      certainty: 'exact',
      stage: 'record',
    });
  }
}

function readArms(
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
          ...siteOf({ file: context.file, context }, part.spot, 'match', id),
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

function resolved(world: RustWorld, context: Context, path: string): Item | undefined {
  if (!path.startsWith('Self::')) return world.names.resolve(context.file, context.module, path, 'value');
  const type = world.inference.lower({ kind: 'path', path, args: [] }, context);
  return type.kind === 'named' ? type.item : undefined;
}

function finish(world: RustWorld, { aggregates }: Survey, found: ReadonlyMap<string, Found>): Partial<LanguageGraph> {
  const all = [...found.values()];
  const dispatches = all.flatMap((one) => one.dispatches);
  const commands = all
    .flatMap((one) => one.commands)
    .map((command) => ({
      ...command,
      dispatches: dispatches
        .filter(
          (site) =>
            site.file === command.file && site.line >= command.line && site.line <= (command.endLine ?? command.line),
        )
        .map(({ file, line, column }) => ({ file, line, column })),
    }));
  return {
    events: aggregates.flatMap((aggregate) => nodesOf(world, aggregate)),
    dispatches,
    listens: all.flatMap((one) => one.listens),
    commands,
  };
}

function nodesOf(world: RustWorld, { event }: Aggregate): EventNode[] {
  if (event.kind === 'struct')
    return [
      {
        id: idOf(event.path),
        name: event.facts.name,
        language: 'rust',
        kind: 'class',
        ...placeOf(event.file, event.facts.spot),
        fields: event.facts.fields.map(fieldOf),
        framework: id,
      },
    ];
  const aliases = aliasesOf(world, event);
  return event.facts.variants.map((variant) => {
    const alias = aliases.get(variant.name);
    return {
      id: idOf(event.path, variant.name),
      name: `${event.facts.name}::${variant.name}`,
      language: 'rust',
      kind: 'enumMember',
      ...placeOf(event.file, variant.spot),
      endColumn: variant.spot[1] + variant.name.length,
      fields: variant.fields.map(fieldOf),
      ...(alias !== undefined && { aliases: [alias] }),
      framework: id,
    };
  });
}

/** Names under which `event_type` stores the variants. */
function aliasesOf(world: RustWorld, event: EnumItem): ReadonlyMap<string, string> {
  const names = new Map<string, string>();
  for (const { file, impl, index } of world.inference.implsOf(event.path)) {
    if (impl.trait?.kind !== 'path' || lastSegment(impl.trait.path) !== 'DomainEvent') continue;
    for (const fn of world.facts(file)?.functions ?? []) {
      if (fn.impl !== index || fn.name !== 'event_type' || !fn.body) continue;
      for (const expression of fn.body.expressions)
        if (expression.kind === 'match')
          for (const arm of expression.arms) {
            const [text] = answeredStrings({ ...fn, body: { ...fn.body, results: [arm.value] } });
            for (const part of arm.parts)
              if (part.path !== undefined && text !== undefined) names.set(lastSegment(part.path), text);
          }
    }
  }
  return names;
}

export const cqrsEs = framework<Survey, Found>({
  id,
  title: 'cqrs-es',
  packages: ['cqrs-es'],
  needles: ['Aggregate for ', 'View<', 'Query<', 'DomainEvent for ', 'EventEnvelope', 'AggregateRoot for '],
  survey,
  files,
  read,
  finish,
});
