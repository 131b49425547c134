/** Names of stores: a file's address, or one of our own for a database's connection, so that everything is keyed alike. */
import * as vscode from 'vscode';
import type { Location } from '../../server/protocol';

/** The editor of stores that are hardly anything else, and the one offered for files that may be. */
export const editorId = 'eventWiring.store';
export const linesEditorId = 'eventWiring.storeLines';

const connectionScheme = 'event-wiring-store';

export const databaseFiles: readonly string[] = ['sqlite', 'sqlite3', 'db', 'db3'];
export const linesFiles: readonly string[] = ['jsonl', 'ndjson'];

export function connectionUri(name: string): vscode.Uri {
  return vscode.Uri.from({ scheme: connectionScheme, path: `/${name}` });
}

/** Undefined for files. */
export function connectionOf(uri: vscode.Uri): string | undefined {
  return uri.scheme === connectionScheme ? uri.path.slice(1) : undefined;
}

export function nameOf(uri: vscode.Uri): string {
  return uri.path.slice(uri.path.lastIndexOf('/') + 1);
}

export function editorFor(uri: vscode.Uri): string {
  const ending = /\.(\w+)$/.exec(uri.path)?.[1]?.toLowerCase() ?? '';
  return linesFiles.includes(ending) ? linesEditorId : editorId;
}

export function isFile({ uri }: Location): boolean {
  return vscode.Uri.parse(uri).scheme === 'file';
}
