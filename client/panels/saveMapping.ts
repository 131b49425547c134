/** Keeps a mapping that was made by hand in `.event-wiring.json`, as an edit that can be undone and read as a diff. */
import * as vscode from 'vscode';
import { editToAdd } from './mappingEdit';

const settingsFile = '.event-wiring.json';

/** False when no folder was chosen. */
export async function saveMapping(store: vscode.Uri, match: string, mapping: unknown): Promise<boolean> {
  const folder = await folderFor(store);
  if (!folder) return false;
  const uri = vscode.Uri.joinPath(folder.uri, settingsFile);
  const edit = new vscode.WorkspaceEdit();
  const existing = await documentAt(uri);
  if (!existing) edit.createFile(uri, { ignoreIfExists: true });
  const { offset, length, text } = editToAdd(existing?.getText() ?? '', { match, mapping });
  const range = existing
    ? new vscode.Range(existing.positionAt(offset), existing.positionAt(offset + length))
    : new vscode.Range(0, 0, 0, 0);
  edit.replace(uri, range, text);
  // What was typed there and not saved is not ours to save.
  const ours = !existing?.isDirty;
  if (!(await vscode.workspace.applyEdit(edit))) throw new Error(`${settingsFile} could not be changed.`);
  const document = await vscode.workspace.openTextDocument(uri);
  if (ours) await document.save();
  void offerToShow(document, document.positionAt((existing ? offset : 0) + text.search(/[{["]/)), ours);
  return true;
}

async function offerToShow(document: vscode.TextDocument, position: vscode.Position, saved: boolean): Promise<void> {
  const message = saved
    ? `The mapping is in ${settingsFile}.`
    : `The mapping is in ${settingsFile}, which is not saved yet.`;
  if ((await vscode.window.showInformationMessage(message, 'Show')) === undefined) return;
  await vscode.window.showTextDocument(document, { selection: new vscode.Range(position, position) });
}

async function folderFor(store: vscode.Uri): Promise<vscode.WorkspaceFolder | undefined> {
  const own = vscode.workspace.getWorkspaceFolder(store);
  const folders = vscode.workspace.workspaceFolders ?? [];
  if (own ?? folders.length < 2) return own ?? folders[0];
  return vscode.window.showWorkspaceFolderPick({ placeHolder: `Folder whose ${settingsFile} keeps the mapping` });
}

async function documentAt(uri: vscode.Uri): Promise<vscode.TextDocument | undefined> {
  try {
    return await vscode.workspace.openTextDocument(uri);
  } catch {
    return undefined;
  }
}
