/** `event-wiring monitor` as people run it: dist/cli.js over stores that it must leave as they were. */
import assert from 'node:assert/strict';
import { appendFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { commandLine } from './support/commandLine';
import { fixtures } from './support/project';
import { inFolder, sqliteBytes, type Folder } from './support/stores';

const caches = mkdtempSync(join(tmpdir(), 'event-wiring-caches-'));
after(() => {
  rmSync(caches, { recursive: true, force: true });
});
const { run, started } = commandLine(caches);
const tickets = readFileSync(join(fixtures, 'stores', 'hd-tickets.sql'), 'utf8');
const monitor = (...args: readonly string[]): ReturnType<typeof run> => run(['monitor', ...args]);

/** In a folder that is the same afterwards. */
async function withStore(
  content: string | Uint8Array | Promise<Uint8Array>,
  work: (path: string, folder: Folder) => void | Promise<void>,
  name = 'hd-tickets.sqlite',
): Promise<void> {
  await inFolder(async (folder) => {
    const path = folder.file(name, await content);
    const before = folder.listing();
    await work(path, folder);
    assert.deepEqual(folder.listing(), before);
  });
}

const dataOf = (text: string): unknown => (JSON.parse(text) as { readonly data: unknown }).data;

void test('monitor: the overview as text', async () => {
  await withStore(sqliteBytes(tickets), (path) => {
    const { code, out, err } = monitor(path);
    assert.equal(err, '');
    assert.equal(code, 1, 'open failures are findings');
    assert.match(out, /^hd-tickets\.sqlite: 57 events in \d+ streams\n/);
    assert.match(out, /\n20 May(?: 2026)? 08:00 to 18 Jun(?: 2026)? 14:32 · /);
    assert.match(out, / open failures \(2 resolved\)/);
    const [, attention = ''] = /\nWhat needs attention first\n([^]*?)\n\n/.exec(out) ?? [];
    assert.match(attention, /error +PurchaseReadModelProjection fails +3 times, last at 18 Jun(?: 2026)? 14:31/);
    assert.match(attention, /\n {6}UniqueConstraintViolationException: SQLSTATE\[23000\]/);
    // As many of these are resolved as still stand.
    assert.match(attention, /error +NotifyPriceWatchers fails +2 times[^\n]*\n {6}ConnectionException: cURL/);
    assert.match(
      attention,
      /warning +MonitoringReadModelProjection is 10 events behind +at position 47, no progress since/,
    );
    assert.match(out, /\nTypes \(16\)\n {2}ScrapingJobStarted +9 {2}████████████ /);
    assert.match(out, /\nProjections\n/);
    assert.match(out, / {2}TicketReadModelProjection +57 {2}up to date/);
    assert.match(out, /\nStreams, most active first\n/);
    assert.doesNotMatch(out, /\u001b/);
  });
});

void test('monitor: the overview as JSON has exactly the keys of HD Tickets', async () => {
  await withStore(sqliteBytes(tickets), (path) => {
    const { code, out } = monitor(path, '--format', 'json');
    assert.equal(code, 1);
    const { success, data, ...rest } = JSON.parse(out) as Record<string, Record<string, unknown>>;
    assert.equal(success, true);
    assert.deepEqual(rest, {});
    assert.deepEqual(Object.keys(data ?? {}), [
      'total_events',
      'events_today',
      'active_projections',
      'failed_processing',
      'event_types',
    ]);
    assert.deepEqual(
      { ...data, event_types: (data?.['event_types'] as unknown[]).slice(0, 2) },
      {
        total_events: 57,
        events_today: 0,
        active_projections: 3,
        failed_processing: 6,
        event_types: [
          { type: 'App\\Domain\\System\\Events\\ScrapingJobStarted', count: 9 },
          { type: 'App\\Domain\\Ticket\\Events\\TicketPriceChanged', count: 9 },
        ],
      },
    );
  });
});

void test('monitor: events, newest first, after a position, by filter', async () => {
  await withStore(sqliteBytes(tickets), (path) => {
    const { code, out } = monitor(path, '--events', '--limit', '3');
    assert.equal(code, 0);
    const lines = out.trimEnd().split('\n');
    assert.match(
      lines[0] ?? '',
      /^ {2}57 {2}2026-06-18 14:32:03\.118 +TicketAvailabilityChanged {2}.*\b12\b.* ticket-787a077c v6$/,
    );
    assert.match(lines[3] ?? '', /the newest 3: --limit shows more/);

    const positions = (...args: readonly string[]): unknown[] =>
      (dataOf(monitor(path, '--events', '--format', 'json', ...args).out) as { position: unknown }[]).map(
        ({ position }) => position,
      );
    assert.deepEqual(positions('--limit', '3'), [57, 56, 55]);
    assert.deepEqual(positions('--after', '54'), [55, 56, 57]);
    assert.deepEqual(positions('--after', '10', '--limit', '2'), [11, 12]);
    assert.deepEqual(positions('--type', '*PriceUpdated'), [9, 8, 7]);
    assert.deepEqual(positions('--type', 'App\\Domain\\Ticket\\Events\\TicketPriceUpdated'), [9, 8, 7]);
    assert.deepEqual(positions('--stream', 'ticket-787a077c', '--type', '*Discovered'), [11]);
    assert.deepEqual(positions('--filter', 'price<100'), [8]);
    assert.deepEqual(positions('--filter', '"Operation timed out"'), [19]);
    assert.deepEqual(positions('--after', '57'), []);
    assert.match(monitor(path, '--events', '--type', 'Nothing').out, /No events match this filter\.\n$/);
    const [first] = dataOf(
      monitor(path, '--events', '--format', 'json', '--after', '0', '--limit', '1').out,
    ) as object[];
    assert.deepEqual(first, {
      position: 1,
      stream: 'ticketmaster',
      version: 1,
      type: 'App\\Domain\\System\\Events\\ScrapingJobStarted',
      data: { platform: 'ticketmaster' },
      metadata: { source: 'scraper', host: 'worker-2' },
      time: '2026-05-20T08:00:00.004120Z',
    });
  });
});

void test('monitor: no number of a payload loses a digit', async () => {
  const line =
    '{"position":9007199254740993,"type":"Paid","data":{"id":12345678901234567890,"amount":0.1,"list":[-9223372036854775808]},"time":"2026-01-02T03:04:05Z"}';
  await withStore(
    `${line}\n`,
    (path) => {
      const { out } = monitor(path, '--events', '--format', 'json');
      for (const digits of ['9007199254740993', '12345678901234567890', '-9223372036854775808', '"amount":0.1'])
        assert.ok(out.includes(digits), `${digits} in ${out}`);
      assert.equal((dataOf(out) as unknown[]).length, 1);
    },
    'events.jsonl',
  );
});

void test('monitor: failures, projections, streams, statistics', async () => {
  await withStore(sqliteBytes(tickets), (path) => {
    const failures = monitor(path, '--failures');
    assert.equal(failures.code, 1);
    assert.match(failures.out, /^9 open\n2 resolved\n\nBy what fails\n/);
    assert.match(failures.out, / 3 {2}PurchaseReadModelProjection +UniqueConstraintViolationException +last 18 Jun/);
    assert.match(failures.out, /\n {2}4416 .*MonitoringReadModelProjection +on AlertTriggered \d+ +1 attempt/);
    const rows = dataOf(monitor(path, '--failures', '--format', 'json').out) as Record<string, unknown>[];
    assert.equal(rows.length, 9);
    const one = rows.find(({ id }) => id === '4416');
    assert.deepEqual(Object.keys(one ?? {}), [
      ...['id', 'table', 'kind', 'subject', 'exception', 'message', 'attempts', 'failed_at', 'resolved', 'queue'],
      ...['event', 'data'],
    ]);
    assert.equal(one?.['exception'], 'TypeError');

    const projections = monitor(path, '--projections');
    assert.equal(projections.code, 1, 'one of them has stopped');
    assert.match(projections.out, / {2}MonitoringReadModelProjection +47 {2}failed, 10 behind/);
    const states = dataOf(monitor(path, '--projections', '--format', 'json').out) as Record<string, unknown>[];
    assert.deepEqual(
      states
        .map(({ name, position, lag, state }) => [name, position, lag, state])
        .find(([name]) => name === 'TicketReadModelProjection'),
      ['TicketReadModelProjection', 57, 0, 'up to date'],
    );

    const streams = monitor(path, '--streams', '--limit', '2');
    assert.equal(streams.code, 0);
    assert.match(streams.out, /^Streams, most active first\n {2}ticketmaster +platform +12 {2}█+ +v12 /);
    assert.match(streams.out, /the first 2: --limit shows more/);

    const stats = monitor(path, '--stats');
    assert.equal(stats.code, 0);
    assert.match(stats.out, /\nTypes \(16\)\n/);
    assert.equal(stats.out.match(/^ {2}(?:Monitoring(?:Started|Stopped)|PurchaseFailed|TicketSoldOut)\b/gm)?.length, 4);
    const numbers = dataOf(monitor(path, '--stats', '--format', 'json', '--type', '*PriceUpdated').out);
    const { total_events, selected_events, layout } = numbers as Record<string, unknown>;
    assert.deepEqual([total_events, selected_events, layout], [57, 3, 'hd-tickets']);
  });
});

void test('monitor: --verify ends with 1 where something is wrong, and with 0 where nothing is', async () => {
  const events =
    'CREATE TABLE events (position INTEGER PRIMARY KEY, stream_id TEXT, event_type TEXT, event_data TEXT, version INTEGER, timestamp TEXT)';
  const row = (position: number, version: number): string =>
    `(${position}, 'a', 'Happened', '{}', ${version}, '2026-01-0${position}T00:00:00Z')`;
  await withStore(sqliteBytes(events, `INSERT INTO events VALUES ${row(1, 1)}, ${row(2, 2)}, ${row(3, 3)}`), (path) => {
    const { code, out } = monitor(path, '--verify');
    assert.match(out, /^3 events checked in \d/);
    assert.match(out, /Nothing is wrong\.\n$/);
    assert.equal(code, 0);
  });
  await withStore(sqliteBytes(events, `INSERT INTO events VALUES ${row(1, 1)}, ${row(2, 2)}, ${row(3, 2)}`), (path) => {
    const { code, out } = monitor(path, '--verify');
    assert.match(out, /error {2}version conflict /);
    assert.equal(code, 1);
    const { findings } = dataOf(monitor(path, '--verify', '--format', 'json').out) as {
      findings: { breach: string }[];
    };
    assert.ok(findings.some(({ breach }) => breach === 'version conflict'));
  });
});

void test('monitor: what cannot be used or read is one sentence, exit code 2', async () => {
  await inFolder((folder) => {
    const store = folder.file('events.jsonl', '{"type":"A","data":{"n":1}}\n');
    folder.file('empty.db', '');
    folder.file('picture.png', new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0, 1, 2, 3]));
    const slip = (args: readonly string[], sentence: RegExp): void => {
      const { code, out, err } = run(['monitor', ...args], folder.path);
      assert.equal(code, 2, `${args.join(' ')}: ${err}`);
      assert.equal(out, '');
      assert.match(err, sentence);
      assert.equal(err.trim().split('\n').length, 1, err);
    };
    slip([], /monitor needs a store/);
    slip([store, 'other'], /monitor takes one store, not also "other"/);
    slip(['nowhere.db'], /nowhere\.db does not exist/);
    slip(['.'], /is a folder/);
    slip(['empty.db'], /empty\.db/);
    slip(['picture.png'], /picture\.png/);
    slip([store, '--events', '--streams'], /one view at a time: --streams or --events/);
    slip([store, '--after', '3'], /--after goes with --events/);
    slip([store, '--verify', '--type', 'A'], /--type goes with the overview, --stats/);
    slip([store, '--events', '--limit', '0'], /--limit cannot be "0": it is a whole number from 1/);
    slip([store, '--events', '--limit', 'many'], /--limit cannot be "many"/);
    slip([store, '--watch', '--format', 'json'], /--watch prints text/);
    slip([store, '--verify', '--watch'], /does not go with --watch/);
    slip([store, '--events', '--filter', 'n>'], /This filter cannot be read after "n>"/);
    slip(['postgres://someone:hidden-word@127.0.0.1:1/shop'], /Nothing answers at 127\.0\.0\.1:1/);
    slip(['mysql://someone:hidden-word@127.0.0.1:1/shop'], /Nothing answers at 127\.0\.0\.1:1/);
    assert.doesNotMatch(run(['monitor', 'postgres://a:hidden-word@127.0.0.1:1/shop']).err, /hidden-word/);
    return Promise.resolve();
  });
});

