/** A PostgreSQL server of a test. `owner` may do everything without a password; all others need theirs. */
import { execFileSync } from 'node:child_process';
import { chmodSync, chownSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fixtures } from '../project';
import { postgresFiles } from './install';
import { makeHome, type Server, startServer, unprivileged, within } from './server';

export function startPostgres(version: string): Promise<Server> {
  const home = makeHome('postgres');
  const files = within(postgresFiles(version), home, 'bin/postgres');
  const data = join(home, 'data');
  const args = ['-D', data, '-U', 'owner', '-E', 'UTF8', '--locale=C', '--no-sync', '--no-instructions'];
  execFileSync(join(files, 'bin', 'initdb'), [...args, '--auth-local=trust', '--auth-host=scram-sha-256'], {
    ...unprivileged,
    cwd: home,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  writeFileSync(
    join(data, 'pg_hba.conf'),
    'local all all trust\nhost all owner 127.0.0.1/32 trust\nhost all stranger 127.0.0.1/32 reject\nhost all all 127.0.0.1/32 scram-sha-256\n',
  );
  for (const name of ['server.crt', 'server.key'])
    writeForServer(join(data, name), readFileSync(join(fixtures, 'databases', 'tls', name), 'utf8'));
  const all = { ssl: 'on', fsync: 'off', listen_addresses: '127.0.0.1', max_connections: '20' };
  return startServer(home, {
    ready: /database system is ready to accept connections/,
    command: (_, port) => ({
      file: join(files, 'bin', 'postgres'),
      args: [
        ...['-D', data, '-p', String(port), '-k', home],
        ...Object.entries(all).flatMap(([name, value]) => ['-c', `${name}=${value}`]),
      ],
    }),
  });
}

/** A file that the server may read and nobody else: it takes no other for a key. */
function writeForServer(path: string, text: string): void {
  writeFileSync(path, text);
  chmodSync(path, 0o600);
  if (unprivileged.uid !== undefined) chownSync(path, unprivileged.uid, unprivileged.gid);
}
