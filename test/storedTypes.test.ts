/** Every spelling in which a store may name an event, against the events of fixtures' code. */
import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { test } from 'node:test';
import { storeCode } from '../server/features/storeCode';
import type { Graph } from '../server/graph/graph';
import { neverStoredOf, storedTypesOf } from '../server/graph/storedTypes';
import { momentOf } from '../server/features/moments';
import type { StoreCodeAnswer } from '../server/protocol';
import { snapshotOf } from './support/features';
import { event, graphOf } from './support/graphs';
import { filesBelow, fixtures, openFolder } from './support/project';

const graphs = new Map<string, Promise<Graph>>();
const graphAt = (...path: readonly string[]): Promise<Graph> => {
  const key = path.join('/');
  const graph = graphs.get(key) ?? openFolder(join(fixtures, ...path)).graph();
  graphs.set(key, graph);
  return graph;
};

/** `found App\Events\X`, `inferred X`, `several X, Y`, `none`, `none, nearest X`. */
function show(graph: Graph, type: string): string {
  const { state, certainty, events, closest } = storedTypesOf(graph)(type);
  const names = events.map(({ name }) => name).join(', ');
  if (state === 'none') return closest ? `none, nearest ${closest.name}` : 'none';
  return `${state === 'found' && certainty === 'inferred' ? 'inferred' : state} ${names}`;
}

function spellings(name: string, path: readonly string[], cases: Readonly<Record<string, string>>): void {
  void test(`stored types: ${name}`, async () => {
    const graph = await graphAt(...path);
    const found = Object.fromEntries(Object.keys(cases).map((type) => [type, show(graph, type)]));
    assert.deepEqual(found, cases);
  });
}

const price = 'App\\Domain\\Ticket\\Events\\TicketPriceChanged';

spellings('a PHP class in any spelling of its whole name', ['systems', 'hd-tickets'], {
  [price]: `found ${price}`,
  [`\\${price}`]: `found ${price}`,
  'App.Domain.Ticket.Events.TicketPriceChanged': `found ${price}`,
  'App/Domain/Ticket/Events/TicketPriceChanged': `found ${price}`,
  'App::Domain::Ticket::Events::TicketPriceChanged': `found ${price}`,
  'app.domain.ticket.events.ticket_price_changed': `found ${price}`,
  'App\\\\Domain\\\\Ticket\\\\Events\\\\TicketPriceChanged': `found ${price}`,
  'App.Domain.Ticket.Events.TicketPriceChanged, App, Version=1.0.0.0, Culture=neutral': `found ${price}`,
});

spellings('a PHP class by a part of its name, with a version, or in words', ['systems', 'hd-tickets'], {
  TicketPriceChanged: `found ${price}`,
  'Ticket::TicketPriceChanged': `found ${price}`,
  'ticket.ticket-price-changed': `inferred ${price}`,
  'TicketPriceChanged.v2': `found ${price}`,
  TicketPriceChangedV2: `found ${price}`,
  'TicketPriceChanged@2': `found ${price}`,
  [`${price}.v12`]: `found ${price}`,
  ticket_price_changed: `inferred ${price}`,
  'ticket-price-changed': `inferred ${price}`,
  ticketPriceChanged: `inferred ${price}`,
  'ticket.price.changed': `inferred ${price}`,
  'tickets.ticket.price-changed.v1': `inferred ${price}`,
  TicketPriceChangedEvent: `inferred ${price}`,
});

spellings('a class of another namespace is another class, and a slip has the nearest name', ['systems', 'hd-tickets'], {
  'Old\\Ticket\\TicketPriceChanged': `none, nearest ${price}`,
  TicketPriceChangd: `none, nearest ${price}`,
  TicketPriceUpdated: 'none',
  'invoice.sent': 'none',
  '': 'none',
  '...': 'none',
  v2: 'none',
  '2': 'none',
  __proto__: 'none',
  constructor: 'none',
  'x y z': 'none',
});

spellings('spatie aliases, morph maps, inflectors, constants and attributes', ['frameworks', 'classMaps'], {
  order_was_placed: 'found App\\Events\\OrderPlaced',
  'A sentence about it': 'none',
  nobody: 'none',
  'paid-order': 'found App\\Events\\OrderPaid',
  'shop.order-payment': 'found App\\Events\\OrderPaid',
  order_left_the_house: 'found App\\Events\\OrderShipped',
  'logistics.sent': 'found App\\Events\\OrderShipped',
});

