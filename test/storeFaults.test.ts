/**
 * Stores that are broken, hostile or huge, asked all that the inspector asks: a sentence or the healthy rest, never a
 * hang, never a write. What single sources make of them stands in stores.test.ts.
 */
import assert from 'node:assert/strict';
import { appendFileSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { gunzipSync, gzipSync } from 'node:zlib';
import { openInspector } from '../server/stores/inspector';
import type { EventRow, Inspector, Question, Questions } from '../server/stores/questions';
import { StoreProblem } from '../server/stores/store';
import { fixtures } from './support/project';
import { randomFrom } from './support/random';
import { inFolder, plainWorld, sqliteBytes } from './support/stores';

/** One clear sentence, or two: what happened, and what is unharmed or to be done. */
const sentence = /^[^\n]{10,600}[.?]$/;
/** No character of a store's that a terminal or an editor would obey. */
const control = /[\u0000-\u001f\u007f-\u009f]/;

async function answerOf<T>(work: Promise<T>): Promise<T | string> {
  try {
    return await work;
  } catch (error) {
    assert.ok(error instanceof StoreProblem, error instanceof Error ? error.stack : String(error));
    assert.match(error.message, sentence);
    return error.message;
  }
}

const asks: readonly { readonly [Q in Question]: readonly [Q, Questions[Q]['ask']] }[Question][] = [
  ['about', {}],
  ['overview', {}],
  ['events', { order: 'newest', limit: 20 }],
  ['events', { order: 'oldest', limit: 20, filter: { text: 'amount>3 -nothing' } }],
  ['histogram', { bars: 10 }],
  ['streams', { limit: 5 }],
  ['verify', {}],
  ['export', { format: 'jsonl' }],
];

/** Everything is asked; the number of events that could be shown. */
async function asked(path: string): Promise<number | string> {
  const opened = await answerOf(openInspector(path, plainWorld));
  if (typeof opened === 'string') return opened;
  try {
    let shown = 0;
    for (const [question, params] of asks) {
      const answer = await answerOf(opened.ask(question, params));
      if (question === 'events' && typeof answer !== 'string') shown = Math.max(shown, rowsIn(answer).length);
    }
    const [first] = rowsIn(await answerOf(opened.ask('events', { order: 'newest', limit: 1 })));
    if (first) await answerOf(opened.ask('event', { key: first.key }));
    return shown;
  } finally {
    await opened.close();
  }
}

const rowsIn = (answer: unknown): readonly EventRow[] =>
  typeof answer === 'object' && answer !== null && 'rows' in answer ? (answer.rows as readonly EventRow[]) : [];

const columns =
  'position INTEGER PRIMARY KEY, stream_id TEXT, event_type TEXT, event_data TEXT, version INTEGER, timestamp TEXT';
const someEvents = (count: number): string =>
  `INSERT INTO events WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c WHERE x < ${count})
   SELECT x, 'order-' || (x % 5), CASE WHEN x % 3 THEN 'OrderPlaced' ELSE 'OrderPaid' END, '{"amount":' || x || ',"by":"somebody"}', (x - 1) / 5 + 1, strftime('%Y-%m-%dT%H:%M:%SZ', 1767225600 + x * 3600, 'unixepoch') FROM c`;
const lines = Array.from(
  { length: 30 },
  (_, index) =>
    `{"position":${index + 1},"stream":"order-${index % 5}","type":"OrderPlaced","data":{"amount":${index}},"time":"2026-01-01T00:00:${String(index).padStart(2, '0')}Z"}\n`,
).join('');

/** Cuts and flips one of the files, as often as said; the others stay sound. */
async function damaged(
  files: Readonly<Record<string, Uint8Array>>,
  rounds: number,
  seed: number,
): Promise<{ readonly read: number; readonly refused: number }> {
  const random = randomFrom(seed);
  const names = Object.keys(files);
  let [read, refused] = [0, 0];
  await inFolder(async (folder) => {
    for (let round = 0; round < rounds; round++) {
      const victim = names[random(names.length)] ?? '';
      for (const [name, content] of Object.entries(files)) {
        if (name !== victim) folder.file(name, content);
        else if (round % 2) folder.file(name, content.subarray(0, random(content.length)));
        else {
          const bytes = Buffer.from(content);
          const at = random(bytes.length);
          bytes[at] = (bytes[at] ?? 0) ^ (1 << random(8));
          folder.file(name, bytes);
        }
      }
      const before = folder.listing();
      const answer = await asked(join(folder.path, names[0] ?? ''));
      if (typeof answer === 'number' && answer > 0) read++;
      else refused++;
      assert.deepEqual(folder.listing(), before, `round ${round}`);
    }
  });
  return { read, refused };
}

void test('faults: 200 damaged databases', { timeout: 600_000 }, async () => {
  const sound = await sqliteBytes('PRAGMA page_size = 512', `CREATE TABLE events (${columns})`, someEvents(40));
  const { read, refused } = await damaged({ 'a.db': sound }, 200, 21);
  assert.ok(read > 60 && refused > 20, `${read} read, ${refused} refused`);
});

void test('faults: 100 databases with a log, one of the two damaged', { timeout: 600_000 }, async () => {
  const real = JSON.parse(readFileSync(join(fixtures, 'stores', 'beside.json'), 'utf8')) as Record<
    'log',
    { readonly database: string; readonly beside: string }
  >;
  const unpacked = (text: string): Buffer => gunzipSync(Buffer.from(text, 'base64'));
  const files = { 'a.db': unpacked(real.log.database), 'a.db-wal': unpacked(real.log.beside) };
  const { read } = await damaged(files, 100, 22);
  assert.ok(read > 30, `${read} read`);
});

void test('faults: 120 damaged JSON Lines keep all lines but the damaged one', { timeout: 600_000 }, async () => {
  const { read, refused } = await damaged({ 'events.jsonl': Buffer.from(lines) }, 120, 23);
  assert.ok(read > 100, `${read} read, ${refused} refused`);
  await inFolder(async (folder) => {
    const path = folder.file('events.jsonl', lines.replace('"amount":7}', '"amount":7'));
    const inspector = await openInspector(path, plainWorld);
    const { rows } = await inspector.ask('events', { order: 'oldest', limit: 100 });
    assert.deepEqual(
      rows.map(({ position }) => position),
      Array.from({ length: 30 }, (_, index) => index + 1).filter((position) => position !== 8),
    );
    const { notes } = await inspector.ask('about', {});
    assert.match(notes.join('\n'), /8/);
    await inspector.close();
  });
});

void test('faults: 80 damaged packed files', { timeout: 600_000 }, async () => {
  const { read, refused } = await damaged({ 'events.jsonl.gz': gzipSync(lines) }, 80, 24);
  assert.ok(read > 5 && refused > 5, `${read} read, ${refused} refused`);
});

async function inspecting(
  files: Readonly<Record<string, string | Uint8Array>>,
  work: (inspector: Inspector, path: string) => Promise<void>,
): Promise<void> {
  await inFolder(async (folder) => {
    for (const [name, content] of Object.entries(files)) folder.file(name, content);
    const before = folder.listing();
    const path = join(folder.path, Object.keys(files)[0] ?? '');
    const inspector = await openInspector(path, plainWorld);
    try {
      await work(inspector, path);
    } finally {
      await inspector.close();
    }
    assert.deepEqual(folder.listing(), before);
  });
}

void test('faults: the name of a file says nothing', async () => {
  const database = await sqliteBytes(`CREATE TABLE events (${columns})`, someEvents(3));
  await inspecting({ 'events.jsonl': database }, async (inspector) => {
    assert.equal((await inspector.ask('about', {})).kind, 'sqlite');
    assert.equal((await inspector.ask('overview', {})).total.count, 3);
  });
  await inspecting({ 'events.sqlite': lines }, async (inspector) => {
    assert.equal((await inspector.ask('about', {})).kind, 'jsonl');
    assert.equal((await inspector.ask('overview', {})).total.count, 30);
  });
});

void test('faults: payloads that are no JSON, no times, negative times, no types', async () => {
  const row = (position: number, type: string, data: string, time: string): string =>
    `(${position}, 's', ${type}, ${data}, ${position}, ${time})`;
  const rows = [
    row(1, `'Sound'`, `'{"a":1}'`, `'2026-01-01T00:00:00Z'`),
    row(2, `'Torn'`, `'{"a":'`, `NULL`),
    row(3, `'Bytes'`, `x'00ff80'`, `-1`),
    row(4, `NULL`, `NULL`, `'soon'`),
    row(5, `''`, `''`, `9000000000000000000`),
    row(6, `'Deep'`, `'${'['.repeat(5000)}${']'.repeat(5000)}'`, `'2026-13-45T99:00:00Z'`),
  ];
  const bytes = await sqliteBytes(`CREATE TABLE events (${columns})`, `INSERT INTO events VALUES ${rows.join()}`);
  await inspecting({ 'a.db': bytes }, async (inspector) => {
    const { rows: events } = await inspector.ask('events', { order: 'oldest', limit: 10 });
    assert.deepEqual(
      events.map(({ time, invalidTime }) => invalidTime ?? time),
      ['2026-01-01T00:00:00.000Z', null, '-1', 'soon', '9000000000000000000', '2026-13-45T99:00:00Z'],
    );
    const payloads = await Promise.all(events.map(async ({ key }) => (await inspector.ask('event', { key })).data));
    assert.deepEqual(payloads[0], { kind: 'json', text: '{"a":1}', encoding: 'json' });
    assert.equal(payloads[2]?.kind, 'opaque');
    const overview = await inspector.ask('overview', {});
    assert.equal(overview.total.count, 6);
    assert.equal(overview.first, '2026-01-01T00:00:00.000Z');
    assert.equal((await inspector.ask('histogram', { bars: 5 })).without, 5);
    for (const text of ['a>0', 'a:*', 'Torn', 'time>2020'])
      assert.ok(Array.isArray((await inspector.ask('events', { limit: 10, filter: { text } })).rows), text);
    const { text } = await inspector.ask('export', { format: 'jsonl' });
    const exported = text
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as { readonly position: number });
    assert.deepEqual(
      exported.map(({ position }) => position),
      [1, 2, 3, 4, 5, 6],
    );
    await inspector.ask('verify', {});
  });
});

