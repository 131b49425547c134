/** Open stores with threads of the test's own making: sharing, cancelling, deaths, following, and what lenses learn. */
import assert from 'node:assert/strict';
import { mock, test } from 'node:test';
import { setImmediate as turn } from 'node:timers/promises';
import type { ConnectedStore } from '../server/graph/stored';
import { Cancelled } from '../server/lsp/queue';
import { storeAnswering } from '../server/lsp/storeAnswering';
import { runPrepared } from '../server/lsp/runPrepared';
import { openStores } from '../server/lsp/stores';
import type { FromStoreThread, StoreThreadEvents, ToStoreThread } from '../server/lsp/storeMessages';
import type { About, StoreChanged } from '../server/protocol';
import type { Inspector, Prepared, Question } from '../server/stores/questions';
import { StoreProblem } from '../server/stores/store';

const about = (version = 1, layouts: readonly string[] = ['pyrite', 'spatie']): About => ({
  name: 'orders.sqlite',
  kind: 'sqlite',
  how: 'Read in memory.',
  notes: [],
  layouts: layouts.map((key) => ({ key, layout: key, title: key, score: 1, reason: '', table: 'events' })),
  tables: [],
  has: {
    events: true,
    streams: false,
    times: false,
    failures: false,
    jobs: false,
    projections: false,
    snapshots: false,
    correlation: false,
  },
  version,
});

type Request = Exclude<ToStoreThread, { kind: 'cancel' }>;

interface Made {
  readonly events: StoreThreadEvents;
  readonly posted: ToStoreThread[];
  stopped: boolean;
}

/** Threads that answer `open` and `about`, and anything else when they are told to. */
function scripted() {
  const threads: Made[] = [];
  const changes: StoreChanged[] = [];
  const said: string[] = [];
  const learned: (readonly ConnectedStore[])[] = [];
  const watched: { readonly paths: readonly string[]; readonly changed: () => void; ended: boolean }[] = [];
  let version = 1;
  const stores = openStores({
    start(events) {
      const made: Made = { events, posted: [], stopped: false };
      threads.push(made);
      return {
        post(message) {
          made.posted.push(message);
          if (message.kind === 'cancel') return;
          const isAbout = message.kind === 'open' || (message.kind === 'ask' && message.question === 'about');
          if (isAbout) answer(made, message, about(version));
          else events.message({ kind: 'began', number: message.number });
        },
        stop() {
          made.stopped = true;
        },
      };
    },
    settings: () => ({ mask: ['token'], folders: ['/shop'] }),
    pathOf: (uri) => (uri.startsWith('file://') ? uri.slice('file://'.length) : undefined),
    watch(paths, changed) {
      const one = { paths, changed, ended: false };
      watched.push(one);
      return () => {
        one.ended = true;
      };
    },
    changed: (change) => changes.push(change),
    learned: (known) => learned.push(known),
    said: (message) => said.push(message),
  });
  const answer = (made: Made, { number }: { readonly number: number }, result: unknown): void => {
    queueMicrotask(() => {
      made.events.message({ kind: 'answer', number, result });
    });
  };
  const last = (): Made => {
    const made = threads.at(-1);
    assert.ok(made);
    return made;
  };
  const open = async (uri = 'file:///shop/orders.sqlite', more = {}): Promise<string> =>
    ((await stores.open({ place: { kind: 'file', uri }, ...more }).answer) as { id: string }).id;
  const asks = (question: Question, made = last()): (Request & { kind: 'ask' })[] =>
    made.posted.filter((one): one is Request & { kind: 'ask' } => one.kind === 'ask' && one.question === question);
  const replied = new Set<unknown>();
  /** The last question of this name, which nobody answered yet. */
  const unanswered = (question: Question, made: Made): Request => {
    const request = asks(question, made).at(-1);
    assert.ok(request && !replied.has(request), `${question} was not asked`);
    replied.add(request);
    return request;
  };
  const reply = async (question: Question, result: unknown, made = last()): Promise<void> => {
    const request = unanswered(question, made);
    answer(made, request, result);
    await settled();
  };
  return {
    stores,
    threads,
    changes,
    said,
    learned,
    watched,
    last,
    open,
    asks,
    reply,
    refuse(question: Question, message: string) {
      const request = unanswered(question, last());
      last().events.message({ kind: 'failure', number: request.number, message });
    },
    become(next: number) {
      version = next;
    },
  };
}

