/** Calls that send an enum into a channel, and functions that send what they are given. */
import type { Body } from '../../languages/rust/facts';
import { peel, type Context, type Method, type Type } from '../../languages/rust/inferred';
import { isIntegrationTest } from '../../languages/rust/read';
import { carriers, isEventLike, isNamedLikeEvent, ofBevy, riding } from './channelEnums';
import { channelsId, type EnumItem, type Growing, type Survey, type Wrapper } from './channelFound';
import type { CallSite, RustWorld } from './contract';
import { askedFor, conversionOf, typesGiven } from './conversions';
import { functionKey, receiverName, siteOf, traitFunction, viaOf } from './sites';
import { idOf } from './eventNodes';

export const sends =
  /^(send|try_send|send_async|blocking_send|unbounded_send|send_timeout|send_blocking|send_replace|try_send_replace|broadcast|broadcast_direct|try_broadcast|start_send|send_event|send_msg|send_message|send_action|send_command|send_cmd|force_send|feed|emit|emit_event|publish|publish_event|dispatch|dispatch_event|dispatch_action|notify|post|post_event|push_event|queue_event|fire|fire_event|trigger|raise|enqueue|cast|do_send|tell|send_now|send_update|send_notification)$/;
/** Lists have these too. */
export const onlyIntoQueue = /^(push|push_back|add|add_event|put|insert|schedule)$/;
/** Without a known channel these may be anything. */
const onlyWithCarrier = /^(feed|cast|tell|enqueue|post|trigger|notify|dispatch|fire|raise|publish)$/;

export function readSend(world: RustWorld, known: Survey, site: CallSite, found: Growing): void {
  const { context, body, call } = site;
  if (call.kind === 'macro') return;
  const isSend =
    call.kind === 'method' && (sends.test(call.name) || onlyIntoQueue.test(call.name)) && call.args.length >= 1;
  const wrapper = wrapperOf(world, known, site);
  if (!isSend && !wrapper) return;
  const positions = wrapper ? [wrapper.index] : call.args.map((_arg, index) => index);
  for (const position of positions) {
    const arg = call.args[position];
    if (arg === undefined) continue;
    const types = typesGiven(world, context, body, arg, expectedAt(world, site, position));
    const enums = types.flatMap((type) => enumOf(world, known, type));
    if (enums.length === 0) continue;
    if (!carriesEvents(world, known, site, enums[0]) && (!wrapper || (isSend && isAnswered(world, enums[0])))) return;
    addSend(world, site, arg, types, enums, found);
    return;
  }
  // `tx.send((id, AppEvent::Quit))`, `tx.send(Envelope::new(AppEvent::Quit, id))`: the event rides in something.
  const [first] = call.args;
  if (!isSend || first === undefined) return;
  const inTuple = body.expressions[first]?.kind === 'items';
  const envelope = expectedAt(world, site, 0);
  for (const part of carriedBy(world, { context, body, index: first, expected: envelope }, 0)) {
    const types = typesGiven(world, part.context, part.body, part.index, part.expected);
    // A field of a struct may be anything; it is an event where a channel is declared to carry it.
    const enums = types
      .flatMap((type) => enumOf(world, known, type))
      .filter((one) => inTuple || known.enums.has(one.path));
    if (enums.length === 0 || !carriesEvents(world, known, site, enums[0])) continue;
    addSend(world, site, part.body === body ? part.index : undefined, types, enums, found);
  }
}

/** `for notify in &self.subscribers { notify(event.clone()) }`: everybody who is kept there is told. */
export function readCallback(
  world: RustWorld,
  known: Survey,
  hub: readonly string[],
  site: CallSite,
  found: Growing,
): void {
  const { context, body, call } = site;
  const [arg] = call.args;
  if (call.kind !== 'call' || arg === undefined) return;
  const callee = body.expressions[call.callee];
  const isKept =
    callee?.kind === 'path'
      ? world.inference.binding(context, body, callee.path, callee.offset) !== undefined
      : callee?.kind === 'field';
  if (!isKept || !body.expressions.some((one) => one.kind === 'field' && hub.includes(one.name))) return;
  const types = typesGiven(world, context, body, arg, undefined);
  const enums = types.flatMap((type) => enumOf(world, known, type)).filter((one) => known.enums.has(one.path));
  if (enums.length > 0) addSend(world, site, arg, types, enums, found);
}

/** What the call wants at a place: what its function asks for, or what the channel carries. */
function expectedAt(world: RustWorld, { context, body, call }: CallSite, position: number): Type | undefined {
  if (call.kind !== 'method' && call.kind !== 'call') return undefined;
  const callee = world.inference.callee(context, body, call);
  const asked = callee && askedFor(world, callee, position);
  if (asked) return asked;
  // `fn send(&self, message: T)` of the workspace's own `LoggingSender<T>` wants what it carries, as a channel does.
  const receiver = call.kind === 'method' ? peel(world.inference.typeOf(context, body, call.receiver)) : undefined;
  const carried = receiver?.kind === 'named' && carriers.test(receiver.name) ? receiver.args[0] : undefined;
  return carried && position === 0 ? peel(carried) : undefined;
}

