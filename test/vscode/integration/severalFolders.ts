/** A workspace of several folders has one server, and every folder its own wiring. */
import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { type Cases, extension, fileAt, show, until } from './cases';

async function symbols(query: string): Promise<readonly string[]> {
  const found = await vscode.commands.executeCommand<vscode.SymbolInformation[]>(
    'vscode.executeWorkspaceSymbolProvider',
    query,
  );
  return found.map(({ name, location }) => `${name} in ${vscode.workspace.asRelativePath(location.uri, true)}`);
}

export const severalFolders: Cases = {
  'events of every folder are found': async () => {
    await show('src/main.ts', 0);
    await extension().activate();
    await until(
      'symbols of the first folder',
      () => symbols('OrderPlaced'),
      (all) => all.some((symbol) => symbol.includes('nest-shop/')),
    );
    await until(
      'symbols of the second folder',
      () => symbols('TicketPriceChanged'),
      (all) => all.some((symbol) => symbol.includes('hd-tickets/')),
    );
  },
  'problems of every folder are shown': async () => {
    const wanted = [
      fileAt('src/notifications/customer.listener.ts', 0),
      fileAt('app/Providers/EventServiceProvider.php', 1),
    ];
    await show('src/notifications/customer.listener.ts', 0);
    await show('app/Providers/EventServiceProvider.php', 1);
    for (const uri of wanted)
      await until(
        `problems of ${uri.path}`,
        () => vscode.languages.getDiagnostics(uri),
        (all) => all.some(({ source }) => source === 'event-wiring'),
      );
  },
  'a folder that is taken out takes its events with it': async () => {
    assert.ok(vscode.workspace.updateWorkspaceFolders(1, 1));
    await until(
      'no symbols of the second folder',
      () => symbols('TicketPriceChanged'),
      (all) => !all.some((symbol) => symbol.includes('TicketPriceChanged')),
    );
    assert.ok((await symbols('OrderPlaced')).some((symbol) => symbol.includes('OrderPlaced')));
  },
};
