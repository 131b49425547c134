/** What happened, in words: templates, changes, telling fields, and nothing that could be taken for anything else. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sentenceOf, visible, type About } from '../server/stores/inspector/sentence';

/** Values that stand out are in brackets. */
const said = (payload: unknown, about: Partial<About> = {}): string =>
  sentenceOf(payload, { telling: [], stream: null, ...about })
    .map(({ text, strong }) => (strong ? `[${text}]` : text))
    .join('');

const euro = (amount: number): object => ({ amount, currency: 'EUR' });
const cents = (amount: number, currency = 'USD'): object => ({ cents: amount, currency });

const changes: readonly (readonly [object, string])[] = [
  [{ price: euro(94.5), previousPrice: euro(129) }, 'price 129.00 → [94.50] EUR (−26.7%)'],
  [{ oldPrice: 80, newPrice: 100, currency: 'USD' }, 'price 80.00 → [100.00] USD (+25.0%)'],
  [{ old_status: 'open', new_status: 'paid' }, 'status open → [paid]'],
  [{ from: 'Berlin', to: 'Hamburg' }, 'Berlin → [Hamburg]'],
  [{ from: 200, to: 150 }, '200 → [150] (−25.0%)'],
  [{ available: 12, previousAvailable: 14 }, 'available 14 → [12]'],
  [{ previous_seat_count: 0, seat_count: 3 }, 'seat count 0 → [3]'],
  [{ priceBefore: 1.5, price: 3 }, 'price 1.5 → [3] (+100.0%)'],
  [{ a: 1, previousA: 2, b: 'x', oldB: 'y', c: 1, oldC: 2 }, 'a 2 → [1], b y → [x]'],
  [{ rate: null, previousRate: 2 }, 'rate 2 → [nothing]'],
  [{ price: cents(5900), previousPrice: cents(6400) }, 'price 64.00 → [59.00] USD (−7.8%)'],
  [
    { from: { amount_minor: 900, currency: 'JPY' }, to: { amount_minor: 1200, currency: 'JPY' } },
    '900 → [1200] JPY (+33.3%)',
  ],
  [{ value: 10n, previousValue: 9007199254740993n }, 'value 9007199254740993 → [10]'],
];
for (const [payload, text] of changes)
  void test(`sentence: ${text}`, () => {
    assert.equal(said(payload), text);
  });

void test('sentence: what looks like half of a change is a field like any other', () => {
  assert.equal(said({ previousPrice: 4, older: 1, fromage: 'brie' }, { telling: ['fromage'] }), 'fromage [brie]');
  assert.equal(said({ from: { id: 1 }, to: { id: 2 }, n: 4 }, { telling: ['n'] }), 'n [4]');
});

void test('sentence: up to three telling fields, without the ids of the stream', () => {
  const payload = {
    ticketId: '8f21c0de',
    platform: 'stubhub',
    urls: 340,
    retried: false,
    price: euro(9),
    city: 'Berlin',
  };
  const telling = ['ticketId', 'platform', 'urls', 'retried', 'city'];
  assert.equal(said(payload, { telling, stream: 'ticket-8f21c0de' }), 'platform [stubhub], urls [340], [not retried]');
  assert.equal(said(payload, { telling: ['price.amount', 'missing', 'city'] }), 'price [9.00] EUR, city [Berlin]');
  assert.equal(said(payload), '');
});

void test('sentence: an amount is said once, in the units of its currency', () => {
  const telling = ['price.cents', 'price.currency', 'fee.currency', 'fee.cents', 'city'];
  const payload = { price: cents(6400), fee: cents(1250, 'KWD'), city: 'Oslo' };
  assert.equal(said(payload, { telling }), 'price [64.00] USD, fee [1.250] KWD, city [Oslo]');
  assert.equal(said({ box: { cents: 5, currency: 'none' } }, { telling: ['box.cents'] }), 'cents [5]');
});

void test('sentence: a template of the settings goes first', () => {
  const payload = { price: euro(94.5), platform: 'stub<b>hub', list: [1, 2], previousPrice: euro(1) };
  const about = { template: '{price.amount} {price.currency} on {platform}: {list} {gone.x} {' };
  assert.equal(said(payload, about), '[94.5] [EUR] on [stub<b>hub]: [[1,2]] – {');
});

void test('sentence: payloads that are no objects, and none', () => {
  assert.deepEqual([said(null), said(undefined), said([]), said({})], ['', '', '[[]]', '']);
  assert.equal(said('paid'), '[paid]');
  assert.equal(said([1, { a: 9007199254740993n }]), '[[1,{"a":9007199254740993}]]');
});

void test('sentence: control characters are written out, and long values cut', () => {
  assert.equal(visible('a\u0007b\n\u202ec\u2028'), 'a\\u0007b\\u000a\\u202ec\\u2028');
  assert.equal(visible('\ud800 💥 é'), '\\ud800 💥 é');
  const shown = said({ note: `<script>${'x'.repeat(500)}\u0000` }, { telling: ['note'] });
  assert.match(shown, /^note \[<script>x+…\]$/);
  assert.ok(shown.length < 80);
  assert.equal(said({ '\u001b[2J': '\u001b' }, { telling: ['\u001b[2J'] }), '\\u001b[2 j [\\u001b]');
});

void test('sentence: the type of the event is not said again', () => {
  const payload = { type: 'Decremented', by: 4 };
  const telling = ['type', 'by'];
  assert.equal(said(payload, { telling, type: 'Decremented' }), 'by [4]');
  assert.equal(said(payload, { telling, type: 'counter.decremented' }), 'type [Decremented], by [4]');
});
