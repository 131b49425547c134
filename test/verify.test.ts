/** Whether a log is whole: every breach is found where it is, and what is merely unusual is no error. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ids } from '../server/stores/inspector/checks/ids';
import { findingsOf } from '../server/stores/inspector/checks/check';
import { versions } from '../server/stores/inspector/checks/versions';
import { seenOf } from '../server/stores/inspector/checks/seen';
import type { ReadEvent } from '../server/stores/inspector/eventReader';
import type { Integrity } from '../server/stores/questions';
import { inspecting, refusal, storeSql } from './support/inspector';

const tickets = storeSql('hd-tickets');

async function verified(...statements: readonly string[]): Promise<Integrity> {
  let found: Integrity | undefined;
  await inspecting(statements, async (inspector) => {
    found = await inspector.ask('verify', {});
  });
  assert.ok(found);
  assert.ok(found.milliseconds >= 0);
  return found;
}

const said = ({ findings }: Integrity): string[] =>
  findings.map(({ breach, severity, position, message }) => `${severity} ${breach} ${String(position)}: ${message}`);

void test('verify: a healthy log says what was checked', async () => {
  const found = await verified(tickets);
  assert.deepEqual(said(found), []);
  assert.equal(found.checked, 57);
  assert.deepEqual(found.passed, [
    '57 positions without a gap',
    '57 event ids, each once',
    '13 streams without a gap or conflict of versions',
    '57 events in the order of time',
    '57 payloads readable',
    '3 snapshots, none ahead of its stream',
    '5 projections, none ahead of the log',
  ]);
});

/** The same tables without what would refuse the breaches. */
const loose = tickets
  .replace('position INTEGER PRIMARY KEY, event_id uuid NOT NULL UNIQUE', 'position bigint, event_id uuid')
  .replace(', UNIQUE (aggregate_root_id, aggregate_version)', '');

const broken: Readonly<Record<string, readonly [string, readonly string[]]>> = {
  'an event that was deleted': [
    'DELETE FROM event_store WHERE position = 40',
    [
      'error version gap 41: purchase-55308 goes from version 1 to 3',
      'information gap 41: Position 40 is missing: rolled back, deleted or archived',
    ],
  ],
  'several that were rolled back': [
    'UPDATE event_store SET position = position + 3 WHERE position > 56; UPDATE event_projections SET last_position = 60 WHERE last_position = 57',
    ['information gap 60: Positions 57 to 59 are missing (3): rolled back, deleted or archived'],
  ],
  'a position that is there twice': [
    'UPDATE event_store SET position = 56 WHERE position = 57',
    [
      'error duplicate position 56: Position 56 is there twice',
      'error projection ahead 57: TicketReadModelProjection is at position 57, and the log ends at 56',
    ],
  ],
  'an id that is there twice': [
    'UPDATE event_store SET event_id = (SELECT event_id FROM event_store WHERE position = 1) WHERE position = 9',
    ['error duplicate id 9: The id ID is there more than once, the last time at position 9'],
  ],
  'a clock that went back': [
    "UPDATE event_store SET recorded_at = '2026-06-18 12:00:00' WHERE position = 50",
    ['warning order 50: It is 2 h 32 min earlier than the event before it'],
  ],
  'a time that is none': [
    "UPDATE event_store SET recorded_at = '-1' WHERE position = 3",
    ['warning order 3: What stands where a time should be is none: -1'],
  ],
  'a version that is there twice': [
    'UPDATE event_store SET aggregate_version = 2 WHERE position = 29',
    ['error version conflict 29: Version 2 of ticket-787a077c is there more than once'],
  ],
  'a snapshot of more than there is': [
    'UPDATE event_snapshots SET aggregate_version = 1204 WHERE id = 1',
    ['error snapshot ahead null: The snapshot of ticket-5aa0e813 is at version 1,204, its stream at 9'],
  ],
  'a snapshot of nothing': [
    "UPDATE event_snapshots SET aggregate_root_id = 'ticket-none' WHERE id = 1",
    ['warning snapshot ahead null: ticket-none has a snapshot and no stored events'],
  ],
  'a payload that was cut off': [
    `UPDATE event_store SET payload = '{"ticketId":"ti' WHERE position = 20`,
    ['warning unreadable 20: The payload cannot be read. It begins as JSON and is not valid: it may be cut off.'],
  ],
};

