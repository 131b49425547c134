/** Bevy: events and messages written and read by systems, triggers and the observers that hear them. */
import type { Dispatch, EventNode, Handler, LanguageGraph, Listen, Unwired } from '../graph/graph';
import type { FunctionFacts } from '../languages/rust/facts';
import { lastSegment, peel } from '../languages/rust/inferred';
import type { Context, Type } from '../languages/rust/inferred';
import { derivesOf } from '../languages/rust/items';
import type { Item } from '../languages/rust/names';
import { framework } from './rust/contract';
import type { CallSite, RustWorld } from './rust/contract';
import { callsOf, functionKey, handlerOf, placeOf, siteOf, symbolOf, turbofish, viaOf } from './rust/sites';
import { usesBevy } from './rust/typedEvents';
import { fieldOf, idOf } from './rust/typedGraph';

type EventItem = Item & { readonly kind: 'struct' | 'enum' };

interface Survey {
  readonly events: ReadonlyMap<string, EventItem>;
}

/** A function that hears an event, and the place where it is handed to the app, once that is known. */
interface System {
  readonly key: string;
  readonly context: Context;
  readonly heard: readonly Heard[];
}

interface Heard {
  readonly type: Type & { kind: 'named' };
  readonly observer: boolean;
  readonly via: string;
}

interface Found {
  readonly dispatches: readonly Dispatch[];
  readonly listens: readonly Listen[];
  readonly systems: readonly System[];
  /** Places at which a function is handed to the app, by the function's key. */
  readonly added: readonly {
    readonly key: string;
    readonly listen: Omit<Listen, 'eventId' | 'event' | 'handler' | 'certainty'>;
  }[];
  readonly external: readonly EventNode[];
}

const id = 'bevy';
const writers = /^(EventWriter|MessageWriter|ParallelEventWriter)$/;
const readers = /^(EventReader|MessageReader|EventMutator|MessageMutator|PopulatedMessageReader)$/;
const stores = /^(Events|Messages)$/;
const storeReads =
  /^(drain|update_drain|iter_current_update_(events|messages)|get_cursor|get_cursor_current|get_reader)$/;
const observed = /^(Trigger|On)$/;
const hearsNothing =
  /^(?:\w+::)*(?:Query|Commands|Res|ResMut|Local|World|App|Time|Entity|Assets|Transform|str|String|usize|[ui](?:8|16|32|64)|f32|f64|bool|Vec2|Vec3|Self|EventWriter|MessageWriter|Option|Vec|Formatter|Deferred|Gizmos|NonSend|NonSendMut|In)$/;
const writes = /^(send|write|send_batch|write_batch|send_default|write_default)$/;
const triggers =
  /^(trigger|trigger_targets|trigger_with|trigger_ref|trigger_targets_ref|send_event|send_event_batch|send_event_default|write_message|write_message_batch|write_message_default|send_message|trigger_event)$/;
const observes = /^(add_observer|observe|add_observers|with_observer|register_observer|spawn_observer)$/;
const adds =
  /^(add_systems?|add_startup_system|add_system_set|run_system\w*|register_system|register_one_shot_system)$/;
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

/** Events a function's parameters say it hears; parameter sets are looked into. */
function heardBy(world: RustWorld, context: Context, fn: FunctionFacts): Heard[] {
  return fn.parameters.flatMap(({ name, type }) => {
    if (type.kind !== 'path') return heardIn(world, world.inference.lower(type, context), 0);
    const [stored] = type.args;
    const store = stored?.kind === 'path' && stores.test(lastSegment(stored.path));
    return [
      ...(hearsNothing.test(type.path) ? [] : heardIn(world, world.inference.lower(type, context), 0)),
      ...(store ? drained(world.inference.lower(type, context), name, fn) : []),
    ];
  });
}

/** `ResMut<Messages<Damage>>` that the function empties or reads by a cursor. */
function drained(type: Type, name: string, fn: FunctionFacts): Heard[] {
  const store = peel(type);
  const [first] = store.kind === 'named' && stores.test(store.name) ? store.args : [];
  const event = first && peel(first);
  if (store.kind !== 'named' || event?.kind !== 'named' || !fn.body) return [];
  const { body } = fn;
  const reads = body.expressions.some((expression) => {
    if (expression.kind !== 'method' || !storeReads.test(expression.name)) return false;
    const receiver = body.expressions[expression.receiver];
    return receiver?.kind === 'path' && receiver.path === name;
  });
  return reads ? [{ type: event, observer: false, via: store.name }] : [];
}