void test('faults: markup and control characters stay text', async () => {
  const hostile = '<script>alert(1)</script>\u0000\u0007\u001b[2J\r\n\u202e"\'`</pre>';
  const short = '<b>\u0007</b>';
  const text = `${JSON.stringify({ position: 1, type: `Type${hostile}`, stream: hostile, data: { [hostile]: hostile, note: short }, metadata: { x: hostile }, time: hostile })}\n`;
  await inspecting({ 'events.jsonl': text }, async (inspector) => {
    const { rows } = await inspector.ask('events', { order: 'newest', limit: 10 });
    assert.equal(rows.length, 1);
    for (const { text: part } of rows[0]?.sentence ?? []) assert.doesNotMatch(part, control);
    const said = (rows[0]?.sentence ?? []).map(({ text: part }) => part).join('');
    assert.ok(said.includes('<b>\\u0007</b>'), `shown as it is: ${said}`);
    const { text: exported } = await inspector.ask('export', { format: 'jsonl' });
    assert.deepEqual((JSON.parse(exported) as { data: unknown }).data, { [hostile]: hostile, note: short });
    const { text: csv } = await inspector.ask('export', { format: 'csv' });
    assert.match(csv, /Type/);
    const { text: markdown } = await inspector.ask('export', { format: 'markdown' });
    assert.doesNotMatch(markdown, /<script>/);
    const { types } = await inspector.ask('overview', {});
    assert.equal(types[0]?.type, `Type${hostile}`);
  });
});

