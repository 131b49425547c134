/** The filter language: how it is read, what it means for an event, and that no text at all breaks it. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseFilter, type Part } from '../server/stores/inspector/filter';
import { compares, matchesAll, valuesAt } from '../server/stores/inspector/matching';
import type { ReadEvent } from '../server/stores/inspector/eventReader';
import { StoreProblem } from '../server/stores/store';
import { randomFrom } from './support/random';

const short = ({ not, ...part }: Part): string => {
  const sign = not ? '-' : '';
  if (part.kind === 'word') return `${sign}word ${part.text}`;
  if (part.kind === 'there') return `${sign}there ${part.path}`;
  return `${sign}${part.kind === 'named' ? `:${part.column}` : part.path} ${part.is} ${part.value}`;
};

const readings: Readonly<Record<string, readonly string[]>> = {
  '': [],
  '   ': [],
  'type:Ticket* stream:ticket-8f2* price.amount>100 failed "two words"': [
    ':type = Ticket*',
    ':stream = ticket-8f2*',
    'price.amount > 100',
    'word failed',
    'word two words',
  ],
  '-failed -"two words" -type:OrderPaid': ['-word failed', '-word two words', '-:type = OrderPaid'],
  'a=1 b!=2 c<3 d<=4 e>5 f>=6': ['a = 1', 'b != 2', 'c < 3', 'd <= 4', 'e > 5', 'f >= 6'],
  'rawPrice:* -items[].sku:* items[0].sku=A-1': ['there rawPrice', '-there items[].sku', 'items[0].sku = A-1'],
  'id:7 correlation:c-1 causation:"e 1" position:12 version:3': [
    ':id = 7',
    ':correlation = c-1',
    ':causation = e 1',
    ':position = 12',
    ':version = 3',
  ],
  // A payload may have these as fields; what has an order has it in the log.
  'id=7 position>12 position:>=12 version=3': ['id = 7', ':position > 12', ':position >= 12', 'version = 3'],
  'platform:stubhub': ['platform = stubhub'],
  'https://a.b/c?d=1 App::Order 12:30 -5': ['word https://a.b/c?d=1', 'word App::Order', 'word 12:30', '-word 5'],
  'type:App\\Events\\OrderPaid "App\\Events"': [':type = App\\Events\\OrderPaid', 'word App\\Events'],
  'note="say \\"no\\" \\\\ twice"': ['note = say "no" \\ twice'],
  'größe>4 _id=x @type=Order': ['größe > 4', '_id = x', '@type = Order'],
  "x' OR 1=1; --": ["word x'", 'word OR', 'word 1=1;', '-word -'],
};

for (const [text, parts] of Object.entries(readings))
  void test(`filter: ${text}`, () => {
    assert.deepEqual(parseFilter(text).map(short), parts);
  });

const unreadable: Readonly<Record<string, string>> = {
  'price.amount>': 'price.amount>',
  'type:': 'type:',
  'failed type: x': 'failed type:',
  'price >100': 'price ',
  '"two words': '"two words',
  'a="two words': 'a="two words',
  'a "b"c': 'a "b"',
  '-': '-',
  'a=1 -': 'a=1 -',
};

for (const [text, read] of Object.entries(unreadable))
  void test(`filter: ${text} cannot be read to its end`, () => {
    assert.throws(() => parseFilter(text), new StoreProblem(`This filter cannot be read after "${read}".`));
  });

void test('filter: any text is read or refused with a sentence, and what is read is read again alike', () => {
  const random = randomFrom(7);
  const pieces = [
    'type:',
    'a.b',
    '>',
    '<=',
    '=',
    '!',
    '"',
    '\\',
    '-',
    ' ',
    '*',
    ':',
    '[]',
    'é',
    '\u0000',
    '💥',
    '1',
    '\n',
  ];
  let read = 0;
  for (let index = 0; index < 4000; index++) {
    const text = Array.from({ length: random(12) }, () => pieces[random(pieces.length)] ?? '').join('');
    try {
      const parts = parseFilter(text);
      read++;
      assert.deepEqual(parseFilter(` ${text} `), parts);
    } catch (error) {
      assert.ok(error instanceof StoreProblem, `${JSON.stringify(text)}: ${String(error)}`);
      assert.match(error.message, /^This filter cannot be read after "[^]*"\.$/);
    }
  }
  assert.ok(read > 500 && read < 3500, String(read));
  // What backtracks does not come back from this.
  parseFilter(`a${'.b'.repeat(100_000)}=1 ${'x '.repeat(50_000)}`);
});

const payload = {
  price: { amount: 94.5, currency: 'EUR', text: '1e2' },
  count: 3,
  code: '007',
  paid: true,
  none: null,
  observedAt: '2026-06-18T14:31:52.141Z',
  items: [{ sku: 'A-1' }, { sku: 'B-2', tags: ['red', 'blue'] }],
  big: 9007199254740993n,
  note: 'Two words, "quoted"',
};
const event = {
  type: 'App\\Events\\TicketPriceChanged',
  stream: 'ticket-8f21',
  position: 41,
  version: 3,
  id: 'e-41',
  correlation: 'c-1',
  causation: null,
  time: '2026-06-18T14:31:52.657Z',
  data: { kind: 'json', value: payload, encoding: 'json' },
  metadata: { kind: 'json', value: { userId: 7, request: { ip: '::1' } }, encoding: 'json' },
} as unknown as ReadEvent;

const holding = [
  'type:TicketPriceChanged',
  'type:Ticket*',
  'type:App\\Events\\TicketPriceChanged',
  'type:*Changed',
  '-type:Ticket',
  '-type:Price*',
  'type:!=OrderPaid',
  'stream:ticket-8*',
  'position:41',
  'position>40 position<=41',
  'version:>=3',
  'time>=2026-06-18 time<=2026-06-18 time<2026-06-19',
  'correlation:c-1 -causation:e-40 id:e-41',
  'price.amount>94 price.amount<95 price.amount=94.50 price.amount!=94',
  'price.currency=EUR price.currency=E* price.currency!=USD',
  'price.text>99',
  'count>=3 count<10',
  'code=007 code=7 code!=8',
  'paid=true paid!=false',
  '-none:* -missing:* price:*',
  '-missing!=1',
  'observedAt>2026-06-17 observedAt=2026-06-18 observedAt<2026-06-18T15:00:00+00:00',
  'observedAt>2026-06-18T16:31:51+02:00',
  'items[].sku=B-2 items[0].sku=A-1 items[].tags[]=blue',
  '-items[].sku=C-3',
  'big=9007199254740993 -big=9007199254740992 big>9007199254740992',
  'metadata.userId=7 metadata.request.ip:*',
  'pricechanged TICKET-8F',
  '"two words, \\"quoted"',
  'currency -refund',
];
const failing = [
  'type:Price*',
  'type:ticketpricechanged',
  'position<41',
  'price.amount>94.5',
  'price>1',
  'paid=1',
  'none=null',
  'code>z',
  'currency=EUR',
  'observedAt>2026-06-18',
  'items.sku=A-1',
  'constructor:*',
  'causation:*',
  'nowhere',
];

for (const text of holding)
  void test(`filter: ${text} holds`, () => {
    for (const part of parseFilter(text)) assert.ok(matchesAll(event, [part]), JSON.stringify(part));
  });
for (const text of failing)
  void test(`filter: ${text} does not hold`, () => {
    assert.equal(matchesAll(event, parseFilter(text)), false);
  });

void test('filter: values of a path', () => {
  assert.deepEqual([...valuesAt(payload, 'items[].sku')], ['A-1', 'B-2']);
  assert.deepEqual([...valuesAt(payload, 'price.amount')], [94.5]);
  assert.deepEqual([...valuesAt([{ a: 1 }], '[].a')], [1]);
  assert.deepEqual([...valuesAt(null, 'a')], []);
  assert.equal(compares({}, '=', '[object Object]'), false);
});
