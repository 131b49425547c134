/** Two events beside each other. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { differencesOf } from '../server/stores/inspector/difference';
import { maskOf } from '../server/stores/inspector/masking';
import { parseJson } from '../server/stores/json';
import type { Payload } from '../server/stores/store';
import { inspecting, refusal, storeSql } from './support/inspector';

const json = (text: string): Payload => ({ kind: 'json', value: parseJson(text)?.value, encoding: 'json' });
const between = (left: string, right: string, mask: readonly string[] = []): string[] =>
  differencesOf(json(left), json(right), maskOf(mask)).map(
    ({ path, kind, before, after }) => `${kind} ${path}: ${before ?? ''} → ${after ?? ''}`,
  );

void test('compare: two events of one type differ where they differ', async () => {
  await inspecting([storeSql('hd-tickets')], async (inspector) => {
    const { left, right, data, metadata } = await inspector.ask('compare', { left: '14', right: '31' });
    assert.deepEqual([left.position, right.position], [14, 31]);
    assert.deepEqual(data, [
      { path: 'from.cents', kind: 'changed', before: '12700', after: '12500' },
      { path: 'to.cents', kind: 'changed', before: '12500', after: '12900' },
      { path: 'rawPrice', kind: 'added', before: null, after: '"129,00 €"' },
    ]);
    assert.deepEqual(metadata, []);
    assert.match(await refusal(inspector.ask('compare', { left: '14', right: '9999' })), /9999 is not in/);
  });
});

void test('compare: lists by place, kinds, nothing and digits', () => {
  assert.deepEqual(between('{"a":[1,2,{"b":3}]}', '{"a":[1,{"b":2}]}'), [
    'changed a[1]: 2 → {"b":2}',
    'removed a[2]: {"b":3} → ',
  ]);
  assert.deepEqual(between('{"n":9007199254740993}', '{"n":9007199254740992}'), [
    'changed n: 9007199254740993 → 9007199254740992',
  ]);
  assert.deepEqual(between('{"n":9007199254740993}', '{"n":9007199254740993}'), []);
  assert.deepEqual(between('{"n":null}', '{}'), ['removed n: null → ']);
  assert.deepEqual(between('{"n":1}', '{"n":"1"}'), ['changed n: 1 → "1"']);
  assert.deepEqual(between('{"n":{}}', '{"n":[]}'), ['changed n: {} → []']);
  assert.deepEqual(between('[1]', '5'), ['changed : [1] → 5']);
  assert.deepEqual(between('{"__proto__":{"x":1}}', '{"__proto__":{"x":2}}'), ['changed __proto__.x: 1 → 2']);
});

void test('compare: what is masked differs without being shown', () => {
  assert.deepEqual(between('{"card":{"number":"4242"},"x":1}', '{"card":{"number":"4343"},"x":1}', ['card']), [
    'changed card.number: ••• → •••',
  ]);
  assert.deepEqual(between('{}', '{"user":{"token":"t"}}', ['token']), ['added user:  → {"token":"•••"}']);
});

void test('compare: bytes that nobody can read are the same or not', () => {
  const opaque = (hex: string): Payload => ({ kind: 'opaque', hex, size: hex.length / 2, reason: '' });
  assert.deepEqual(differencesOf(opaque('c1ff'), opaque('c1ff'), maskOf([])), []);
  assert.deepEqual(differencesOf(opaque('c1ff'), opaque('c1fe'), maskOf([])), [
    { path: '', kind: 'changed', before: '2 bytes, 0xc1ff', after: '2 bytes, 0xc1fe' },
  ]);
  assert.deepEqual(differencesOf(null, json('{"a":1}'), maskOf([])), [
    { path: '', kind: 'added', before: null, after: '{"a":1}' },
  ]);
});

void test('compare: a payload of very many fields ends', () => {
  const wide = (value: number): string =>
    JSON.stringify(Object.fromEntries(Array.from({ length: 5_000 }, (_, key) => [`k${key}`, value])));
  assert.equal(between(wide(1), wide(2)).length, 1_000);
});
