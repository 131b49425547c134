/**
 * Which file of the workspace a line of a stack trace means: traces come from containers and build machines, so the
 * longest common end of both paths decides. Pure.
 */

/** Of the paths (relative to their folders) those that fit best; empty when none is certain enough to be opened. */
export function bestPaths<Path extends { readonly relative: string }>(frame: string, paths: readonly Path[]): Path[] {
  const wanted = segments(frame);
  const foreign = wanted.some((segment) => segment === 'vendor' || segment === 'node_modules');
  let best = 1;
  let found: Path[] = [];
  for (const path of paths) {
    const own = segments(path.relative);
    const common = commonEnd(wanted, own);
    // A name alone says little, unless it is all there is: `artisan` in the folder itself.
    const whole = common === own.length && (!foreign || common > 1);
    if (common === 0 || (common === 1 && !whole && wanted.length > 1)) continue;
    if (common > best) found = [];
    if (common >= best) found.push(path);
    best = Math.max(best, common);
  }
  return found;
}

export function segments(path: string): string[] {
  return path
    .replace(/^file:\/\//, '')
    .split(/[\\/]+/)
    .filter((segment) => segment !== '' && segment !== '.');
}

function commonEnd(left: readonly string[], right: readonly string[]): number {
  let common = 0;
  while (common < left.length && common < right.length && left.at(-1 - common) === right.at(-1 - common)) common++;
  return common;
}
