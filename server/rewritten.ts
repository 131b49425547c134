/** The lines in which two texts of one file differ; knows nothing of what they say. */

export interface Rewritten {
  /** Those lines as they were and as they are; what stands beside them stands there as before. */
  readonly before: string;
  readonly now: string;
}

/** Whole lines, with whatever blank lines stand before and after them. */
export function rewritten(before: string, now: string): Rewritten {
  const most = Math.min(before.length, now.length);
  let start = 0;
  while (start < most && before.charCodeAt(start) === now.charCodeAt(start)) start++;
  let same = 0;
  while (same < most - start && before.charCodeAt(before.length - 1 - same) === now.charCodeAt(now.length - 1 - same))
    same++;
  while (start > 0 && /[\s?]/.test(now.charAt(start - 1))) start--;
  start = now.lastIndexOf('\n', start - 1) + 1;
  const tail = now.length - same;
  let end = tail;
  while (end < now.length && /\s/.test(now.charAt(end))) end++;
  const next = now.indexOf('\n', end);
  end = next < 0 ? now.length : next;
  same -= end - tail;
  return { before: before.slice(start, before.length - same), now: now.slice(start, end) };
}
