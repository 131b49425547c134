/** Copies the name of a row, of a link or of what stands at the cursor, as code writes it. */
import * as vscode from 'vscode';
import { linkCommands } from '../server/protocol';
import type { Connection } from './connection';
import { nameOf } from './subject';

export function copyName(connection: Connection): vscode.Disposable {
  return vscode.commands.registerCommand(linkCommands.copyName, async (argument: unknown) => {
    const name = await nameOf(connection, argument);
    if (name !== undefined) await vscode.env.clipboard.writeText(name);
  });
}
