/** Commands as VS Code knows them, and what they do without anything being clicked. */
import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { type Cases, extension, fileAt, placeOf, show, until } from './cases';

interface Manifest {
  readonly contributes: { readonly commands: readonly { readonly command: string }[] };
}

const tabs = (): readonly string[] =>
  vscode.window.tabGroups.all.flatMap(({ tabs: open }) => open.map(({ label }) => label));

export const commands: Cases = {
  'every command of the manifest is registered': async () => {
    const registered = new Set(await vscode.commands.getCommands(true));
    const { contributes } = extension().packageJSON as Manifest;
    assert.deepEqual(
      contributes.commands.map(({ command }) => command).filter((command) => !registered.has(command)),
      [],
    );
    assert.ok(registered.has('eventWiring.graph.focus'));
  },
  'the name at the cursor is copied': async () => {
    const editor = await show('hd-tickets/app/Domain/Ticket/Events/TicketPriceChanged.php');
    const position = placeOf(editor.document, 'TicketPriceChanged extends', 3);
    editor.selection = new vscode.Selection(position, position);
    await vscode.env.clipboard.writeText('');
    const copied = await until(
      'the clipboard',
      async () => {
        await vscode.commands.executeCommand('eventWiring.copyName');
        return vscode.env.clipboard.readText();
      },
      (text) => text !== '',
    );
    assert.equal(copied, 'App\\Domain\\Ticket\\Events\\TicketPriceChanged');
  },
  'a lens with one place goes there at once': async () => {
    const uri = fileAt('nest-shop/src/orders/payments.service.ts').toString();
    const start = { line: 13, character: 24 };
    await vscode.commands.executeCommand('eventWiring.showSites', {
      title: 'payment.succeeded: 1 dispatcher',
      uri,
      position: start,
      sites: [{ name: 'PaymentsService.pay', location: { uri, range: { start, end: start } } }],
    });
    const editor = vscode.window.activeTextEditor;
    assert.equal(editor?.document.uri.toString(), uri);
    assert.deepEqual([editor?.selection.active.line, editor?.selection.active.character], [13, 24]);
  },
  'an explanation and a chain open as rendered Markdown': async () => {
    await vscode.commands.executeCommand('eventWiring.explain', 'App\\Domain\\Ticket\\Events\\TicketPriceChanged');
    await until('the tabs', tabs, (labels) => labels.some((label) => /^Preview .*TicketPriceChanged/.test(label)));
    const written = (): string =>
      vscode.workspace.textDocuments.find(({ uri }) => uri.scheme === 'event-wiring')?.getText() ?? '';
    assert.match(await until('the explanation', written, (text) => text !== ''), /NotifyPriceWatchers/);
  },
};
