/** Days, numbers and positions as sentences say them. */
import type { StoredEvent } from '../store';

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** `9 Jun 2026`, in UTC. */
export function dayOf(milliseconds: number): string {
  const date = new Date(milliseconds);
  return `${date.getUTCDate()} ${months[date.getUTCMonth()] ?? ''} ${date.getUTCFullYear()}`;
}

export const grouped = (number: number | bigint): string => number.toLocaleString('en-US');

/** `1,031,002`; what is no number is said as it is. */
export const positionText = (position: StoredEvent['position']): string =>
  typeof position === 'string' || position === null ? (position ?? '') : grouped(position);

/** `1 event`, `2 events`. */
export const counted = (number: number, one: string, many = `${one}s`): string =>
  `${grouped(number)} ${number === 1 ? one : many}`;

export function durationText(milliseconds: number): string {
  if (milliseconds < 1_000) return `${Math.round(milliseconds)} ms`;
  const seconds = milliseconds / 1_000;
  if (seconds < 60) return `${seconds.toFixed(1)} s`;
  if (seconds < 3_600) return `${Math.floor(seconds / 60)} min ${Math.round(seconds % 60)} s`;
  if (seconds < 86_400) return `${Math.floor(seconds / 3_600)} h ${Math.round((seconds % 3_600) / 60)} min`;
  return `${Math.floor(seconds / 86_400)} d ${Math.round((seconds % 86_400) / 3_600)} h`;
}
