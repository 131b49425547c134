/** Insides of functions, read when somebody first asks for them. */
import { readBody } from './bodies/body';
import type { Body, FunctionFacts, RustFacts, Spot } from './facts';
import { sourceOf } from './source';
import type { Source } from './source';
import { child, parseSyntax } from './syntax';

const origins = new WeakMap<FunctionFacts, () => Source>();

/** Gives every function whose inside was left out a body that is read on demand; it is plain data from then on. */
export function openInsides(facts: RustFacts, file: string, text: string): void {
  let made: Source | undefined;
  const source = (): Source => (made ??= sourceOf(file, withoutMark(text)));
  for (const fn of facts.functions) {
    if (!fn.inside) continue;
    origins.set(fn, source);
    if (fn.body === undefined) leaveUnread(fn);
  }
}

function leaveUnread(fn: FunctionFacts): void {
  Object.defineProperty(fn, 'body', {
    configurable: true,
    // Whoever walks over what is known must not have everything read.
    enumerable: false,
    get: () => {
      const source = origins.get(fn)?.();
      const body = source && fn.inside ? readInside(source, fn.inside) : undefined;
      setBody(fn, body);
      return body;
    },
  });
}

export function setBody(fn: FunctionFacts, body: Body | undefined): void {
  Object.defineProperty(fn, 'body', { configurable: true, enumerable: true, writable: true, value: body });
}

export function isUnread(fn: FunctionFacts): boolean {
  return Object.getOwnPropertyDescriptor(fn, 'body')?.get !== undefined;
}

/** The text of a body that nobody has read yet. */
export function unreadText(fn: FunctionFacts): string | undefined {
  const source = isUnread(fn) ? origins.get(fn)?.() : undefined;
  return source && fn.inside ? source.text.slice(fn.inside[0], fn.inside[1]) : undefined;
}

/** False only when the function's body surely says nothing that passes the test; it is not read for the answer. */
export function insideMay(fn: FunctionFacts, test: (text: string) => boolean): boolean {
  const text = unreadText(fn);
  return text === undefined || test(text);
}

/** An inside that is read on demand: its text, and where it begins. */
export function insideOf(
  fn: FunctionFacts,
): { readonly text: string; readonly spot: Spot; readonly offset: number } | undefined {
  const source = fn.inside && origins.get(fn)?.();
  if (!source || !fn.inside) return undefined;
  const [from, to] = fn.inside;
  return { text: source.text.slice(from, to), spot: source.spot(from), offset: from };
}

/** From now on the inside of `one` is read where `other` has it. */
export function moveInside(one: FunctionFacts, other: FunctionFacts): void {
  const origin = origins.get(other);
  if (origin) origins.set(one, origin);
  else origins.delete(one);
}

/** Offsets count without the mark some editors put before the first character. */
export function withoutMark(text: string): string {
  return text.charCodeAt(0) === 0xfeff ? text.slice(1) : text;
}

const before = 'fn f()';

function readInside(source: Source, [from, to]: readonly [number, number]): Body {
  const parsed = parseSyntax({
    text: before + source.text.slice(from, to),
    pieces: [
      [0, Math.max(0, from - before.length)],
      [before.length, from],
    ],
  });
  const nothing = { type: 'block', field: null, start: from, end: to, children: [] };
  const [first, ...rest] = parsed?.root.children ?? [];
  const block = first?.type === 'function_item' && rest.length === 0 ? child(first, 'body') : undefined;
  return readBody({ source, item: () => undefined }, block ?? (parsed ? { ...nothing, ...parsed.root } : nothing));
}