function heardIn(world: RustWorld, type: Type, depth: number): Heard[] {
  if (depth > 4) return [];
  if (type.kind === 'tuple') return type.items.flatMap((item) => heardIn(world, item, depth + 1));
  if (type.kind !== 'named') return [];
  const [first] = type.args;
  if (readers.test(type.name) || observed.test(type.name)) {
    const event = first && peel(first);
    return event?.kind === 'named' ? [{ type: event, observer: observed.test(type.name), via: type.name }] : [];
  }
  if (!type.item && /^(ParamSet|Option|Local|Res|ResMut|StaticSystemParam|Single|If)$/.test(type.name))
    return type.args.flatMap((arg) => heardIn(world, arg, depth + 1));
  if (type.item?.kind === 'struct' && derivesOf(type.item.facts.attributes).includes('SystemParam')) {
    const { facts, file } = type.item;
    return facts.fields.flatMap((field) =>
      heardIn(world, world.inference.lower(field.type, { file, module: facts.module }), depth + 1),
    );
  }
  return [];
}

interface Into {
  dispatches: Dispatch[];
  listens: Listen[];
  added: Found['added'][number][];
  external: EventNode[];
}

function readDispatch(world: RustWorld, known: Survey, site: CallSite, found: Into): void {
  const { call, context, body } = site;
  if (call.kind !== 'method') return;
  const base = siteOf(site, call.spot, viaOf(site), id);
  const add = (type: Type & { kind: 'named' }): void => {
    found.dispatches.push({ ...base, ...eventOf(type, found), certainty: 'exact' });
  };
  if (writes.test(call.name) || /^(send|write)/.test(call.name)) {
    const receiver = peel(world.inference.typeOf(context, body, call.receiver));
    const carried =
      receiver.kind === 'named' && (writers.test(receiver.name) || stores.test(receiver.name))
        ? receiver.args[0]
        : undefined;
    if (carried && writes.test(call.name)) {
      const type = peel(carried);
      if (type.kind === 'named') add(type);
      else if (type.kind === 'parameter')
        found.dispatches.push({
          ...base,
          eventId: null,
          event: null,
          certainty: 'dynamic',
          wrapper: true,
          reason: 'The function is generic over the event it writes.',
        });
      return;
    }
  }
  if (!triggers.test(call.name)) return;
  const generic = turbofish(site)[0];
  const types = generic
    ? [world.inference.lower(generic, context)]
    : call.args.slice(0, 1).flatMap((arg) => world.inference.alternatives(context, body, arg));
  const named = types.map(peel).filter((type) => type.kind === 'named');
  const events = named.filter(
    (type) => type.item !== undefined && (known.events.has(type.path) || call.name !== 'trigger_targets'),
  );
  for (const type of events) add(type);
  if (events.length > 0 || call.args.length === 0) return;
  const [type] = types;
  const receiver = peel(world.inference.typeOf(context, body, call.receiver));
  if (
    receiver.kind !== 'named' ||
    !/^(Commands|EntityCommands|World|DeferredWorld|EntityWorldMut|App)$/.test(receiver.name)
  )
    return;
  const open = type === undefined || type.kind !== 'named';
  found.dispatches.push({
    ...base,
    eventId: null,
    event: null,
    certainty: 'dynamic',
    reason:
      open && type?.kind === 'parameter'
        ? 'The function is generic over the event it triggers.'
        : 'The type of the triggered value is decided elsewhere.',
    ...(type?.kind === 'parameter' && { wrapper: true }),
  });
}

function eventOf(type: Type & { kind: 'named' }, found: Into): { eventId: string; event: string; external?: true } {
  const local = type.item?.kind === 'struct' || type.item?.kind === 'enum';
  if (!local)
    found.external.push({
      id: idOf(type.path),
      name: type.name,
      language: 'rust',
      kind: 'class',
      external: true,
      publishedBy: 'bevy',
      framework: id,
    });
  return { eventId: idOf(type.path), event: type.name, ...(!local && { external: true as const }) };
}

