/** How events are grouped: chosen once, remembered for the workspace. Knows no editor. */
import type { Grouping } from '../../server/protocol';

export interface RememberedGrouping {
  current: Grouping;
}

/** What outlives the window; VS Code's own is one. */
export interface Memory {
  get(key: string): unknown;
  update(key: string, value: Grouping): PromiseLike<void>;
}

const key = 'eventWiring.grouping';

export const groupings: Readonly<Record<Grouping, string>> = {
  namespace: 'By Namespace or Module',
  folder: 'By Folder',
  flat: 'Not Grouped',
};

export function rememberedGrouping(memory: Memory): RememberedGrouping {
  return {
    get current() {
      const remembered = memory.get(key);
      return isGrouping(remembered) ? remembered : 'namespace';
    },
    set current(grouping) {
      void memory.update(key, grouping);
    },
  };
}

export function isGrouping(value: unknown): value is Grouping {
  return typeof value === 'string' && Object.hasOwn(groupings, value);
}
