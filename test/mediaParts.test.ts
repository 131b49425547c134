/** The panel's parts that draw nothing: JSON as a tree, suggestions, numbers and times, axes, hostile text. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createFormat, duration, size } from '../media/store/format';
import { jsonMembers, jsonPath, jsonPreview, jsonValue } from '../media/store/json';
import { suggest, type Known } from '../media/store/suggestions';
import { amountMarks, timeMarks } from '../media/store/timeAxis';
import { shortName, visible } from '../media/store/words';
import { randomFrom } from './support/random';

const members = (text: string, limit = 100): string[] =>
  jsonMembers(text, jsonValue(text), limit).members.map(
    ({ name, value }) => `${name}=${value.kind}:${text.slice(value.start, value.end)}${value.cut ? ' cut' : ''}`,
  );

void test('media parts: JSON is read where it stands, with every digit', () => {
  assert.deepEqual(members('{"a":9007199254740993, "b" : [1,{"c":"}"}],"\\u0064":"x\\"y", "e":-1.50e3,"f":null}'), [
    'a=number:9007199254740993',
    'b=list:[1,{"c":"}"}]',
    'd=string:"x\\"y"',
    'e=number:-1.50e3',
    'f=null:null',
  ]);
  assert.deepEqual(members('[true , "a,b",[]]'), ['0=boolean:true', '1=string:"a,b"', '2=list:[]']);
});

void test('media parts: half a JSON text is read as far as it goes', () => {
  assert.deepEqual(members('{"a":1,"b":{"c":[2,'), ['a=number:1', 'b=object:{"c":[2, cut']);
  assert.deepEqual(members('{"a":"never en'), ['a=string:"never en cut']);
  assert.deepEqual(members('{"a":1,"b'), ['a=number:1', '=invalid:"b cut']);
  assert.deepEqual(members('nonsense'), []);
});

void test('media parts: a long list is read in parts, each going on where the last ended', () => {
  const text = `[${Array.from({ length: 1000 }, (_, index) => `{"n":${index}}`).join(',')}]`;
  const first = jsonMembers(text, jsonValue(text), 200);
  const second = jsonMembers(text, jsonValue(text), 200, first.next, 200);
  assert.deepEqual([first.members.length, second.members[0]?.name], [200, '200']);
  assert.equal(text.slice(second.members[0]?.value.start, second.members[0]?.value.end), '{"n":200}');
});

void test('media parts: any text at all ends as members, none of them beyond it', () => {
  const below = randomFrom(7);
  const signs = '{}[]":,\\ue12 -truefalsn\n';
  for (let turn = 0; turn < 3000; turn++) {
    const length = below(40);
    const text = Array.from({ length }, () => signs[below(signs.length)]).join('');
    for (const start of ['{', '[', '']) {
      const whole = start + text;
      const { members: found } = jsonMembers(whole, jsonValue(whole), 50);
      for (const { value } of found) assert.ok(value.start <= value.end && value.end <= whole.length, whole);
      assert.ok(jsonPreview(whole, jsonValue(whole)).length <= 120);
    }
  }
});

void test('media parts: previews and paths are as one would write them', () => {
  const text = '{"price":{"amount":94.5,"currency":"EUR"},"tags":["a","b"]}';
  assert.equal(jsonPreview(text, jsonValue(text)), '{price: {amount: 94.5, …}, tags: ["a", …]}');
  const path = [
    ['items', false],
    ['2', true],
    ['a b', false],
    ['sku', false],
  ] as const;
  assert.equal(jsonPath(path.map(([name, list]) => ({ name, list }))), 'items[2]["a b"].sku');
});

const known: Known = {
  types: [
    { type: 'OrderPlaced', detail: '' },
    { type: 'PaymentCaptured', detail: '' },
    { type: 'Order Gone', detail: '' },
  ],
  streams: [{ stream: 'order-17', detail: '' }],
  fields: [{ path: 'total', detail: 'float' }],
  correlation: true,
};
const suggested = (text: string, caret = text.length): string[] =>
  suggest(text, caret, known).items.map((item) => item.text);

void test('media parts: a filter is suggested on by the word that is being typed', () => {
  assert.deepEqual(suggested('type:ord'), ['type:OrderPlaced', 'type:"Order Gone"']);
  assert.deepEqual(suggested('total>5 -type:pay'), ['-type:PaymentCaptured']);
  assert.deepEqual(suggested('t'), ['type:', 'total', 'type:PaymentCaptured']);
  assert.deepEqual(suggested('str type:Order', 2), ['stream:']);
  assert.deepEqual(suggested('cor'), ['correlation:']);
  assert.deepEqual(suggested('type:OrderPlaced'), []);
  assert.deepEqual(suggest('a "type:o', 9, known).items, []);
});

void test('media parts: durations, sizes, numbers and times', () => {
  assert.deepEqual([12, 4230, 61_000, 3_600_000, 3_567_600_000, -54_100].map(duration), [
    '12 ms',
    '4.23 s',
    '1 min 1 s',
    '1 h',
    '41 d 7 h',
    '−54.1 s',
  ]);
  assert.deepEqual([1, 999, 1600, 546_000_000, 41_234_567].map(size), [
    '1 byte',
    '999 bytes',
    '1.6 kB',
    '546 MB',
    '41.2 MB',
  ]);
  const english = createFormat('en');
  assert.equal(english.number(-1204.5), '−1,204.5');
  assert.equal(english.amount({ count: 1000, exact: false }), '1,000+');
  assert.equal(english.short(8200), '8.2k');
  assert.equal(createFormat('de').number(1_050_253), '1.050.253');
  const at = new Date(2026, 5, 18, 14, 31, 52, 657);
  const [iso, soon] = [at.toISOString(), at.getTime() + 180_000];
  assert.deepEqual(
    [english.clock(iso), english.ago(iso, soon), english.longDay(iso, soon)],
    ['14:31:52.657', '3 min ago', 'Thursday 18 June'],
  );
  assert.equal(english.brief(iso, soon), '14:31:52');
  assert.equal(english.brief(iso, soon + 86_400_000), '18 Jun');
  assert.equal(english.brief(iso, soon + 400 * 86_400_000), '18 Jun 2026');
  assert.equal(english.clock('no time'), 'no time');
  const hours = (count: number): string => english.distance(iso, at.getTime() + count * 3_600_000);
  assert.deepEqual([0, 0.05, 2.1, 26, 24 * 1200, -0.3].map(hours), [
    'just now',
    '3 min ago',
    '2 h 6 min ago',
    '1 d 2 h ago',
    '1,200 days ago',
    'in 18 min',
  ]);
  assert.doesNotThrow(() => createFormat('not a locale'));
});

void test('media parts: marks of an axis are few and round', () => {
  assert.deepEqual(amountMarks(8200), [4000, 8000]);
  assert.deepEqual(amountMarks(1), []);
  assert.deepEqual(amountMarks(3), [2]);
  const from = new Date(2026, 4, 20, 5).getTime();
  for (const span of [2000, 10_000, 90_000, 3_600_000, 86_400_000, 30 * 86_400_000, 3000 * 86_400_000]) {
    const marks = timeMarks(from, from + span, 10);
    assert.ok(marks.length > 0 && marks.length <= 11, `${marks.length} marks over ${span}`);
    assert.ok(marks.every(({ time }) => time >= from && time <= from + span));
  }
  const seconds = timeMarks(from, from + 10_000, 10);
  assert.deepEqual(
    seconds.slice(1, 3).map(({ time, kind }) => [time - from, kind]),
    [
      [1000, 'seconds'],
      [2000, 'seconds'],
    ],
  );
  const days = timeMarks(from, from + 30 * 86_400_000, 12);
  assert.ok(days.every(({ time, kind }) => kind === 'day' && new Date(time).getHours() === 0));
});

void test('media parts: what would not be seen or would turn text is written out', () => {
  assert.equal(visible('a\u0007b\u202ec\u200bd\ud800e\nf'), 'a\\u0007b\\u202ec\\u200bd\\ud800e\\u000af');
  assert.equal(visible('a\n\tb', true), 'a\n\tb');
  assert.equal(visible('Grüße 👍 שלום'), 'Grüße 👍 שלום');
});

void test('media parts: names are shortened, other text is not', () => {
  assert.equal(shortName('App\\Orders\\OrderPlaced'), 'OrderPlaced');
  assert.equal(shortName('orders.placed'), 'orders.placed');
  assert.equal(shortName('</script>'), '</script>');
  assert.equal(shortName('about a.b and c'), 'about a.b and c');
});
