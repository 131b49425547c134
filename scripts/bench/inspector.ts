/**
 * Times the inspector on a store of one million events (540 MB) against the engines it reads with, bare: whole processes
 * to the first page and their peak memory, in turn; then pages and filters inside one open store. The store is made once
 * and kept in the system's temporary folder. Prints Markdown.
 */
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { cpus, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { diskWorld } from '../../server/stores/disk';
import { openInspector } from '../../server/stores/inspector';
import type { Inspector, Question, Questions } from '../../server/stores/questions';

declare const __ROOT__: string;

const [rounds = '5', count = '1000000', newer = ''] = process.argv.slice(2);
const library = join(__ROOT__, 'node_modules', 'sql.js', 'dist');
const folder = join(tmpdir(), 'event-wiring-bench');
const file = join(folder, `events-${count}.sqlite`);
const page =
  'SELECT position, stream_id, event_type, event_data, version, timestamp FROM events ORDER BY position DESC LIMIT 50';

/** Each is a program of its own: what it costs to start belongs to it. */
const making = `
const initSqlJs = require(${JSON.stringify(library)} + '/sql-wasm.js');
initSqlJs().then(({ Database }) => {
  const database = new Database();
  database.exec('CREATE TABLE events (position INTEGER PRIMARY KEY, stream_id TEXT NOT NULL, event_type TEXT NOT NULL, event_data TEXT NOT NULL, version INTEGER NOT NULL, timestamp TEXT NOT NULL)');
  database.exec(\`INSERT INTO events WITH RECURSIVE c(x) AS (SELECT 0 UNION ALL SELECT x + 1 FROM c WHERE x < ${Number(count) - 1})
    SELECT x + 1, printf('order-%06d', x % ${Math.max(1, Math.floor(Number(count) / 20))}),
      CASE x % 16 WHEN 0 THEN 'OrderPlaced' WHEN 1 THEN 'OrderPaid' WHEN 2 THEN 'OrderShipped' WHEN 3 THEN 'OrderRefunded' ELSE 'StockMoved' || (x % 16) END,
      printf('{"orderId":"order-%06d","customer":{"id":"customer-%05d","name":"Name Number %05d","email":"customer%05d@shop.example"},"total":%d.%02d,"currency":"EUR","items":[{"sku":"sku-%05d","quantity":%d,"price":%d},{"sku":"sku-%05d","quantity":%d,"price":%d}],"note":"%s","source":"web"}',
        x % ${Math.max(1, Math.floor(Number(count) / 20))}, x * 7 % 99991, x * 7 % 99991, x * 7 % 99991, x * 13 % 1000, x % 100, x % 99989, x % 5 + 1, x % 700, x * 3 % 99989, x % 3 + 1, x % 900, CASE WHEN x % 100000 = 77 THEN 'the needle in this haystack' ELSE 'nothing to be said about this order' END),
      x / ${Math.max(1, Math.floor(Number(count) / 20))} + 1,
      strftime('%Y-%m-%dT%H:%M:%SZ', 1767225600 + x * 12, 'unixepoch') FROM c\`);
  database.exec('CREATE UNIQUE INDEX events_stream ON events (stream_id, version)');
  database.exec('CREATE INDEX events_type ON events (event_type)');
  database.exec('CREATE INDEX events_time ON events (timestamp)');
  require('node:fs').writeFileSync(process.argv[1], database.export());
});`;
const bareSqlJs = `
const initSqlJs = require(${JSON.stringify(library)} + '/sql-wasm.js');
const bytes = require('node:fs').readFileSync(process.argv[1]);
initSqlJs().then(({ Database }) => {
  const database = new Database(bytes);
  process.stdout.write(JSON.stringify(database.exec(${JSON.stringify(page)})[0].values));
});`;
const bareNative = `
const { DatabaseSync } = require('node:sqlite');
const database = new DatabaseSync(process.argv[1], { readOnly: true });
process.stdout.write(JSON.stringify(database.prepare(${JSON.stringify(page)}).all()));`;

const cli = join(__ROOT__, 'dist', 'cli.js');
const firstPage = [cli, 'monitor', file, '--events', '--limit', '50', '--format', 'json'];

interface Peer {
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
  /** Takes seconds, and is compared with nothing. */
  readonly once?: true;
}

async function main(): Promise<void> {
  make();
  const size = statSync(file).size / 1e6;
  const peers: readonly Peer[] = [
    { name: 'bare sql.js: read, open, first page', command: process.execPath, args: ['-e', bareSqlJs, file] },
    { name: 'event-wiring: first page', command: process.execPath, args: firstPage },
    {
      name: 'event-wiring: overview',
      command: process.execPath,
      args: [cli, 'monitor', file, '--format', 'json'],
      once: true,
    },
    ...(newer
      ? [
          {
            name: 'bare node:sqlite: open, first page',
            command: newer,
            args: ['--no-warnings', '-e', bareNative, file],
          },
          { name: 'event-wiring with node:sqlite: first page', command: newer, args: firstPage },
          {
            name: 'event-wiring with node:sqlite: overview',
            command: newer,
            args: [cli, 'monitor', file, '--format', 'json'],
            once: true as const,
          },
        ]
      : []),
  ];
  const runs = new Map(peers.map(({ name }) => [name, [] as Run[]]));
  for (let round = 0; round < Number(rounds); round++)
    for (const peer of peers) if (!peer.once || round === 0) runs.get(peer.name)?.push(await run(peer));
  const load = loadavg().map((one) => one.toFixed(1));
  say(
    `${Number(count).toLocaleString('en')} events, ${Math.round(size)} MB; Node ${process.versions.node}${newer ? ` and ${spawnSync(newer, ['--version'], { encoding: 'utf8' }).stdout.trim()}` : ''}; ${cpus().length} cores, load ${load.join(' ')}; medians of ${rounds} rounds in turn\n`,
  );
  say('| whole process | ms | min to max | user+sys ms | peak MB |\n|---|---|---|---|---|');
  for (const [name, all] of runs) {
    const times = all.map(({ milliseconds }) => milliseconds);
    say(
      `| ${name} | ${Math.round(median(times))} | ${Math.round(Math.min(...times))} to ${Math.round(Math.max(...times))} | ${Math.round(median(all.map(({ cpu }) => cpu)))} | ${Math.round(median(all.map(({ peak }) => peak)) / 1024)} |`,
    );
  }
  const middle = (name: string, of: (one: Run) => number): number => median((runs.get(name) ?? []).map(of));
  const bare = 'bare sql.js: read, open, first page';
  const ours = 'event-wiring: first page';
  say(
    `\nFirst page: ${(middle(ours, ({ milliseconds }) => milliseconds) / middle(bare, ({ milliseconds }) => milliseconds)).toFixed(2)} x bare sql.js (at most 1.3), peak ${Math.round(middle(ours, ({ peak }) => peak) / 1024)} MB (at most ${Math.round((1.15 * size * 1e6) / 2 ** 20 + 60)})`,
  );
  if (newer) {
    const native = 'bare node:sqlite: open, first page';
    const inPlace = 'event-wiring with node:sqlite: first page';
    say(
      `In place: ${(middle(inPlace, ({ milliseconds }) => milliseconds) / middle(native, ({ milliseconds }) => milliseconds)).toFixed(2)} x bare node:sqlite (at most 2), peak ${Math.round(middle(inPlace, ({ peak }) => peak) / 1024)} MB (at most 120)`,
    );
  }
  say('');
  await inside();
}

function make(): void {
  if (existsSync(file)) return;
  mkdirSync(folder, { recursive: true });
  process.stderr.write(`Making ${file} (once)\n`);
  const part = `${file}.part`;
  const { status } = spawnSync(process.execPath, ['--max-old-space-size=4096', '-e', making, part], {
    stdio: 'inherit',
  });
  if (status !== 0) throw new Error('The store could not be made.');
  renameSync(part, file);
}

/** Questions to one open store, as the panel asks them. */
async function inside(): Promise<void> {
  const load = (name: string): Uint8Array => readFileSync(join(library, name));
  const inspector = await openInspector(file, diskWorld(load), {});
  say('| one open store | median ms | max ms |\n|---|---|---|');
  const half = String(Math.floor(Number(count) / 2));
  await measured(inspector, 'newest page of 200', 'events', { order: 'newest', limit: 200 });
  const { next } = await inspector.ask('events', { order: 'newest', limit: 200 });
  if (next !== undefined)
    await measured(inspector, 'the page after it', 'events', { order: 'newest', limit: 200, cursor: next });
  await measured(inspector, 'a page from the middle', 'events', { order: 'newest', limit: 200, at: half });
  await measured(inspector, 'oldest page', 'events', { order: 'oldest', limit: 200 });
  const filters = [
    'type:OrderPaid',
    'stream:order-000017',
    `position>${half}`,
    'type:OrderPaid total>990',
    'type:OrderPaid customer.id:*',
    'needle',
  ];
  for (const text of filters)
    await measured(inspector, `page of \`${text}\``, 'events', { order: 'newest', limit: 200, filter: { text } });
  const from = '2026-03-01T00:00:00Z';
  const to = '2026-03-02T00:00:00Z';
  await measured(inspector, 'page of one day', 'events', { order: 'newest', limit: 200, filter: { from, to } });
  await measured(inspector, 'one event', 'event', { key: half });
  await measured(inspector, 'count of `type:OrderPaid`', 'count', { filter: { text: 'type:OrderPaid' } });
  await measured(inspector, 'histogram of 120 bars', 'histogram', { bars: 120 }, 3);
  await measured(inspector, 'overview', 'overview', {}, 3);
  await inspector.close();
}

async function measured<Q extends Question>(
  inspector: Inspector,
  name: string,
  question: Q,
  params: Questions[Q]['ask'],
  times = 9,
): Promise<void> {
  const all: number[] = [];
  for (let round = 0; round < times; round++) {
    const started = performance.now();
    await inspector.ask(question, params);
    all.push(performance.now() - started);
  }
  say(`| ${name} | ${median(all).toFixed(1)} | ${Math.max(...all).toFixed(1)} |`);
}

interface Run {
  readonly milliseconds: number;
  /** User and system time, where the system tells. */
  readonly cpu: number;
  /** KiB. */
  readonly peak: number;
}

/** The program reports on itself when it ends: its peak and its processor time, to the end. */
function run({ name, command, args }: Peer): Promise<Run> {
  const report = join(folder, `report-${process.pid}.json`);
  const hook = join(folder, 'report.cjs');
  writeFileSync(
    hook,
    "process.on('exit', () => { const { maxRSS, userCPUTime, systemCPUTime } = process.resourceUsage(); require('node:fs').writeFileSync(process.env.BENCH_REPORT, JSON.stringify({ peak: maxRSS, cpu: (userCPUTime + systemCPUTime) / 1000 })); });",
  );
  return new Promise((settle, fail) => {
    const started = performance.now();
    const child = spawn(command, ['--require', hook, ...args], {
      stdio: ['ignore', 'pipe', 'inherit'],
      env: { ...process.env, BENCH_REPORT: report },
    });
    let length = 0;
    child.stdout.on('data', (chunk: Buffer) => {
      length += chunk.length;
    });
    child.on('error', fail);
    child.on('close', (code) => {
      const milliseconds = performance.now() - started;
      if (code !== 0 || length === 0) {
        fail(new Error(`${name} ended with ${String(code)} after ${length} bytes.`));
        return;
      }
      settle({ milliseconds, ...(JSON.parse(readFileSync(report, 'utf8')) as Omit<Run, 'milliseconds'>) });
    });
  });
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 ? (sorted[middle] ?? NaN) : ((sorted[middle - 1] ?? NaN) + (sorted[middle] ?? NaN)) / 2;
}

function say(text: string): void {
  process.stdout.write(`${text}\n`);
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
  process.exitCode = 1;
});
