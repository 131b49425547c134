/** What an expression can be, as plain values: objects, texts, arrays, closures, parameters; evaluates nothing. */
import type { Expression, PhpFacts } from '../facts';
import { builtinTypes } from '../names';

/** Where an expression stands. */
export interface Scope {
  readonly file: string;
  readonly facts: PhpFacts;
  readonly body: number;
  /** Name of the class around it, '' outside; the class `$this` is evaluated for when a subclass asks. */
  readonly self: string;
  /** Values of variables while one turn of a loop is looked at. */
  readonly turn?: ReadonlyMap<string, readonly Meaning[]>;
}

/** Part of a composed string: text, the caller's argument, or something unknown. */
export type Part = string | { readonly parameter: number } | { readonly unknown: string };

export type Meaning =
  /** `exact` when it was made here; otherwise its declared type. */
  | {
      readonly kind: 'object';
      readonly of: string;
      readonly exact: boolean;
      readonly parameter?: number;
      readonly element?: boolean;
    }
  | { readonly kind: 'text'; readonly parts: readonly Part[]; readonly isClass?: boolean }
  | {
      readonly kind: 'array';
      readonly items: Extract<Expression, { kind: 'array' }>['items'];
      readonly scope: Scope;
      readonly at: number;
    }
  | { readonly kind: 'list'; readonly of: string; readonly parameter?: number }
  | { readonly kind: 'closure'; readonly body: number; readonly scope: Scope }
  | { readonly kind: 'case'; readonly of: string; readonly name: string }
  /** The value of the enclosing function's parameter. */
  | {
      readonly kind: 'parameter';
      readonly index: number;
      readonly types: readonly string[];
      readonly element?: boolean;
    }
  /** `prefix` is how a class name that is put together at run time begins. */
  | { readonly kind: 'unknown'; readonly reason: string; readonly prefix?: string };

export function scopeOf(file: string, facts: PhpFacts, body: number): Scope {
  const owner = facts.bodies[body]?.owner ?? -1;
  return { file, facts, body, self: facts.classes[owner]?.name ?? '' };
}

export const whole = (meaning: Meaning): string | undefined =>
  meaning.kind === 'text' && meaning.parts.every((part) => typeof part === 'string')
    ? meaning.parts.join('')
    : undefined;

export function unknownMeaning(reason: string): readonly Meaning[] {
  return [{ kind: 'unknown', reason }];
}

export function textMeaning(value: string, isClass = false): Meaning {
  return {
    kind: 'text',
    parts: [value],
    ...(isClass && { isClass }),
  };
}

/** The meaning of a declared type. */
export function declaredMeaning(type: string, self = ''): readonly Meaning[] {
  if (type === 'self' || type === 'static' || type === '$this')
    return self === '' ? [] : [{ kind: 'object', of: self, exact: false }];
  if (type.endsWith('[]')) return [{ kind: 'list', of: type.slice(0, -2) }];
  if (type.startsWith('class-string<') || builtinTypes.has(type)) return [];
  return [{ kind: 'object', of: type, exact: false }];
}

export function shortNameOf(meaning: Meaning): Meaning | undefined {
  const name = meaning.kind === 'object' && meaning.exact ? meaning.of : whole(meaning);
  return name === undefined ? undefined : { kind: 'text', parts: [name.slice(name.lastIndexOf('\\') + 1)] };
}

export function joined(parts: readonly Part[]): Part[] {
  const result: Part[] = [];
  for (const part of parts) {
    const last = result.at(-1);
    if (typeof part === 'string' && typeof last === 'string') result[result.length - 1] = last + part;
    else result.push(part);
  }
  return result;
}

export function unique(meanings: readonly Meaning[]): readonly Meaning[] {
  if (meanings.length < 2) return meanings;
  const seen = new Map<string, Meaning>();
  for (const meaning of meanings) {
    const key =
      meaning.kind === 'object'
        ? `o${meaning.of}`
        : meaning.kind === 'text'
          ? `t${JSON.stringify(meaning.parts)}`
          : meaning.kind === 'array'
            ? `a${meaning.at}`
            : meaning.kind === 'closure'
              ? `c${meaning.body}`
              : JSON.stringify(meaning);
    const known = seen.get(key);
    if (!known || (known.kind === 'object' && meaning.kind === 'object' && meaning.exact)) seen.set(key, meaning);
  }
  return [...seen.values()];
}
