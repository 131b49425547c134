/** PHP's `serialize()` read byte by byte into plain data. Knows no class: nothing is made, loaded or run. */
import { deepest } from '../json';
import { integerOf, Malformed, strictText, take, textOf, type Reader } from './bytes';

/**
 * Objects are `{ __class, …properties }` with the visibility taken off their names, enum cases `{ __enum }`, and what
 * refers to an object that was there before is `{ __reference, __class }` with its number: so no value is in itself.
 */
export function readPhp(reader: Reader): unknown {
  const slots: Slot[] = [];
  const value = readValue(reader, slots, 0);
  if (reader.at < reader.bytes.length) throw new Malformed(`something follows its end, at byte ${reader.at}`);
  return value;
}

export const looksLikePhp = (text: string): boolean =>
  /^(?:N;|b:[01];|i:[+-]?\d+;|d:[\d.+\-EINFA]+;|s:\d+:"|S:\d+:"|a:\d+:\{|O:[+]?\d+:"|C:\d+:"|E:\d+:")/.test(text);

/** What `r` and `R` count: every value, but no key. */
interface Slot {
  value: unknown;
}

function readValue(reader: Reader, slots: Slot[], depth: number): unknown {
  if (depth > deepest) throw new Malformed(`it is nested more than ${deepest} levels deep`);
  const kind = String.fromCharCode(take(reader, 1)[0] ?? 0);
  if (kind === 'R') return referenced(reader, slots);
  const slot: Slot = { value: undefined };
  slots.push(slot);
  slot.value = readKind(kind, reader, slots, depth);
  return slot.value;
}

function readKind(kind: string, reader: Reader, slots: Slot[], depth: number): unknown {
  switch (kind) {
    case 'N':
      expect(reader, ';');
      return null;
    case 'b':
      return scalar(reader, /^[01]$/) === '1';
    case 'i':
      return integerOf(BigInt(scalar(reader, /^-?\d{1,19}$/)));
    case 'd':
      return decimal(scalar(reader, /^(?:-?INF|NAN|[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)$/));
    case 's':
    case 'S': {
      expect(reader, ':');
      const text = quotedText(reader, kind === 'S');
      expect(reader, ';');
      return textOf(text);
    }
    case 'a':
      return readArray(reader, slots, depth);
    case 'O':
      return readObject(reader, slots, depth);
    case 'C':
      return readCustom(reader);
    case 'E': {
      expect(reader, ':');
      const name = quotedText(reader, false);
      expect(reader, ';');
      // As it is written in code: `Status::Active`.
      return { __enum: nameOf(name).replace(/:(?!.*:)/, '::') };
    }
    case 'r':
      return referenced(reader, slots);
  }
  throw new Malformed(`byte ${reader.at - 1} begins no value`);
}

function readArray(reader: Reader, slots: Slot[], depth: number): unknown {
  const entries = readEntries(reader, slots, depth);
  const isList = entries.every(([key], index) => key === String(index));
  return isList ? entries.map(([, value]) => value) : Object.fromEntries(entries);
}

function readObject(reader: Reader, slots: Slot[], depth: number): unknown {
  expect(reader, ':');
  const name = nameOf(quotedText(reader, false));
  const slot = slots.at(-1);
  // Its own properties may already refer to it.
  if (slot) slot.value = { __class: name };
  const entries = readEntries(reader, slots, depth);
  const seen = new Set<string>(['__class']);
  const properties = entries.map(([key, value]): [string, unknown] => {
    const [, owner, plain] = /^\0([^\0]+)\0([^]*)$/.exec(key) ?? [undefined, undefined, key];
    // A private property of a parent may have the name of another.
    const shown = seen.has(plain ?? key)
      ? `${owner === undefined || owner === '*' ? '' : owner}::${plain}`
      : (plain ?? key);
    seen.add(shown);
    return [shown, value];
  });
  return Object.fromEntries([['__class', name], ...properties]);
}

function readEntries(reader: Reader, slots: Slot[], depth: number): [string, unknown][] {
  expect(reader, ':');
  const count = length(reader);
  expect(reader, '{');
  // Each has six bytes at least: a false count must not fill the memory.
  if (count * 6 > reader.bytes.length - reader.at) throw new Malformed(`it promises ${count} entries and is too short`);
  const entries: [string, unknown][] = [];
  for (let index = 0; index < count; index++) {
    const key = readKey(reader);
    entries.push([key, readValue(reader, slots, depth + 1)]);
  }
  expect(reader, '}');
  return entries;
}

function readKey(reader: Reader): string {
  const kind = String.fromCharCode(take(reader, 1)[0] ?? 0);
  if (kind === 'i') return scalar(reader, /^-?\d{1,19}$/);
  if (kind !== 's' && kind !== 'S') throw new Malformed(`byte ${reader.at - 1} begins no key`);
  expect(reader, ':');
  const text = quotedText(reader, kind === 'S');
  expect(reader, ';');
  return nameOf(text);
}

/** What a class writes for itself, in PHP before 7.4: often `serialize()` again. */
function readCustom(reader: Reader): unknown {
  expect(reader, ':');
  const name = nameOf(quotedText(reader, false));
  expect(reader, ':');
  const size = length(reader);
  expect(reader, '{');
  const content = take(reader, size);
  expect(reader, '}');
  return { __class: name, __content: textOf(content) };
}

function referenced(reader: Reader, slots: readonly Slot[]): unknown {
  const number = Number(scalar(reader, /^\d{1,10}$/));
  const slot = slots[number - 1];
  if (!slot) throw new Malformed(`it refers to value ${number}, which is not there`);
  const { value } = slot;
  // A long text that is there once must not become a thousand copies where the value is written out.
  if (typeof value === 'string' && value.length > 1000) return { __reference: number };
  if (typeof value !== 'object' && value !== undefined) return value;
  const named = typeof value === 'object' && value !== null && '__class' in value ? { __class: value.__class } : {};
  return value === null ? null : { __reference: number, ...named };
}

/** `:text;` */
function scalar(reader: Reader, pattern: RegExp): string {
  expect(reader, ':');
  const end = reader.bytes.indexOf(0x3b, reader.at);
  if (end < 0 || end - reader.at > 400) throw new Malformed(`the value at byte ${reader.at} has no end`);
  const text = take(reader, end - reader.at).toString('latin1');
  reader.at++;
  if (!pattern.test(text)) throw new Malformed(`the value before byte ${reader.at} is impossible`);
  return text;
}

/** `5:"bytes"`; in the old form `S`, `\41` is one byte. */
function quotedText(reader: Reader, isEscaped: boolean): Uint8Array {
  const size = length(reader);
  expect(reader, '"');
  const text = isEscaped ? unescaped(reader, size) : take(reader, size);
  expect(reader, '"');
  return text;
}

function unescaped(reader: Reader, size: number): Uint8Array {
  if (size > reader.bytes.length - reader.at) throw new Malformed(`it ends in the middle, at byte ${reader.at}`);
  const out = Buffer.alloc(size);
  for (let index = 0; index < size; index++) {
    const byte = take(reader, 1)[0] ?? 0;
    out[index] = byte === 0x5c ? parseInt(take(reader, 2).toString('latin1'), 16) || 0 : byte;
  }
  return out;
}

function length(reader: Reader): number {
  const end = reader.bytes.indexOf(0x3a, reader.at);
  const text = end < 0 || end - reader.at > 11 ? '' : take(reader, end - reader.at).toString('latin1');
  reader.at++;
  if (!/^\+?\d+$/.test(text)) throw new Malformed(`the length before byte ${reader.at} is impossible`);
  return Number(text);
}

function expect(reader: Reader, character: string): void {
  if (take(reader, 1)[0] !== character.charCodeAt(0))
    throw new Malformed(`byte ${reader.at - 1} should be ${character}`);
}

function decimal(text: string): number | string {
  const number = Number(text);
  return Number.isFinite(number) ? number : text;
}

const nameOf = (bytes: Uint8Array): string => strictText(bytes) ?? Buffer.from(bytes).toString('latin1');
