/** Remembers what was derived from facts, until code it rests on is edited; knows no meaning. */
import type { Project } from '../../languages/php/project';

export interface Memory {
  /** The value computed under this key from the same input before, or computed now. */
  of<Value>(key: string, input: object | undefined, compute: () => Value): Value;
  forget(keys: ReadonlySet<string>): void;
}

export function openMemory(project: Project): Memory {
  const entries = new Map<string, { readonly input: object | undefined; readonly value: unknown }>();
  return {
    of: <Value>(key: string, input: object | undefined, compute: () => Value): Value => {
      const known = entries.get(key);
      if (known && known.input === input) return known.value as Value;
      project.asking(key);
      try {
        const value = compute();
        entries.set(key, { input, value });
        return value;
      } finally {
        project.asking(undefined);
      }
    },
    forget: (keys) => {
      for (const key of keys) entries.delete(key);
    },
  };
}
