/** Enum events sent through channels and matched where they arrive: the event is the variant. Knows channels, not buses. */
import type { Dispatch, EventNode, LanguageGraph, Listen } from '../graph/graph';
import type { Arm, Body, PatternPart, RustFacts, TypeRef } from '../languages/rust/facts';
import { isReceive, lastSegment, peel } from '../languages/rust/inferred';
import { derivesOf } from '../languages/rust/items';
import type { Context, Type } from '../languages/rust/inferred';
import { insideMay } from '../languages/rust/insides';
import type { Item } from '../languages/rust/names';
import { isIntegrationTest } from '../languages/rust/read';
import { framework } from './rust/contract';
import type { CallSite, RustWorld } from './rust/contract';
import { callsOf, functionKey, placeOf, receiverName, siteOf, symbolOf, traitFunction, viaOf } from './rust/sites';
import { usesBevy } from './rust/typedEvents';
import { fieldOf, idOf } from './rust/typedGraph';

type EnumItem = Item & { readonly kind: 'enum' };

interface Wrapper {
  readonly key: string;
  readonly name: string;
  readonly index: number;
}

interface Survey {
  readonly enums: ReadonlyMap<string, EnumItem>;
  readonly wrappers: ReadonlyMap<string, Wrapper>;
}

interface FoundEnums {
  readonly dispatches: readonly Dispatch[];
  readonly listens: readonly (Listen & { readonly enumPath: string })[];
  readonly sent: readonly string[];
  readonly wrappers: readonly Wrapper[];
  /** Enums first seen where they are sent. */
  readonly learned: readonly { readonly path: string; readonly item: EnumItem }[];
}

const id = 'enumChannels';
const carriers =
  /^(\w*Sender|\w*Receiver|EventLoopProxy|EventLoop|ActiveEventLoop|\w*EventEmitter|\w*Tx|\w*Rx|\w*Channel|\w*Mailbox|Addr|ActorRef|Recipient|SendStream|EventStream|UnboundedReceiverStream|ReceiverStream|BroadcastStream)$/;
const sends =
  /^(send|try_send|send_async|blocking_send|unbounded_send|send_timeout|send_blocking|send_replace|try_send_replace|broadcast|broadcast_direct|try_broadcast|start_send|send_event|send_msg|send_message|send_action|send_command|send_cmd|force_send|feed|emit|emit_event|publish|publish_event|dispatch|dispatch_event|dispatch_action|notify|post|post_event|push_event|queue_event|fire|fire_event|trigger|raise|enqueue|cast|do_send|tell|send_now|send_update|send_notification)$/;
/** Lists have these too. */
const onlyIntoQueue = /^(push|push_back|add|add_event|put|insert|schedule)$/;
/** Without a known channel these may be anything. */
const onlyWithCarrier = /^(feed|cast|tell|enqueue|post|trigger|notify|dispatch|fire|raise|publish)$/;
const eventLike =
  /(Event|Evt|Msg|Message|Notification|Signal|Action|Command|Cmd|Update|Effect|Trigger|Notice|Activity|Intent|Change|Broadcast|Progress|Output|Input|Request|Instruction|Operation|Op|Job|Task|Control|Packet|Wakeup|Wake)s?$/;
/** Answers, states and choices travel through channels too; they are values, not events. */
const valueLike =
  /(Status|State|Mode|Error|Result|Level|Phase|Outcome|Reason|Response|Reply|Config|Setting|Option|Value|Data)s?$/;
const pastTense = /(ed|Started|Finished|Done|Lost|Sent|Begun|Quit|Changed|Ready|Tick|Resize)$/;
const plumbing =
  /^(fmt|from|try_from|into|from_str|as_str|to_string|name|label|description|describe|kind|is_\w+|has_\w+|should_\w+|matches|accepts|eq|ne|partial_cmp|cmp|hash|clone|serialize|deserialize|encode|decode|parse|to_json|as_\w+|to_\w+|event_name|event_type|priority|drop|default)$/;
const plumbingTrait =
  /^(From|TryFrom|Into|Display|Debug|PartialEq|Eq|Ord|PartialOrd|Hash|Clone|Serialize|Deserialize|FromStr|AsRef|Default|Encoder|Decoder|Encode|Decode|Error|Drop|Arbitrary)$/;

