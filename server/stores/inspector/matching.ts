/** Whether an event is what a filter asks for: the meaning of every part, whatever a database can look up itself. Pure. */
import { jsonText } from '../json';
import { momentOf, spanOf } from '../moments';
import { globs } from '../globs';
import { textOf } from './cells';
import type { ReadEvent } from './eventReader';
import type { Comparison, Named, Part } from './filter';

const numeric = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i;
export const isNumeric = (text: string): boolean => numeric.test(text);

export const matchesAll = (event: ReadEvent, parts: readonly Part[]): boolean =>
  parts.every((part) => matches(event, part) !== part.not);

function matches(event: ReadEvent, part: Part): boolean {
  if (part.kind === 'word') return hasWord(event, part.text.toLowerCase());
  if (part.kind === 'named') return namedMatches(event, part.column, part.is, part.value);
  const found = [...valuesAt(payloadOf(event.data), part.path)];
  const inner = /^metadata\.(.+)$/s.exec(part.path)?.[1];
  if (inner !== undefined && event.metadata) found.push(...valuesAt(payloadOf(event.metadata), inner));
  if (part.kind === 'there') return found.some((value) => value !== null);
  return found.some((value) => compares(value, part.is, part.value));
}

const payloadOf = (payload: ReadEvent['data']): unknown => (payload.kind === 'json' ? payload.value : undefined);

function hasWord(event: ReadEvent, word: string): boolean {
  if (event.type.toLowerCase().includes(word) || event.stream?.toLowerCase().includes(word)) return true;
  if (event.data.kind !== 'json') return false;
  const text = jsonText(event.data.value ?? null).toLowerCase();
  return text.includes(word) || text.includes(JSON.stringify(word).slice(1, -1));
}

function namedMatches(event: ReadEvent, column: Named, is: Comparison, value: string): boolean {
  if (column === 'time') return event.time !== null && compares(event.time, is, value);
  if (column === 'type') return typeMatches(event.type, value) === (is === '=');
  const cell = event[column];
  return cell !== null && compares(typeof cell === 'bigint' ? cell : cell, is, value);
}

/** `OrderPaid` is also `App\Events\OrderPaid` and `Shop.OrderPaid`; what has a namespace is meant as it stands. */
export const typeMatches = (type: string, pattern: string): boolean =>
  globs(pattern, type) ||
  (!hasNamespace(pattern) && separators.some((separator) => globs(`*${separator}${pattern}`, type)));

export const hasNamespace = (pattern: string): boolean => separators.some((separator) => pattern.includes(separator));

export const separators = ['\\', '.', ':', '/'];

/** `price.amount`, `items[0].sku`; `items[].sku` is that of any item. */
export function* valuesAt(value: unknown, path: string): Generator<unknown, void, undefined> {
  const keys = keysOf(path);
  function* walk(from: unknown, index: number): Generator<unknown, void, undefined> {
    const key = keys[index];
    if (key === undefined) yield from === undefined ? null : from;
    else if (key === '[]') {
      if (Array.isArray(from)) for (const item of from as unknown[]) yield* walk(item, index + 1);
    } else if (typeof from === 'object' && from !== null && Object.hasOwn(from, key))
      yield* walk((from as Record<string, unknown>)[key], index + 1);
  }
  yield* walk(value, 0);
}

/** A list without an end in brackets: `items[].sku` is `items`, `[]`, `sku`. */
export const keysOf = (path: string): readonly string[] =>
  path
    .replace(/\[\]/g, '.[]')
    .replace(/\[(\d+)\]/g, '.$1')
    .split('.')
    .filter((key) => key !== '');

/** Numbers compare as numbers, dates as dates, everything else as text, where `*` stands for any characters. */
export function compares(value: unknown, is: Comparison, text: string): boolean {
  if (value === null || value === undefined) return false;
  if (is === '!=') return !compares(value, '=', text);
  if (is === '=') return equals(value, text);
  const span = spanOf(text);
  if (span) {
    const { milliseconds } = typeof value === 'string' ? momentOf(value, 'text') : { milliseconds: null };
    if (milliseconds === null) return false;
    if (is === '<') return milliseconds < span.from;
    if (is === '<=') return milliseconds < span.to;
    return is === '>' ? milliseconds >= span.to : milliseconds >= span.from;
  }
  const order = orderOf(value, text);
  if (order === undefined) return false;
  if (is === '<') return order < 0;
  if (is === '<=') return order <= 0;
  return is === '>' ? order > 0 : order >= 0;
}

function equals(value: unknown, text: string): boolean {
  if (typeof value === 'boolean') return String(value) === text;
  if (typeof value === 'object') return false;
  const written = textOf(value as string | number | bigint) ?? '';
  if (globs(text, written)) return true;
  if (isNumeric(text)) return orderOf(value, text) === 0;
  const span = typeof value === 'string' ? spanOf(text) : undefined;
  const { milliseconds } = span ? momentOf(written, 'text') : { milliseconds: null };
  return span !== undefined && milliseconds !== null && milliseconds >= span.from && milliseconds < span.to;
}

/** Undefined where the two cannot be compared: a number with a word. */
function orderOf(value: unknown, text: string): number | undefined {
  if (!isNumeric(text)) return typeof value === 'string' ? Number(value > text) - Number(value < text) : undefined;
  if (typeof value === 'string' && !isNumeric(value)) return undefined;
  if (typeof value !== 'string' && typeof value !== 'number' && typeof value !== 'bigint') return undefined;
  const isWhole = /^[+-]?\d+$/;
  if (isWhole.test(text) && isWhole.test(String(value))) {
    const [left, right] = [BigInt(String(value).replace('+', '')), BigInt(text.replace('+', ''))];
    return Number(left > right) - Number(left < right);
  }
  return Number(value) - Number(text);
}
