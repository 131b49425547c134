/** Stores that were not made by us: by the libraries themselves, and by another process while they are read. */
import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { gunzipSync } from 'node:zlib';
import { openInspector } from '../server/stores/inspector';
import { openSource } from '../server/stores/sources';
import { startWriter } from './support/liveWriter';
import { fixtures } from './support/project';
import { eventsTable, inFolder, plainWorld } from './support/stores';

interface Made {
  readonly made: string;
  readonly files: Readonly<Record<string, string>>;
}
const folder = join(fixtures, 'stores', 'made');
const madeOf = (name: string): Made => JSON.parse(readFileSync(join(folder, name), 'utf8')) as Made;

for (const name of readdirSync(folder).filter((file) => /^emmett-sqlite.*\.json$/.test(file)))
  void test(`stores: ${madeOf(name).made}`, async () => {
    await inFolder(async (place) => {
      for (const [file, content] of Object.entries(madeOf(name).files))
        place.file(file, gunzipSync(Buffer.from(content, 'base64')));
      const before = place.listing();
      const inspector = await openInspector(join(place.path, 'store.db'), plainWorld);
      const { layouts, notes } = await inspector.ask('about', {});
      assert.equal(layouts[0]?.layout, 'emmett-sqlite');
      const { rows } = await inspector.ask('events', { order: 'oldest', limit: 50 });
      assert.deepEqual(
        rows.map(({ position, type, stream, version }) => `${position} ${type} ${stream} ${version}`),
        [
          '1 ProductItemAddedToShoppingCart shopping_cart-1 1',
          '2 ProductItemAddedToShoppingCart shopping_cart-1 2',
          '3 ShoppingCartConfirmed shopping_cart-1 3',
          '4 ProductItemAddedToShoppingCart shopping_cart-2 1',
          '5 ProductItemAddedToShoppingCart shopping_cart-2 2',
          '6 ShoppingCartConfirmed shopping_cart-2 3',
        ],
      );
      for (const { time } of rows) assert.match(String(time), /^2026-\d\d-\d\dT\d\d:/);
      const last = await inspector.ask('event', { key: rows[5]?.key ?? '' });
      const [data, metadata] = [last.data, last.metadata].map(
        (part) => (part?.kind === 'json' ? JSON.parse(part.text) : undefined) as Readonly<Record<string, unknown>>,
      );
      assert.deepEqual(data, { shoppingCartId: 'shopping_cart-2', note: 'Grüße' });
      assert.equal(metadata?.['by'], 'Ines');
      const streams = await inspector.ask('count', { filter: { text: 'stream:shopping_cart-1' } });
      assert.deepEqual(streams, { count: 3, exact: true });
      if (name.includes('wal')) assert.match(notes.join(), /committed transactions? of store\.db-wal/);
      await inspector.close();
      assert.deepEqual(place.listing(), before);
    });
  });

void test('stores: another process writes in WAL mode while the file is read, and is never in its way', async () => {
  await inFolder(async (place) => {
    const path = join(place.path, 'live.db');
    const writer = startWriter(path);
    const names = (): string => readdirSync(place.path).sort().join(' ');
    try {
      await writer.exec(`PRAGMA journal_mode = WAL; ${eventsTable}`);
      const source = await openSource(path, plainWorld);
      const state = async (): Promise<readonly number[]> => {
        const [counted] = await source.count({ table: 'events', range: 'position' });
        return [counted?.count ?? -1, Number(counted?.last ?? 0)];
      };
      for (let round = 1; round <= 40; round++) {
        await writer.insert(1);
        assert.equal(await source.refresh(), true);
        assert.deepEqual(await state(), [round, round]);
        if (round % 10 === 0) await writer.exec(`PRAGMA wal_checkpoint(${round % 20 ? 'RESTART' : 'TRUNCATE'})`);
      }
      // Both at once: whatever is read is a state that there was.
      let isWriting = true;
      const writing = writer.insert(1500).finally(() => (isWriting = false));
      let before = 40;
      let looks = 0;
      while (isWriting) {
        await source.refresh();
        const [count = -1, largest] = await state();
        assert.equal(count, largest);
        assert.ok(count >= before, `${count} after ${before}`);
        before = count;
        looks++;
        assert.match(names(), /^live\.db live\.db-shm live\.db-wal$/);
        await new Promise(setImmediate);
      }
      await writing;
      assert.ok(looks > 3, `${looks} looks`);
      await source.refresh();
      assert.deepEqual(await state(), [1540, 1540]);
      // A writer that dies leaves its log, which is still the truth.
      await writer.insert(5);
      await writer.kill();
      const left = place.listing();
      await source.refresh();
      assert.deepEqual(await state(), [1545, 1545]);
      await source.close();
      assert.deepEqual(place.listing(), left);
      assert.ok(existsSync(`${path}-wal`));
      // It opens again where it left off: nothing of it was touched.
      const next = startWriter(path);
      await next.insert(1);
      await next.close();
      assert.equal(names(), 'live.db');
      const again = await openSource(path, plainWorld);
      assert.deepEqual(await again.count({ table: 'events' }), [{ value: null, count: 1546 }]);
      await again.close();
    } finally {
      await writer.kill();
    }
  });
});
