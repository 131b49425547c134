/** cqrs-es: aggregates that answer commands with events, and the views and queries that read those. */
import type { Command, Dispatch, EventNode, LanguageGraph, Listen } from '../graph/graph';
import { lastSegment, peel, type Context, type Type } from '../languages/rust/inferred';
import type { Item } from '../languages/rust/moduleTables';
import { framework, type RustWorld } from './rust/contract';
import { readCommands, readEvents, readRecords } from './rust/cqrsCommands';
import { cqrsEsId, type Aggregate, type EnumItem, type Found, type Reader, type Survey } from './rust/cqrsFound';
import { helpedBy, readArms, readHelperArms } from './rust/cqrsReads';
import { fieldOf, idOf } from './rust/eventNodes';
import { answeredStrings, placeOf } from './rust/sites';

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
        framework: cqrsEsId,
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
      framework: cqrsEsId,
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
  id: cqrsEsId,
  title: 'cqrs-es',
  packages: ['cqrs-es'],
  needles: ['Aggregate for ', 'View<', 'Query<', 'DomainEvent for ', 'EventEnvelope', 'AggregateRoot for '],
  survey,
  files,
  read,
  finish,
});
