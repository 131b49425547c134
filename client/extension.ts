/** The extension's entry: what an editor user can start. It asks and shows; it knows no rule about events. */
import { join } from 'node:path';
import * as vscode from 'vscode';

export function activate(context: vscode.ExtensionContext): void {
  const run = (command: 'map' | 'check') => () => {
    runInTerminal(context, command);
  };
  context.subscriptions.push(
    vscode.commands.registerCommand('eventWiring.map', run('map')),
    vscode.commands.registerCommand('eventWiring.check', run('check')),
  );
}

/** The command line on the first workspace folder, in a terminal, with the editor's own Node. */
function runInTerminal(context: vscode.ExtensionContext, command: 'map' | 'check'): void {
  const folder = vscode.workspace.workspaceFolders?.[0];
  if (!folder) {
    void vscode.window.showInformationMessage('Open a folder to see its event wiring.');
    return;
  }
  const buses = vscode.workspace.getConfiguration('eventWiring', folder).get<unknown[]>('buses', []);
  const terminal = vscode.window.createTerminal({
    name: `Event Wiring: ${command}`,
    cwd: folder.uri,
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
