/** Open stores as they answer: every layout read to its events, pages, counts, times, exports and what is new. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { openInspector } from '../server/stores/inspector';
import type { Inspector, InspectorOptions } from '../server/stores/questions';
import { fixtures, membersOf } from './support/project';
import { inFolder, plainWorld, sqliteBytes } from './support/stores';

/** Opens a file of this content in a folder of its own, which must be the same afterwards. */
async function inspecting(
  name: string,
  content: string | Uint8Array,
  work: (inspector: Inspector, path: string) => Promise<void>,
  options: InspectorOptions = {},
): Promise<void> {
  await inFolder(async (folder) => {
    const path = folder.file(name, content);
    const before = folder.listing();
    const inspector = await openInspector(path, plainWorld, options);
    try {
      await work(inspector, path);
    } finally {
      await inspector.close();
    }
    assert.deepEqual(folder.listing(), before);
  });
}

interface Expected {
  readonly events: readonly Readonly<Record<string, unknown>>[];
}

for (const member of membersOf('layouts'))
  void test(`inspector: every event of ${member}`, async () => {
    const read = (name: string): string => readFileSync(join(fixtures, 'layouts', member, name), 'utf8');
    const { events: expected } = JSON.parse(read('expected.json')) as Expected;
    await inspecting('store.db', await sqliteBytes(read('store.sql')), async (inspector) => {
      const { has, layouts } = await inspector.ask('about', {});
      assert.ok(layouts.length > 0);
      assert.equal(has.events, expected.length > 0);
      if (!has.events) return;
      const { rows, next, previous } = await inspector.ask('events', { order: 'oldest', limit: 100 });
      assert.deepEqual([next, previous], [undefined, undefined]);
      const text = (value: unknown): string | null => (value === undefined || value === null ? null : String(value));
      assert.deepEqual(
        rows.map(({ position, stream, version, type }) => ({ position, stream, version: text(version), type })),
        expected.map(({ position, stream, version, type = '' }) => ({
          position,
          stream: text(stream),
          version: text(version),
          type,
        })),
      );
      for (const { key, type, invalidTime } of rows) {
        const detail = await inspector.ask('event', { key });
        assert.equal(detail.type, type);
        assert.equal(invalidTime, undefined);
        assert.ok(detail.raw.length >= 3);
      }
    });
  });
