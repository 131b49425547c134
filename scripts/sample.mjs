// Writes sample/, the workspace people try the extension on, from test/fixtures/systems: the same files without their
// caret marks. `node scripts/sample.mjs`; test/sample.test.ts fails when the two differ.
import { build } from 'esbuild';
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

const root = join(import.meta.dirname, '..');
const fixtures = join(root, 'test/fixtures/systems');
const sample = join(root, 'sample');

/** The marks' own reader is the only place that knows what a mark looks like. */
const bundle = await build({
  entryPoints: [join(root, 'test/support/markers.ts')],
  bundle: true,
  write: false,
  format: 'esm',
  platform: 'node',
});
const { withoutMarks } = await import(
  `data:text/javascript;base64,${Buffer.from(bundle.outputFiles[0].contents).toString('base64')}`
);

rmSync(sample, { recursive: true, force: true });
const files = readdirSync(fixtures, { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile())
  .map((entry) => join(entry.parentPath, entry.name).slice(fixtures.length + 1));
for (const file of files) {
  const target = join(sample, file);
  mkdirSync(dirname(target), { recursive: true });
  writeFileSync(target, withoutMarks(readFileSync(join(fixtures, file), 'utf8')));
}
console.log(`sample: ${files.length} files`);
