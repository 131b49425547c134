/** Ranges of time where no index leads to times: what a survey knows of the log may make a page quicker, and never another. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { EventsQuery, Filter, Inspector } from '../server/stores/questions';
import { inspecting } from './support/inspector';
import { randomFrom } from './support/random';

const count = 13_000;
const start = Date.UTC(2026, 0, 1);
const table =
  'CREATE TABLE events (position INTEGER PRIMARY KEY, stream_id TEXT NOT NULL, event_type TEXT NOT NULL, event_data TEXT NOT NULL, version INTEGER NOT NULL, timestamp TEXT);' +
  'CREATE INDEX events_type ON events (event_type);';

/** Moment of each event, in milliseconds; null for none. */
type Times = (index: number) => number | null;

const minute = 60_000;
const times: Readonly<Record<string, { readonly of: Times; readonly written?: (at: number) => string }>> = {
  'in order': { of: (index) => start + index * minute },
  'in order but for some from long ago and far ahead': {
    of: (index) =>
      index % 997 === 5 ? start + 300 * minute : index % 1009 === 7 ? start + 12_500 * minute : start + index * minute,
  },
  'going backwards': { of: (index) => start + (count - index) * minute },
  'in no order': {
    of: (() => {
      const random = randomFrom(7);
      const shuffled = Array.from({ length: count }, () => start + random(count) * minute);
      return (index) => shuffled[index] ?? null;
    })(),
  },
  'missing here and there': { of: (index) => (index % 3 === 0 ? null : start + index * minute) },
  'of many zones': {
    of: (index) => start + index * minute,
    written: (at) => {
      const hours = ((at / minute) % 27) - 13;
      const zone = `${hours < 0 ? '-' : '+'}${String(Math.abs(hours)).padStart(2, '0')}:00`;
      return new Date(at + hours * 3_600_000).toISOString().replace(/\.\d+Z$/, zone);
    },
  },
};

const iso = (index: number): string => new Date(start + index * minute).toISOString();
const filters: readonly Filter[] = [
  { from: iso(300), to: iso(400) },
  { from: iso(6_000), to: iso(6_003) },
  { from: iso(12_400) },
  { to: iso(310) },
  { from: iso(20_000) },
  { from: iso(2_990), to: iso(9_010), text: 'type:Paid' },
  { from: iso(5_000), to: iso(7_000), text: 'n>6400' },
  { from: iso(5_000), to: iso(7_000), text: 'n=6400' },
  { text: `time>=${iso(300)} time<${iso(400)}` },
  { text: `time=2026-01-03 -type:Paid`, from: iso(2_000) },
  { text: `-time>=2026-01-03`, from: iso(2_000) },
];

async function positions(inspector: Inspector, ask: Omit<EventsQuery, 'limit'>): Promise<readonly unknown[]> {
  const found: unknown[] = [];
  for (let cursor: string | undefined; ;) {
    const { rows, next } = await inspector.ask('events', {
      ...ask,
      ...(cursor !== undefined && { cursor }),
      limit: 400,
      wordless: true,
    });
    found.push(...rows.map(({ position }) => position));
    if (next === undefined || found.length > 1_200) return found;
    cursor = next;
  }
}

for (const [name, { of, written = (at: number) => new Date(at).toISOString() }] of Object.entries(times))
  void test(`time ranges: times ${name} give the same pages with a survey as without`, async () => {
    const rows = Array.from({ length: count }, (_, index) => {
      const at = of(index);
      return `(${index * 2 + 1}, 's', '${index % 16 === 0 ? 'Paid' : 'Placed'}', '{"n":${index}}', ${index}, ${at === null ? 'NULL' : `'${written(at)}'`})`;
    });
    await inspecting([table, `INSERT INTO events VALUES ${rows.join(', ')}`], async (inspector) => {
      const all = filters.flatMap((filter) => (['newest', 'oldest'] as const).map((order) => ({ filter, order })));
      const before: (readonly unknown[])[] = [];
      for (const ask of all) before.push(await positions(inspector, ask));
      await inspector.ask('overview', {});
      for (const [index, ask] of all.entries())
        assert.deepEqual(await positions(inspector, ask), before[index], JSON.stringify(ask));
      // And they are those that the moments say, also from the middle on.
      const [filter = {}] = filters;
      const expected = Array.from({ length: count }, (_, index) => index).filter((index) => {
        const at = of(index);
        return at !== null && at >= Date.parse(filter.from ?? '') && at < Date.parse(filter.to ?? '');
      });
      const places = expected.map((index) => index * 2 + 1);
      assert.deepEqual(before[1], places);
      assert.deepEqual(
        await positions(inspector, { filter, order: 'oldest', at: String(count) }),
        places.filter((place) => place >= count),
      );
    });
  });
