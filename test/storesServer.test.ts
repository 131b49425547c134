/** Stores through the real server over stdio: the HD Tickets store beside its code, and one of JSON lines beside another. */
import assert from 'node:assert/strict';
import { appendFileSync, cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { PassThrough } from 'node:stream';
import { pathToFileURL } from 'node:url';
import { Worker } from 'node:worker_threads';
import {
  CancellationTokenSource,
  createConnection,
  createMessageConnection,
  LSPErrorCodes,
  ProposedFeatures,
  ResponseError,
  StreamMessageReader,
  StreamMessageWriter,
  type CodeLens,
  type Hover,
  type WorkspaceDiagnosticReport,
} from 'vscode-languageserver/node';
import {
  askStoreRequest,
  closeStoreRequest,
  openStoreRequest,
  runPreparedRequest,
  storeCodeRequest,
  storeNotification,
  type OpenStoreAnswer,
  type Question,
  type Questions,
  type StoreChanged,
  type StoreCodeAnswer,
} from '../server/protocol';
import type { FromStoreThread } from '../server/lsp/storeMessages';
import { serve } from '../server/lsp/serve';
import { killEditors, openEditor, type Editor, type EditorOptions } from './support/languageClient';
import { fixtures, root } from './support/project';
import { sqliteBytes } from './support/stores';

const folders: string[] = [];
after(() => {
  killEditors();
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

function folder(): string {
  const path = mkdtempSync(join(tmpdir(), 'event-wiring-stores-'));
  folders.push(path);
  return path;
}

const statements = readFileSync(join(fixtures, 'stores', 'hd-tickets.sql'), 'utf8');

/** The code of HD Tickets with its store beside it. */
async function hdTickets(...more: readonly string[]): Promise<string> {
  const path = folder();
  cpSync(join(fixtures, 'systems', 'hd-tickets'), path, { recursive: true });
  writeFileSync(join(path, 'hd-tickets.sqlite'), await sqliteBytes(statements, ...more));
  return path;
}

const pulling: EditorOptions = {
  capabilities: {
    textDocument: { diagnostic: {} },
    workspace: { diagnostics: { refreshSupport: true }, codeLens: { refreshSupport: true } },
  },
};

interface Stores {
  readonly changes: readonly StoreChanged[];
  open(file: string, more?: object): Promise<OpenStoreAnswer>;
  ask<Q extends Question>(id: string, question: Q, params: Questions[Q]['ask']): Promise<Questions[Q]['answer']>;
}

function storesOf(editor: Editor, path: string): Stores {
  const changes: StoreChanged[] = [];
  editor.connection.onNotification(storeNotification, (change: StoreChanged) => {
    changes.push(change);
  });
  return {
    changes,
    open: (file, more = {}) =>
      editor.connection.sendRequest(openStoreRequest, {
        place: { kind: 'file', uri: pathToFileURL(join(path, file)).href },
        ...more,
      }),
    ask: (id, question, params) => editor.connection.sendRequest(askStoreRequest, { id, question, params }),
  };
}

/** Asks until the answer is as wanted: what a store holds is learned while nobody waits. */
async function eventually<Answer>(ask: () => Promise<Answer>, wanted: (answer: Answer) => boolean): Promise<Answer> {
  for (;;) {
    const answer = await ask();
    if (wanted(answer)) return answer;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

const titles = async (editor: Editor, file: string): Promise<string[]> => {
  const lenses: CodeLens[] = await editor.connection.sendRequest('textDocument/codeLens', {
    textDocument: { uri: editor.uri(file) },
  });
  return lenses.map(({ command }) => command?.title ?? '');
};

void test('stores: HD Tickets opens beside its code, with lenses, hover, problems and every type joined', async () => {
  const path = await hdTickets();
  const editor = await openEditor(path, pulling);
  const stores = storesOf(editor, path);
  await editor.ready();
  const { id, about } = await stores.open('hd-tickets.sqlite');
  assert.equal(about.layouts[0]?.layout, 'hd-tickets');
  const overview = await stores.ask(id, 'overview', {});
  const types = overview.types.map(({ type }) => type);
  assert.ok(types.length > 5);
  const failures = await stores.ask(id, 'failures', { state: 'all', limit: 50 });
  const classes = [...new Set(failures.rows.flatMap(({ subject }) => subject ?? []))];
  const code: StoreCodeAnswer = await editor.connection.sendRequest(storeCodeRequest, { id, types, classes });
  // Renamed since: what is stored kept the old name.
  const renamed = 'App\\Domain\\Ticket\\Events\\TicketPriceUpdated';
  assert.deepEqual(
    code.types.filter(({ state }) => state !== 'found').map(({ type, state }) => [type, state]),
    [[renamed, 'none']],
  );
  const price = code.types.find(({ type }) => type.endsWith('\\TicketPriceChanged'));
  assert.equal(price?.declaration?.label, 'app/Domain/Ticket/Events/TicketPriceChanged.php:8');
  assert.deepEqual(
    price?.fields?.map(({ name, inherited }) => (inherited ? `${name} of a parent` : name)),
    ['ticketId', 'from', 'to', 'eventId of a parent', 'metadata of a parent'],
  );
  assert.ok(price.listeners.some(({ name, projection }) => projection && name.startsWith('TicketReadModelProjection')));
  assert.ok(
    price.listeners.some(({ name, detail }) => name.startsWith('NotifyPriceWatchers') && detail?.includes('queued')),
  );
  assert.ok(price.dispatchers.length > 0);
  const watchers = code.classes.find(({ name }) => name === 'App\\Listeners\\NotifyPriceWatchers');
  assert.equal(watchers?.place.label, 'app/Listeners/NotifyPriceWatchers.php:9');
  const event = 'app/Domain/Ticket/Events/TicketPriceChanged.php';
  const stored = overview.types.find(({ type }) => type.endsWith('\\TicketPriceChanged'));
  const lenses = await eventually(
    () => titles(editor, event),
    (all) => all.some((title) => title.includes('stored')),
  );
  assert.deepEqual(
    lenses.filter((title) => title.includes('stored')),
    [`${stored?.stored} stored, last 18 Jun`],
  );
  assert.ok(editor.asked.includes('workspace/codeLens/refresh'));
  const [projection] = await titles(editor, 'app/Projections/MonitoringReadModelProjection.php');
  assert.match(projection ?? '', /^projection of \d event types$/);
  assert.ok(
    (await titles(editor, 'app/Projections/MonitoringReadModelProjection.php')).includes(
      'at 47, failed, 10 events behind',
    ),
  );
  const report = await eventually(
    (): Promise<WorkspaceDiagnosticReport> =>
      editor.connection.sendRequest('workspace/diagnostic', { previousResultIds: [] }),
    ({ items }) => JSON.stringify(items).includes('stored-field-gone'),
  );
  const messages = report.items
    .flatMap((one) => (one.kind === 'full' ? one.items : []))
    .map(({ message }) => String(message));
  assert.ok(
    messages.includes('MonitoringReadModelProjection has failed and is 10 events behind (hd-tickets.sqlite at 47)'),
  );
  assert.ok(
    messages.some((message) => message.startsWith('rawPrice is stored, but TicketPriceChanged has no such field (in ')),
  );
  assert.ok(messages.includes(`${renamed} has no class in this workspace, and 3 events of it are stored.`));
  const text = readFileSync(join(path, event), 'utf8').split('\n');
  const line = text.findIndex((one) => one.includes('class TicketPriceChanged'));
  const hover: Hover = await editor.connection.sendRequest('textDocument/hover', {
    textDocument: { uri: editor.uri(event) },
    position: { line, character: (text[line] ?? '').indexOf('TicketPriceChanged') },
  });
  const { value } = hover.contents as { readonly value: string };
  assert.match(value, /\| Field \| Type \| Stored in \|/);
  assert.match(value, new RegExp(`\\| \`ticketId\` \\| \`string\` \\| ${stored?.stored} of ${stored?.stored} \\|`));
  assert.match(value, /stored in hd\\-tickets\.sqlite, last 18 Jun/);
  await editor.connection.sendRequest(closeStoreRequest, { id });
  await eventually(
    () => titles(editor, event),
    (all) => !all.some((title) => title.includes('stored')),
  );
  await editor.stop();
});

void test('stores: a renamed class is a problem at the store, with the nearest name', async () => {
  const path = await hdTickets(
    "UPDATE event_store SET event_type = 'App\\Domain\\Ticket\\Events\\TicketSoldOuts' WHERE event_type LIKE '%TicketSoldOut'",
  );
  const editor = await openEditor(path, pulling);
  const stores = storesOf(editor, path);
  await editor.ready();
  await stores.open('hd-tickets.sqlite');
  const uri = pathToFileURL(join(path, 'hd-tickets.sqlite')).href;
  const report = await eventually(
    (): Promise<WorkspaceDiagnosticReport> =>
      editor.connection.sendRequest('workspace/diagnostic', { previousResultIds: [] }),
    ({ items }) => items.some((one) => one.uri === uri),
  );
  const items = report.items.flatMap((one) => (one.uri === uri && one.kind === 'full' ? one.items : []));
  assert.deepEqual(
    items.flatMap(({ code, message }) => (String(message).includes('SoldOut') ? [[code, message]] : [])),
    [
      [
        'stored-without-class',
        'App\\Domain\\Ticket\\Events\\TicketSoldOuts has no class in this workspace, and 1 event of it is stored. Did you mean TicketSoldOut?',
      ],
    ],
  );
  const ready = await editor.until(
    () => editor.states.find((state) => state.kind === 'ready' && state.problems.warning > 0),
    'the problem to be counted',
  );
  assert.ok(ready.kind === 'ready');
  await editor.stop();
});

const shop = `import { EventEmitter } from 'node:events';

export const OrderEvents = { placed: 'order.placed', paid: 'order.paid' };
export const bus = new EventEmitter();
bus.on(OrderEvents.placed, function bill() {});
bus.emit(OrderEvents.placed, {});
bus.emit(OrderEvents.paid, {});
bus.on(OrderEvents.paid, function thank() {});
`;

function shopFolder(events: readonly object[]): string {
  const path = folder();
  writeFileSync(join(path, 'shop.js'), shop);
  writeFileSync(join(path, 'events.jsonl'), events.map((event) => `${JSON.stringify(event)}\n`).join(''));
  return path;
}

const placed = (position: number, more: object = {}): object => ({
  position,
  type: 'order.placed',
  stream: 'order-1',
  version: position,
  data: { orderId: 'o-1', card: { number: '4111' }, apiKey: 'k-1' },
  time: `2026-06-01T10:00:0${position % 10}Z`,
  ...more,
});

void test('stores: a followed file tells of new events, and masks what the settings name', async () => {
  const path = shopFolder([placed(1)]);
  const editor = await openEditor(path, { initializationOptions: { inspector: { mask: ['card'] } } });
  const stores = storesOf(editor, path);
  await editor.ready();
  const { id, about } = await stores.open('events.jsonl', { follow: true });
  const { rows } = await stores.ask(id, 'events', { limit: 10 });
  const detail = await stores.ask(id, 'event', { key: rows[0]?.key ?? '' });
  assert.ok(detail.data.kind === 'json');
  assert.deepEqual(JSON.parse(detail.data.text), { orderId: 'o-1', card: '•••', apiKey: 'k-1' });
  appendFileSync(join(path, 'events.jsonl'), `${JSON.stringify(placed(2))}\n`);
  const change = await eventually(
    () => Promise.resolve(stores.changes.find((one) => one.added !== null)),
    (one) => one !== undefined,
  );
  assert.equal(change?.id, id);
  assert.ok(change.version > about.version);
  assert.equal(change.added, 1);
  const lenses = await eventually(
    () => titles(editor, 'shop.js'),
    (all) => all.some((title) => title.startsWith('2 stored')),
  );
  assert.ok(lenses.includes('2 stored, last 1 Jun'));
  // A mask that is saved counts at once; so does one that the editor's settings take back.
  writeFileSync(join(path, '.event-wiring.json'), JSON.stringify({ mask: ['api-key'] }));
  const masked = await eventually(
    () => stores.ask(id, 'event', { key: rows[0]?.key ?? '' }),
    ({ data }) => data.kind === 'json' && !data.text.includes('k-1'),
  );
  assert.ok(masked.data.kind === 'json' && !masked.data.text.includes('4111'));
  await editor.stop();
});

void test('stores: hostile names and types cost nothing but their own answers', async () => {
  const types = [
    '<script>alert(1)</script>',
    "'; DROP TABLE events; --",
    '__proto__',
    'constructor',
    '\u0007\u202e',
    '../../etc/passwd',
    'x'.repeat(5_000),
    '(a+)+$',
    '',
    'order.placed',
  ];
  const path = shopFolder(types.map((type, index) => placed(index + 1, { type })));
  const editor = await openEditor(path, pulling);
  const stores = storesOf(editor, path);
  await editor.ready();
  const { id } = await stores.open('events.jsonl');
  const code: StoreCodeAnswer = await editor.connection.sendRequest(storeCodeRequest, { id, types, classes: types });
  assert.deepEqual(
    code.types.map(({ state }) => state),
    [...Array.from({ length: 9 }, () => 'none'), 'found'],
  );
  for (const params of [
    null,
    {},
    { id },
    { id: 7, question: 'about', params: {} },
    { id, question: 'nothing', params: {} },
  ])
    await assert.rejects(editor.connection.sendRequest(askStoreRequest, params), ResponseError);
  for (const place of [
    null,
    { kind: 'file' },
    { kind: 'file', uri: 'file:///%00' },
    { kind: 'file', uri: 'nothing:1' },
  ])
    await assert.rejects(editor.connection.sendRequest(openStoreRequest, { place }), ResponseError);
  const connection = 'postgres://reader:s3cret@127.0.0.1:1/shop';
  const refused = await editor.connection
    .sendRequest(openStoreRequest, { place: { kind: 'connection', name: 'shop', connection } })
    .then(
      () => '',
      (error: unknown) => (error as Error).message,
    );
  assert.match(refused, /^Nothing answers at 127\.0\.0\.1:1/);
  assert.ok(![refused, ...editor.messages].some((message) => message.includes('s3cret')));
  assert.equal((await stores.ask(id, 'count', {})).count, types.length);
  await editor.stop();
});

void test('stores: a cancelled question ends at once, and a second store answers beside a long one', async () => {
  const path = await hdTickets();
  const rows = 200_000;
  writeFileSync(
    join(path, 'large.sqlite'),
    await sqliteBytes(
      'CREATE TABLE events (position INTEGER PRIMARY KEY, type TEXT NOT NULL, stream TEXT, version INTEGER, data TEXT, time INTEGER)',
      `INSERT INTO events (type, stream, version, data, time) WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c WHERE x < ${rows})
       SELECT 'OrderPlaced', 'order-' || (x % 97), x, '{"n":' || x || '}', 1700000000 + x FROM c`,
    ),
  );
  const editor = await openEditor(path, pulling);
  const stores = storesOf(editor, path);
  const [large, small] = [await stores.open('large.sqlite'), await stores.open('hd-tickets.sqlite')];
  const source = new CancellationTokenSource();
  // One after the other they take seconds, whatever the machine does beside.
  const order: string[] = [];
  const long = Array.from({ length: 8 }, (_, index) =>
    editor.connection
      .sendRequest(
        askStoreRequest,
        { id: large.id, question: 'count', params: { filter: { text: `n>5 nothing-that-is-anywhere-${index}` } } },
        source.token,
      )
      .then(
        () => order.push('large'),
        (error: unknown) => order.push(error instanceof ResponseError ? String(error.code) : 'lost'),
      ),
  );
  await stores.ask(small.id, 'events', { limit: 5 });
  order.push('small');
  source.cancel();
  await Promise.all(long);
  assert.notEqual(order.at(-1), 'small');
  assert.deepEqual(new Set(order.slice(order.indexOf('small') + 1)), new Set([String(LSPErrorCodes.RequestCancelled)]));
  assert.ok((await stores.ask(large.id, 'count', {})).count > 0);
  await editor.stop();
});

void test('stores: what was not prepared is not run, and what was is run or refused with what to do', async () => {
  const path = await hdTickets();
  const file = join(path, 'hd-tickets.sqlite');
  const before = readFileSync(file);
  const editor = await openEditor(path, pulling);
  const stores = storesOf(editor, path);
  const { id } = await stores.open('hd-tickets.sqlite');
  const { rows } = await stores.ask(id, 'failures', { state: 'open', limit: 50 });
  const failure = rows.find(({ table }) => table === 'event_processing_failures');
  assert.ok(failure);
  const prepared = await stores.ask(id, 'prepare', { what: 'resolve', key: failure.key });
  assert.equal(prepared.kind, 'statement');
  const run = (text: string): Promise<unknown> =>
    editor.connection.sendRequest(runPreparedRequest, { id, what: 'resolve', key: failure.key, text, rows: 1 });
  for (const text of ['DROP TABLE event_store', `${prepared.text} `, `${prepared.text}; DELETE FROM event_store`, ''])
    await assert.rejects(run(text), /Nothing has been changed/);
  assert.ok(readFileSync(file).equals(before));
  const outcome = await run(prepared.text).then(
    (answer) => JSON.stringify(answer),
    (error: unknown) => (error as Error).message,
  );
  const native = (process as { getBuiltinModule?: (name: string) => unknown }).getBuiltinModule?.('node:sqlite');
  if (native === undefined) {
    assert.match(outcome, /can only be read here.*Copy the statement and run it with a tool for SQLite/);
    assert.ok(readFileSync(file).equals(before));
  } else {
    assert.equal(outcome, '{"rows":1}');
    const left = await stores.ask(id, 'failures', { state: 'open', limit: 50 });
    assert.ok(!left.rows.some(({ key }) => key === failure.key));
  }
  await editor.stop();
});

void test('stores: the thread of a store that is killed is started again with its store, and said once', async () => {
  const path = shopFolder([placed(1), placed(2)]);
  const [toServer, toEditor] = [new PassThrough(), new PassThrough()];
  const workers: Worker[] = [];
  serve(
    createConnection(ProposedFeatures.all, new StreamMessageReader(toServer), new StreamMessageWriter(toEditor)),
    {
      reading: () => ({ post: () => undefined, stop: () => undefined }),
      store(events) {
        const worker = new Worker(join(root, 'dist', 'storeThread.js'));
        workers.push(worker);
        worker.on('message', (message: FromStoreThread) => {
          events.message(message);
        });
        worker.on('exit', (code) => {
          events.ended(`it ended with ${code}`);
        });
        return {
          post: (message) => {
            worker.postMessage(message);
          },
          stop: () => {
            worker.removeAllListeners();
            void worker.terminate();
          },
        };
      },
    },
    '0.0.0',
  );
  const editor = createMessageConnection(new StreamMessageReader(toEditor), new StreamMessageWriter(toServer));
  const said: string[] = [];
  editor.onNotification('window/showMessage', ({ message }: { message: string }) => {
    said.push(message);
  });
  editor.listen();
  await editor.sendRequest('initialize', { processId: null, rootUri: null, capabilities: {}, workspaceFolders: [] });
  await editor.sendNotification('initialized', {});
  const place = { kind: 'file', uri: pathToFileURL(join(path, 'events.jsonl')).href };
  const { id } = await editor.sendRequest<OpenStoreAnswer>(openStoreRequest, { place });
  const count = (): Promise<unknown> => editor.sendRequest(askStoreRequest, { id, question: 'count', params: {} });
  assert.deepEqual(await count(), { count: 2, exact: true });
  await workers[0]?.terminate();
  assert.deepEqual(await count(), { count: 2, exact: true });
  assert.equal(workers.length, 2);
  assert.deepEqual(said, ['Reading events.jsonl had to start again, because what reads it stopped: it ended with 1.']);
  await editor.sendRequest('shutdown');
  editor.dispose();
});