const settled = async (): Promise<void> => {
  for (let round = 0; round < 10; round += 1) await turn();
};

/** Timers that go when they are told to. */
function timed(name: string, work: (pass: (milliseconds: number) => Promise<void>) => Promise<void>): void {
  void test(name, async () => {
    mock.timers.enable({ apis: ['setTimeout', 'setInterval', 'Date'], now: 1_000_000 });
    try {
      // In steps, since a timer that is set while time passes counts from the end of the step.
      await work(async (milliseconds) => {
        for (let left = milliseconds; left > 0 || left === milliseconds; left -= 50) {
          mock.timers.tick(Math.min(left, 50));
          await settled();
        }
      });
    } finally {
      mock.timers.reset();
    }
  });
}

timed('stores: a place that is open twice has two ids and one thread, which ends with the last of them', async () => {
  const { stores, threads, open, last } = scripted();
  const [first, second] = [await open(), await open()];
  const other = await open('file:///shop/other.sqlite');
  assert.equal(new Set([first, second, other]).size, 3);
  assert.equal(threads.length, 2);
  stores.close({ id: first });
  stores.close({ id: first });
  assert.ok(!threads[0]?.stopped);
  stores.close({ id: second });
  assert.ok(threads[0]?.stopped && !last().stopped);
  await assert.rejects(stores.ask({ id: second, question: 'about', params: {} }).answer, /not open any more/);
  await open();
  assert.equal(threads.length, 3);
  stores.stop();
  assert.ok(threads.every(({ stopped }) => stopped));
});

timed(
  'stores: what is handed to the thread is the place with masks and folders, and nothing of the connection is told',
  async () => {
    const { stores, threads, last, changes, said } = scripted();
    const connection = 'postgres://reader:s3cret@db/shop';
    await stores.open({ place: { kind: 'connection', name: 'shop', connection } }).answer;
    assert.deepEqual(last().posted[0], {
      kind: 'open',
      number: 1,
      place: { kind: 'connection', name: 'shop', connection },
      settings: { mask: ['token'], folders: ['/shop'] },
    });
    last().events.ended('out of memory');
    await settled();
    assert.equal(threads.length, 2);
    last().events.ended('out of memory');
    assert.ok(!JSON.stringify([changes, said]).includes('s3cret'));
    await assert.rejects(
      stores.open({ place: { kind: 'file', uri: 'untitled:store' } }).answer,
      /^Error: untitled:store is not on this machine's disk/,
    );
    stores.stop();
  },
);

timed('stores: a store that cannot be opened is not open', async () => {
  const { stores, threads, open, last } = scripted();
  const opening = open();
  const [question] = last().posted.filter((one) => one.kind === 'ask');
  assert.ok(question && 'number' in question);
  last().events.message({ kind: 'failure', number: question.number, message: 'orders.sqlite is empty.' });
  await assert.rejects(opening, /^Error: orders\.sqlite is empty\.$/);
  assert.ok(threads[0]?.stopped);
  stores.stop();
});

timed('stores: a layout that is chosen by one is told to the other, and outlives the thread', async () => {
  const { stores, open, reply, changes, last, asks } = scripted();
  const [first, second] = [await open(), await open()];
  const chosen = stores.ask({ id: first, question: 'choose', params: { key: 'spatie' } }).answer;
  await reply('choose', about(2, ['spatie', 'pyrite']));
  assert.equal(((await chosen) as About).version, 2);
  assert.deepEqual(changes, [{ id: second, version: 2, added: null }]);
  last().events.ended('out of memory');
  await settled();
  const [opening] = last().posted;
  assert.ok(opening?.kind === 'open');
  assert.deepEqual(opening.choice, { key: 'spatie' });
  // Opened with a layout of one's own it is chosen once; one that is not there is no reason to fail.
  const third = open(undefined, { layout: 'spatie' });
  await settled();
  await reply('choose', about(3, ['spatie', 'pyrite']));
  await third;
  await open(undefined, { layout: 'gone' });
  assert.equal(asks('choose').length, 1);
  stores.stop();
});

