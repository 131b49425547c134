/** MessagePack into plain data. Knows no extension types but times; others are shown as their bytes. */
import { deepest } from '../json';
import { integerOf, Malformed, strictText, take, type Reader } from './bytes';

export function readMessagePack(reader: Reader): unknown {
  const value = readValue(reader, 0);
  if (reader.at < reader.bytes.length) throw new Malformed(`something follows its end, at byte ${reader.at}`);
  return value;
}

/** Only maps and arrays: nearly every byte is a number in MessagePack, and that would explain everything. */
export const looksLikeMessagePack = (first: number | undefined): boolean =>
  first !== undefined && ((first >= 0x80 && first <= 0x9f) || (first >= 0xdc && first <= 0xdf));

function readValue(reader: Reader, depth: number): unknown {
  if (depth > deepest) throw new Malformed(`it is nested more than ${deepest} levels deep`);
  const first = take(reader, 1)[0] ?? 0;
  if (first < 0x80) return first;
  if (first < 0x90) return readMap(reader, first & 15, depth);
  if (first < 0xa0) return readArray(reader, first & 15, depth);
  if (first < 0xc0) return readText(reader, first & 31);
  if (first >= 0xe0) return first - 256;
  switch (first) {
    case 0xc0:
      return null;
    case 0xc2:
      return false;
    case 0xc3:
      return true;
    case 0xc4:
    case 0xc5:
    case 0xc6:
      return { __base64: take(reader, unsigned(reader, 1 << (first - 0xc4))).toString('base64') };
    case 0xc7:
    case 0xc8:
    case 0xc9:
      return readExtension(reader, unsigned(reader, 1 << (first - 0xc7)));
    case 0xca:
      return decimal(take(reader, 4).readFloatBE());
    case 0xcb:
      return decimal(take(reader, 8).readDoubleBE());
    case 0xcc:
    case 0xcd:
    case 0xce:
      return unsigned(reader, 1 << (first - 0xcc));
    case 0xcf:
      return integerOf(take(reader, 8).readBigUInt64BE());
    case 0xd0:
      return take(reader, 1).readInt8();
    case 0xd1:
      return take(reader, 2).readInt16BE();
    case 0xd2:
      return take(reader, 4).readInt32BE();
    case 0xd3:
      return integerOf(take(reader, 8).readBigInt64BE());
    case 0xd4:
    case 0xd5:
    case 0xd6:
    case 0xd7:
    case 0xd8:
      return readExtension(reader, 1 << (first - 0xd4));
    case 0xd9:
    case 0xda:
    case 0xdb:
      return readText(reader, unsigned(reader, 1 << (first - 0xd9)));
    case 0xdc:
    case 0xdd:
      return readArray(reader, unsigned(reader, first === 0xdc ? 2 : 4), depth);
    case 0xde:
    case 0xdf:
      return readMap(reader, unsigned(reader, first === 0xde ? 2 : 4), depth);
  }
  throw new Malformed(`byte ${reader.at - 1} begins no value`);
}

function readArray(reader: Reader, count: number, depth: number): unknown[] {
  enough(reader, count);
  const values: unknown[] = [];
  for (let index = 0; index < count; index++) values.push(readValue(reader, depth + 1));
  return values;
}

function readMap(reader: Reader, count: number, depth: number): unknown {
  enough(reader, count * 2);
  const entries: [string, unknown][] = [];
  for (let index = 0; index < count; index++) {
    const key = readValue(reader, depth + 1);
    if (typeof key === 'object' && key !== null) throw new Malformed(`a key before byte ${reader.at} is no name`);
    entries.push([String(key), readValue(reader, depth + 1)]);
  }
  return Object.fromEntries(entries);
}

function readText(reader: Reader, size: number): string {
  const text = strictText(take(reader, size));
  if (text === undefined) throw new Malformed(`a text before byte ${reader.at} is no UTF-8`);
  return text;
}

/** Type -1 is a time: seconds since 1970, with nanoseconds. */
function readExtension(reader: Reader, size: number): unknown {
  const type = take(reader, 1).readInt8();
  const bytes = take(reader, size);
  if (type === -1) {
    if (size === 4) return timeOf(BigInt(bytes.readUInt32BE()), 0);
    if (size === 8) {
      const both = bytes.readBigUInt64BE();
      return timeOf(both & 0x3ffffffffn, Number(both >> 34n));
    }
    if (size === 12) return timeOf(bytes.readBigInt64BE(4), bytes.readUInt32BE());
  }
  return { __extension: type, __base64: bytes.toString('base64') };
}

function timeOf(seconds: bigint, nanoseconds: number): string | bigint {
  const time = new Date(Number(seconds) * 1000 + Math.floor(nanoseconds / 1_000_000));
  return Number.isNaN(time.getTime()) ? seconds : time.toISOString();
}

const unsigned = (reader: Reader, bytes: number): number => take(reader, bytes).readUIntBE(0, bytes);

const decimal = (value: number): number | string => (Number.isFinite(value) ? value : String(value));

/** Each has one byte at least: a false count must not fill the memory. */
function enough(reader: Reader, count: number): void {
  if (count > reader.bytes.length - reader.at) throw new Malformed(`it promises ${count} values and is too short`);
}
