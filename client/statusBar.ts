/** The item in the status bar: how many events there are, how far indexing is, or that it failed. */
import * as vscode from 'vscode';
import type { State } from '../server/protocol';
import type { Connection } from './connection';
import { count } from './words';

export function statusBar(connection: Connection): vscode.Disposable {
  const item = vscode.window.createStatusBarItem('eventWiring.status', vscode.StatusBarAlignment.Left, 10);
  item.name = 'Event Wiring';
  item.command = 'eventWiring.graph.focus';
  const show = (state: State): void => {
    const { text, tooltip } = faceOf(state);
    item.text = text;
    item.tooltip = tooltip;
    item.backgroundColor =
      state.kind === 'failed' ? new vscode.ThemeColor('statusBarItem.warningBackground') : undefined;
    item.show();
  };
  show(connection.state);
  return vscode.Disposable.from(item, connection.onDidChangeState(show));
}

function faceOf(state: State): { readonly text: string; readonly tooltip: string } {
  switch (state.kind) {
    case 'indexing':
      return { text: `$(sync~spin) ${progressOf(state)}`, tooltip: `Event Wiring: ${progressOf(state)}` };
    case 'failed':
      return { text: '$(warning) Event Wiring', tooltip: state.message };
    case 'ready':
      return {
        text: `$(symbol-event) ${count(state.events, 'event')}`,
        tooltip: `Event Wiring: ${count(state.events, 'event')} in ${count(state.files, 'file')}`,
      };
  }
}

/** `Indexing 4,120 of 15,004`. */
export function progressOf(state: State & { readonly kind: 'indexing' }): string {
  if (state.done === undefined || !state.total) return state.message;
  return `${state.message} ${state.done.toLocaleString()} of ${state.total.toLocaleString()}`;
}
