/** Remembers what was derived from facts, until code it rests on is edited; knows no meaning. */
import type { Project } from '../../languages/php/project';

export interface Memory {
  /** The value computed under this key from the same input before, or computed now. */
  of<Value>(kind: string, key: string, input: unknown, compute: () => Value): Value;
  /** Forgets what these askers were told. */
  forget(askers: ReadonlySet<string>): void;
}

export function openMemory(project: Project): Memory {
  const entries = new Map<string, Map<string, { readonly input: unknown; readonly value: unknown }>>();
  return {
    of: <Value>(kind: string, key: string, input: unknown, compute: () => Value): Value => {
      let kept = entries.get(kind);
      if (!kept) {
        kept = new Map();
        entries.set(kind, kept);
      }
      const known = kept.get(key);
      if (known && known.input === input) return known.value as Value;
      project.asking(`${kind}:${key}`);
      try {
        const value = compute();
        kept.set(key, { input, value });
        return value;
      } finally {
        project.asking(undefined);
      }
    },
    forget: (askers) => {
      for (const asker of askers) {
        const end = asker.indexOf(':');
        if (end >= 0) entries.get(asker.slice(0, end))?.delete(asker.slice(end + 1));
      }
    },
  };
}
