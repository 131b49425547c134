/** The pictures in README are what the program prints on the sample; `UPDATE=1` draws them anew. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { root } from './support/project';
import { terminalPicture } from './support/terminalPicture';

/** The command as a person types it, without its colours and its folder. */
const pictures: Readonly<Record<string, readonly string[]>> = {
  map: ['map', 'sample/hd-tickets', '--summary'],
  explain: ['explain', 'ModelGenerated', 'sample/laravel-model-generator'],
  check: ['check', 'sample/nest-shop'],
};

for (const [name, args] of Object.entries(pictures))
  void test(`pictures: ${name}`, () => {
    const file = join(root, 'docs', 'pictures', `${name}.svg`);
    const drawn = terminalPicture(`event-wiring ${args.join(' ')}`, printed(args));
    if (process.env['UPDATE'] === '1') writeFileSync(file, drawn);
    assert.ok(existsSync(file), 'the picture is missing; UPDATE=1 draws it');
    assert.equal(drawn, readFileSync(file, 'utf8'), 'the picture is out of date; UPDATE=1 draws it anew');
  });

/** `check` ends with 1 when it finds something, which is no failure here; the time a run takes is left out. */
function printed(args: readonly string[]): string {
  let output: string;
  try {
    output = execFileSync(process.execPath, [join(root, 'dist', 'cli.js'), ...args, '--color', '--no-cache'], {
      cwd: root,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    });
  } catch (error) {
    output = (error as { stdout?: string }).stdout ?? '';
  }
  return output.replace(/ · [\d.,]+ m?s(?=\u001b)/, '');
}
