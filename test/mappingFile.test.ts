/** Mappings by hand: what is refused, in which words, and which store one fits. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { readSettings } from '../server/settings';
import { fits, mappedByHand, type StoreMapping } from '../server/stores/mappingFile';
import { root } from './support/project';

const events = { table: 'happenings', position: 'nr', type: 'what', data: 'body' };
const problemsOf = (stores: unknown): readonly string[] => readSettings(JSON.stringify({ stores })).problems;
const problemsOfMapping = (mapping: unknown): readonly string[] => problemsOf([{ match: 'a', mapping }]);

void test('mapping file: a mapping is read as it stands', () => {
  const stores = [
    {
      match: 'var/*.sqlite',
      mapping: {
        events: { ...events, type: '', timeKind: 'seconds', where: [{ column: 'kind', is: '=', value: 1 }] },
        projections: [{ table: 'models', name: 'name' }],
      },
    },
  ];
  const { settings, problems } = readSettings(JSON.stringify({ stores }));
  assert.deepEqual(problems, []);
  assert.deepEqual(settings.stores, stores);
  assert.equal(readSettings('{}').settings.stores, undefined);
});

const refused: readonly (readonly [unknown, readonly string[]])[] = [
  [{ events: { ...events, data: undefined } }, ['"stores[0].mapping.events.data" must be a column.']],
  [{ events: { ...events, table: '' } }, ['"stores[0].mapping.events" needs "table", the name of a table.']],
  [{ events: { ...events, stream: 3 } }, ['"stores[0].mapping.events.stream" must be a column.']],
  [{ events: { ...events, colour: 'red' } }, ['"stores[0].mapping.events.colour" is not a setting.']],
  [
    { events: { ...events, timeKind: 'weeks' } },
    ['"stores[0].mapping.events.timeKind" must be "text", "seconds", "milliseconds", "microseconds".'],
  ],
  [
    { events: { ...events, where: [{ column: 'kind', is: 'like', value: 'x' }] } },
    ['"stores[0].mapping.events.where" must be a list of conditions, each with "column", "is" and "value".'],
  ],
  [
    { events: { ...events, join: [{ table: 'other' }] } },
    ['"stores[0].mapping.events.join" must be a list of joins, each with "table", "as", "from" and "to".'],
  ],
  [{ events: [] }, ['"stores[0].mapping.events" must be an object of columns.']],
  [{ jobs: {} }, ['"stores[0].mapping.jobs" must be a list.']],
  [{}, ['"stores[0].mapping" maps nothing: it needs one of events, projections, failures, snapshots, jobs, streams.']],
  [null, ['"stores[0].mapping" must be an object.']],
];

void test('mapping file: what cannot be used is named, and not used', () => {
  assert.deepEqual(problemsOf(null), ['"stores" must be a list.']);
  assert.deepEqual(problemsOf([{}]), ['"stores[0]" needs "match", the name of a table or the path of a store.']);
  for (const [mapping, problems] of refused) {
    assert.deepEqual(problemsOfMapping(mapping), problems);
    assert.equal(readSettings(JSON.stringify({ stores: [{ match: 'a', mapping }] })).settings.stores, undefined);
  }
});

const tables = [
  { name: 'happenings', columns: ['nr', 'what', 'body', 'parcel'].map((name) => ({ name, type: '' })) },
  { name: 'parcels', columns: ['id', 'label'].map((name) => ({ name, type: '' })) },
];
const by = (mapping: StoreMapping['mapping'], match = 'happenings'): ReturnType<typeof mappedByHand> =>
  mappedByHand([{ match, mapping }], 'var/orders.sqlite', tables);

void test('mapping file: a mapping fits by table or by path, and must fit the tables', () => {
  const joined = {
    ...events,
    stream: 'p.label:de.name',
    join: [{ table: 'parcels', as: 'p', from: 'parcel', to: 'id' }],
  };
  assert.deepEqual(by({ events: joined }).found[0]?.mapping, { events: joined });
  assert.equal(by({ events }, '*.sqlite').found.length, 1);
  assert.deepEqual(by({ events }, 'elsewhere'), { found: [], problems: [] });
  assert.deepEqual(by({ events: { ...events, stream: 'p.name', join: joined.join } }), {
    found: [],
    problems: ['The mapping of "happenings" names the column "name" of "parcels", which this store does not have.'],
  });
  assert.deepEqual(by({ events, jobs: [{ table: 'jobs', id: 'id' }] }).problems, [
    'The mapping of "happenings" names the table "jobs", which this store does not have.',
  ]);
});

void test('mapping file: stars', () => {
  assert.ok(fits('orders.sqlite', '/home/me/var/orders.sqlite'));
  assert.ok(fits('var/*.sqlite', 'C:\\work\\var\\orders.sqlite'));
  assert.ok(fits('events_*_log', 'events_2024_01_log'));
  assert.ok(!fits('orders.sqlite', '/var/reorders.sqlite'));
  assert.ok(!fits('a*a', 'a'));
  assert.ok(!fits('*a'.repeat(5000) + 'b', 'a'.repeat(20000)));
});

void test('mapping file: schema, documentation and reader know the same columns', () => {
  const schema = JSON.parse(readFileSync(join(root, 'media', 'event-wiring.schema.json'), 'utf8')) as {
    properties: { stores: { items: { properties: { mapping: { properties: Record<string, Part> } } } } };
  };
  interface Part {
    readonly properties?: Readonly<Record<string, unknown>>;
    readonly required?: readonly string[];
    readonly items?: Part;
  }
  const documented = readFileSync(join(root, 'docs', 'settings.md'), 'utf8');
  for (const [kind, part] of Object.entries(schema.properties.stores.items.properties.mapping.properties)) {
    const { properties = {}, required = [] } = part.items ?? part;
    const one = Object.fromEntries(Object.keys(properties).map((key) => [key, 'x']));
    const whole = {
      ...one,
      timeKind: 'text',
      ...('where' in one && { where: [] }),
      ...('join' in one && { join: [] }),
    };
    assert.deepEqual(problemsOfMapping({ [kind]: part.items ? [whole] : whole }), [], kind);
    const least = Object.fromEntries(required.map((key) => [key, 'x']));
    assert.deepEqual(problemsOfMapping({ [kind]: part.items ? [least] : least }), [], kind);
    assert.equal(problemsOfMapping({ [kind]: part.items ? [{}] : {} }).length, required.length, kind);
    const row = documented.split('\n').find((line) => line.startsWith(`| \`${kind}\` `)) ?? '';
    const words = [...row.matchAll(/`(\w+)`/g)].map(([, word]) => word);
    assert.deepEqual([...words.slice(1), 'table', 'timeKind'].sort(), Object.keys(properties).sort(), kind);
  }
});
