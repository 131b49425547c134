/** What the tabs of a store's panel make of answers, without a browser: rows, shapes, marks and mappings. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { StoredTypeCode } from '../server/protocol';
import type {
  Failure,
  FailureGroup,
  FieldUse,
  Frame,
  IntegrityFinding,
  Job,
  Overview,
  ProjectionState,
  Snapshot,
} from '../server/stores/questions';
import { readStores } from '../server/stores/mappingFile';
import { attentionOf } from '../media/store/attention';
import { typesOfFields } from '../media/store/classFields';
import { createFormat } from '../media/store/format';
import {
  failureRows,
  failureTitle,
  memberKey,
  messageOf,
  resolvedSection,
} from '../media/store/tabs/failures/failureTree';
import { homeOf, stackOf } from '../media/store/tabs/failures/stack';
import { fieldTable } from '../media/store/tabs/fields/fieldRows';
import { percent, sharePath, shareShape } from '../media/store/tabs/fields/shares';
import { breachGroups } from '../media/store/tabs/integrity/findings';
import { jobState } from '../media/store/tabs/jobs/jobState';
import {
  lacking,
  likelyTable,
  mappingOf,
  rolesOf,
  suggest,
  withColumn,
  type Table,
} from '../media/store/tabs/mapping/mappingForm';
import { shortName } from '../media/store/words';
import { byNeed, lagShare, lookOf } from '../media/store/tabs/projections/lag';
import { statementParts } from '../media/store/tabs/statement';
import { isAhead, snapshotsAt } from '../media/store/tabs/streams/snapshotMarks';
import { randomFrom } from './support/random';

void test('panes: a statement is coloured without losing a character', () => {
  const kinds = (text: string): string[] => statementParts(text).map(({ kind, text: part }) => `${kind} ${part}`);
  assert.deepEqual(
    kinds("UPDATE t\n SET a = 'it''s', n = 0, d = datetime('now') WHERE id = 4417; -- 1 row").filter(
      (part) => !part.startsWith('plain'),
    ),
    [
      'keyword UPDATE',
      'keyword SET',
      "string 'it''s'",
      'number 0',
      'function datetime',
      "string 'now'",
      'keyword WHERE',
      'number 4417',
      'comment -- 1 row',
    ],
  );
  assert.deepEqual(kinds('"where" `set` t1 12a'), ['plain "where" `set` t1 12a']);
  assert.deepEqual(kinds("'open"), ["string 'open"]);
  assert.deepEqual(kinds('a /* x * y */ b'), ['plain a ', 'comment /* x * y */', 'plain  b']);
  const pieces = [
    'select',
    "'",
    '"',
    '`',
    '[',
    ']',
    '--',
    '/*',
    '*/',
    '\n',
    ' ',
    '1.5',
    'x(',
    '<script>',
    '\u0000',
    '😀',
    '\ud800',
  ];
  const random = randomFrom(7);
  for (let round = 0; round < 500; round++) {
    const text = Array.from({ length: random(12) }, () => pieces[random(pieces.length)]).join('');
    assert.equal(
      statementParts(text)
        .map((part) => part.text)
        .join(''),
      text,
    );
  }
  const long = `${"'".repeat(99_999)}/*${'*'.repeat(99_999)}`;
  assert.equal(
    statementParts(long).reduce((sum, { text }) => sum + text.length, 0),
    long.length,
  );
});

void test('panes: names without their namespaces', () => {
  assert.deepEqual(
    [
      'App\\Listeners\\Notify@handle',
      'App\\Projections\\Purchases::project',
      'billing::Refund',
      'com.acme.OrderPlaced',
      'order.placed',
      'TypeError',
      'GuzzleHttp\\Exception\\ConnectException',
      'not a name: at all',
      '\\',
      '',
    ].map(shortName),
    [
      'Notify@handle',
      'Purchases::project',
      'Refund',
      'OrderPlaced',
      'order.placed',
      'TypeError',
      'ConnectException',
      'not a name: at all',
      '\\',
      '',
    ],
  );
});

