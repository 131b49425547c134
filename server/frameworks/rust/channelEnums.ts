/** Which enums look like events and are carried by channels, as far as the types of a file say; knows no call. */
import type { RustFacts, TypeRef } from '../../languages/rust/facts';
import { lastSegment, peel, type Context, type Type } from '../../languages/rust/inferred';
import { insideMay } from '../../languages/rust/insides';
import { derivesOf } from '../../languages/rust/attributes';
import type { EnumItem } from './channelFound';
import type { RustWorld } from './contract';
import { usesBevy } from './usesBevy';

export const carriers =
  /^(\w*Sender|\w*Receiver|EventLoopProxy|EventLoop|ActiveEventLoop|\w*EventEmitter|\w*Tx|\w*Rx|\w*Channel|\w*Mailbox|Addr|ActorRef|Recipient|SendStream|EventStream|UnboundedReceiverStream|ReceiverStream|BroadcastStream)$/;

const eventLike =
  /((?:Event|Message|Msg)(?:Type|Kind|Payload|Body)|Event|Evt|Msg|Message|Notification|Signal|Action|Command|Cmd|Update|Effect|Trigger|Notice|Activity|Intent|Change|Broadcast|Output|Input|Request|Instruction|Operation|Op|Job|Task|Control|Wakeup|Wake)s?$/;
/** Answers, states and choices travel through channels too; they are values, not events. */
const valueLike =
  /(Status|State|Mode|Error|Result|Level|Phase|Outcome|Reason|Response|Reply|Config|Setting|Option|Value|Data|Progress|Packet)s?$/;
const pastTense = /(ed|Started|Finished|Done|Lost|Sent|Begun|Quit|Changed|Ready|Tick|Resize)$/;

/** How a carrier's type, or the making of one, looks in the text. */
const saysCarrier =
  /(?:Sender|Receiver|EventLoop|EventLoopProxy|EventEmitter|Tx|Rx|Channel|Mailbox|Addr|ActorRef|Recipient|SendStream|EventStream|BroadcastStream|channel|bounded|broadcast)\b/;

/** Bevy's own events are the type, whatever its variants; a writer's `send` is no channel. */
export const ofBevy = (world: RustWorld, item: EnumItem): boolean =>
  derivesOf(item.facts.attributes).some((name) => /^(Event|Message|EntityEvent|BufferedEvent)$/.test(name)) &&
  usesBevy(world, item.file);

export function isNamedLikeEvent(world: RustWorld, item: EnumItem): boolean {
  return !valueLike.test(item.facts.name) && eventLike.test(item.facts.name) && !asksForAnswers(world, item);
}

/** By its name, or by what most of its variants are called: a channel made for it carries what has happened. */
export function isEventLike(world: RustWorld, item: EnumItem): boolean {
  if (isNamedLikeEvent(world, item)) return true;
  if (valueLike.test(item.facts.name) || asksForAnswers(world, item)) return false;
  const past = item.facts.variants.filter((variant) => pastTense.test(variant.name)).length;
  return item.facts.variants.length > 1 && past * 2 >= item.facts.variants.length;
}

