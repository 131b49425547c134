/** The answers that the tabs beyond overview and events ask for, of the same made-up shop. Knows no SQL. */
import type {
  Comparison,
  Failure,
  FailureGroup,
  Fields,
  FieldUse,
  Integrity,
  Job,
  PayloadText,
  Prepared,
  Question,
  Questions,
  Snapshot,
  StreamCount,
} from '../../../server/stores/questions';
import type { Canned } from './canned';

export interface TabOptions {
  readonly now: number;
  /** Put in place of every text of the store. */
  readonly hostile?: string;
}

type Answer<Q extends Question> = (params: Questions[Q]['ask']) => Questions[Q]['answer'];

const minute = 60_000;

/** A million events make a shop with failures, queues and snapshots; fewer make a new one. */
export function withTabs(base: Canned, { now, hostile }: TabOptions): Canned {
  const text = (value: string): string => hostile ?? value;
  const total = base.ask('overview', {}).total.count;
  const large = total > 1000;
  const at = (minutesAgo: number): string => new Date(now - minutesAgo * minute).toISOString();
  const json = (value: unknown): PayloadText => ({ kind: 'json', text: JSON.stringify(value), encoding: 'json' });
  const paged = <T>(
    amount: number,
    make: (index: number) => T,
    { cursor, limit }: { cursor?: string; limit: number },
  ) => {
    const from = Number(cursor ?? 0);
    const to = Math.min(amount, from + limit);
    const rows = Array.from({ length: Math.max(0, to - from) }, (_, index) => make(from + index));
    return { rows, ...(to < amount ? { next: String(to) } : {}), ...(from > 0 ? { previous: '0' } : {}) };
  };

  const stream = (index: number): StreamCount => ({
    stream: text(`${['product', 'order', 'stock', 'parcel'][index % 4]}-${8412 - index}`) + (hostile ? index : ''),
    streamType: text(
      ['App\\Catalog\\Product', 'App\\Orders\\Order', 'App\\Stock\\Stock', 'App\\Shipping\\Parcel'][index % 4] ?? '',
    ),
    events: Math.max(1, Math.round(1204 / (index + 1))),
    version: Math.max(1, Math.round(1204 / (index + 1))),
    first: at(40_000 + index),
    last: at(index * 3),
  });

  const frames: Failure['frames'] = [
    ['OrderListProjector->insertRow()', '/srv/shop/app/Projections/OrderListProjector.php', 57, false],
    ['OrderListProjector->apply()', '/srv/shop/app/Projections/OrderListProjector.php', 33, false],
    ...Array.from(
      { length: 21 },
      (_, index) =>
        [
          `Illuminate\\Pipeline\\Pipeline->{closure#${index}}()`,
          '/srv/shop/vendor/laravel/framework/src/Pipeline.php',
          100 + index,
          true,
        ] as const,
    ),
    ['ProjectionRunner->apply()', '/srv/shop/app/EventStore/ProjectionRunner.php', 74, false],
    ['EventBus->dispatch()', '/srv/shop/app/EventStore/EventBus.php', 41, false],
  ].map(([call, file, line, foreign]) => ({
    text: text(String(call)),
    file: text(String(file)),
    line: Number(line),
    foreign: foreign === true,
  }));

  const open = large ? base.ask('overview', {}).failureGroups : [];
  const resolvedGroups: readonly FailureGroup[] = large
    ? [
        {
          key: 'r1',
          kind: 'handler',
          table: 'event_failures',
          exception: text('PDOException'),
          subject: text('App\\Projections\\StockLevelProjector'),
          message: text('server has gone away'),
          count: 200,
          resolved: 200,
          first: at(90_000),
          last: at(20_000),
        },
        {
          key: 'r2',
          kind: 'job',
          table: 'failed_jobs',
          exception: text('App\\Mail\\ConnectionException'),
          subject: text('App\\Jobs\\SendInvoice'),
          message: text('timed out'),
          count: 4,
          resolved: 4,
          first: at(90_000),
          last: at(30_000),
        },
      ]
    : [];
  const groupsOf = (state: string | undefined, wanted: string | undefined): readonly FailureGroup[] => {
    const all = state === 'resolved' ? resolvedGroups : state === 'all' ? [...open, ...resolvedGroups] : open;
    const word = wanted?.toLowerCase();
    return word
      ? all.filter(({ exception, subject, message }) =>
          `${exception} ${subject} ${message}`.toLowerCase().includes(word),
        )
      : all;
  };
  const failure = (group: FailureGroup, index: number): Failure => ({
    key: `${group.key}-${index}`,
    table: group.table,
    kind: group.kind,
    id: String(4417 - index),
    subject: group.subject,
    exception: group.exception,
    message: text(
      group.key === 'a'
        ? 'SQLSTATE[23000]: Integrity constraint violation: 19\nUNIQUE constraint failed: order_list.order_id'
        : (group.message ?? ''),
    ),
    frames,
    attempts: 3,
    time: at(12 + index * 9),
    resolved: group.resolved > 0,
    event:
      group.kind === 'job'
        ? null
        : {
            key: 'k1000',
            type: text('App\\Orders\\OrderPlaced'),
            position: 999_876 - index * 7,
            stream: text(`order-${55_308 - index * 7}`),
          },
    queue: group.kind === 'job' ? text('shipping') : null,
    data: json(
      hostile
        ? { [hostile]: hostile }
        : {
            orderId: 55_308 - index * 7,
            customer: 'c-1b7740ac',
            total: { amount: 61, currency: 'EUR' },
            confirmation: 'TM-7Q38',
          },
    ),
  });

  const job = (index: number): Job => ({
    key: `j${index}`,
    table: 'jobs',
    id: String(90_411 - index),
    type: text(['App\\Jobs\\BookParcel', 'App\\Jobs\\SendInvoice', 'App\\Listeners\\NotifyBuyer'][index % 3] ?? ''),
    queue: text(['shipping', 'mail', 'default'][index % 3] ?? ''),
    attempts: index % 4,
    ...(index % 5 === 1 ? { state: 'reserved', reserved: at(1) } : {}),
    available: at(index % 5 === 2 ? -30 : index * 2),
    time: at(index * 2 + 1),
    data: json(
      hostile
        ? { [hostile]: hostile }
        : { orderId: 7000 + index, weight: 2.4, address: { city: 'Köln', zip: '50667' }, tries: [1, 2] },
    ),
  });

  const snapshot = (index: number): Snapshot => ({
    key: `s${index}`,
    table: 'snapshots',
    stream: text(`product-${8412 - index}`),
    version: index === 1 ? 620 : 500 + index,
    streamVersion: index === 3 ? null : index === 0 ? 500 : 610 + (index % 7),
    time: at(index * 17),
    state:
      index === 4
        ? null
        : json(
            hostile
              ? { [hostile]: hostile }
              : {
                  name: 'Backpack 30 l',
                  price: { amount: 94.5, currency: 'EUR' },
                  stock: 12,
                  tags: ['outdoor', 'new'],
                },
          ),
  });

  const use = (
    path: string,
    kinds: FieldUse['kinds'],
    shares: readonly (number | null)[],
    examples: readonly string[],
  ): FieldUse => {
    const known = shares.filter((share) => share !== null);
    return {
      path: hostile && !path.includes('.') ? `${hostile}${path}` : path,
      kinds,
      events: Math.round((known.reduce((sum, share) => sum + share, 0) / Math.max(1, known.length)) * 10_000),
      first: at(40_000),
      last: at(0),
      slices: shares,
      examples: examples.map(text),
    };
  };
  const always = Array.from({ length: 24 }, () => 1);
  const fields = (type: string): Fields => ({
    type,
    sampled: Math.min(total, 10_000),
    stored: total,
    fields: [
      use('product_id', ['string'], always, ['"p-17"', '"p-203"']),
      use('price', ['object'], always, []),
      use('price.amount', ['number'], always, ['94.5', '129', '61']),
      use('price.currency', ['string'], always, ['"EUR"']),
      use(
        'previousPrice',
        ['object', 'null'],
        always.map((_, index) => (index < 6 ? 0 : index < 10 ? 0.3 + index / 20 : 1)),
        [],
      ),
      use(
        'rawPrice',
        ['string'],
        always.map((_, index) => (index < 20 ? 0 : 1)),
        ['"94,50 €"', '"129,00 €"'],
      ),
      use(
        'legacyCode',
        ['string', 'number'],
        always.map((_, index) => (index === 12 ? null : index > 14 ? 0 : 1 - index / 20)),
        ['"A-1"', '17'],
      ),
      use(
        'tags[]',
        ['string'],
        always.map((_, index) => 0.02 + (index % 3) / 50),
        ['"sale"', '"new"'],
      ),
    ],
    drift: large
      ? ['rawPrice is there since 9 Jun 2026 (position 931,002)', 'legacyCode is gone since 3 Jun 2026'].map(text)
      : [],
  });

  const integrity: Integrity = large
    ? {
        checked: total,
        passed: [
          '1,000,000 ids, each once',
          '8,412 streams with versions that follow each other',
          'No projection is ahead of the log',
        ],
        findings: [
          {
            breach: 'snapshot ahead',
            severity: 'error',
            message: text('The snapshot of product-8411 knows version 620, its stream ends at 610'),
            stream: text('product-8411'),
            position: null,
            key: null,
          },
          ...Array.from({ length: 3 }, (_, index) => ({
            breach: 'gap' as const,
            severity: 'warning' as const,
            message: text(`Positions ${9040 + index * 1000} to ${9150 + index * 1000} are missing`),
            stream: null,
            position: 9040 + index * 1000,
            key: `k${9039 + index * 1000}`,
          })),
          ...Array.from({ length: 40 }, (_, index) => ({
            breach: 'order' as const,
            severity: 'information' as const,
            message: text(`Position ${70_000 + index} is ${index + 2} s older than the one before`),
            stream: text('order-55308'),
            position: 70_000 + index,
            key: `k${69_999 + index}`,
          })),
        ],
        more: 12,
        milliseconds: 4230,
      }
    : {
        checked: total,
        passed: [`${total} positions without a gap`, `${total} ids, each once`],
        findings: [],
        more: 0,
        milliseconds: 12,
      };

  const compare = (left: string, right: string): Comparison => {
    const [one, other] = [base.ask('event', { key: left }), base.ask('event', { key: right })];
    const changed = {
      ...one,
      data: json({
        productId: 'p-17',
        price: { amount: 129, currency: 'EUR' },
        tags: ['sale', 'new'],
        legacyCode: 'A-1',
        observedAt: '2026-06-18T14:31:52.141Z',
      }),
    };
    const after = {
      ...other,
      data: json({
        productId: 'p-17',
        price: { amount: 94.5, currency: 'EUR' },
        tags: ['sale'],
        observedAt: '2026-06-18T14:31:52.141Z',
        rawPrice: '94,50 €',
      }),
    };
    return {
      left: changed,
      right: after,
      data: [
        { path: 'price.amount', kind: 'changed', before: '129', after: '94.5' },
        { path: 'tags[1]', kind: 'removed', before: '"new"', after: null },
        { path: 'legacyCode', kind: 'removed', before: '"A-1"', after: null },
        { path: 'rawPrice', kind: 'added', before: null, after: text('"94,50 €"') },
      ],
      metadata: [],
    };
  };

  const prepared = ({ what, key, group }: Questions['prepare']['ask']): Prepared =>
    group
      ? {
          what,
          kind: 'statement',
          text: `UPDATE event_failures\n   SET status = 'pending'\n WHERE id IN (${Array.from({ length: 1_200 }, (_, index) => 90_000 - index).join(', ')}) AND status = 'failed';`,
          table: 'event_failures',
          rows: 1_200,
          note: '1,200 of the 1,204 of this group: the others are in another state.',
          question: 'Change 1,200 rows in event_failures of shop.sqlite?',
        }
      : key.startsWith('c')
        ? { what, kind: 'command', text: `php artisan queue:retry ${key}`, rows: null, question: 'Run?' }
        : {
            what,
            kind: 'statement',
            text:
              what === 'resolve'
                ? "UPDATE event_failures\n   SET resolved_at = datetime('now')\n WHERE id = 4417 AND resolved_at IS NULL;"
                : what === 'rebuild'
                  ? "UPDATE projections\n   SET position = 0, status = 'pending'\n WHERE name = 'App\\Projections\\OrderListProjector';"
                  : "UPDATE event_failures\n   SET status = 'pending', attempts = 0, next_attempt_at = datetime('now')\n WHERE id = 4417 AND status = 'failed';",
            rows: 1,
            question: 'Change 1 row in event_failures of shop.sqlite?',
          };

  const answers: { readonly [Q in Question]?: Answer<Q> } = {
    events: (ask) => {
      const of = /^stream:"?([^"]*)/.exec(ask.filter?.text ?? '')?.[1];
      if (of === undefined) return base.ask('events', ask);
      return paged(
        Math.min(total, 120),
        (index) => {
          const [event] = base.ask('events', { order: 'oldest', at: `k${index * 100}`, limit: 1 }).rows;
          if (!event) throw new Error('No event');
          return { ...event, stream: of, version: index + 1 };
        },
        ask,
      );
    },
    streams: (ask) => paged(Math.min(total, 8412), stream, ask),
    failureGroups: ({ state, text: wanted }) => groupsOf(state, wanted),
    failures: (ask) => {
      const group = groupsOf('all', undefined).find(({ key }) => key === ask.group);
      return group ? paged(group.count, (index) => failure(group, index), ask) : { rows: [] };
    },
    prepare: (ask) => prepared(ask),
    jobs: (ask) => ({ ...paged(large ? 4120 : 0, job, ask), total: { count: large ? 4120 : 0, exact: true } }),
    projections: () => base.ask('overview', {}).projections,
    snapshots: ({ stream: of, ...ask }) =>
      of === undefined
        ? paged(large ? 640 : 0, snapshot, ask)
        : { rows: large ? [{ ...snapshot(2), stream: of, version: 5 }] : [] },
    fields: ({ type }) => fields(type),
    verify: () => integrity,
    compare: ({ left, right }) => compare(left, right),
  };
  return {
    about: base.about,
    ask(question, params) {
      const answer = answers[question];
      return answer ? answer(params) : base.ask(question, params);
    },
  };
}