const group = (exception: string, subject: string, more: Partial<FailureGroup> = {}): FailureGroup => ({
  key: `${exception} ${subject}`,
  kind: 'handler',
  table: 'event_processing_failures',
  exception,
  subject,
  message: `${exception}: went wrong\nand more`,
  count: 2,
  resolved: 0,
  first: null,
  last: null,
  ...more,
});
const failure = (key: string, more: Partial<Failure> = {}): Failure => ({
  key,
  table: 'event_processing_failures',
  kind: 'handler',
  id: key,
  subject: 'App\\Notify',
  exception: 'TypeError',
  message: 'null given',
  frames: [],
  attempts: 3,
  time: null,
  resolved: false,
  event: null,
  queue: null,
  data: null,
  ...more,
});

void test('panes: failures stand in sections by kind and table, groups open on demand', () => {
  const jobs = group('App\\Timeout', 'App\\Jobs\\Scrape', { kind: 'job', table: 'failed_jobs', count: 1 });
  const handlers = [group('A\\Unique', 'App\\Purchases'), group('TypeError', 'App\\Alerts', { count: 7 })];
  const base = { open: [jobs, ...handlers], resolvedCount: 204, members: new Map(), by: 'exception' as const };
  const words = (toggled: readonly string[], more: object = {}): string[] =>
    failureRows({ ...base, toggled: new Set(toggled), ...more }).map((row) =>
      row.kind === 'section'
        ? `${row.title} ${row.table} ${row.count}`
        : row.kind === 'group'
          ? `${'>'.repeat(row.level)}${row.title}|${row.detail}|${row.count}`
          : `${row.kind} ${row.text}`,
    );
  assert.deepEqual(words([]), [
    'Handlers event_processing_failures 9',
    '>>Unique|Purchases, went wrong|2',
    '>>TypeError|Alerts, went wrong|7',
    'Queue failed_jobs 1',
    '>>Timeout|Scrape, went wrong|1',
    'Resolved null 204',
  ]);
  assert.deepEqual(words(['section job failed_jobs', 'section handler event_processing_failures']), [
    'Handlers event_processing_failures 9',
    'Queue failed_jobs 1',
    'Resolved null 204',
  ]);
  assert.deepEqual(words([], { by: 'handler' }).slice(1, 3), [
    '>>Alerts|TypeError, went wrong|7',
    '>>Purchases|Unique, went wrong|2',
  ]);
  const [first = assert.fail()] = handlers;
  const key = memberKey(first, 'open');
  assert.equal(words([key])[2], 'more ');
  const event = { key: 'e', type: 'App\\PurchaseCompleted', position: 1, stream: 's' };
  const members = new Map([[key, { rows: [failure('1', { event }), failure('2')], more: true }]]);
  assert.deepEqual(words([key], { members }).slice(2, 5), ['failure PurchaseCompleted', 'failure Notify', 'more ']);
  const resolved = [group('Gone', 'App\\Old', { count: 204 })];
  assert.deepEqual(words([resolvedSection], { resolved }).slice(-2), [
    'Resolved null 204',
    '>>Gone|Old, went wrong|204',
  ]);
  assert.equal(words([], { resolvedCount: 0 }).length, 5);
  const ids = failureRows({ ...base, members, toggled: new Set([key]) }).map(({ id }) => id);
  assert.equal(new Set(ids).size, ids.length);
});

void test('panes: what a failure is called', () => {
  assert.equal(failureTitle(failure('17', { subject: null })), '17');
  assert.equal(messageOf({ exception: 'E', message: 'E: no\nstack' }), 'no');
  assert.equal(messageOf({ exception: null, message: null }), '');
});

const frame = (file: string | null, foreign: boolean): Frame => ({ text: `${file}()`, file, line: 1, foreign });

void test('panes: foreign frames fold into one row each run', () => {
  const frames = [
    frame('app/A.php', false),
    frame('/srv/vendor/laravel/framework/src/X.php', true),
    frame('/srv/vendor/laravel/framework/src/Y.php', true),
    frame('app/B.php', false),
    frame('/srv/vendor/a/b/X.php', true),
    frame('/srv/vendor/c/d/X.php', true),
    frame(null, true),
  ];
  const words = (all: boolean): string[] =>
    stackOf(frames, all).rows.map((row) =>
      row.kind === 'frame' ? `frame ${row.index}` : `${row.count} ${row.where} ${row.index}`,
    );
  assert.deepEqual(words(false), ['frame 0', '2 vendor/laravel/framework 1', 'frame 3', '3 null 4']);
  assert.equal(words(true).length, 7);
  const { own, foreign } = stackOf(frames, false);
  assert.deepEqual([own, foreign], [2, 5]);
  assert.equal(stackOf(frames.slice(1, 3), false).rows.length, 2);
  assert.deepEqual(stackOf([frame('a.ts', false), frame('x/node_modules/bull/lib/q.js', true)], false).rows[1], {
    kind: 'folded',
    count: 1,
    where: 'node_modules/bull',
    index: 1,
  });
  assert.deepEqual(stackOf([], false), { rows: [], own: 0, foreign: 0 });
  assert.equal(homeOf([frame('/srv/shop/app/A.php', false), frame('/srv/shop/vendor/a/b/C.php', true)]), '/srv/shop/');
  assert.equal(homeOf([frame('C:\\shop\\node_modules\\bull\\q.js', true)]), 'C:\\shop\\');
  assert.equal(homeOf([frame('/srv/shop/app/A.php', false)]), '');
});