spellings('Rust types and variants by path, event_name and serde name', ['systems', 'async-events'], {
  OrderPlacedEvent: 'found OrderPlacedEvent',
  OrderPlaced: 'found OrderPlacedEvent',
  order_placed: 'inferred OrderPlacedEvent',
  'async_events::events::orders::OrderPlacedEvent': 'found OrderPlacedEvent',
  'orders::OrderPlacedEvent': 'found OrderPlacedEvent',
});
spellings('variants of an enum', ['frameworks', 'cqrsEs'], {
  AccountOpened: 'found BankAccountEvent::AccountOpened',
  'BankAccountEvent::AccountOpened': 'found BankAccountEvent::AccountOpened',
  'bank-account-event.account-opened': 'found BankAccountEvent::AccountOpened',
  account_opened: 'inferred BankAccountEvent::AccountOpened',
});

spellings('names and constants of JavaScript', ['systems', 'pyrite'], {
  WorkEffortCompleted: 'found WorkEffortCompleted',
  'WorkEffort:Renamed': 'found WorkEffort:Renamed',
  'work-effort.completed.v1': 'found work-effort.completed.v1',
  'progress.updated.v3': 'inferred ProgressUpdated',
  'work-effort.renamed': 'found WorkEffort:Renamed',
});
spellings('classes of TypeScript', ['systems', 'nest-shop'], {
  OrderPlacedEvent: 'found OrderPlacedEvent',
  OrderPlaced: 'inferred OrderPlacedEvent',
  'payment.succeeded': 'found payment.succeeded',
});

