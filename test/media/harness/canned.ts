/**
 * A store that is made up: any number of events without keeping one, with answers as the inspector gives them. Times
 * follow the days and nights of a shop. For looking at the panel and for testing it; knows no SQL.
 */
import type {
  About,
  Amount,
  EventDetail,
  EventPage,
  EventRow,
  Filter,
  Histogram,
  Overview,
  Question,
  Questions,
} from '../../../server/stores/questions';

export interface CannedOptions {
  readonly events: number;
  /** Milliseconds since 1970 of the newest event. */
  readonly now: number;
  /** Put in place of every text of the store. */
  readonly hostile?: string;
  readonly about?: Partial<About>;
}

export interface Canned {
  readonly about: About;
  ask<Q extends Question>(question: Q, params: Questions[Q]['ask']): Questions[Q]['answer'];
}

interface Kind {
  readonly type: string;
  /** Of a hundred events. */
  readonly share: number;
  readonly stream: string;
  sentence(seed: number): string;
  data(seed: number): Record<string, unknown>;
}

const price = (seed: number): string => (20 + (seed % 180) + 0.5).toFixed(2);

const kinds: readonly Kind[] = [
  {
    type: 'App\\Catalog\\PriceChanged',
    share: 34,
    stream: 'product',
    sentence: (seed) => `*price* ${price(seed + 40)} → *${price(seed)} EUR*`,
    data: (seed) => ({
      productId: `p-${seed % 977}`,
      price: { amount: Number(price(seed)), currency: 'EUR' },
      previousPrice: { amount: Number(price(seed + 40)), currency: 'EUR' },
      raw_price: `${price(seed)} €`,
      observedAt: '2026-06-18T14:31:52.141Z',
    }),
  },
  {
    type: 'App\\Stock\\StockReserved',
    share: 27,
    stream: 'stock',
    sentence: (seed) => `*available* ${(seed % 40) + 3} → *${(seed % 40) + 1}*`,
    data: (seed) => ({ sku: `SKU-${seed % 400}`, quantity: 2, available: (seed % 40) + 1, warehouse: 'Leipzig' }),
  },
  {
    type: 'App\\Orders\\OrderPlaced',
    share: 16,
    stream: 'order',
    sentence: (seed) => `*${price(seed * 3)} EUR*, ${(seed % 4) + 1} items, *${['web', 'app', 'phone'][seed % 3]}*`,
    data: (seed) => ({
      orderId: seed,
      customer: { name: 'Ada Beck', email: '•••' },
      total: Number(price(seed * 3)),
      lines: [
        { sku: 'SKU-1', quantity: 1 },
        { sku: 'SKU-9', quantity: 2 },
      ],
    }),
  },
  {
    type: 'App\\Payments\\PaymentCaptured',
    share: 9,
    stream: 'order',
    sentence: (seed) => `*${price(seed * 3)} EUR* by card ending ${1000 + (seed % 9000)}`,
    data: (seed) => ({ orderId: seed, reference: 9007199254740993, method: 'card' }),
  },
  {
    type: 'App\\Shipping\\ParcelShipped',
    share: 7,
    stream: 'parcel',
    sentence: () => '*DHL*, to *Köln*, 2.4 kg',
    data: () => ({ carrier: 'DHL', city: 'Köln', weight: 2.4 }),
  },
  {
    type: 'App\\Orders\\OrderCancelled',
    share: 3,
    stream: 'order',
    sentence: () => 'by the *customer*, too late',
    data: () => ({ by: 'customer', reason: 'too late' }),
  },
  {
    type: 'App\\Support\\TicketOpened',
    share: 2,
    stream: 'ticket',
    sentence: () => 'about a *refund*',
    data: () => ({ subject: 'refund' }),
  },
  {
    type: 'App\\Catalog\\PriceUpdated',
    share: 1,
    stream: 'product',
    sentence: (seed) => `*${price(seed)} EUR*`,
    data: (seed) => ({ price: Number(price(seed)) }),
  },
  {
    type: 'App\\Shipping\\ParcelLost',
    share: 1,
    stream: 'parcel',
    sentence: () => '*DHL*, last seen in *Halle*',
    data: () => ({ carrier: 'DHL' }),
  },
];

const cycle: readonly number[] = kinds.flatMap(({ share }, index) => Array.from({ length: share }, () => index));
// Types follow each other in no visible order, the same in every hundred.
const order: readonly number[] = cycle.map((_, index) => cycle[(index * 37 + 11) % 100] ?? 0);
const hour = 3_600_000;
const days = 30;

