/** Statements and commands that are prepared: exact texts, and that no value ever becomes more than a value. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { literalIn, nameIn, nowIn, tableIn, updateIn, type Dialect } from '../server/stores/inspector/writing';
import { StoreProblem } from '../server/stores/store';
import { inspecting, refusal, storeSql } from './support/inspector';
import initSqlJs from 'sql.js';
import { load } from './support/stores';

const tickets = [storeSql('hd-tickets')];

async function keyOfFailure(ask: Parameters<Parameters<typeof inspecting>[1]>[0], id: string): Promise<string> {
  const { rows } = await ask.ask('failures', { state: 'all', limit: 100 });
  const found = rows.find((row) => row.id === id);
  assert.ok(found, id);
  return found.key;
}

void test('prepare: a handler is tried again, resolved and rebuilt by statements of its own table', async () => {
  await inspecting(
    tickets,
    async (inspector) => {
      const key = await keyOfFailure(inspector, '4415');
      assert.deepEqual(await inspector.ask('prepare', { what: 'retry', key }), {
        what: 'retry',
        kind: 'statement',
        text: "UPDATE event_processing_failures\nSET status = 'pending', attempts = 0, next_attempt_at = datetime('now')\nWHERE id = 4415 AND status = 'failed';",
        table: 'event_processing_failures',
        rows: 1,
        question: 'Change 1 row in event_processing_failures of hd-tickets.sqlite?',
      });
      const resolve = await inspector.ask('prepare', { what: 'resolve', key });
      assert.equal(
        resolve.text,
        "UPDATE event_processing_failures\nSET resolved_at = datetime('now'), status = 'resolved'\nWHERE id = 4415 AND resolved_at IS NULL;",
      );
      assert.equal(resolve.rows, 1);
      assert.deepEqual(await inspector.ask('prepare', { what: 'rebuild', key: 'MonitoringReadModelProjection' }), {
        what: 'rebuild',
        kind: 'statement',
        text: "UPDATE event_projections\nSET last_position = 0, updated_at = datetime('now')\nWHERE projection_name = 'MonitoringReadModelProjection';",
        table: 'event_projections',
        rows: 1,
        question: 'Change 1 row in event_projections of hd-tickets.sqlite?',
      });
      const done = await keyOfFailure(inspector, '4410');
      assert.match(await refusal(inspector.ask('prepare', { what: 'retry', key: done })), /does not wait for a retry/);
      assert.match(await refusal(inspector.ask('prepare', { what: 'rebuild', key: 'nobody' })), /no projection called/);
      assert.match(await refusal(inspector.ask('prepare', { what: 'retry', key: '["users","[1]"]' })), /no row/);
      assert.match(
        await refusal(inspector.ask('prepare', { what: 'retry', key: '1; DROP TABLE jobs' })),
        /not the key/,
      );
    },
    {},
    'hd-tickets.sqlite',
  );
});

void test('prepare: what is prepared does what it says when somebody runs it', async () => {
  const texts: string[] = [];
  await inspecting(tickets, async (inspector) => {
    const key = await keyOfFailure(inspector, '4415');
    texts.push((await inspector.ask('prepare', { what: 'retry', key })).text);
    texts.push((await inspector.ask('prepare', { what: 'rebuild', key: 'price-alerts' })).text);
  });
  const { Database } = await initSqlJs({ wasmBinary: load('sql-wasm.wasm') });
  const database = new Database();
  for (const text of [...tickets, ...texts]) database.exec(text);
  const rows = (sql: string): unknown => database.exec(sql)[0]?.values;
  assert.deepEqual(rows("SELECT id, attempts FROM event_processing_failures WHERE status = 'pending'"), [[4415, 0]]);
  assert.deepEqual(rows('SELECT subscription_name FROM event_subscriptions WHERE last_position = 0'), [
    ['price-alerts'],
  ]);
  database.close();
});

void test('prepare: a group as a whole is one statement that names its open members', async () => {
  await inspecting(tickets, async (inspector) => {
    const groups = await inspector.ask('failureGroups', { state: 'open' });
    const group = groups.find(({ table, count }) => table === 'event_processing_failures' && count > 1);
    assert.ok(group);
    const { rows: members } = await inspector.ask('failures', { state: 'open', group: group.key, limit: 100 });
    const ids = members.map(({ id }) => id);
    assert.equal(ids.length, group.count);
    const whole = { key: group.key, group: {} } as const;
    const retry = await inspector.ask('prepare', { what: 'retry', ...whole });
    assert.equal(
      retry.text,
      `UPDATE event_processing_failures\nSET status = 'pending', attempts = 0, next_attempt_at = datetime('now')\nWHERE id IN (${ids.join(', ')}) AND status = 'failed';`,
    );
    assert.deepEqual([retry.kind, retry.rows, retry.note], ['statement', group.count, undefined]);
    assert.equal(retry.question, `Change ${group.count} rows in event_processing_failures of store.sqlite?`);
    const resolve = await inspector.ask('prepare', { what: 'resolve', ...whole });
    assert.match(resolve.text, /WHERE id IN \([\d, ]+\) AND resolved_at IS NULL;$/);
    assert.equal(resolve.rows, group.count);
    // Narrowed to one of them, it is a statement on one row.
    const { rows } = await inspector.ask('failures', { state: 'open', group: group.key, limit: 1 });
    const text = /purchase-\d+/.exec(rows[0]?.message ?? '')?.[0] ?? assert.fail(rows[0]?.message ?? '');
    const narrowed = await inspector.ask('prepare', { what: 'retry', key: group.key, group: { text } });
    assert.ok((narrowed.rows ?? 0) < group.count && (narrowed.rows ?? 0) > 0, `${narrowed.rows ?? 0}`);
    for (const key of ['["nothing","a","b","c"]', 'x', '["event_processing_failures","a","b","c"]'])
      await refusal(inspector.ask('prepare', { what: 'retry', key, group: {} }));
  });
});

void test('prepare: of a group only those are changed together that can be, and the rest is told', async () => {
  const more = [
    ...tickets,
    `INSERT INTO event_processing_failures SELECT 9000 + id, event_id, event_type, handler_class, error_message, stack_trace, 'pending', attempts, next_attempt_at, failed_at, resolved_at FROM event_processing_failures WHERE status = 'failed';`,
  ];
  await inspecting(more, async (inspector) => {
    const [group] = (await inspector.ask('failureGroups', { state: 'open' })).filter(({ kind }) => kind === 'handler');
    assert.ok(group);
    const { rows, note } = await inspector.ask('prepare', { what: 'retry', key: group.key, group: {} });
    assert.equal(rows, group.count / 2);
    assert.equal(note, `${rows} of the ${group.count} of this group: the others are in another state.`);
  });
});

void test('prepare: a group of thousands is named as far as a statement goes, and what is not looked at is told', async () => {
  const many = [
    ...tickets,
    `WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 21000)
     INSERT INTO event_processing_failures SELECT 10000 + i, 'e', 'T', 'App\\Listeners\\Many', 'RuntimeException: many ' || i, NULL, 'failed', 1, NULL, '2026-01-01 10:00:00', NULL FROM n;`,
  ];
  await inspecting(many, async (inspector) => {
    const groups = await inspector.ask('failureGroups', { state: 'open' });
    const group = groups.find(({ subject }) => subject?.endsWith('Many'));
    assert.ok(group);
    assert.equal(group.count, 20_000);
    assert.equal(group.looked?.at, 20_000);
    assert.ok(group.looked.of > 21_000);
    assert.ok(groups.every(({ table, looked }) => (looked !== undefined) === (table === group.table)));
    const { rows, text, note } = await inspector.ask('prepare', { what: 'resolve', key: group.key, group: {} });
    assert.equal(rows, 5_000);
    assert.match(text, /IN \(31000, 30999, /);
    assert.equal(
      note,
      '5,000 of the 20,000 of this group: one statement names at most 5,000 rows. Older failures than the newest that are grouped are not in it.',
    );
  });
});

void test('prepare: a group of jobs is one command, no longer than a terminal takes', async () => {
  await inspecting(tickets, async (inspector) => {
    const groups = await inspector.ask('failureGroups', { state: 'open' });
    const group = groups.find(({ kind, count }) => kind === 'job' && count > 1);
    assert.ok(group);
    const uuid = '[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}';
    const retry = await inspector.ask('prepare', { what: 'retry', key: group.key, group: {} });
    assert.match(retry.text, new RegExp(`^php artisan queue:retry(?: ${uuid}){${group.count}}$`));
    assert.deepEqual([retry.kind, retry.rows], ['command', null]);
    const forget = await inspector.ask('prepare', { what: 'resolve', key: group.key, group: {} });
    assert.equal(forget.text.split('; ').length, group.count);
    for (const part of forget.text.split('; ')) assert.match(part, new RegExp(`^php artisan queue:forget ${uuid}$`));
  });
  const jobs = Array.from({ length: 400 }, (_, index) => {
    const uuid = `00000000-0000-4000-8000-${String(index).padStart(12, '0')}`;
    return `(${index + 1}, '${uuid}', 'database', 'mail', '{}', 'RuntimeException: no', '2025-07-01 09:00:00')`;
  });
  const create = storeSql('layouts/laravel-queue').split('\n').slice(0, 3).join('\n');
  await inspecting([`${create}\nINSERT INTO failed_jobs VALUES ${jobs.join(', ')};`], async (inspector) => {
    const [group] = await inspector.ask('failureGroups', {});
    assert.equal(group?.count, 400);
    const { text, note } = await inspector.ask('prepare', { what: 'retry', key: group.key, group: {} });
    assert.ok(text.length <= 7_500 && text.length > 7_000, `${text.length}`);
    const named = text.split(' ').length - 3;
    assert.equal(note, `${named} of the 400 of this group: a longer command is not taken by every terminal.`);
  });
});

void test('prepare: a failed job is tried again by its uuid, by its id where it has none', async () => {
  await inspecting(tickets, async (inspector) => {
    const { rows } = await inspector.ask('failures', { text: 'ScrapePlatform', limit: 5 });
    const key = rows.find(({ table }) => table === 'failed_jobs')?.key ?? '';
    const { text, kind, rows: changed, question } = await inspector.ask('prepare', { what: 'retry', key });
    assert.match(text, /^php artisan queue:retry [0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
    assert.deepEqual([kind, changed, question], ['command', null, `Run ${text}?`]);
    assert.match((await inspector.ask('prepare', { what: 'resolve', key })).text, /^php artisan queue:forget /);
  });
  await inspecting([storeSql('layouts/laravel-queue.without-uuid')], async (inspector) => {
    const { rows } = await inspector.ask('failures', { limit: 5 });
    const { text } = await inspector.ask('prepare', { what: 'retry', key: rows[0]?.key ?? '' });
    assert.equal(text, `php artisan queue:retry ${rows[0]?.id ?? ''}`);
  });
});

const offers: Readonly<Record<string, string | RegExp>> = {
  'symfony-messenger': 'php bin/console messenger:failed:retry 3',
  'solid-queue': 'bin/rails runner "SolidQueue::FailedExecution.find(1).retry"',
  'pg-boss':
    `UPDATE "pgboss.job"\nSET state = 'retry', retry_limit = retry_limit + 1\n` +
    `WHERE name = 'send-invoice' AND id = 'pb-2' AND state = 'failed';`,
  wolverine: "UPDATE wolverine_dead_letters\nSET replayable = 1\nWHERE id = 'w-4' AND replayable = 0;",
  ecotone: /ecotone:deadletter:replay/,
  telescope: /only records/,
};

for (const [layout, offer] of Object.entries(offers))
  void test(`prepare: a failure of ${layout}`, async () => {
    await inspecting([storeSql(`layouts/${layout}`)], async (inspector) => {
      const { rows } = await inspector.ask('failures', { limit: 5 });
      const asked = inspector.ask('prepare', { what: 'retry', key: rows[0]?.key ?? '' });
      if (typeof offer === 'string') {
        const { text, rows: changed, kind } = await asked;
        assert.equal(text, offer);
        assert.equal(changed, kind === 'command' ? null : 1);
      } else assert.match(await refusal(asked), offer);
    });
  });

const rebuilds: Readonly<Record<string, readonly [string, string | RegExp]>> = {
  prooph: ['room_list', "UPDATE projections\nSET status = 'resetting'\nWHERE name = 'room_list';"],
  marten: ['', /RebuildProjectionAsync/],
  commanded: ['balances', /subscription is deleted/],
  'axon-4': ['card-summary', /resetTokens/],
  'emmett-sqlite': ['', /nothing is prepared/],
};

for (const [layout, [name, offer]] of Object.entries(rebuilds))
  void test(`prepare: a projection of ${layout}`, async () => {
    await inspecting([storeSql(`layouts/${layout}`)], async (inspector) => {
      const [first] = await inspector.ask('projections', {});
      const asked = inspector.ask('prepare', { what: 'rebuild', key: name || (first?.name ?? '') });
      if (typeof offer === 'string') assert.equal((await asked).text, offer);
      else assert.match(await refusal(asked), offer);
    });
  });

void test('prepare: an id that a shell would read something into is refused', async () => {
  for (const id of [
    '$(touch /tmp/x)',
    '--all',
    "a'; DROP TABLE failed_jobs; --",
    'a b',
    '`id`',
    'a\nb',
    'x'.repeat(99),
  ]) {
    const uuid = id.replaceAll("'", "''");
    const sql = [
      ...storeSql('layouts/laravel-queue').split('\n').slice(0, 3),
      `INSERT INTO failed_jobs VALUES (1, '${uuid}', 'database', 'mail', '{}', 'RuntimeException: no', '2025-07-01 09:00:00');`,
    ];
    await inspecting([sql.join('\n')], async (inspector) => {
      const { rows } = await inspector.ask('failures', { limit: 5 });
      assert.equal(rows[0]?.id, id);
      assert.match(await refusal(inspector.ask('prepare', { what: 'retry', key: rows[0].key })), /not one that could/);
    });
  }
});

void test('prepare: a table that no worker looks at offers no retry, and says so', async () => {
  await inspecting([storeSql('layouts/hd-tickets')], async (inspector) => {
    const { rows } = await inspector.ask('failures', { limit: 5 });
    const key = rows[0]?.key ?? '';
    assert.match(await refusal(inspector.ask('prepare', { what: 'retry', key })), /no columns that make a worker/);
    assert.equal(
      (await inspector.ask('prepare', { what: 'resolve', key })).text,
      "UPDATE event_processing_failures\nSET resolved_at = datetime('now')\nWHERE id = 1 AND resolved_at IS NULL;",
    );
  });
});

const hostile = ["'; DROP TABLE x; --", "\\'; DROP TABLE x; --", 'a"b`c', '\\', "''", '\u2019', 'x\ny', '€'];

void test('writing: a text is one literal, whatever is in it', () => {
  for (const text of hostile) {
    assert.equal(unquote(literalIn('sqlite', text), false), text);
    assert.equal(unquote(literalIn('mysql', text), text.includes('\\')), text);
    const postgres = literalIn('postgres', text);
    assert.equal(unquote(postgres.replace(/^E/, ''), postgres.startsWith('E')), text);
  }
  for (const refused of ['a\0b', 'x'.repeat(1001), 0.5, Number.NaN, 2 ** 60])
    assert.throws(() => literalIn('sqlite', refused), StoreProblem, String(refused).slice(0, 20));
  assert.equal(literalIn('sqlite', 9007199254740993n), '9007199254740993');
  assert.equal(literalIn('postgres', new Uint8Array([1, 255])), "'\\x01ff'::bytea");
  assert.equal(literalIn('mysql', new Uint8Array([1, 255])), "X'01ff'");
  assert.deepEqual(
    [literalIn('sqlite', true), literalIn('postgres', true), literalIn('mysql', null)],
    ['1', 'TRUE', 'NULL'],
  );
});

/** Reads a literal as the database does: it must end where the text ends. */
function unquote(literal: string, escapes: boolean): string {
  assert.match(literal, /^'[^]*'$/);
  let text = '';
  for (let at = 1; at < literal.length - 1; at++) {
    const character = literal[at] ?? '';
    if (character === "'" || (escapes && character === '\\')) {
      at++;
      assert.ok(at < literal.length - 1, `${literal} ends early`);
      assert.equal(literal[at], character, literal);
    }
    text += character;
  }
  return text;
}

