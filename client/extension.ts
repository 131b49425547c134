/** The extension's entry, a table of contents: it asks the language server and shows; it knows no rule about events. */
import * as vscode from 'vscode';
import { connectToServer } from './connection';
import { contextKeys } from './contextKeys';
import { copyName } from './copyName';
import { findEvent } from './findEvent';
import { markdownDocuments } from './markdownDocuments';
import { serverCommands } from './serverCommands';
import { sites } from './sites';
import { statusBar } from './statusBar';
import { stores } from './stores/stores';
import { terminalCommands } from './terminal';
import { graphView } from './tree/graphView';

export function activate(context: vscode.ExtensionContext): void {
  const log = vscode.window.createOutputChannel('Event Wiring', { log: true });
  const connection = connectToServer(context, log);
  context.subscriptions.push(
    log,
    connection,
    contextKeys(connection),
    statusBar(connection),
    graphView(connection, context.workspaceState),
    sites(connection),
    markdownDocuments(connection),
    findEvent(connection),
    copyName(connection),
    serverCommands(connection, log),
    terminalCommands(context),
    stores(context, connection),
  );
  connection.start();
}
