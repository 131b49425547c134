/** Event stores in the folders of the workspace, by their endings: looked for when the view is first seen, then followed. */
import * as vscode from 'vscode';
import { databaseFiles, linesFiles } from './place';

export interface Found extends vscode.Disposable {
  /** By name and place. Looks for them when nobody has yet. */
  files(): Promise<readonly vscode.Uri[]>;
  again(): void;
  readonly onDidChange: vscode.Event<void>;
}

const pattern = `**/*.{${[...databaseFiles, ...linesFiles].join(',')}}`;
const elsewhere = '**/{node_modules,vendor,.git,target,.venv}/**';
const most = 200;

export function foundStores(): Found {
  const changed = new vscode.EventEmitter<void>();
  let looking: Promise<readonly vscode.Uri[]> | undefined;
  let watcher: vscode.FileSystemWatcher | undefined;

  const again = (): void => {
    looking = undefined;
    changed.fire();
  };
  async function look(): Promise<readonly vscode.Uri[]> {
    const found = await vscode.workspace.findFiles(pattern, elsewhere, most);
    return found.sort((left, right) => left.path.localeCompare(right.path));
  }
  function watch(): void {
    if (watcher) return;
    watcher = vscode.workspace.createFileSystemWatcher(pattern, false, true, false);
    watcher.onDidCreate(again);
    watcher.onDidDelete(again);
  }
  const folders = vscode.workspace.onDidChangeWorkspaceFolders(again);
  return {
    files: () => {
      watch();
      return (looking ??= look());
    },
    again,
    onDidChange: changed.event,
    dispose: () => {
      changed.dispose();
      folders.dispose();
      watcher?.dispose();
    },
  };
}
