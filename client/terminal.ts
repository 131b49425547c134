/** The command line in a terminal: it prints what the view shows, for reading and for CI. */
import { join } from 'node:path';
import * as vscode from 'vscode';

export function terminalCommands(context: vscode.ExtensionContext): vscode.Disposable {
  const run = (command: 'map' | 'check') => () => runInTerminal(context, command);
  return vscode.Disposable.from(
    vscode.commands.registerCommand('eventWiring.map', run('map')),
    vscode.commands.registerCommand('eventWiring.check', run('check')),
  );
}

async function runInTerminal(context: vscode.ExtensionContext, command: 'map' | 'check'): Promise<void> {
  if (!vscode.workspace.isTrusted) return;
  const folder = await chosenFolder(`Folder to ${command}`);
  if (!folder) return;
  const buses = vscode.workspace.getConfiguration('eventWiring', folder).get<unknown[]>('buses', []);
  const terminal = vscode.window.createTerminal({
    name: `Event Wiring: ${command}`,
    cwd: folder.uri,
    // The editor's own Node: there may be no other on this machine.
    shellPath: process.execPath,
    shellArgs: [
      join(context.extensionPath, 'dist', 'cli.js'),
      command,
      folder.uri.fsPath,
      ...(buses.length ? ['--buses', JSON.stringify(buses)] : []),
    ],
    env: { ELECTRON_RUN_AS_NODE: '1' },
  });
  terminal.show();
}

async function chosenFolder(placeHolder: string): Promise<vscode.WorkspaceFolder | undefined> {
  const folders = vscode.workspace.workspaceFolders ?? [];
  if (folders.length === 0) void vscode.window.showInformationMessage('Open a folder to see its event wiring.');
  return folders.length > 1 ? vscode.window.showWorkspaceFolderPick({ placeHolder }) : folders[0];
}
