/** The share of events that have a field, over time: as a shape to draw and as words for those who do not see it. */

/**
 * One closed area for each run of slices that have events; a slice without any leaves a gap. What is there at all is at
 * least one pixel high, so that rare is not drawn as never.
 */
export function sharePath(slices: readonly (number | null)[], width: number, height: number): string {
  const step = slices.length ? width / slices.length : 0;
  const x = (index: number): string => short(index * step);
  const y = (share: number): string => short(height - (share <= 0 ? 0 : Math.max(1, Math.min(share, 1) * height)));
  let path = '';
  let open = false;
  slices.forEach((share, index) => {
    if (share === null) {
      if (open) path += `V${short(height)}Z`;
      open = false;
      return;
    }
    path += open ? `V${y(share)}` : `M${x(index)} ${short(height)}V${y(share)}`;
    path += `H${x(index + 1)}`;
    open = true;
  });
  return open ? `${path}V${short(height)}Z` : path;
}

const short = (value: number): string => String(Math.round(value * 100) / 100);

export type ShareShape =
  | { readonly kind: 'always' | 'never' | 'appeared' | 'gone' | 'unknown' }
  | { readonly kind: 'from to'; readonly first: number; readonly last: number };

/** What the slices tell; shares as whole per cent. */
export function shareShape(slices: readonly (number | null)[]): ShareShape {
  const known = slices.filter((share) => share !== null);
  const [first] = known;
  const last = known.at(-1);
  if (first === undefined || last === undefined) return { kind: 'unknown' };
  if (known.every((share) => share >= 1)) return { kind: 'always' };
  if (known.every((share) => share <= 0)) return { kind: 'never' };
  if (first <= 0 && last >= 1) return { kind: 'appeared' };
  if (first >= 1 && last <= 0) return { kind: 'gone' };
  return { kind: 'from to', first: percent(first), last: percent(last) };
}

/** Never 0 or 100 for what is neither. */
export function percent(share: number): number {
  if (share <= 0) return 0;
  if (share >= 1) return 100;
  return Math.min(99, Math.max(1, Math.round(share * 100)));
}
