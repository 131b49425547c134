/**
 * Emitters a project wrote for itself: a struct that keeps functions in a map, by the event's name or by its type, and
 * Tauri's events, which are told by name as well.
 */
import type { Dispatch, EventNode, Listen } from '../graph/graph';
import type { TypeRef } from '../languages/rust/facts';
import { lastSegment, peel } from '../languages/rust/inferred';
import type { Context, Type } from '../languages/rust/inferred';
import { framework } from './rust/contract';
import type { CallSite, RustWorld } from './rust/contract';
import { finish, type Found } from './rust/foundHere';
import { callsOf, siteOf, turbofish, viaOf } from './rust/sites';
import { isCarrier } from './rust/carriers';
import { handlerGiven, namedByText, namedByType, textsGiven } from './rust/given';
import type { Named } from './rust/given';

interface Survey {
  /** Structs that keep functions, by path: how they tell events apart. */
  readonly emitters: ReadonlyMap<string, 'name' | 'type'>;
  readonly tauri: boolean;
}

const id = 'ownEmitters';
const emits =
  /^(emit|emit_event|emit_all|emit_to|emit_filter|trigger|trigger_global|fire|publish|dispatch|notify|broadcast|raise)$/;
const hears =
  /^(on|once|on_event|listen|listen_any|listen_global|once_any|once_global|add_listener|add_handler|subscribe|register|register_handler|register_listener|add_event_listener)$/;
