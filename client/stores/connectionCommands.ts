/** Adding a connection to a database and taking it away again: asked for step by step, kept in the secret storage. */
import * as vscode from 'vscode';
import { nameForConnection, problemOfConnection, problemOfName } from './connectionText';
import type { Connections } from './connections';

/** The name; undefined when it was thought better of. */
export async function addConnection(connections: Connections): Promise<string | undefined> {
  const title = 'Add Connection';
  const text = await vscode.window.showInputBox({
    title: `${title} (1 of 2)`,
    prompt:
      'It is kept in the secret storage of the editor and only read with: postgres://user:password@host:5432/database',
    placeHolder: 'postgres://… or mysql://…',
    password: true,
    ignoreFocusOut: true,
    validateInput: (value) => (value === '' ? undefined : problemOfConnection(value)),
  });
  if (!text) return undefined;
  const name = await vscode.window.showInputBox({
    title: `${title} (2 of 2)`,
    prompt: 'What to call it',
    value: nameForConnection(text),
    ignoreFocusOut: true,
    validateInput: (value) => problemOfName(value, connections.names),
  });
  if (name === undefined) return undefined;
  await connections.add(name.trim(), text.trim());
  return name.trim();
}

/** The name of the one that was removed. */
export async function removeConnection(connections: Connections, given?: string): Promise<string | undefined> {
  const name = given ?? (await choose(connections.names));
  if (name === undefined) return undefined;
  const remove = 'Remove';
  const choice = await vscode.window.showWarningMessage(
    `Remove the connection “${name}”?`,
    { modal: true, detail: 'The database itself is not touched.' },
    remove,
  );
  if (choice !== remove) return undefined;
  await connections.remove(name);
  return name;
}

async function choose(names: readonly string[]): Promise<string | undefined> {
  if (names.length) return vscode.window.showQuickPick([...names], { placeHolder: 'Connection to remove' });
  void vscode.window.showInformationMessage('There is no connection.');
  return undefined;
}
