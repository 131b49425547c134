/** How events are grouped: chosen once, remembered for the workspace. */
import * as vscode from 'vscode';
import type { Grouping } from '../../server/protocol';

export interface RememberedGrouping {
  current: Grouping;
}

const key = 'eventWiring.grouping';

const choices: Readonly<Record<Grouping, string>> = {
  namespace: 'By Namespace or Module',
  folder: 'By Folder',
  flat: 'Not Grouped',
};

export function rememberedGrouping(memory: vscode.Memento): RememberedGrouping {
  return {
    get current() {
      const remembered = memory.get<string>(key);
      return isGrouping(remembered) ? remembered : 'namespace';
    },
    set current(grouping) {
      void memory.update(key, grouping);
    },
  };
}

/** True when another one was chosen. */
export async function pickGrouping(grouping: RememberedGrouping): Promise<boolean> {
  const items = Object.entries(choices).map(([id, label]) => ({
    label,
    id,
    ...(id === grouping.current ? { description: 'current' } : {}),
  }));
  const chosen = await vscode.window.showQuickPick(items, { placeHolder: 'Group events' });
  if (!chosen || !isGrouping(chosen.id) || chosen.id === grouping.current) return false;
  grouping.current = chosen.id;
  return true;
}

function isGrouping(value: string | undefined): value is Grouping {
  return value !== undefined && value in choices;
}
