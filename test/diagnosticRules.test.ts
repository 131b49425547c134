/** The rules of diagnostics that no fixture shows: severities, what is told once, what is left out; on graphs by hand. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { findingsOf } from '../server/diagnostics';
import { isPastTense } from '../server/diagnostics/eventPastTense';
import { lettersOf, slip } from '../server/graph/alike';
import { isAnyChannel, sameChannel } from '../server/graph/channelPatterns';
import { emptyLanguageGraph, type Dispatch, type EventNode, type Graph, type Listen } from '../server/graph/graph';
import { packagesOf } from '../server/packages';

type Parts = Partial<Graph>;

const graphOf = (parts: Parts): Graph => ({
  ...emptyLanguageGraph,
  languages: ['typescript'],
  files: { read: 1, skipped: 0, failed: 0 },
  ...parts,
});
const codes = (parts: Parts): string[] =>
  findingsOf(graphOf(parts), { diagnostics: {} }, () => undefined).findings.map(
    ({ code, severity, place }) => `${code} ${severity} ${place.file}:${place.line}`,
  );
const messages = (parts: Parts): string[] =>
  findingsOf(graphOf(parts), { diagnostics: {} }, () => undefined).findings.map(({ message }) => message);

const event = (name: string, more: Partial<EventNode> = {}): EventNode => ({
  id: `js:bus|${name}`,
  name,
  language: 'typescript',
  kind: 'string',
  emitter: 'bus',
  ...more,
});
function without<Value extends object, Key extends keyof Value>(value: Value, key: Key): Omit<Value, Key> {
  const { [key]: dropped, ...rest } = value;
  void dropped;
  return rest;
}
const site = { column: 3, certainty: 'exact', framework: 'nodeEvents' } as const;
const dispatch = (name: string | null, line: number, more: Partial<Dispatch> = {}): Dispatch => ({
  ...site,
  file: 'src/a.ts',
  line,
  via: 'emit',
  eventId: name === null ? null : `js:bus|${name}`,
  event: name,
  emitter: 'bus',
  ...more,
});
const listen = (name: string | null, line: number, more: Partial<Listen> = {}): Listen => ({
  ...site,
  file: 'src/b.ts',
  line,
  via: 'on',
  eventId: name === null ? null : `js:bus|${name}`,
  event: name,
  emitter: 'bus',
  handler: 'closure',
  ...more,
});

void test('never-heard: one finding at the first dispatch, in code that is ours', () => {
  const events = [event('paid')];
  const both = [dispatch('paid', 4), dispatch('paid', 9)];
  assert.deepEqual(codes({ events, dispatches: both }), ['never-heard warning src/a.ts:4']);
  assert.deepEqual(codes({ events, dispatches: [dispatch('paid', 4, { test: true })] }), []);
  assert.deepEqual(codes({ events, dispatches: [dispatch('paid', 4, { external: true })] }), []);
  assert.deepEqual(codes({ events, dispatches: [dispatch('paid', 4, { wrapper: true })] }), []);
  assert.deepEqual(codes({ events: [event('paid', { external: true })], dispatches: both }), []);
  assert.deepEqual(codes({ events: [event('paid', { broadcast: true })], dispatches: both }), []);
  assert.deepEqual(codes({ events, dispatches: both, listens: [listen('paid', 1, { test: true })] }), []);
  assert.deepEqual(codes({ events }), []);
});

void test('never-heard: a pattern or an interface that reaches the event hears it', () => {
  const matches = ['js:bus|paid'];
  const parts = { events: [event('paid')], dispatches: [dispatch('paid', 4)] };
  assert.deepEqual(codes({ ...parts, listens: [listen(null, 1, { event: 'p*', matches })] }), []);
});

void test('never-heard: what a listener takes at run time is information, unless its closed set leaves the event out', () => {
  const parts = { events: [event('paid')], dispatches: [dispatch('paid', 4)] };
  const open = listen(null, 1, { certainty: 'dynamic' });
  assert.deepEqual(codes({ ...parts, listens: [open] }), ['never-heard information src/a.ts:4']);
  assert.deepEqual(codes({ ...parts, listens: [{ ...open, candidates: ['sent'] }] }), [
    'never-heard warning src/a.ts:4',
  ]);
  assert.deepEqual(codes({ ...parts, listens: [{ ...open, emitter: 'other' }] }), ['never-heard warning src/a.ts:4']);
});

void test('never-heard: code offered to others has listeners elsewhere', () => {
  const parts = { events: [event('paid')], dispatches: [dispatch('paid', 4, { file: 'packages/core/a.ts' })] };
  const packages = [
    { folder: '', registry: 'npm', library: false },
    { folder: 'packages/core', registry: 'npm', library: true },
  ] as const;
  assert.deepEqual(codes({ ...parts, packages }), ['never-heard information packages/core/a.ts:4']);
  assert.deepEqual(codes({ ...parts, packages: packages.slice(0, 1) }), ['never-heard warning packages/core/a.ts:4']);
});

void test('never-heard, never-dispatched: five of a kind are the way things are done', () => {
  const names = ['a', 'b', 'c', 'd', 'e'];
  const events = names.map((name) => event(name));
  const packages = [{ folder: '', registry: 'npm', library: true }] as const;
  const dispatches = names.map((name, index) => dispatch(name, index + 1));
  assert.equal(codes({ events, dispatches, packages }).length, 0);
  assert.equal(codes({ events, dispatches: dispatches.slice(1), packages }).length, 4);
  assert.equal(codes({ events, dispatches }).length, 5);
  const listens = names.map((name, index) => listen(name, index + 1));
  const dynamic = dispatch(null, 7, { certainty: 'dynamic' });
  assert.equal(codes({ events, listens, dispatches: [dynamic] }).length, 0);
  assert.equal(codes({ events, listens: listens.slice(1), dispatches: [dynamic] }).length, 4);
});

void test('never-heard: an application most of whose events are for plugins', () => {
  const names = [...'abcdefghijklmno'];
  const events = names.map((name) => event(name));
  const dispatches = names.map((name, index) => dispatch(name, index + 1));
  const severitiesOf = (parts: Parts): string[] => [...new Set(codes(parts).map((line) => line.split(' ')[1] ?? ''))];
  assert.deepEqual(severitiesOf({ events, dispatches }), ['information']);
  assert.deepEqual(severitiesOf({ events, dispatches: dispatches.slice(1) }), ['warning']);
  const heard = [...'pqrstuvwxyzABCDE'];
  const more = heard.map((name, index) => dispatch(name, index + 30));
  assert.deepEqual(
    severitiesOf({
      events: [...events, ...heard.map((name) => event(name))],
      dispatches: [...dispatches, ...more],
      listens: heard.map((name, index) => listen(name, index + 1)),
    }),
    ['warning'],
  );
});

void test('never-heard: before and after one action are hooks', () => {
  const hooks = ['order.save.before', 'order.save.after'];
  const dispatches = hooks.map((name, index) => dispatch(name, index + 1));
  assert.deepEqual(codes({ events: hooks.map((name) => event(name)), dispatches }), [
    'never-heard information src/a.ts:1',
    'never-heard information src/a.ts:2',
  ]);
  assert.deepEqual(codes({ events: [event('order.save.before')], dispatches: dispatches.slice(0, 1) }), [
    'never-heard warning src/a.ts:1',
  ]);
});

void test('never-heard: names the emitter on which the name is heard', () => {
  const other = event('paid', { id: 'js:till|paid', emitter: 'till' });
  const found = messages({
    events: [event('paid'), other],
    dispatches: [dispatch('paid', 4), dispatch('paid', 5, { eventId: other.id, emitter: 'till' })],
    listens: [listen('paid', 1, { eventId: other.id, emitter: 'till' })],
  });
  assert.deepEqual(found, [
    "'paid' of bus is dispatched here and nobody listens to it; the listeners of that name are on till.",
  ]);
});

void test('never-dispatched: not for what a framework publishes, nor for tests; information for what may come', () => {
  const listens = [listen('paid', 2)];
  assert.deepEqual(codes({ events: [event('paid')], listens }), ['never-dispatched warning src/b.ts:2']);
  assert.deepEqual(codes({ events: [event('paid', { publishedBy: 'node' })], listens }), []);
  assert.deepEqual(codes({ events: [event('paid')], listens: [listen('paid', 2, { test: true })] }), []);
  const dynamic = dispatch(null, 7, { certainty: 'dynamic' });
  const information = ['never-dispatched information src/b.ts:2'];
  assert.deepEqual(codes({ events: [event('paid')], listens, dispatches: [dynamic] }), information);
  assert.deepEqual(
    codes({ events: [event('paid')], listens, dispatches: [{ ...dynamic, candidates: ['paid', 'sent'] }] }),
    information,
  );
});

void test('near-miss: one finding for both halves, at the rarer name', () => {
  const events = [event('order.shipped'), event('order.shiped')];
  const fault = { events, dispatches: [dispatch('order.shipped', 4)], listens: [listen('order.shiped', 2)] };
  assert.deepEqual(codes(fault), ['near-miss warning src/b.ts:2']);
  const twice = [listen('order.shipped', 2), listen('order.shipped', 5)];
  assert.deepEqual(codes({ events, dispatches: [dispatch('order.shiped', 4)], listens: twice }), [
    'near-miss warning src/a.ts:4',
  ]);
});

void test('near-miss: a slip is a few letters, never a digit, never another word', () => {
  const far = (a: string, b: string): number | undefined => slip(lettersOf(a), lettersOf(b));
  assert.equal(far('order.shipped', 'order.shiped'), 1);
  assert.equal(far('orderShipped', 'order_shipped'), 0);
  assert.equal(far('order.recieved', 'order.received'), 1);
  assert.equal(far('page1', 'page2'), undefined);
  assert.equal(far('start', 'stop'), undefined);
  assert.equal(far('end', 'and'), undefined);
  assert.equal(far('user.created', 'user.deleted'), undefined);
  assert.equal(far('*', '**'), undefined);
});

void test('near-miss: a name that code asks for and no event has', () => {
  const shipped = event('OrderShippedEvent', {
    kind: 'class',
    id: 'rust:shipped',
    aliases: ['OrderShipped'],
    file: 'a.rs',
  });
  const ask = { ...site, file: 'c.rs', line: 8, via: 'event_name()', eventId: null };
  const parts = {
    events: [shipped],
    dispatches: [dispatch('OrderShippedEvent', 4, { eventId: shipped.id, file: 'a.rs' })],
    listens: [listen('OrderShippedEvent', 4, { eventId: shipped.id, file: 'b.rs' })],
  };
  assert.deepEqual(codes({ ...parts, references: [{ ...ask, event: 'OrderShiped' }] }), ['near-miss warning c.rs:8']);
  assert.deepEqual(codes({ ...parts, references: [{ ...ask, event: 'OrderShipped' }] }), []);
  assert.deepEqual(codes({ ...parts, references: [{ ...ask, event: 'UserBanned' }] }), []);
});

void test('registered-twice: only where it is one emitter and one handler', () => {
  const events = [event('paid')];
  const dispatches = [dispatch('paid', 1)];
  const handler = { handler: 'book', handlerFile: 'src/c.ts', handlerLine: 1 };
  const listens = [listen('paid', 2, handler), listen('paid', 3, handler)];
  assert.deepEqual(codes({ events, dispatches, listens }), ['registered-twice warning src/b.ts:3']);
  assert.deepEqual(codes({ events, dispatches, listens: listens.map((one) => ({ ...one, once: true })) }), []);
  assert.deepEqual(codes({ events, dispatches, listens: listens.map((one) => ({ ...one, emitter: 'Socket' })) }), []);
  assert.deepEqual(codes({ events, dispatches, listens: [listen('paid', 2), listen('paid', 3)] }), []);
});

void test('event-cycle: shortest form, once, at the dispatch that closes it; once-listeners end it', () => {
  const events = ['a', 'b', 'c'].map((name) => event(name));
  const body = (from: number): Partial<Listen> => ({
    handlerFile: 'src/h.ts',
    handlerLine: from,
    handlerEndLine: from + 3,
    handler: `on${from}`,
  });
  const inside = (name: string, line: number): Dispatch => dispatch(name, line, { file: 'src/h.ts' });
  const listens = [listen('a', 1, body(10)), listen('b', 2, body(20)), listen('c', 3)];
  const dispatches = [dispatch('a', 1), inside('b', 11), inside('c', 12), inside('a', 21)];
  assert.deepEqual(codes({ events, listens, dispatches }), ['event-cycle warning src/h.ts:21']);
  assert.match(messages({ events, listens, dispatches })[0] ?? '', /^a → on10 → b → on20 → a is a cycle/);
  const once = listens.map((one) => ({ ...one, once: true }));
  assert.deepEqual(codes({ events, listens: once, dispatches }), []);
});

void test('event-cycle: a dispatch in a nested handler belongs to the nested one', () => {
  const outer = { handlerFile: 'src/h.ts', handlerLine: 10, handlerEndLine: 20, handler: 'outer' };
  const inner = { handlerFile: 'src/h.ts', handlerLine: 12, handlerEndLine: 14, handler: 'inner' };
  assert.deepEqual(
    codes({
      events: [event('ready'), event('done')],
      listens: [listen('ready', 10, outer), listen('done', 12, inner)],
      dispatches: [dispatch('ready', 13, { file: 'src/h.ts' }), dispatch('done', 30)],
    }),
    [],
  );
});

void test('returns-false: silences what surely comes later, and may silence what other files register', () => {
  const events = [event('paid')];
  const dispatches = [dispatch('paid', 1)];
  const returnsFalse = { file: 'src/c.ts', line: 5, column: 3 };
  const first = listen('paid', 2, { handler: 'check', handlerFile: 'src/c.ts', returnsFalse });
  const later = listen('paid', 3, { handler: 'book', handlerFile: 'src/d.ts' });
  assert.deepEqual(codes({ events, dispatches, listens: [first, later] }), ['returns-false warning src/c.ts:5']);
  const apart = { ...later, file: 'src/e.ts' };
  const joined = { events, dispatches, listens: [first, apart].map((one) => without(one, 'emitter')) };
  assert.deepEqual(codes(joined), ['returns-false information src/c.ts:5']);
  assert.deepEqual(codes({ events, dispatches, listens: [first, apart] }), []);
  assert.deepEqual(codes({ events, dispatches, listens: [{ ...first, queued: true }, later] }), []);
  assert.deepEqual(codes({ events, dispatches, listens: [{ ...first, line: 9 }, later] }), []);
});

void test('after-commit: only what leaves the process, and only where nothing waits', () => {
  const events = [event('paid')];
  const dispatches = [dispatch('paid', 4, { inTransaction: true })];
  const queued = listen('paid', 2, { queued: true });
  assert.deepEqual(codes({ events, dispatches, listens: [queued] }), ['after-commit warning src/a.ts:4']);
  assert.deepEqual(codes({ events, dispatches, listens: [{ ...queued, afterCommit: true }] }), []);
  assert.deepEqual(codes({ events, dispatches, listens: [listen('paid', 2)] }), []);
  assert.deepEqual(codes({ events: [event('paid', { afterCommit: true })], dispatches, listens: [queued] }), []);
  const job = { ...site, file: 'a.php', line: 6, via: 'dispatch', job: 'App\\Jobs\\Pay', inTransaction: true };
  assert.deepEqual(codes({ jobs: [job] }), ['after-commit warning a.php:6']);
  assert.deepEqual(codes({ jobs: [{ ...job, afterCommit: true }] }), []);
});

void test('parent-class-listener: speaks for the events it misses, which are then not told as never heard', () => {
  const child = event('Made', { kind: 'class', id: 'php:Made' });
  const parent = event('Booking', { kind: 'class', id: 'php:Booking' });
  assert.deepEqual(
    codes({
      events: [child, parent],
      dispatches: [dispatch('Made', 4, { eventId: child.id })],
      listens: [listen('Booking', 2, { eventId: parent.id, neverReached: [child.id] })],
    }),
    ['parent-class-listener warning src/b.ts:2'],
  );
});

void test('channels: placeholders stand for one segment', () => {
  assert.ok(sameChannel('orders.{id}', 'orders.{order}'));
  assert.ok(sameChannel('orders.{id}', 'orders.7'));
  assert.ok(sameChannel('orders.{id}', 'private-orders.*'));
  assert.ok(!sameChannel('orders.{id}', 'orders'));
  assert.ok(!sameChannel('orders.{id}', 'orders.7.items'));
  assert.ok(!sameChannel('orders.{id}', 'shipments.{id}'));
  assert.ok(sameChannel('room-{id}', 'room-{room}'));
  assert.ok(!sameChannel('room-{id}', 'hall-{room}'));
  assert.ok(isAnyChannel('{channel}'));
  assert.ok(!isAnyChannel('orders.{id}'));
});

void test('event-past-tense: irregular verbs, particles, suffixes', () => {
  for (const name of [
    'OrderPlaced',
    'PaymentSentEvent',
    'UserLoggedIn',
    'OrderPaidV2',
    'TicketSoldOut',
    'HTTPRequestFailed',
    'OrderShipping',
  ])
    assert.ok(isPastTense(name), name);
  for (const name of ['OrderPlace', 'UserLogin', 'NewsFeed', 'OrderEvent', 'PlaceOrder', 'Speed'])
    assert.ok(!isPastTense(name), name);
});

void test('packages: what a manifest offers to others', () => {
  const library = (file: string, text: string, extra: readonly string[] = []): boolean | undefined =>
    packagesOf(
      [file],
      () => text,
      (path) => extra.includes(path),
    )[0]?.library;
  assert.equal(library('package.json', '{"name":"a","main":"index.js"}'), false);
  assert.equal(library('package.json', '{"name":"a","main":"index.js","files":["lib"]}'), true);
  assert.equal(library('package.json', '{"name":"a","exports":"./a.js","private":true}'), false);
  assert.equal(library('composer.json', '{"name":"a/b","type":"project"}'), false);
  assert.equal(library('composer.json', '{"name":"a/b","require":{"laravel/framework":"^12"}}'), false);
  assert.equal(library('composer.json', '{"name":"a/b","require":{"illuminate/events":"^12"}}'), true);
  const crate = '[package]\nname = "a"\ndescription = "b"\nlicense.workspace = true\n\n[dependencies]\n';
  assert.equal(library('x/Cargo.toml', crate, ['x/src/lib.rs']), true);
  assert.equal(library('x/Cargo.toml', crate), false);
  assert.equal(library('x/Cargo.toml', crate, ['x/src/lib.rs', 'x/src/main.rs']), false);
  assert.equal(library('x/Cargo.toml', `${crate.replace('[dep', 'publish = false\n[dep')}`, ['x/src/lib.rs']), false);
  assert.equal(library('package.json', 'not json'), undefined);
});

void test('near-miss: a library may well dispatch one of two like names alone', () => {
  const events = [event('order.shipped'), event('order.shiped')];
  const dispatches = [dispatch('order.shipped', 4), dispatch('order.shiped', 5)];
  const listens = [listen('order.shipped', 2)];
  const packages = [{ folder: '', registry: 'npm', library: true }] as const;
  assert.deepEqual(codes({ events, dispatches, listens }), ['near-miss warning src/a.ts:5']);
  assert.deepEqual(codes({ events, dispatches, listens, packages }), ['never-heard information src/a.ts:5']);
});

void test('registered-twice: one place that registers in a loop or by two frameworks is one place', () => {
  const handler = { handler: 'book', handlerFile: 'src/c.ts', handlerLine: 1 };
  const listens = [listen('paid', 2, handler), listen('paid', 2, handler)];
  assert.deepEqual(codes({ events: [event('paid')], dispatches: [dispatch('paid', 1)], listens }), []);
});

void test('event-cycle: a listener that says its own string again is information, a class event is not', () => {
  const body = { handlerFile: 'src/h.ts', handlerLine: 10, handlerEndLine: 13, handler: 'again' };
  const of = (kind: EventNode['kind']): string[] =>
    codes({
      events: [event('paid', { kind })],
      listens: [listen('paid', 2, body)],
      dispatches: [dispatch('paid', 1), dispatch('paid', 11, { file: 'src/h.ts' })],
    });
  assert.deepEqual(of('string'), ['event-cycle information src/h.ts:11']);
  assert.deepEqual(of('class'), ['event-cycle warning src/h.ts:11']);
});

void test('channel-without-authorization: an authorisation of the same shape is enough', () => {
  const channel = { column: 1, events: ['Sent'], framework: 'laravelBroadcasting', certainty: 'exact' } as const;
  const used = {
    ...channel,
    file: 'a.php',
    line: 3,
    pattern: 'orders.{id}',
    kind: 'private',
    authorized: false,
  } as const;
  const allowed = { ...channel, file: 'b.php', line: 5, pattern: 'orders.{order}', authorized: true } as const;
  assert.deepEqual(codes({ channels: [used] }), ['channel-without-authorization warning a.php:3']);
  assert.deepEqual(codes({ channels: [used, allowed] }), []);
  assert.deepEqual(codes({ channels: [{ ...used, kind: 'public' }] }), []);
  assert.deepEqual(codes({ channels: [{ ...used, certainty: 'dynamic' }] }), []);
});

void test('commands: those of tests and of packages are left out', () => {
  const command = {
    command: 'Pay',
    commandId: 'js:Pay',
    kind: 'command',
    file: 'src/pay.ts',
    line: 3,
    column: 1,
    dispatches: [{ file: 'src/a.ts', line: 9, column: 5 }],
    framework: 'nestCqrs',
  } as const;
  const alone = { ...command, handler: null };
  assert.deepEqual(codes({ commands: [alone] }), ['command-no-handler error src/a.ts:9']);
  assert.deepEqual(codes({ commands: [{ ...alone, dispatches: [] }] }), []);
  assert.deepEqual(codes({ commands: [{ ...alone, test: true }] }), []);
  const two = [
    { ...command, handler: 'A.execute' },
    { ...command, handler: 'B.execute', line: 8 },
  ];
  assert.deepEqual(codes({ commands: two }), ['command-two-handlers error src/pay.ts:8']);
  assert.deepEqual(codes({ commands: two.map((one) => ({ ...one, test: true })) }), []);
});

void test('near-miss: thousands of names on one bus are compared in no time', () => {
  const names = Array.from({ length: 3000 }, (_, index) => {
    const word = (seed: number): string => ((seed * 2654435761) >>> 0).toString(36).replace(/\d/g, 'k');
    return `${word(index + 1)}.${word(index + 4001)}`;
  });
  const events = [...names, 'order.shipped', 'order.shiped'].map((name) => event(name));
  const dispatches = [...names, 'order.shiped'].map((name, index) => dispatch(name, index + 1));
  const listens = [listen('order.shipped', 2)];
  const found = codes({ events, dispatches, listens }).filter((line) => line.startsWith('near-miss'));
  assert.deepEqual(found, ['near-miss warning src/b.ts:2']);
});

void test('event-cycle: through jobs and commands, but only with an event in it', () => {
  const body = { handlerFile: 'src/h.php', handlerLine: 10, handlerEndLine: 13, handler: 'Retry@handle' };
  const push = { ...site, line: 11, file: 'src/h.php', via: 'X::dispatch', in: 'Retry@handle', job: 'App\\Deliver' };
  const again = { ...push, line: 4, file: 'src/job.php', in: 'App\\Deliver@handle' };
  const parts: Parts = {
    events: [event('missed')],
    listens: [listen('missed', 2, body)],
    dispatches: [dispatch('missed', 3, { file: 'src/job.php', in: 'App\\Deliver@handle' })],
    jobs: [push],
  };
  assert.match(messages(parts)[0] ?? '', /^missed → Retry@handle → job Deliver → missed is a cycle.*through the queue/);
  assert.doesNotMatch(messages({ ...parts, jobs: [{ ...push, immediate: true }] })[0] ?? '', /through the queue/);
  assert.deepEqual(codes({ ...parts, jobs: [{ ...push, test: true }] }), []);
  assert.deepEqual(codes({ jobs: [again] }), []);
  const command = {
    command: 'Deliver',
    commandId: 'js:Deliver',
    kind: 'command',
    handler: 'DeliverHandler.execute',
    file: 'src/command.ts',
    line: 1,
    column: 3,
    endLine: 9,
    dispatches: [{ file: 'src/h.php', line: 12, column: 5 }],
    framework: 'nestCqrs',
  } as const;
  const sent = { ...parts, jobs: [], commands: [command], dispatches: [dispatch('missed', 5, { file: command.file })] };
  assert.match(
    messages(sent)[0] ?? '',
    /^missed → Retry@handle → command Deliver → DeliverHandler.execute → missed is/,
  );
});

void test('event-cycle: handlers on one line are told apart by where they begin', () => {
  const at = (column: number): Partial<Listen> => ({
    handlerFile: 'src/b.ts',
    handlerLine: 2,
    handlerColumn: column,
    handlerEndLine: 2,
  });
  const parts = (second: number): Parts => ({
    events: [event('a'), event('b')],
    listens: [listen('a', 2, at(10)), listen('b', 2, at(50))],
    dispatches: [
      dispatch('b', 2, { file: 'src/b.ts', column: 20 }),
      dispatch('a', 2, { file: 'src/b.ts', column: second }),
    ],
  });
  assert.deepEqual(codes(parts(60)), ['event-cycle warning src/b.ts:2']);
  assert.deepEqual(codes(parts(5)), []);
});
