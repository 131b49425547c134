/** What a site turned out to be, before ids and links: plain values over sources. */
import type { Command, Listen } from '../../graph/graph';
import type { CallFact } from '../../languages/javascript/facts';
import type { Emitter } from './emitters/emitter';
import type { Source } from './sources';
import type { ClassValue, Declared } from './values';

export interface Spot {
  readonly source: Source;
  readonly line: number;
  readonly column: number;
  readonly endColumn?: number;
  /** Enclosing function. */
  readonly function?: number;
  readonly class?: number;
}

export type EventName =
  | {
      readonly kind: 'string';
      readonly text: string;
      readonly declared?: Declared;
      /** The class whose name it is. */ readonly ofClass?: ClassValue;
    }
  | { readonly kind: 'class'; readonly class: ClassValue; /** The name its instances carry. */ readonly alias?: string }
  | { readonly kind: 'externalClass'; readonly module: string; readonly name: string }
  /** Names that are one event wherever they occur: event types written as string literals. */
  | { readonly kind: 'type'; readonly text: string; readonly declared?: Declared | undefined }
  /** Known by the constant that keeps it, on whichever bus. */
  | { readonly kind: 'token'; readonly key: string; readonly text: string; readonly declared: Declared }
  | { readonly kind: 'pattern'; readonly text: string }
  | { readonly kind: 'unknown' };

export interface HandlerPlace {
  readonly handler: string;
  readonly spot?: Spot;
  readonly endLine?: number;
  readonly returnsFalse?: { readonly line: number; readonly column: number };
  readonly missing?: 'method';
}

export interface Emission {
  readonly direction: 'dispatch' | 'listen';
  readonly spot: Spot;
  readonly event: EventName;
  readonly emitter?: Emitter;
  readonly external?: boolean;
  readonly via: string;
  readonly framework: string;
  readonly certainty: 'exact' | 'inferred' | 'dynamic';
  readonly reason?: string;
  readonly candidates?: readonly string[];
  readonly wrapper?: boolean;
  readonly record?: boolean;
  /** Tells objects under the names of their classes: `emit(event.constructor.name, event)`. */
  readonly byClass?: boolean;
  readonly handler?: HandlerPlace;
  readonly once?: boolean;
  readonly priority?: number;
  readonly role?: Listen['role'];
  /** Registered by a decorator of the project: it stands for whichever bus tells the event, and for nothing otherwise. */
  readonly decorated?: boolean;
  /** The place where the name's way ends differs from the call that was looked at. */
  readonly derived?: boolean;
}

export interface CommandSite {
  readonly kind: Command['kind'];
  readonly command: ClassValue | { readonly kind: 'externalClass'; readonly module: string; readonly name: string };
  readonly handler?: HandlerPlace;
  readonly dispatch?: Spot;
}

export interface Findings {
  readonly emissions: readonly Emission[];
  readonly commands: readonly CommandSite[];
}

export function spotOf(source: Source, call: CallFact): Spot {
  return {
    source,
    line: call.line,
    column: call.column,
    endColumn: call.endColumn,
    ...(call.function !== undefined && { function: call.function }),
    ...(call.class !== undefined && { class: call.class }),
  };
}

/** The enclosing symbol as people name it. */
export function enclosing(spot: Spot): string | undefined {
  const { facts } = spot.source;
  for (let at = spot.function; at !== undefined; at = facts.functions[at]?.outer) {
    const fact = facts.functions[at];
    if (!fact) break;
    const name = functionName(spot.source, at);
    if (name !== 'closure') return name;
  }
  return spot.class === undefined ? undefined : facts.classes[spot.class]?.name;
}

/** `Class.method`, a function's name, or `closure`. */
export function functionName(source: Source, index: number): string {
  const fact = source.facts.functions[index];
  if (!fact?.name) return 'closure';
  if (fact.class !== undefined) {
    const owner = source.facts.classes[fact.class]?.name;
    return owner === undefined ? fact.name : `${owner}.${fact.name}`;
  }
  const { owner } = fact;
  if (owner?.kind === 'member' && owner.name === 'prototype' && owner.object.kind === 'name')
    return `${owner.object.name}.${fact.name}`;
  if (owner?.kind === 'name')
    return owner.name === 'exports' || owner.name === 'module' ? fact.name : `${owner.name}.${fact.name}`;
  if (
    owner?.kind === 'object' &&
    owner.into?.kind === 'member' &&
    owner.into.name === 'prototype' &&
    owner.into.object.kind === 'name'
  )
    return `${owner.into.object.name}.${fact.name}`;
  if (owner?.kind === 'this' && owner.function !== undefined) {
    const maker = source.facts.functions[owner.function];
    const className = maker?.class === undefined ? maker?.name : source.facts.classes[maker.class]?.name;
    if (className !== undefined) return `${className}.${fact.name}`;
  }
  return fact.name;
}

export const nothing: Findings = { emissions: [], commands: [] };
