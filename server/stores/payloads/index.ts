/** A stored cell as a payload: what encodings it is in is found out step by step. Knows no table and runs nothing. */
import { gunzipSync, inflateSync } from 'node:zlib';
import { isTooDeep, deepest, parseJson } from '../json';
import type { Cell, Payload } from '../store';
import { Malformed, readerOf, strictText, type Reader } from './bytes';
import { looksLikeMessagePack, readMessagePack } from './messagePack';
import { looksLikePhp, readPhp } from './php';

/** What is known beforehand: the column's declared type, where `json` says that any text there is JSON. */
export interface Hint {
  readonly type?: string;
}

/** The larger part of any payload is never looked at as hexadecimal. */
const shownAtMost = 65_536;
const unpackedAtMost = 128 * 1024 * 1024;
const wrappings = 4;

/** Never throws. `encoding` names all wrappings from the outside in: `base64 gzip json`. */
export function decode(cell: Cell, hint: Hint = {}): Payload {
  if (cell === null) return { kind: 'json', value: null, encoding: 'null' };
  if (typeof cell === 'number' || typeof cell === 'bigint' || typeof cell === 'boolean')
    return { kind: 'json', value: cell, encoding: 'plain' };
  const found = typeof cell === 'string' ? fromText(cell, [], hint) : fromBytes(cell, []);
  if (found.kind === 'found') return { kind: 'json', value: found.value, encoding: found.path.join(' ') };
  const bytes = typeof cell === 'string' ? Buffer.from(cell.slice(0, shownAtMost)) : cell;
  const size = typeof cell === 'string' ? Buffer.byteLength(cell) : cell.length;
  const hex = Buffer.from(bytes.subarray(0, shownAtMost)).toString('hex');
  return { kind: 'opaque', hex, size, reason: found.reason };
}

type Found =
  | { readonly kind: 'found'; readonly value: unknown; readonly path: readonly string[] }
  | { readonly kind: 'not'; readonly reason: string };

const unknown =
  'Its bytes are neither text, PHP serialize(), MessagePack nor packed with gzip or zlib. They may be Protobuf, Avro, or encrypted.';

const not = (reason: string): Found => ({ kind: 'not', reason });

function fromText(text: string, path: readonly string[], hint: Hint = {}): Found {
  if (text === '') return not('It is empty.');
  if (looksLikePhp(text)) return attempt(Buffer.from(text), readPhp, 'php', path, 'PHP serialize()');
  const isPlain = path.length === 0 && !/^\s*[[{"]/.test(text) && !/json/.test(hint.type ?? '');
  const json = isPlain ? parseScalar(text) : parseJson(text);
  if (json) return bounded(json.value, [...path, 'json'], text);
  if (/^\\x(?:[0-9a-f]{2})+$/i.test(text)) return fromBytes(Buffer.from(text.slice(2), 'hex'), [...path, 'hex']);
  const inner = path.length < wrappings && isBase64(text) ? fromBase64(text, path) : undefined;
  if (inner?.kind === 'found') return inner;
  if (/^\s*[[{]/.test(text)) return not('It begins as JSON and is not valid: it may be cut off.');
  return not('It is text, but neither JSON, PHP serialize() nor base64 of these.');
}

/** `12` and `true` are JSON, but are no less plain text. */
const parseScalar = (text: string): ReturnType<typeof parseJson> =>
  /^\s*(?:-?\d|true\s*$|false\s*$|null\s*$)/.test(text) && text.length < 400 ? parseJson(text) : undefined;

/** Only what is surely something: every word of eight letters is base64 of some bytes. */
function fromBase64(text: string, path: readonly string[]): Found | undefined {
  const bytes = Buffer.from(text.replace(/\s+/g, ''), 'base64');
  const inner = fromBytes(bytes, [...path, 'base64']);
  if (inner.kind === 'not') return undefined;
  return typeof inner.value === 'object' && inner.value !== null ? inner : undefined;
}

function isBase64(text: string): boolean {
  return text.length >= 8 && /^[A-Za-z0-9+/_-]+={0,2}$/.test(text.length > 100 ? text.replace(/\s+/g, '') : text);
}

function fromBytes(bytes: Uint8Array, path: readonly string[]): Found {
  if (bytes.length === 0) return not('It is empty.');
  if (path.length >= wrappings) return not(`It is wrapped more than ${wrappings} times.`);
  const [first, second] = bytes;
  if (first === 0x1f && second === 0x8b) return unpacked(bytes, path, gunzipSync, 'gzip');
  const isZlib = first === 0x78 && ((first << 8) | (second ?? 0)) % 31 === 0;
  const zlib = isZlib ? unpacked(bytes, path, inflateSync, 'zlib') : undefined;
  if (zlib?.kind === 'found') return zlib;
  if (looksLikePhp(Buffer.from(bytes.subarray(0, 400)).toString('latin1'))) {
    const php = attempt(bytes, readPhp, 'php', path, 'PHP serialize()');
    if (php.kind === 'found') return php;
  }
  const text = strictText(bytes);
  if (text !== undefined && /^\ufeff?\s*[[{"\w\\-]/.test(text)) {
    const inner = fromText(text.replace(/^\ufeff/, ''), path);
    if (inner.kind === 'found') return inner;
    if (!looksLikeMessagePack(first)) return inner;
  }
  const pack = looksLikeMessagePack(first)
    ? attempt(bytes, readMessagePack, 'messagepack', path, 'MessagePack')
    : undefined;
  if (pack?.kind === 'found') return pack;
  if (zlib) return zlib;
  return not(pack ? `${unknown} ${pack.reason}` : unknown);
}

function unpacked(
  bytes: Uint8Array,
  path: readonly string[],
  unpack: (bytes: Uint8Array, options: { maxOutputLength: number }) => Buffer,
  name: string,
): Found {
  try {
    return fromBytes(unpack(bytes, { maxOutputLength: unpackedAtMost }), [...path, name]);
  } catch (error) {
    if ((error as { code?: string }).code === 'ERR_BUFFER_TOO_LARGE')
      return not(`It is larger than ${unpackedAtMost >> 20} MB once it is unpacked with ${name}.`);
    return not(`It is packed with ${name} and damaged or cut off.`);
  }
}

function attempt(
  bytes: Uint8Array,
  read: (reader: Reader) => unknown,
  name: string,
  path: readonly string[],
  title: string,
): Found {
  try {
    return { kind: 'found', value: read(readerOf(bytes)), path: [...path, name] };
  } catch (error) {
    if (error instanceof Malformed) return not(`It begins as ${title}, but ${error.message}.`);
    if (error instanceof RangeError) return not(`It begins as ${title}, but is too large.`);
    throw error;
  }
}

function bounded(value: unknown, path: readonly string[], text: string): Found {
  if (isTooDeep(value, text)) return not(`It is JSON nested more than ${deepest} levels deep.`);
  return { kind: 'found', value, path };
}
