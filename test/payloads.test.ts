/** Stored cells as payloads: every encoding, honest words for the others, and nothing that any bytes could break. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { deflateSync, gzipSync } from 'node:zlib';
import { decode } from '../server/stores/payloads';
import type { Payload } from '../server/stores/store';
import { randomFrom } from './support/random';

function valueOf(payload: Payload): unknown {
  if (payload.kind === 'opaque') assert.fail(payload.reason);
  return payload.value;
}
function reasonOf(payload: Payload): string {
  if (payload.kind === 'json') assert.fail(`read as ${payload.encoding}`);
  return payload.reason;
}
const php = (text: string): unknown => {
  const payload = decode(text);
  if (payload.kind === 'json') assert.equal(payload.encoding, 'php');
  return valueOf(payload);
};
const bytes = (hex: string): Uint8Array => Buffer.from(hex.replaceAll(' ', ''), 'hex');

void test('payloads: JSON with all its digits', () => {
  assert.deepEqual(decode('{"a":[1,"x"]}'), { kind: 'json', value: { a: [1, 'x'] }, encoding: 'json' });
  assert.deepEqual(valueOf(decode('{"id":9007199254740993,"f":1.5,"s":"9007199254740993","n":-90071992547409930}')), {
    id: 9007199254740993n,
    f: 1.5,
    s: '9007199254740993',
    n: -90071992547409930n,
  });
  assert.deepEqual(valueOf(decode(Buffer.from(' \n{"ä":"\\u0000<script>"}'))), { ä: '\0<script>' });
  assert.deepEqual(valueOf(decode('\\x7b2261223a317d')), { a: 1 });
  assert.ok(Object.hasOwn(valueOf(decode('{"__proto__":{"x":1}}')) as object, '__proto__'));
  assert.deepEqual(valueOf(decode('12', { type: 'jsonb' })), 12);
  assert.deepEqual([decode(null), decode(7n), decode(true)].map(valueOf), [null, 7n, true]);
});

void test('payloads: PHP serialize(), byte by byte', () => {
  assert.deepEqual(php('a:4:{i:0;N;i:1;b:1;i:2;d:0.5;i:3;s:4:"grü";}'), [null, true, 0.5, 'grü']);
  assert.deepEqual(php('a:2:{s:1:"a";i:-5;i:7;i:9223372036854775807;}'), { a: -5, 7: 9223372036854775807n });
  assert.deepEqual(php('a:3:{i:0;d:INF;i:1;d:-INF;i:2;d:NAN;}'), ['INF', '-INF', 'NAN']);
  assert.deepEqual(php('s:3:"a";";'), 'a";');
  assert.deepEqual(php('S:2:"\\41b";'), 'Ab');
  const job = 'O:11:"App\\Jobs\\Go":3:{s:2:"id";i:1;s:8:"\0*\0queue";s:4:"mail";s:15:"\0App\\Jobs\\Go\0at";N;}';
  assert.deepEqual(php(job), { __class: 'App\\Jobs\\Go', id: 1, queue: 'mail', at: null });
  const shadowed = 'O:1:"B":2:{s:4:"\0B\0x";i:1;s:4:"\0A\0x";i:2;}';
  assert.deepEqual(php(shadowed), { __class: 'B', x: 1, 'A::x': 2 });
  assert.deepEqual(php('E:17:"App\\Status:Active";'), { __enum: 'App\\Status::Active' });
  assert.deepEqual(php('C:11:"ArrayObject":5:{x:i:0}'), { __class: 'ArrayObject', __content: 'x:i:0' });
  assert.deepEqual(php('a:1:{i:0;s:2:"\0\u0001";}'), ['\0\u0001']);
  assert.deepEqual(valueOf(decode(bytes('733a323a22fffe223b'))), { __base64: '//4=' });
  assert.ok(Object.hasOwn(php('a:1:{s:9:"__proto__";i:1;}') as object, '__proto__'));
});

void test('payloads: references in PHP name what they refer to and never close a circle', () => {
  const circle = 'O:1:"A":1:{s:4:"self";r:1;}';
  assert.deepEqual(php(circle), { __class: 'A', self: { __reference: 1, __class: 'A' } });
  // `r` counts as a value, `R` does not: the last one is the array's third value in both.
  assert.deepEqual(php('a:4:{i:0;O:1:"A":0:{}i:1;r:2;i:2;s:1:"x";i:3;R:4;}'), [
    { __class: 'A' },
    { __reference: 2, __class: 'A' },
    'x',
    'x',
  ]);
  assert.deepEqual(php('a:4:{i:0;s:1:"a";i:1;R:2;i:2;s:1:"b";i:3;R:3;}'), ['a', 'a', 'b', 'b']);
  assert.match(reasonOf(decode('a:1:{i:0;r:9;}')), /refers to value 9, which is not there/);
  const long = `a:2:{i:0;s:2000:"${'x'.repeat(2000)}";i:1;R:2;}`;
  assert.deepEqual((php(long) as unknown[])[1], { __reference: 2 });
});

void test('payloads: MessagePack', () => {
  const read = (hex: string): unknown => {
    const payload = decode(bytes(hex));
    if (payload.kind === 'json') assert.equal(payload.encoding, 'messagepack');
    return valueOf(payload);
  };
  assert.deepEqual(read('82 a1 61 01 a1 62 93 c0 c3 ff'), { a: 1, b: [null, true, -1] });
  assert.deepEqual(read('95 cc ff cd 01 00 ce 00 01 00 00 cf 00 20 00 00 00 00 00 01 d3 ff ff ff ff ff ff ff fe'), [
    255,
    256,
    65536,
    9007199254740993n,
    -2,
  ]);
  assert.deepEqual(read('93 ca 3f 80 00 00 cb 3f f8 00 00 00 00 00 00 cb 7f f0 00 00 00 00 00 00'), [
    1,
    1.5,
    'Infinity',
  ]);
  assert.deepEqual(read('94 d9 01 78 c4 02 00 01 d6 ff 00 00 00 00 d4 05 07'), [
    'x',
    { __base64: 'AAE=' },
    '1970-01-01T00:00:00.000Z',
    { __extension: 5, __base64: 'Bw==' },
  ]);
  assert.deepEqual(read('de 00 01 d0 80 dc 00 01 d1 80 00'), { '-128': [-32768] });
  assert.match(reasonOf(decode(bytes('dd ff ff ff ff c0'))), /promises 4294967295 values and is too short/);
});

void test('payloads: wrappings are taken off from the outside in', () => {
  const json = '{"order":{"id":12345}}';
  const value = { order: { id: 12345 } };
  const cases: [Uint8Array | string, string][] = [
    [gzipSync(json), 'gzip json'],
    [deflateSync(json), 'zlib json'],
    [Buffer.from(json).toString('base64'), 'base64 json'],
    [Buffer.from(json).toString('base64url'), 'base64 json'],
    [gzipSync(json).toString('base64'), 'base64 gzip json'],
    [Buffer.from(gzipSync('a:1:{s:5:"order";a:1:{s:2:"id";i:12345;}}')).toString('base64'), 'base64 gzip php'],
    [Buffer.from('81a56f7264657281a26964cd3039', 'hex').toString('base64'), 'base64 messagepack'],
  ];
  for (const [cell, encoding] of cases) assert.deepEqual(decode(cell), { kind: 'json', value, encoding });
});

void test('payloads: what cannot be decoded is hexadecimal with its reason', () => {
  assert.deepEqual(decode(bytes('0a 03 41 42 43')), {
    kind: 'opaque',
    hex: '0a03414243',
    size: 5,
    reason:
      'Its bytes are neither text, PHP serialize(), MessagePack nor packed with gzip or zlib. They may be Protobuf, Avro, or encrypted.',
  });
  assert.match(reasonOf(decode('{"a":')), /begins as JSON and is not valid/);
  assert.match(reasonOf(decode('O:1:"A":1:{s:1:"x";')), /begins as PHP serialize\(\), but it ends in the middle/);
  assert.match(reasonOf(decode('--- !ruby/object:Order')), /neither JSON, PHP/);
  assert.match(reasonOf(decode('Shipment')), /It is text/);
  assert.match(reasonOf(decode(gzipSync('{"a":1}').subarray(0, 15))), /packed with gzip and damaged or cut off/);
  assert.match(reasonOf(decode('')), /empty/);
});

void test('payloads: deep, large and multiplying ones are bounded', () => {
  const deep = 100_000;
  assert.match(reasonOf(decode('['.repeat(deep) + ']'.repeat(deep))), /deep|not valid/);
  assert.match(reasonOf(decode('['.repeat(600) + ']'.repeat(600))), /nested more than 512 levels deep/);
  assert.match(reasonOf(decode('a:1:{i:0;'.repeat(deep) + 'N;' + '}'.repeat(deep))), /nested more than 512 levels/);
  assert.match(reasonOf(decode(Buffer.alloc(deep, 0x91))), /nested more than 512 levels/);
  assert.match(reasonOf(decode('a:99999999:{i:0;N;}')), /promises 99999999 entries and is too short/);
  assert.match(reasonOf(decode(gzipSync(Buffer.alloc(200 * 1024 * 1024)))), /larger than 128 MB once it is unpacked/);
  let nested: Uint8Array = Buffer.from('{"a":1}');
  for (let times = 0; times < 8; times++) nested = gzipSync(nested);
  assert.match(reasonOf(decode(nested)), /wrapped more than 4 times/);
  const large = decode(`{"a":"${'x'.repeat(50 * 1024 * 1024)}"}`);
  assert.equal((valueOf(large) as { a: string }).a.length, 50 * 1024 * 1024);
  const opaque = decode(Buffer.alloc(50 * 1024 * 1024, 0xff));
  assert.ok(opaque.kind === 'opaque' && opaque.size === 50 * 1024 * 1024 && opaque.hex.length === 131_072);
});

void test('payloads: any bytes and any damage give a payload', () => {
  const sound = [
    'a:3:{i:0;O:1:"A":2:{s:4:"\0*\0x";i:1;s:1:"y";r:2;}s:1:"k";d:0.1;i:5;a:1:{i:0;E:3:"B:C";}}',
    'O:1:"A":1:{s:4:"self";R:1;}',
    'C:11:"ArrayObject":5:{x:i:0}',
    '{"a":[1,{"b":"\\u00e4"}],"c":9007199254740993}',
    '\u0082\u00a1a\u0001',
  ];
  const random = randomFrom(17);
  const letters = 'NbidsaSOCErR:;{}"0123456789\\';
  const kinds = new Set<string>();
  for (let round = 0; round < 20_000; round++) {
    let cell: Buffer = Buffer.from(sound[round % sound.length] ?? '', 'latin1');
    if (round % 3 === 0) cell = cell.subarray(0, random(cell.length));
    if (round % 7 === 0) cell = Buffer.from(Array.from({ length: random(60) }, () => random(256)));
    for (let flips = random(4); flips > 0 && cell.length > 0; flips--)
      cell[random(cell.length)] = random(2) ? random(256) : letters.charCodeAt(random(letters.length));
    const payload = decode(round % 2 ? cell : cell.toString('latin1'));
    kinds.add(payload.kind);
    if (payload.kind === 'json') kinds.add(payload.encoding);
    // No circle, nothing that cannot be written out.
    const text = JSON.stringify(payload, (_, value: unknown) => (typeof value === 'bigint' ? String(value) : value));
    assert.ok(text.length < 100_000);
  }
  for (const kind of ['opaque', 'json', 'php', 'messagepack']) assert.ok(kinds.has(kind), kind);
});
