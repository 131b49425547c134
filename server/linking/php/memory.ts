/** Remembers what was derived from facts, for as long as every file it rests on reads the same; knows no meaning. */
import type { PhpFacts } from '../../languages/php/facts';
import type { Project } from '../../languages/php/project';

export interface Memory {
  /** The value computed for this key before, or computed now. */
  of<Value>(kind: string, key: string | object, compute: () => Value): Value;
}

interface Entry {
  readonly value: unknown;
  readonly rests: readonly (readonly [string, PhpFacts | undefined])[];
}

export function openMemory(project: Project): Memory {
  const byName = new Map<string, Entry>();
  const byObject = new Map<string, WeakMap<object, Entry>>();
  const { workspace } = project;
  const holds = (entry: Entry): boolean => entry.rests.every(([file, facts]) => workspace.facts(file) === facts);
  return {
    of: <Value>(kind: string, key: string | object, compute: () => Value): Value => {
      let objects = byObject.get(kind);
      if (!objects) {
        objects = new WeakMap();
        byObject.set(kind, objects);
      }
      const known = typeof key === 'string' ? byName.get(`${kind}|${key}`) : objects.get(key);
      if (known && holds(known)) return known.value as Value;
      const uses = new Set<string>();
      project.record(uses);
      let value: Value;
      try {
        value = compute();
      } finally {
        project.record(undefined);
      }
      const entry: Entry = { value, rests: [...uses].map((file) => [file, workspace.facts(file)] as const) };
      if (typeof key === 'string') byName.set(`${kind}|${key}`, entry);
      else objects.set(key, entry);
      return value;
    },
  };
}