void test('faults: filters that try SQL find what they say, and nothing else', async () => {
  const bytes = await sqliteBytes(
    `CREATE TABLE events (${columns})`,
    someEvents(20),
    'CREATE TABLE secrets (word TEXT)',
    `INSERT INTO secrets VALUES ('hidden-word')`,
    `INSERT INTO events VALUES (21, 'order-1', 'O''Brien; DROP TABLE events; --', '{"note":"1'' OR ''1''=''1"}', 9, NULL)`,
  );
  const attempts = [
    `' OR '1'='1`,
    `type:"' OR 1=1 --"`,
    `type:'%27;DROP`,
    `stream:x'); DELETE FROM events; --`,
    `"); ATTACH DATABASE '/tmp/evil.db' AS evil; --"`,
    `"amount') UNION SELECT word FROM secrets --">0`,
    `amount')=1`,
    `a.b'||(SELECT/**/word/**/FROM/**/secrets)||'.c:*`,
    `position>0;PRAGMA`,
    `position>"1 UNION SELECT 1"`,
    `%`,
    `_`,
    `type:%`,
    `type:*`,
    `type:[a-z]*`,
    `-type:"\\`,
    `\u0000`,
    'a'.repeat(100_000),
    `${'('.repeat(2000)}`,
    `${'-a '.repeat(2000)}`,
    `${'type:a* '.repeat(3000)}`,
  ];
  await inspecting({ 'a.db': bytes }, async (inspector) => {
    for (const text of attempts) {
      const answer = await answerOf(inspector.ask('events', { order: 'newest', limit: 100, filter: { text } }));
      if (typeof answer !== 'string') assert.doesNotMatch(JSON.stringify(answer), /hidden-word/, text.slice(0, 80));
      await answerOf(inspector.ask('count', { filter: { text } }));
      await answerOf(inspector.ask('overview', { filter: { text } }));
    }
    const found = async (text: string): Promise<unknown[]> =>
      (await inspector.ask('events', { limit: 100, filter: { text } })).rows.map(({ position }) => position);
    assert.deepEqual(await found(`type:"O'Brien; DROP TABLE events; --"`), [21]);
    assert.deepEqual(await found(`"1' OR '1'='1"`), [21]);
    assert.deepEqual(await found('type:%'), [], 'signs of LIKE are letters here');
    assert.deepEqual(await found(`note="1' OR '1'='1"`), [21]);
    assert.equal((await inspector.ask('overview', {})).total.count, 21);
  });
});

