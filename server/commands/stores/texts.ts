/** How moments, amounts, sizes and shares of a store look in a terminal. Knows no store. */
import { grouped } from '../../reports/ink';
import type { Amount } from '../../stores/questions';

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const two = (number: number): string => String(number).padStart(2, '0');

/** `14:31:52`, then `18 Jun 14:31`, then `3 Mar 2025 14:31`, in the local time. */
export function moment(iso: string | null, now: number): string {
  const date = dateOf(iso);
  if (!date) return 'no time';
  const clock = `${two(date.getHours())}:${two(date.getMinutes())}`;
  const today = new Date(now);
  if (date.toDateString() === today.toDateString()) return `${clock}:${two(date.getSeconds())}`;
  const day = `${date.getDate()} ${months[date.getMonth()] ?? ''}`;
  return date.getFullYear() === today.getFullYear() ? `${day} ${clock}` : `${day} ${date.getFullYear()} ${clock}`;
}

/** `2026-06-18 14:31:52.657`, in the local time: equally wide in every row. */
export function instant(iso: string | null, invalid: string | undefined): string {
  const date = dateOf(iso);
  if (!date) return invalid === undefined ? 'no time' : `invalid time (${invalid.replace(/^-/, '−')})`;
  const clock = [date.getHours(), date.getMinutes(), date.getSeconds()].map(two).join(':');
  const day = `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
  return `${day} ${clock}.${String(date.getMilliseconds()).padStart(3, '0')}`;
}

/** `3 min ago` as long as that says more than the clock. */
export function ago(iso: string | null, now: number): string {
  const date = dateOf(iso);
  if (!date) return 'at no time';
  const minutes = Math.floor((now - date.getTime()) / 60_000);
  if (minutes < 0 || minutes >= 60) return `at ${moment(iso, now)}`;
  return minutes === 0 ? 'just now' : `${minutes} min ago`;
}

function dateOf(iso: string | null): Date | undefined {
  const date = iso === null ? undefined : new Date(iso);
  return date && !Number.isNaN(date.getTime()) ? date : undefined;
}

export const amount = ({ count, exact }: Amount): string => `${grouped(count)}${exact ? '' : '+'}`;

/** `events`, in the number that the amount asks for. */
export const countedEvents = (count: Amount): string =>
  `${amount(count)} ${count.count === 1 && count.exact ? 'event' : 'events'}`;

export function size(bytes: number): string {
  const units = ['bytes', 'kB', 'MB', 'GB', 'TB'];
  let value = bytes;
  let unit = 0;
  while (Math.abs(value) >= 999.5 && unit < units.length - 1) {
    value /= 1000;
    unit++;
  }
  return `${unit === 0 || Math.abs(value) >= 9.95 ? Math.round(value) : value.toFixed(1)} ${units[unit] ?? ''}`;
}

const eighths = ['', '▏', '▎', '▍', '▌', '▋', '▊', '▉'];

/** A bar as long as its share of the largest; whatever is there at all is seen. */
export function bar(value: number, largest: number, width: number): string {
  const parts = largest > 0 ? Math.max(value > 0 ? 1 : 0, Math.round((value / largest) * width * 8)) : 0;
  return `${'█'.repeat(parts >> 3)}${eighths[parts & 7] ?? ''}`.padEnd(width);
}

const heights = '▁▂▃▄▅▆▇█';

/** Amounts over time, one character each; a space where there is none. */
export function sparkline(values: readonly number[]): string {
  const largest = Math.max(...values, 0);
  return values
    .map((value) => (value <= 0 ? ' ' : heights[Math.ceil((value / largest) * heights.length) - 1]))
    .join('');
}

/** `TicketPriceChanged` of `App\Domain\Ticket\Events\TicketPriceChanged`; dotted event names stay whole. */
export function shortName(name: string): string {
  const last = name.slice(name.lastIndexOf('\\') + 1);
  return /^(?:[a-z_]\w*\.)+(?=[A-Z]\w*$)/.test(last) ? last.slice(last.lastIndexOf('.') + 1) : last;
}

/** Short names where no two of them are the same. */
export function shortNames(names: readonly string[]): (name: string) => string {
  const times = new Map<string, number>();
  for (const name of new Set(names)) times.set(shortName(name), (times.get(shortName(name)) ?? 0) + 1);
  return (name) => ((times.get(shortName(name)) ?? 0) > 1 ? name : shortName(name));
}
