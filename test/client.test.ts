/** The parts of the editor's client that need no editor: pages of the tree, and what is said of a server that breaks. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { countCrashes, gaveUp } from '../client/crashes';
import type { Connection } from '../client/connection';
import { rememberedGrouping } from '../client/tree/grouping';
import { type Node, type Question, type RowNode, pageSize, rowsOf } from '../client/tree/rows';
import { staleness } from '../client/tree/staleness';
import type { State, TreePage, TreeParams, TreeRow } from '../server/protocol';

/** Everything that is said, in order. */
function crashing(): { readonly said: string[]; readonly crashes: ReturnType<typeof countCrashes> } {
  const said: string[] = [];
  const voice =
    (how: string) =>
    (sentence: string): void => {
      said.push(`${how}: ${sentence}`);
    };
  const crashes = countCrashes({ note: voice('log'), warn: voice('user'), offerRestart: voice('button') });
  return { said, crashes };
}

void test('crashes: the user reads of the first, and the fourth within three minutes is the last', () => {
  const { said, crashes } = crashing();
  assert.deepEqual(
    [0, 1000, 2000].map((time) => crashes.crashed(time)),
    [true, true, true],
  );
  assert.deepEqual(
    said.filter((line) => !line.startsWith('log')),
    ['user: The Event Wiring server stopped and was started again.'],
  );
  assert.equal(said.filter((line) => line === 'log: The server stopped and is started again.').length, 3);
  said.length = 0;
  assert.equal(crashes.crashed(3000), false);
  assert.deepEqual(said, [`log: ${gaveUp}`, 'button: The Event Wiring server keeps stopping.']);
});

void test('crashes: those of long ago and before a restart by hand do not count, and are not told again', () => {
  const { said, crashes } = crashing();
  const minute = 60_000;
  assert.ok([0, 1, 2, 5, 6, 7].every((time) => crashes.crashed(time * minute)));
  crashes.forget();
  assert.equal(crashes.crashed(7 * minute), true);
  assert.equal(said.filter((line) => !line.startsWith('log')).length, 1);
});

const ready = (version: number): State => ({
  kind: 'ready',
  version,
  events: 1,
  files: 1,
  problems: { error: 0, warning: 0, information: 0 },
});

void test('tree: what a server that was started anew says of its first version is news', () => {
  const isStale = staleness();
  const states: readonly State[] = [
    { kind: 'indexing', message: 'Starting' },
    ready(2),
    ready(2),
    ready(1),
    { kind: 'indexing', message: 'Looking for files' },
    { kind: 'indexing', message: 'Reading', total: 3 },
    ready(1),
    ready(1),
    { kind: 'failed', message: 'It cannot be read.' },
    ready(1),
  ];
  assert.deepEqual(states.map(isStale), [false, true, false, true, false, false, true, false, true, true]);
});

void test('tree: the grouping is remembered from one window to the next, and what nobody knows is none', () => {
  const kept = new Map<string, unknown>();
  const memory = {
    get: (key: string): unknown => kept.get(key),
    update: (key: string, value: unknown) => {
      kept.set(key, value);
      return Promise.resolve();
    },
  };
  const grouping = rememberedGrouping(memory);
  assert.equal(grouping.current, 'namespace');
  grouping.current = 'folder';
  assert.equal(grouping.current, 'folder');
  assert.equal(rememberedGrouping(memory).current, 'folder');
  for (const [key] of kept)
    for (const strange of ['toString', 'module', 7, null]) {
      kept.set(key, strange);
      assert.equal(rememberedGrouping(memory).current, 'namespace');
    }
});

/** A server with so many rows under every row, whose version can be raised. */
function server(total: number): {
  connection: Pick<Connection, 'request'>;
  asked: TreeParams[];
  world: { version: number };
} {
  const asked: TreeParams[] = [];
  const world = { version: 1 };
  const row = (index: number, version: number): TreeRow => ({
    id: `row ${index}`,
    kind: 'event',
    label: `Event${index} v${version}`,
    icon: 'symbol-event',
    expandable: true,
  });
  const page = (params: TreeParams): TreePage => {
    asked.push(params);
    const count = Math.max(0, Math.min(params.limit, total - params.offset));
    const rows = Array.from({ length: count }, (_, index) => row(params.offset + index, world.version));
    return { version: world.version, rows, total, ...(params.parent ? {} : { events: { shown: total, total } }) };
  };
  return {
    asked,
    world,
    connection: {
      request: <Answer>(_: string, params?: object) => Promise.resolve(page(params as TreeParams) as Answer),
    },
  };
}

const flat = (): Question => ({ grouping: 'flat', filter: '' });