/** A folder of its own, gone when the work is done. */
async function within(files: Readonly<Record<string, string>>, work: (folder: string) => Promise<void>): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'event-wiring-types-'));
  try {
    for (const [path, content] of Object.entries(files)) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), content);
    }
    await work(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

void test('stored types: a class of TypeScript says what it is stored as', () =>
  within(
    {
      'src/events.ts': `import { EventBus } from '@nestjs/cqrs';
export class OrderPlaced { static readonly type = 'shop.new-order'; readonly kind = 'x'; }
export class OrderPaid { readonly eventType: 'shop.money-came'; }
export class Orders {
  constructor(private readonly bus: EventBus) {}
  all() { this.bus.publish(new OrderPlaced()); this.bus.publish(new OrderPaid()); }
}
`,
    },
    async (folder) => {
      const graph = await openFolder(folder).graph();
      assert.deepEqual(
        ['shop.new-order', 'shop.money-came', 'x'].map((type) => show(graph, type)),
        ['found OrderPlaced', 'found OrderPaid', 'none'],
      );
    },
  ));

void test('stored types: an alias that a configuration gives goes with the edit that takes it, and comes back', async () => {
  const folder = join(fixtures, 'frameworks', 'classMaps');
  const session = openFolder(folder);
  const before = show(await session.graph(), 'order_was_placed');
  session.edited('config/event-sourcing.php', '<?php return [];');
  assert.equal(show(await session.graph(), 'order_was_placed'), 'none');
  session.edited('config/event-sourcing.php', undefined);
  assert.equal(show(await session.graph(), 'order_was_placed'), before);
});

void test('stored types: of several equals the own, real and declared one; else all are told', () => {
  const graph = graphOf({
    events: [
      event('Ordering\\OrderPlaced', { line: 1 }),
      event('Billing\\OrderPlaced', { line: 2 }),
      event('Contracts\\OrderPaid', { line: 3, abstract: true }),
      event('Billing\\OrderPaid', { line: 4 }),
      event('Vendor\\OrderSent', { line: 5, external: true }),
      event('Billing\\OrderSent', { line: 6 }),
    ].map((one) => ({ ...one, kind: 'class' as const })),
  });
  assert.equal(show(graph, 'OrderPlaced'), 'several Ordering\\OrderPlaced, Billing\\OrderPlaced');
  assert.equal(show(graph, 'Billing.OrderPlaced'), 'found Billing\\OrderPlaced');
  assert.equal(show(graph, 'OrderPaid'), 'found Billing\\OrderPaid');
  assert.equal(show(graph, 'order_sent'), 'inferred Billing\\OrderSent');
});

void test('never stored: only events of a kind that is stored', async () => {
  const graph = await graphAt('systems', 'hd-tickets');
  const names = (types: readonly string[]): readonly string[] =>
    neverStoredOf(graph, types).map(({ name }) => name.slice(name.lastIndexOf('\\') + 1));
  assert.deepEqual(names([]), []);
  assert.deepEqual(names(['nothing.of.ours']), []);
  const others = names(['TicketPriceChanged']);
  assert.ok(others.includes('TicketSoldOut') && others.includes('PaymentProcessed'));
  assert.ok(!others.includes('TicketPriceChanged'));
  assert.ok(others.every((name) => !/^(?:AbstractDomainEvent|DomainEventInterface)$/.test(name)));
  const pyrite = await graphAt('systems', 'pyrite');
  assert.ok(neverStoredOf(pyrite, ['WorkEffortStarted']).some(({ name }) => name === 'WorkEffortCompleted'));
});

void test('code: a class that is no event counts, unknown is said while nobody knows, handlers are found in any spelling', async () => {
  const folder = join(fixtures, 'systems', 'hd-tickets');
  const session = openFolder(folder);
  const graph = await session.graph();
  const snapshot = { ...snapshotOf(graph, undefined, session.text), files: session.sources };
  const ask = (types: readonly string[], classes: readonly string[] = [], snapshots = [snapshot]): StoreCodeAnswer =>
    storeCode.answer(snapshots, { id: 'store1', types, classes });
  const states = (answer: StoreCodeAnswer): readonly string[] => answer.types.map(({ state }) => state);
  const { types } = ask(['App\\Domain\\Ticket\\Ticket', 'Other\\Ticket', 'TicketPriceChangd']);
  assert.deepEqual(
    types.map(({ state, declaration, closest }) => declaration?.label ?? closest ?? state),
    ['app/Domain/Ticket/Ticket.php:13', 'none', 'TicketPriceChanged'],
  );
  assert.deepEqual(states(ask(['nothing.here'], [], [])), ['unknown']);
  const failed = { ...snapshot, graph: { ...graph, files: { ...graph.files, failed: 1 } } };
  assert.deepEqual(states(ask(['nothing.here'], [], [failed])), ['unknown']);
  assert.deepEqual(states(ask([price], [], [failed])), ['found']);
  const places = (classes: readonly string[]): readonly (string | undefined)[] =>
    classes.map((name) => ask([], [name]).classes[0]?.place.label);
  const watchers = 'app/Listeners/NotifyPriceWatchers.php:9';
  assert.deepEqual(
    places([
      'App\\Listeners\\NotifyPriceWatchers',
      '\\App\\Listeners\\NotifyPriceWatchers@handle',
      'App.Listeners.NotifyPriceWatchers',
      'NotifyPriceWatchers::handle',
      'TicketReadModelProjection',
      'App\\Jobs\\ProcessDomainEvent',
      'Nobody',
      '',
    ]),
    [
      watchers,
      watchers,
      watchers,
      watchers,
      'app/Projections/TicketReadModelProjection.php:11',
      'app/Jobs/ProcessDomainEvent.php:10',
      undefined,
      undefined,
    ],
  );
  assert.ok(filesBelow(folder).includes('app/Listeners/NotifyPriceWatchers.php'));
});

void test('moments: seconds, minutes, the time of today, the day of this year, the date', () => {
  const now = new Date(2026, 5, 18, 14, 30, 0).getTime();
  const at = (...parts: [number, number, number, number, number, number]): string =>
    momentOf(new Date(...parts).toISOString(), now);
  assert.equal(at(2026, 5, 18, 14, 29, 48), '12 s ago');
  assert.equal(at(2026, 5, 18, 14, 26, 59), '3 min ago');
  assert.equal(at(2026, 5, 18, 9, 5, 0), '09:05');
  assert.equal(at(2026, 2, 3, 9, 5, 0), '3 Mar');
  assert.equal(at(2025, 2, 3, 9, 5, 0), '3 Mar 2025');
  assert.equal(at(2026, 5, 18, 15, 0, 0), '15:00', 'a clock that is ahead');
  assert.equal(momentOf('yesterday', now), 'yesterday');
});
