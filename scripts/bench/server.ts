/**
 * Times the language server as an editor feels it: hovers and lenses against a server that answers nothing, an edit to
 * its fresh lenses, memory after indexing, and the tree's first rows at 5,000 events. Prints one line each.
 */
import { fork, type ChildProcess } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Graph } from '../../server/graph/graph';
import { treeRequest, type TreePage } from '../../server/protocol';
import { openEditor, type Editor } from '../../test/support/languageClient';
import {
  createConnection,
  createMessageConnection,
  StreamMessageReader,
  StreamMessageWriter,
} from 'vscode-languageserver/node';

const [folder = '.', reportFile = '', hovers = '2000', edits = '100'] = process.argv.slice(2);

interface Spot {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

async function main(): Promise<void> {
  const graph = JSON.parse(readFileSync(reportFile, 'utf8')) as Graph;
  const spots: readonly Spot[] = [...graph.dispatches, ...graph.listens].map(({ file, line, column }) => ({
    file,
    line,
    column,
  }));
  if (!spots.length) throw new Error('Nothing to hover over in this folder.');
  const empty = await emptyServer();
  const caches = mkdtempSync(join(tmpdir(), 'event-wiring-bench-'));
  // Like the extension in VS Code, which watches the folder itself and asks for lists when they are clicked.
  const capabilities = { workspace: { didChangeWatchedFiles: { dynamicRegistration: true } } };
  const editor = await openEditor(folder, { caches, capabilities, initializationOptions: { commandLinks: true } });
  const started = performance.now();
  await editor.ready();
  say(`Server ready after ${Math.round(performance.now() - started)} ms, ${resident(editor)} MB resident`);
  const at = (spot: Spot): object => ({
    textDocument: { uri: editor.uri(spot.file) },
    position: { line: spot.line - 1, character: spot.column - 1 },
  });
  const next = random();
  const ours: number[] = [];
  const lenses: number[] = [];
  const nothing: number[] = [];
  for (let count = 0; count < Number(hovers); count += 1) {
    const spot = spots[next(spots.length)] ?? { file: '', line: 1, column: 1 };
    nothing.push(await timed(() => empty.ask('textDocument/hover', at(spot))));
    ours.push(await timed(() => editor.connection.sendRequest('textDocument/hover', at(spot))));
    lenses.push(await timed(() => editor.connection.sendRequest('textDocument/codeLens', at(spot))));
  }
  const floor = percentile(nothing, 0.95);
  for (const [name, times] of [
    ['Empty handler', nothing],
    ['Hover', ours],
    ['Code lenses of a file', lenses],
  ] as const)
    say(
      `${name}: p50 ${percentile(times, 0.5).toFixed(2)} ms, p95 ${percentile(times, 0.95).toFixed(2)} ms, ${(percentile(times, 0.95) / floor).toFixed(1)} x the empty handler's p95`,
    );
  const fresh: number[] = [];
  const files = [...new Set(spots.map(({ file }) => file))];
  for (let count = 0; count < Number(edits); count += 2) {
    const file = files[next(files.length)] ?? '';
    const before = readFileSync(join(folder, file), 'utf8');
    editor.open(file, before);
    for (const text of [before.replace(/\b(function|fn|async) (\w+)/, '$1 $2Renamed'), before]) {
      fresh.push(
        await timed(() => {
          editor.change(file, text);
          return editor.connection.sendRequest('textDocument/codeLens', { textDocument: { uri: editor.uri(file) } });
        }),
      );
    }
    editor.close(file);
  }
  say(
    `Edit to fresh lenses: p50 ${percentile(fresh, 0.5).toFixed(1)} ms, p95 ${percentile(fresh, 0.95).toFixed(1)} ms; then ${resident(editor)} MB resident`,
  );
  await editor.stop();
  rmSync(caches, { recursive: true, force: true });
  empty.stop();
  await tree();
}

/** 5,000 events, made up; the rows a sidebar shows first. */
async function tree(): Promise<void> {
  const made = mkdtempSync(join(tmpdir(), 'event-wiring-tree-'));
  for (let file = 0; file < 100; file += 1) {
    mkdirSync(join(made, `part${file % 10}`), { recursive: true });
    const names = Array.from({ length: 50 }, (_, index) => `'order.${file}.${index}'`);
    writeFileSync(
      join(made, `part${file % 10}`, `bus${file}.ts`),
      `import { EventEmitter } from 'node:events';\nexport class Bus${file} extends EventEmitter {\n  run() {\n${names.map((name) => `    this.emit(${name});\n`).join('')}  }\n}\nexport const bus = new Bus${file}();\n${names.map((name) => `bus.on(${name}, () => undefined);\n`).join('')}`,
    );
  }
  const editor = await openEditor(made);
  const { events } = await editor.ready();
  const first = await timed(async () => {
    const ask = { grouping: 'flat', offset: 0, limit: 200 } as const;
    const { rows } = (await editor.connection.sendRequest(treeRequest, ask)) as TreePage;
    await editor.connection.sendRequest(treeRequest, { ...ask, parent: rows[0]?.id });
  });
  say(`Tree's first rows at ${events} events: ${first.toFixed(1)} ms`);
  await editor.stop();
  rmSync(made, { recursive: true, force: true });
}

async function emptyServer(): Promise<{ ask(method: string, params: object): Promise<unknown>; stop(): void }> {
  const child: ChildProcess = fork(process.argv[1] ?? '', ['--empty', '--stdio'], { silent: true });
  if (!child.stdout || !child.stdin) throw new Error('The empty server has no streams.');
  const connection = createMessageConnection(
    new StreamMessageReader(child.stdout),
    new StreamMessageWriter(child.stdin),
  );
  connection.listen();
  await connection.sendRequest('initialize', { processId: process.pid, rootUri: null, capabilities: {} });
  return {
    ask: (method, params) => connection.sendRequest(method, params),
    stop: () => {
      connection.dispose();
      child.kill();
    },
  };
}

function serveNothing(): void {
  const connection = createConnection();
  connection.onInitialize(() => ({ capabilities: { hoverProvider: true } }));
  connection.onHover(() => null);
  connection.listen();
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const started = performance.now();
  await work();
  return performance.now() - started;
}

function percentile(times: readonly number[], part: number): number {
  const sorted = [...times].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? 0;
}

/** In MB, Linux only; 0 elsewhere. */
function resident({ child }: Editor): number {
  try {
    const status = readFileSync(`/proc/${child.pid ?? 0}/status`, 'utf8');
    return Math.round(Number(/VmRSS:\s*(\d+)/.exec(status)?.[1] ?? 0) / 1024);
  } catch {
    return 0;
  }
}

function random(): (limit: number) => number {
  let seed = 42;
  return (limit) => (seed = (seed * 1103515245 + 12345) % 2147483648) % limit;
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

if (process.argv.includes('--empty')) serveNothing();
else void main();
