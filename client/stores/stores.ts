/** Everything about event stores in the editor, put together: the panel, the view, the status bar and the commands. */
import * as vscode from 'vscode';
import type { Goto } from '../../media/store/messages';
import { showStoredCommand } from '../../server/protocol';
import type { Connection } from '../connection';
import { exportEvents, formats } from '../panels/exportEvents';
import { type StoreEditor, storeEditor } from '../panels/storeEditor';
import type { StorePanel } from '../panels/storePanel';
import { addConnection, removeConnection } from './connectionCommands';
import { connectionsOf } from './connections';
import { learnedFacts } from './facts';
import { memoryOf } from './memory';
import { sentenceOf } from './openStore';
import { connectionOf, connectionUri, databaseFiles, linesFiles } from './place';
import type { Services } from './services';
import { showStored } from './showStored';
import { goCommand } from './storeItem';
import { storeStatus } from './storeStatus';
import { type StoreNode, storesView } from './storesView';

export function stores(context: vscode.ExtensionContext, connection: Connection): vscode.Disposable {
  const services: Services = {
    connection,
    connections: connectionsOf(context),
    memory: memoryOf(context.workspaceState),
    facts: learnedFacts(),
    opened: new Map(),
    extensionUri: context.extensionUri,
  };
  const { connections, facts, memory } = services;
  const editor = storeEditor(services);
  const view = storesView(services);
  const ofPanel = (work: (panel: StorePanel) => Promise<void>) => () => withPanel(editor, work);
  return vscode.Disposable.from(
    ...[connections, facts, editor, view, storeStatus(editor, facts)],
    vscode.commands.registerCommand('eventWiring.stores.open', () => chooseStore(editor)),
    vscode.commands.registerCommand('eventWiring.stores.inspect', (uri: unknown) => inspect(editor, uri)),
    vscode.commands.registerCommand('eventWiring.stores.show', ({ uri }: StoreNode) => editor.show(uri)),
    vscode.commands.registerCommand(goCommand, (uri: vscode.Uri, goto?: Goto) => editor.show(uri, goto)),
    vscode.commands.registerCommand('eventWiring.stores.refresh', (node?: StoreNode) => {
      view.refresh(node);
    }),
    vscode.commands.registerCommand('eventWiring.stores.copyPath', ({ uri }: StoreNode) =>
      vscode.env.clipboard.writeText(uri.fsPath),
    ),
    vscode.commands.registerCommand('eventWiring.stores.addConnection', async () => {
      const name = await addConnection(connections);
      if (name !== undefined) await editor.show(connectionUri(name));
    }),
    vscode.commands.registerCommand('eventWiring.stores.removeConnection', async (node?: StoreNode) => {
      const gone = await removeConnection(connections, node && connectionOf(node.uri));
      if (gone !== undefined) memory.forget(connectionUri(gone));
    }),
    vscode.commands.registerCommand(showStoredCommand, (argument: unknown) => showStored(services, editor, argument)),
    vscode.commands.registerCommand('eventWiring.stores.goToPosition', ofPanel(goToPosition)),
    vscode.commands.registerCommand(
      'eventWiring.stores.verify',
      ofPanel((panel) => editor.show(panel.uri, { tab: 'integrity' })),
    ),
    vscode.commands.registerCommand(
      'eventWiring.stores.export',
      ofPanel((panel) => exportSelection(services, panel)),
    ),
  );
}

async function chooseStore(editor: StoreEditor): Promise<void> {
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
  const chosen = await vscode.window.showOpenDialog({
    title: 'Open Store',
    openLabel: 'Open Store',
    ...(folder ? { defaultUri: folder } : {}),
    filters: { 'Event stores': [...databaseFiles, ...linesFiles, 'json', 'log', 'gz'], 'All files': ['*'] },
  });
  if (chosen?.[0]) await editor.show(chosen[0]);
}

/** From a menu the file it was opened on, else the one in front. */
async function inspect(editor: StoreEditor, argument: unknown): Promise<void> {
  const tab = vscode.window.tabGroups.activeTabGroup.activeTab?.input;
  const uri =
    argument instanceof vscode.Uri
      ? argument
      : tab instanceof vscode.TabInputText || tab instanceof vscode.TabInputCustom
        ? tab.uri
        : undefined;
  await (uri ? editor.show(uri) : chooseStore(editor));
}

async function withPanel(editor: StoreEditor, work: (panel: StorePanel) => Promise<void>): Promise<void> {
  const panel = editor.active ?? editor.open.at(-1);
  if (!panel) {
    void vscode.window.showInformationMessage('No event store is open.');
    return;
  }
  try {
    await work(panel);
  } catch (error) {
    void vscode.window.showErrorMessage(sentenceOf(error));
  }
}

async function goToPosition(panel: StorePanel): Promise<void> {
  const at = await vscode.window.showInputBox({ title: 'Go to Position', prompt: 'Position in the log' });
  if (!at) return;
  const { rows } = await panel.store.ask('events', { at: at.trim(), limit: 1 });
  const [row] = rows;
  if (row) panel.goto({ tab: 'events', event: row.key });
  else void vscode.window.showInformationMessage(`There is no event at ${at}.`);
}

/** What the panel has selected, or all of it. */
async function exportSelection(services: Services, { uri, state }: StorePanel): Promise<void> {
  const items = Object.entries(formats).map(([format, { label, ending }]) => ({
    label,
    description: `.${ending}`,
    format,
  }));
  const chosen = await vscode.window.showQuickPick(items, { placeHolder: 'Export the selected events as' });
  if (!chosen || !isFormat(chosen.format)) return;
  const { filter: text, from, to } = state ?? {};
  const filter = { ...(text ? { text } : {}), ...(from ? { from } : {}), ...(to ? { to } : {}) };
  await exportEvents(services, uri, { format: chosen.format, ...(Object.keys(filter).length ? { filter } : {}) });
}

function isFormat(format: string): format is keyof typeof formats {
  return format in formats;
}
