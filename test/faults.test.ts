/** Bad input is normal input: broken, binary, huge, looping, vanishing files cost themselves and nothing else. */
import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, test } from 'node:test';
import { diskFiles, type Files } from '../server/files';
import type { Graph } from '../server/graph/graph';
import { languages } from '../server/linking';
import { openSession } from '../server/session';
import { filesBelow, fixtures, load, membersOf, openFolder } from './support/project';
import { randomFrom } from './support/random';

const folders: string[] = [];
after(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

function folderWith(files: Readonly<Record<string, string | Buffer>>): string {
  const folder = mkdtempSync(join(tmpdir(), 'event-wiring-faults-'));
  folders.push(folder);
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), content);
  }
  return folder;
}

const map = (folder: string): Promise<Graph> => openFolder(folder).graph();
const mapWith = (files: Files): Promise<Graph> =>
  openSession({ files, languages: () => Promise.resolve(languages), load }).graph();
const dispatchesOf = (graph: Graph): string[] =>
  graph.dispatches.map((site) => `${site.file}:${site.line}:${site.column} ${site.event ?? '?'}`);

/** One dispatch and one listener per language, so that a lost file shows. */
const healthy: Readonly<Record<string, string>> = {
  'package.json': '{"name":"orders"}',
  'src/orders.ts': [
    "import { EventEmitter } from 'node:events';",
    'export class Orders extends EventEmitter {',
    "  place() { this.emit('placed'); }",
    '}',
    'export const orders = new Orders();',
    "orders.on('placed', () => {});",
    '',
  ].join('\n'),
  'composer.json': '{"autoload":{"psr-4":{"App\\\\":"app/"}},"require":{"laravel/framework":"^12.0"}}',
  'app/Events/OrderPlaced.php':
    '<?php\nnamespace App\\Events;\nclass OrderPlaced { use \\Illuminate\\Foundation\\Events\\Dispatchable; }\n',
  'app/Shop.php':
    '<?php\nnamespace App;\nuse App\\Events\\OrderPlaced;\nclass Shop { function buy() { event(new OrderPlaced()); } }\n',
};
const healthySites = ['app/Shop.php:4:31 App\\Events\\OrderPlaced', 'src/orders.ts:3:18 placed'];

void test('every fixture, cut off at a hundred places: nothing gives up', { timeout: 1_200_000 }, async () => {
  for (const set of ['frameworks', 'systems'])
    for (const member of membersOf(set)) {
      const folder = join(fixtures, set, member);
      const session = openFolder(folder);
      const sources = filesBelow(folder).filter((file) => /\.(?:[mc]?[jt]sx?|php|rs)$/.test(file));
      const whole = await session.graph();
      const random = randomFrom(member.length * 7919);
      for (let cut = 0; cut < 100; cut++) {
        const file = sources[random(sources.length)] ?? '';
        const text = readFileSync(join(folder, file), 'utf8');
        session.edited(file, text.slice(0, random(text.length + 1)));
        const graph = await session.graph();
        const complaints = graph.problems.filter(({ message }) => /gave up|could not be linked/.test(message));
        assert.deepEqual(complaints, [], `${member}/${file}`);
        assert.equal(graph.files.read, whole.files.read, `${member}/${file}: a file was lost`);
        session.edited(file, undefined);
      }
      assert.deepEqual(dispatchesOf(await session.graph()), dispatchesOf(whole), `${member}: undoing did not restore`);
    }
});

void test('a syntax error at the end of a file leaves the facts before it', async () => {
  const broken = { ts: '\nfunction half( {', php: '\nfunction half( {' };
  const graph = await map(
    folderWith({
      ...healthy,
      'src/orders.ts': `${healthy['src/orders.ts'] ?? ''}${broken.ts}`,
      'app/Shop.php': `${healthy['app/Shop.php'] ?? ''}${broken.php}`,
    }),
  );
  assert.deepEqual(dispatchesOf(graph), healthySites);
});

void test('binary, minified and oversized files are passed over, by name, and nothing healthy is lost', async () => {
  const minified = `!function(){${"var a=function(b){return b.emit('x',1)};".repeat(25_000)}}();`;
  const huge = `${"var a=function(b){return b.emit('y',1)};".repeat(130_000)}`;
  assert.ok(huge.length > 5_000_000 && minified.length < 2_000_000);
  const graph = await map(
    folderWith({
      ...healthy,
      'src/picture.ts': Buffer.from([0x89, 0x50, 0x4e, 0x47, 0, 0, 0, 1, 0, 255, 13, 10, 0, 0]),
      'app/blob.php': Buffer.alloc(4096, 0),
      'public/app.min.js': minified,
      'public/bundle.js': huge,
    }),
  );
  assert.deepEqual(dispatchesOf(graph), healthySites);
  const named = graph.problems.map((problem) => problem.file);
  for (const file of ['src/picture.ts', 'app/blob.php', 'public/bundle.js']) assert.ok(named.includes(file), file);
  assert.match(graph.problems.find(({ file }) => file === 'public/bundle.js')?.message ?? '', /larger than the limit/);
  assert.equal(graph.files.skipped, 3);
});

