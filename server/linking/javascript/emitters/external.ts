/** Emitters of packages and of the runtime, and workspace classes that extend one; knows no other workspace class. */
import { emitterType } from '../../../frameworks/javascript';
import type { Expression } from '../../../languages/javascript/facts';
import { findName } from '../evaluation/scopes';
import { ancestorsOf, isFunctionFact } from '../members/ancestry';
import type { Program } from '../program';
import { labelOf } from '../sources';
import type { ClassValue, ExternalValue } from '../values';
import { none, type Direction, type Emitter, type Verdict } from './emitter';
import { isSingleType, singleEmitter } from './single';

export function externalVerdict(value: ExternalValue, verb: string, direction: Direction): Verdict {
  if (value.allocation && isSingleType(value)) return singleEmitter(value.allocation) ?? none;
  const known = emitterType(value.module, value.path);
  const display = value.path.replace(/\(\)/g, '') || value.module;
  if (value.module === 'global' && (verb === 'dispatchEvent' || verb === 'addEventListener') && !known)
    return { kind: 'emitter', key: 'app#page', name: 'page', framework: 'eventTarget', page: true };
  if (!known)
    return value.module === 'global' && !value.made && !/^(?:process|window|document|self|globalThis)$/.test(value.path)
      ? { kind: 'unknown' }
      : borrowed(value, display);
  const { type, framework } = known;
  const verbs = direction === 'dispatch' ? framework.dispatches : framework.listens;
  if (!verbs || !Object.hasOwn(verbs, verb)) return none;
  if (type.onlyExtended) return borrowed(value, display);
  const wildcards = type.wildcards
    ? {
        wildcards: true,
        ...(framework.id === 'eventEmitter2' && { delimiter: delimiterOf(value.allocation?.call.arguments[0]) }),
      }
    : {};
  if (value.allocation) {
    const { source, index } = value.allocation;
    const label = labelOf(source, index) ?? display;
    return {
      kind: 'emitter',
      key: `${source.file}#${label}`,
      name: label,
      framework: framework.id,
      made: { source, index },
      ...wildcards,
    };
  }
  if (type.shared)
    return {
      kind: 'emitter',
      key: `app#${type.names.find((name) => /^[A-Z]/.test(name)) ?? value.path}`,
      name: type.names.find((name) => /^[A-Z]/.test(name)) ?? value.path,
      framework: framework.id,
      ...wildcards,
    };
  if (value.slot)
    return {
      kind: 'emitter',
      key: `${value.slot.source.file}#${value.slot.label}`,
      name: value.slot.label,
      framework: framework.id,
      ...wildcards,
      inferred: 'Known only by its type: who makes this emitter is not to be seen.',
    };
  if (!value.made) return none;
  return {
    kind: 'emitter',
    key: `type#${value.path}`,
    name: display,
    framework: framework.id,
    ...wildcards,
    inferred: 'Known only by its type: who makes this emitter is not to be seen.',
  };
}

/** `new EventEmitter2({ delimiter: '::' })`. */
function delimiterOf(options: Expression | undefined): string {
  const found =
    options?.kind === 'object' ? options.members.find((member) => member.name === 'delimiter')?.value : undefined;
  return found?.kind === 'string' ? found.text : '.';
}

/** Clients of servers: what they publish leaves the program, what they emit is theirs. */
function isBroker(module: string): boolean {
  return /^(?:ioredis|redis|@redis\/|iovalkey|valkey|@upstash\/redis|mqtt|amqplib|amqp-connection-manager|kafkajs|nats|pusher|pusher-js|ably|@google-cloud\/pubsub|@aws-sdk\/|@azure\/|@nestjs\/microservices|pg|pg-listen|zeromq)/.test(
    module,
  );
}

/** Made here from a package: the workspace's own once the workspace itself emits on it. */
function borrowed(value: ExternalValue, display: string): Verdict {
  const { allocation } = value;
  if (value.module === '@angular/core' || isBroker(value.module)) return { kind: 'external', name: display };
  if (!allocation || value.path.endsWith('()')) return { kind: 'external', name: display };
  const label = labelOf(allocation.source, allocation.index) ?? display;
  return {
    kind: 'emitter',
    key: `${allocation.source.file}#${label}`,
    name: label,
    framework: 'nodeEvents',
    borrowed: true,
    library: value.module,
  };
}

export function externalBase(
  program: Program,
  value: ClassValue,
):
  | {
      readonly framework: string;
      readonly id: string;
      readonly verbs: (direction: Direction) => ReadonlySet<string>;
      readonly extra: Partial<Emitter>;
    }
  | undefined {
  for (const parent of ancestorsOf(program, value)) {
    if (parent.kind !== 'external') continue;
    const known =
      emitterType(parent.module, parent.path) ?? emitterType(parent.module, parent.path.replace(/\(\)$/, ''));
    if (known) {
      const { framework, type } = known;
      return {
        framework: framework.id,
        id: framework.id,
        extra: type.wildcards
          ? { wildcards: true, delimiter: superDelimiter(value) }
          : parent.module === 'global' && type.onlyExtended
            ? { native: true }
            : {},
        verbs: (direction) =>
          new Set(Object.keys((direction === 'dispatch' ? framework.dispatches : framework.listens) ?? {})),
      };
    }
  }
  return undefined;
}

function superDelimiter(value: ClassValue): string {
  const { source, class: fact } = value;
  const maker = isFunctionFact(fact) ? undefined : fact.constructor_;
  for (const index of maker === undefined ? [] : (source.callsByFunction.get(maker) ?? [])) {
    const call = source.facts.calls[index];
    if (call?.callee.kind !== 'super') continue;
    const [options] = call.arguments;
    return delimiterOf(
      options?.kind === 'name' ? findName(source, options.name, options.scope)?.binding.values?.[0] : options,
    );
  }
  return '.';
}
