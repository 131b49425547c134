/** What menus, keys and the welcome texts of the manifest ask: how the server is doing. */
import * as vscode from 'vscode';
import type { State } from '../server/protocol';
import type { Connection } from './connection';

export function contextKeys(connection: Connection): vscode.Disposable {
  const set = (state: State): void => {
    void vscode.commands.executeCommand('setContext', 'eventWiring.state', wordOf(state));
  };
  set(connection.state);
  return connection.onDidChangeState(set);
}

function wordOf(state: State): 'indexing' | 'ready' | 'empty' | 'failed' {
  return state.kind === 'ready' && state.events === 0 ? 'empty' : state.kind;
}