void test('writing: names are quoted where they would be read as something else', () => {
  const names: readonly (readonly [Dialect, string, string])[] = [
    ['sqlite', 'resolved_at', 'resolved_at'],
    ['sqlite', 'order', '"order"'],
    ['postgres', 'MessageId', '"MessageId"'],
    ['mysql', 'a`b', '`a``b`'],
    ['sqlite', 'a"; DROP TABLE x; --', '"a""; DROP TABLE x; --"'],
  ];
  for (const [dialect, name, written] of names) assert.equal(nameIn(dialect, name), written);
  assert.equal(tableIn('postgres', 'pgboss.job'), 'pgboss.job');
  assert.equal(tableIn('sqlite', 'pgboss.job'), '"pgboss.job"');
  assert.equal(
    updateIn('postgres', { table: 'a.B', set: [['c', '1']], where: [['d', null]] }),
    'UPDATE a."B"\nSET c = 1\nWHERE d IS NULL;',
  );
});

void test('writing: now is what the column keeps', () => {
  assert.equal(nowIn('sqlite', 'timestamp', null), "datetime('now')");
  assert.equal(nowIn('postgres', 'timestamp with time zone', null), 'now()');
  assert.equal(nowIn('postgres', 'timestamp without time zone', null), "now() AT TIME ZONE 'UTC'");
  assert.equal(nowIn('mysql', 'datetime', null), 'UTC_TIMESTAMP()');
  assert.equal(nowIn('mysql', 'timestamp', null), 'CURRENT_TIMESTAMP');
  assert.equal(nowIn('sqlite', 'integer', 1751360400), "CAST(strftime('%s', 'now') AS INTEGER)");
  assert.equal(nowIn('mysql', 'bigint', 1751360400000), 'UNIX_TIMESTAMP() * 1000');
  assert.equal(nowIn('postgres', 'bigint', 1751360400000000), 'CAST(extract(epoch FROM now()) AS bigint) * 1000000');
});
