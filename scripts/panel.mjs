// Builds the panel and takes pictures of its screens into dist/test/media: `node scripts/panel.mjs [NAME…]`. With --themes
// reads the colours of VS Code's themes anew instead.
import { spawnSync } from 'node:child_process';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const chosen = process.argv.slice(2);
const task = chosen.includes('--themes') ? 'readThemes' : 'pictures';
await import('./build.mjs');
const outfile = join(root, 'dist', 'test', 'media', `${task}.js`);
await build({
  bundle: true,
  platform: 'node',
  format: 'cjs',
  target: 'node20',
  packages: 'external',
  logLevel: 'warning',
  absWorkingDir: root,
  define: { __ROOT__: JSON.stringify(root) },
  entryPoints: [`test/media/harness/${task}.ts`],
  outfile,
});
process.exit(spawnSync(process.execPath, [outfile, ...chosen], { stdio: 'inherit' }).status ?? 1);