function shape(nodes: readonly Node[]): string {
  const rows = nodes.filter((node) => node.kind === 'row').length;
  const last = nodes.at(-1);
  return last?.kind === 'more' ? `${rows} and ${last.left} more` : String(rows);
}

void test('tree: a level is asked for in pages, and only as far as it is wanted', async () => {
  const { connection, asked } = server(450);
  const rows = rowsOf(connection, flat);
  assert.equal(shape(await rows.children(undefined)), '200 and 250 more');
  rows.more(undefined);
  assert.equal(shape(await rows.children(undefined)), '400 and 50 more');
  rows.more(undefined);
  assert.equal(shape(await rows.children(undefined)), '450');
  assert.deepEqual(
    asked.map(({ offset, limit }) => [offset, limit]),
    [0, 200, 400].map((offset) => [offset, pageSize]),
  );
  assert.deepEqual(rows.events, { shown: 450, total: 450 });
});

void test('tree: after a change as much is asked for again as was shown', async () => {
  const { connection, world } = server(450);
  const rows = rowsOf(connection, flat);
  await rows.children(undefined);
  rows.more(undefined);
  await rows.children(undefined);
  world.version = 2;
  rows.forget();
  const nodes = await rows.children(undefined);
  assert.equal(shape(nodes), '400 and 50 more');
  assert.ok(nodes.every((node) => node.kind === 'more' || node.row.label.endsWith('v2')));
});

void test('tree: pages of two versions are not put together', async () => {
  const { connection, world } = server(450);
  const rows = rowsOf(connection, flat);
  await rows.children(undefined);
  world.version = 2;
  rows.more(undefined);
  const nodes = await rows.children(undefined);
  assert.equal(shape(nodes), '400 and 50 more');
  assert.ok(nodes.every((node) => node.kind === 'more' || node.row.label.endsWith('v2')));
});

void test('tree: a row beyond what is shown is reached, and one that does not exist is not looked for forever', async () => {
  const { connection } = server(450);
  const rows = rowsOf(connection, flat);
  assert.equal(await rows.moreUntil(undefined, 'row 444'), true);
  assert.equal(shape(await rows.children(undefined)), '450');
  assert.equal(await rows.moreUntil(undefined, 'row 450'), false);
});

void test('tree: "More…" before the rows are there again wants more than was shown, not less', async () => {
  const { connection } = server(900);
  const rows = rowsOf(connection, flat);
  await rows.children(undefined);
  rows.more(undefined);
  assert.equal(shape(await rows.children(undefined)), '400 and 500 more');
  rows.forget();
  rows.more(undefined);
  assert.equal(shape(await rows.children(undefined)), '600 and 300 more');
});

void test('tree: what is shown stays while there is no server to ask, and nobody asks it forever', async () => {
  const { connection } = server(450);
  let there = true;
  let asked = 0;
  const rows = rowsOf(
    {
      request: <Answer>(method: string, params?: object) => {
        asked++;
        return there ? connection.request<Answer>(method, params) : Promise.resolve(undefined);
      },
    },
    flat,
  );
  await rows.children(undefined);
  there = false;
  rows.more(undefined);
  assert.equal(shape(await rows.children(undefined)), '200 and 250 more');
  asked = 0;
  assert.equal(await rows.moreUntil(undefined, 'row 444'), false);
  assert.ok(asked < 4, `${asked} questions`);
  there = true;
  assert.equal(shape(await rows.children(undefined)), '400 and 50 more');
});

void test('tree: the filter and the parent are asked with, and a level keeps its own pages', async () => {
  const { connection, asked } = server(3);
  const rows = rowsOf(connection, () => ({ grouping: 'folder', filter: 'order' }));
  const [first] = await rows.children(undefined);
  assert.ok(first?.kind === 'row');
  await rows.children(first);
  assert.deepEqual(asked[1], { parent: 'row 0', grouping: 'folder', filter: 'order', offset: 0, limit: pageSize });
});

void test('tree: an answer that comes after a change is asked for again', async () => {
  const { connection, world, asked } = server(10);
  let interrupt = (): void => undefined;
  const rows = rowsOf(
    {
      request: async (method, params, token) => {
        const answer = await connection.request(method, params, token);
        interrupt();
        return answer as never;
      },
    },
    flat,
  );
  interrupt = () => {
    interrupt = () => undefined;
    world.version = 2;
    rows.forget();
  };
  const [first] = await rows.children(undefined);
  assert.ok(first?.kind === 'row');
  assert.equal(first.row.label, 'Event0 v2');
  assert.equal(asked.length, 2);
});