/** A store that no layout knows, for the mapping form: `choose` with a mapping makes it readable. */
export function unknownStore(base: Canned): Canned {
  const columns = (...names: readonly string[]): { name: string; type: string }[] =>
    names.map((name) => ({ name, type: /^(?:id|created)$/.test(name) ? 'integer' : 'text' }));
  const about = {
    ...base.about,
    name: 'audit.db',
    layouts: [],
    tables: [
      { name: 'users', columns: columns('id', 'email', 'password') },
      {
        name: 'audit_log',
        columns: columns('id', 'action', 'entity', 'entity_id', 'details', 'created', 'context', 'user_id', 'ip'),
      },
    ],
    has: {
      events: false,
      streams: false,
      times: false,
      failures: false,
      jobs: false,
      projections: false,
      snapshots: false,
      correlation: false,
    },
  };
  return {
    about,
    ask(question, params) {
      if (question === 'about') return about as Questions[typeof question]['answer'];
      if (question === 'choose') {
        const { mapping } = params as Questions['choose']['ask'];
        if (JSON.stringify(mapping).includes('"password"'))
          throw new Error('The column "password" of "users" holds no JSON: "hunter2".');
      }
      if (question === 'event') {
        const { key } = params as Questions['event']['ask'];
        const event = base.ask('event', { key });
        const raw = [
          { column: 'id', value: String(event.position) },
          { column: 'action', value: event.type },
          { column: 'entity_id', value: event.stream },
          { column: 'details', value: event.data.kind === 'json' ? event.data.text : null },
          { column: 'created', value: '1781793112' },
          { column: 'context', value: '{"request_id":"4bf92f","user":17}' },
          { column: 'ip', value: null },
        ];
        return { ...event, raw } as Questions[typeof question]['answer'];
      }
      return base.ask(question, params);
    },
  };
}
