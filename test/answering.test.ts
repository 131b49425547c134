/** What the reading thread says by itself: states that begin and end, whatever the folders have to say. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Snapshot } from '../server/features/feature';
import { answering } from '../server/lsp/answering';
import type { FromWorker, ToWorker } from '../server/lsp/messages';
import { graphOf } from './support/graphs';
import { snapshotOf } from './support/features';

/** Takes messages one after the other and answers with the kinds of the states that each led to. */
function thread(snapshots: () => readonly Snapshot[]): (message: ToWorker) => Promise<readonly string[]> {
  const posted: FromWorker[] = [];
  let heard = (): void => undefined;
  const take = answering({
    folders: {
      use: () => undefined,
      edited: () => undefined,
      changed: () => undefined,
      stored: () => undefined,
      snapshots: () => Promise.resolve(snapshots()),
      problems: [],
      keep: () => undefined,
    },
    features: [{ method: 'sign', answer: () => null }],
    post: (message) => {
      posted.push(message);
      if (message.kind === 'answer') heard();
    },
  });
  return async (message) => {
    const end = new Promise<void>((resolve) => (heard = resolve));
    take(message);
    // Messages are taken in order: once this one is answered, the one before is done.
    take({ kind: 'request', id: 1, method: 'sign', params: {} });
    await end;
    return posted.splice(0).flatMap((one) => (one.kind === 'state' ? [one.state.kind] : []));
  };
}

void test('answering: whoever hears that folders are read hears that it is over, also when nothing changed', async () => {
  const snapshot = snapshotOf(graphOf({}));
  const told = thread(() => [snapshot]);
  const folders = [{ uri: 'file:///shop', name: 'shop' }];
  assert.deepEqual(await told({ kind: 'folders', folders }), ['indexing', 'ready']);
  assert.deepEqual(await told({ kind: 'folders', folders: [{ uri: 'file:///shop', name: 'The Shop' }] }), [
    'indexing',
    'ready',
  ]);
  assert.deepEqual(await told({ kind: 'request', id: 7, method: 'eventWiring/refresh', params: {} }), []);
});
