/** An open store over the life of the server: opened when first asked, again after a restart, closed at the end. */
import assert from 'node:assert/strict';
import { ServerGone } from '../../../client/connection';
import { connectionsOf } from '../../../client/stores/connections';
import { memoryOf } from '../../../client/stores/memory';
import { type OpenStore, openStore } from '../../../client/stores/openStore';
import { connectionUri } from '../../../client/stores/place';
import type { Cases } from './cases';
import { type FakeServer, fakeServer } from './fakeServer';
import { memento, secretStorage } from './memory';

const uri = 'file:///store.sqlite';

function storeOn(server: FakeServer, layout?: string): OpenStore {
  return openStore(server, {
    place: () => Promise.resolve({ kind: 'file', uri }),
    layout: () => layout,
    follow: true,
  });
}

const opening = `open {"place":{"kind":"file","uri":"${uri}"},"follow":true}`;
const counting = (id: string): string => `ask {"id":"${id}","question":"count","params":{}}`;

export const openStores: Cases = {
  'a store is opened once, when it is first asked, and closed in the end': async () => {
    const server = fakeServer();
    const store = storeOn(server, 'hd-tickets');
    assert.deepEqual(server.asked(), []);
    await Promise.all([store.ask('count', {}), store.ask('count', {})]);
    assert.deepEqual(server.asked(), [
      `open {"place":{"kind":"file","uri":"${uri}"},"layout":"hd-tickets","follow":true}`,
      counting('store1'),
      counting('store1'),
    ]);
    store.dispose();
    assert.deepEqual(server.asked(), ['close {"id":"store1"}']);
  },
  'after a restart of the server it is opened again without being asked': async () => {
    const server = fakeServer();
    const store = storeOn(server);
    await store.ask('count', {});
    server.asked();
    const changed = new Promise((settle) => store.onDidChange(settle));
    server.start();
    assert.deepEqual(await changed, { version: 2, added: null });
    await store.ask('count', {});
    assert.deepEqual(server.asked(), [opening, counting('store2')]);
  },
  'a question that the server stopped over is asked of the next one': async () => {
    const server = fakeServer();
    const store = storeOn(server);
    await store.about();
    server.answer = () => {
      server.answer = () => ({ count: 7, exact: true });
      throw new ServerGone();
    };
    const answer = store.ask('count', {});
    await new Promise((settle) => setImmediate(settle));
    server.start();
    assert.deepEqual(await answer, { count: 7, exact: true });
  },
  'a server that does not come back is not waited for': async () => {
    const server = fakeServer();
    const store = storeOn(server);
    server.stop();
    server.state = { kind: 'failed', message: 'It stopped.' };
    await assert.rejects(store.ask('count', {}), /Restart Server/);
  },
  'what the store refuses is told, and it can be tried again': async () => {
    const server = fakeServer();
    const store = storeOn(server);
    server.answer = () => {
      throw new Error('orders.db is not an SQLite database.');
    };
    await assert.rejects(store.about(), /not an SQLite database/);
    server.answer = () => null;
    assert.equal((await store.again()).version, 1);
  },
  'only changes of its own are heard, also after following was switched': async () => {
    const server = fakeServer();
    const store = storeOn(server);
    await store.about();
    const heard: unknown[] = [];
    store.onDidChange((change) => heard.push(change));
    server.tell({ id: 'store9', version: 5, added: 1 });
    server.tell({ id: 'store1', version: 6, added: 2 });
    server.asked();
    store.follow(false);
    await store.ask('count', {});
    assert.ok(server.asked().includes(opening.replace('true', 'false')));
    server.tell({ id: 'store1', version: 7, added: 3 });
    server.tell({ id: 'store2', version: 8, problem: 'It is locked.', added: null });
    assert.deepEqual(heard, [
      { version: 6, added: 2 },
      { version: 8, problem: 'It is locked.', added: null },
    ]);
  },
  'a connection’s text is in the secret storage and nowhere else': async () => {
    const secrets = new Map<string, string>();
    const workspaceState = memento();
    const connections = connectionsOf({
      workspaceState,
      secrets: secretStorage(secrets),
    });
    await connections.add('tickets on db', 'postgres://me:s3cret@db/tickets');
    await connections.add('shop', 'mysql://me:s3cret@db/shop');
    const kept = JSON.stringify(workspaceState.keys().map((key) => workspaceState.get(key)));
    assert.ok(kept.includes('tickets on db') && !kept.includes('s3cret'), kept);
    assert.deepEqual(connections.names, ['tickets on db', 'shop']);
    assert.equal(await connections.textOf('shop'), 'mysql://me:s3cret@db/shop');
    assert.equal(await connections.textOf('other'), undefined);
    await connections.remove('tickets on db');
    assert.deepEqual(connections.names, ['shop']);
    assert.deepEqual([...secrets.values()], ['mysql://me:s3cret@db/shop']);
  },
  'each store is remembered by itself, the last hundred of them': () => {
    const memory = memoryOf(memento());
    const filters = [{ name: 'Failed', text: 'failed' }];
    memory.keep(connectionUri('kept'), { filters });
    for (let index = 0; index < 99; index++) memory.keep(connectionUri(`store ${index}`), { layout: 'x' });
    memory.keep(connectionUri('kept'), { layout: 'hd-tickets' });
    for (let index = 0; index < 50; index++) memory.keep(connectionUri(`later ${index}`), { layout: 'x' });
    assert.deepEqual(memory.of(connectionUri('kept')), { filters, layout: 'hd-tickets' });
    assert.deepEqual(memory.of(connectionUri('store 0')), {});
    memory.forget(connectionUri('kept'));
    assert.deepEqual(memory.of(connectionUri('kept')), {});
    return Promise.resolve();
  },
};