void test('faults: keys and cursors that nobody gave out', async () => {
  const bytes = await sqliteBytes(`CREATE TABLE events (${columns})`, someEvents(5));
  await inspecting({ 'a.db': bytes }, async (inspector) => {
    for (const made of [
      '',
      '0',
      '99',
      '-1',
      'null',
      '[]',
      '[1,2,3]',
      '{}',
      '[{"bytes":"!!"}]',
      '1 OR 1=1',
      '9'.repeat(500),
      '\u0000',
    ]) {
      await answerOf(inspector.ask('event', { key: made }));
      await answerOf(inspector.ask('events', { limit: 3, cursor: made }));
      await answerOf(inspector.ask('events', { limit: 3, at: made }));
      await answerOf(inspector.ask('streams', { limit: 3, cursor: made }));
      await answerOf(inspector.ask('failures', { limit: 3, cursor: made }));
      await answerOf(inspector.ask('export', { format: 'jsonl', keys: [made] }));
      await answerOf(inspector.ask('compare', { left: made, right: '1' }));
      await answerOf(inspector.ask('prepare', { what: 'resolve', key: made }));
      await answerOf(inspector.ask('choose', { key: made }));
    }
    assert.equal((await inspector.ask('overview', {})).total.count, 5);
  });
});

void test('faults: a store that grows and shrinks between two pages', async () => {
  await inFolder(async (folder) => {
    const path = folder.file('events.jsonl', lines);
    const inspector = await openInspector(path, plainWorld);
    const first = await inspector.ask('events', { order: 'newest', limit: 10 });
    appendFileSync(
      path,
      lines.replaceAll(/"position":(\d+)/g, (_, digits: string) => `"position":${Number(digits) + 30}`),
    );
    const next = await inspector.ask('events', { order: 'newest', limit: 10, cursor: first.next ?? '' });
    assert.deepEqual(
      next.rows.map(({ position }) => position),
      [20, 19, 18, 17, 16, 15, 14, 13, 12, 11],
    );
    assert.equal((await inspector.ask('refresh', {})).changed, true);
    assert.equal((await inspector.ask('overview', {})).total.count, 60);
    truncateSync(path, 200);
    await answerOf(inspector.ask('events', { order: 'newest', limit: 100 }));
    await answerOf(inspector.ask('refresh', {}));
    const few = await answerOf(inspector.ask('overview', {}));
    assert.ok(typeof few === 'string' || few.total.count < 60);
    writeFileSync(path, lines);
    await inspector.ask('refresh', {});
    assert.equal((await inspector.ask('overview', {})).total.count, 30);
    await inspector.close();
  });
});

void test('faults: a payload of 50 MB', { timeout: 600_000 }, async () => {
  const huge = `{"position":2,"type":"Imported","data":{"text":"${'lorem ipsum '.repeat(4_400_000)}","amount":5}}\n`;
  const text = `{"position":1,"type":"Imported","data":{"amount":1}}\n${huge}{"position":3,"type":"Imported","data":{"amount":9}}\n`;
  await inspecting({ 'events.jsonl': text }, async (inspector) => {
    const { rows } = await inspector.ask('events', { order: 'newest', limit: 10 });
    assert.deepEqual(
      rows.map(({ position }) => position),
      [3, 2, 1],
    );
    assert.ok(JSON.stringify(rows).length < 5000, 'a list holds no payload');
    const { data, raw } = await inspector.ask('event', { key: rows[1]?.key ?? '' });
    assert.ok(JSON.stringify({ data, raw }).length < 8_000_000, 'what crosses is cut');
    assert.ok(data.kind === 'json' && data.cut);
    const found = await inspector.ask('events', { limit: 10, filter: { text: 'amount>4' } });
    assert.deepEqual(
      found.rows.map(({ position }) => position),
      [3, 2],
    );
  });
});
