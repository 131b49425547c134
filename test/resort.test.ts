/** A list that is sorted again and again is in the order in which a stable sort would put it. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openSorted } from '../server/graph/resort';
import { randomFrom } from './support/random';

interface Item {
  readonly rank: number;
  readonly made: number;
}
const byRank = (a: Item, b: Item): number => a.rank - b.rank;

for (const ranks of [10, 100_000])
  void test(`lists of ${ranks} ranks, edited at random`, () => {
    const random = randomFrom(ranks);
    const sort = openSorted(byRank);
    let made = 0;
    const item = (): Item => ({ rank: random(ranks), made: made++ });
    let list: readonly Item[] = Array.from({ length: 200 }, item);
    for (let round = 0; round < 400; round++) {
      const at = random(list.length);
      const few = random(4);
      const fresh = Array.from({ length: random(4) }, item);
      const moved = round % 7 === 0 ? list.slice(at, at + few).reverse() : [];
      list = [...list.slice(0, at), ...fresh, ...moved, ...list.slice(at + few)];
      if (round % 50 === 49) list = [...list].reverse();
      assert.deepEqual(sort(list), [...list].sort(byRank), `round ${round}`);
    }
  });

void test('the same elements in the same order are the same array', () => {
  const sort = openSorted(byRank);
  const list = [3, 1, 2].map((rank) => ({ rank, made: rank }));
  const sorted = sort(list);
  assert.equal(sort([...list]), sorted);
  assert.notEqual(sort(list.slice(1)), sorted);
});

void test('what stands in the list twice and leaves once', () => {
  const sort = openSorted(byRank);
  const list: readonly Item[] = Array.from({ length: 40 }, (_, index) => ({ rank: 40 - index, made: index }));
  const twice = [...list, ...list.slice(0, 1)];
  sort(twice);
  assert.deepEqual(sort(list), [...list].sort(byRank));
});
