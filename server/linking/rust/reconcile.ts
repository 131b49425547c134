/**
 * Puts a file's new facts in the place of its old ones: declarations that say the same keep being the same objects,
 * moved to where they stand now, so that whatever was derived from them holds. Tells which names say something else.
 */
import type { FunctionFacts, ImplFacts, RustFacts, Spot } from '../../languages/rust/facts';
import { insideOf, isUnread, moveInside, setBody } from '../../languages/rust/insides';
import { answersMatter, choosesVariant } from './answers';

export interface Reconciled {
  readonly facts: RustFacts;
  /** Names whose declarations others may see differently now; `body:name` where only the inside changed. */
  readonly changed: ReadonlySet<string>;
  readonly impls: readonly ImplFacts[];
  /** Where declarations went, by `line:column`, with the last line of functions. */
  readonly moved: ReadonlyMap<string, { readonly spot: Spot; readonly endLine?: number }>;
}

type Plain = Record<string, unknown>;
type Moved = Map<string, { spot: Spot; endLine?: number }>;
type Mutable<T> = { -readonly [K in keyof T]: T[K] };

/** Say where something stands, not what it is. */
const places = new Set(['spot', 'offset', 'from', 'to', 'end', 'endLine', 'then', 'impl', 'trait', 'inside']);

export function reconcile(before: RustFacts, now: RustFacts): Reconciled {
  const changed = new Set<string>();
  for (const module of differing(before.modules, now.modules)) changed.add(`mod ${module}`);
  for (const module of differing(globsOf(before), globsOf(now))) changed.add(`use ${module.split(' ')[0] ?? ''}::*`);
  for (const use of differing(localUsesOf(before), localUsesOf(now))) changed.add(`use in ${use.split(' ')[0] ?? ''}`);
  const impls: ImplFacts[] = [];
  const moved: Moved = new Map();
  const match = <T extends object>(
    old: readonly T[],
    fresh: readonly T[],
    keyOf: (one: T) => string,
    differs: (one: T) => void,
    keep: (one: T, other: T) => boolean = (one, other) => same(one, other, places),
  ): T[] => {
    const known = new Map<string, T[]>();
    for (const one of old) {
      const key = keyOf(one);
      const list = known.get(key);
      if (list) list.push(one);
      else known.set(key, [one]);
    }
    const matched = fresh.map((other) => {
      const one = known.get(keyOf(other))?.shift();
      if (one && keep(one, other)) {
        move(one, other, moved);
        return one;
      }
      if (one) differs(one);
      differs(other);
      return other;
    });
    for (const rest of known.values()) for (const one of rest) differs(one);
    return matched;
  };
  const byName = (one: { readonly name: string; readonly module: string }): string => `${one.module}|${one.name}`;
  const differs = (one: { readonly name: string }): void => void changed.add(one.name);
  const implKey = (facts: RustFacts, index: number | undefined): string =>
    index === undefined ? '' : headOf(facts.impls[index]);
  const ownerOf = new Map<FunctionFacts, string>();
  for (const facts of [before, now])
    for (const fn of facts.functions)
      ownerOf.set(
        fn,
        `${implKey(facts, fn.impl)}|${fn.trait === undefined ? '' : (facts.traits[fn.trait]?.name ?? '')}|${byName(fn)}`,
      );
  const order = (facts: RustFacts): string => facts.impls.map(headOf).join('\n');
  const sameImpls = order(before) === order(now);
  const facts: RustFacts = {
    structs: match(before.structs, now.structs, byName, differs),
    enums: match(before.enums, now.enums, byName, differs),
    traits: match(before.traits, now.traits, byName, differs),
    impls: match(
      before.impls,
      now.impls,
      headOf,
      (one) => void impls.push(one),
      (one, other) => same(one, other, spots),
    ),
    functions: match(
      before.functions,
      now.functions,
      (fn) => ownerOf.get(fn) ?? '',
      differs,
      (one, other) => keepFunction(one, other, changed, moved),
    ),
    aliases: match(before.aliases, now.aliases, byName, differs),
    values: match(before.values, now.values, byName, differs),
    uses: match(before.uses, now.uses, byName, differs),
    modules: now.modules,
    macros: match(before.macros, now.macros, byName, differs),
    ...(now.broken && { broken: now.broken }),
  };
  if (!sameImpls) changed.add('impls');
  return { facts, changed, impls, moved };
}

function differing(left: readonly string[], right: readonly string[]): string[] {
  return [...left.filter((one) => !right.includes(one)), ...right.filter((one) => !left.includes(one))];
}

/** Module and path of every `use path::*`. */
function globsOf(facts: RustFacts): string[] {
  return facts.uses.filter((use) => use.name === '*').map((use) => `${use.module} ${use.path}`);
}

/** Module, function, name and path of every `use` inside a function. */
function localUsesOf(facts: RustFacts): string[] {
  return facts.uses.flatMap(({ module, within, name, path }) =>
    within === undefined ? [] : [`${module} ${within} ${name} ${path}`],
  );
}

const spots = new Set(['spot']);

