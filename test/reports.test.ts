/** Each report over a small graph made by hand, against the very text it must be. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Channel } from '../server/graph/graph';
import { findingReports, mapReports } from '../server/reports';
import { explain } from '../server/reports/explanation';
import { findingChanges, wiringChanges } from '../server/reports/changes';
import { inkFor } from '../server/reports/ink';
import type { MapOptions } from '../server/reports/report';
import { checkedOf, dispatch, event, finding, graphOf, listen } from './support/graphs';

const options: MapOptions = {
  folder: 'shop',
  prefix: 'shop/',
  milliseconds: 42,
  color: false,
  version: '1.2.3',
  docs: 'https://example.org/docs/diagnostics/',
};
const ink = inkFor(options);
const mapText = (id: string, graph = shop, more: Partial<MapOptions> = {}): string =>
  report(mapReports, id).print(checkedOf(graph, [finding('never-heard', 9)]), { ...options, ...more });
const findingText = (id: string, findings = twoFindings): string =>
  report(findingReports, id).print(checkedOf(shop, findings), options);
function report<Report extends { readonly id: string }>(reports: readonly Report[], id: string): Report {
  const found = reports.find((one) => one.id === id);
  assert.ok(found, `no report ${id}`);
  return found;
}

/** OrderPlaced → bill → InvoiceSent → log; Ping and Pong fire each other; Forgotten has nobody. */
const shop = graphOf({
  events: [event('OrderPlaced', { queued: true }), event('InvoiceSent', { line: 2 }), event('Forgotten', { line: 3 })],
  dispatches: [
    dispatch('OrderPlaced', 10, { in: 'Shop.buy' }),
    dispatch('OrderPlaced', 90, { file: 'test/shop.ts', test: true }),
    dispatch('InvoiceSent', 22, { file: 'src/listeners.ts', in: 'Billing.bill' }),
    dispatch('Forgotten', 12, { in: 'Shop.forget' }),
    dispatch('Ping', 32, { file: 'src/listeners.ts' }),
    dispatch('Pong', 42, { file: 'src/listeners.ts' }),
    dispatch('Dyn', 50, {
      eventId: null,
      event: null,
      certainty: 'dynamic',
      reason: 'The name is a parameter.',
      candidates: ['OrderPlaced', 'Forgotten'],
    }),
  ],
  listens: [
    listen('OrderPlaced', 'Billing.bill', 20, { queued: true }),
    listen('InvoiceSent', 'Log.note', 60, { once: true, priority: 5 }),
    listen('Pong', 'Table.ping', 30),
    listen('Ping', 'Table.pong', 40),
  ],
  problems: [{ file: 'src/huge.ts', message: 'Skipped: too large.' }],
});
const twoFindings = [
  finding('never-heard', 12, {
    message: 'Nobody listens to Forgotten: 100%,\nnever.',
    related: [{ place: { file: 'src/events.ts', line: 3, column: 14 }, message: 'declared here' }],
  }),
  finding('event-cycle', 32, {
    severity: 'error',
    place: { file: 'src/a:b,c.ts', line: 32, column: 5, endLine: 32, endColumn: 9 },
  }),
];