timed('stores: versions grow over threads', async () => {
  const { stores, open, last, changes, become } = scripted();
  become(7);
  const id = await open();
  become(1);
  last().events.ended('out of memory');
  await settled();
  assert.deepEqual(changes, [{ id, version: 8, added: null }]);
  const again = (await stores.ask({ id, question: 'about', params: {} }).answer) as About;
  assert.equal(again.version, 8);
  stores.stop();
});

timed(
  'stores: a thread that dies is started once more with its store and asked again, and said in one sentence',
  async () => {
    const { stores, threads, open, said, last, asks, reply, changes } = scripted();
    const id = await open();
    const answer = stores.ask({ id, question: 'verify', params: {} }).answer;
    last().events.ended('out of memory');
    await settled();
    assert.equal(threads.length, 2);
    assert.equal(asks('verify').length, 1);
    await reply('verify', { checked: 3 });
    assert.deepEqual(await answer, { checked: 3 });
    assert.deepEqual(said, ['Reading orders.sqlite had to start again, because what reads it stopped: out of memory.']);
    const lost = stores.ask({ id, question: 'verify', params: {} }).answer;
    last().events.ended('out of memory');
    await assert.rejects(lost, /^Error: The answer was lost: out of memory\.$/);
    assert.equal(threads.length, 2);
    const sentence =
      'orders.sqlite is not read any more, because what reads it stopped twice: out of memory. Open it again to try once more.';
    assert.equal(said[1], sentence);
    assert.deepEqual(changes.at(-1), { id, version: changes.at(-1)?.version, added: null, problem: sentence });
    await assert.rejects(stores.ask({ id, question: 'about', params: {} }).answer, Error);
    await open();
    assert.equal(threads.length, 3);
    stores.stop();
  },
);

timed('stores: a question under which two threads die is given up', async (pass) => {
  const { stores, open, last } = scripted();
  const id = await open();
  const answer = stores.ask({ id, question: 'verify', params: {} }).answer;
  const refused = assert.rejects(answer, /The answer was lost/);
  last().events.ended('out of memory');
  await pass(200_000);
  last().events.ended('out of memory');
  await refused;
  stores.stop();
});

timed(
  'stores: what is cancelled is answered at once; a thread with nothing else to do is replaced after two seconds',
  async (pass) => {
    const { stores, threads, open, asks, reply, last } = scripted();
    const id = await open();
    const verify = stores.ask({ id, question: 'verify', params: {} });
    const cancelled = assert.rejects(verify.answer, Cancelled);
    const count = stores.ask({ id, question: 'count', params: {} });
    verify.cancel();
    await cancelled;
    const [asked] = asks('verify');
    assert.deepEqual(last().posted.at(-1), { kind: 'cancel', number: asked?.number });
    // Somebody else's question runs beside it.
    await pass(5_000);
    assert.equal(threads.length, 1);
    await reply('count', { count: 3, exact: true });
    assert.deepEqual(await count.answer, { count: 3, exact: true });
    await pass(1_999);
    assert.equal(threads.length, 1);
    await pass(1);
    assert.equal(threads.length, 2);
    assert.ok(threads[0]?.stopped);
    assert.equal(asks('verify').length, 0, 'it is not asked again');
    stores.stop();
  },
);