void test("a library's build among served files is not read; the project's own script beside it is", async () => {
  const script = "import { EventEmitter } from 'events';\nconst bus = new EventEmitter();\nbus.emit('shown');\n";
  const graph = await map(
    folderWith({
      ...healthy,
      'public/js/carousel.js': script,
      'public/js/carousel.min.js': '!function(){}();',
      'public/js/shop.js': script,
      'src/carousel.js': script,
      'src/carousel.min.js': '!function(){}();',
    }),
  );
  assert.deepEqual(dispatchesOf(graph), [
    healthySites[0],
    'public/js/shop.js:3:5 shown',
    'src/carousel.js:3:5 shown',
    healthySites[1],
  ]);
  assert.deepEqual(
    graph.problems.map(({ file }) => file),
    ['public/js/carousel.js'],
  );
});

void test('symbolic links that loop are not followed', async () => {
  const folder = folderWith(healthy);
  symlinkSync(folder, join(folder, 'src', 'loop'));
  symlinkSync(join(folder, 'nowhere'), join(folder, 'src', 'dangling.ts'));
  symlinkSync('self.ts', join(folder, 'src', 'self.ts'));
  assert.deepEqual(dispatchesOf(await map(folder)), healthySites);
});

void test('an unreadable file is named with the reason', async () => {
  const disk = diskFiles(folderWith({ ...healthy, 'src/secret.ts': "x.emit('hidden')" }));
  const graph = await mapWith({
    ...disk,
    read: (path) => (path === 'src/secret.ts' ? { kind: 'failed', message: 'permission denied' } : disk.read(path)),
  });
  assert.deepEqual(dispatchesOf(graph), healthySites);
  assert.deepEqual(graph.problems, [{ file: 'src/secret.ts', message: 'The file cannot be read: permission denied.' }]);
  assert.equal(graph.files.failed, 1);
});

void test('files that vanish between finding and reading are no error', async () => {
  const folder = folderWith(healthy);
  const disk = diskFiles(folder);
  const graph = await mapWith({
    ...disk,
    find: async (...asked) => {
      const found = await disk.find(...asked);
      rmSync(folder, { recursive: true, force: true });
      return found;
    },
  });
  assert.deepEqual(dispatchesOf(graph), []);
});

void test('a folder that does not exist is an error of the caller', () => {
  assert.throws(() => openFolder(join(tmpdir(), 'event-wiring-is-not-here')));
});

void test('line ends, byte order marks and encodings do not move a column', async () => {
  const text = healthy['src/orders.ts'] ?? '';
  const variants: Readonly<Record<string, string | Buffer>> = {
    crlf: text.replaceAll('\n', '\r\n'),
    bom: `\uFEFF${text}`,
    'utf-16 little endian': Buffer.from(`\uFEFF${text}`, 'utf16le'),
    'utf-16 big endian': Buffer.from(`\uFEFF${text}`, 'utf16le').swap16(),
    'utf-16 without mark': Buffer.from(text, 'utf16le'),
  };
  for (const [name, content] of Object.entries(variants)) {
    const graph = await map(folderWith({ ...healthy, 'src/orders.ts': content }));
    assert.deepEqual(dispatchesOf(graph), healthySites, name);
    assert.equal(graph.listens.filter(({ file }) => file === 'src/orders.ts').length, 1, name);
  }
  const php = (healthy['app/Shop.php'] ?? '').replaceAll('\n', '\r\n');
  assert.deepEqual(dispatchesOf(await map(folderWith({ ...healthy, 'app/Shop.php': `\uFEFF${php}` }))), healthySites);
});

void test('columns count UTF-16 units, whatever stands before the event', async () => {
  const before = '/* ä 漢字 😀 */ ';
  const graph = await map(
    folderWith({
      ...healthy,
      'src/orders.ts': (healthy['src/orders.ts'] ?? '').replace('  place()', `${before}place()`),
      'app/Shop.php': (healthy['app/Shop.php'] ?? '').replace('event(', `${before}event(`),
    }),
  );
  assert.deepEqual(dispatchesOf(graph), [
    `app/Shop.php:4:${31 + before.length} App\\Events\\OrderPlaced`,
    `src/orders.ts:3:${16 + before.length} placed`,
  ]);
});

void test('deep nesting and endless lines do not exhaust the stack', async () => {
  const deep = 6_000;
  const graph = await map(
    folderWith({
      ...healthy,
      'src/deep.ts': `import { orders } from './orders';\norders.emit(${'('.repeat(deep)}'deep'${')'.repeat(deep)});\n`,
      'src/sum.ts': `import { orders } from './orders';\norders.emit('sum', ${'1+'.repeat(20_000)}1);\n`,
      'app/Deep.php': `<?php\nnamespace App;\n$a = ${'['.repeat(deep)}event(new Events\\OrderPlaced())${']'.repeat(deep)};\n`,
      'src/deep.rs': `fn main() { ${'{'.repeat(deep)} bus.dispatch(OrderPlaced) ${'}'.repeat(deep)} }\n`,
    }),
  );
  const sites = dispatchesOf(graph);
  for (const site of healthySites) assert.ok(sites.includes(site), site);
});
