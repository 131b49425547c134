/** Bevy: events and messages written and read by systems, triggers and the observers that hear them. */
import type { Dispatch, EventNode, Handler, LanguageGraph, Listen, Unwired } from '../graph/graph';
import type { FunctionFacts } from '../languages/rust/facts';
import { lastSegment, type Context } from '../languages/rust/inferred';
import { derivesOf } from '../languages/rust/attributes';
import { eventOf, readAdded, readDispatch } from './rust/bevyCalls';
import { bevyId, type EventItem, type Found, type Into, type Survey, type System } from './rust/bevyFound';
import { heardBy } from './rust/bevySystems';
import { framework, type RustWorld } from './rust/contract';
import { callsOf, functionKey, handlerOf, placeOf, symbolOf } from './rust/sites';
import { usesBevy } from './rust/usesBevy';
import { fieldOf, idOf } from './rust/eventNodes';

/** How the calls above look in the text. */
const speaksOfEvents =
  /send|write|trigger|observe|add_system|add_startup_system|run_system|register_(?:system|one_shot)/;
const declared =
  /derive\s*\([^)]*\b(?:Event|Message|EntityEvent|BufferedEvent|AnimationEvent)\b|\b(?:Event|Message|EntityEvent|BufferedEvent)\s+for\b/;
const declares = /^(Event|Message|EntityEvent|BufferedEvent|AnimationEvent)$/;

function survey(world: RustWorld): Survey | undefined {
  const events = new Map<string, EventItem>();
  let used = false;
  for (const file of world.candidates) {
    if (!usesBevy(world, file)) continue;
    used = true;
    if (!world.reads(file, declared)) continue;
    for (const [path, item] of world.derive(file, declaredIn, world)) events.set(path, item);
  }
  return used ? { events } : undefined;
}

function declaredIn(world: RustWorld, file: string): Survey['events'] {
  const events = new Map<string, EventItem>();
  const facts = world.facts(file);
  for (const found of [...(facts?.structs ?? []), ...(facts?.enums ?? [])]) {
    if (!derivesOf(found.attributes).some((name) => declares.test(name)) || (found.test && !file.includes('tests/')))
      continue;
    const item = world.names.item(`${world.names.modulePath(file, found.module)}::${found.name}`);
    if (item?.kind === 'struct' || item?.kind === 'enum') events.set(item.path, item);
  }
  for (const impl of facts?.impls ?? [])
    if (impl.trait?.kind === 'path' && declares.test(lastSegment(impl.trait.path))) {
      const type = world.inference.lower(impl.type, { file, module: impl.module, impl });
      if (type.kind === 'named' && (type.item?.kind === 'struct' || type.item?.kind === 'enum'))
        events.set(type.path, type.item);
    }
  return events;
}

const hears =
  /\b(?:EventReader|EventMutator|MessageReader|MessageMutator|PopulatedMessageReader|Trigger|On|Events|Messages)\s*</;
const functionHeader = /\bfn\s+(\w+)/g;

function functionsIn(world: RustWorld, file: string): readonly string[] {
  return [...world.text(file).matchAll(functionHeader)].map((match) => match[1] ?? '');
}

function wordsIn(world: RustWorld, file: string): readonly string[] {
  return [...new Set(world.text(file).match(/\b[a-z_]\w{2,}\b/g))];
}

/** The text names one of the functions. */
function names(world: RustWorld, file: string, functions: ReadonlySet<string>): boolean {
  return world.derive(file, wordsIn, world).some((word) => functions.has(word));
}

function files(world: RustWorld): readonly string[] {
  const words = [
    'EventWriter',
    'EventReader',
    'MessageWriter',
    'MessageReader',
    '.trigger',
    'send_event',
    'write_message',
    'add_observer',
    '.observe(',
    'On<',
    'Trigger<',
    'Events<',
    'Messages<',
  ];
  const found = new Set([...world.search(words).values()].flat().filter((file) => usesBevy(world, file)));
  // Systems are handed to the app in any file: those that name a function which may hear something are read as well.
  const hearing = new Set<string>();
  for (const file of found)
    if (world.reads(file, hears)) for (const name of world.derive(file, functionsIn, world)) hearing.add(name);
  for (const file of [...world.search(['add_systems(', 'run_system', 'register_system']).values()].flat())
    if (!found.has(file) && usesBevy(world, file) && names(world, file, hearing)) found.add(file);
  return [...found];
}

function read(world: RustWorld, known: Survey, file: string): Found {
  const found = {
    dispatches: [] as Dispatch[],
    listens: [] as Listen[],
    systems: [] as System[],
    added: [] as Found['added'][number][],
    external: [] as EventNode[],
  };
  const facts = world.facts(file);
  for (const fn of facts?.functions ?? []) {
    if (!facts) continue;
    const context = world.inference.contextOf(file, facts, fn);
    const heard = heardBy(world, context, fn);
    if (heard.length > 0) found.systems.push({ key: functionKey(file, fn), context, heard });
  }
  for (const site of callsOf(world, file, speaksOfEvents)) {
    if (site.call.kind === 'macro') continue;
    readDispatch(world, known, site, found);
    readAdded(world, site, found);
  }
  return found;
}

