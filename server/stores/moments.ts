/** Times as stores have them, as ISO 8601 in UTC; what is no time is said so and never guessed. Knows no table. */
import type { Cell, TimeKind } from './store';

export interface Moment {
  /** Null when there is none or what is there is none. */
  readonly iso: string | null;
  /** Since 1970; null as `iso` is. */
  readonly milliseconds: number | null;
  /** What stands there instead of a time. */
  readonly invalid?: string;
}

const none: Moment = { iso: null, milliseconds: null };
/** The first moment of the year 10000: seconds read as milliseconds end beyond it. */
const latest = 253_402_300_800_000;
const perMillisecond = { seconds: 0.001, milliseconds: 1, microseconds: 1000 };

export function momentOf(cell: Cell | undefined, kind?: TimeKind): Moment {
  if (cell === null || cell === undefined || cell === '') return none;
  if (cell instanceof Uint8Array) return wrong(`0x${Buffer.from(cell).toString('hex')}`);
  if (typeof cell === 'string' && !/^\s*-?\d+(?:\.\d+)?\s*$/.test(cell)) return fromText(cell);
  const number = Number(cell);
  const isGuessed = kind === undefined || kind === 'text';
  const unit = isGuessed ? unitOf(number) : kind;
  // As milliseconds they would be of the year 2286 and later: ten thousandths of a second, as Enqueue keeps them.
  const milliseconds = isGuessed && number >= 1e13 && number < 1e14 ? number / 10 : number / perMillisecond[unit];
  if (!(milliseconds >= 0 && milliseconds < latest)) return wrong(String(cell));
  const rest = unit === 'microseconds' ? String(Math.floor(number) % 1000).padStart(3, '0') : '';
  return at(Math.floor(milliseconds), rest);
}

/** Of a number that nothing else is known of: seconds until the year 5138, then milliseconds, then microseconds. */
export function unitOf(number: number): Exclude<TimeKind, 'text'> {
  const size = Math.abs(number);
  if (size < 1e11) return 'seconds';
  return size < 1e14 ? 'milliseconds' : 'microseconds';
}

const written =
  /^\s*(\d{4})-(\d\d)-(\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d)(?:[.,](\d{1,12}))?)?\s*(Z|UTC|GMT|[+-]\d\d(?::?\d\d)?(?::?\d\d)?)?)?\s*$/i;

/** Without a zone it is UTC, as databases keep it. */
function fromText(text: string): Moment {
  const found = written.exec(text);
  if (!found) {
    // Of other forms only those that name their zone: `Thu, 18 Jun 2026 12:31:52 GMT`.
    const parsed = text.length < 60 && /GMT|UTC|[+-]\d{4}\b/.test(text) ? Date.parse(text) : Number.NaN;
    return parsed >= 0 && parsed < latest ? at(parsed, '') : wrong(text);
  }
  const [, year, month, day, hour = '0', minute = '0', second = '0', fraction = '', zone = ''] = found;
  const local = Date.UTC(Number(year), Number(month) - 1, Number(day), Number(hour), Number(minute), Number(second));
  const isReal = Number(month) <= 12 && Number(hour) < 24 && Number(minute) < 60 && Number(second) <= 60;
  if (!isReal || new Date(Date.UTC(Number(year), Number(month) - 1, Number(day))).getUTCDate() !== Number(day))
    return wrong(text);
  const [, sign, hours = '0', minutes = '0'] = /^([+-])(\d\d):?(\d\d)?/.exec(zone) ?? [];
  const offset = sign === undefined ? 0 : (Number(hours) * 60 + Number(minutes)) * (sign === '-' ? -60_000 : 60_000);
  const digits = fraction.padEnd(3, '0');
  const milliseconds = local - offset + Number(digits.slice(0, 3));
  return milliseconds >= 0 && milliseconds < latest ? at(milliseconds, digits.slice(3, 6)) : wrong(text);
}

/** `rest` are the digits after those of the millisecond. */
function at(milliseconds: number, rest: string): Moment {
  const iso = new Date(milliseconds).toISOString();
  return { iso: /[1-9]/.test(rest) ? `${iso.slice(0, -1)}${rest}Z` : iso, milliseconds };
}

const wrong = (text: string): Moment => ({ ...none, invalid: text.slice(0, 200) });

/** All moments that a date written less than exactly means: a day for `2026-06-18`; undefined for what is no date. */
export function spanOf(text: string): { readonly from: number; readonly to: number } | undefined {
  if (!/^\d{4}-\d\d(?:-\d\d|$)/.test(text)) return undefined;
  const isMonth = text.length === 7;
  const from = momentOf(isMonth ? `${text}-01` : text, 'text').milliseconds;
  if (from === null) return undefined;
  if (isMonth) return { from, to: Date.UTC(Number(text.slice(0, 4)), Number(text.slice(5)), 1) };
  const [, clock = ''] = /^.{10}[T ](\d\d(?::\d\d){0,2}(?:[.,]\d+)?)/.exec(text) ?? [];
  const length = clock === '' ? 86_400_000 : clock.length === 5 ? 60_000 : clock.length === 8 ? 1000 : 1;
  return { from, to: from + length };
}
