/** `Echo.private('orders.1').listen('OrderShipped', fn)` and the `useEcho` hooks: where they listen, told by the chain they stand in. */
import { echoChannels, echoHooks } from '../../frameworks/laravelEcho';
import type { CallFact, Expression } from '../../languages/javascript/facts';
import type { Emitter } from './emitters/emitter';
import type { Shape } from './shape';
import { lastName, type Source } from './sources';

export interface EchoListen {
  readonly shape: Shape;
  readonly emitter: Emitter;
  readonly via: string;
}

const emitter: Emitter = { kind: 'emitter', key: 'broadcast#Echo', name: 'Echo', framework: 'laravelEcho' };
const longestChain = 30;

/** Whether a call may be one, by its name alone. */
export function mayBeEcho(call: CallFact, name: string): boolean {
  if (echoHooks.has(name)) return call.arguments.length > 1;
  return name === 'listen' && call.callee.kind === 'member' && call.arguments.length > 1;
}

export function echoListen(source: Source, call: CallFact, index: number): EchoListen | undefined {
  const name = lastName(call.callee) ?? '';
  if (!mayBeEcho(call, name)) return undefined;
  const { callee } = call;
  if (callee.kind === 'name')
    return echoHooks.has(name) && isImported(source, callee)
      ? { shape: { call, index, source, verb: name, receiver: callee, shift: 1 }, emitter, via: name }
      : undefined;
  if (callee.kind !== 'member' || name !== 'listen') return undefined;
  const opened = channelCall(source, callee.object, 0);
  if (opened === undefined) return undefined;
  return {
    shape: { call, index, source, verb: name, receiver: callee.object, shift: 0 },
    emitter,
    via: `Echo.${opened}().listen`,
  };
}

/** The call that opens the channel a chain stands on; a variable is followed to what it was given. */
function channelCall(source: Source, start: Expression, depth: number): string | undefined {
  let current: Expression = start;
  for (let step = 0; step < longestChain; step++) {
    if (current.kind === 'cast') current = current.of;
    else if (current.kind === 'name') {
      if (depth > 3) return undefined;
      for (const value of valuesOf(source, current)) {
        const found = channelCall(source, value, depth + 1);
        if (found !== undefined) return found;
      }
      return undefined;
    } else if (current.kind === 'call') {
      const callee: Expression | undefined = source.facts.calls[current.call]?.callee;
      if (callee?.kind !== 'member') return undefined;
      if (echoChannels.has(callee.name) && isEcho(source, callee.object)) return callee.name;
      current = callee.object;
    } else return undefined;
  }
  return undefined;
}

/** `Echo`, `window.Echo`, `this.$echo`, `echo()`. */
function isEcho(source: Source, expression: Expression): boolean {
  const of = expression.kind === 'cast' ? expression.of : expression;
  if (of.kind === 'call') {
    const called = source.facts.calls[of.call];
    return called !== undefined && !called.new && isEcho(source, called.callee);
  }
  return /^\$?echo$|Echo$/i.test(lastName(of) ?? '');
}

function bindingOf(source: Source, { name, scope }: Expression & { kind: 'name' }): number | undefined {
  const { scopes } = source.facts;
  for (let at = scope, guard = 0; at >= 0 && guard < 200; guard++) {
    const found = Object.hasOwn(scopes[at]?.names ?? {}, name) ? scopes[at]?.names[name] : undefined;
    if (found !== undefined) return found;
    at = scopes[at]?.parent ?? -1;
  }
  return undefined;
}

function valuesOf(source: Source, name: Expression & { kind: 'name' }): readonly Expression[] {
  const binding = bindingOf(source, name);
  return (binding === undefined ? undefined : source.facts.bindings[binding]?.values) ?? [];
}

const isImported = (source: Source, name: Expression & { kind: 'name' }): boolean =>
  valuesOf(source, name).some((value) => value.kind === 'imported' && value.module.startsWith('@laravel/echo-'));