function finish(world: RustWorld, { events }: Survey, found: ReadonlyMap<string, Found>): Partial<LanguageGraph> {
  const nodes = new Map<string, EventNode>();
  for (const [path, item] of events) nodes.set(idOf(path), nodeOf(path, item));
  // Most functions that are handed to the app hear nothing.
  const hearing = new Map<string, Added[]>();
  const dispatches: Dispatch[] = [];
  const listens: Listen[] = [];
  for (const one of found.values()) {
    for (const system of one.systems) if (!hearing.has(system.key)) hearing.set(system.key, []);
    for (const site of one.dispatches) dispatches.push(site);
    for (const site of one.listens) listens.push(site);
  }
  for (const one of found.values()) for (const { key, listen } of one.added) hearing.get(key)?.push(listen);
  const unwired: Unwired[] = [];
  for (const one of found.values()) {
    for (const node of one.external) if (!nodes.has(node.id)) nodes.set(node.id, node);
    for (const system of one.systems) {
      const fn = system.context.function;
      if (!fn) continue;
      const places = withoutExamples(hearing.get(system.key) ?? []);
      const handler = handlerOf(system.context.file, symbolOf(system.context), fn);
      for (const heard of system.heard) {
        const scratch: Into = { dispatches: [], listens: [], added: [], external: [] };
        const event = eventOf(heard.type, scratch);
        for (const node of scratch.external) if (!nodes.has(node.id)) nodes.set(node.id, node);
        for (const place of places) listens.push(heardAt(place, event, handler));
        if (places.length > 0) continue;
        if (!isPlainSystem(system.context, fn)) continue;
        const handedOn = isHandedOn(world, system.context.file, fn);
        const how = handedOn ? 'it is handed on as a value, which may add it' : 'nothing adds it to the app';
        unwired.push({
          ...placeOf(system.context.file, fn.spot),
          kind: heard.observer ? 'observer' : 'listener',
          name: symbolOf(system.context),
          reason: `${heard.observer ? 'Observer' : 'System'} ${symbolOf(system.context)} hears ${heard.type.name} and ${how}.`,
          events: [heard.type.name],
          problem: !handedOn,
          framework: bevyId,
        });
      }
    }
  }
  for (const sites of [dispatches, listens])
    for (const { eventId, event } of sites)
      if (eventId !== null && event !== null && !nodes.has(eventId))
        nodes.set(eventId, { id: eventId, name: event, language: 'rust', kind: 'class', framework: bevyId });
  return { events: [...nodes.values()], dispatches, listens, unwired };
}

/** The function's name stands somewhere as a value: `widget::button("Play", play)` hands it to whoever observes with it. */
function isHandedOn(world: RustWorld, file: string, { name }: FunctionFacts): boolean {
  const asValue = new RegExp(String.raw`(?<!\bfn\s+)\b${name}\b(?!\s*(?:[(!:<{]|as\b))`);
  const reached = new RegExp(String.raw`(?:::|[{,]\s*)${name}\b`);
  return [file, ...(world.search([name]).get(name) ?? [])].some((one) => {
    const text = world.text(one);
    if (one !== file && !reached.test(text)) return false;
    return text.split('\n').some((line) => asValue.test(line) && !notCode.test(line));
  });
}

const notCode = /^\s*(?:(?:pub(?:\([^)]*\))?\s+)?(?:use|mod)\b|\/\/)/;

/** An example that adds the system once more shows what the app itself does. */
function withoutExamples<Place extends { readonly file: string }>(places: readonly Place[]): readonly Place[] {
  const own = places.filter(({ file }) => !/(?:^|\/)(?:examples|benches)\//.test(file));
  return own.length > 0 ? own : places;
}

type Added = Found['added'][number]['listen'];

/** Written out, as every edit makes all of them again: to spread three objects into one takes far longer. */
function heardAt(place: Added, event: ReturnType<typeof eventOf>, handler: Handler): Listen {
  const { file, line, column, via, in: symbol, framework: own } = place;
  const { handlerFile, handlerLine, handlerColumn, handlerEndLine } = handler;
  return place.test ||
    event.external ||
    symbol === undefined ||
    handlerFile === undefined ||
    handlerLine === undefined ||
    handlerColumn === undefined ||
    handlerEndLine === undefined
    ? { ...place, ...event, ...handler, certainty: 'exact' }
    : {
        file,
        line,
        column,
        via,
        in: symbol,
        framework: own,
        eventId: event.eventId,
        event: event.event,
        handler: handler.handler,
        handlerFile,
        handlerLine,
        handlerColumn,
        handlerEndLine,
        certainty: 'exact',
      };
}

/** A function of its own: traits, generics and tests have their systems added in ways that are not seen. */
function isPlainSystem(context: Context, fn: FunctionFacts): boolean {
  return !context.impl && !context.trait && fn.generics.length === 0 && !fn.test;
}

function nodeOf(path: string, item: EventItem): EventNode {
  return {
    id: idOf(path),
    name: item.facts.name,
    language: 'rust',
    kind: 'class',
    ...placeOf(item.file, item.facts.spot),
    endColumn: item.facts.spot[1] + item.facts.name.length,
    ...(item.kind === 'struct' && { fields: item.facts.fields.map(fieldOf) }),
    framework: bevyId,
  };
}

export const bevy = framework<Survey, Found>({
  id: bevyId,
  title: 'Bevy',
  packages: ['bevy', 'bevy_ecs', 'bevy_app'],
  needles: [
    'EventWriter',
    'EventReader',
    'MessageWriter',
    'MessageReader',
    '#[derive(Event',
    '#[derive(Message',
    'Event,',
    ', Event',
    ', Message',
    'EntityEvent',
    'add_observer',
    '.observe(',
    'Trigger<',
    'On<',
    'add_event',
    'add_message',
    '.trigger(',
  ],
  survey,
  files,
  read,
  // Which types are events is asked for nothing else.
  differs: () => ['trigger_targets'],
  finish,
});
