// Builds dist/: the command line, the engine, the extension's entry and the grammars beside them.
import { createHash } from 'node:crypto';
import { spawnSync } from 'node:child_process';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import initSqlJs from 'sql.js';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const dist = join(root, 'dist');
const { version, homepage = '' } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));

/** Changes with every source file, so that no cache of an older build is ever believed. */
function stamp(folder) {
  const hash = createHash('sha256');
  const visit = (path) => {
    for (const entry of readdirSync(path, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1))) {
      const full = join(path, entry.name);
      if (entry.isDirectory()) visit(full);
      else if (/\.ts$/.test(entry.name)) hash.update(entry.name).update(readFileSync(full));
    }
  };
  visit(folder);
  return hash.digest('hex').slice(0, 16);
}

/** Large libraries become files of their own, loaded only when something needs them. */
const apart = {
  name: 'apart',
  setup(builder) {
    builder.onResolve({ filter: /^(?:typescript|chokidar|pg|mysql2)$/ }, ({ path }) => ({
      path: `./${path}.js`,
      external: true,
    }));
    builder.onResolve({ filter: /^\.\.?\/linking$/ }, ({ kind }) =>
      kind === 'dynamic-import' ? { path: './engine.js', external: true } : undefined,
    );
    // Its ES module asks for import.meta, which a bundle in CommonJS does not have.
    builder.onResolve({ filter: /^web-tree-sitter$/ }, () => ({
      path: join(root, 'node_modules/web-tree-sitter/web-tree-sitter.cjs'),
    }));
  },
};

mkdirSync(dist, { recursive: true });
for (const name of readdirSync(dist)) if (/\.(js|map|wasm|code|vsix)$/.test(name)) rmSync(join(dist, name));
const media = join(dist, 'media');
rmSync(media, { recursive: true, force: true });
mkdirSync(media);
const common = {
  bundle: true,
  platform: 'node',
  format: 'cjs',
  target: 'node20',
  legalComments: 'none',
  logLevel: 'warning',
  absWorkingDir: root,
  // Files apart are loaded by require, with their compiled code; an import() would go around that.
  supported: { 'dynamic-import': false },
  define: {
    __VERSION__: JSON.stringify(version),
    __HOMEPAGE__: JSON.stringify(homepage),
    __BUILD__: JSON.stringify(`${version}-${stamp(join(root, 'server'))}`),
  },
};
await Promise.all([
  build({
    ...common,
    entryPoints: { cli: 'server/cli.ts' },
    outdir: dist,
    banner: { js: '#!/usr/bin/env node' },
  }),
  build({
    ...common,
    entryPoints: { extension: 'client/extension.ts' },
    outdir: dist,
    external: ['vscode'],
    minify: true,
  }),
  build({
    ...common,
    entryPoints: { server: 'server/server.ts', worker: 'server/worker.ts', aheadThread: 'server/aheadThread.ts' },
    outdir: dist,
    plugins: [apart],
  }),
  build({
    ...common,
    entryPoints: {
      commandLine: 'server/commandLine.ts',
      engine: 'server/linking/index.ts',
      stores: 'server/stores/library.ts',
    },
    outdir: dist,
    plugins: [apart],
  }),
  build({ ...common, entryPoints: { storeThread: 'server/storeThread.ts' }, outdir: dist, plugins: [apart] }),
  // The panel's own bundle: a page has neither Node nor modules of its own.
  build({
    ...common,
    platform: 'browser',
    format: 'iife',
    target: 'es2022',
    jsx: 'automatic',
    jsxImportSource: 'preact',
    entryPoints: { store: 'media/store/main.tsx' },
    outdir: media,
    minify: true,
  }),
  build({
    absWorkingDir: root,
    bundle: true,
    entryPoints: { store: 'media/store/styles/index.css' },
    outdir: media,
    minify: true,
    logLevel: 'warning',
  }),
  ...['typescript', 'chokidar', 'pg', 'mysql2'].map((name) =>
    build({
      ...common,
      // What they would only need elsewhere: libpq's bindings, and sockets of another runtime.
      external: ['pg-native', 'cloudflare:sockets'],
      stdin: { contents: `module.exports = require('${name}')`, resolveDir: root },
      outfile: join(dist, `${name}.js`),
      minify: true,
    }),
  ),
]);
for (const [library, file] of [
  ['sql.js/dist', 'sql-wasm.wasm'],
  ['web-tree-sitter', 'web-tree-sitter.wasm'],
  ['tree-sitter-php', 'tree-sitter-php.wasm'],
  ['tree-sitter-rust', 'tree-sitter-rust.wasm'],
])
  copyFileSync(join(root, 'node_modules', library, file), join(dist, file));

// Icons under CC-BY-4.0, which asks for its notice beside them.
const codicons = join(root, 'node_modules', '@vscode', 'codicons');
for (const name of ['codicon.css', 'codicon.ttf']) copyFileSync(join(codicons, 'dist', name), join(media, name));
copyFileSync(join(codicons, 'LICENSE'), join(media, 'codicon.LICENSE.txt'));

// V8's compiled code of the large files, made by mapping the sample and reading a small store once, halves the start of
// every cold run.
const warm = join(dist, 'warm');
const program = (...args) =>
  spawnSync(process.execPath, [join(dist, 'cli.js'), ...args], {
    stdio: 'ignore',
    env: { ...process.env, XDG_CACHE_HOME: warm },
  });
mkdirSync(warm);
program('map', join(root, 'sample'));
writeFileSync(join(warm, 'events.sqlite'), await smallStore());
program('monitor', join(warm, 'events.sqlite'), '--events');
const code = join(warm, 'event-wiring', 'code');
if (existsSync(code)) for (const name of readdirSync(code)) renameSync(join(code, name), join(dist, name));
rmSync(warm, { recursive: true, force: true });

async function smallStore() {
  const { Database } = await initSqlJs();
  const database = new Database();
  database.run(
    'CREATE TABLE events (position INTEGER PRIMARY KEY, stream_id TEXT, event_type TEXT, event_data TEXT, version INTEGER, timestamp TEXT)',
  );
  for (let version = 1; version <= 200; version++)
    database.run('INSERT INTO events (stream_id, event_type, event_data, version, timestamp) VALUES (?, ?, ?, ?, ?)', [
      'order-1',
      version === 1 ? 'OrderPlaced' : 'PriceChanged',
      JSON.stringify({ orderId: 'order-1', price: { amount: version, currency: 'EUR' }, previousPrice: null }),
      version,
      new Date(Date.UTC(2026, 0, 1, 0, version)).toISOString(),
    ]);
  const bytes = database.export();
  database.close();
  return bytes;
}
