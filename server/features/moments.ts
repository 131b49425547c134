/** Moments as lenses tell them: `3 min ago`, then `14:12`, then `3 Mar`. Knows no event. */

const minute = 60_000;

export function momentOf(time: string, now: number): string {
  const then = Date.parse(time);
  if (Number.isNaN(then)) return time;
  const age = now - then;
  if (age >= 0 && age < minute) return `${Math.floor(age / 1000)} s ago`;
  if (age >= 0 && age < 60 * minute) return `${Math.floor(age / minute)} min ago`;
  const [date, today] = [new Date(then), new Date(now)];
  const two = (part: number): string => String(part).padStart(2, '0');
  if (date.toDateString() === today.toDateString()) return `${two(date.getHours())}:${two(date.getMinutes())}`;
  const day = `${date.getDate()} ${months[date.getMonth()] ?? ''}`;
  return date.getFullYear() === today.getFullYear() ? day : `${day} ${date.getFullYear()}`;
}

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

export const grouped = (count: number): string => count.toLocaleString('en-US');