/** Told to whoever asked for it, never asked to be done. */
const told = /(?:Event|Evt|Notification|Notif|Notice|Signal|Message|Msg)(?:Type|Kind)?s?$/;
const keepsFunctions = /\bFn(?:Mut)?\s*\(|(?:Listener|Callback|Subscriber|Handler|Observer)s?\b/;

/** Fields of the file's structs that keep functions to be called with an event, and the enums these take. */
export function hubsIn(world: RustWorld, file: string): ReadonlyMap<string, EnumItem> {
  const hubs = new Map<string, EnumItem>();
  if (!world.reads(file, keepsFunctions)) return hubs;
  for (const struct of world.facts(file)?.structs ?? []) {
    if (struct.test) continue;
    for (const field of struct.fields) {
      if (field.type.kind !== 'path' || field.type.args.length === 0) continue;
      const taken = calledWith(world.inference.lower(field.type, { file, module: struct.module }), false, 0);
      const item = taken?.kind === 'named' && taken.item?.kind === 'enum' ? taken.item : undefined;
      if (item && told.test(item.facts.name) && !ofBevy(world, item)) hubs.set(field.name, item);
    }
  }
  return hubs;
}

/** What the functions in a collection take first: `Mutex<HashMap<usize, Box<dyn Fn(Event) -> bool>>>`. */
function calledWith(type: Type, kept: boolean, depth: number): Type | undefined {
  if (depth > 8) return undefined;
  if (type.kind === 'function') return kept && type.parameters[0] ? peel(type.parameters[0]) : undefined;
  if (type.kind === 'object')
    return type.bounds.map((bound) => calledWith(bound, kept, depth + 1)).find((found) => found !== undefined);
  const inside =
    kept || (type.kind === 'named' && /^(?:\w*Vec|VecDeque|\w*Map|\w*Set|Slab)$/.test(type.name) && !type.item);
  const parts = type.kind === 'named' ? (type.item ? [] : type.args) : type.kind === 'tuple' ? type.items : [];
  return parts.map((part) => calledWith(part, inside, depth + 1)).find((found) => found !== undefined);
}

/**
 * `ClientRequest::Get { key, reply: oneshot::Sender<…> }`: a call, whose caller waits for the answer. Whatever is named
 * as something that is told has to want an answer more often than not.
 */
function asksForAnswers(world: RustWorld, { file, facts }: EnumItem): boolean {
  const { variants, module } = facts;
  const asking = variants.filter(({ fields }) =>
    fields.some(({ name, type }) => {
      if (type.kind !== 'path' || !isAnswering(type)) return false;
      return answerField.test(name) || answersOnce(world, type, { file, module });
    }),
  ).length;
  return told.test(facts.name) ? asking > 0 && asking * 2 >= variants.length : asking > 0;
}

const answerField = /^(?:re(?:ply|spond|sponse|sp|sult)|answer|ack|promise)(?:_?(?:to|tx|sender|channel|port|er))?$/;

function isAnswering(type: TypeRef): boolean {
  return (
    type.kind === 'path' &&
    (/(?:Sender|Responder|ReplyPort|ReplyTo|Promise|Tx)$/.test(lastSegment(type.path)) || type.args.some(isAnswering))
  );
}

function answersOnce(world: RustWorld, type: TypeRef, at: Context): boolean {
  const lowered = peel(world.inference.lower(type, at));
  return lowered.kind === 'named' && /\boneshot\b.*Sender$|(?:Responder|ReplyPort)$/.test(lowered.path);
}

/** Enums that the file sends through channels, as far as its types say. */
export function carriedIn(world: RustWorld, file: string): ReadonlyMap<string, EnumItem> {
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
  const parts = lowered.kind === 'tuple' ? lowered.items.map(peel) : [lowered, ...riding(world, lowered)];
  for (const part of parts) {
    if (part.kind !== 'named' || part.item?.kind !== 'enum' || ofBevy(world, part.item)) continue;
    // What rides in a struct among other fields may be anything that ends like an event: only its name tells.
    if (
      lowered.kind === 'tuple' || part === lowered ? isEventLike(world, part.item) : isNamedLikeEvent(world, part.item)
    )
      enums.set(part.path, part.item);
  }
}

const envelope = /(Event|Evt|Msg|Message|Envelope|Packet|Payload|Notification|Signal|Command|Action)$/;

/** `Event { window, payload: EventType }`: what rides in a struct that says more about it. */
export function riding(world: RustWorld, type: Type): readonly Type[] {
  if (type.kind !== 'named' || type.item?.kind !== 'struct' || !envelope.test(type.name)) return [];
  const { facts, file } = type.item;
  return facts.fields.map((field) => peel(world.inference.lower(field.type, { file, module: facts.module })));
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
