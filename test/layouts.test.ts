/** Every layout against tables as its project publishes them, renamed, shuffled, respelt and cut short. */
import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { layouts, recognise } from '../server/stores/layouts';
import type { EventColumns, Mapping, Recognised, Table } from '../server/stores/store';
import { readPart, storeOf, type Store } from './support/layouts';
import { fixtures, membersOf } from './support/project';

interface Expected {
  readonly layout: string;
  readonly reason: string;
  readonly mapping: Mapping;
  readonly events: readonly Readonly<Record<string, unknown>>[];
  readonly beside: Readonly<Record<string, readonly Readonly<Record<string, unknown>>[]>>;
}

const kinds = ['projections', 'failures', 'snapshots', 'jobs', 'streams'] as const;
const rolesBeside: Readonly<Record<(typeof kinds)[number], readonly string[]>> = {
  projections: ['name', 'position', 'status'],
  failures: ['id', 'subject', 'error', 'event', 'attempts', 'resolved'],
  snapshots: ['stream', 'version', 'state'],
  jobs: ['id', 'type', 'queue', 'attempts', 'available'],
  streams: ['stream', 'type', 'version'],
};

/** `laravel-queue.without-uuid` is another store of `laravel-queue`. */
const layoutOf = (member: string): string => member.replace(/\..*/, '');
const fileOf = (member: string): string => join(fixtures, 'layouts', member, 'expected.json');
const expectedOf = (member: string): Expected => JSON.parse(readFileSync(fileOf(member), 'utf8')) as Expected;

function best(tables: readonly Table[]): Recognised {
  const [first] = recognise(tables);
  assert.ok(first, 'no layout fits');
  return first;
}

function readAll(store: Store, mapping: Mapping): Pick<Expected, 'events' | 'beside'> {
  const { events } = mapping;
  const beside = kinds.flatMap((kind) => {
    const parts = mapping[kind];
    return parts ? [[kind, parts.flatMap((part) => readPart(store, part, rolesBeside[kind]))] as const] : [];
  });
  return {
    events: events
      ? readPart(store, events, ['position', 'stream', 'version', 'type'], events.position).map(plainBytes)
      : [],
    beside: Object.fromEntries(beside.map(([kind, rows]) => [kind, rows.map(plainBytes)])),
  };
}

