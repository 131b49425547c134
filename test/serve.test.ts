/** `event-wiring serve` as people run it: its paths, and everybody it must not answer. */
import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { request, type IncomingHttpHeaders } from 'node:http';
import { connect, createServer } from 'node:net';
import { networkInterfaces, tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { commandLine } from './support/commandLine';
import { fixtures } from './support/project';
import { inFolder, sqliteBytes } from './support/stores';

const caches = mkdtempSync(join(tmpdir(), 'event-wiring-caches-'));
after(() => {
  rmSync(caches, { recursive: true, force: true });
});
const { run, started } = commandLine(caches);
const tickets = readFileSync(join(fixtures, 'stores', 'hd-tickets.sql'), 'utf8');

interface Asked {
  readonly method?: string;
  /** Undefined leaves the token out. */
  readonly token?: string | undefined;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}
interface Answered {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly json: Record<string, unknown>;
}
interface Service {
  readonly port: number;
  readonly token: string;
  readonly path: string;
  ask(path: string, asked?: Asked): Promise<Answered>;
}

/** The store and its folder are the same afterwards. */
async function serving(work: (service: Service) => Promise<void>, ...args: readonly string[]): Promise<void> {
  await inFolder(async (folder) => {
    const path = folder.file('hd-tickets.sqlite', await sqliteBytes(tickets));
    const before = folder.listing();
    await started(['serve', path, ...args], async ({ said, child, ended }) => {
      const address = /^http:\/\/127\.0\.0\.1:(\d+)\/api\/events\/overview\?token=(\S+)$/m;
      const [, port = '', token = ''] = address.exec(await said(/Ctrl\+C ends\.\n/)) ?? [];
      await work({ port: Number(port), token, path, ask: asking(Number(port), token) });
      child.kill('SIGINT');
      assert.equal(await ended, 0);
    });
    assert.deepEqual(folder.listing(), before);
  });
}

const asking =
  (port: number, own: string): Service['ask'] =>
  (path, { method = 'GET', headers = {}, body, ...rest } = {}) =>
    new Promise((resolve, reject) => {
      const token = 'token' in rest ? rest.token : own;
      const sent = request(
        {
          host: '127.0.0.1',
          port,
          path: path.startsWith('/') ? path : `/api/events/${path}`,
          method,
          headers: { ...(token !== undefined && { Authorization: `Bearer ${token}` }), ...headers },
        },
        (answer) => {
          let text = '';
          answer.setEncoding('utf8').on('data', (part: string) => {
            text += part;
          });
          answer.on('end', () => {
            resolve({
              status: answer.statusCode ?? 0,
              headers: answer.headers,
              json: (text === '' ? {} : JSON.parse(text)) as Record<string, unknown>,
            });
          });
        },
      );
      sent.on('error', reject);
      sent.end(body);
    });

void test('serve: the paths of HD Tickets, in the same JSON as monitor', { timeout: 300_000 }, async () => {
  await serving(async ({ ask, path }) => {
    const overview = await ask('overview');
    assert.equal(overview.status, 200);
    assert.deepEqual(overview.json, JSON.parse(run(['monitor', path, '--format', 'json']).out));
    const { data: statistics } = (await ask('statistics?type=*PriceUpdated')).json as { data: Record<string, unknown> };
    assert.deepEqual([statistics['total_events'], statistics['selected_events']], [57, 3]);

    const recent = await ask('recent?limit=2');
    const rows = recent.json['data'] as Record<string, unknown>[];
    assert.deepEqual(Object.keys(rows[0] ?? {}), ['position', 'stream', 'version', 'type', 'data', 'metadata', 'time']);
    assert.deepEqual(
      rows.map(({ position }) => position),
      [57, 56],
    );
    const next = encodeURIComponent(String(recent.json['next']));
    const second = (await ask(`recent?limit=2&cursor=${next}`)).json['data'] as Record<string, unknown>[];
    assert.deepEqual(
      second.map(({ position }) => position),
      [55, 54],
    );
    const filtered = (await ask('recent?type=*PriceUpdated&order=oldest')).json['data'] as Record<string, unknown>[];
    assert.deepEqual(
      filtered.map(({ position }) => position),
      [7, 8, 9],
    );

    const projections = (await ask('projections')).json['data'] as Record<string, unknown>[];
    assert.ok(projections.some(({ name, lag }) => name === 'MonitoringReadModelProjection' && lag === 10));
    const open = (await ask('failures')).json['data'] as Record<string, unknown>[];
    assert.equal(open.length, 9);
    assert.equal(((await ask('failures?state=all')).json['data'] as unknown[]).length, 11);
    assert.ok(((await ask('streams?limit=1')).json['data'] as unknown[]).length === 1);
  });
});

void test(
  'serve: the two changes are answered with what would be run, and nothing changes',
  { timeout: 300_000 },
  async () => {
    await serving(async ({ ask }) => {
      const resolve = await ask('failures/4416/resolve', { method: 'POST', body: '{"anything":1}' });
      assert.equal(resolve.status, 200);
      const { data } = resolve.json as { data: Record<string, unknown> };
      assert.equal(data['kind'], 'statement');
      assert.match(String(data['text']), /UPDATE\s+"?event_processing_failures"?[^]*4416/i);
      assert.deepEqual([data['rows'], data['done']], [1, false]);
      assert.match(String(data['message']), /Nothing was changed: this service only reads/);
      const rebuild = await ask('projections/MonitoringReadModelProjection/rebuild', { method: 'POST' });
      assert.equal((rebuild.json['data'] as Record<string, unknown>)['done'], false);
      const missing = async (path: string, status: number, message: RegExp): Promise<void> => {
        const answer = await ask(path, { method: 'POST' });
        assert.equal(answer.status, status);
        assert.equal(answer.json['success'], false);
        assert.match(String(answer.json['message']), message);
      };
      await missing('failures/999999/resolve', 404, /no failure 999999/);
      await missing('failures/4410/resolve', 409, /resolved already/);
      await missing('projections/Nobody/rebuild', 404, /no projection "Nobody"/);
    });
  },
);

void test(
  'serve: only with the token, only by its own address, for no page of another site',
  { timeout: 300_000 },
  async () => {
    await serving(async ({ ask, port, token }) => {
      const status = async (asked: Asked, path = 'overview'): Promise<number> => (await ask(path, asked)).status;
      assert.equal(await status({ token: undefined }), 401);
      assert.equal(await status({ token: `${token}x` }), 401);
      assert.equal(await status({ token: '' }), 401);
      assert.equal(await status({ token: undefined }, `overview?token=${token}`), 200);
      assert.equal(await status({ token: undefined }, 'overview?token=wrong'), 401);
      assert.equal(await status({ token: undefined }, 'nothing/here'), 401, 'not even what is there');

      assert.equal(await status({ headers: { Host: `127.0.0.1:${port}` } }), 200);
      assert.equal(await status({ headers: { Host: `localhost:${port}` } }), 200);
      for (const Host of [
        'evil.example',
        `evil.example:${port}`,
        '127.0.0.1',
        `127.0.0.1:${port + 1}`,
        `localhost.evil.example:${port}`,
      ])
        assert.equal(await status({ headers: { Host } }), 421, Host);

      assert.equal(await status({ headers: { Origin: `http://127.0.0.1:${port}` } }), 200);
      for (const Origin of [
        'https://evil.example',
        'null',
        `https://127.0.0.1:${port}`,
        `http://127.0.0.1:${port + 1}`,
      ])
        assert.equal(await status({ headers: { Origin } }), 403, Origin);
      assert.equal(await status({ headers: { 'Sec-Fetch-Site': 'cross-site' } }), 403);
      assert.equal(await status({ headers: { 'Sec-Fetch-Site': 'same-site' } }), 403);

      const { headers } = await ask('overview');
      assert.equal(headers['x-content-type-options'], 'nosniff');
      assert.equal(headers['cache-control'], 'no-store');
      assert.match(String(headers['content-security-policy']), /default-src 'none'/);
      assert.match(headers['content-type'] ?? '', /^application\/json/);
      assert.deepEqual(
        Object.keys(headers).filter((name) => name.startsWith('access-control')),
        [],
      );
      // Not even a page that asks first may ask.
      assert.equal(await status({ method: 'OPTIONS' }), 405);
    });
  },
);

void test('serve: methods, paths, values and bodies that do not fit', { timeout: 300_000 }, async () => {
  await serving(async ({ ask, port }) => {
    const refused = async (path: string, asked: Asked, status: number, message: RegExp): Promise<Answered> => {
      const answer = await ask(path, asked);
      assert.equal(answer.status, status, path);
      assert.equal(answer.json['success'], false);
      assert.match(String(answer.json['message']), message);
      return answer;
    };
    assert.equal((await refused('overview', { method: 'POST' }, 405, /to GET alone/)).headers['allow'], 'GET');
    assert.equal((await refused('failures/1/resolve', {}, 405, /to POST alone/)).headers['allow'], 'POST');
    await refused('overview', { method: 'DELETE' }, 405, /DELETE is not answered/);
    await refused('nothing', {}, 404, /api\/events\/ has overview/);
    await refused('/', {}, 404, /nothing here/);
    await refused('/api/events/%zz', {}, 400, /no address/);
    await refused('recent?limit=0', {}, 400, /limit cannot be "0"/);
    await refused('recent?limt=3', {}, 400, /"limt" is not asked here/);
    await refused('recent?cursor=nonsense', {}, 400, /./);
    await refused('recent?order=sideways', {}, 400, /newest or oldest/);
    await refused('failures?state=gone', {}, 400, /open or resolved or all/);
    await refused('recent?filter=price%3E', {}, 400, /This filter cannot be read after "price>"/);
    await refused("recent?filter=';DROP%20TABLE%20event_store;--%20x%3E", {}, 400, /cannot be read/);
    await refused('failures/1/resolve', { method: 'POST', body: 'x'.repeat(40_000) }, 413, /may have 16384 bytes/);

    const raw = (request: string): Promise<string> =>
      new Promise((resolve) => {
        const socket = connect(port, '127.0.0.1', () => socket.write(request));
        let text = '';
        socket.on('data', (part) => (text += part.toString()));
        socket.on('close', () => {
          resolve(text);
        });
      });
    assert.match(await raw('\u0001\u0002 nonsense\r\n\r\n'), /^HTTP\/1\.1 400 /);
    assert.match(await raw('GET /api/events/overview HTTP/1.0\r\n\r\n'), /^HTTP\/1\.1 421 /, 'by no name at all');
    assert.equal((await ask('overview')).status, 200, 'it goes on');
  });
});

void test('serve: listens on the loopback address alone', { timeout: 300_000 }, async (context) => {
  const outside = Object.values(networkInterfaces())
    .flatMap((all) => all ?? [])
    .find(({ internal, family }) => !internal && family === 'IPv4');
  await serving(async ({ port }) => {
    const reached = (host: string): Promise<boolean> =>
      new Promise((resolve) => {
        const socket = connect(port, host, () => {
          socket.destroy();
          resolve(true);
        });
        socket.on('error', () => {
          resolve(false);
        });
      });
    assert.equal(await reached('127.0.0.1'), true);
    assert.equal(await reached('127.0.0.2'), false);
    if (outside) assert.equal(await reached(outside.address), false);
    else context.diagnostic('this machine has no other address');
  });
});

void test('serve: a port that is taken, and slips', async () => {
  const taken = createServer();
  const port = await new Promise<number>((resolve) =>
    taken.listen(0, '127.0.0.1', () => {
      resolve((taken.address() as { readonly port: number }).port);
    }),
  );
  await inFolder((folder) => {
    const path = folder.file('a.jsonl', '{"type":"A"}\n');
    const slip = (args: readonly string[], sentence: RegExp): void => {
      const { code, err } = run(['serve', ...args]);
      assert.equal(code, 2, err);
      assert.match(err, sentence);
      assert.equal(err.trim().split('\n').length, 1, err);
    };
    slip([path, '--port', String(port)], /is taken by another program/);
    slip([path, '--port', '70000'], /--port cannot be "70000"/);
    slip([], /serve needs a store/);
    slip([`${path}.gone`], /does not exist/);
    return Promise.resolve();
  });
  taken.close();
});