void test('text: the map', () => {
  assert.equal(
    mapText('text'),
    `Event wiring of shop
TypeScript · Node events · 3 files read · 42 ms
5 events · 7 dispatches · 4 listeners · 1 site decided at run time

Wired events (4)

InvoiceSent  shop/src/events.ts:2:14
  dispatch  shop/src/listeners.ts:22:5  Billing.bill  .emit()
  listen    shop/src/listeners.ts:59:3  → Log.note    shop/src/listeners.ts:60:3 · once · priority 5 · @OnEvent

OrderPlaced  queued  shop/src/events.ts:1:14
  dispatch  shop/src/shop.ts:10:5       Shop.buy        .emit()
  listen    shop/src/listeners.ts:19:3  → Billing.bill  shop/src/listeners.ts:20:3 · queued · @OnEvent
            fires InvoiceSent
  … and 1 dispatch in tests

Ping
  dispatch  shop/src/listeners.ts:32:5                .emit()
  listen    shop/src/listeners.ts:39:3  → Table.pong  shop/src/listeners.ts:40:3 · @OnEvent
            fires Pong

Pong
  dispatch  shop/src/listeners.ts:42:5                .emit()
  listen    shop/src/listeners.ts:29:3  → Table.ping  shop/src/listeners.ts:30:3 · @OnEvent
            fires Ping

Dispatched, with no listener in this folder (1)
  Forgotten  shop/src/shop.ts:12:5  Shop.forget

Fires in turn, 1 ring ↻ (2)

  Ping
  └─ → Table.pong  shop/src/listeners.ts:40:3
     └─ Pong  shop/src/listeners.ts:42:5
        └─ → Table.ping  shop/src/listeners.ts:30:3
           └─ Ping  ↻ comes back  shop/src/listeners.ts:32:5

  OrderPlaced
  └─ → Billing.bill  queued · shop/src/listeners.ts:20:3
     └─ InvoiceSent  shop/src/listeners.ts:22:5

Decided at run time (1)
  dispatch  shop/src/shop.ts:50:5    .emit() · The name is a parameter. · may be OrderPlaced, Forgotten

Not read whole (1)
  shop/src/huge.ts  Skipped: too large.

1 warning: event-wiring check shop tells them.
`,
  );
});

void test('text: a narrow terminal breaks lines and loses nothing', () => {
  const lines = mapText('text', shop, { width: 60 }).split('\n');
  assert.ok(lines.some((line) => line.includes('shop/src/listeners.ts:60:3')));
  for (const line of lines) assert.ok(line.length <= 75, line);
});

void test('text: limits say what they hide, --all hides nothing', () => {
  const many = graphOf({
    dispatches: Array.from({ length: 60 }, (_, index) => dispatch(`Event${String(index).padStart(2, '0')}`, index + 1)),
  });
  assert.match(mapText('text', many), /… and 20 more \(--event NAME shows one whole, --all shows all\)/);
  assert.match(mapText('text', many, { all: true }), /Event59/);
});

