/** Opens the file that a line of a stack trace means, where the workspace has it. */
import { access } from 'node:fs/promises';
import * as vscode from 'vscode';
import { openAt } from '../places';
import { bestPaths, segments } from './frames';

/** Files of one name: `index.php` is in every package. */
const most = 500;

export async function openFrame(file: string, line: number | null): Promise<void> {
  const uri = await fileOfFrame(file);
  if (!uri) return;
  const start = { line: Math.max(0, (line ?? 1) - 1), character: 0 };
  await openAt({ uri: uri.toString(), range: { start, end: start } }, { preview: true });
}

async function fileOfFrame(file: string): Promise<vscode.Uri | undefined> {
  const here = vscode.Uri.file(file.replace(/^file:\/\//, ''));
  if (vscode.workspace.getWorkspaceFolder(here) && (await exists(here))) return here;
  const name = segments(file).at(-1);
  if (name === undefined) return undefined;
  const pattern = `**/${name.replace(/[*?{}[\],!]/g, '?')}`;
  const found = await vscode.workspace.findFiles(pattern, null, most);
  const best = bestPaths(
    file,
    found.map((uri) => ({ uri, relative: vscode.workspace.asRelativePath(uri, false) })),
  );
  const [first, ...others] = best;
  if (!first) void vscode.window.showInformationMessage(`${file} is not in this workspace.`);
  return others.length === 0 ? first?.uri : pick(file, best);
}

async function pick(
  file: string,
  candidates: readonly { readonly uri: vscode.Uri }[],
): Promise<vscode.Uri | undefined> {
  const items = candidates.map(({ uri }) => ({ label: vscode.workspace.asRelativePath(uri, true), uri }));
  return (await vscode.window.showQuickPick(items, { placeHolder: file }))?.uri;
}

async function exists(uri: vscode.Uri): Promise<boolean> {
  return access(uri.fsPath).then(
    () => true,
    () => false,
  );
}
