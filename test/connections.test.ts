/** Connection strings taken apart, strictly, and never repeated in what is said of them. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isConnection, parseConnection, placeOf } from '../server/stores/sources/connection';
import { StoreProblem } from '../server/stores/store';

const preferred = { kind: 'preferred' } as const;

void test('connections: what a string says', () => {
  const all = { tls: preferred, patience: 10 };
  assert.deepEqual(parseConnection('postgres://ada:s%40fe%2F%25@db.example:6543/shop'), {
    ...all,
    kind: 'postgres',
    host: 'db.example',
    port: 6543,
    user: 'ada',
    password: 's@fe/%',
    database: 'shop',
  });
  assert.deepEqual(parseConnection(' postgresql:///shop '), {
    ...all,
    kind: 'postgres',
    host: 'localhost',
    port: 5432,
    database: 'shop',
  });
  assert.deepEqual(parseConnection('mariadb://ada@/shop'), {
    ...all,
    kind: 'mysql',
    host: 'localhost',
    port: 3306,
    user: 'ada',
    database: 'shop',
  });
  assert.deepEqual(parseConnection('mysql://[::1]:33060?user=ada&password=x&dbname=shop&connect_timeout=3'), {
    kind: 'mysql',
    host: '::1',
    port: 33060,
    user: 'ada',
    password: 'x',
    database: 'shop',
    tls: preferred,
    patience: 3,
  });
  assert.deepEqual(parseConnection('postgres://ada@%2Fvar%2Frun%2Fpostgresql/shop').socket, '/var/run/postgresql');
  const socket = parseConnection('postgres://ada@/shop?host=/var/run/postgresql&port=5433&sslmode=require');
  assert.deepEqual([socket.socket, socket.port, socket.tls], ['/var/run/postgresql', 5433, { kind: 'none' }]);
  assert.equal(parseConnection('mysql://h/s?socket=/run/mysqld.sock').socket, '/run/mysqld.sock');
  assert.equal(parseConnection('postgres://h/s?schema=tenant&pgbouncer=true&connection_limit=1').schema, 'tenant');
  assert.ok(isConnection('MySQL://h') && isConnection('postgresql://h') && !isConnection('/tmp/mysql://x'));
});

void test('connections: encryption as other programs write it', () => {
  const tls = (options: string): unknown => parseConnection(`postgres://h/d?${options}`).tls;
  assert.deepEqual(tls(''), preferred);
  assert.deepEqual(tls('sslmode=disable'), { kind: 'none' });
  assert.deepEqual(tls('sslmode=prefer'), preferred);
  assert.deepEqual(tls('sslmode=require'), { kind: 'required', verify: 'nothing' });
  assert.deepEqual(tls('sslmode=require&sslrootcert=/ca'), { kind: 'required', verify: 'authority', authority: '/ca' });
  assert.deepEqual(tls('sslrootcert=/ca'), { kind: 'required', verify: 'authority', authority: '/ca' });
  assert.deepEqual(tls('sslmode=verify-full&sslcert=/c&sslkey=/k'), {
    kind: 'required',
    verify: 'name',
    certificate: '/c',
    key: '/k',
  });
  assert.deepEqual(tls('ssl-mode=VERIFY_IDENTITY'), { kind: 'required', verify: 'name' });
  assert.deepEqual(tls('ssl=true'), { kind: 'required', verify: 'name' });
  assert.deepEqual(tls('sslaccept=strict'), { kind: 'required', verify: 'name' });
});

void test('connections: where it is, without who asks', () => {
  assert.equal(placeOf(parseConnection('postgres://a:secret@db:5432/x')), 'db');
  assert.equal(placeOf(parseConnection('mysql://a:secret@db:5432/x')), 'db:5432');
  assert.equal(placeOf(parseConnection('mysql://a:secret@[::1]:5/x')), '[::1]:5');
  assert.equal(placeOf(parseConnection('mysql://a:secret@h/x?socket=/s')), '/s');
});

const wrong: readonly (readonly [string, RegExp])[] = [
  ['', /begins with postgres:/],
  ['oracle://a:hunter2@h/x', /begins with postgres:/],
  ['postgres:hunter2', /begins with postgres:/],
  ['postgres://a:hunter2@h:99999/x', /cannot be read/],
  ['postgres://a:hun/ter2@h/x', /cannot be read|names more than a database/],
  ['postgres://a:hunter2#1@h/x', /cannot be read|#/],
  ['postgres://a:hunter2@h/x#y', /%23/],
  ['postgres://a:hunter2%@h/x', /password in the connection string cannot be read: a % in it is written %25/],
  ['postgres://a:hunter2%00@h/x', /password in the connection string cannot be read/],
  ['postgres://a:hunter2@h/x/y', /names more than a database/],
  ['postgres://a:hunter2@h/x?evil=1', /an option "evil", which is not known here/],
  ['postgres://a:hunter2@h/x?sslmode=always', /sslmode is one of/],
  ['postgres://a:hunter2@h/x?sslmode=constructor', /sslmode is one of/],
  [
    'postgres://a:hunter2@h/x?connect_timeout=soon',
    /connect_timeout in the connection string is no number from 1 to 300/,
  ],
  ['postgres://a:hunter2@h/x?host=other', /must be the path of a socket/],
];
for (const [text, sentence] of wrong)
  void test(`connections: ${text.replace('hunter2', '•••') || 'nothing'} is refused`, () => {
    assert.throws(
      () => parseConnection(text),
      (error: unknown) => {
        assert.ok(error instanceof StoreProblem);
        assert.match(error.message, sentence);
        assert.match(error.message, /^[A-Z].*\.$/);
        assert.doesNotMatch(error.message, /hun/);
        return true;
      },
    );
  });
