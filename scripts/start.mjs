// `npm start [-- FOLDER]`: the map and the findings of a folder; without one, of the sample workspace.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const cli = join(root, 'dist', 'cli.js');
if (!existsSync(cli)) await import('./build.mjs');

// npm runs scripts in the project; the folder was named from where the user stands.
const from = process.env.INIT_CWD ?? process.cwd();
const [folder] = process.argv.slice(2);
const target = folder === undefined ? join(root, 'sample') : resolve(from, folder);
const run = (...command) =>
  spawnSync(process.execPath, [cli, ...command, relative(from, target) || '.'], { stdio: 'inherit', cwd: from }).status;

if (run('map', '--summary') === 0) {
  process.stdout.write('\n');
  run('check');
  const shown = relative(from, target) || '.';
  process.stdout.write(
    `\nMore: node ${relative(from, cli)} map ${shown}, explain NAME ${shown}, or --help.${folder === undefined ? ' Your own code: npm start -- FOLDER.' : ''}\n`,
  );
} else process.exitCode = 2;
