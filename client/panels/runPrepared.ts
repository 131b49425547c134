/** Runs what the panel has shown as prepared, after one more question; a command is typed into a terminal and not run. */
import * as vscode from 'vscode';
import type { Questions } from '../../server/protocol';
import type { OpenStore } from '../stores/openStore';

const restricted = 'Statements and commands are off in Restricted Mode. The inspector only reads and stays available.';

/** Rows changed; null when nothing was run. */
export async function runPrepared(
  uri: vscode.Uri,
  store: OpenStore,
  { what, key, group }: Questions['prepare']['ask'],
  text: string,
): Promise<number | null> {
  if (!vscode.workspace.isTrusted) {
    void offerTrust();
    throw new Error(restricted);
  }
  const change = { what, key, ...(group && { group }) };
  const prepared = await store.ask('prepare', { ...change, shown: text });
  if (prepared.text !== text) throw new Error('The store has changed since this was written. Look at it once more.');
  if (prepared.kind === 'command') {
    typeIntoTerminal(uri, text);
    return null;
  }
  const { rows, question, note } = prepared;
  if (rows === null || rows === 0)
    throw new Error('There is nothing left to change: somebody else has changed it meanwhile.');
  const run = 'Run Statement';
  const detail = [...(note === undefined ? [] : [note]), cut(text)].join('\n\n');
  const choice = await vscode.window.showWarningMessage(question, { modal: true, detail }, run);
  return choice === run ? (await store.run({ ...change, text, rows })).rows : null;
}

/** A dialog as high as the window has no buttons; the panel has the text. */
function cut(text: string): string {
  const middle = text.length - 1_000;
  return middle > 200 ? `${text.slice(0, 600)}\n… ${middle} characters more …\n${text.slice(-400)}` : text;
}

function typeIntoTerminal(uri: vscode.Uri, text: string): void {
  // What comes from a store is in it, and an end of line would run it.
  if (/[\u0000-\u001f\u007f-\u009f\u2028\u2029]/.test(text))
    throw new Error('This command holds control characters and was not typed into a terminal.');
  const folder = vscode.workspace.getWorkspaceFolder(uri) ?? vscode.workspace.workspaceFolders?.[0];
  const terminal = vscode.window.createTerminal({ name: 'Event Wiring', ...(folder ? { cwd: folder.uri } : {}) });
  terminal.show();
  terminal.sendText(text, false);
}

async function offerTrust(): Promise<void> {
  const choice = await vscode.window.showWarningMessage(restricted, 'Manage Workspace Trust');
  if (choice !== undefined) await vscode.commands.executeCommand('workbench.trust.manage');
}