const keepsFunctions = /Map\s*<[\s\S]*?\bFn(?:Mut|Once)?\b|\bFn(?:Mut|Once)?\b[\s\S]*?Map\s*</;
const words = [
  '.emit',
  '.trigger',
  '.fire(',
  '.publish(',
  '.dispatch(',
  '.notify(',
  '.on',
  '.listen',
  '.add_',
  '.subscribe',
  '.register',
];
const calls =
  /\.\s*(?:emit\w*|trigger\w*|fire|publish|dispatch|notify|broadcast|raise|on|once\w*|on_event|listen\w*|add_\w+|subscribe|register\w*)\s*(?:::\s*<|\()/;

function survey(world: RustWorld): Survey | undefined {
  const emitters = new Map<string, 'name' | 'type'>();
  for (const file of world.candidates) {
    if (!world.reads(file, keepsFunctions)) continue;
    for (const [path, by] of world.derive(file, emittersIn, world)) emitters.set(path, by);
  }
  const tauri = world.depends('tauri');
  return emitters.size > 0 || tauri ? { emitters, tauri } : undefined;
}

function emittersIn(world: RustWorld, file: string): ReadonlyMap<string, 'name' | 'type'> {
  const found = new Map<string, 'name' | 'type'>();
  for (const struct of world.facts(file)?.structs ?? []) {
    if (struct.test || isCarrier(struct.name)) continue;
    for (const field of struct.fields) {
      const by = keyOfFunctions(world, field.type, { file, module: struct.module });
      if (by) found.set(`${world.names.modulePath(file, struct.module)}::${struct.name}`, by);
    }
  }
  return found;
}

/** `Mutex<HashMap<String, Vec<Box<dyn Fn(&Value)>>>>`: functions by name. */
function keyOfFunctions(world: RustWorld, type: TypeRef, context: Context): 'name' | 'type' | undefined {
  const map = peel(world.inference.lower(type, context));
  if (map.kind !== 'named' || map.item || !/^(HashMap|BTreeMap|DashMap|IndexMap|FxHashMap|AHashMap)$/.test(map.name))
    return undefined;
  const [key, value] = map.args;
  if (!key || !value || !holdsFunction(value, 0)) return undefined;
  const told = peel(key);
  if (told.kind !== 'named' || told.item) return undefined;
  return /^(String|str)$/.test(told.name) ? 'name' : told.name === 'TypeId' ? 'type' : undefined;
}

function holdsFunction(type: Type, depth: number): boolean {
  if (depth > 6) return false;
  if (type.kind === 'function') return true;
  // A function for any type is kept as `Box<dyn Any>`.
  if (type.kind === 'object')
    return type.bounds.some(
      (bound) => bound.kind === 'function' || (bound.kind === 'named' && bound.name === 'Any' && !bound.item),
    );
  if (type.kind === 'tuple') return type.items.some((item) => holdsFunction(item, depth + 1));
  return type.kind === 'named' && !type.item && type.args.some((arg) => holdsFunction(arg, depth + 1));
}

function files(world: RustWorld): readonly string[] {
  const found = new Set([...world.search(words).values()].flat());
  return [...found].filter((file) => world.reads(file, calls));
}

function read(world: RustWorld, known: Survey, file: string): Found {
  const found = { dispatches: [] as Dispatch[], listens: [] as Listen[], events: [] as EventNode[] };
  for (const site of callsOf(
    world,
    file,
    calls,
    (name, call) => call.kind === 'method' && (emits.test(name) || hears.test(name)),
  ))
    readCall(world, known, site, found);
  return found;
}

function readCall(
  world: RustWorld,
  known: Survey,
  site: CallSite,
  found: { dispatches: Dispatch[]; listens: Listen[]; events: EventNode[] },
): void {
  const { call, context, body } = site;
  if (call.kind !== 'method') return;
  const receiver = peel(world.inference.typeOf(context, body, call.receiver));
  const own = receiver.kind === 'named' ? known.emitters.get(receiver.path) : undefined;
  const emitter = own && receiver.kind === 'named' ? receiver.name : 'tauri';
  if (!own && !(known.tauri && isTauri(world, site, receiver))) return;
  const self = context.impl && peel(world.inference.lower(context.impl.type, context));
  if (own && self?.kind === 'named' && receiver.kind === 'named' && self.path === receiver.path) return;
  const events = own === 'type' ? byType(world, site, emitter) : byName(world, site, emitter, call.name);
  if (!events) return;
  for (const { node } of events) found.events.push(node);
  const base = { ...siteOf(site, call.spot, viaOf(site), id), emitter };
  const told =
    events.length > 0
      ? events.map((event) => ({ eventId: event.id, event: event.name, certainty: 'exact' as const }))
      : [
          {
            eventId: null,
            event: null,
            certainty: 'dynamic' as const,
            reason: 'The name of the event is decided at run time.',
          },
        ];
  for (const event of told)
    if (emits.test(call.name)) found.dispatches.push({ ...base, ...event });
    else
      found.listens.push({
        ...base,
        ...event,
        ...handlerGiven(world, site, call.args.at(-1)),
        ...(call.name.startsWith('once') && { once: true }),
      });
}

/** Handles of Tauri are often parameters whose type says so, or closures' parameters without one. */
function isTauri(world: RustWorld, site: CallSite, receiver: Type): boolean {
  const { crate } = world.names.crates.moduleOf(site.file);
  if (!crate.dependencies.has('tauri')) return false;
  if (receiver.kind === 'named' || receiver.kind === 'object' || receiver.kind === 'parameter') {
    const names =
      receiver.kind === 'named'
        ? [receiver.name]
        : receiver.bounds.map((one) => (one.kind === 'named' ? one.name : ''));
    return names.some((name) => /^(App|AppHandle|Window|WebviewWindow|Webview|Emitter|Listener|Manager)$/.test(name));
  }
  const { call, body } = site;
  const expression = call.kind === 'method' ? body.expressions[call.receiver] : undefined;
  const name =
    expression?.kind === 'path' ? lastSegment(expression.path) : expression?.kind === 'field' ? expression.name : '';
  return /^(app|app_handle|handle|window|main_window|webview|webview_window|apphandle)$/.test(name);
}

function byName(world: RustWorld, site: CallSite, emitter: string, verb: string): Named[] | undefined {
  const arg = site.call.args[verb === 'emit_to' ? 1 : 0];
  if (arg === undefined || site.call.args.length < (hears.test(verb) ? 2 : 1)) return undefined;
  return textsGiven(world, site, arg).map((text) => namedByText(text, emitter, id));
}

function byType(world: RustWorld, site: CallSite, emitter: string): Named[] | undefined {
  const { context, body, call } = site;
  const [given] = turbofish(site);
  const types: readonly Type[] = given
    ? [world.inference.lower(given, context)]
    : call.args.slice(0, 1).flatMap((arg) => {
        const type = peel(world.inference.typeOf(context, body, arg));
        return type.kind === 'function'
          ? type.parameters.slice(0, 1)
          : world.inference.alternatives(context, body, arg);
      });
  const named = types.flatMap((type) => namedByType(type, emitter, id));
  return named.length > 0 ? named : undefined;
}

export const ownEmitters = framework<Survey, Found>({
  id,
  title: 'Emitters of the project',
  packages: ['tauri'],
  needles: ['dyn Fn', 'TypeId, ', 'tauri::'],
  survey,
  files,
  read,
  finish,
});