/** How a carrier's type, or the making of one, looks in the text. */
const saysCarrier =
  /(?:Sender|Receiver|EventLoop|EventLoopProxy|EventEmitter|Tx|Rx|Channel|Mailbox|Addr|ActorRef|Recipient|SendStream|EventStream|BroadcastStream|channel|bounded|broadcast)\b/;
const hasChannel =
  /\b(?:VecDeque\s*<\s*\w*(?:Event|Evt|Msg|Message|Action|Signal|Notification)|channel|unbounded|bounded|Sender|Receiver|EventLoopProxy|EventEmitter)\b|[TR]x\b/;
const hasSend =
  /\.\s*(?:try_|blocking_|unbounded_)?(?:send|broadcast|emit)\w*\s*\(|\.\s*(?:push|push_back|add|add_event|put|insert|schedule)\s*\(\s*\w*(?:Event|Evt|Msg|Message|Action|Command|Signal|Notification)s?::/;

/** Bevy's own events are the type, whatever its variants; a writer's `send` is no channel. */
const ofBevy = (world: RustWorld, item: EnumItem): boolean =>
  derivesOf(item.facts.attributes).some((name) => /^(Event|Message|EntityEvent|BufferedEvent)$/.test(name)) &&
  usesBevy(world, item.file);

function isEventLike(item: EnumItem): boolean {
  if (valueLike.test(item.facts.name)) return false;
  if (eventLike.test(item.facts.name)) return true;
  const past = item.facts.variants.filter((variant) => pastTense.test(variant.name)).length;
  return item.facts.variants.length > 1 && past * 2 >= item.facts.variants.length;
}

function survey(world: RustWorld): Survey | undefined {
  const enums = new Map<string, EnumItem>();
  for (const file of world.candidates) {
    if (!world.reads(file, hasChannel)) continue;
    for (const [path, item] of world.derive(file, carriedIn, world)) enums.set(path, item);
  }
  return { enums, wrappers: new Map() };
}

/** Enums that the file sends through channels, as far as its types say. */
function carriedIn(world: RustWorld, file: string): ReadonlyMap<string, EnumItem> {
  const enums = new Map<string, EnumItem>();
  const facts = world.facts(file);
  if (!facts) return enums;
  for (const { type, module } of typesOf(facts))
    for (const carried of carriedTypes(type, 0)) addEnum(world, file, module, carried, enums);
  for (const impl of facts.impls)
    if (impl.trait?.kind === 'path' && /EventEmitter$/.test(impl.trait.path))
      for (const arg of impl.trait.args) addEnum(world, file, impl.module, arg, enums);
  return enums;
}

function addEnum(world: RustWorld, file: string, module: string, type: TypeRef, enums: Map<string, EnumItem>): void {
  const lowered = peel(world.inference.lower(type, { file, module }));
  const parts = lowered.kind === 'tuple' ? lowered.items.map(peel) : [lowered];
  for (const part of parts)
    if (part.kind === 'named' && part.item?.kind === 'enum' && isEventLike(part.item) && !ofBevy(world, part.item))
      enums.set(part.path, part.item);
}

/** Every type a file writes down: fields, parameters, results, locals, turbofish. */
function* typesOf(facts: RustFacts): Generator<{ type: TypeRef; module: string }> {
  for (const struct of facts.structs)
    for (const field of struct.fields) yield { type: field.type, module: struct.module };
  for (const found of facts.enums)
    for (const variant of found.variants)
      for (const field of variant.fields) yield { type: field.type, module: found.module };
  for (const value of [...facts.values, ...facts.aliases]) yield { type: value.type, module: value.module };
  for (const fn of facts.functions) {
    const { module } = fn;
    for (const parameter of fn.parameters) yield { type: parameter.type, module };
    if (fn.returns) yield { type: fn.returns, module };
    for (const generic of fn.generics) for (const bound of generic.bounds) yield { type: bound, module };
    if (!insideMay(fn, (text) => saysCarrier.test(text))) continue;
    for (const binding of fn.body?.bindings ?? []) if (binding.type) yield { type: binding.type, module };
    for (const expression of fn.body?.expressions ?? [])
      if (
        expression.kind === 'path' &&
        expression.generics.length > 0 &&
        /(channel|bounded|broadcast)$/.test(expression.path)
      )
        for (const type of expression.generics) yield { type: { kind: 'path', path: 'Sender', args: [type] }, module };
  }
}

function carriedTypes(type: TypeRef, depth: number): readonly TypeRef[] {
  if (depth > 6) return [];
  switch (type.kind) {
    case 'path':
      return [
        ...(carriers.test(lastSegment(type.path)) ? type.args : []),
        ...type.args.flatMap((arg) => carriedTypes(arg, depth + 1)),
      ];
    case 'tuple':
      return type.items.flatMap((item) => carriedTypes(item, depth + 1));
    case 'dyn':
    case 'impl':
      return type.bounds.flatMap((bound) => carriedTypes(bound, depth + 1));
    case 'function':
      return type.parameters.flatMap((item) => carriedTypes(item, depth + 1));
    default:
      return [];
  }
}

const namedAs = new Map<string, RegExp>();

/** A call of one of the functions, as one pattern for each set of names. */
function callOf(names: readonly string[]): RegExp {
  const all = [...new Set(names)].sort().join('|');
  let known = namedAs.get(all);
  if (!known) namedAs.set(all, (known = new RegExp(`\\b(?:${all})\\s*\\(`)));
  return known;
}

function files(world: RustWorld, { enums, wrappers }: Survey): readonly string[] {
  const found = new Set(world.candidates.filter((file) => world.reads(file, hasSend)));
  const names = [...new Set([...enums.values()].map((item) => item.facts.name))];
  const callers = [...wrappers.values()]
    .map((wrapper) => wrapper.name)
    .filter((name) => name.length > 3 && !sends.test(name));
  const hits = world.search([...names.map((name) => `${name}::`), ...names.map((name) => `${name} as `), ...callers]);
  const called = callers.length > 0 ? callOf(callers) : undefined;
  for (const [word, list] of hits)
    for (const file of list) if (!callers.includes(word) || (called && world.reads(file, called))) found.add(file);
  return [...found];
}

function read(world: RustWorld, known: Survey, file: string): FoundEnums {
  const found = {
    dispatches: [] as Dispatch[],
    listens: [] as (Listen & { enumPath: string })[],
    sent: [] as string[],
    wrappers: [] as Wrapper[],
    learned: [] as { path: string; item: EnumItem }[],
  };
  const { calls, variants } = wordsOf(known);
  for (const site of callsOf(world, file, calls)) {
    if (site.call.kind === 'macro') continue;
    readSend(world, known, site, found);
  }
  const facts = world.facts(file);
  // A variant may be called otherwise where it is brought in by another name.
  const renames = facts?.uses.some(({ name, path }) => name !== '*' && name !== lastSegment(path)) ?? false;
  const mayAsk = (text: string): boolean => takesApart.test(text) && (renames || namesOne(text, variants));
  for (const fn of facts?.functions ?? []) {
    if (!facts || !insideMay(fn, mayAsk) || !fn.body) continue;
    readMatches(world, known, world.inference.contextOf(file, facts, fn), fn.body, found.listens);
  }
  return found;
}

const takesApart = /match|\blet\b[^;=]*=|\belse\b|select/;
const words = new WeakMap<Survey, { readonly calls: RegExp; readonly variants: ReadonlySet<string> }>();

/** How the calls that may send look in the text, and the names of the variants that may arrive. */
function wordsOf(known: Survey): { readonly calls: RegExp; readonly variants: ReadonlySet<string> } {
  let made = words.get(known);
  if (!made) {
    const names = [sends, onlyIntoQueue].map((verb) => verb.source.slice(2, -2));
    for (const wrapper of known.wrappers.values()) names.push(wrapper.name);
    made = {
      calls: new RegExp(`\\b(?:${[...new Set(names)].join('|')})\\b`),
      variants: new Set(
        [...known.enums.values()].flatMap((item) => item.facts.variants.map((variant) => variant.name)),
      ),
    };
    words.set(known, made);
  }
  return made;
}

function namesOne(text: string, names: ReadonlySet<string>): boolean {
  for (const [word] of text.matchAll(/\b[A-Za-z_]\w*/g)) if (names.has(word)) return true;
  return false;
}

type Growing = {
  dispatches: Dispatch[];
  sent: string[];
  wrappers: Wrapper[];
  learned: { path: string; item: EnumItem }[];
};

function readSend(world: RustWorld, known: Survey, site: CallSite, found: Growing): void {
  const { context, body, call } = site;
  if (call.kind === 'macro') return;
  const isSend =
    call.kind === 'method' && (sends.test(call.name) || onlyIntoQueue.test(call.name)) && call.args.length >= 1;
  const wrapper = isSend ? undefined : wrapperOf(world, known, site);
  if (!isSend && !wrapper) return;
  const positions = wrapper ? [wrapper.index] : call.args.map((_arg, index) => index);
  for (const position of positions) {
    const arg = call.args[position];
    if (arg === undefined) continue;
    const types = world.inference.alternatives(context, body, arg).map(peel);
    const enums = types.flatMap((type) => enumOf(world, known, type));
    if (enums.length === 0) continue;
    if (!wrapper && !carriesEvents(world, site, enums[0])) return;
    addSend(world, site, arg, types, enums, found);
    return;
  }
  // `tx.send((id, AppEvent::Quit))`: the event rides in a tuple.
  const [first] = call.args;
  const tuple = first === undefined ? undefined : body.expressions[first];
  if (!isSend || tuple?.kind !== 'items') return;
  for (const item of tuple.items) {
    const types = world.inference.alternatives(context, body, item).map(peel);
    const enums = types.flatMap((type) => enumOf(world, known, type));
    if (enums.length > 0 && carriesEvents(world, site, enums[0])) addSend(world, site, item, types, enums, found);
  }
}

function wrapperOf(world: RustWorld, known: Survey, site: CallSite): Wrapper | undefined {
  if (![...known.wrappers.values()].some((wrapper) => wrapper.name === site.name)) return undefined;
  const callee = world.inference.callee(site.context, site.body, site.call);
  return callee && known.wrappers.get(functionKey(callee.context.file, callee.function));
}

function enumOf(world: RustWorld, known: Survey, type: Type): EnumItem[] {
  if (type.kind !== 'named' || type.item?.kind !== 'enum') return [];
  const item = known.enums.get(type.path);
  if (item) return [item];
  if (!isEventLike(type.item) || ofBevy(world, type.item)) return [];
  const own: EnumItem = type.item;
  return [own];
}

/** A type of the project that keeps these very events for whoever takes them out: `queue.push(InternalEvent::Quit)`. */
function isOwnQueue(world: RustWorld, receiver: Type, verb: string, item: EnumItem): boolean {
  if (receiver.kind !== 'named' || receiver.item?.kind !== 'struct') return false;
  if (!/(Event|Evt|Msg|Message|Notification|Signal)s?$/.test(item.facts.name)) return false;
  if (!/(Queue|Bus|Events|Mailbox|Dispatcher|Emitter|Channel|Hub|Broker)$/.test(receiver.name)) return false;
  const found = world.inference.method(receiver, verb);
  return (
    found?.function.parameters.some((parameter) => {
      const type = peel(world.inference.lower(parameter.type, found.context));
      return type.kind === 'named' && type.path === item.path;
    }) ?? false
  );
}

/** `DaemonRequest` beside `DaemonResponse`: whoever sends it waits for the answer. */
function isAnswered(world: RustWorld, item: EnumItem): boolean {
  if (!/Requests?$/.test(item.facts.name)) return false;
  const paths = ['Response', 'Reply', 'Result'].map((word) => item.path.replace(/Requests?$/, word));
  return paths.some((path) => ['enum', 'struct', 'alias'].includes(world.names.item(path)?.kind ?? ''));
}

/** The receiver is a channel's sending end, or cannot be told to be anything else. */
function carriesEvents(world: RustWorld, site: CallSite, item: EnumItem | undefined): boolean {
  const { call, context, body } = site;
  if (call.kind !== 'method' || !item) return false;
  const receiver = peel(world.inference.typeOf(context, body, call.receiver));
  if (receiver.kind === 'named' && carriers.test(receiver.name)) return true;
  if (onlyIntoQueue.test(call.name)) return isOwnQueue(world, receiver, call.name, item);
  if (isAnswered(world, item)) return false;
  if (
    receiver.kind === 'named' &&
    receiver.item === undefined &&
    /^(Vec|VecDeque|HashMap|Option|String|str)$/.test(receiver.name)
  )
    return false;
  const name = receiverName(world, site);
  if (onlyWithCarrier.test(call.name))
    return (
      (/(tx|sender|channel|bus|proxy|dispatcher|emitter|publisher|events?)$/i.test(name) && !/ctx$/i.test(name)) ||
      (receiver.kind === 'named' && receiver.item !== undefined && /Event/.test(item.facts.name))
    );
  return true;
}

function addSend(
  world: RustWorld,
  site: CallSite,
  arg: number,
  types: readonly Type[],
  enums: readonly EnumItem[],
  found: Growing,
): void {
  const { context, body, call } = site;
  const base = siteOf(site, call.spot, viaOf(site), id);
  const inTest = context.function?.test === true || isIntegrationTest(site.file);
  let open: EnumItem | undefined;
  for (const type of types) {
    if (type.kind !== 'named' || type.item?.kind !== 'enum' || !enums.includes(type.item)) continue;
    if (!inTest || type.variant !== undefined) found.sent.push(type.path);
    found.learned.push({ path: type.path, item: type.item });
    if (type.variant === undefined) open = type.item;
    else
      found.dispatches.push({
        ...base,
        eventId: idOf(type.path, type.variant),
        event: `${type.name}::${type.variant}`,
        certainty: 'exact',
      });
  }
  if (!open) return;
  const index = world.inference.parameterIndex(context, body, arg);
  const fn = context.function;
  if (index !== undefined && fn) {
    // What a test's stand-in does says nothing of the trait it stands in for.
    const declared = inTest ? undefined : traitFunction(world, context);
    for (const key of [
      functionKey(site.file, fn),
      ...(declared ? [functionKey(declared.file, declared.function)] : []),
    ])
      found.wrappers.push({ key, name: fn.name, index });
    found.dispatches.push({
      ...base,
      eventId: null,
      event: null,
      certainty: 'dynamic',
      wrapper: true,
      reason: 'The callers decide which event this function sends.',
      candidates: [],
    });
    return;
  }
  const { name, variants } = open.facts;
  found.dispatches.push({
    ...base,
    eventId: null,
    event: null,
    certainty: 'dynamic',
    reason: `Which ${name} is sent here is decided at run time.`,
    candidates: variants.map((variant) => `${name}::${variant.name}`),
  });
}

function readMatches(
  world: RustWorld,
  known: Survey,
  context: Context,
  body: Body,
  into: (Listen & { enumPath: string })[],
): void {
  const fn = context.function;
  if (!fn || plumbing.test(fn.name)) return;
  if (context.impl?.trait?.kind === 'path' && plumbingTrait.test(lastSegment(context.impl.trait.path))) return;
  const self = context.impl && peel(world.inference.lower(context.impl.type, context));
  const answersText = isText(fn.returns);
  for (const expression of body.expressions) {
    if (expression.kind !== 'match') continue;
    const received = comesFromReceive(world, context, body, expression.value, 0);
    if (answersText && !received) continue;
    for (const arm of expression.arms)
      for (const part of arm.parts) {
        const variant = part.path === undefined ? undefined : variantOf(world, context, part.path);
        if (!variant || !known.enums.has(variant.enumPath)) continue;
        if (self?.kind === 'named' && self.path === variant.enumPath) continue;
        into.push(listenOf(context, arm, part, variant, received));
      }
  }
}

/** A function that answers a text names what it is given. */
function isText(type: TypeRef | undefined): boolean {
  return type?.kind === 'path' && /^(?:str|String|Cow)$/.test(lastSegment(type.path));
}

function variantOf(world: RustWorld, context: Context, path: string): (Item & { kind: 'variant' }) | undefined {
  const written =
    path.startsWith('Self::') && context.impl?.type.kind === 'path'
      ? `${context.impl.type.path}${path.slice(4)}`
      : path;
  const item = world.names.resolve(context.file, context.module, written, 'value');
  return item.kind === 'variant' ? item : undefined;
}

/** The value was taken out of a channel in this very function. */
function comesFromReceive(world: RustWorld, context: Context, body: Body, index: number, depth: number): boolean {
  const expression = body.expressions[index];
  if (!expression || depth > 12) return false;
  if (expression.kind === 'method')
    return isReceive(expression.name) || comesFromReceive(world, context, body, expression.receiver, depth + 1);
  if (expression.kind === 'try') return comesFromReceive(world, context, body, expression.of, depth + 1);
  if (expression.kind === 'call')
    return expression.args.some((arg) => comesFromReceive(world, context, body, arg, depth + 1));
  if (expression.kind === 'items')
    return expression.items.some((item) => comesFromReceive(world, context, body, item, depth + 1));
  if (expression.kind === 'either')
    return expression.options.some((item) => comesFromReceive(world, context, body, item, depth + 1));
  if (expression.kind === 'match')
    return (
      comesFromReceive(world, context, body, expression.value, depth + 1) ||
      expression.arms.some((arm) => comesFromReceive(world, context, body, arm.value, depth + 1))
    );
  if (expression.kind !== 'path') return false;
  const local = world.inference.binding(context, body, expression.path, expression.offset);
  if (local?.value === undefined) return false;
  if (local.steps.some((step) => step.kind === 'element')) {
    const type = peel(world.inference.typeOf(context, body, local.value));
    if (type.kind === 'named' && /Receiver|Stream|Iter/.test(type.name)) return true;
  }
  return comesFromReceive(world, context, body, local.value, depth + 1);
}

function listenOf(
  context: Context,
  arm: Arm,
  part: PatternPart,
  variant: Item & { kind: 'variant' },
  received: boolean,
): Listen & { enumPath: string } {
  return {
    ...placeOf(context.file, part.spot),
    via: 'match',
    in: symbolOf(context),
    framework: id,
    enumPath: variant.enumPath,
    eventId: idOf(variant.enumPath, variant.facts.name),
    event: `${lastSegment(variant.enumPath)}::${variant.facts.name}`,
    handler: symbolOf(context),
    handlerFile: context.file,
    handlerLine: part.spot[0],
    handlerColumn: part.spot[1],
    handlerEndLine: arm.endLine,
    ...(context.function?.test && { test: true as const }),
    ...(received
      ? { certainty: 'exact' as const }
      : { certainty: 'inferred' as const, reason: 'The match is joined to the channel by the type of the enum.' }),
  };
}

function grow(known: Survey, found: ReadonlyMap<string, FoundEnums>): Survey | undefined {
  const wrappers = new Map(known.wrappers);
  for (const one of found.values())
    for (const wrapper of one.wrappers) if (!wrappers.has(wrapper.key)) wrappers.set(wrapper.key, wrapper);
  const enums = new Map(known.enums);
  for (const one of found.values())
    for (const { path, item } of one.learned) if (!enums.has(path)) enums.set(path, item);
  return wrappers.size > known.wrappers.size || enums.size > known.enums.size ? { enums, wrappers } : undefined;
}

function finish(_world: RustWorld, { enums }: Survey, found: ReadonlyMap<string, FoundEnums>): Partial<LanguageGraph> {
  const sent = new Set<string>();
  const matched = new Set<string>();
  for (const one of found.values()) {
    for (const path of one.sent) sent.add(path);
    for (const listen of one.listens) matched.add(listen.enumPath);
  }
  const live = [...enums].filter(
    ([path, item]) => sent.has(path) && matched.has(path) && (!item.facts.test || isIntegrationTest(item.file)),
  );
  const liveIds = new Set(
    live.flatMap(([path, item]) => item.facts.variants.map((variant) => idOf(path, variant.name))),
  );
  const liveNames = new Set(
    live.flatMap(([, item]) => item.facts.variants.map((variant) => `${item.facts.name}::${variant.name}`)),
  );
  const all = [...found.values()];
  const dispatches = all
    .flatMap((one) => one.dispatches)
    .filter((site) =>
      site.eventId !== null
        ? liveIds.has(site.eventId)
        : site.wrapper
          ? liveIds.size > 0
          : (site.candidates ?? []).some((name) => liveNames.has(name)),
    );
  const listens = all
    .flatMap((one) => one.listens)
    .filter((site) => site.eventId !== null && liveIds.has(site.eventId));
  const events = live.flatMap(([path, item]) =>
    item.facts.variants.map((variant): EventNode => ({
      id: idOf(path, variant.name),
      name: `${item.facts.name}::${variant.name}`,
      language: 'rust',
      kind: 'enumMember',
      ...placeOf(item.file, variant.spot),
      endColumn: variant.spot[1] + variant.name.length,
      fields: variant.fields.map(fieldOf),
      framework: id,
    })),
  );
  return { events, dispatches, listens };
}

export const enumChannels = framework<Survey, FoundEnums>({
  id,
  title: 'Enums through channels',
  packages: ['crossbeam-channel', 'flume', 'async-channel', 'winit'],
  needles: [
    'VecDeque<',
    'Sender<',
    'Receiver<',
    'channel(',
    'channel::<',
    'bounded(',
    'bounded::<',
    'EventLoopProxy',
    'EventEmitter<',
  ],
  survey,
  files,
  wrappers: ({ enums, wrappers }) => [
    ...[...wrappers.values()].map((wrapper) => wrapper.name),
    ...[...enums.values()].map((item) => item.facts.name),
  ],
  read,
  grow,
  finish,
});
