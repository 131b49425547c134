/** Filters that no index answers, asked again: what was found to hold nothing is walked around, and nothing is lost by it. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { inspect } from '../server/stores/inspector';
import type { Inspector } from '../server/stores/questions';
import type { Source } from '../server/stores/store';
import { openSource } from '../server/stores/sources';
import { inFolder, plainWorld, sqliteBytes } from './support/stores';
import { randomFrom } from './support/random';

const count = 30_000;

/** Each event has a `n`; the words stand at places that a random number chose, one of them three times. */
const word = (index: number): string => (index % 7_001 === 3 ? 'needle' : index % 900 === 5 ? 'thread' : 'hay');
const row = (index: number): string =>
  `(${index * 2 + 1}, 's', 'Sewn', '{"n":${index},"word":"${word(index)}"}', ${index}, '2026-01-01T00:00:00Z')`;
const sql = [
  'CREATE TABLE events (position INTEGER PRIMARY KEY, stream_id TEXT NOT NULL, event_type TEXT NOT NULL, event_data TEXT NOT NULL, version INTEGER NOT NULL, timestamp TEXT)',
  `INSERT INTO events VALUES ${Array.from({ length: count }, (_, index) => row(index)).join(', ')}`,
];

interface Watched {
  /** Another file takes the place of the store's. */
  replace(statements: readonly string[]): Promise<void>;
  readonly inspector: Inspector;
  /** Positions that a statement with a condition on payloads may have looked at since the last time. */
  looked(): number;
  positions(text: string, order: 'newest' | 'oldest', limit: number): Promise<readonly unknown[]>;
}

async function watching(work: (watched: Watched) => Promise<void>, statements = sql): Promise<void> {
  await inFolder(async (folder) => {
    const write = async (all: readonly string[]): Promise<string> =>
      folder.file('store.sqlite', await sqliteBytes(...all));
    const source = await openSource(await write(statements), plainWorld);
    let pages = 0;
    const counted: Source = {
      ...source,
      page: (query) => {
        if (query.where && JSON.stringify(query.where).includes('event_data')) {
          const bounds = query.where.filter(({ column }) => column === 'position').map(({ value }) => Number(value));
          const [low = 0, high = count * 2] = bounds.sort((a, b) => a - b);
          const ends = [query.after?.[0], query.until?.[0]].filter((cell) => typeof cell === 'number');
          const [from = low, to = high] = ends.sort((a, b) => a - b);
          pages += Math.max(1, Math.min(high, to) - Math.max(low, from));
        }
        return source.page(query);
      },
    };
    const inspector = await inspect(counted, {}, { name: 'store.sqlite' });
    try {
      await work({
        inspector,
        async replace(all) {
          await write(all);
          assert.ok((await inspector.ask('refresh', {})).changed);
        },
        looked() {
          const before = pages;
          pages = 0;
          return before;
        },
        async positions(text, order, limit) {
          const found: unknown[] = [];
          for (let cursor: string | undefined; ;) {
            const ask = { filter: { text }, order, limit, wordless: true, ...(cursor !== undefined && { cursor }) };
            const { rows, next } = await inspector.ask('events', ask);
            found.push(...rows.map(({ position }) => position));
            if (next === undefined) return found;
            cursor = next;
          }
        },
      });
    } finally {
      await inspector.close();
    }
  });
}

const expected = (wanted: (index: number) => boolean): readonly number[] =>
  Array.from({ length: count }, (_, index) => index)
    .filter(wanted)
    .map((index) => index * 2 + 1);

void test('empty runs: a filter that was asked before looks only where it found something', async () => {
  await watching(async ({ looked, positions }) => {
    const needles = expected((index) => word(index) === 'needle');
    assert.ok(needles.length > 2);
    assert.deepEqual(await positions('needle', 'oldest', 100), needles);
    assert.ok(looked() > count, 'the first time all of it is looked at');
    assert.deepEqual(await positions('needle', 'oldest', 100), needles);
    const again = looked();
    assert.ok(again < 100, `${again} positions looked at again`);
    assert.deepEqual(await positions('needle', 'newest', 100), needles.toReversed());
    assert.ok(looked() < 100);
    // Another filter is looked for everywhere.
    assert.deepEqual(
      await positions('word=thread', 'newest', 100),
      expected((index) => word(index) === 'thread').toReversed(),
    );
    assert.ok(looked() > count);
  });
});

void test('empty runs: whatever is asked in whatever order of pages, the rows are the same', async () => {
  const random = randomFrom(11);
  const filters = ['needle', 'word=thread', '-word=hay', 'n>29000', 'n<1200', 'word:* needle', 'nothing of it'];
  const wanted: Readonly<Record<string, (index: number) => boolean>> = {
    needle: (index) => word(index) === 'needle',
    'word=thread': (index) => word(index) === 'thread',
    '-word=hay': (index) => word(index) !== 'hay',
    'n>29000': (index) => index > 29_000,
    'n<1200': (index) => index < 1200,
    'word:* needle': (index) => word(index) === 'needle',
    'nothing of it': () => false,
  };
  await watching(async ({ inspector, positions }) => {
    for (let round = 0; round < 60; round++) {
      const text = filters[random(filters.length)] ?? '';
      const order = random(2) === 0 ? ('newest' as const) : ('oldest' as const);
      const all = expected(wanted[text] ?? (() => false));
      const inOrder = order === 'newest' ? all.toReversed() : all;
      if (random(3) === 0) {
        assert.deepEqual(await positions(text, order, 1 + random(400)), inOrder, `${text} ${order}`);
        continue;
      }
      // Part of it only, from somewhere on, as somebody scrolls.
      const at = 1 + random(count * 2);
      const limit = 1 + random(30);
      const { rows } = await inspector.ask('events', {
        filter: { text },
        order,
        at: String(at),
        limit,
        wordless: true,
      });
      assert.deepEqual(
        rows.map(({ position }) => position),
        inOrder.filter((position) => (order === 'newest' ? position <= at : position >= at)).slice(0, limit),
        `${text} ${order} at ${at}`,
      );
    }
  });
});

void test('empty runs: what came since is found, and another store is looked at anew', async () => {
  await watching(async ({ looked, positions, replace }) => {
    const needles = expected((index) => word(index) === 'needle');
    assert.deepEqual(await positions('needle', 'newest', 100), needles.toReversed());
    looked();
    const later = count * 2 + 501;
    const more = `INSERT INTO events VALUES (${later - 1}, 's', 'Sewn', '{}', 1, '2026-01-01T00:00:00Z'), (${later}, 's', 'Sewn', '{"word":"needle"}', 2, '2026-01-01T00:00:00Z')`;
    await replace([...sql, more]);
    assert.deepEqual(await positions('needle', 'newest', 100), [later, ...needles.toReversed()]);
    assert.ok(looked() < count / 2, 'what was looked at before is walked around');
    // The same positions, other events.
    const other = sql.map((statement) => statement.replaceAll('"hay"', '"needle"').replaceAll('"thread"', '"hay"'));
    await replace(other);
    assert.deepEqual(
      await positions('needle', 'oldest', 500),
      expected((index) => word(index) !== 'thread'),
    );
  });
});