export function canned({ events: total, now, hostile, about: other }: CannedOptions): Canned {
  const start = now - days * 24 * hour;
  const weights = Array.from({ length: days * 24 }, (_, index) => {
    const at = new Date(start + index * hour);
    const daily = 1 + Math.sin(((at.getUTCHours() - 8) / 24) * 2 * Math.PI);
    const weekend = at.getUTCDay() % 6 === 0 ? 0.6 : 1;
    return 0.15 + daily * weekend * (1 + ((index * 7919) % 13) / 20) * (index === 17 * 24 + 12 ? 5 : 1);
  });
  const sums = weights.reduce<number[]>((all, weight) => [...all, (all[all.length - 1] ?? 0) + weight], [0]);
  const whole = sums[sums.length - 1] ?? 1;
  const timeOf = (index: number): number => {
    const wanted = (index / Math.max(1, total - 1)) * whole;
    let [low, high] = [0, sums.length - 2];
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((sums[middle] ?? 0) <= wanted) low = middle;
      else high = middle - 1;
    }
    return start + (low + Math.min(1, (wanted - (sums[low] ?? 0)) / (weights[low] ?? 1))) * hour;
  };
  /** Events before a time. */
  const before = (time: number): number => {
    let [low, high] = [0, total];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (timeOf(middle) < time) low = middle + 1;
      else high = middle;
    }
    return low;
  };
  const text = (value: string): string => hostile ?? value;

  const row = (index: number): EventRow => {
    const kind = kinds[order[index % 100] ?? 0] ?? kinds[0];
    if (!kind) throw new Error('No kind of event');
    const correlation = `c-${Math.floor(index / 7)}`;
    return {
      key: `k${index}`,
      position: index + 1,
      type: text(kind.type),
      stream: text(`${kind.stream}-${(index * 31) % 8412}`),
      version: (index % 1200) + 1,
      time: new Date(timeOf(index)).toISOString(),
      id: `e-${index}`,
      correlation,
      causation: index % 7 ? `e-${index - 1}` : null,
      sentence: hostile
        ? [{ text: hostile, strong: true }]
        : kind
            .sentence(index)
            .split('*')
            .map((part, at) => (at % 2 ? { text: part, strong: true as const } : { text: part })),
      ...(index % 97 === 5 ? { failed: true as const } : {}),
    };
  };
  /** Indexes of the filter: of all, or those whose type is meant, or none. */
  const matching = (
    filter: Filter | undefined,
  ): { readonly indexes: (n: number) => number; readonly count: number; readonly rank: (index: number) => number } => {
    const low = filter?.from === undefined ? 0 : before(new Date(filter.from).getTime());
    const high = filter?.to === undefined ? total : before(new Date(filter.to).getTime());
    const wanted = filter?.text;
    if (wanted !== undefined && />"/.test(wanted))
      throw new Error(`This filter cannot be read after "${wanted.slice(0, wanted.indexOf('>') + 1)}".`);
    const typed =
      wanted === undefined
        ? undefined
        : new RegExp(
            `${wanted
              .replace(/^type:/, '')
              .replaceAll('\\', '\\\\')
              .replaceAll('*', '.*')}$`,
            'i',
          );
    const wants = order.map((kind) => typed?.test(kinds[kind]?.type ?? '') ?? true);
    const slots = wants.flatMap((is, index) => (is ? [index] : []));
    const upTo = (index: number): number =>
      Math.floor(index / 100) * slots.length + slots.filter((slot) => slot < index % 100).length;
    const first = upTo(low);
    return {
      count: Math.max(0, upTo(high) - first),
      indexes: (n) => Math.floor((n + first) / slots.length) * 100 + (slots[(n + first) % slots.length] ?? 0),
      rank: (index) => Math.max(0, upTo(index) - first),
    };
  };

  const events = ({
    filter,
    order: direction = 'newest',
    cursor,
    at,
    limit,
  }: Questions['events']['ask']): EventPage => {
    const { indexes, count, rank } = matching(filter);
    const number = (n: number): number => (direction === 'newest' ? count - 1 - n : n);
    const wanted = at === undefined ? 0 : at.startsWith('k') ? Number(at.slice(1)) : Number(at) - 1;
    const from =
      cursor !== undefined
        ? Number(cursor)
        : at === undefined
          ? 0
          : Math.max(0, direction === 'newest' ? count - 1 - rank(wanted) : rank(wanted));
    const [low, high] = cursor?.startsWith('-')
      ? [Math.max(0, -from - limit), -from]
      : [from, Math.min(count, from + limit)];
    const rows = Array.from({ length: Math.max(0, high - low) }, (_, index) => row(indexes(number(low + index))));
    return { rows, ...(high < count ? { next: String(high) } : {}), ...(low > 0 ? { previous: `-${low}` } : {}) };
  };

  const histogram = ({ filter, bars, from, to }: Questions['histogram']['ask']): Histogram => {
    if (!total) return { from: null, to: null, width: 1, bars: [], without: 0 };
    const low = from === undefined ? timeOf(0) : new Date(from).getTime();
    const high = to === undefined ? timeOf(total - 1) + 1 : new Date(to).getTime();
    const seconds = Math.max(1, Math.ceil((high - low) / 1000 / bars));
    const edge = Math.floor(low / seconds / 1000) * seconds * 1000;
    const amount = Math.ceil((high - edge) / seconds / 1000);
    const { text: wanted } = filter ?? {};
    const list = Array.from({ length: amount }, (_, index) => {
      const begin = edge + index * seconds * 1000;
      const span = { from: new Date(begin).toISOString(), to: new Date(begin + seconds * 1000).toISOString() };
      const stored = matching(span).count;
      const failed = index % 23 === 7 || (index > amount * 0.9 && index % 2 === 0);
      return {
        from: span.from,
        stored,
        selected: wanted === undefined ? stored : matching({ ...span, text: wanted }).count,
        failures: failed && stored ? (index % 5) + 1 : 0,
      };
    });
    return {
      from: new Date(edge).toISOString(),
      to: new Date(edge + amount * seconds * 1000).toISOString(),
      width: seconds,
      bars: list,
      without: total > 1000 ? 3 : 0,
    };
  };

  const overview = (filter: Filter | undefined): Overview => {
    const selected = matching(filter).count;
    const last = total ? timeOf(total - 1) : 0;
    const types = kinds.flatMap(({ type, share }, index) => {
      const stored =
        Array.from({ length: total % 100 }, (_, at) => order[at]).filter((kind) => kind === index).length +
        Math.floor(total / 100) * share;
      if (!stored) return [];
      const part = matching({ ...filter, text: filter?.text ?? `type:${type}` });
      const of =
        filter?.text === undefined ||
        new RegExp(
          filter.text
            .replace(/^type:/, '')
            .replaceAll('\\', '\\\\')
            .replaceAll('*', '.*'),
          'i',
        ).test(type);
      return [
        {
          type: text(type) + (hostile ? index : ''),
          stored,
          selected: of ? Math.min(stored, part.count) : 0,
          first: new Date(start).toISOString(),
          last: new Date(last - index * index * index * 400_000).toISOString(),
          trend: Array.from({ length: 24 }, (_, at) => Math.round(share * (20 + ((at * 7919 + index * 31) % 17)))),
        },
      ];
    });
    const large = total > 1000;
    return {
      total: { count: total, exact: true },
      selected: { count: selected, exact: true },
      today: large ? Math.round(total / 103) : total,
      todayUsually: large ? Math.round(total / 111) : null,
      types,
      streams: { count: Math.min(total, 8412), exact: true },
      activeStreams: Array.from({ length: Math.min(8, total) }, (_, index) => ({
        stream:
          text(`${['product', 'order', 'stock', 'parcel'][index % 4]}-${8412 - index * 311}`) + (hostile ? index : ''),
        streamType: text(['Product', 'Order', 'Stock', 'Parcel'][index % 4] ?? ''),
        events: Math.max(1, 412 - index * 37),
        version: 1204 - index * 99,
        first: new Date(start).toISOString(),
        last: new Date(last - index * 40_000).toISOString(),
      })),
      failures: large ? { open: 21, resolved: 204 } : { open: 0, resolved: 0 },
      failureGroups: large ? groups(last, text) : [],
      projections: large ? projections(total, last, text) : [],
      rate: large ? { now: 9.4, peak: 61 } : null,
      size: total ? total * 540 : 12_288,
      growth: large ? 41_000_000 : null,
      first: total ? new Date(timeOf(0)).toISOString() : null,
      last: total ? new Date(last).toISOString() : null,
    };
  };

  const event = (key: string): EventDetail => {
    const index = Number(key.slice(1));
    const own = row(index);
    const kind = kinds[order[index % 100] ?? 0];
    const first = index - (index % 7);
    const related = Array.from({ length: Math.min(7, total - first) }, (_, at) => {
      const { key: of, type, position, stream, time, failed } = row(first + at);
      const depth = Math.min(at, 5);
      const after = at ? timeOf(first + at) - timeOf(first + depth - 1) : null;
      return {
        key: of,
        type,
        position,
        stream,
        time,
        depth,
        after,
        ...(failed ? { failed } : {}),
        ...(first + at === index ? { self: true as const } : {}),
      };
    });
    const data = hostile ? { [hostile]: hostile, list: [hostile] } : (kind?.data(index) ?? {});
    return {
      ...own,
      data: {
        kind: 'json',
        text: JSON.stringify(data).replace('9007199254740992', '9007199254740993'),
        encoding: 'json',
      },
      metadata: {
        kind: 'json',
        text: JSON.stringify({
          correlationId: own.correlation,
          causationId: own.causation,
          userId: text('u-17'),
          ip: '•••',
          trace: '4bf92f',
        }),
        encoding: 'json',
      },
      raw: [
        { column: 'position', value: String(index + 1) },
        { column: 'event_type', value: own.type },
        { column: 'payload', value: JSON.stringify(data) },
        { column: 'deleted_at', value: null },
      ],
      related,
      failures: [],
    };
  };

  const about: About = {
    name: 'shop.sqlite',
    kind: 'sqlite',
    how: 'Read in place by node:sqlite, because it is larger than 64 MB.',
    notes: [],
    size: total ? total * 540 : 12_288,
    layouts: [
      {
        key: 'house',
        layout: 'house',
        title: 'Event store',
        score: 1,
        reason: 'All columns are there.',
        table: text('stored_events'),
      },
      {
        key: 'spatie',
        layout: 'spatie',
        title: 'Spatie event sourcing',
        score: 0.6,
        reason: 'Most columns are there.',
        table: 'stored_events',
      },
    ],
    tables: [{ name: 'stored_events', columns: [{ name: 'position', type: 'INTEGER' }] }],
    has: {
      events: true,
      streams: true,
      times: true,
      failures: total > 1000,
      jobs: total > 1000,
      projections: total > 1000,
      snapshots: total > 1000,
      correlation: true,
    },
    version: 1,
    ...other,
  };

  const answers: { readonly [Q in Question]?: (params: Questions[Q]['ask']) => Questions[Q]['answer'] } = {
    about: () => about,
    choose: () => about,
    overview: ({ filter }) => overview(filter),
    histogram,
    events,
    count: ({ filter }): Amount => ({ count: matching(filter).count, exact: true }),
    event: ({ key }) => event(key),
    refresh: () => ({ changed: false, version: about.version, added: 0 }),
  };
  return {
    about,
    ask(question, params) {
      const answer = answers[question];
      if (!answer) throw new Error(`There is no canned answer to ${question}.`);
      return answer(params);
    },
  };
}

