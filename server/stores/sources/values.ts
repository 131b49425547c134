/** Values as a column of some kind can have them, written so that a database reads them; undefined for what it cannot have. */
import type { Cell } from '../store';

export type Kind = 'integer' | 'number' | 'text' | 'boolean' | 'bytes' | 'zoned' | 'local' | 'uuid' | 'other';

/** Digits alone. */
export function integerText(value: Cell): string | undefined {
  if (typeof value === 'boolean') return value ? '1' : '0';
  if (typeof value === 'number') return Number.isSafeInteger(value) ? String(value) : undefined;
  if (typeof value === 'bigint') return String(value);
  return typeof value === 'string' && /^-?\d{1,18}$/.test(value) ? value : undefined;
}

export function numberText(value: Cell): string | undefined {
  const text =
    typeof value === 'boolean' ? String(Number(value)) : typeof value === 'object' ? '' : String(value).trim();
  return /^[-+]?(?:\d{1,60}\.?\d{0,60}|\.\d{1,60})(?:e[-+]?\d{1,2})?$/i.test(text) ? text : undefined;
}

export function booleanOf(value: Cell): boolean | undefined {
  if (typeof value === 'boolean') return value;
  const text = String(value).toLowerCase();
  if (text === 'true' || text === 't' || text === '1') return true;
  return text === 'false' || text === 'f' || text === '0' ? false : undefined;
}

export function uuidText(value: Cell): string | undefined {
  return typeof value === 'string' && /^[\da-f]{8}-?(?:[\da-f]{4}-?){3}[\da-f]{12}$/i.test(value) ? value : undefined;
}

/** Text of any value; bytes as the text they are in UTF-8. */
export function textOf(value: Cell): string {
  return value instanceof Uint8Array ? Buffer.from(value).toString('utf8') : String(value);
}

export function bytesOf(value: Cell): Buffer {
  return value instanceof Uint8Array
    ? Buffer.from(value.buffer, value.byteOffset, value.length)
    : Buffer.from(String(value), 'utf8');
}

/** `2025-01-01 09:00:00.123456` in UTC: what has no zone is taken to be in it. */
export function momentText(value: Cell): string | undefined {
  if (typeof value !== 'string') return undefined;
  const found =
    /^\s*(\d{4})-(\d\d)-(\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d)(?:\.(\d{1,9}))?)?)?\s*(Z|[-+]\d\d(?::?\d\d)?)?\s*$/i.exec(
      value,
    );
  if (!found) return undefined;
  const [, year, month, day, hour = '00', minute = '00', second = '00', fraction = '', zone = 'Z'] = found;
  const local = Date.parse(`${year ?? ''}-${month ?? ''}-${day ?? ''}T${hour}:${minute}:${second}Z`);
  // The thirtieth of February is a day to Date.
  if (Number.isNaN(local) || new Date(local).getUTCDate() !== Number(day)) return undefined;
  const [, sign = '+', hours = '0', minutes = '0'] = /^([-+])(\d\d):?(\d\d)?$/.exec(zone) ?? [];
  const offset = (Number(hours) * 60 + Number(minutes)) * (sign === '-' ? -1 : 1);
  if (offset < -16 * 60 || offset > 16 * 60) return undefined;
  const utc = new Date(local - offset * 60_000);
  if (utc.getUTCFullYear() < 1 || utc.getUTCFullYear() > 9999) return undefined;
  const text = utc.toISOString().slice(0, 19).replace('T', ' ');
  return fraction === '' ? text : `${text}.${fraction.slice(0, 6)}`;
}
