/** What a receiver may turn out to be: an emitter, a wrapper around one, a package's, or nothing; plain data. */
import { nameOfClass } from '../members/ancestry';
import type { Source } from '../sources';
import type { ClassValue, Declared } from '../values';

export interface Emitter {
  readonly kind: 'emitter';
  /** Unique and stable. */
  readonly key: string;
  readonly name: string;
  readonly framework: string;
  readonly class?: ClassValue;
  /** The call that made it. */
  readonly made?: { readonly source: Source; readonly index: number };
  readonly wildcards?: boolean;
  /** Names given as arrays are joined with it. */
  readonly delimiter?: string;
  readonly inferred?: string;
  /** A library's object made here: the workspace's own only when the workspace emits on it. */
  readonly borrowed?: boolean;
  /** The module that the class of a borrowed emitter comes from. */
  readonly library?: string;
  readonly hand?: boolean;
  /** An emitter of one event, which is named by what the emitter is kept in. */
  readonly single?: { readonly name: string; readonly declared?: Declared };
  /** The page: an event is the workspace's own once the workspace dispatches it. */
  readonly page?: boolean;
  /** An element: the platform itself dispatches on it. */
  readonly native?: boolean;
  /** Of a package, though some callers may pass an emitter of the workspace. */
  readonly ghost?: boolean;
}

export type Verdict =
  | Emitter
  /** A method that hands its name on to another emitter, which reports it. */
  | { readonly kind: 'wrapper' }
  | { readonly kind: 'external'; readonly name: string }
  | { readonly kind: 'none' }
  | { readonly kind: 'unknown' };

export type Direction = 'dispatch' | 'listen';

export const none: Verdict = { kind: 'none' };

export function classEmitter(value: ClassValue, framework: string, extra: Partial<Emitter> = {}): Emitter {
  const name = nameOfClass(value);
  return { kind: 'emitter', key: `${value.source.file}#${name}`, name, framework, class: value, ...extra };
}
