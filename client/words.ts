/** Numbers with their nouns, and times as a reader says them; as the editor's locale writes them. */

/** `1 event`, `1,204 events`. */
export function count(number: number, noun: string): string {
  return `${number.toLocaleString()} ${noun}${number === 1 ? '' : 's'}`;
}

const minute = 60_000;
const hour = 60 * minute;

/** `just now`, `3 min ago`; of today `14:12`; of this year `3 Mar`; else `3 Mar 2025`. */
export function ago(time: string, now: number): string {
  const date = new Date(time);
  const passed = now - date.getTime();
  if (Number.isNaN(passed)) return time;
  if (passed >= 0 && passed < minute) return 'just now';
  if (passed >= 0 && passed < hour) return `${Math.floor(passed / minute)} min ago`;
  const today = new Date(now);
  if (date.toDateString() === today.toDateString())
    return date.toLocaleTimeString(undefined, { hour: '2-digit', minute: '2-digit' });
  const year = date.getFullYear() === today.getFullYear() ? {} : ({ year: 'numeric' } as const);
  return date.toLocaleDateString(undefined, { day: 'numeric', month: 'short', ...year });
}
