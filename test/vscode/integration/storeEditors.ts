/** Event stores as VS Code opens them, and what a panel asks of the editor: its questions, files, edits, exports. */
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readFile, readdir, rm } from 'node:fs/promises';
import * as vscode from 'vscode';
import { connectToServer } from '../../../client/connection';
import { writeExport } from '../../../client/panels/exportEvents';
import { type StorePanel, storePanel } from '../../../client/panels/storePanel';
import { connectionsOf } from '../../../client/stores/connections';
import { learnedFacts } from '../../../client/stores/facts';
import { memoryOf } from '../../../client/stores/memory';
import { connectionUri } from '../../../client/stores/place';
import type { Services } from '../../../client/stores/services';
import type { ToExtension, ToPanel } from '../../../media/store/messages';
import { type Cases, extension, fileAt, until } from './cases';
import { memento, secretStorage } from './memory';

const folder = 'hd-tickets/storage';
const store = (): vscode.Uri => fileAt(`${folder}/hd-tickets.sqlite`);

function shown(): string {
  const input = vscode.window.tabGroups.activeTabGroup.activeTab?.input;
  if (input instanceof vscode.TabInputCustom) return `${input.viewType} ${input.uri.path.split('/').at(-1) ?? ''}`;
  if (input instanceof vscode.TabInputText) return `text ${input.uri.path.split('/').at(-1) ?? ''}`;
  return String(input);
}

/** A panel without its page: what it would be told is kept in order. */
interface Page {
  readonly panel: StorePanel;
  readonly told: ToPanel[];
  tell(message: ToExtension): void;
  heard<Kind extends ToPanel['kind']>(kind: Kind): Promise<ToPanel & { readonly kind: Kind }>;
}

let services: Services | undefined;

/** The extension's own code once more, with a language server to itself. */
function ownServices(): Services {
  if (services) return services;
  const context = extension();
  const log = vscode.window.createOutputChannel('Event Wiring in tests', { log: true });
  const workspaceState = memento();
  const connection = connectToServer({ extensionPath: context.extensionPath }, log);
  connection.start();
  services = {
    connection,
    connections: connectionsOf({ workspaceState, secrets: secretStorage(new Map()) }),
    memory: memoryOf(workspaceState),
    facts: learnedFacts(),
    opened: new Map(),
    extensionUri: context.extensionUri,
  };
  return services;
}

function open(uri: vscode.Uri): Page {
  const told: ToPanel[] = [];
  let looked = 0;
  const panel = storePanel(ownServices(), uri, (message) => told.push(message), undefined);
  return {
    panel,
    told,
    tell: (message) => {
      panel.receive(message);
    },
    heard: async <Kind extends ToPanel['kind']>(kind: Kind) => {
      const find = (): number => told.findIndex((message, index) => index >= looked && message.kind === kind);
      await until(`a message ${kind}: ${JSON.stringify(told).slice(0, 500)}`, find, (index) => index >= 0);
      looked = find() + 1;
      return told[looked - 1] as ToPanel & { readonly kind: Kind };
    },
  };
}

/** Names and content of everything in a folder. */
async function listing(uri: vscode.Uri): Promise<string[]> {
  const names = (await readdir(uri.fsPath)).sort();
  return Promise.all(
    names.map(async (name) => {
      const bytes = await readFile(vscode.Uri.joinPath(uri, name).fsPath);
      return `${name} ${createHash('sha256').update(bytes).digest('hex')}`;
    }),
  );
}