void test('tree: a server that gives fewer rows than it promised does not hang the tree', async () => {
  const row: TreeRow = { id: 'one', kind: 'event', label: 'One', icon: 'symbol-event', expandable: false };
  const rows = rowsOf(
    {
      request: <Answer>(_: string, params?: object) =>
        Promise.resolve({ version: 1, rows: (params as TreeParams).offset === 0 ? [row] : [], total: 5 } as Answer),
    },
    flat,
  );
  assert.equal(shape(await rows.children(undefined)), '1');
});

/** Roots `a` and `b`, below `a` the row `x`; what a row says besides its name is in `says`. */
function smallTree(): {
  connection: Pick<Connection, 'request'>;
  asked: (string | undefined)[];
  world: { version: number; roots: string[]; under: string[]; says: Record<string, string> };
} {
  const asked: (string | undefined)[] = [];
  const world = { version: 1, roots: ['a', 'b'], under: ['x'], says: {} as Record<string, string> };
  const page = ({ parent }: TreeParams): TreePage => {
    asked.push(parent);
    const ids = parent === undefined ? world.roots : parent === 'a' ? world.under : [];
    const rows = ids.map((id): TreeRow => {
      const row: TreeRow = { id, kind: 'event', label: id, icon: 'symbol-event', expandable: true };
      return world.says[id] === undefined ? row : { ...row, description: world.says[id] };
    });
    return { version: world.version, rows, total: rows.length };
  };
  return {
    asked,
    world,
    connection: {
      request: <Answer>(_: string, params?: object) => Promise.resolve(page(params as TreeParams) as Answer),
    },
  };
}

async function opened(tree: ReturnType<typeof smallTree>): Promise<{
  rows: ReturnType<typeof rowsOf>;
  a: RowNode;
  x: RowNode;
  redrawn: (isOpen?: boolean) => Promise<readonly string[]>;
}> {
  const rows = rowsOf(tree.connection, flat);
  const [a] = await rows.children(undefined);
  assert.ok(a?.kind === 'row');
  const [x] = await rows.children(a);
  assert.ok(x?.kind === 'row');
  const redrawn = async (isOpen = true): Promise<readonly string[]> => {
    tree.world.version++;
    tree.asked.length = 0;
    const stale = await rows.refresh(() => isOpen);
    return stale.map((node) => node?.row.id ?? 'all');
  };
  return { rows, a, x, redrawn };
}

void test('tree: a new graph that says the same draws nothing anew, and the rows stay the ones VS Code knows', async () => {
  const { rows, a, x, redrawn } = await opened(smallTree());
  assert.deepEqual(await redrawn(), []);
  assert.deepEqual(await rows.children(undefined).then(([first]) => first === a), true);
  assert.deepEqual(await rows.children(a).then(([first]) => first === x), true);
});

void test('tree: of a new graph only the rows that say something else are drawn anew', async () => {
  const tree = smallTree();
  const { a, x, redrawn } = await opened(tree);
  tree.world.says = { x: '3 listeners' };
  assert.deepEqual(await redrawn(), ['x']);
  assert.equal(x.row.description, '3 listeners');
  tree.world.says = { x: '4 listeners', a: 'of two' };
  assert.deepEqual(await redrawn(), ['a'], 'what is below a row is drawn with it');
  assert.equal(a.row.description, 'of two');
});

void test('tree: rows that come, go or move draw their level anew, of the roots all', async () => {
  const tree = smallTree();
  const { redrawn } = await opened(tree);
  tree.world.under = ['w', 'x'];
  assert.deepEqual(await redrawn(), ['a']);
  tree.world.roots = ['b', 'a'];
  assert.deepEqual(await redrawn(), ['all']);
});

void test('tree: below a closed row nothing is asked until it is opened again', async () => {
  const tree = smallTree();
  const { rows, a, redrawn } = await opened(tree);
  tree.world.under = ['w'];
  assert.deepEqual(await redrawn(false), ['a']);
  assert.deepEqual(tree.asked, [undefined]);
  assert.deepEqual(
    (await rows.children(a)).map((node) => node.kind === 'row' && node.row.id),
    ['w'],
  );
});

void test('tree: rows asked for before there was a graph are all asked for with the first one', async () => {
  const rows = rowsOf({ request: () => Promise.resolve(undefined) }, flat);
  assert.deepEqual(await rows.children(undefined), []);
  assert.deepEqual(await rows.refresh(() => true), [undefined]);
});

void test('tree: a filter typed while the graph is compared leaves nothing to draw but what the filter asks for', async () => {
  const tree = smallTree();
  const { rows } = await opened(tree);
  tree.world.says = { a: 'changed' };
  const comparing = rows.refresh(() => true);
  rows.forget();
  assert.deepEqual(await comparing, []);
});
