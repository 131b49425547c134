/** The parts of the inspector's client that need no editor: frames, rows, texts of connections, edits of the settings file. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { bestPaths } from '../client/panels/frames';
import { editToAdd } from '../client/panels/mappingEdit';
import { nameForConnection, problemOfConnection, problemOfName } from '../client/stores/connectionText';
import { memoryOf } from '../client/stores/memory';
import { describe, filterForType, rowsOf, shortName } from '../client/stores/rows';
import { ago } from '../client/words';
import type { Questions } from '../server/protocol';

const paths = (frame: string, ...relatives: string[]): string[] =>
  bestPaths(
    frame,
    relatives.map((relative) => ({ relative })),
  ).map(({ relative }) => relative);

void test('frames: a path in a container is the file with the longest common end', () => {
  const files = ['app/Listeners/NotifyPriceWatchers.php', 'tests/Listeners/NotifyPriceWatchers.php'];
  assert.deepEqual(paths('/var/www/html/app/Listeners/NotifyPriceWatchers.php', ...files), [files[0]]);
  assert.deepEqual(paths('C:\\build\\app\\Listeners\\NotifyPriceWatchers.php', ...files), [files[0]]);
  assert.deepEqual(paths('file:///srv/tests/Listeners/NotifyPriceWatchers.php', ...files), [files[1]]);
});

void test('frames: files that fit equally well are all offered', () => {
  assert.deepEqual(paths('/app/src/main.ts', 'one/src/main.ts', 'two/src/main.ts'), [
    'one/src/main.ts',
    'two/src/main.ts',
  ]);
});

void test('frames: a name alone is no match, but for a file in the folder itself', () => {
  assert.deepEqual(paths('/var/www/html/app/Support/index.php', 'public/index.php'), []);
  assert.deepEqual(paths('/var/www/html/artisan', 'tools/artisan', 'artisan'), ['artisan']);
  assert.deepEqual(paths('artisan', 'tools/artisan'), ['tools/artisan']);
  assert.deepEqual(paths('/var/www/vendor/laravel/framework/helpers.php', 'helpers.php'), []);
  assert.deepEqual(paths('/app/src/main.ts'), []);
});

const entry = { match: 'log', mapping: { events: { table: 'log', position: 'id' } } };

/** The text after the edit, and that it says the same as before with one entry more. */
function added(text: string, stores: readonly unknown[]): string {
  const { offset, length, text: inserted } = editToAdd(text, entry);
  const after = text.slice(0, offset) + inserted + text.slice(offset + length);
  const before = (text.replace(/^\uFEFF/, '').trim() === '' ? {} : JSON.parse(text.replace(/^\uFEFF/, ''))) as object;
  assert.deepEqual(JSON.parse(after.replace(/^\uFEFF/, '')), { ...before, stores });
  return after;
}

