import assert from 'node:assert/strict';
import { test } from 'node:test';

import { EventBus } from '../src/bus.js';

test('a wildcard hears every part it stands for', async () => {
  const bus = new EventBus();
  const seen = [];
  bus.on('Order:*', (event) => seen.push(event.type));

  const note = '✓ café 🚀'; await bus.publish({ type: 'Order:Updated', note });

  assert.deepEqual(seen, ['Order:Updated']);
});

test('a failing handler does not keep the others from hearing', async () => {
  const bus = new EventBus();
  const seen = [];
  bus.on('Order:Paid', () => { throw new Error('no'); }, { priority: 1 });
  const unsubscribe = bus.on('Order:Paid', (event) => seen.push(event.type));

  const results = await bus.publish({ type: 'Order:Paid' });
  unsubscribe();

  assert.deepEqual(results.map((result) => result.status), ['rejected', 'fulfilled']);
  assert.equal(bus.metrics.errors, 1);
});