timed(
  'stores: what heeds the signal costs no thread, and what waits behind a stuck question is asked again',
  async (pass) => {
    const { stores, threads, open, last, reply, refuse, asks } = scripted();
    const id = await open();
    const polite = stores.ask({ id, question: 'verify', params: {} });
    void polite.answer.catch(() => undefined);
    polite.cancel();
    refuse('verify', 'The question was stopped before it was answered.');
    await pass(3_000);
    assert.equal(threads.length, 1);
    const stuck = stores.ask({ id, question: 'verify', params: {} });
    void stuck.answer.catch(() => undefined);
    const made = last();
    // From here on nothing begins.
    const { message } = made.events;
    Object.assign(made.events, { message: (one: FromStoreThread) => one.kind !== 'began' && message(one) });
    const waiting = stores.ask({ id, question: 'count', params: {} }).answer;
    stuck.cancel();
    await pass(2_000);
    assert.equal(threads.length, 2);
    assert.equal(asks('count').length, 1);
    await reply('count', { count: 1, exact: true });
    assert.deepEqual(await waiting, { count: 1, exact: true });
    stores.stop();
  },
);

timed('stores: two stores wait for nothing of each other', async () => {
  const { stores, threads, open, reply } = scripted();
  const [slow, quick] = [await open(), await open('file:///shop/other.sqlite')];
  const verify = stores.ask({ id: slow, question: 'verify', params: {} }).answer;
  let isOver = false;
  void verify.then(
    () => (isOver = true),
    () => undefined,
  );
  const count = stores.ask({ id: quick, question: 'count', params: {} }).answer;
  await reply('count', { count: 2, exact: true }, threads[1]);
  assert.deepEqual(await count, { count: 2, exact: true });
  assert.ok(!isOver);
  stores.stop();
});

timed('stores: what is followed is looked at when its files change and every two seconds, and told', async (pass) => {
  const { stores, open, watched, asks, reply, refuse, changes } = scripted();
  const [id, other] = [await open(undefined, { follow: true }), await open()];
  const [settings, files, ...others] = watched;
  assert.deepEqual(settings?.paths, ['/shop/.event-wiring.json']);
  assert.deepEqual(files?.paths, ['/shop/orders.sqlite', '/shop/orders.sqlite-wal', '/shop/orders.sqlite-journal']);
  assert.equal(others.length, 0);
  await pass(0);
  await pass(150);
  await reply('overview', { types: [], projections: [] });
  files.changed();
  await pass(150);
  assert.equal(asks('refresh').length, 1);
  files.changed();
  await pass(150);
  assert.equal(asks('refresh').length, 1, 'one look at a time');
  await reply('refresh', { changed: true, version: 2, added: 14 });
  assert.deepEqual(changes, [
    { id, version: 2, added: 14 },
    { id: other, version: 2, added: 14 },
  ]);
  // Without a change on disk.
  await pass(1_700);
  assert.equal(asks('refresh').length, 2);
  refuse('refresh', 'orders.sqlite is locked by another program.');
  await settled();
  assert.deepEqual(changes.slice(2), [
    { id, version: 2, added: null, problem: 'orders.sqlite is locked by another program.' },
    { id: other, version: 2, added: null, problem: 'orders.sqlite is locked by another program.' },
  ]);
  await pass(150);
  await reply('overview', { types: [], projections: [] });
  await pass(2_000);
  refuse('refresh', 'orders.sqlite is locked by another program.');
  await pass(2_000);
  assert.equal(changes.length, 4, 'said once');
  await reply('refresh', { changed: false, version: 2, added: 0 });
  assert.deepEqual(changes.slice(4), [
    { id, version: 2, added: 0 },
    { id: other, version: 2, added: 0 },
  ]);
  stores.close({ id });
  assert.ok(files.ended, 'nobody follows any more');
  const looks = asks('refresh').length;
  await pass(10_000);
  assert.equal(asks('refresh').length, looks);
  stores.stop();
});

timed('stores: a settings file that is saved opens the store again, with what it says', async () => {
  const { stores, open, last, watched, changes } = scripted();
  const id = await open();
  const before = last().posted.length;
  watched[0]?.changed();
  await settled();
  const [again] = last().posted.slice(before);
  assert.deepEqual(again?.kind, 'open');
  assert.deepEqual(changes, [{ id, version: 2, added: null }]);
  stores.close({ id });
  assert.ok(watched[0]?.ended);
  stores.stop();
});