function headOf(impl: ImplFacts | undefined): string {
  return impl ? `${impl.module}|${JSON.stringify(impl.trait ?? null)}|${JSON.stringify(impl.type)}` : '';
}

const besidesBody = new Set([...places, 'body']);

function hasBody(fn: FunctionFacts): boolean {
  return fn.inside !== undefined || fn.body !== undefined;
}

/** The same signature keeps the function; a new inside is put into it. */
function keepFunction(one: FunctionFacts, other: FunctionFacts, changed: Set<string>, moved: Moved): boolean {
  if (!same(one, other, besidesBody) || hasBody(one) !== hasBody(other)) return false;
  const own = one as Mutable<FunctionFacts>;
  // What nobody has looked at yet may change unnoticed: whoever looks will see what stands there now.
  if (isUnread(one) && !isUnread(other)) setBody(one, other.body);
  else if (!isUnread(one) && !moveBody(one, other, moved)) {
    const old = one.body;
    const fresh = other.body;
    if (old && fresh && !same(old, fresh, places)) {
      changed.add(`body:${one.name}`);
      if (answersMatter(one) || choosesVariant(old) || choosesVariant(fresh)) changed.add(one.name);
      setBody(one, fresh);
    }
  }
  moveInside(one, other);
  if (other.inside) own.inside = [...other.inside];
  else delete own.inside;
  return true;
}

/** An inside of the same text says the same, somewhere else: it is not read again. */
function moveBody(one: FunctionFacts, other: FunctionFacts, moved: Moved): boolean {
  const [before, now] = [insideOf(one), isUnread(other) ? insideOf(other) : undefined];
  if (!before || !now || !one.body || before.text !== now.text) return false;
  const [line, column] = before.spot;
  const by = { line, lines: now.spot[0] - line, columns: now.spot[1] - column, offset: now.offset - before.offset };
  if (by.lines !== 0 || by.columns !== 0 || by.offset !== 0) shift(one.body, by, moved, new Set());
  return true;
}

interface Shift {
  /** Columns differ only in the line in which the inside begins. */
  readonly line: number;
  readonly lines: number;
  readonly columns: number;
  readonly offset: number;
}

function shift(value: object, by: Shift, moved: Moved, seen: Set<object>): void {
  if (seen.has(value)) return;
  seen.add(value);
  const one = value as Plain;
  for (const key in one) {
    const part = one[key];
    if (key === 'spot') {
      const spot = part as [number, number];
      if (seen.has(spot)) continue;
      seen.add(spot);
      const from = `${spot[0]}:${spot[1]}`;
      if (spot[0] === by.line) spot[1] += by.columns;
      spot[0] += by.lines;
      const to = moved.get(from);
      if (!to || typeof one.endLine === 'number')
        moved.set(from, {
          spot: [spot[0], spot[1]],
          ...(typeof one.endLine === 'number' && { endLine: one.endLine + by.lines }),
        });
    } else if (key === 'endLine') one[key] = Number(part) + by.lines;
    else if (typeof part === 'number' && places.has(key)) one[key] = part + by.offset;
    else if (key === 'then' && Array.isArray(part)) one[key] = part.map((offset: number) => offset + by.offset);
    else if (typeof part === 'object' && part !== null) shift(part, by, moved, seen);
  }
}

function same(left: unknown, right: unknown, ignored: ReadonlySet<string>): boolean {
  if (left === right) return true;
  if (typeof left !== 'object' || typeof right !== 'object' || left === null || right === null) return false;
  if (Array.isArray(left)) {
    if (!Array.isArray(right) || left.length !== right.length) return false;
    for (let index = 0; index < left.length; index++) if (!same(left[index], right[index], ignored)) return false;
    return true;
  }
  const one = left as Plain;
  const other = right as Plain;
  let count = 0;
  for (const key in one) {
    if (ignored.has(key)) continue;
    count++;
    if (!(key in other) || !same(one[key], other[key], ignored)) return false;
  }
  for (const key in other) if (!ignored.has(key)) count--;
  return count === 0;
}

/** Gives `one` the places of `other`, which says the same. */
function move(one: object, other: object, moved: Moved): void {
  if (one === other) return;
  if (Array.isArray(one)) {
    for (let index = 0; index < one.length; index++) {
      const own: unknown = one[index];
      const fresh = (other as unknown[])[index];
      if (typeof own === 'object' && own !== null && typeof fresh === 'object' && fresh !== null)
        move(own, fresh, moved);
    }
    return;
  }
  const own = one as Plain;
  const fresh = other as Plain;
  for (const key in fresh) {
    const value = fresh[key];
    if (key === 'spot') {
      const spot = own.spot as [number, number];
      const to = value as Spot;
      moved.set(`${spot[0]}:${spot[1]}`, {
        spot: [to[0], to[1]],
        ...(typeof fresh.endLine === 'number' && { endLine: fresh.endLine }),
      });
      spot[0] = to[0];
      spot[1] = to[1];
    } else if (typeof value === 'number' && places.has(key)) own[key] = value;
    else if (key === 'then') own[key] = value;
    else if (typeof value === 'object' && value !== null && typeof own[key] === 'object' && own[key] !== null)
      move(own[key], value, moved);
  }
}
