/** How stores and what they hold look in VS Code's tree, and which words menus find on them. */
import { dirname } from 'node:path/posix';
import * as vscode from 'vscode';
import type { Fact } from './facts';
import { connectionOf, editorFor, linesEditorId, nameOf } from './place';
import { type StoreRow, describe } from './rows';

/** Opens the panel of a store where a row leads; its arguments are the store and where to go. */
export const goCommand = 'eventWiring.stores.go';

export function storeItem(uri: vscode.Uri, fact: Fact | undefined): vscode.TreeItem {
  const connection = connectionOf(uri);
  const item = new vscode.TreeItem(nameOf(uri), vscode.TreeItemCollapsibleState.Collapsed);
  item.id = uri.toString();
  item.iconPath = new vscode.ThemeIcon(
    connection !== undefined ? 'plug' : editorFor(uri) === linesEditorId ? 'json' : 'database',
  );
  item.contextValue = ['store', connection === undefined ? 'file' : 'connection'].join(' ');
  item.tooltip = connection === undefined ? uri.fsPath : `Connection ${connection}`;
  item.description = fact ? describe(fact, Date.now()) : folderOf(uri);
  item.command = { command: goCommand, title: 'Open', arguments: [uri] };
  item.accessibilityInformation = { label: [nameOf(uri), item.description].filter(Boolean).join(', ') };
  return item;
}

export function partItem(uri: vscode.Uri, row: StoreRow): vscode.TreeItem {
  const item = new vscode.TreeItem(row.label);
  item.id = `${uri.toString()} ${row.id}`;
  item.description = row.description;
  item.tooltip = row.tooltip;
  item.iconPath = new vscode.ThemeIcon(row.icon, row.color ? new vscode.ThemeColor(row.color) : undefined);
  if (row.goto) item.command = { command: goCommand, title: 'Open', arguments: [uri, row.goto] };
  item.accessibilityInformation = { label: [row.label, row.description].filter(Boolean).join(', ') };
  return item;
}

/** Where the file is, until more is known of it: several stores may have one name. */
function folderOf(uri: vscode.Uri): string {
  if (connectionOf(uri) !== undefined) return '';
  const folder = dirname(vscode.workspace.asRelativePath(uri));
  return folder === '.' ? '' : folder;
}