timed('stores: lenses learn types, projections and fields while nobody waits for anything', async (pass) => {
  const { stores, open, asks, reply, learned, refuse } = scripted();
  const id = await open();
  const verify = stores.ask({ id, question: 'verify', params: {} }).answer;
  await pass(5_000);
  assert.equal(asks('overview').length, 0, 'somebody waits');
  await reply('verify', {});
  await verify;
  await pass(150);
  const type = { type: 'OrderPlaced', stored: 3, selected: 3, first: null, last: '2026-06-01T10:00:00Z', trend: [] };
  await reply('overview', {
    types: [type, { ...type, type: 'OrderPaid' }],
    projections: [
      { name: 'Orders', position: 3, lag: 0, status: 'running', updated: null, failures: 0, state: 'up to date' },
    ],
  });
  await pass(150);
  await reply('fields', { sampled: 3, fields: [{ path: 'id', events: 3, last: null, kinds: [], examples: [] }] });
  await pass(150);
  refuse('fields', 'It cannot be read.');
  await settled();
  const stored = { stored: 3, first: null, last: '2026-06-01T10:00:00Z' };
  assert.deepEqual(learned.at(-1), [
    {
      id,
      name: 'orders.sqlite',
      uri: 'file:///shop/orders.sqlite',
      types: [
        { type: 'OrderPlaced', ...stored },
        { type: 'OrderPaid', ...stored },
      ],
      projections: [{ name: 'Orders', position: 3, lag: 0, state: 'up to date' }],
      fields: [
        { type: 'OrderPlaced', sampled: 3, fields: [{ path: 'id', events: 3, last: null }] },
        { type: 'OrderPaid', sampled: 0, fields: [] },
      ],
    },
  ]);
  const second = await open();
  stores.close({ id });
  assert.equal(learned.at(-1)?.[0]?.id, second, 'it goes by the name of one that is open');
  stores.close({ id: second });
  assert.deepEqual(learned.at(-1), []);
  stores.stop();
});

/** An inspector that says what it is told. */
function inspecting(answers: Partial<Record<Question, (params: never, signal?: AbortSignal) => unknown>>) {
  const asked: string[] = [];
  const inspector: Inspector = {
    ask: async (question, params, signal) => {
      await turn();
      asked.push(question);
      const answer = answers[question];
      if (!answer) throw new StoreProblem(`It cannot be asked for ${question}.`);
      return (await answer(params as never, signal)) as never;
    },
    close: () => Promise.resolve(void asked.push('closed')),
  };
  return { asked, inspector };
}

const prepared: Prepared = {
  what: 'resolve',
  kind: 'statement',
  text: "UPDATE failures SET status = 'resolved' WHERE id = 1",
  rows: 1,
  question: '',
};
const wanted = { what: 'resolve', key: 'f1', text: prepared.text, rows: 1 } as const;

void test('run: what was prepared and shown is run once, with its rows counted', async () => {
  const { inspector, asked } = inspecting({ prepare: () => prepared, refresh: () => ({}) });
  const ran: string[] = [];
  const writer = (rows: number) => () => ({
    run: ({ text: statement }: { readonly text: string }, commits: (rows: number) => boolean) => {
      ran.push(`${statement}: ${commits(rows) ? 'commit' : 'rollback'}`);
      return Promise.resolve(rows);
    },
  });
  assert.deepEqual(await runPrepared(inspector, wanted, writer(1)), { rows: 1 });
  await assert.rejects(
    runPrepared(inspector, wanted, writer(2)),
    /would have changed 2 rows and not 1 row as shown\. It was rolled back/,
  );
  assert.deepEqual(ran, [`${prepared.text}: commit`, `${prepared.text}: rollback`]);
  assert.deepEqual(asked, ['prepare', 'refresh', 'prepare']);
});

