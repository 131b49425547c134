/** The item in the status bar about the store whose panel is in front: its open failures, else how many events it has. */
import * as vscode from 'vscode';
import type { StoreEditor } from '../panels/storeEditor';
import { count } from '../words';
import type { Facts } from './facts';
import { nameOf } from './place';
import { describe } from './rows';
import { goCommand } from './storeItem';

export function storeStatus(editor: StoreEditor, facts: Facts): vscode.Disposable {
  const item = vscode.window.createStatusBarItem('eventWiring.storeStatus', vscode.StatusBarAlignment.Left, 9);
  item.name = 'Event Store';
  const show = (): void => {
    const uri = editor.active?.uri;
    const fact = uri && facts.of(uri);
    if (!uri || !fact) {
      item.hide();
      return;
    }
    const failures = fact.failures ?? 0;
    const text = failures > 0 ? count(failures, 'failure') : describe({ ...fact, last: null }, Date.now());
    item.text = `$(database) ${nameOf(uri).replace(/\$\(/g, '$\u200b(')}: ${text}`;
    item.tooltip = `${nameOf(uri)}: ${describe(fact, Date.now())}`;
    const tab = failures > 0 ? 'failures' : 'overview';
    item.command = { command: goCommand, title: 'Show', arguments: [uri, { tab }] };
    item.show();
  };
  return vscode.Disposable.from(item, editor.onDidChangeActive(show), facts.onDidChange(show));
}
