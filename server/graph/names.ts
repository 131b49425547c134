/** How people write the name of something in the graph: whole, short, in the wrong case, with stars, with a slip. */

/** `App\Events\OrderPlaced` → `OrderPlaced`; `js:src/runner.ts#Runner|start` → `start`; `Class@method` → `method`. */
function lastPart(name: string): string {
  return /[^\\/#|:@]+$/.exec(name)?.[0] ?? name;
}

/** `Class@method`, `Class.method` and `Type::method` → the part before the method; undefined for a bare name. */
export function ownerOf(handler: string): string | undefined {
  return /^(.+?)(?:@|::|\.)[^@:.]+$/.exec(handler)?.[1];
}

/** 0 means the very name, larger means looser, undefined means no match. */
export function nearness(query: string, names: readonly string[]): number | undefined {
  const ranks = names.flatMap((name) => rankOf(query, name) ?? []);
  return ranks.length ? Math.min(...ranks) : undefined;
}

function rankOf(query: string, name: string): number | undefined {
  const wanted = query.replaceAll('\\\\', '\\').replace(/^\\/, '');
  if (wanted.includes('*')) return pattern(wanted).test(name) || pattern(wanted).test(lastPart(name)) ? 0 : undefined;
  if (name === wanted) return 0;
  if (lastPart(name) === wanted || endsAtSegment(name, wanted)) return 1;
  const lower = name.toLowerCase();
  const lowerWanted = wanted.toLowerCase();
  if (lower === lowerWanted) return 2;
  if (lastPart(lower) === lowerWanted || endsAtSegment(lower, lowerWanted)) return 3;
  // A shell without quotes eats backslashes: App\Events\OrderPlaced arrives as AppEventsOrderPlaced.
  if (name.includes('\\') && lower.replaceAll('\\', '') === lowerWanted.replaceAll(/[\\/]/g, '')) return 4;
  return lower.split(/[.\-_]/).at(-1) === lowerWanted ? 5 : undefined;
}

function endsAtSegment(name: string, wanted: string): boolean {
  return name.endsWith(wanted) && /[\\/#|:@]/.test(name.charAt(name.length - wanted.length - 1));
}

function pattern(text: string): RegExp {
  return new RegExp(`^${text.replace(/[\\^$.+?()[\]{}|]/g, '\\$&').replaceAll('*', '.*')}$`, 'i');
}

/** The few names most like the query, best first: a typing slip, or a part of a longer name. */
export function similar(query: string, names: Iterable<string>, limit = 3): string[] {
  const wanted = lastPart(query).toLowerCase();
  if (wanted === '') return [];
  const scored = [...new Set(names)].flatMap((name) => {
    const short = lastPart(name).toLowerCase();
    const contained = short.includes(wanted) || (short.length > 3 && wanted.includes(short));
    const slips = distance(wanted, short);
    const score = contained ? 0.5 + Math.abs(short.length - wanted.length) / 100 : slips;
    return contained || slips <= Math.max(1, Math.floor(wanted.length / 3)) ? [{ name, score }] : [];
  });
  return scored
    .sort((a, b) => a.score - b.score || (a.name < b.name ? -1 : 1))
    .slice(0, limit)
    .map(({ name }) => name);
}

/** Insertions, deletions, replacements and swaps of neighbours. */
function distance(a: string, b: string): number {
  if (Math.abs(a.length - b.length) > 8) return Infinity;
  let before: number[] = [];
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1];
      let cost = Math.min((row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1, (row[j - 1] ?? 0) + (same ? 0 : 1));
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        cost = Math.min(cost, (before[j - 2] ?? 0) + 1);
      next.push(cost);
    }
    before = row;
    row = next;
  }
  return row[b.length] ?? 0;
}
