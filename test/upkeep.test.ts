/** What stands beside the log: failures, jobs, projections, snapshots, and what may be prepared for them. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Failure } from '../server/stores/questions';
import { inspecting, refusal, storeSql } from './support/inspector';

const tickets = [storeSql('hd-tickets')];
const purchases = 'App\\Projections\\PurchaseReadModelProjection';

void test('upkeep: failures of handlers and of the queue are grouped by exception and subject', async () => {
  await inspecting(tickets, async (inspector) => {
    const groups = await inspector.ask('failureGroups', {});
    assert.deepEqual(
      groups.map(({ kind, table, exception, subject, count, resolved, first, last }) => [
        kind,
        table,
        exception?.split('\\').at(-1),
        subject?.split('\\').at(-1),
        count,
        resolved,
        first,
        last,
      ]),
      [
        [
          'handler',
          'event_processing_failures',
          'UniqueConstraintViolationException',
          'PurchaseReadModelProjection',
          3,
          0,
          '2026-06-03T12:20:41.000Z',
          '2026-06-18T14:31:59.000Z',
        ],
        [
          'handler',
          'event_processing_failures',
          'ConnectionException',
          'NotifyPriceWatchers',
          2,
          2,
          '2026-06-09T08:00:52.000Z',
          '2026-06-18T14:32:27.000Z',
        ],
        [
          'job',
          'failed_jobs',
          'MaxAttemptsExceededException',
          'NotifyPriceWatchers',
          2,
          0,
          '2026-06-09T08:02:00.000Z',
          '2026-06-18T13:55:31.000Z',
        ],
        [
          'handler',
          'event_processing_failures',
          'TypeError',
          'MonitoringReadModelProjection',
          1,
          0,
          '2026-06-18T14:31:52.000Z',
          '2026-06-18T14:31:52.000Z',
        ],
        [
          'job',
          'failed_jobs',
          'TimeoutExceededException',
          'ScrapePlatform',
          1,
          0,
          '2026-06-01T09:12:44.000Z',
          '2026-06-01T09:12:44.000Z',
        ],
      ],
    );
    assert.match(groups[0]?.message ?? '', /^SQLSTATE\[23000\].*purchase-55310/);
    const resolved = await inspector.ask('failureGroups', { state: 'resolved' });
    assert.deepEqual(
      resolved.map(({ count, resolved: apart }) => [count, apart]),
      [[2, 2]],
    );
    assert.deepEqual(
      (await inspector.ask('failureGroups', { text: 'timed OUT after' })).map(({ exception }) => exception),
      ['Illuminate\\Http\\Client\\ConnectionException'],
    );
    const all = await inspector.ask('failureGroups', { state: 'all' });
    assert.equal(
      all.reduce((sum, { count }) => sum + count, 0),
      11,
    );
  });
});

void test('upkeep: failures come newest first over all tables, page by page, each once', async () => {
  await inspecting(tickets, async (inspector) => {
    const whole = await inspector.ask('failures', { state: 'all', limit: 100 });
    assert.equal(whole.next, undefined);
    assert.equal(whole.rows.length, 11);
    const times = whole.rows.map(({ time }) => time ?? '');
    assert.deepEqual(times, times.toSorted().toReversed());
    const pages: Failure[] = [];
    let cursor: string | undefined;
    do {
      const page = await inspector.ask('failures', { state: 'all', limit: 3, ...(cursor !== undefined && { cursor }) });
      assert.ok(page.rows.length <= 3);
      pages.push(...page.rows);
      cursor = page.next;
    } while (cursor !== undefined);
    assert.deepEqual(
      pages.map(({ key }) => key),
      whole.rows.map(({ key }) => key),
    );
    const [group] = await inspector.ask('failureGroups', {});
    const members = await inspector.ask('failures', { group: group?.key ?? '', limit: 10 });
    assert.deepEqual(
      members.rows.map(({ subject }) => subject),
      [purchases, purchases, purchases],
    );
    assert.deepEqual(
      (await inspector.ask('failures', { state: 'resolved', limit: 10 })).rows.map(({ id, resolved }) => [
        id,
        resolved,
      ]),
      [
        ['4411', true],
        ['4410', true],
      ],
    );
  });
});

void test('upkeep: a failure has its calls, its event and what was in it', async () => {
  await inspecting(tickets, async (inspector) => {
    const { rows } = await inspector.ask('failures', { limit: 100 });
    const handler = rows.find(({ id }) => id === '4415');
    assert.equal(handler?.exception, 'Illuminate\\Database\\UniqueConstraintViolationException');
    assert.equal(handler.attempts, 2);
    assert.deepEqual(handler.event, {
      key: '52',
      type: 'App\\Domain\\Purchase\\Events\\PurchaseCompleted',
      position: 52,
      stream: 'purchase-55310',
    });
    assert.deepEqual(
      handler.frames.filter(({ foreign }) => !foreign),
      [
        {
          text: 'App\\Projections\\PurchaseReadModelProjection->insertRow()',
          file: '/var/www/app/Projections/PurchaseReadModelProjection.php',
          line: 57,
          foreign: false,
        },
        {
          text: 'App\\Projections\\PurchaseReadModelProjection->project()',
          file: '/var/www/app/Projections/PurchaseReadModelProjection.php',
          line: 33,
          foreign: false,
        },
        {
          text: 'App\\Projections\\ProjectionManager->project()',
          file: '/var/www/app/Projections/ProjectionManager.php',
          line: 16,
          foreign: false,
        },
        { text: '{main}', file: '/var/www/app/Infrastructure/LaravelEventBus.php', line: 26, foreign: false },
      ],
    );
    assert.equal(rows.filter(({ kind }) => kind === 'job').length, 3);
    const listener = rows.find(({ about }) => about !== undefined);
    assert.equal(listener?.subject, 'App\\Listeners\\NotifyPriceWatchers');
    assert.equal(listener.about, 'App\\Domain\\Ticket\\Events\\TicketPriceChanged');
    assert.equal(listener.event?.type, 'App\\Domain\\Ticket\\Events\\TicketPriceChanged');
    assert.equal(listener.queue, 'default');
    const data = JSON.parse(listener.data?.kind === 'json' ? listener.data.text : '') as {
      readonly data: {
        readonly command: { readonly class: string; readonly data: readonly Record<string, unknown>[] };
      };
    };
    assert.equal(data.data.command.class, 'App\\Listeners\\NotifyPriceWatchers');
    assert.deepEqual(data.data.command.data[0]?.['to'], {
      __class: 'App\\Domain\\Shared\\ValueObjects\\Price',
      cents: 9450,
      currency: 'EUR',
    });
  });
});

void test('upkeep: jobs are decoded, with when they may run and who took them', async () => {
  await inspecting(tickets, async (inspector) => {
    const { rows, total } = await inspector.ask('jobs', { limit: 10 });
    assert.deepEqual(total, { count: 3, exact: true });
    assert.deepEqual(
      rows.map(({ id, type, queue, attempts, maxAttempts, state, reserved, about, available, time }) => ({
        id,
        type,
        queue,
        attempts,
        maxAttempts,
        state,
        reserved,
        about,
        available,
        time,
      })),
      [
        {
          id: '9103',
          type: 'App\\Listeners\\NotifyPriceWatchers',
          queue: 'default',
          attempts: 0,
          maxAttempts: 3,
          state: undefined,
          reserved: undefined,
          about: 'App\\Domain\\Ticket\\Events\\TicketPriceChanged',
          available: '2026-06-18T14:32:01.000Z',
          time: '2026-06-18T14:32:01.000Z',
        },
        {
          id: '9102',
          type: 'App\\Jobs\\ScrapePlatform',
          queue: 'scraping',
          attempts: 1,
          maxAttempts: 3,
          state: 'reserved',
          reserved: '2026-06-18T14:32:02.000Z',
          about: undefined,
          available: '2026-06-18T14:32:00.000Z',
          time: '2026-06-18T14:32:00.000Z',
        },
        {
          id: '9101',
          type: 'App\\Jobs\\ScrapePlatform',
          queue: 'scraping',
          attempts: 0,
          maxAttempts: 3,
          state: undefined,
          reserved: undefined,
          about: undefined,
          available: '2026-06-18T14:33:00.000Z',
          time: '2026-06-18T14:32:00.000Z',
        },
      ],
    );
  });
});

void test('upkeep: projections say how far they are, what failed, and whether they stand', async () => {
  await inspecting(tickets, async (inspector) => {
    assert.deepEqual(
      (await inspector.ask('projections', {})).map(({ name, position, lag, status, failures, state }) => [
        name,
        position,
        lag,
        status,
        failures,
        state,
      ]),
      [
        ['MonitoringReadModelProjection', 47, 10, 'failed', 1, 'failed'],
        ['PurchaseReadModelProjection', 57, 0, 'running', 3, 'failed'],
        ['TicketReadModelProjection', 57, 0, 'running', 0, 'up to date'],
        ['price-alerts', 57, 0, 'active', 0, 'up to date'],
        ['weekly-report', 33, 24, 'inactive', 0, 'behind'],
      ],
    );
  });
});

void test('upkeep: snapshots stand beside the version that their stream has reached', async () => {
  await inspecting(tickets, async (inspector) => {
    const { rows, next } = await inspector.ask('snapshots', { limit: 10 });
    assert.equal(next, undefined);
    assert.deepEqual(
      rows.map(({ stream, version, streamVersion, time }) => [stream, version, streamVersion, time]),
      [
        ['purchase-55301', 3, 3, '2026-06-04T03:00:01.000Z'],
        ['ticket-787a077c', 2, 6, '2026-06-04T03:00:00.000Z'],
        ['ticket-5aa0e813', 5, 9, '2026-05-28T03:00:00.000Z'],
      ],
    );
    assert.deepEqual(rows[0]?.state, {
      kind: 'json',
      text: '{"state":"completed","confirmation":"SH-19C2"}',
      encoding: 'json',
    });
    const ofOne = await inspector.ask('snapshots', { stream: 'ticket-5aa0e813', limit: 10 });
    assert.deepEqual(
      ofOne.rows.map(({ stream, version }) => [stream, version]),
      [['ticket-5aa0e813', 5]],
    );
    const ofBytes = await inspector.ask('snapshots', { stream: '0'.repeat(32), limit: 10 });
    assert.deepEqual(ofBytes, { rows: [] });
  });
});

void test('upkeep: keys and cursors from elsewhere are refused', async () => {
  await inspecting(tickets, async (inspector) => {
    assert.match(await refusal(inspector.ask('failures', { cursor: 'nonsense', limit: 5 })), /another state/);
    assert.match(await refusal(inspector.ask('failures', { cursor: '[null]', limit: 5 })), /another state/);
    assert.match(await refusal(inspector.ask('jobs', { cursor: '["x"]', limit: 5 })), /not the key/);
  });
});