void test('mapping: a file that is not there or empty holds nothing but it', () => {
  const whole = added('', [entry]);
  assert.match(whole, /^\{\n {2}"stores": \[\n {4}\{\n {6}"match": "log",\n/);
  assert.ok(whole.endsWith('\n}\n'));
  added('{}', [entry]);
  added('{\n}\n', [entry]);
  added(' \n', [entry]);
});

void test('mapping: what stands in the file stays as it is written', () => {
  const text = '{\n\t"exclude": [ "a" ,"b" ],\n\t"buses": [{"name":"x","dispatch":[{"call":"a,]}"}]}]\n}\n';
  const after = added(text, [entry]);
  assert.ok(after.startsWith(text.slice(0, text.lastIndexOf('\n}'))), after);
  assert.match(after, /\]\}\],\n\t"stores": \[\n\t\t\{\n\t\t\t"match"/);
});

void test('mapping: another entry comes after the others, on lines of its own', () => {
  const other = { match: 'other', mapping: {} };
  const text =
    '{\r\n    "stores": [\r\n        { "match": "other", "mapping": {} }\r\n    ],\r\n    "exclude": []\r\n}\r\n';
  const after = added(text, [other, entry]);
  assert.ok(after.includes('{ "match": "other", "mapping": {} },\r\n        {\r\n            "match": "log"'), after);
  assert.ok(!/[^\r]\n/.test(after));
  added('{"stores": []}', [entry]);
  added('{\n  "stores": [ ]\n}', [entry]);
});

void test('mapping: an entry for the same table is replaced where it stands', () => {
  const text =
    '{\n  "stores": [\n    { "match": "log", "mapping": { "jobs": [] } },\n    { "match": "b", "mapping": 1 }\n  ]\n}';
  const after = added(text, [entry, { match: 'b', mapping: 1 }]);
  assert.ok(after.endsWith(',\n    { "match": "b", "mapping": 1 }\n  ]\n}'), after);
});

void test('mapping: a file on one line stays on one line, a byte order mark stays in front', () => {
  assert.ok(!added('{"exclude":["a"]}', [entry]).includes('\n'));
  assert.ok(
    !added('{"exclude": ["a"], "stores": [{"match": "x", "mapping": 1}]}', [
      { match: 'x', mapping: 1 },
      entry,
    ]).includes('\n'),
  );
  assert.ok(added('\uFEFF{\n  "exclude": []\n}', [entry]).startsWith('\uFEFF{'));
  assert.ok(added('\uFEFF', [entry]).startsWith('\uFEFF{'));
});

void test('mapping: keys in other objects and quoted brackets mislead nobody', () => {
  const text =
    '{\n  "buses": [{ "stores": [1], "name": "\\"}]" }],\n  "stores": [{ "match": "]", "mapping": {"stores": []} }]\n}';
  added(text, [{ match: ']', mapping: { stores: [] } }, entry]);
});

void test('mapping: a file that is no JSON object is left alone, with one sentence', () => {
  for (const text of ['{ "exclude": [', '[]', '// a comment\n{}', '{"stores": {}}'])
    assert.throws(() => editToAdd(text, entry), /Nothing was changed\.$/, text);
});

void test('connections: a text that cannot be one is told without being repeated', () => {
  for (const text of ['postgres://me:s3cret@db.example:5432/tickets', 'mysql://root@localhost/shop'])
    assert.equal(problemOfConnection(text), undefined, text);
  for (const text of [
    's3cret',
    'redis://me:s3cret@db/0',
    'postgres://me:s3cret@db.example',
    'postgres://me:s3cret@db:x/y',
  ]) {
    const problem = problemOfConnection(text) ?? '';
    assert.match(problem, /\.$/, text);
    assert.ok(!problem.includes('s3cret'));
  }
  assert.equal(nameForConnection('postgres://me:s3cret@db.example:5432/tick%20ets'), 'tick ets on db.example');
  assert.equal(nameForConnection('nonsense'), '');
});

void test('connections: a name is new and has no slash', () => {
  assert.equal(problemOfName('tickets on db', ['shop']), undefined);
  for (const name of ['', '  ', 'a/b', 'a\\b', 'shop', ' shop ']) assert.ok(problemOfName(name, ['shop']), name);
});

void test('memory: a mapping by hand that is only tried leaves the layout that was chosen', () => {
  const kept = new Map<string, unknown>();
  const memory = memoryOf({
    keys: () => [...kept.keys()],
    get: <T>(key: string, otherwise?: T) => (kept.get(key) ?? otherwise) as T,
    update: (key: string, value: unknown) => {
      kept.set(key, value);
      return Promise.resolve();
    },
  });
  const uri = { toString: () => 'file:///shop.sqlite' } as never;
  memory.keep(uri, { filters: [] });
  memory.chose(uri, { key: 'outbox' });
  memory.chose(uri, { mapping: { events: { table: 'log' } } });
  assert.deepEqual(memory.of(uri), { filters: [], layout: 'outbox' });
  // Once it is kept, it is found before any layout.
  memory.mapped(uri);
  assert.deepEqual(memory.of(uri), { filters: [] });
});

const now = Date.parse('2026-06-18T14:35:00Z');

function overview(change: Partial<Questions['overview']['answer']>): Questions['overview']['answer'] {
  return {
    total: { count: 0, exact: true },
    selected: { count: 0, exact: true },
    ...{ today: null, todayUsually: null, types: [], streams: null, activeStreams: [] },
    ...{ failures: null, failureGroups: [], projections: [], rate: null, size: null, growth: null },
    ...{ first: null, last: null },
    ...change,
  };
}
const stored = (type: string, count: number): Questions['overview']['answer']['types'][number] => ({
  ...{ type, stored: count, selected: count, first: null, last: null, trend: [] },
});

void test('rows: what is wrong comes first, and every row leads to its part of the panel', () => {
  const rows = rowsOf(
    overview({
      types: [
        stored('App\\Events\\TicketSoldOut', 1204),
        stored('order.placed', 3),
        stored('A\\Paid', 2),
        stored('B\\Paid', 1),
      ],
      streams: { count: 8412, exact: false },
      failures: { open: 21, resolved: 204 },
      projections: [
        { name: 'A', position: 1, lag: 0, status: null, updated: null, failures: 0, state: 'failed' },
        { name: 'B', position: 1, lag: 7, status: null, updated: null, failures: 0, state: 'behind' },
      ],
    }),
    now,
  );
  assert.deepEqual(
    rows.map(({ label, description, goto }) => [label, description, goto]),
    [
      ['Failures', '21 open, 204 resolved', { tab: 'failures' }],
      ['Projections', '2, 1 failed, 1 behind', { tab: 'projections' }],
      ['Streams', '8,412+', { tab: 'streams' }],
      ['TicketSoldOut', '1,204', { tab: 'events', filter: 'type:TicketSoldOut' }],
      ['order.placed', '3', { tab: 'events', filter: 'type:order.placed' }],
      ['Paid', '2', { tab: 'events', filter: 'type:A\\Paid' }],
      ['Paid', '1', { tab: 'events', filter: 'type:B\\Paid' }],
    ],
  );
  assert.equal(new Set(rows.map(({ id }) => id)).size, rows.length);
});

void test('rows: of very many types the rest is in the overview', () => {
  const rows = rowsOf(overview({ types: Array.from({ length: 230 }, (_, index) => stored(`type ${index}`, 1)) }), now);
  assert.equal(rows.length, 201);
  assert.deepEqual(rows.at(-1)?.goto, { tab: 'overview' });
  assert.equal(rows.at(-1)?.description, '30 types left');
});

void test('rows: a type of any characters is shown as text and filtered by as it is', () => {
  const [row] = rowsOf(overview({ types: [stored('a\u0007\u202eb', 1)] }), now);
  assert.equal(row?.label, 'a\\u0007\\u202eb');
  assert.deepEqual(row?.goto, { tab: 'events', filter: 'type:"a\u0007\u202eb"' });
  assert.equal(filterForType('say "hi" \\o/'), 'type:"say \\"hi\\" \\\\o/"');
  assert.equal(shortName('App\\Events\\A'), 'A');
  assert.equal(shortName('shop::Event::Paid'), 'Paid');
  assert.equal(shortName('order.placed'), 'order.placed');
});

void test('rows: a store says how many events and when the last one was', () => {
  const fact = { total: { count: 1204, exact: true }, last: '2026-06-18T14:32:00Z', failures: null };
  assert.equal(describe(fact, now), '1,204 events, last 3 min ago');
  assert.equal(describe({ ...fact, total: { count: 5000, exact: false }, last: null }, now), '5,000+ events');
});

void test('words: the time that passed, then the time of day, then the day', () => {
  const at = (time: string): string => ago(time, now);
  assert.equal(at('2026-06-18T14:34:30Z'), 'just now');
  assert.equal(at('2026-06-18T13:36:00Z'), '59 min ago');
  assert.match(at('2026-06-18T13:00:00Z'), /^\d\d:\d\d/);
  assert.match(at('2026-03-03T13:00:00Z'), /Mar/);
  assert.match(at('2025-03-03T13:00:00Z'), /2025/);
  assert.match(at('2027-03-03T13:00:00Z'), /2027/);
  assert.equal(at('never'), 'never');
});
