/** The events that traits, derives and listeners make of types, each with its names and channels. */
import type { FunctionFacts, Spot } from '../../languages/rust/facts';
import { peel, type Type } from '../../languages/rust/inferred';
import { derivesOf } from '../../languages/rust/attributes';
import type { Item } from '../../languages/rust/moduleTables';
import type { RustWorld } from './contract';
import type { TraitImpl } from './eventTraits';
import { answeredStrings, answersTrue, stringsInside } from './sites';
import { usesBevy } from './usesBevy';
import { eventListenerTrait } from './verbs';

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

export function eventTypesOf(
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