void test('run: fewer rows than were shown are said to be somebody else’s doing, and none is not begun', async () => {
  const { inspector, asked } = inspecting({ prepare: () => ({ ...prepared, rows: 3 }), refresh: () => ({}) });
  let begun = 0;
  const writer = () => ({
    run: (_: unknown, commits: (rows: number) => boolean) => {
      begun++;
      return Promise.resolve(commits(3) ? 4 : 3);
    },
  });
  // Counted anew it is three: four were shown, and four or none are changed.
  await assert.rejects(
    runPrepared(inspector, { ...wanted, group: {}, rows: 4 }, writer),
    /would have changed 3 rows and not 4 rows as shown\. Somebody else has changed the rest meanwhile\. It was rolled back/,
  );
  assert.equal(begun, 1);
  await assert.rejects(
    runPrepared(inspector, { ...wanted, rows: 0 }, writer),
    /nothing left to change.*Nothing has been/,
  );
  assert.equal(begun, 1);
  assert.deepEqual(asked, ['prepare', 'prepare']);
});

void test('run: another text, a command and a row that is gone are refused before anything is opened', async () => {
  const never = (): never => assert.fail('nothing may be opened for writing');
  const { inspector } = inspecting({ prepare: () => prepared });
  await assert.rejects(
    runPrepared(inspector, { ...wanted, text: `${prepared.text}; DROP TABLE failures` }, never),
    /has changed since this statement was shown/,
  );
  const command = inspecting({ prepare: () => ({ ...prepared, kind: 'command', text: 'php artisan queue:retry 1' }) });
  await assert.rejects(
    runPrepared(command.inspector, { ...wanted, text: 'php artisan queue:retry 1' }, never),
    /a command for a terminal, and is not run from here/,
  );
  const gone = inspecting({});
  await assert.rejects(runPrepared(gone.inspector, wanted, never), StoreProblem);
});

void test('thread: a cancelled question hears of it, our own mistakes come with their stack, problems without', async () => {
  const posted: FromStoreThread[] = [];
  let signal: AbortSignal | undefined;
  const { inspector, asked } = inspecting({
    about: () => about(),
    choose: () => {
      throw new StoreProblem('There is no such layout.');
    },
    verify: (_, given) =>
      new Promise((_resolve, reject) => {
        signal = given;
        given?.addEventListener('abort', () => {
          reject(new StoreProblem('The question was stopped before it was answered.'));
        });
      }),
    events: () => {
      throw new TypeError('rows is undefined');
    },
  });
  const opened: unknown[] = [];
  const take = storeAnswering({
    open: (place, options) => {
      opened.push(place, options);
      return Promise.resolve(inspector);
    },
    configured: (folders) => ({ mappings: [folders] }),
    writer: () => assert.fail('nothing is written'),
    post: (message) => posted.push(message),
  });
  const place = { kind: 'file', path: '/shop/orders.sqlite' } as const;
  take({ kind: 'ask', number: 1, question: 'about', params: {} });
  await settled();
  assert.deepEqual(posted, [{ kind: 'failure', number: 1, message: 'No store is open.' }]);
  take({ kind: 'open', number: 2, place, settings: { mask: ['token'], folders: ['/shop'] }, choice: { key: 'gone' } });
  take({ kind: 'ask', number: 3, question: 'verify', params: {} });
  take({ kind: 'ask', number: 4, question: 'events', params: { limit: 1 } });
  await settled();
  assert.deepEqual(opened, [place, { mask: ['token'], mappings: [['/shop']] }]);
  assert.deepEqual(
    posted.slice(1).map((message) => `${message.kind} ${message.number}`),
    ['began 2', 'began 3', 'began 4', 'answer 2', 'failure 4'],
  );
  const mistake = posted.find(({ kind, number }) => kind === 'failure' && number === 4);
  assert.ok(mistake?.kind === 'failure' && mistake.stack?.includes('rows is undefined'));
  take({ kind: 'cancel', number: 3 });
  await settled();
  assert.ok(signal?.aborted);
  assert.deepEqual(posted.at(-1), {
    kind: 'failure',
    number: 3,
    message: 'The question was stopped before it was answered.',
  });
  // Opened again, the one before is closed first.
  take({ kind: 'open', number: 5, place, settings: { mask: [], folders: [] } });
  await settled();
  assert.equal(asked.filter((one) => one === 'closed').length, 1);
});
