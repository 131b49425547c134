/** Whether one event name looks like a slip of the pen for another; knows only the two texts. */

/** What of a name is compared, worked out once for many comparisons. */
export interface Letters {
  readonly name: string;
  /** Without case and separators. */
  readonly bare: string;
  /** And with all numbers alike. */
  readonly numberless: string;
  /** One bit for each letter that occurs, some letters sharing one. */
  readonly used: number;
}

export function lettersOf(name: string): Letters {
  const bare = name.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, '');
  let used = 0;
  for (let index = 0; index < bare.length; index++) used |= 1 << (bare.charCodeAt(index) & 31);
  return { name, bare, numberless: bare.replace(/\p{N}+/gu, '0'), used };
}

/** No slip adds or loses more letters than this. */
const mostEdits = 2;

/** Finds the names that may be a slip for another without comparing it with each of them. */
export function near<Item extends { readonly letters: Letters }>(
  items: readonly Item[],
): (letters: Letters) => readonly Item[] {
  const byLength = new Map<number, number[]>();
  items.forEach(({ letters }, index) => {
    const list = byLength.get(letters.bare.length);
    if (list) list.push(index);
    else byLength.set(letters.bare.length, [index]);
  });
  return ({ bare, used }) => {
    const found: number[] = [];
    for (let length = bare.length - mostEdits; length <= bare.length + mostEdits; length++)
      for (const index of byLength.get(length) ?? [])
        if (bits(used ^ (items[index]?.letters.used ?? 0)) <= 2 * mostEdits) found.push(index);
    return found.sort((a, b) => a - b).flatMap((index) => items[index] ?? []);
  };
}

function bits(set: number): number {
  let count = 0;
  for (let rest = set; rest !== 0; rest &= rest - 1) count++;
  return count;
}

/** How far apart, 0 for names that differ in case or separators only; undefined when they are simply two names. */
export function slip(a: Letters, b: Letters): number | undefined {
  if (a.name === b.name) return undefined;
  if (a.bare === b.bare) return a.bare.length > 1 ? 0 : undefined;
  const shorter = Math.min(a.bare.length, b.bare.length);
  const allowed = shorter < 5 ? 0 : shorter < 9 ? 1 : mostEdits;
  if (Math.abs(a.bare.length - b.bare.length) > allowed || a.numberless === b.numberless) return undefined;
  if (strayLetters(a.bare, b.bare) > 2 * allowed) return undefined;
  const far = distance(a.bare, b.bare, allowed);
  return far <= allowed ? far : undefined;
}

const tally = new Int32Array(64);

/** A lower bound of twice the distance, cheap: letters of each that the other lacks, some letters counted as one. */
function strayLetters(a: string, b: string): number {
  tally.fill(0);
  for (let index = 0; index < a.length; index++) add(a.charCodeAt(index), 1);
  for (let index = 0; index < b.length; index++) add(b.charCodeAt(index), -1);
  let stray = 0;
  for (const count of tally) stray += Math.abs(count);
  return stray;
}

function add(letter: number, by: number): void {
  const slot = letter & 63;
  tally[slot] = (tally[slot] ?? 0) + by;
}

/** Edits (insert, delete, replace, swap of neighbours) that turn one text into the other; Infinity when more than `most`. */
function distance(a: string, b: string, most: number): number {
  let before: number[] = [];
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  let leastBefore = 0;
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    let least = i;
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1] ? 0 : 1;
      let best = Math.min((row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1, (row[j - 1] ?? 0) + same);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        best = Math.min(best, (before[j - 2] ?? 0) + 1);
      next.push(best);
      if (best < least) least = best;
    }
    // A swap of neighbours reaches back over one row.
    if (least > most && leastBefore > most) return Infinity;
    leastBefore = least;
    before = row;
    row = next;
  }
  return row[b.length] ?? 0;
}
