/** Numbers, times, durations and sizes as the editor's locale writes them. Knows no view. */
import type { Amount, Position } from '../../server/stores/questions';

export interface Format {
  number(value: number): string;
  /** `412k`, for axes alone. */
  short(value: number): string;
  amount(value: Amount): string;
  position(value: Position): string;
  percent(share: number): string;
  /** `14:31:52.657` */
  clock(iso: string): string;
  /** `14:31:52` today, `14:31` never: `3 Mar` this year, `3 Mar 2025` before. */
  brief(iso: string, now?: number): string;
  /** `16 Jun 12:00` */
  moment(iso: string): string;
  /** `16 Jun 12:00`, of another year `16 Jun 2025`: what has room where a clock has. */
  dayAndTime(iso: string): string;
  /** `12:00:07` */
  seconds(iso: string): string;
  /** `16 Jun` */
  day(iso: string): string;
  /** `12:00` */
  minutes(iso: string): string;
  /** `Jun 2026` */
  month(iso: string): string;
  /** `Thursday 18 June`, with the year where it is not this one. */
  longDay(iso: string, now?: number): string;
  /** `18 Jun 2026 14:31:52.657` */
  full(iso: string): string;
  /** The full time with its zone, and in ISO 8601: what a time says on hover. */
  exact(iso: string): string;
  /** `3 min ago`, then as `brief`. */
  ago(iso: string, now?: number): string;
  /** `3 min ago`, `2 h 5 min ago`, `41 days ago`, `in 20 min`: beside a full time, of which it repeats nothing. */
  distance(iso: string, now?: number): string;
}

const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;
const dayLong = 24 * hour;

export const minus = '\u2212';

