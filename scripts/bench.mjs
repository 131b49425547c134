// Compares the command line with its peers on a folder of real code, in turn, and prints a Markdown table.
//   npm run bench -- FOLDER [--rounds 5] [--tsconfig FILE] [--edits 300]
//   npm run bench -- FOLDER --server        the language server: hovers, lenses, edits, memory, tree
//   npm run bench -- --inspect [--node PATH] [--events 1000000]   the inspector on a large store; PATH: a Node with node:sqlite
// ripgrep answers a far smaller question with one regular expression: it is the floor, not a rival. The TypeScript
// compiler's check is the price of asking types for everything.
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, tmpdir, totalmem } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { build } from 'esbuild';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    rounds: { type: 'string', default: '5' },
    tsconfig: { type: 'string' },
    edits: { type: 'string', default: '300' },
    server: { type: 'boolean', default: false },
    inspect: { type: 'boolean', default: false },
    node: { type: 'string', default: '' },
    events: { type: 'string', default: '1000000' },
  },
});
const folder = resolve(positionals[0] ?? join(root, 'sample'));
const rounds = Number(values.rounds);
if (!existsSync(folder)) {
  console.error(`${folder} does not exist.`);
  process.exit(2);
}

const pattern = String.raw`\b(emit|publish|dispatch|fire|trigger|on|once|listen|subscribe|ofType|send)\s*(::<[^>]*>)?\(`;
const cli = join(root, 'dist', 'cli.js');
const cache = mkdtempSync(join(tmpdir(), 'event-wiring-bench-'));
const tsconfig = values.tsconfig ? resolve(values.tsconfig) : join(folder, 'tsconfig.json');
const empty = () => rmSync(cache, { recursive: true, force: true });
if (values.server) {
  await server();
  process.exit(0);
}
if (values.inspect) {
  const outfile = join(root, 'dist', 'bench-inspector.cjs');
  await bundle('inspector.ts', outfile);
  process.stdout.write(await output(process.execPath, [outfile, values.rounds, values.events, values.node]));
  empty();
  process.exit(0);
}
const peers = [
  {
    name: 'ripgrep, one regular expression',
    command: ripgrep(),
    args: ['-n', pattern, folder, '-tts', '-tjs', '-tphp', '-trust'],
  },
  {
    name: 'event-wiring map, cold',
    command: process.execPath,
    args: [cli, 'map', folder, '--format', 'json', '--cache', cache],
    before: empty,
  },
  {
    name: 'event-wiring map, warm',
    command: process.execPath,
    args: [cli, 'map', folder, '--format', 'json', '--cache', cache],
  },
  ...(existsSync(tsconfig)
    ? [
        {
          name: 'tsc 5.9 --noEmit',
          command: process.execPath,
          args: [join(root, 'node_modules/typescript/bin/tsc'), '--noEmit', '-p', tsconfig],
          once: true,
        },
      ]
    : []),
];

const results = new Map(peers.map((peer) => [peer.name, []]));
for (let round = 0; round < rounds; round++)
  for (const peer of peers) {
    if (peer.once && round > 0) continue;
    peer.before?.();
    results.get(peer.name).push(await run(peer.command, peer.args));
  }

const edit = await edits();
const floor = median(results.get(peers[0].name).map((result) => result.milliseconds));
const files = JSON.parse(
  await output(process.execPath, [cli, 'map', folder, '--format', 'json', '--cache', cache]),
).files;
rmSync(cache, { recursive: true, force: true });

console.log(
  `${files.read} source files; Node ${process.versions.node}, ${cpus().length} x ${cpus()[0]?.model.trim()}, ${Math.round(totalmem() / 2 ** 30)} GiB; ${new Date().toISOString().slice(0, 10)}; medians of ${rounds} rounds in turn\n`,
);
console.log('| | ms | min to max | x ripgrep | peak MB |\n|---|---|---|---|---|');
for (const [name, runs] of results) {
  const times = runs.map((result) => result.milliseconds);
  console.log(
    `| ${name} | ${Math.round(median(times))} | ${Math.round(Math.min(...times))} to ${Math.round(Math.max(...times))} | ${(median(times) / floor).toFixed(1)} | ${Math.round(median(runs.map((result) => result.peak)) / 1024) || ''} |`,
  );
}
console.log(
  `\nOne-file edit to new graph (${edit.count} edits in ${edit.files} files): p50 ${edit.p50.toFixed(1)} ms, p95 ${edit.p95.toFixed(1)} ms, max ${edit.max.toFixed(1)} ms; processor time p50 ${edit.busy50.toFixed(1)} ms, p95 ${edit.busy95.toFixed(1)} ms`,
);

function ripgrep() {
  const packages = join(root, 'node_modules', '@vscode');
  for (const name of existsSync(packages) ? readdirSync(packages) : []) {
    const binary = join(packages, name, 'bin', process.platform === 'win32' ? 'rg.exe' : 'rg');
    if (existsSync(binary)) return binary;
  }
  return 'rg';
}

/** Wall time of a whole process and the high-water mark of its resident memory in KiB (Linux only). */
function run(command, args) {
  return new Promise((settle, fail) => {
    const started = performance.now();
    const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'ignore'] });
    let peak = 0;
    const watch = setInterval(() => {
      try {
        peak = Math.max(
          peak,
          Number(/VmHWM:\s*(\d+)/.exec(readFileSync(`/proc/${child.pid}/status`, 'utf8'))?.[1] ?? 0),
        );
      } catch {
        // No /proc here, or the process has just ended.
      }
    }, 4);
    child.stdout.resume();
    child.on('error', fail);
    child.on('close', () => {
      clearInterval(watch);
      settle({ milliseconds: performance.now() - started, peak });
    });
  });
}

function output(command, args) {
  return new Promise((settle, fail) => {
    const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'inherit'] });
    const chunks = [];
    child.stdout.on('data', (chunk) => chunks.push(chunk));
    child.on('error', fail);
    child.on('close', () => settle(Buffer.concat(chunks).toString()));
  });
}

/** The language server as an editor feels it. */
async function server() {
  const outfile = join(root, 'dist', 'bench-server.cjs');
  await bundle('server.ts', outfile);
  const report = join(cache, 'report.json');
  writeFileSync(report, await output(process.execPath, [cli, 'map', folder, '--format', 'json', '--no-cache']));
  process.stdout.write(await output(process.execPath, [outfile, folder, report]));
  rmSync(cache, { recursive: true, force: true });
}

/** Edits happen inside one long-lived process, as in an editor. */
async function edits() {
  const outfile = join(root, 'dist', 'bench-edits.cjs');
  await bundle('edits.ts', outfile);
  return JSON.parse(await output(process.execPath, [outfile, folder, values.edits, root]));
}

function bundle(name, outfile) {
  return build({
    entryPoints: [join(root, 'scripts', 'bench', name)],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node20',
    packages: 'external',
    logLevel: 'warning',
    define: { __ROOT__: JSON.stringify(root) },
  });
}

function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}
