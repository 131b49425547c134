import { test } from 'node:test';
import assert from 'node:assert/strict';
import { startPostgres } from './support/servers/postgres';
import { startMariadb } from './support/servers/mariadb';
import { postgresVersions } from './support/servers/install';
import { openDatabase } from '../server/stores/sources/database';
for (const version of postgresVersions)
void test('postgres '+version, async () => {
  const server = await startPostgres(version);
  const source = await openDatabase(`postgres://owner@127.0.0.1:${server.port}/postgres`);
  console.log(source.how, await source.tables());
  await source.close();
  await server.stop();
  assert.ok(true);
});
void test('mariadb', async () => {
  const server = await startMariadb();
  const source = await openDatabase(`mysql://owner@127.0.0.1:${server.port}/mysql`);
  console.log(source.how, (await source.tables()).length);
  await source.close();
  await server.stop();
  assert.ok(true);
});
