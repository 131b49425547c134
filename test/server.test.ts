/** The language server over stdio with a scripted editor: start, edits, changes on disk, cancellation, and its death. */
import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { PassThrough } from 'node:stream';
import { after, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { Worker } from 'node:worker_threads';
import {
  createConnection,
  createMessageConnection,
  LSPErrorCodes,
  ProposedFeatures,
  ResponseError,
  StreamMessageReader,
  StreamMessageWriter,
  type WorkspaceDiagnosticReport,
} from 'vscode-languageserver/node';
import { features } from '../server/features';
import { forwarded } from '../server/lsp/capabilities';
import { Cancelled, openQueue, type ThreadEvents } from '../server/lsp/queue';
import type { FromWorker, ToWorker } from '../server/lsp/messages';
import { eventsRequest, refreshRequest } from '../server/protocol';
import { serve } from '../server/lsp/serve';
import { killEditors, openEditor } from './support/languageClient';
import { root } from './support/project';

const folders: string[] = [];
after(() => {
  killEditors();
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

const orders = `import { EventEmitter } from 'node:events';

export class Orders extends EventEmitter {
  place() {
    this.emit('placed', 1);
  }
}

export const orders = new Orders();
orders.on('placed', function bill() {});
`;

function write(folder: string, path: string, content: string): void {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), content);
}

function folderWith(files: Readonly<Record<string, string>> = { 'src/orders.ts': orders }): string {
  const folder = mkdtempSync(join(tmpdir(), 'event-wiring-server-'));
  folders.push(folder);
  for (const [path, content] of Object.entries(files)) write(folder, path, content);
  return folder;
}

const emitting = (name: string): string => orders.replace("emit('placed'", `emit('${name}'`);
const manyFiles = (count: number): Readonly<Record<string, string>> =>
  Object.fromEntries(Array.from({ length: count }, (_, index) => [`src/file${index}.ts`, orders]));

void test('server: requests that are forwarded and features are the same', () => {
  assert.deepEqual(
    forwarded.filter((method) => method !== refreshRequest).sort(),
    features.map(({ method }) => method).sort(),
  );
});

void test('server: maps the folder and counts', async () => {
  const editor = await openEditor(folderWith());
  const state = await editor.ready();
  assert.deepEqual({ events: state.events, files: state.files }, { events: 1, files: 1 });
  assert.equal(editor.states[0]?.kind, 'indexing');
  await editor.stop();
  assert.equal(editor.child.exitCode, 0);
});

void test('server: unsaved text counts, and closing brings the disk back', async () => {
  const editor = await openEditor(folderWith());
  const first = await editor.ready();
  editor.open('src/orders.ts', emitting('lost'));
  const second = await editor.after(first.version);
  assert.equal(second.events, 2);
  editor.close('src/orders.ts');
  const third = await editor.after(second.version);
  assert.equal(third.events, 1);
  await editor.stop();
});

void test('server: a file that the workspace does not know stays out of the graph until it is there', async () => {
  const folder = folderWith({ 'src/orders.ts': orders, '.gitignore': 'ignored\n' });
  const editor = await openEditor(folder);
  const first = await editor.ready();
  editor.open('node_modules/other/index.ts', emitting('foreign'));
  editor.open('src/new.ts', emitting('fresh'));
  write(folder, 'src/new.ts', emitting('stale'));
  const second = await editor.after(first.version);
  assert.equal(second.events, 3, "src/new.ts speaks of 'placed' and 'fresh', its unsaved text");
  const names = (await editor.connection.sendRequest(eventsRequest, {})) as { name: string }[];
  assert.deepEqual([...new Set(names.map(({ name }) => name))].sort(), ['fresh', 'placed']);
  await editor.stop();
});

void test('server: changes on disk are seen without help from the editor', async () => {
  const folder = folderWith();
  const editor = await openEditor(folder);
  const first = await editor.ready();
  await editor.until(() => editor.messages.some((message) => message.startsWith('Watching')), 'the watcher');
  write(folder, 'src/more.ts', emitting('lost'));
  const second = await editor.after(first.version);
  assert.equal(second.events, 3);
  await editor.stop();
});

void test('server: an editor that watches for us is asked to, and 20,000 changes at once are one batch', async () => {
  const folder = folderWith(manyFiles(20));
  const editor = await openEditor(folder, {
    capabilities: { workspace: { didChangeWatchedFiles: { dynamicRegistration: true } } },
  });
  const first = await editor.ready();
  assert.ok(editor.asked.includes('client/registerCapability'));
  write(folder, 'src/file7.ts', emitting('lost'));
  renameSync(join(folder, 'src/file8.ts'), join(folder, 'src/renamed.ts'));
  const changes = Array.from({ length: 20_000 }, (_, index) => ({
    uri: pathToFileURL(join(folder, `src/file${index}.ts`)).href,
    type: 2,
  }));
  for (let start = 0; start < changes.length; start += 1_000)
    void editor.connection.sendNotification('workspace/didChangeWatchedFiles', {
      changes: changes.slice(start, start + 1_000),
    });
  const second = await editor.after(first.version);
  assert.equal(second.events, 21);
  assert.equal(second.version, first.version + 1);
  await editor.stop();
});

void test('server: problems are pushed to an editor that does not ask, for open documents, and go with the fix', async () => {
  const editor = await openEditor(folderWith());
  await editor.ready();
  const uri = editor.uri('src/orders.ts');
  editor.open('src/orders.ts', emitting('plaecd'));
  const [problem] = await editor.until(() => editor.problems.get(uri), 'a problem');
  assert.equal(problem?.code, 'near-miss');
  assert.match(problem.codeDescription?.href ?? '', /docs\/diagnostics\/near-miss\.md$/);
  editor.change('src/orders.ts', orders);
  await editor.until(() => editor.problems.get(uri)?.length === 0, 'no problem');
  await editor.stop();
});

void test('server: an editor that asks for problems gets them then, whole workspace and unchanged, and none are pushed', async () => {
  const folder = folderWith({ 'src/orders.ts': emitting('plaecd') });
  const editor = await openEditor(folder, {
    capabilities: { textDocument: { diagnostic: {} }, workspace: { diagnostics: { refreshSupport: true } } },
  });
  await editor.ready();
  editor.open('src/orders.ts', emitting('plaecd'));
  const ask = (previousResultIds: readonly unknown[]) =>
    editor.connection.sendRequest('workspace/diagnostic', { previousResultIds }) as Promise<WorkspaceDiagnosticReport>;
  const { items } = await ask([]);
  assert.deepEqual(
    items.map((report) => [report.kind, report.uri]),
    [['full', editor.uri('src/orders.ts')]],
  );
  const again = await ask(items.map(({ uri, resultId }) => ({ uri, value: resultId })));
  assert.deepEqual(
    again.items.map(({ kind }) => kind),
    ['unchanged'],
  );
  await editor.until(() => editor.asked.includes('workspace/diagnostic/refresh'), 'the server to say that it has news');
  assert.equal(editor.problems.size, 0);
  await editor.stop();
});

void test('server: 2,000 edits in a row end in the graph of the last one', async () => {
  const editor = await openEditor(folderWith());
  const first = await editor.ready();
  editor.open('src/orders.ts', orders);
  for (let edit = 1; edit <= 2_000; edit += 1) editor.change('src/orders.ts', emitting(`event${edit}`));
  const names = (await editor.connection.sendRequest(eventsRequest, {})) as { name: string }[];
  assert.deepEqual(names.map(({ name }) => name).sort(), ['event2000', 'placed']);
  const last = await editor.after(first.version);
  assert.equal(last.events, 2);
  await editor.stop();
});

void test('server: what is cancelled is answered as cancelled, and the rest is answered', async () => {
  const editor = await openEditor(folderWith(manyFiles(300)));
  const { CancellationTokenSource } = await import('vscode-languageserver/node');
  const sources = Array.from({ length: 50 }, () => new CancellationTokenSource());
  const answers = sources.map((source) =>
    editor.connection.sendRequest(eventsRequest, {}, source.token).then(
      () => 'answered',
      (error: unknown) => (error instanceof ResponseError ? error.code : error),
    ),
  );
  for (const source of sources.slice(1)) source.cancel();
  const codes = await Promise.all(answers);
  assert.equal(codes[0], 'answered');
  assert.deepEqual([...new Set(codes.slice(1))], [LSPErrorCodes.RequestCancelled]);
  await editor.stop();
});

void test('server: malformed messages cost themselves alone', async () => {
  const editor = await openEditor(folderWith());
  await editor.ready();
  const raw = (body: string): void => {
    editor.child.stdin.write(`Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`);
  };
  raw('{"jsonrpc":"2.0","id":1,');
  raw('[]');
  raw('null');
  raw('{"jsonrpc":"2.0","method":"textDocument/didChange","params":{"textDocument":null}}');
  raw('{"jsonrpc":"2.0","method":"textDocument/didOpen"}');
  raw('{"jsonrpc":"2.0","method":"workspace/didChangeWatchedFiles","params":{"changes":[{}]}}');
  raw('{"jsonrpc":"2.0","id":"x","method":"no/such"}');
  for (const params of [null, 7, {}, { textDocument: {} }, { textDocument: { uri: 'untitled:1' }, position: null }])
    await editor.connection.sendRequest('textDocument/hover', params).catch((error: unknown) => {
      assert.ok(error instanceof ResponseError);
    });
  const names = (await editor.connection.sendRequest(eventsRequest, {})) as unknown[];
  assert.equal(names.length, 1);
  await editor.stop();
});

void test('server: killed in the middle of indexing, the next one starts from what is there', async () => {
  const folder = folderWith(manyFiles(400));
  const caches = mkdtempSync(join(tmpdir(), 'event-wiring-caches-'));
  folders.push(caches);
  const first = await openEditor(folder, { caches });
  await first.until(() => first.states.some(({ kind }) => kind === 'indexing'), 'indexing to begin');
  first.child.kill('SIGKILL');
  await first.stop();
  const second = await openEditor(folder, { caches });
  assert.equal((await second.ready()).events, 400);
  await second.stop();
});

void test('server: several folders are one answer, and a folder that is not there is said once', async () => {
  const editor = await openEditor(folderWith(), { folders: [folderWith(), '/nowhere/at/all'] });
  const state = await editor.ready();
  assert.equal(state.events, 2);
  await editor.stop();
  const none = await openEditor('/nowhere/at/all');
  const failed = await none.until(() => none.states.find(({ kind }) => kind === 'failed'), 'the failure');
  assert.deepEqual(failed, { kind: 'failed', message: 'all cannot be read: it does not exist.' });
  await none.stop();
});

void test('server: a reading thread that is killed while it indexes is replaced, with unsaved text, and said once', async () => {
  const folder = folderWith(manyFiles(200));
  const [toServer, toEditor] = [new PassThrough(), new PassThrough()];
  const workers: Worker[] = [];
  serve(
    createConnection(ProposedFeatures.all, new StreamMessageReader(toServer), new StreamMessageWriter(toEditor)),
    {
      store: () => assert.fail('no store is opened'),
      reading: (events) => {
        const worker = new Worker(join(root, 'dist', 'worker.js'), { env: { ...process.env, XDG_CACHE_HOME: folder } });
        workers.push(worker);
        worker.on('message', (message: FromWorker) => {
          events.message(message);
          if (workers.length <= 2 && message.kind === 'state') void worker.terminate();
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
  await editor.sendRequest('initialize', {
    processId: null,
    rootUri: null,
    capabilities: {},
    workspaceFolders: [{ uri: pathToFileURL(folder).href, name: 'folder' }],
  });
  const uri = pathToFileURL(join(folder, 'src/file3.ts')).href;
  await editor.sendNotification('textDocument/didOpen', {
    textDocument: { uri, languageId: 'typescript', version: 1, text: emitting('lost') },
  });
  await editor.sendNotification('initialized', {});
  // Asked again of each thread that died under it, and refused after the second.
  await assert.rejects(editor.sendRequest(eventsRequest, {}), /The answer was lost: it ended with 1/);
  const names = (await editor.sendRequest(eventsRequest, {})) as { name: string }[];
  assert.deepEqual([names.length, names.filter(({ name }) => name === 'lost').length], [201, 1]);
  assert.equal(workers.length, 3);
  assert.deepEqual(said, ['Event Wiring had to start again; its answers may take a moment.']);
  await editor.sendRequest('shutdown');
  editor.dispose();
});

/** A thread of the test's own making: answers when told to. */
function threads() {
  const made: { events: ThreadEvents; posted: ToWorker[]; stopped: boolean }[] = [];
  const deaths: string[] = [];
  const states: FromWorker[] = [];
  const queue = openQueue({
    start(events) {
      const thread = { events, posted: [] as ToWorker[], stopped: false };
      made.push(thread);
      return {
        post: (message) => thread.posted.push(message),
        stop: () => {
          thread.stopped = true;
        },
      };
    },
    memory: () => [{ kind: 'folders', folders: [{ uri: 'file:///a', name: 'a' }] }],
    told: (message) => states.push(message),
    died: (reason, final) => deaths.push(`${reason}${final ? ', given up' : ''}`),
  });
  const last = () => {
    const thread = made.at(-1);
    assert.ok(thread);
    return thread;
  };
  const answerLast = (result: unknown): void => {
    const request = last().posted.findLast((message) => message.kind === 'request');
    assert.ok(request?.kind === 'request');
    last().events.message({ kind: 'answer', id: request.id, result });
  };
  return { queue, made, deaths, last, answerLast };
}

void test('queue: a thread that dies is started again, told everything, and asked once more', async () => {
  const { queue, made, deaths, last, answerLast } = threads();
  const { answer } = queue.ask('one', {});
  last().events.ended('out of memory');
  assert.equal(made.length, 2);
  assert.deepEqual(
    last().posted.map(({ kind }) => kind),
    ['folders', 'request'],
  );
  answerLast('here');
  assert.equal(await answer, 'here');
  assert.deepEqual(deaths, ['out of memory']);
});

void test('queue: a request that kills two threads is refused, and four deaths in a row are the end', async () => {
  const { queue, made, deaths, last } = threads();
  const { answer } = queue.ask('one', {});
  const other = queue.ask('two', {});
  last().events.ended('first');
  last().events.ended('second');
  await assert.rejects(answer, /The answer was lost: second/);
  last().events.ended('third');
  last().events.ended('fourth');
  await assert.rejects(other.answer);
  assert.equal(made.length, 4);
  assert.deepEqual(deaths, ['first', 'second', 'third', 'fourth, given up']);
  await assert.rejects(queue.ask('three', {}).answer, /Restart it/);
  queue.restart();
  assert.equal(made.length, 5);
});

void test('queue: one request is under way at a time, and a cancelled one is never sent', async () => {
  const { queue, last, answerLast } = threads();
  const first = queue.ask('one', {});
  const second = queue.ask('two', {});
  const third = queue.ask('three', {});
  second.cancel();
  await assert.rejects(second.answer, Cancelled);
  answerLast(1);
  answerLast(3);
  assert.deepEqual(await Promise.all([first.answer, third.answer]), [1, 3]);
  assert.deepEqual(
    last().posted.flatMap((message) => (message.kind === 'request' ? [message.method] : [])),
    ['one', 'three'],
  );
});

void test('queue: an answer of a thread that is gone is not believed', async () => {
  const { queue, made, answerLast } = threads();
  const { answer } = queue.ask('one', {});
  const [first] = made;
  queue.restart();
  first?.events.message({ kind: 'answer', id: 1, result: 'old' });
  assert.ok(first?.stopped);
  answerLast('new');
  assert.equal(await answer, 'new');
});
