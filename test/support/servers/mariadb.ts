/** A MariaDB server of a test. `owner` may do everything without a password. */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync, chownSync } from 'node:fs';
import { join } from 'node:path';
import { mariadbFiles } from './install';
import { makeHome, type Server, startServer, unprivileged, within } from './server';

export function startMariadb(): Promise<Server> {
  const home = makeHome('mariadb');
  const files = within(mariadbFiles(), home, 'usr/sbin/mariadbd');
  const share = join(files, 'usr', 'share', 'mysql');
  const libraries = join(files, 'usr', 'lib');
  const env = { LD_LIBRARY_PATH: files === '/' ? '' : [libraries, ...foldersIn(libraries)].join(':') };
  const data = join(home, 'data');
  const init = join(home, 'init.sql');
  // A server that starts removes the temporary tables it finds, those of another server among them.
  const temporary = join(home, 'tmp');
  mkdirSync(data);
  mkdirSync(temporary);
  writeFileSync(
    init,
    `CREATE OR REPLACE USER owner@'%' IDENTIFIED BY '';\nGRANT ALL ON *.* TO owner@'%' WITH GRANT OPTION;\n`,
  );
  if (unprivileged.uid !== undefined)
    for (const path of [data, temporary, init]) chownSync(path, unprivileged.uid, unprivileged.gid);
  const file = join(files, 'usr', 'sbin', 'mariadbd');
  const common = ['--no-defaults', `--datadir=${data}`, `--tmpdir=${temporary}`, `--lc-messages-dir=${share}`];
  const small = ['--innodb-log-file-size=8M', '--innodb-buffer-pool-size=32M', '--innodb-flush-log-at-trx-commit=0'];
  const charsets = `--character-sets-dir=${join(share, 'charsets')}`;
  const scripts = ['system_tables', 'performance_tables', 'system_tables_data'].map((name) =>
    readFileSync(join(share, `mysql_${name}.sql`), 'utf8'),
  );
  execFileSync(file, [...common, charsets, ...small, '--bootstrap'], {
    ...unprivileged,
    cwd: home,
    env: { PATH: process.env['PATH'] ?? '', ...env },
    input: ['create database mysql;', 'use mysql;', ...scripts].join('\n'),
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  return startServer(home, {
    ready: /ready for connections/,
    env,
    command: (_, port) => ({
      file,
      args: [
        ...[...common, charsets, ...small, '--bind-address=127.0.0.1', `--port=${port}`],
        ...[`--socket=${join(home, 's')}`, `--pid-file=${join(home, 'pid')}`, `--init-file=${init}`],
        ...[`--plugin-dir=${join(files, 'usr', 'lib', 'mysql', 'plugin')}`, '--skip-name-resolve'],
      ],
    }),
  });
}

function foldersIn(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => join(folder, name));
}