export const storeEditors: Cases = {
  'a database opens in the inspector, lines in the text editor until they are asked for': async () => {
    await vscode.commands.executeCommand('vscode.open', store());
    await until('the tab', shown, (tab) => tab === 'eventWiring.store hd-tickets.sqlite');
    const lines = fileAt(`${folder}/orders.jsonl`);
    await vscode.commands.executeCommand('vscode.open', lines);
    await until('the tab', shown, (tab) => tab === 'text orders.jsonl');
    await vscode.commands.executeCommand('eventWiring.stores.inspect', lines);
    await until('the tab', shown, (tab) => tab === 'eventWiring.storeLines orders.jsonl');
    await vscode.commands.executeCommand('eventWiring.stores.inspect', fileAt('hd-tickets/composer.json'));
    await until('the tab', shown, (tab) => tab === 'eventWiring.store composer.json');
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
  },
  'a connection has a tab of its own, found again by its name': async () => {
    await vscode.commands.executeCommand('eventWiring.stores.go', connectionUri('tickets on db'));
    await until('the tab', shown, (tab) => tab === 'eventWiring.store tickets on db');
    await vscode.commands.executeCommand('eventWiring.stores.go', connectionUri('tickets on db'), { tab: 'events' });
    assert.equal(vscode.window.tabGroups.all.flatMap(({ tabs }) => tabs).length, 1);
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
  },
  'the panel is told what the store is, its questions are answered, and nothing is written': async () => {
    const storage = fileAt(folder);
    const before = await listing(storage);
    const page = open(store());
    page.tell({ kind: 'ready' });
    const opening = await page.heard('opening');
    assert.equal(opening.name, 'hd-tickets.sqlite');
    assert.ok((opening.size ?? 0) > 10_000);
    const { about, canSaveMapping } = await page.heard('start');
    assert.deepEqual([about.kind, about.has.failures, canSaveMapping], ['sqlite', true, true]);
    page.tell({ kind: 'ask', number: 1, question: 'overview', params: {} });
    const { answer } = await page.heard('answer');
    assert.ok('total' in answer && typeof answer.total === 'object');
    assert.deepEqual(answer.total, { count: 57, exact: true });
    const fact = ownServices().facts.of(store());
    assert.equal(fact?.total.count, 57);
    assert.ok((fact?.failures ?? 0) > 0);
    page.tell({ kind: 'ask', number: 2, question: 'events', params: { filter: { text: 'price>' }, limit: 5 } });
    const refused = await page.heard('refused');
    assert.equal(refused.number, 2);
    assert.match(refused.message, /cannot be read/);
    page.panel.dispose();
    assert.deepEqual(await listing(storage), before);
  },
  'stored types and handlers are joined to the classes of the workspace': async () => {
    const page = open(store());
    const code = await until(
      'the class',
      () => page.panel.store.code({ types: ['App\\Domain\\Ticket\\Events\\TicketPriceChanged'], classes: [] }),
      ({ types }) => types[0]?.state === 'found',
    );
    assert.match(code.types[0]?.declaration?.location.uri ?? '', /TicketPriceChanged\.php$/);
    page.panel.dispose();
  },
  'a question that is cancelled is not answered, nor one of a page that is gone': async () => {
    const page = open(store());
    page.tell({ kind: 'ready' });
    await page.heard('start');
    page.tell({ kind: 'ask', number: 1, question: 'verify', params: {} });
    page.tell({ kind: 'cancel', number: 1 });
    page.tell({ kind: 'ask', number: 2, question: 'verify', params: {} });
    page.panel.hidden();
    page.tell({ kind: 'ready' });
    await page.heard('start');
    page.tell({ kind: 'ask', number: 1, question: 'count', params: {} });
    const { number, question } = await page.heard('answer');
    assert.deepEqual([number, question], [1, 'count']);
    assert.equal(page.told.filter(({ kind }) => kind === 'answer' || kind === 'refused').length, 1);
    page.panel.dispose();
  },
  'how a panel was left, its filters and where it should go survive its page': async () => {
    const state = { tab: 'events', filter: 'type:Ticket*', follow: false, panes: { list: 300 } } as const;
    const filters = [{ name: 'Tickets', text: 'type:Ticket*' }];
    const first = open(store());
    first.tell({ kind: 'ready' });
    await first.heard('start');
    first.tell({ kind: 'state', state });
    first.tell({ kind: 'saveFilters', filters });
    first.panel.dispose();
    const second = open(store());
    second.panel.goto({ tab: 'failures' });
    second.tell({ kind: 'ready' });
    const start = await second.heard('start');
    assert.deepEqual([start.state, start.filters, start.goto], [state, filters, { tab: 'failures' }]);
    second.panel.goto({ tab: 'streams' });
    assert.deepEqual((await second.heard('goto')).goto, { tab: 'streams' });
    second.panel.dispose();
    ownServices().memory.forget(store());
  },
  'a file that is no store says so, and opens as text': async () => {
    const page = open(fileAt(`${folder}/thumbs.db`));
    page.tell({ kind: 'ready' });
    const { message } = await page.heard('failed');
    assert.match(message, /^thumbs\.db is text, .*Nothing was written\.$/);
    page.tell({ kind: 'tryAgain' });
    assert.equal((await page.heard('failed')).message, message);
    page.tell({ kind: 'openAsText' });
    await until('the tab', shown, (tab) => tab === 'text thumbs.db');
    page.panel.dispose();
  },
  'a connection that is not in the secret storage says what to do': async () => {
    const page = open(connectionUri('lost'));
    page.tell({ kind: 'ready' });
    assert.match((await page.heard('failed')).message, /secret storage.*Add it once more\.$/);
    page.panel.dispose();
  },
  'a frame of a stack trace from a container opens the file of the workspace': async () => {
    const page = open(store());
    page.tell({ kind: 'openFrame', file: '/var/www/html/app/Listeners/NotifyPriceWatchers.php', line: 19 });
    await until('the tab', shown, (tab) => tab === 'text NotifyPriceWatchers.php');
    await until(
      'the line',
      () => vscode.window.activeTextEditor?.selection.active.line,
      (line) => line === 18,
    );
    const location = {
      uri: fileAt('hd-tickets/app/Listeners/AppendToAuditLog.php').toString(),
      range: { start: { line: 3, character: 0 }, end: { line: 3, character: 5 } },
    };
    page.tell({ kind: 'open', location, beside: true });
    await until('the tab', shown, (tab) => tab === 'text AppendToAuditLog.php');
    assert.equal(vscode.window.tabGroups.activeTabGroup.viewColumn, vscode.ViewColumn.Two);
    page.panel.dispose();
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
  },
  'a mapping is kept in the settings file, and nothing else of it changes': async () => {
    const file = vscode.Uri.joinPath(vscode.workspace.workspaceFolders?.[0]?.uri ?? store(), '.event-wiring.json');
    const page = open(store());
    const mapping = { events: { table: 'log', position: 'id', type: 'kind', data: 'body' } };
    try {
      page.tell({ kind: 'saveMapping', number: 1, match: 'log', mapping });
      assert.deepEqual(await page.heard('done'), { kind: 'done', number: 1, rows: 1 });
      const written = await readFile(file.fsPath, 'utf8');
      assert.deepEqual(JSON.parse(written), { stores: [{ match: 'log', mapping }] });
      const edit = new vscode.WorkspaceEdit();
      edit.insert(file, new vscode.Position(1, 0), '    "exclude":   [ "tmp" ],\n');
      await vscode.workspace.applyEdit(edit);
      page.tell({ kind: 'saveMapping', number: 2, match: 'other', mapping });
      await page.heard('done');
      const document = await vscode.workspace.openTextDocument(file);
      assert.ok(document.isDirty, 'what was not saved is saved');
      assert.ok(document.getText().includes('    "exclude":   [ "tmp" ],\n  "stores": ['), document.getText());
      await document.save();
    } finally {
      page.panel.dispose();
      await rm(file.fsPath, { force: true });
    }
  },
  'an export is written whole into a new file, or not at all': async () => {
    const page = open(store());
    const target = fileAt('hd-tickets/export.jsonl');
    const progress = { report: () => undefined };
    const { token, cancel } = cancelling();
    try {
      const written = await writeExport(page.panel.store, { format: 'jsonl' }, target, progress, token);
      assert.equal(written, 57);
      const lines = (await readFile(target.fsPath, 'utf8')).trimEnd().split('\n');
      assert.equal(lines.length, 57);
      assert.ok(lines.every((line) => 'type' in (JSON.parse(line) as object)));
      await assert.rejects(
        writeExport(page.panel.store, { format: 'jsonl' }, target, progress, token),
        /EEXIST/,
        'a file is replaced',
      );
      assert.equal((await readFile(target.fsPath, 'utf8')).trimEnd().split('\n').length, 57);
      const part = fileAt('hd-tickets/part.jsonl');
      const stopped = writeExport(
        {
          ask: async (question, params) => {
            cancel();
            return page.panel.store.ask(question, params);
          },
        },
        { format: 'jsonl' },
        part,
        progress,
        token,
      );
      assert.equal(await stopped, undefined);
      await assert.rejects(readFile(part.fsPath), /ENOENT/);
    } finally {
      page.panel.dispose();
      await rm(target.fsPath, { force: true });
    }
  },
  'a statement that is not the prepared one is not run': async () => {
    const page = open(store());
    const groups = await page.panel.store.ask('failures', { state: 'open', limit: 1 });
    const key = groups.rows[0]?.key ?? '';
    page.tell({ kind: 'run', number: 1, change: { what: 'resolve', key }, text: 'DROP TABLE event_store' });
    assert.match((await page.heard('refused')).message, /changed since/);
    page.panel.dispose();
    await ownServices().connection.dispose();
  },
};

function cancelling(): { readonly token: vscode.CancellationToken; cancel(): void } {
  const source = new vscode.CancellationTokenSource();
  return {
    token: source.token,
    cancel: () => {
      source.cancel();
    },
  };
}