for (const [name, [breach, expected]] of Object.entries(broken))
  void test(`verify: ${name}`, async () => {
    const found = await verified(loose, breach);
    const lines = said(found).map((line) => line.replace(/[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/, 'ID'));
    for (const line of expected) assert.ok(lines.includes(line), `${line}\nis not in\n${lines.join('\n')}`);
    const breaches = new Set(found.findings.map((finding) => finding.breach));
    assert.equal(found.more, 0);
    assert.ok(breaches.size <= 3, [...breaches].join());
    for (const { key, position } of found.findings) if (key !== null) assert.notEqual(position, null);
  });

void test('verify: a finding leads to its event', async () => {
  await inspecting(
    [loose, "UPDATE event_store SET recorded_at = '2026-06-18 12:00:00' WHERE position = 50"],
    async (inspector) => {
      const { findings } = await inspector.ask('verify', {});
      const key = findings[0]?.key ?? '';
      assert.equal((await inspector.ask('event', { key })).position, 50);
    },
  );
});

const numbered = (count: number, columns: string): string =>
  `WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c WHERE x < ${count}) INSERT INTO events SELECT ${columns} FROM c`;
const events =
  'CREATE TABLE events (position INTEGER PRIMARY KEY, stream_id TEXT, event_type TEXT, event_data TEXT, version INTEGER, timestamp INTEGER)';

void test('verify: positions that are never consecutive are no thousand gaps', async () => {
  const found = await verified(events, numbered(500, "x * 7, 's' || x, 'T', '{}', 1, 1700000000 + x"));
  assert.deepEqual(said(found), [
    'information gap null: Positions are not consecutive: between 500 events there are 499 gaps. This store does not number its events one by one',
  ]);
  assert.ok(found.passed.includes('500 positions, none twice'));
});

void test('verify: a version that never counts is no version', async () => {
  const found = await verified(events, numbered(60, "x, 's' || (x % 5), 'T', '{}', 1, 1700000000 + x"));
  assert.deepEqual(said(found), [
    'information version conflict null: The column version does not count the events of a stream: it never goes up',
  ]);
});

void test('verify: several events appended with one version are conflicts', async () => {
  const found = await verified(events, numbered(60, "x, 's', 'T', '{}', (x + 1) / 2, 1700000000 + x"));
  assert.equal(found.findings.filter(({ breach }) => breach === 'version conflict').length, 30);
});

void test('verify: payloads of a format nobody knows are said once', async () => {
  const found = await verified(events, numbered(60, "x, 's', 'T', x'c1ff00', x, 1700000000 + x"));
  assert.equal(found.findings.length, 1);
  assert.match(said(found)[0] ?? '', /^information unreadable null: 60 of 60 payloads cannot be read/);
});

void test('verify: of very many breaches the worst are shown and the rest counted', async () => {
  const found = await verified(
    events,
    numbered(5_000, "x, 's' || (x % 3), 'T', '{}', CASE WHEN x < 10 THEN x ELSE 1 END, 1700000000 + x"),
  );
  assert.equal(found.findings.length, 1_000);
  const severities = found.findings.map(({ severity }) => severity);
  assert.deepEqual(severities, severities.toSorted());
  assert.equal(severities[0], 'error');
  assert.equal(found.more, 3_999);
  assert.equal(found.checked, 5_000);
});

void test('verify: an empty log, and a question that nobody waits for', async () => {
  assert.deepEqual((await verified(events)).passed, ['There are no events']);
  await inspecting([events, numbered(20_000, "x, 's', 'T', '{}', x, 1700000000 + x")], async (inspector) => {
    const stop = new AbortController();
    const asked = inspector.ask('verify', {}, stop.signal);
    setImmediate(() => {
      stop.abort();
    });
    assert.match(await refusal(asked), /stopped before it was answered/);
    assert.equal((await inspector.ask('verify', {})).checked, 20_000);
  });
});

const event = (position: number, parts: Partial<ReadEvent>): ReadEvent => ({
  key: String(position),
  cells: [position],
  row: {},
  position,
  stream: null,
  streamType: null,
  version: null,
  type: 'T',
  time: null,
  milliseconds: null,
  id: null,
  correlation: null,
  causation: null,
  data: { kind: 'json', value: {}, encoding: 'json' },
  metadata: null,
  ...parts,
});
const columns = { table: 'events', position: 'position', type: 'type', data: 'data', id: 'id', version: 'version' };

void test('verify: memory is bounded, and what was therefore not checked is said', () => {
  const findings = findingsOf();
  const each = ids(columns, findings, 10);
  const streams = versions(columns, findings, 10);
  for (let position = 1; position <= 40; position++) {
    const one = event(position, {
      id: `id-${position}`,
      stream: `s-${position % 20}`,
      version: Math.ceil(position / 20),
    });
    each.see(one);
    streams.see(one);
  }
  assert.deepEqual(each.end(), ['10 event ids, each once (only the first 10 were compared; 30 were not)']);
  assert.deepEqual(streams.end(), [
    '10 streams without a gap or conflict of versions (the first 10 alone; 20 events of others were not compared)',
  ]);
  assert.deepEqual(findings.all(), { findings: [], more: 0 });
});

void test('verify: one stream of two types is two', () => {
  const findings = findingsOf();
  const streams = versions(columns, findings);
  streams.see(event(1, { stream: '7', streamType: 'order', version: 1 }));
  streams.see(event(2, { stream: '7', streamType: 'invoice', version: 1 }));
  assert.deepEqual(streams.end(), ['2 streams without a gap or conflict of versions']);
});

void test('verify: of very many ids none is taken for another', () => {
  const seen = seenOf(1_000_000);
  for (let index = 0; index < 200_000; index++) assert.equal(seen.add(`event-${index}`), false, String(index));
  for (let index = 0; index < 200_000; index += 997) assert.equal(seen.add(`event-${index}`), true);
  assert.equal(seenOf(0).add('x'), undefined);
});