void test('text: control characters of other people stay harmless', () => {
  const evil = graphOf({ dispatches: [dispatch('a\u001b[31mb\nc\u202e', 1)] });
  assert.match(mapText('text', evil), /a\\u001b\[31mb\\u000ac\\u202e/);
});

void test('json: findings and unreadable files are problems', () => {
  const { problems, ...rest } = JSON.parse(mapText('json')) as { problems: unknown; version: number };
  assert.equal(rest.version, 1);
  assert.deepEqual(problems, [
    {
      code: 'never-heard',
      severity: 'warning',
      message: 'Something is wrong with never-heard.',
      file: 'src/shop.ts',
      line: 9,
      column: 5,
      subject: 'subject of never-heard',
    },
    {
      code: 'unreadable-file',
      severity: 'information',
      message: 'Skipped: too large.',
      file: 'src/huge.ts',
      line: 1,
      column: 1,
    },
  ]);
});

void test('json: channels are those with an authorisation, the others stand apart', () => {
  const channel = (pattern: string, authorized: boolean): Channel => ({
    pattern,
    events: [],
    authorized,
    file: 'routes/channels.php',
    line: 3,
    column: 1,
    framework: 'laravelBroadcasting',
    certainty: 'exact',
  });
  const graph = graphOf({ channels: [channel('orders.{id}', true), channel('news', false)] });
  const { channels, openChannels } = JSON.parse(mapText('json', graph)) as Record<string, { pattern: string }[]>;
  assert.deepEqual(
    [channels, openChannels].map((list) => list?.map(({ pattern }) => pattern)),
    [['orders.{id}'], ['news']],
  );
});

void test('json: a listener of a name that a framework publishes says that the event is not its own', () => {
  const own = listen('order.placed', 'Desk@place', 1);
  const theirs = listen('kernel.request', 'Desk@ask', 2, { publishedBy: 'Symfony' });
  const { listens } = JSON.parse(mapText('json', graphOf({ listens: [own, theirs] }))) as {
    listens: { external?: boolean }[];
  };
  assert.deepEqual(
    listens.map(({ external }) => external ?? false),
    [false, true],
  );
});

const tricky = graphOf({
  events: [event('Say "hi" & #1\\new', { emitter: 'Bus<T>' })],
  dispatches: [dispatch('Say "hi" & #1\\new', 10, { in: 'Shop.buy' })],
  listens: [listen('Say "hi" & #1\\new', 'closure', 20, { queued: true })],
});

void test('mermaid: boxes, arrows, escapes', () => {
  assert.equal(
    mapText('mermaid', tricky),
    `flowchart LR
  code_closure_20_ID["closure:20"]
  event_Bus_T_Say_hi_1_new_ID(["Bus#60;T#62;: Say #34;hi#34; #38; #35;1#92;new"])
  code_Shop_buy_ID["Shop.buy"]
  event_Bus_T_Say_hi_1_new_ID -.->|"queued"| code_closure_20_ID
  code_Shop_buy_ID --> event_Bus_T_Say_hi_1_new_ID
  classDef event fill:#dbeafe,stroke:#1d4ed8,color:#111827
  class event_Bus_T_Say_hi_1_new_ID event
`.replaceAll(/(\w+)_ID/g, (_, name: string) => idIn(mapText('mermaid', tricky), name)),
  );
});

void test('dot: boxes, arrows, escapes', () => {
  const text = mapText('dot', tricky);
  assert.equal(
    text,
    `digraph "event wiring" {
  rankdir=LR;
  node [fontname="sans-serif"];
  code_closure_20_ID [label="closure:20", shape=box, tooltip="src/listeners.ts:20:3"];
  event_Bus_T_Say_hi_1_new_ID [label="Bus<T>: Say \\"hi\\" & #1\\\\new", shape=ellipse, style=filled, fillcolor="#dbeafe"];
  code_Shop_buy_ID [label="Shop.buy", shape=box, tooltip="src/shop.ts:10:5"];
  event_Bus_T_Say_hi_1_new_ID -> code_closure_20_ID [label="queued", style=dashed];
  code_Shop_buy_ID -> event_Bus_T_Say_hi_1_new_ID;
}
`.replaceAll(/(\w+)_ID/g, (_, name: string) => idIn(text, name)),
  );
});

/** Ids end in a hash of what the box is. */
function idIn(text: string, name: string): string {
  const id = new RegExp(`\\b${name}_[0-9a-f]{8}\\b`).exec(text)?.[0];
  assert.ok(id, `no box ${name}`);
  return id;
}

void test('drawings: what a handler fires hangs on the handler, and ids do not depend on neighbours', () => {
  const text = mapText('mermaid');
  const bill = idIn(text, 'code_Billing_bill');
  assert.ok(text.includes(`${bill} --> ${idIn(text, 'event_InvoiceSent')}`));
  assert.ok(text.includes(`${idIn(text, 'code_Table_ping')} --> ${idIn(text, 'event_Ping')}`));
  const alone = mapText('mermaid', graphOf({ listens: [listen('OrderPlaced', 'Billing.bill', 20)] }));
  assert.equal(idIn(alone, 'code_Billing_bill'), bill);
});

void test('check text: findings by file, places, counts', () => {
  assert.equal(
    findingText('text'),
    `shop/src/shop.ts:12:5  warning  Nobody listens to Forgotten: 100%,\\u000anever.  never-heard
    shop/src/events.ts:3:14  declared here

shop/src/a:b,c.ts:32:5  error  Something is wrong with event-cycle.  event-cycle

shop/src/huge.ts  note  Skipped: too large.
2 problems (1 error, 1 warning) in 2 files
`,
  );
  assert.match(findingText('text', []), /No problems among 7 dispatches and 4 listeners in 3 files\n$/);
});

void test('check json: findings in the shape of the map report', () => {
  const { findings, failures } = JSON.parse(findingText('json')) as { findings: object[]; failures: string[] };
  assert.deepEqual(failures, []);
  assert.deepEqual(findings[1], {
    code: 'event-cycle',
    severity: 'error',
    message: 'Something is wrong with event-cycle.',
    file: 'src/a:b,c.ts',
    line: 32,
    column: 5,
    endLine: 32,
    endColumn: 9,
    subject: 'subject of event-cycle',
  });
});

void test('github: one escaped command a finding', () => {
  assert.equal(
    findingText('github'),
    '::warning file=shop/src/shop.ts,line=12,col=5,title=never-heard::Nobody listens to Forgotten: 100%25,%0Anever.\n' +
      '::error file=shop/src/a%3Ab%2Cc.ts,line=32,endLine=32,col=5,endColumn=9,title=event-cycle::Something is wrong with event-cycle.\n',
  );
});

interface Sarif {
  readonly version: string;
  readonly runs: readonly {
    readonly tool: { readonly driver: { readonly rules: readonly { id: string; helpUri: string }[] } };
    readonly results: readonly {
      readonly ruleId: string;
      readonly ruleIndex: number;
      readonly level: string;
      readonly locations: readonly { physicalLocation: { artifactLocation: { uri: string }; region: object } }[];
      readonly partialFingerprints: Readonly<Record<string, string>>;
    }[];
  }[];
}

void test('sarif: rules, places, and fingerprints that survive moved lines', () => {
  const { version, runs } = JSON.parse(findingText('sarif')) as Sarif;
  assert.equal(version, '2.1.0');
  const [run] = runs;
  const [first, second] = run?.results ?? [];
  const rule = run?.tool.driver.rules[first?.ruleIndex ?? -1];
  assert.equal(rule?.id, 'never-heard');
  assert.equal(rule?.helpUri, 'https://example.org/docs/diagnostics/never-heard.md');
  assert.equal(second?.level, 'error');
  assert.equal(second?.locations[0]?.physicalLocation.artifactLocation.uri, 'shop/src/a:b,c.ts');
  assert.deepEqual(second?.locations[0]?.physicalLocation.region, {
    startLine: 32,
    startColumn: 5,
    endLine: 32,
    endColumn: 9,
  });
  const moved = JSON.parse(findingText('sarif', [finding('never-heard', 99), finding('never-heard', 100)])) as Sarif;
  const prints = moved.runs[0]?.results.map((result) => result.partialFingerprints['eventWiring/v1']);
  assert.equal(prints?.[0], first?.partialFingerprints['eventWiring/v1']);
  assert.notEqual(prints?.[0], prints?.[1]);
});

const told = (name: string, graph = shop): string => {
  const answer = explain(checkedOf(graph), name, options);
  return answer.kind === 'text' ? answer.text : `unknown; near: ${answer.near.join(', ')}`;
};

void test('explain: an event, its chain, its verdict, and what may mean it', () => {
  const text = told('orderplaced');
  assert.match(text, /^OrderPlaced {2}event\n/);
  assert.match(text, /Fires in turn\n {2}└─ → Billing\.bill .*\n {5}└─ InvoiceSent .*\n {8}└─ → Log\.note/);
  assert.match(text, /Wired: 2 dispatches and 1 listener meet here\./);
  assert.match(text, /shop\/src\/shop\.ts:50:5 may dispatch it, decided at run time: The name is a parameter\./);
  assert.match(told('Forgotten'), /Not heard: nobody in this folder listens to it\./);
});

void test('explain: a class tells what it hears and what it sends', () => {
  const text = told('Billing');
  assert.match(text, /Listens\n {4}OrderPlaced .*Billing\.bill/);
  assert.match(text, /Dispatches\n {4}InvoiceSent/);
});

void test('explain: why something is not wired', () => {
  const graph = graphOf({
    languages: ['php'],
    events: [event('App\\Events\\Paid', { id: 'php:App\\Events\\Paid' })],
    unwired: [
      {
        kind: 'listener',
        name: 'App\\Listeners\\SendReceipt',
        reason: 'EventServiceProvider is not registered in bootstrap/providers.php, so its $listen is not read.',
        events: ['App\\Events\\Paid'],
        file: 'app/Listeners/SendReceipt.php',
        line: 7,
        column: 7,
        related: { file: 'bootstrap/providers.php', line: 3, column: 1 },
        problem: true,
        framework: 'laravelEvents',
      },
    ],
  });
  assert.match(told('SendReceipt', graph), /Not wired: EventServiceProvider is not registered/);
  assert.match(told('SendReceipt', graph), /belongs at shop\/bootstrap\/providers\.php:3:1/);
  assert.match(told('Paid', graph), /App\\Listeners\\SendReceipt \(.*\) would hear it, but: EventServiceProvider/);
  const owned = graphOf({
    ...graph,
    unwired: graph.unwired.flatMap((one) => [
      { ...one, kind: 'provider' as const, name: 'App\\Providers\\EventServiceProvider' },
      { ...one, problem: false, owner: 'App\\Providers\\EventServiceProvider' },
    ]),
  });
  assert.match(
    told('SendReceipt', owned),
    /^App\\Listeners\\SendReceipt {2}not wired\n\n {2}Not wired: EventServiceProvider/,
  );
  assert.equal(told('Paid', owned).match(/would hear it, but/g)?.length, 1);
  assert.match(told('Paid', owned), /SendReceipt \(.*\) would hear it/);
  // A shell without quotes eats backslashes.
  assert.match(told('AppEventsPaid', graph), /^App\\Events\\Paid/);
});

void test('explain: near names for a slip, a list for many namesakes', () => {
  assert.equal(told('OrderPlacd'), 'unknown; near: OrderPlaced');
  assert.equal(told('Pign'), 'unknown; near: Ping');
  assert.equal(told('Nonsense'), 'unknown; near: ');
  const many = graphOf({ dispatches: ['a', 'b', 'c', 'd'].map((part, index) => dispatch(`${part}\\Paid`, index + 1)) });
  assert.match(told('Paid', many), /^4 names match "Paid"; ask for one of them:\n {2}a\\Paid/);
});

void test('changes: a moved line is none; a new dispatch and a lost listener are', () => {
  const moved = graphOf({ ...shop, dispatches: shop.dispatches.map((one) => ({ ...one, line: one.line + 7 })) });
  assert.deepEqual(wiringChanges(shop, moved, ink), []);
  const after = graphOf({
    ...shop,
    dispatches: [...shop.dispatches, dispatch('Refunded', 70, { in: 'Shop.refund' })],
    listens: shop.listens.slice(1),
  });
  assert.deepEqual(wiringChanges(shop, after, ink), [
    '- listen  OrderPlaced  shop/src/listeners.ts:19:3  → Billing.bill  shop/src/listeners.ts:20:3 · queued · @OnEvent',
    '+ dispatch  Refunded  shop/src/shop.ts:70:5  Shop.refund  .emit()',
  ]);
});

void test('changes: new and fixed findings', () => {
  const before = checkedOf(shop, [finding('never-heard', 9)]);
  const after = checkedOf(shop, [finding('near-miss', 11)]);
  assert.deepEqual(findingChanges(before, after, ink), [
    '- fixed: shop/src/shop.ts:9:5  warning  Something is wrong with never-heard.  never-heard',
    '+ shop/src/shop.ts:11:5  warning  Something is wrong with near-miss.  near-miss',
  ]);
});
