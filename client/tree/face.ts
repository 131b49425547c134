/** The line above the rows and the number on the view's icon. */
import type * as vscode from 'vscode';
import type { State, TreePage } from '../../server/protocol';
import { progressOf } from '../statusBar';
import { count } from '../words';

/** One line at most: what is amiss comes before what is merely so. */
export function messageOf(
  state: State,
  filter: string,
  events: TreePage['events'],
  trusted: boolean,
): string | undefined {
  if (state.kind === 'failed') return state.message;
  if (filter !== '')
    return `Filter "${filter}": ${events ? `${events.shown.toLocaleString()} of ${count(events.total, 'event')}` : '…'}`;
  if (state.kind === 'indexing') return progressOf(state);
  if (!trusted)
    return 'This folder is in Restricted Mode. The map only reads files and works; commands in the terminal are off.';
  return undefined;
}

/** What needs doing: errors and warnings. Information stays in the tree. */
export function badgeOf(state: State): vscode.ViewBadge | undefined {
  if (state.kind !== 'ready') return undefined;
  const { error, warning } = state.problems;
  if (error + warning === 0) return undefined;
  const parts = [error && count(error, 'error'), warning && count(warning, 'warning')].filter((part) => part !== 0);
  return { value: error + warning, tooltip: `${parts.join(' and ')} in the event wiring` };
}
