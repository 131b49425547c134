/** Reading ahead: whoever reads a file, the graph is the same; a second thread that fails or dies costs no file. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { claim, type AheadMessage, type StartAhead } from '../server/ahead';
import { diskFiles } from '../server/files';
import { languages } from '../server/linking';
import { filesBelow, load, openFolder, root } from './support/project';

const systems = join(root, 'sample');

/** A second thread that has read all it wants before linking begins; `facts` says what it makes of a file. */
function readBefore(
  wants: (number: number) => boolean,
  facts: (read: () => unknown) => AheadMessage['facts'],
): { readonly start: StartAhead; readonly read: string[]; closed: number } {
  const read: string[] = [];
  const seen = {
    read,
    closed: 0,
    start: ((task, claims) => {
      const messages: AheadMessage[] = [];
      let number = 0;
      for (const { id, files } of task.languages)
        for (const { path } of files) {
          const answer = diskFiles(task.root).read(path);
          const language = languages.find((one) => one.id === id);
          if (wants(number) && language && answer.kind === 'text') {
            const made = facts(() => language.read(path, answer.text));
            messages.push({ number, ...(made && { facts: made }) });
            Atomics.store(claims, number, claim.sent);
            read.push(path);
          }
          number++;
        }
      return {
        next: () => messages.shift(),
        close() {
          seen.closed++;
        },
      };
    }) satisfies StartAhead,
  };
  return seen;
}

async function prepared(): Promise<void> {
  for (const language of languages) await language.prepare(load);
}

void test('ahead: the graph is the same whoever read a file', async () => {
  await prepared();
  const alone = await openFolder(systems).graph();
  const thread = readBefore(
    (number) => number % 2 === 0,
    (read) => ({ value: structuredClone(read()) }),
  );
  const together = await openFolder(systems, { ahead: thread.start, mostAlone: 1 }).graph();
  assert.ok(thread.read.some((path) => path.endsWith('.php')));
  assert.ok(thread.read.some((path) => path.endsWith('.rs')));
  assert.deepEqual(together, alone);
  assert.equal(thread.closed, 1);
});

void test('ahead: what the second thread read counts, and is not read again', async () => {
  await prepared();
  const thread = readBefore(
    () => true,
    (read) => {
      const facts = read();
      return { value: JSON.parse(JSON.stringify(facts).replaceAll('OrderPlaced', 'OrderTaken')) as unknown };
    },
  );
  const graph = await openFolder(systems, { ahead: thread.start, mostAlone: 1 }).graph();
  const alone = await openFolder(systems).graph();
  assert.notDeepEqual(graph, alone);
});

void test('ahead: a file the second thread could not read is read by linking', async () => {
  await prepared();
  const thread = readBefore(
    () => true,
    () => undefined,
  );
  const graph = await openFolder(systems, { ahead: thread.start, mostAlone: 1 }).graph();
  assert.ok(thread.read.length > 10);
  assert.deepEqual(graph, await openFolder(systems).graph());
});

void test('ahead: text in an editor counts, not what the second thread read from the disk', async () => {
  await prepared();
  const thread = readBefore(
    () => true,
    (read) => ({ value: read() }),
  );
  const session = openFolder(systems, { ahead: thread.start, mostAlone: 1 });
  const alone = openFolder(systems);
  const edited = filesBelow(systems).filter((path) => path.endsWith('.php'));
  assert.ok(edited.length > 10);
  for (const one of [session, alone]) for (const path of edited) one.edited(path, '<?php\n');
  assert.deepEqual(await session.graph(), await alone.graph());
});

void test('ahead: small folders and unchanged ones start no thread', async () => {
  const thread = readBefore(
    () => true,
    () => undefined,
  );
  await openFolder(systems, { ahead: thread.start }).graph();
  assert.equal(thread.closed, 0);
});

void test('ahead: the built program reads many files with two threads and says what one would', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'event-wiring-ahead-'));
  try {
    mkdirSync(join(folder, 'app'));
    for (let number = 0; number < 400; number++)
      writeFileSync(
        join(folder, 'app', `Event${number}.php`),
        `<?php\nnamespace App;\nuse Illuminate\\Support\\Facades\\Event;\nclass Event${number} {}\nclass Sender${number} {\n` +
          `  public function send() { event(new Event${(number + 1) % 400}()); }\n}\n`,
      );
    const { stdout, status } = spawnSync(
      process.execPath,
      [join(root, 'dist', 'cli.js'), 'map', folder, '--format', 'json', '--no-cache'],
      { encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 },
    );
    assert.equal(status, 0);
    const { dispatches } = JSON.parse(stdout) as { readonly dispatches: readonly { readonly file: string }[] };
    const alone = await openFolder(folder).graph();
    assert.equal(dispatches.length, 400);
    assert.deepEqual(dispatches.map(({ file }) => file).sort(), alone.dispatches.map(({ file }) => file).sort());
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
