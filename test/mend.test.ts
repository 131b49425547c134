/** A PHP file that ends in the middle of something still declares its class, and everything stands where it stood. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { before, test } from 'node:test';
import { mendings } from '../server/languages/php/mend';
import { prepareParser, readPhp } from '../server/languages/php/read';
import { filesBelow, fixtures, load } from './support/project';

const start = `<?php
namespace App;
class Checkout extends Flow
{
    public function pay(Order $order): void
    {
        event(new Paid($order));
`;

before(() => prepareParser(load));

for (const [what, end] of [
  ['in a call', "        event(new Paid($order, ['a' =>"],
  ['in a string', "        event('order.pa"],
  ['in a string with a quote in it', "        event('it\\'s"],
  ['in a comment', '        /** What is so'],
  ['in the comment of a line', '        // What (is so {'],
  ['in a heredoc', '        event(<<<TEXT\n  {not a bracket'],
  [
    'in a function that is an argument',
    "        DB::transaction(function () use ($order) {\n            event('x');\n",
  ],
  ['between members', '    }\n\n    protected func'],
  ['after half a property', '    }\n\n    private $a = [1, '],
] as const)
  void test(`ends ${what}`, () => {
    const facts = readPhp('Checkout.php', start + end);
    const [fact] = facts.classes;
    assert.deepEqual([fact?.name, fact?.extends], ['App\\Checkout', ['App\\Flow']]);
    assert.equal(fact?.nameAt, start.indexOf('Checkout'));
    const pay = facts.bodies.find(({ name }) => name === 'pay');
    const [first] = pay?.statements ?? [];
    assert.equal(first?.at, start.indexOf('event(new'));
    assert.equal(typeof facts.error, 'number');
  });

void test('files of the fixtures, cut anywhere inside of their class', () => {
  const folder = join(fixtures, 'frameworks');
  let cuts = 0;
  for (const file of filesBelow(folder).filter((name) => /\.php$/.test(name) && !name.endsWith('.blade.php'))) {
    const text = readFileSync(join(folder, file), 'utf8');
    const [whole, another] = readPhp(file, text).classes;
    if (!whole || another || whole.anonymous) continue;
    const opens = text.indexOf('{', whole.nameAt) + 1;
    for (let share = 0; share < 1; share += 0.23) {
      const at = opens + Math.floor((whole.end - opens) * share);
      const named = readPhp(file, text.slice(0, at)).classes.map(({ name }) => name);
      assert.ok(named.includes(whole.name), `${file}, cut at ${at}: ${text.slice(at - 40, at)}`);
      cuts++;
    }
  }
  assert.ok(cuts > 300, `${cuts} cuts`);
});

void test('what is whole, or not PHP at all, is left alone', () => {
  assert.deepEqual(mendings("<?php class A { function b() { return '{'; /* { */ } }"), []);
  for (const hostile of [
    `<?php '${'a'.repeat(490_000)}`,
    `<?php ${'{'.repeat(5_000)}`,
    `<?php ${'<<<A '.repeat(5_000)}`,
  ])
    assert.ok(readPhp('hostile.php', hostile).lineStarts.length > 0);
});
