/** Calls that send an enum into a channel, and functions that send what they are given. */
import { peel, type Type } from '../../languages/rust/inferred';
import { isIntegrationTest } from '../../languages/rust/read';
import { carriers, isEventLike, ofBevy, riding } from './channelEnums';
import { channelsId, type EnumItem, type Growing, type Survey, type Wrapper } from './channelFound';
import type { CallSite, RustWorld } from './contract';
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
  // `tx.send((id, AppEvent::Quit))`, `tx.send(Envelope::new(AppEvent::Quit, id))`: the event rides in something.
  const [first] = call.args;
  if (!isSend || first === undefined) return;
  const inTuple = body.expressions[first]?.kind === 'items';
  for (const item of carriedBy(world, site, first, 0)) {
    const types = world.inference.alternatives(context, body, item).map(peel);
    // A field of a struct may be anything; it is an event where a channel is declared to carry it.
    const enums = types
      .flatMap((type) => enumOf(world, known, type))
      .filter((one) => inTuple || known.enums.has(one.path));
    if (enums.length > 0 && carriesEvents(world, site, enums[0])) addSend(world, site, item, types, enums, found);
  }
}

/** Parts of the tuple or the struct that is sent, where the code puts it together. */
function carriedBy(world: RustWorld, site: CallSite, index: number, depth: number): readonly number[] {
  const { context, body } = site;
  const expression = body.expressions[index];
  if (!expression || depth > 4) return [];
  if (expression.kind === 'items') return expression.items;
  if (expression.kind === 'path') {
    const local = world.inference.binding(context, body, expression.path, expression.offset);
    return local?.value !== undefined && local.steps.length === 0 ? carriedBy(world, site, local.value, depth + 1) : [];
  }
  if (expression.kind !== 'struct' && expression.kind !== 'call') return [];
  if (riding(world, peel(world.inference.typeOf(context, body, index))).length === 0) return [];
  return expression.kind === 'struct' ? expression.fields.map((field) => field.value) : expression.args;
}

function wrapperOf(world: RustWorld, known: Survey, site: CallSite): Wrapper | undefined {
  if (![...known.wrappers.values()].some((wrapper) => wrapper.name === site.name)) return undefined;
  const callee = world.inference.callee(site.context, site.body, site.call);
  return callee && known.wrappers.get(functionKey(callee.context.file, callee.function));
}

function enumOf(world: RustWorld, known: Survey, type: Type): EnumItem[] {
  if (type.kind !== 'named' || type.item?.kind !== 'enum') return [];
  const own: EnumItem = type.item;
  // Every enum that is known is such a one.
  if (!known.enums.has(type.path) && (!isEventLike(own) || ofBevy(world, own))) return [];
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