export function createFormat(locale: string): Format {
  const known = supported(locale);
  const grouped = new Intl.NumberFormat(known, { maximumFractionDigits: 20 });
  const compact = new Intl.NumberFormat(known, { notation: 'compact', maximumFractionDigits: 1 });
  const percentage = new Intl.NumberFormat(known, { style: 'percent', maximumFractionDigits: 0 });
  const time = (options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat =>
    new Intl.DateTimeFormat(known, { hourCycle: prefersTwelve(known) ? 'h12' : 'h23', ...options });
  const clock = time({ hour: '2-digit', minute: '2-digit', second: '2-digit', fractionalSecondDigits: 3 });
  const seconds = time({ hour: '2-digit', minute: '2-digit', second: '2-digit' });
  const minutes = time({ hour: '2-digit', minute: '2-digit' });
  const zone = time({ hour: '2-digit', minute: '2-digit', second: '2-digit', timeZoneName: 'longOffset' });
  // English months stand after the day, as in the rest of the panel.
  const dates = known.startsWith('en') ? 'en-GB' : known;
  const day = new Intl.DateTimeFormat(dates, { day: 'numeric', month: 'short' });
  const dayYear = new Intl.DateTimeFormat(dates, { day: 'numeric', month: 'short', year: 'numeric' });
  const monthYear = new Intl.DateTimeFormat(dates, { month: 'short', year: 'numeric' });
  const weekday = new Intl.DateTimeFormat(dates, { weekday: 'long' });
  const long = new Intl.DateTimeFormat(dates, { day: 'numeric', month: 'long' });
  const longYear = new Intl.DateTimeFormat(dates, { day: 'numeric', month: 'long', year: 'numeric' });
  const signed = (text: string): string => text.replace(/^-/, minus);
  const at = (iso: string, show: (date: Date) => string): string => {
    const date = new Date(iso);
    return Number.isNaN(date.getTime()) ? iso : show(date);
  };
  const sameYear = (date: Date, now: number): boolean => date.getFullYear() === new Date(now).getFullYear();
  const sameDay = (date: Date, now: number): boolean => date.toDateString() === new Date(now).toDateString();
  const brief = (iso: string, now = Date.now()): string =>
    at(iso, (date) =>
      sameDay(date, now) ? seconds.format(date) : sameYear(date, now) ? day.format(date) : dayYear.format(date),
    );
  return {
    number: (value) => signed(grouped.format(value)),
    short: (value) => signed(compact.format(value)).replace(/K$/, 'k'),
    amount: ({ count, exact }) => `${grouped.format(count)}${exact ? '' : '+'}`,
    position: (value) => (typeof value === 'number' ? signed(grouped.format(value)) : value),
    percent: (share) => signed(percentage.format(share)),
    clock: (iso) => at(iso, (date) => clock.format(date)),
    brief,
    moment: (iso) =>
      at(
        iso,
        (date) => `${sameYear(date, Date.now()) ? day.format(date) : dayYear.format(date)} ${minutes.format(date)}`,
      ),
    dayAndTime: (iso) =>
      at(iso, (date) =>
        sameYear(date, Date.now()) ? `${day.format(date)} ${minutes.format(date)}` : dayYear.format(date),
      ),
    seconds: (iso) => at(iso, (date) => seconds.format(date)),
    day: (iso) => at(iso, (date) => day.format(date)),
    minutes: (iso) => at(iso, (date) => minutes.format(date)),
    month: (iso) => at(iso, (date) => monthYear.format(date)),
    longDay: (iso, now = Date.now()) =>
      at(iso, (date) => `${weekday.format(date)} ${(sameYear(date, now) ? long : longYear).format(date)}`),
    full: (iso) => at(iso, (date) => `${dayYear.format(date)} ${clock.format(date)}`),
    exact: (iso) => at(iso, (date) => `${longYear.format(date)} ${zone.format(date)}\n${date.toISOString()}`),
    ago: (iso, now = Date.now()) =>
      at(iso, (date) => {
        const passed = now - date.getTime();
        if (passed < 0) return brief(iso, now);
        if (passed < minute) return 'just now';
        if (passed < hour) return `${Math.floor(passed / minute)} min ago`;
        return sameDay(date, now) ? minutes.format(date) : brief(iso, now);
      }),
    distance: (iso, now = Date.now()) =>
      at(iso, (date) => {
        const passed = now - date.getTime();
        const length = Math.abs(passed);
        if (length < minute) return passed < 0 ? 'in a moment' : 'just now';
        const days = Math.floor(length / dayLong);
        const words = days < 2 ? duration(Math.floor(length / minute) * minute) : `${grouped.format(days)} days`;
        return passed < 0 ? `in ${words}` : `${words} ago`;
      }),
  };
}

/** `12 ms`, `4.23 s`, `1 min 1 s`, `41 d 6 h`: two units at most, never a false precision. */
export function duration(milliseconds: number): string {
  const sign = milliseconds < 0 ? minus : '';
  const length = Math.abs(milliseconds);
  if (length < second) return `${sign}${Math.round(length)} ms`;
  if (length < 10 * second) return `${sign}${trimmed((length / second).toFixed(2))} s`;
  if (length < minute) return `${sign}${trimmed((length / second).toFixed(1))} s`;
  const pairs: readonly (readonly [number, string, number, string])[] = [
    [dayLong, 'd', hour, 'h'],
    [hour, 'h', minute, 'min'],
    [minute, 'min', second, 's'],
  ];
  const [large, largeName, small, smallName] = pairs.find(([unit]) => length >= unit) ?? [minute, 'min', second, 's'];
  const whole = Math.floor(length / large);
  const rest = Math.floor((length % large) / small);
  return `${sign}${whole} ${largeName}${rest ? ` ${rest} ${smallName}` : ''}`;
}

/** `546 MB`, decimal as file managers say it. */
export function size(bytes: number): string {
  const units = ['bytes', 'kB', 'MB', 'GB', 'TB'];
  let value = bytes;
  let unit = 0;
  while (value >= 999.5 && unit < units.length - 1) {
    value /= 1000;
    unit++;
  }
  const text = unit === 0 || value >= 99.5 ? Math.round(value).toString() : trimmed(value.toFixed(1));
  return `${text} ${bytes === 1 ? 'byte' : (units[unit] ?? '')}`;
}

function trimmed(text: string): string {
  return text.replace(/\.?0+$/, '');
}

function supported(locale: string): string {
  try {
    return Intl.NumberFormat.supportedLocalesOf([locale])[0] ?? 'en';
  } catch {
    return 'en';
  }
}

/** A bare `en` is the editor's own language and says nothing of clocks: 24 hours. */
function prefersTwelve(locale: string): boolean {
  if (!locale.includes('-')) return false;
  return new Intl.DateTimeFormat(locale, { hour: 'numeric' }).resolvedOptions().hour12 === true;
}
