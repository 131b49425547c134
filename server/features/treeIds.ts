/** Ids of rows: the way from the root, so that a cycle of events is just a longer way. */
import type { Snapshot } from './feature';

export interface Step {
  readonly kind: string;
  readonly key: string;
}

/** Ids come back from the client and may be anything. */
function stepsOf(id: string): readonly Step[] {
  return id.split('/').flatMap((part) => {
    const at = part.indexOf(':');
    if (at < 0) return [];
    try {
      return [{ kind: part.slice(0, at), key: decodeURIComponent(part.slice(at + 1)) }];
    } catch {
      return [];
    }
  });
}

/** The folder a row's id belongs to, the way in it, and the id's own beginning. */
export function startOf(
  snapshots: readonly Snapshot[],
  id: string,
): { readonly snapshot: Snapshot | undefined; readonly steps: readonly Step[] } {
  const steps = stepsOf(id);
  const [first] = steps;
  if (first?.kind !== 'folder') return { snapshot: snapshots[0], steps };
  return { snapshot: snapshots.find(({ root }) => root === first.key), steps: steps.slice(1) };
}
