// Compiles the tests and runs them with Node's own runner. `node scripts/test.mjs [NAME…]` runs the files named so.
import { spawnSync } from 'node:child_process';
import { readdirSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const chosen = process.argv.slice(2);
const files = readdirSync(join(root, 'test'))
  .filter((name) => name.endsWith('.test.ts'))
  .filter((name) => !chosen.length || chosen.some((part) => name.startsWith(part)));
// The command line is tested as people run it.
if (files.some((name) => /^(?:cli|pictures|manifest|server)\./.test(name))) await import('./build.mjs');
const out = join(root, 'dist', 'test');
rmSync(out, { recursive: true, force: true });
await build({
  entryPoints: files.map((name) => join(root, 'test', name)),
  outdir: out,
  bundle: true,
  platform: 'node',
  format: 'cjs',
  target: 'node20',
  sourcemap: 'inline',
  packages: 'external',
  logLevel: 'warning',
  define: { __ROOT__: JSON.stringify(root) },
});
const { status } = spawnSync(
  process.execPath,
  [
    '--enable-source-maps',
    '--test',
    '--test-reporter=spec',
    '--test-timeout=180000',
    ...files.map((name) => join(out, name.replace(/\.ts$/, '.js'))),
  ],
  { stdio: 'inherit', cwd: root },
);
process.exit(status ?? 1);