const plainBytes = (row: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> =>
  Object.fromEntries(
    Object.entries(row).map(([key, value]) => [
      key,
      value instanceof Uint8Array ? `0x${Buffer.from(value).toString('hex')}` : value,
    ]),
  );

/** The tables that the best match cannot do without: those of its events, or the first of what it has. */
function leading(tables: readonly Table[], { mapping }: Recognised): Table[] {
  const first: Pick<EventColumns, 'table' | 'join'> | undefined =
    mapping.events ??
    kinds
      .flatMap((kind): readonly { readonly table: string }[] => mapping[kind] ?? [])
      .find((part) => recognise(tables.filter(({ name }) => name === part.table)).length > 0);
  const names = [first?.table, ...(first?.join ?? []).map(({ table }) => table)];
  return tables.filter(({ name }) => names.includes(name));
}

const members = membersOf('layouts');

for (const member of members)
  void test(`layouts: ${member}`, async () => {
    const store = await storeOf(member);
    const found = best(store.tables);
    const read = {
      layout: found.layout,
      reason: found.reason,
      mapping: found.mapping,
      ...readAll(store, found.mapping),
    };
    if (process.env['UPDATE'] === '1') writeFileSync(fileOf(member), `${JSON.stringify(read, null, 2)}\n`);
    assert.equal(found.layout, layoutOf(member));
    assert.deepEqual(read, expectedOf(member));
    assert.ok(read.events.length + Object.values(read.beside).flat().length >= 3);
    for (const { position } of read.events) assert.notEqual(position, null);
  });

void test('layouts: the best of no fixture is that of another', async () => {
  const bestOf = new Map<string, string[]>();
  for (const member of members) {
    const { layout } = best((await storeOf(member)).tables);
    bestOf.set(layout, [...(bestOf.get(layout) ?? []), member]);
  }
  for (const { id } of layouts)
    assert.deepEqual(
      bestOf.get(id),
      members.filter((member) => layoutOf(member) === id),
      id,
    );
});

const camel = (name: string): string => name.replace(/_+(\w)/g, (_, letter: string) => letter.toUpperCase());
const spellings: Readonly<Record<string, (name: string) => string>> = {
  snake_case: (name) => name.replace(/(?<=[a-z\d])[A-Z]/g, (letter) => `_${letter}`).toLowerCase(),
  camelCase: camel,
  PascalCase: (name) => camel(name).replace(/^./, (letter) => letter.toUpperCase()),
  'quoted names': (name) => `"${name}"`,
};

for (const [spelling, respell] of Object.entries(spellings))
  void test(`layouts: columns in ${spelling}`, async () => {
    for (const member of members) {
      const store = await storeOf(member);
      const tables = store.tables.map(({ name, columns }) => ({
        name,
        columns: columns.map((column) => ({ ...column, name: respell(column.name) })),
      }));
      const found = best(tables);
      assert.equal(found.layout, layoutOf(member), member);
      const own = expectedOf(member).mapping.events;
      if (own?.type) assert.equal(bare(found.mapping.events?.type), respell(bare(own.type)), member);
    }
  });

const bare = (column = ''): string => column.replace(/:.*/, '').replace(/^\w+\./, '');

void test('layouts: the order of columns and tables changes nothing', async () => {
  for (const member of members) {
    const store = await storeOf(member);
    const shuffled = store.tables.map(({ name, columns }) => ({ name, columns: columns.toReversed() }));
    assert.deepEqual(best(shuffled).mapping, expectedOf(member).mapping, member);
    assert.equal(best(shuffled.toReversed()).layout, layoutOf(member), member);
  }
});

void test('layouts: names of tables change nothing where they are free', async () => {
  for (const member of members) {
    const store = await storeOf(member);
    const found = best(store.tables);
    const tables = leading(store.tables, found);
    const before = best(tables);
    const names = new Map(tables.map(({ name }, index) => [name, `renamed${index}`]));
    const renamed = tables.map(({ name, columns }) => ({ name: names.get(name) ?? name, columns }));
    const after = recognise(renamed)[0];
    assert.equal(after?.layout, before.layout, member);
    assert.equal(after.score, before.score, member);
    assert.deepEqual(after.mapping.events, renameIn(before.mapping.events, names), member);
  }
});

function renameIn(events: EventColumns | undefined, names: ReadonlyMap<string, string>): EventColumns | undefined {
  if (!events) return undefined;
  const renamed = (table: string): string => names.get(table) ?? table;
  return {
    ...events,
    table: renamed(events.table),
    ...(events.join && { join: events.join.map((join) => ({ ...join, table: renamed(join.table) })) }),
  };
}

void test('layouts: less of a layout scores less, and without what it needs another is best', async () => {
  for (const member of members) {
    const store = await storeOf(member);
    const tables = leading(store.tables, best(store.tables));
    const before = recognise(tables)[0];
    // Where the tables beside it are part of what it is, they alone are another layout already.
    if (before?.layout !== layoutOf(member)) continue;
    let lost = 0;
    for (const [index, table] of tables.entries())
      for (const column of table.columns) {
        const columns = table.columns.filter((other) => other !== column);
        const after = recognise(tables.map((other, at) => (at === index ? { name: table.name, columns } : other)))[0];
        if (after?.layout === before.layout) continue;
        lost++;
        assert.ok(
          !after || after.score < before.score || (after.score === before.score && after.columns < before.columns),
          `${member} without ${column.name}: ${after?.layout ?? ''}`,
        );
      }
    assert.ok(lost >= 2, `${member} needs nothing of its own`);
  }
});

void test('layouts: columns of their own lower the score and are named', async () => {
  const store = await storeOf('cqrs-es');
  const [table] = leading(store.tables, best(store.tables));
  assert.ok(table);
  const wider = { ...table, columns: [...table.columns, { name: 'tenant', type: 'text' }] };
  assert.ok(best([wider]).score < best([table]).score);
  assert.match(best([wider]).reason, /; 1 more is the store's own: tenant\.$/);
});

void test('layouts: every stream of prooph is an entry of its own', async () => {
  const store = await storeOf('prooph.two-streams');
  const streams = recognise(store.tables).filter(({ layout }) => layout === 'prooph');
  assert.deepEqual(streams.map(({ mapping }) => mapping.events?.table).sort(), ['_1a0b', '_2c0d']);
});

const ordinary: Readonly<Record<string, string>> = {
  users: 'id name email password created_at updated_at',
  products: 'id name type data price created_at updated_at',
  migrations: 'id migration batch',
  sessions: 'id user_id payload last_activity',
  media: 'id model_type model_id name type properties created_at',
  posts: 'id title body state created_at',
  empty: '',
};

void test('layouts: ordinary tables are no events', () => {
  const tables = Object.entries(ordinary).map(([name, words]) => ({
    name,
    columns: words.split(' ').map((column) => ({ name: column, type: column === 'id' ? 'integer' : 'text' })),
  }));
  assert.deepEqual(recognise(tables), []);
  assert.deepEqual(recognise([]), []);
  assert.deepEqual(recognise([{ name: 'constructor', columns: [] }]), []);
});

void test('layouts: every id is there once, and every reason is a sentence', async () => {
  const ids = layouts.map(({ id }) => id);
  assert.deepEqual([...new Set(ids)], ids);
  for (const member of members) {
    const store = await storeOf(member);
    for (const { reason, score } of recognise(store.tables)) {
      assert.match(reason, /^[A-Z\d].*[^.]\.$/);
      assert.ok(score > 0 && score <= 1, `${member}: ${score}`);
    }
  }
});