void test('panes: shares over time as a shape and as words', () => {
  assert.equal(sharePath([1, 0.5], 20, 10), 'M0 10V0H10V5H20V10Z');
  assert.equal(sharePath([null, 1, null, 0.001], 40, 10), 'M10 10V0H20V10ZM30 10V9H40V10Z');
  assert.equal(sharePath([0], 10, 10), 'M0 10V10H10V10Z');
  assert.equal(sharePath([], 10, 10), '');
  assert.deepEqual(
    [[1, null, 1], [0, 0], [0, 0.5, 1], [1, 0.2, 0], [], [null]].map((slices) => shareShape(slices).kind),
    ['always', 'never', 'appeared', 'gone', 'unknown', 'unknown'],
  );
  assert.deepEqual(shareShape([0.999, 0.2]), { kind: 'from to', first: 99, last: 20 });
  assert.deepEqual([0, 0.0001, 0.5, 0.9999, 1, -1, 2].map(percent), [0, 1, 50, 99, 100, 0, 100]);
});

const use = (path: string): FieldUse => ({
  path,
  kinds: ['string'],
  events: 1,
  first: null,
  last: null,
  slices: [],
  examples: [],
});
const code = (names: readonly string[], state: StoredTypeCode['state'] = 'found'): StoredTypeCode => ({
  type: 'T',
  state,
  dispatchers: [],
  listeners: [],
  channels: [],
  fields: names.map((name) => ({ name, type: 'string' })),
});

void test('panes: stored fields beside those of the class', () => {
  const fields = {
    type: 'T',
    sampled: 1,
    stored: 1,
    drift: [],
    fields: ['ticket_id', 'price', 'price.amount', 'rawPrice', 'items[]', 'items[].sku'].map(use),
  };
  const table = fieldTable(fields, code(['ticketId', 'price', 'items', 'reason']));
  assert.deepEqual(
    table.rows.map((row) =>
      row.kind === 'stored'
        ? `${'-'.repeat(row.depth)}${row.name} ${row.declared} ${row.flag}`
        : `${row.kind} ${row.name}`,
    ),
    [
      'ticket_id string null',
      'price string null',
      '-amount null null',
      'rawPrice null not in class',
      'items[] string null',
      '-sku null null',
      'never stored reason',
    ],
  );
  assert.deepEqual([table.notInClass, table.neverStored, table.apart], [1, 1, false]);
  const inherited = { name: 'eventId', type: 'string', inherited: true } as const;
  const known = code(['ticketId', 'price', 'items', 'rawPrice']);
  assert.equal(fieldTable(fields, { ...known, fields: [...(known.fields ?? []), inherited] }).neverStored, 0);
  const apart = fieldTable(fields, code(['other']));
  assert.deepEqual([apart.notInClass, apart.neverStored, apart.apart], [0, 0, true]);
  assert.deepEqual(fieldTable({ ...fields, fields: [] }, code(['other'])).rows, []);
  for (const unknown of [undefined, code(['other'], 'unknown'), code([])])
    assert.deepEqual(
      fieldTable(fields, unknown).rows.filter((row) => row.kind !== 'stored' || row.flag),
      [],
    );
});