function groups(last: number, text: (value: string) => string): Overview['failureGroups'] {
  const group = (
    key: string,
    exception: string,
    subject: string,
    message: string,
    count: number,
    kind: 'handler' | 'job',
  ): Overview['failureGroups'][number] => ({
    ...{ key, kind, count },
    table: kind === 'job' ? 'failed_jobs' : 'event_failures',
    exception: text(exception),
    subject: text(subject),
    message: text(message),
    resolved: 0,
    first: new Date(last - 5 * hour).toISOString(),
    last: new Date(last - count * 60_000).toISOString(),
  });
  return [
    group(
      'a',
      'Illuminate\\Database\\UniqueConstraintViolationException',
      'App\\Projections\\OrderListProjector',
      'Duplicate key in order_list',
      12,
      'handler',
    ),
    group(
      'b',
      'App\\Mail\\ConnectionException',
      'App\\Listeners\\NotifyBuyer',
      'Timed out after 5,000 ms',
      6,
      'handler',
    ),
    group('c', 'TypeError', 'App\\Jobs\\BookParcel', 'Money::of(): null given', 3, 'job'),
  ];
}

function projections(total: number, last: number, text: (value: string) => string): Overview['projections'] {
  const projection = (
    name: string,
    behind: number,
    state: Overview['projections'][number]['state'],
    failures: number,
  ): Overview['projections'][number] => ({
    name: text(name) + (text(name) === name ? '' : String(behind)),
    position: total - behind,
    lag: behind,
    status: null,
    updated: new Date(last - behind * 500).toISOString(),
    failures,
    state,
  });
  return [
    projection('App\\Projections\\StockLevelProjector', 0, 'up to date', 0),
    projection('App\\Projections\\OrderListProjector', 1, 'failed', 12),
    projection('App\\Projections\\TurnoverProjector', 1204, 'behind', 0),
  ];
}
