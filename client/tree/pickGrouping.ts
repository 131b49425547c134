/** The list in which the grouping of events is chosen. */
import * as vscode from 'vscode';
import { type RememberedGrouping, groupings, isGrouping } from './grouping';

/** True when another one was chosen. */
export async function pickGrouping(grouping: RememberedGrouping): Promise<boolean> {
  const items = Object.entries(groupings).map(([id, label]) => ({
    label,
    id,
    ...(id === grouping.current ? { description: 'current' } : {}),
  }));
  const chosen = await vscode.window.showQuickPick(items, { placeHolder: 'Group events' });
  if (!chosen || !isGrouping(chosen.id) || chosen.id === grouping.current) return false;
  grouping.current = chosen.id;
  return true;
}