void test('panes: a field of one payload is judged only by a class that has some of them', () => {
  const stored = ['ticket_id', 'rawPrice'];
  const judged = (...of: Parameters<typeof code>): readonly (string | undefined)[] =>
    stored.map((field) => typesOfFields(stored, code(...of))(field)?.text);
  assert.deepEqual(judged(['ticketId', 'reason']), ['string', 'not in class']);
  assert.deepEqual(judged(['reason']), [undefined, undefined]);
  assert.deepEqual(judged(['ticketId'], 'several'), [undefined, undefined]);
  assert.equal(typesOfFields(stored, undefined)('ticket_id'), undefined);
});

void test('panes: findings by kind, the worst first', () => {
  const finding = (breach: IntegrityFinding['breach'], severity: IntegrityFinding['severity']): IntegrityFinding => ({
    breach,
    severity,
    message: breach,
    stream: null,
    position: null,
    key: null,
  });
  const groups = breachGroups([
    finding('gap', 'information'),
    finding('order', 'warning'),
    finding('version conflict', 'error'),
    finding('gap', 'error'),
    finding('snapshot ahead', 'warning'),
  ]);
  assert.deepEqual(
    groups.map(({ breach, severity, findings }) => `${severity} ${breach} ${findings.length}`),
    ['error version conflict 1', 'error gap 2', 'warning order 1', 'warning snapshot ahead 1'],
  );
  assert.deepEqual(breachGroups([]), []);
});

void test('panes: what a job waits for', () => {
  const job = (more: Partial<Job>): Job => ({
    key: 'k',
    table: 'jobs',
    id: '1',
    type: null,
    queue: null,
    attempts: 0,
    available: null,
    time: null,
    data: null,
    ...more,
  });
  const now = Date.parse('2026-06-18T12:00:00Z');
  const later = '2026-06-18T12:00:01Z';
  assert.equal(jobState(job({ available: later }), now), 'delayed');
  assert.equal(jobState(job({ available: later, reserved: '2026-06-18T11:00:00Z' }), now), 'reserved');
  assert.equal(jobState(job({ available: '2026-06-18T12:00:00Z' }), now), 'queued');
  assert.equal(jobState(job({ available: 'never' }), now), 'queued');
  assert.equal(jobState(job({ available: later, state: 'finished' }), now), 'finished');
});

void test('panes: projections by need, and how far each is behind', () => {
  const projection = (name: string, state: ProjectionState['state'], lag: number | null): ProjectionState => ({
    name,
    position: 1,
    lag,
    status: null,
    updated: null,
    failures: 0,
    state,
  });
  const all = [
    projection('b', 'up to date', 0),
    projection('a', 'up to date', 0),
    projection('u', 'unknown', null),
    projection('near', 'behind', 3),
    projection('far', 'behind', 90),
    projection('f', 'failed', 0),
  ];
  assert.deepEqual(
    byNeed(all).map(({ name }) => name),
    ['f', 'far', 'near', 'u', 'a', 'b'],
  );
  assert.deepEqual(
    [lagShare(25, 100), lagShare(0, 100), lagShare(200, 100), lagShare(-5, 100), lagShare(null, 100), lagShare(1, 1e6)],
    [0.25, 0, 1, 0, 0, 0.02],
  );
  assert.deepEqual(lookOf(projection('x', 'failed', 0)), { icon: 'error', tone: 'error' });
});

const snapshot = (version: number | null, streamVersion: number | null = 4): Snapshot => ({
  key: `s${version}`,
  table: 'snapshots',
  stream: 's',
  version,
  streamVersion,
  time: null,
  state: null,
});

void test('panes: snapshots stand behind the event they were taken at', () => {
  const words = (versions: readonly (number | null)[], snapshots: readonly Snapshot[]): string[] =>
    versions.flatMap((version, index) => {
      const next = versions[index + 1];
      const marks = snapshotsAt({ version }, next === undefined ? undefined : { version: next }, snapshots);
      return [`e${version}`, ...marks.map(({ key }) => key)];
    });
  assert.deepEqual(words([1, 2, 3, 4], [snapshot(4), snapshot(2)]), ['e1', 'e2', 's2', 'e3', 'e4', 's4']);
  assert.deepEqual(words([1, 2, 5], [snapshot(3)]), ['e1', 'e2', 's3', 'e5']);
  assert.deepEqual(words([1, 2], [snapshot(9), snapshot(null)]), ['e1', 'e2', 's9']);
  assert.deepEqual(words([null, null], [snapshot(9)]), ['enull', 'enull']);
  assert.deepEqual(
    [isAhead(snapshot(5, 4)), isAhead(snapshot(4, 4)), isAhead(snapshot(5, null))],
    [true, false, false],
  );
});

