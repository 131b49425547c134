/** What all files say, by kind and in the order of their files; corrected file by file. Knows no meaning. */
import { kinds, type Findings } from './scan';

/** What one file says; '' stands for the workspace as a whole and comes last. */
export type Share = Findings & { readonly file: string };

export interface Shares {
  /** Replaces what the file says; nothing when it is gone. */
  put(file: string, share: Share | undefined): void;
  /** Shares that say something of the kind: the same array until one of them is replaced. */
  having(kind: keyof Findings): readonly Share[];
  /** All that is said of the kind: the same array until one of them is replaced. */
  values<Kind extends keyof Findings>(kind: Kind): readonly Findings[Kind][number][];
}

interface Kept {
  readonly byFile: Map<string, Share>;
  /** Undefined when a file came or went. */
  files: readonly string[] | undefined;
  having: readonly Share[] | undefined;
  values: readonly unknown[] | undefined;
}

export function openShares(): Shares {
  const open = (): Kept => ({ byFile: new Map(), files: undefined, having: undefined, values: undefined });
  const kept = new Map(kinds.map((kind) => [kind, open()]));
  const of = (kind: keyof Findings): Kept => {
    const known = kept.get(kind) ?? open();
    kept.set(kind, known);
    return known;
  };
  const having = (kind: keyof Findings): readonly Share[] => {
    const known = of(kind);
    known.files ??= [...known.byFile.keys()].sort(inOrder);
    if (known.having) return known.having;
    const shares: Share[] = [];
    for (const file of known.files) {
      const share = known.byFile.get(file);
      if (share) shares.push(share);
    }
    return (known.having = shares);
  };
  return {
    put(file, share) {
      for (const kind of kinds) {
        const known = of(kind);
        const before = known.byFile.get(file);
        const after = share && share[kind].length > 0 ? share : undefined;
        if (before === after) continue;
        if (after) known.byFile.set(file, after);
        else known.byFile.delete(file);
        if (!before || !after) known.files = undefined;
        known.having = undefined;
        known.values = undefined;
      }
    },
    having,
    values: <Kind extends keyof Findings>(kind: Kind) => {
      const known = of(kind);
      const values = (known.values ??= having(kind).flatMap((share): readonly unknown[] => share[kind]));
      return values as readonly Findings[Kind][number][];
    },
  };
}

/** Files by their paths, the workspace as a whole last. */
export function inOrder(left: string, right: string): number {
  if (left === right) return 0;
  if (left === '') return 1;
  return right === '' || left < right ? -1 : 1;
}