/** An expression that may be the event, in the function that writes it. */
interface Part {
  readonly context: Context;
  readonly body: Body;
  readonly index: number;
  readonly expected?: Type | undefined;
}

/** Parts of the tuple or the struct that is sent, where the code puts it together. */
function carriedBy(world: RustWorld, part: Part, depth: number): readonly Part[] {
  const { context, body, index, expected } = part;
  const expression = body.expressions[index];
  if (!expression || depth > 4) return [];
  const inner = (next: number, wanted?: Type): Part => ({ context, body, index: next, expected: wanted });
  if (expression.kind === 'items') return expression.items.map((item) => inner(item));
  if (expression.kind === 'path') {
    const local = world.inference.binding(context, body, expression.path, expression.offset);
    return local?.value !== undefined && local.steps.length === 0
      ? carriedBy(world, inner(local.value, expected), depth + 1)
      : [];
  }
  if (expression.kind === 'method') {
    const conversions =
      expected?.kind === 'named' && riding(world, expected).length > 0
        ? conversionOf(world, context, body, index, expected, 0)
        : undefined;
    return (conversions ?? []).flatMap((made) => answeredBy(world, made, depth));
  }
  if (expression.kind !== 'struct' && expression.kind !== 'call') return [];
  const type = peel(world.inference.typeOf(context, body, index));
  const fields = riding(world, type);
  if (fields.length === 0 || type.kind !== 'named' || type.item?.kind !== 'struct') return [];
  if (expression.kind === 'struct') {
    const names = type.item.facts.fields.map((field) => field.name);
    return expression.fields.map((field) => inner(field.value, fields[names.indexOf(field.name)]));
  }
  const callee = world.inference.callee(context, body, expression);
  const given = expression.args.map((arg, at) => inner(arg, callee ? askedFor(world, callee, at) : fields[at]));
  if (given.some((one) => isEnum(typesGiven(world, context, body, one.index, one.expected)))) return given;
  return callee ? answeredBy(world, callee, depth) : given;
}

function isEnum(types: readonly Type[]): boolean {
  return types.some((type) => type.kind === 'named' && type.item?.kind === 'enum');
}

/** `Envelope::redraw()`: what the function itself puts into the envelope. */
function answeredBy(world: RustWorld, { function: fn, context }: Method, depth: number): readonly Part[] {
  const { body } = fn;
  if (!body) return [];
  world.names.reliance.note(context.file, `body:${fn.name}`);
  return body.results.flatMap((index) => carriedBy(world, { context, body, index }, depth + 1));
}

const wrapperNames = new WeakMap<Survey, ReadonlySet<string>>();

function wrapperOf(world: RustWorld, known: Survey, site: CallSite): Wrapper | undefined {
  let names = wrapperNames.get(known);
  if (!names) wrapperNames.set(known, (names = new Set(Array.from(known.wrappers.values(), ({ name }) => name))));
  if (!names.has(site.name)) return undefined;
  const callee = world.inference.callee(site.context, site.body, site.call);
  return callee && known.wrappers.get(functionKey(callee.context.file, callee.function));
}

function enumOf(world: RustWorld, known: Survey, type: Type): EnumItem[] {
  if (type.kind !== 'named' || type.item?.kind !== 'enum') return [];
  const own: EnumItem = type.item;
  // Every enum that is known is such a one.
  if (!known.enums.has(type.path) && (!isEventLike(world, own) || ofBevy(world, own))) return [];
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
function isAnswered(world: RustWorld, item: EnumItem | undefined): boolean {
  if (!item || !/Requests?$/.test(item.facts.name)) return false;
  const paths = ['Response', 'Reply', 'Result'].map((word) => item.path.replace(/Requests?$/, word));
  return paths.some((path) => ['enum', 'struct', 'alias'].includes(world.names.item(path)?.kind ?? ''));
}

/** The receiver is a channel's sending end, or cannot be told to be anything else. */
function carriesEvents(world: RustWorld, known: Survey, site: CallSite, item: EnumItem | undefined): boolean {
  const { call, context, body } = site;
  if (call.kind !== 'method' || !item) return false;
  const receiver = peel(world.inference.typeOf(context, body, call.receiver));
  if (receiver.kind === 'named' && carriers.test(receiver.name)) return true;
  // `send(bytes, Reliability::Ordered)`: what is no channel may take anything that ends like an event.
  if (!known.enums.has(item.path) && !isNamedLikeEvent(world, item)) return false;
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
  arg: number | undefined,
  types: readonly Type[],
  enums: readonly EnumItem[],
  found: Growing,
): void {
  const { context, body, call } = site;
  const base = siteOf(site, call.spot, viaOf(site), channelsId);
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
  const index = arg === undefined ? undefined : world.inference.parameterIndex(context, body, arg);
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
