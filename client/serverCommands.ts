/** Commands about the server itself: read everything again, start it anew, see what it wrote. */
import * as vscode from 'vscode';
import type { Connection } from './connection';

export function serverCommands(connection: Connection, log: vscode.LogOutputChannel): vscode.Disposable {
  return vscode.Disposable.from(
    vscode.commands.registerCommand('eventWiring.refresh', () => connection.refresh()),
    vscode.commands.registerCommand('eventWiring.restartServer', () => connection.restart()),
    vscode.commands.registerCommand('eventWiring.showLog', () => {
      log.show();
    }),
    vscode.commands.registerCommand('eventWiring.openWalkthrough', () =>
      vscode.commands.executeCommand('workbench.action.openWalkthrough', 'event-wiring.event-wiring#start', false),
    ),
  );
}
