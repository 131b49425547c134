// Compiles the tests and runs them with Node's own runner, then those that need VS Code. `node scripts/test.mjs [NAME…]`
// runs the files named so; `vscode` names the second part.
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const chosen = process.argv.slice(2);
const files = readdirSync(join(root, 'test'))
  .filter((name) => name.endsWith('.test.ts'))
  .filter((name) => !chosen.length || chosen.some((part) => name.startsWith(part)));
const inEditor = !chosen.length || chosen.includes('vscode');
const out = join(root, 'dist', 'test');
rmSync(out, { recursive: true, force: true });
const common = {
  bundle: true,
  platform: 'node',
  format: 'cjs',
  target: 'node20',
  sourcemap: 'inline',
  packages: 'external',
  logLevel: 'warning',
  define: { __ROOT__: JSON.stringify(root) },
};

const host = inEditor ? await startInstallingHost() : undefined;
// The command line and the extension are tested as people run them.
const built = /^(?:ahead|cli|databaseWriting|manifest|media\w*|monitor|pictures|serve|server|storesServer)\./;
if (inEditor || files.some((name) => built.test(name))) await import('./build.mjs');
const passed = (!files.length || (await runUnitTests())) && (!inEditor || (await runInEditor()));
process.exit(passed ? 0 : 1);

async function runUnitTests() {
  await build({ ...common, entryPoints: files.map((name) => join(root, 'test', name)), outdir: out });
  const failed = runFiles(files.map(builtFile));
  if (!failed.length) return true;
  // Browsers, databases and servers share the machine with whatever else runs there: a fault is there both times.
  console.log(`\nTold once more, alone: ${failed.map((file) => basename(file)).join(', ')}`);
  return !runFiles(failed, 1).length;
}

/** The files of which a test failed. Many wait for a browser or a database more than for a core. */
function runFiles(paths, atOnce = Math.max(2, availableParallelism() - 1)) {
  const list = join(out, 'failed.txt');
  const passed = node(
    '--enable-source-maps',
    '--test',
    '--test-reporter=spec',
    '--test-reporter-destination=stdout',
    `--test-reporter=${pathToFileURL(join(root, 'scripts', 'failedFiles.mjs'))}`,
    `--test-reporter-destination=${list}`,
    '--test-timeout=1500000',
    `--test-concurrency=${atOnce}`,
    ...paths,
  );
  const named = readFileSync(list, 'utf8').split('\n');
  const failed = paths.filter((path) => named.includes(basename(path, '.js')));
  // A runner that ends without naming a file has run none to its end.
  return passed ? [] : failed.length ? failed : paths;
}

function builtFile(name) {
  return join(out, name.replace(/\.ts$/, '.js'));
}

/** Takes a while the first time: it happens beside the unit tests. */
async function startInstallingHost() {
  const vscode = join(root, 'test', 'vscode');
  const outdir = join(out, 'vscode');
  await Promise.all([
    build({ ...common, entryPoints: { run: join(vscode, 'run.ts'), ui: join(vscode, 'ui', 'index.ts') }, outdir }),
    build({
      ...common,
      entryPoints: { codeShim: join(vscode, 'host', 'codeShim.ts') },
      outdir,
      banner: { js: '#!/usr/bin/env node' },
    }),
    build({
      ...common,
      entryPoints: { integration: join(vscode, 'integration', 'index.ts') },
      outdir,
      // With the client's own code: what it is made of comes with it, whose it is knows VS Code by the folder.
      packages: 'bundle',
      external: ['vscode'],
    }),
  ]);
  chmodSync(join(outdir, 'codeShim.js'), 0o755);
  const child = spawn(process.execPath, [join(outdir, 'run.js'), '--install'], { stdio: 'inherit', cwd: root });
  return once(child, 'exit');
}

async function runInEditor() {
  await host;
  return (
    node(join(root, 'scripts', 'package.mjs'), '--built') && node('--enable-source-maps', join(out, 'vscode', 'run.js'))
  );
}

function node(...args) {
  return spawnSync(process.execPath, args, { stdio: 'inherit', cwd: root }).status === 0;
}