const table = (name: string, ...columns: readonly string[]): Table => ({
  name,
  columns: columns.map((column) => ({ name: column, type: 'text' })),
});

void test('panes: the mapping form guesses by names, and says what it lacks', () => {
  const audit = table('audit_log', 'id', 'action', 'entity', 'entity_id', 'details', 'created', 'context');
  const form = suggest(audit);
  assert.deepEqual(form.columns, {
    type: 'action',
    data: 'details',
    time: 'created',
    position: 'id',
    stream: 'entity_id',
    metadata: 'context',
  });
  assert.equal(lacking(form), undefined);
  assert.deepEqual(suggest(table('t', 'type', 'event_type', 'id', 'position', 'data', 'payload')).columns, {
    type: 'event_type',
    position: 'position',
    data: 'payload',
  });
  assert.equal(likelyTable([table('users', 'id', 'name'), audit, table('x')])?.name, 'audit_log');
  assert.equal(likelyTable([]), undefined);
  const bare = suggest(table('x', 'foo'));
  assert.equal(lacking(bare), 'Choose a column for type, payload and position.');
  assert.equal(lacking(withColumn(withColumn(bare, 'type', 'foo'), 'data', 'foo')), 'Choose a column for position.');
  assert.equal(withColumn(form, 'time', undefined).columns.time, undefined);
  assert.deepEqual(rolesOf(withColumn(form, 'correlation', 'context:request_id'), 'context'), [
    'metadata',
    'correlation',
  ]);
});

void test('panes: what the form makes is what .event-wiring.json takes', () => {
  const form = { ...suggest(table('log', 'seq', 'event_type', 'payload', 'ts')), timeKind: 'seconds' as const };
  const mapping = mappingOf(withColumn(form, 'correlation', 'payload:request.id'));
  const problems: string[] = [];
  const [read] = readStores([{ match: '*/audit.db', mapping }], problems);
  assert.deepEqual(problems, []);
  assert.deepEqual(read?.mapping.events, {
    table: 'log',
    type: 'event_type',
    data: 'payload',
    time: 'ts',
    position: 'seq',
    correlation: 'payload:request.id',
    timeKind: 'seconds',
  });
  assert.equal(mappingOf(withColumn(form, 'time', undefined)).events['timeKind'], undefined);
});

const overviewWith = (change: Partial<Overview>): Overview => ({
  total: { count: 57, exact: true },
  selected: { count: 57, exact: true },
  ...{ today: 0, todayUsually: null, types: [], streams: null, activeStreams: [] },
  ...{ failures: null, failureGroups: [], projections: [] },
  ...{ rate: null, size: null, growth: null, first: null, last: null },
  ...change,
});
const noon = Date.UTC(2026, 5, 18, 12);
const ago = (hours: number): string => new Date(noon - hours * 3_600_000).toISOString();

void test('panes: what needs attention counts failures that stand, says each thing once and leads to it', () => {
  const group = (change: Partial<FailureGroup>): FailureGroup => ({
    ...{ key: 'a', kind: 'handler', table: 'failures', exception: 'TypeError', subject: 'App\\Prices' },
    ...{ message: 'null given.\nmore', count: 3, resolved: 5, first: ago(2), last: ago(1) },
    ...change,
  });
  const projection = (name: string, change: Partial<ProjectionState>): ProjectionState => ({
    ...{ name, position: 47, lag: 0, status: 'running', updated: null, failures: 3, state: 'failed' },
    ...change,
  });
  const found = attentionOf(
    overviewWith({
      failureGroups: [
        group({}),
        group({ key: 'b', kind: 'job', subject: 'App\\Jobs\\Scrape', message: null, count: 1, resolved: 0 }),
      ],
      projections: [projection('Prices', {}), projection('Sales', { lag: 10, state: 'behind', status: null })],
    }),
    undefined,
    createFormat('en'),
    noon,
  );
  assert.deepEqual(
    found.map(({ severity, title, detail, times = '', to }) => [severity, title, detail, times, to.tab].join(' | ')),
    [
      'error | Prices fails | null given | 3 times, last 11:00 | failures',
      'error | Scrape fails | TypeError | once, 11:00 | failures',
      'warning | Sales is 10 events behind | At position 47 |  | projections',
    ],
  );
});