/** Where functions and closures are handed to the app or to an entity. */
function readAdded(world: RustWorld, site: CallSite, found: Into): void {
  const { call, context, body } = site;
  if (call.kind !== 'method' || (!observes.test(call.name) && !adds.test(call.name))) return;
  const visit = (index: number, depth: number): void => {
    const expression = body.expressions[index];
    if (!expression || depth > 8) return;
    if (expression.kind === 'items') for (const item of expression.items) visit(item, depth + 1);
    else if (expression.kind === 'method')
      for (const part of [expression.receiver, ...(expression.name === 'pipe' ? expression.args : [])])
        visit(part, depth + 1);
    else if (expression.kind === 'call')
      for (const arg of [expression.callee, ...expression.args]) visit(arg, depth + 1);
    else if (expression.kind === 'closure' && observes.test(call.name)) {
      const [first] = expression.parameters;
      const heard = first ? heardIn(world, world.inference.lower(first, context), 0) : [];
      for (const one of heard)
        found.listens.push({
          ...siteOf(site, call.spot, call.name, id),
          ...eventOf(one.type, found),
          handler: 'closure',
          handlerFile: site.file,
          handlerLine: expression.spot[0],
          handlerColumn: expression.spot[1],
          handlerEndLine: expression.endLine,
          certainty: 'exact',
        });
    } else if (expression.kind === 'path') {
      const target = functionOf(world, context, expression.path);
      if (!target) return;
      const spot = observes.test(call.name) ? call.spot : expression.spot;
      found.added.push({ key: functionKey(target.file, target.fn), listen: { ...siteOf(site, spot, call.name, id) } });
    }
  };
  for (const arg of call.args) visit(arg, 0);
}

function functionOf(world: RustWorld, context: Context, path: string): { file: string; fn: FunctionFacts } | undefined {
  const written =
    path.startsWith('Self::') && context.impl?.type.kind === 'path'
      ? `${context.impl.type.path}${path.slice(4)}`
      : path;
  const item = world.names.resolve(context.file, context.module, written, 'value');
  if (item.kind === 'function') return { file: item.file, fn: item.facts };
  if (item.kind !== 'associated' || !item.owner || item.owner.kind === 'external' || item.owner.kind === 'associated')
    return undefined;
  const found = world.inference.method(
    { kind: 'named', path: item.ownerPath, name: lastSegment(item.ownerPath), args: [], item: item.owner },
    item.name,
  );
  return found && { file: found.context.file, fn: found.function };
}

function finish(_world: RustWorld, { events }: Survey, found: ReadonlyMap<string, Found>): Partial<LanguageGraph> {
  const nodes = new Map<string, EventNode>();
  for (const [path, item] of events) nodes.set(idOf(path), nodeOf(path, item));
  const added = new Map<string, Added[]>();
  for (const one of found.values())
    for (const { key, listen } of one.added) {
      const places = added.get(key);
      if (places) places.push(listen);
      else added.set(key, [listen]);
    }
  const dispatches = [...found.values()].flatMap((one) => one.dispatches);
  const listens = [...found.values()].flatMap((one) => [...one.listens]);
  const unwired: Unwired[] = [];
  for (const one of found.values()) {
    for (const node of one.external) if (!nodes.has(node.id)) nodes.set(node.id, node);
    for (const system of one.systems) {
      const fn = system.context.function;
      if (!fn) continue;
      const places = withoutExamples(added.get(system.key) ?? []);
      const handler = handlerOf(system.context.file, symbolOf(system.context), fn);
      for (const heard of system.heard) {
        const scratch: Into = { dispatches: [], listens: [], added: [], external: [] };
        const event = eventOf(heard.type, scratch);
        for (const node of scratch.external) if (!nodes.has(node.id)) nodes.set(node.id, node);
        for (const place of places) listens.push(heardAt(place, event, handler));
        if (places.length > 0) continue;
        if (isPlainSystem(system.context, fn))
          unwired.push({
            ...placeOf(system.context.file, fn.spot),
            kind: heard.observer ? 'observer' : 'listener',
            name: symbolOf(system.context),
            reason: `${heard.observer ? 'Observer' : 'System'} ${symbolOf(system.context)} hears ${heard.type.name} and nothing adds it to the app.`,
            events: [heard.type.name],
            problem: true,
            framework: id,
          });
      }
    }
  }
  for (const site of [...dispatches, ...listens])
    if (site.eventId !== null && !nodes.has(site.eventId) && site.event !== null)
      nodes.set(site.eventId, { id: site.eventId, name: site.event, language: 'rust', kind: 'class', framework: id });
  return { events: [...nodes.values()], dispatches, listens, unwired };
}

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
    framework: id,
  };
}

export const bevy = framework<Survey, Found>({
  id,
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
  finish,
});
