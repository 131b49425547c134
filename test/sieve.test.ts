/** Which texts are worth reading for the callers of a function: every way to call it passes, what cannot call it does not. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { calling, passes } from '../server/linking/javascript/sieve';

const calls = [
  'a.run()',
  'a.run?.()',
  'x.run<T>(1)',
  "x['run'](1)",
  'run.call(x)',
  'setTimeout(x.run, 5)',
  '(x.run)(2)',
  'x[Method.run](2)',
  '@Foo.run\nclass A {}',
  'a.run\n  .call()',
  "import { run as go } from './run'",
  "const { run: go } = require('./run')",
  "'run', run(1)",
];
const handing = ['const all = [run, stop]', 'const all = { a: run }', 'const all = { run, stop }', 'each(run)'];
const neither = [
  "fetch(url, { method: 'run', body })",
  'export const run = () => 1',
  'export async function run() {}',
  'function* run() {}',
  'this.run = go;',
  'const all = { run: go }',
  'a.runs()',
];

void test('a call passes, whatever stands between the name and its parenthesis', () => {
  for (const text of calls) {
    assert.ok(passes(text, calling(['run'], false)), text);
    assert.ok(passes(text, calling(['run', 'walk'], true)), text);
  }
});

void test('a function that is handed on passes only where tables of functions are followed', () => {
  for (const text of handing) assert.ok(passes(text, calling(['run'], true)), text);
  for (const text of handing.slice(0, 3)) assert.ok(!passes(text, calling(['run'], false)), text);
});

void test('strings, declarations and assignments do not pass', () => {
  for (const text of neither) assert.ok(!passes(text, calling(['run'], true)), text);
});
