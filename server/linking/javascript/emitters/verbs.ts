/** Verbs by which events are dispatched and listened to, whoever the receiver is; knows no receiver. */
import type { CallFact } from '../../../languages/javascript/facts';

export const dispatchVerbs: ReadonlySet<string> = new Set([
  'emit',
  'emitAsync',
  'emitSync',
  'emitSerial',
  'emitEvent',
  'emitReserved',
  'emitUntyped',
  'fire',
  'fireEvent',
  'trigger',
  'triggerEvent',
  'dispatch',
  'dispatchEvent',
  'dispatchAsync',
  'dispatchAll',
  'dispatchTypedEvent',
  'publish',
  'publishAll',
  'publishAsync',
  'publishEvent',
  'publishMany',
  'raise',
  'raiseEvent',
  'notify',
  'notifyListeners',
  'broadcast',
  'broadcastEvent',
  'serverSend',
  'clientSend',
  'notifyAll',
  'notifyHandlers',
]);

export const listenVerbs: ReadonlyMap<string, { readonly once?: boolean; readonly any?: boolean }> = new Map([
  ['on', {}],
  ['once', { once: true }],
  ['one', { once: true }],
  ['addListener', {}],
  ['addOnceListener', { once: true }],
  ['prependListener', {}],
  ['prependOnceListener', { once: true }],
  ['prependMany', {}],
  ['many', {}],
  ['waitFor', { once: true }],
  ['addEventListener', {}],
  ['addEventHandler', {}],
  ['addHandler', {}],
  ['addSubscriber', {}],
  ['registerHandler', {}],
  ['onEvent', {}],
  ['subscribe', {}],
  ['listen', {}],
  ['register', {}],
  ['handle', {}],
  ['ofType', {}],
  ['events', {}],
  ['onAny', { any: true }],
  ['prependAny', { any: true }],
  ['anyEvent', { any: true }],
  ['subscribeAll', { any: true }],
]);

/** Of these one makes a class an emitter; `register` and `handle` alone say too little. */
export const pairingVerbs: ReadonlySet<string> = new Set([
  'on',
  'once',
  'addListener',
  'addEventListener',
  'addEventHandler',
  'addHandler',
  'addSubscriber',
  'onEvent',
  'subscribe',
  'listen',
  'ofType',
  'onAny',
]);

const soft = new Set([
  'one',
  'many',
  'subscribe',
  'listen',
  'register',
  'handle',
  'addHandler',
  'addSubscriber',
  'registerHandler',
  'addEventHandler',
  'onEvent',
]);

/** Whether the arguments of a call can name an event at all. */
export function isPlausible(call: CallFact, name: string): boolean {
  const [first, second] = call.arguments;
  // An emitter of one event needs no argument at all.
  if (dispatchVerbs.has(name)) return true;
  if (!first) return false;
  if (!soft.has(name)) return true;
  if (first.kind === 'object') return name === 'subscribe' ? false : true;
  if (second === undefined) return false;
  if (first.kind === 'function')
    return second.kind === 'string' || (second.kind === 'member' && second.name === 'name');
  return first.kind !== 'literal' && first.kind !== 'other';
}
