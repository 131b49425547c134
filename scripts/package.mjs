// `npm run package`: builds and packs the extension into dist/event-wiring.vsix. No network, no publishing.
import { createVSIX } from '@vscode/vsce';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
if (!process.argv.includes('--built')) await import('./build.mjs');
await createVSIX({
  cwd: root,
  packagePath: join(root, 'dist', 'event-wiring.vsix'),
  readmePath: 'docs/extension.md',
  dependencies: false,
  rewriteRelativeLinks: false,
  allowMissingRepository: true,
});
