/** Where marks stand on the axes of the time strip. Arithmetic alone. */

const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;
const steps = [
  ...[1, 2, 5, 10, 15, 30].map((length) => length * second),
  ...[1, 5, 15, 30].map((length) => length * minute),
  ...[1, 3, 6, 12].map((length) => length * hour),
  ...[1, 2, 3, 7, 14].map((length) => length * day),
];
const months = [1, 2, 3, 6, 12, 24, 60, 120];

export interface Mark {
  readonly time: number;
  /** What is written at it: a clock, with its seconds or without, or a day. */
  readonly kind: 'seconds' | 'clock' | 'day' | 'month';
}

/** Round times between two others, at most `most` of them, where the reader's own clock is round. */
export function timeMarks(from: number, to: number, most: number): Mark[] {
  const span = to - from;
  if (!(span > 0) || most < 1) return [];
  const step = steps.find((length) => span / length <= most);
  if (step === undefined) return monthMarks(from, to, most);
  const marks: Mark[] = [];
  const start = new Date(from);
  if (step < hour) start.setMinutes(0, 0, 0);
  else start.setHours(0, 0, 0, 0);
  // Whole days are counted by the calendar, which knows of summer time.
  const days = step / day;
  for (let count = 0, time = start.getTime(); time <= to && marks.length <= most; count++) {
    if (time >= from)
      marks.push({ time, kind: step >= day || isMidnight(time) ? 'day' : step < minute ? 'seconds' : 'clock' });
    if (days >= 1)
      time = new Date(start.getFullYear(), start.getMonth(), start.getDate() + (count + 1) * days).getTime();
    else time = start.getTime() + (count + 1) * step;
  }
  return marks;
}

function isMidnight(time: number): boolean {
  const date = new Date(time);
  return date.getHours() === 0 && date.getMinutes() === 0 && date.getSeconds() === 0;
}

function monthMarks(from: number, to: number, most: number): Mark[] {
  const start = new Date(from);
  const whole = (to - from) / (30.4 * day);
  const step = months.find((length) => whole / length <= most) ?? Math.ceil(whole / most / 120) * 120;
  const marks: Mark[] = [];
  const first = Math.floor(start.getMonth() / step) * step;
  for (let count = 0; marks.length <= most; count++) {
    const time = new Date(start.getFullYear(), first + count * step, 1).getTime();
    if (time > to) break;
    if (time >= from) marks.push({ time, kind: 'month' });
  }
  return marks;
}

/** Round amounts up to the highest bar: at most two lines. */
export function amountMarks(highest: number): number[] {
  if (highest < 2) return [];
  const rough = highest / 2.2;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = Math.max(1, ([1, 2, 2.5, 4, 5, 10].find((factor) => factor * power >= rough) ?? 10) * power);
  return [step, 2 * step].filter((amount) => amount <= highest && Number.isInteger(amount));
}