void test('monitor: stored control characters reach no terminal', async () => {
  const hostile = '\u001b[2J\u0007\u202e';
  const line = JSON.stringify({ type: `Happened${hostile}`, stream: `s${hostile}`, data: { text: hostile } });
  await withStore(
    `${line}\n`,
    (path) => {
      for (const view of [[], ['--events'], ['--stats'], ['--streams']]) {
        const { out } = monitor(path, ...view);
        assert.doesNotMatch(out, /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202e]/);
      }
      assert.match(monitor(path, '--events').out, /Happened\\u001b\[2J\\u0007\\u202e/);
    },
    'events.jsonl',
  );
});

void test('monitor: colours where someone wants them', async () => {
  await withStore(sqliteBytes(tickets), (path) => {
    assert.match(monitor(path, '--color').out, /\u001b\[31merror\u001b\[39m/);
  });
});

void test('monitor: settings of the store: masked keys, and tables mapped by hand', async () => {
  await inFolder(async (folder) => {
    const path = folder.file('hd-tickets.sqlite', await sqliteBytes(tickets));
    const shown = (): string => monitor(path, '--events', '--format', 'json', '--after', '4', '--limit', '1').out;
    assert.match(shown(), /"apiToken":"tok_8f14e45fceea"/);
    folder.file('.event-wiring.json', '{"mask":["api_token"]}');
    assert.match(shown(), /"apiToken":"•••"/);
    assert.doesNotMatch(shown(), /tok_/);
    folder.file('.event-wiring.json', '{"mask":"api_token"}');
    assert.match(monitor(path).err, /warning: .*\.event-wiring\.json: "mask" must be a list of keys/);

    const odd = folder.file(
      'odd.sqlite',
      await sqliteBytes(
        'CREATE TABLE things (no INTEGER PRIMARY KEY, what TEXT, how TEXT)',
        `INSERT INTO things VALUES (1, 'Began', '{"a":1}')`,
      ),
    );
    assert.match(monitor(odd).out, /odd\.sqlite: no table of it is known to hold events/);
    const mapping = { events: { table: 'things', position: 'no', type: 'what', data: 'how' } };
    folder.file('.event-wiring.json', JSON.stringify({ stores: [{ match: 'odd.sqlite', mapping }] }));
    assert.match(monitor(odd).out, /odd\.sqlite: 1 event\n/);
  });
});

void test('monitor --watch: new events as they are stored; Ctrl+C ends with 0', { timeout: 300_000 }, async () => {
  await inFolder(async (folder) => {
    const event = (number: number): string => `{"type":"Counted","data":{"number":${number}}}\n`;
    const path = folder.file('events.jsonl', event(1) + event(2));
    await started(['monitor', path, '--events', '--watch'], async ({ said, child, ended }) => {
      const first = await said(/Following events\.jsonl\. Ctrl\+C ends\./);
      assert.match(first, /Counted[^]*\b1\b[^]*Counted[^]*\b2\b/, 'newest last');
      appendFileSync(path, event(3));
      const next = await said(/Counted.*\b3\b.*\n/);
      assert.equal(next.match(/Counted/g)?.length, 1, next);
      appendFileSync(path, event(4) + event(5));
      await said(/Counted.*\b4\b.*\n.*Counted.*\b5\b.*\n/);
      // A file that is replaced, as logs are.
      rmSync(path);
      await said(/no longer there|does not exist/);
      writeFileSync(path, [1, 2, 3, 4, 5, 6].map(event).join(''));
      await said(/Counted.*\b6\b.*\n/);
      child.kill('SIGINT');
      assert.equal(await ended, 0);
    });
  });
});

void test('monitor --watch: the overview prints the rows that differ', { timeout: 300_000 }, async () => {
  await inFolder(async (folder) => {
    const event = (type: string): string => `{"type":"${type}","data":{}}\n`;
    const path = folder.file('events.jsonl', event('Added') + event('Bought') + event('Bought'));
    await started(['monitor', path, '--watch'], async ({ said, child, ended }) => {
      await said(/Following/);
      appendFileSync(path, event('Added') + event('Closed'));
      const change = await said(/\+ {2}Closed .*\n/);
      assert.match(change, /\d\d:\d\d:\d\d \+2 events\n {2}Types \(3\)\n/);
      assert.match(change, /~ {2}Added +2 /);
      assert.doesNotMatch(change, / Bought /);
      child.kill('SIGTERM');
      assert.equal(await ended, 0);
    });
  });
});
