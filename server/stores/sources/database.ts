/**
 * A database as a source, by its connection string: one connection, every answer from a read-only transaction of its
 * own. Knows neither library; the password is in no sentence.
 */
import { StoreProblem, type Count, type CountQuery, type PageQuery, type Row, type Source } from '../store';
import { parseConnection, placeOf, type Connection, type Tls } from './connection';
import type { KnownColumn } from './dialect';
import type { DatabaseTable, DatabaseTables, Driver, Run, Session, Trouble } from './driver';
import { atPath } from './rowQueries';
import type { KnownTable } from './names';
import { countStatement, pageStatement } from './statements';

export interface DatabaseOptions {
  /** Milliseconds that one answer may take. */
  readonly timeout?: number;
  /** Milliseconds after which the rows of a whole table are estimated in place of counted. */
  readonly countTimeout?: number;
  /** Reads a file that the connection string names: a certificate, a key. */
  readonly read?: (path: string) => Uint8Array;
}

const defaultTimeout = 10_000;
const defaultCountTimeout = 3000;
/** How much longer than the server's own end of a statement its silence is waited for. */
const grace = 3000;

export async function openDatabase(text: string, options: DatabaseOptions = {}): Promise<Source> {
  const connection = parseConnection(text);
  const driver = await driverOf(connection);
  const timeout = options.timeout ?? defaultTimeout;
  let session: Session | undefined;
  let known: DatabaseTables | undefined;
  let seen = '';
  let isClosed = false;
  let server = '';
  let last: Promise<unknown> = Promise.resolve();
  const notes = new Set<string>();

  await later(() => asked((run, current) => look(run, current)));

  return {
    kind: connection.kind,
    get how() {
      return (
        `Read from ${server} at ${placeOf(connection)}${connection.database === undefined ? '' : `, database ${connection.database}`}: ` +
        `each answer in a read-only transaction of its own, ended after ${seconds(timeout)}.`
      );
    },
    get notes() {
      return [...deniedNotes(known?.denied ?? []), ...notes];
    },
    tables: () =>
      later(() =>
        Promise.resolve(
          (known?.tables ?? []).map(({ name, columns }) => ({
            name,
            columns: columns.map(({ name: column, type, primaryKey, indexed }) => ({
              name: column,
              type,
              ...(primaryKey && { primaryKey }),
              ...(indexed && { indexed }),
            })),
          })),
        ),
      ),
    page: (query) =>
      later(async () => {
        const rowsOf = async (columns: readonly string[]): Promise<readonly Row[]> => {
          const rows = await asked((run, current) =>
            run(
              pageStatement((name) => checked(name, current), { ...query, columns }),
              pathsIn(query, columns),
            ),
          );
          return rows.map((row) => Object.fromEntries(columns.map((column, index) => [column, row[index] ?? null])));
        };
        try {
          return await rowsOf(query.columns);
        } catch (error) {
          if (!(error instanceof NoJson)) throw error;
          // Where it is only shown, the row is read as it is, and what is JSON in it is looked into here.
          const rows = await rowsOf([...new Set(query.columns.map((column) => baseOf(query, column)))]);
          return rows.map((row) => Object.fromEntries(query.columns.map((column) => [column, within(row, column)])));
        }
      }),
    count: (query) => later(() => count(query)),
    refresh: () =>
      later(async () => {
        const before = seen;
        await asked((run, current) => look(run, current));
        return seen !== before;
      }),
    close: () =>
      later(() => {
        isClosed = true;
        session?.end();
        session = undefined;
        return Promise.resolve();
      }),
  };

  /** The tables as they are now, and what tells whether rows came. */
  async function look(run: Run, current: Session): Promise<void> {
    const found = await current.tables(run);
    const shape = found.tables.map(({ name, columns }) => `${name}(${columns.map((column) => column.name).join()})`);
    seen = `${shape.join(' ')} ${await current.stamp(run, found.tables)}`;
    known = found;
  }

  async function count(query: CountQuery): Promise<readonly Count[]> {
    const { by, range, bucket, largest } = query;
    const parts = [by, range, bucket, largest, query.span];
    const isWhole = parts.every((part) => part === undefined) && !query.where?.length && !query.join?.length;
    const patience = isWhole ? Math.min(timeout, options.countTimeout ?? defaultCountTimeout) : timeout;
    try {
      const rows = await asked(
        (run, current) =>
          run(
            countStatement((name) => checked(name, current), query),
            by === undefined ? undefined : pathsIn(query, [by]),
          ),
        patience,
      );
      return rows.map(([value = null, number, first = null, last = null, place = null, ...most]) => ({
        value,
        count: Number(number),
        ...(range === undefined ? {} : { first, last }),
        ...(bucket === undefined ? {} : { bucket: place === null ? null : Number(place) }),
        ...(largest === undefined ? {} : { largest: most }),
      }));
    } catch (error) {
      const estimate = known?.tables.find(({ name }) => name === query.table)?.estimate ?? -1;
      if (!(error instanceof Late) || !isWhole || estimate < 0) throw error;
      return [{ value: null, count: estimate, exact: false }];
    }
  }

  function checked(name: string, { dialect }: Session): KnownTable {
    const table = tableOf(name);
    const columns = table.columns.map(({ name: column, base, nullable, loose }): [string, KnownColumn] => [
      column,
      { type: base, nullable, ...(loose && { loose }) },
    ]);
    return { name, sql: table.sql, dialect, columns: new Map(columns) };
  }

  function tableOf(name: string): DatabaseTable {
    const table = known?.tables.find((each) => each.name === name);
    if (table) return table;
    if (known?.denied.includes(name)) throw new StoreProblem(deniedNotes([name])[0] ?? '');
    throw new StoreProblem(`${connection.database ?? placeOf(connection)} has no table "${name}".`);
  }

  function isOwn({ table, join = [] }: Asked, column: string): boolean {
    if (tableOf(table).columns.some(({ name }) => name === column)) return true;
    return join.some(
      ({ table: other, as }) =>
        column.startsWith(`${as}.`) && tableOf(other).columns.some(({ name }) => `${as}.${name}` === column),
    );
  }

  function baseOf(query: Asked, column: string): string {
    return isOwn(query, column) || !column.includes(':') ? column : column.slice(0, column.indexOf(':'));
  }

  /** Which of these columns stand at a path of JSON. */
  function pathsIn(query: Asked, columns: readonly string[]): ReadonlySet<number> {
    return new Set(columns.flatMap((column, index) => (baseOf(query, column) === column ? [] : [index])));
  }

  /** One after the other, and every failure a sentence. */
  function later<T>(work: () => Promise<T>): Promise<T> {
    const next = last.then(work, work);
    last = next.catch(() => undefined);
    return next;
  }

  /** On the connection there is, or on a new one where that was lost since it was last used. */
  async function asked<T>(work: (run: Run, session: Session) => Promise<T>, patience = timeout): Promise<T> {
    if (isClosed) throw new StoreProblem(`The connection to ${placeOf(connection)} was closed.`);
    for (let attempt = 0; ; attempt++) {
      const wasOpen = session !== undefined;
      try {
        session ??= await connected();
      } catch (error) {
        throw attempt === 0 && !wasOpen && server === '' ? error : gone(error);
      }
      const current = session;
      try {
        return await watched(current, patience, () => current.within(patience, (run) => work(run, current)));
      } catch (error) {
        if (error instanceof StoreProblem) throw error;
        const trouble = driver.trouble(error, connection);
        if (trouble.kind === 'gone') {
          lose(current);
          if (attempt === 0) continue;
          throw gone(undefined);
        }
        throw problemOf(trouble, patience);
      }
    }
  }

  async function connected(): Promise<Session> {
    const { tls } = connection;
    try {
      const opened = await driver.connect(connection, tlsOf(tls, connection, options.read), timeout);
      server = opened.server;
      return opened;
    } catch (error) {
      if (error instanceof StoreProblem) throw error;
      const trouble = driver.trouble(error, connection);
      if (trouble.kind !== 'no tls' || tls.kind !== 'preferred')
        throw trouble.kind === 'gone'
          ? new StoreProblem(`${placeOf(connection)} ended the connection at once. Is it a ${driver.title} server?`)
          : problemOf(trouble, timeout);
    }
    try {
      const opened = await driver.connect(connection, false, timeout);
      server = opened.server;
      return opened;
    } catch (error) {
      throw problemOf(driver.trouble(error, connection), timeout);
    }
  }

  /** A server that falls silent cannot end a statement itself. */
  async function watched<T>(current: Session, patience: number, work: () => Promise<T>): Promise<T> {
    let timer: NodeJS.Timeout | undefined;
    const silence = new Promise<never>((_, reject) => {
      timer = setTimeout(() => {
        lose(current);
        reject(new StoreProblem(`${placeOf(connection)} no longer answers. The next look connects anew.`));
      }, patience + grace);
    });
    try {
      return await Promise.race([work(), silence]);
    } finally {
      clearTimeout(timer);
    }
  }

  function lose(current: Session): void {
    current.end();
    if (session === current) session = undefined;
  }

  function gone(cause: unknown): StoreProblem {
    const why = cause instanceof StoreProblem ? ` ${cause.message}` : '';
    return new StoreProblem(
      `The connection to ${placeOf(connection)} was lost and could not be made anew.${why} The next look tries again.`,
    );
  }

  function problemOf(trouble: Trouble, patience: number): StoreProblem {
    switch (trouble.kind) {
      case 'late':
        return new Late(`This took longer than ${seconds(patience)} and was stopped. Narrow the filter.`);
      case 'no tls':
        return new StoreProblem(
          `The server at ${placeOf(connection)} does not speak TLS. With sslmode=disable it is asked without.`,
        );
      case 'no json':
        return new NoJson(
          `A value of this column is no JSON, and ${server} cannot look past it. Filter by another field.`,
        );
      case 'gone':
        return gone(undefined);
      case 'said':
        return new StoreProblem(scrubbed(trouble.sentence, connection));
    }
  }
}

type Asked = Pick<PageQuery, 'table' | 'join'>;

class Late extends StoreProblem {}
class NoJson extends StoreProblem {}

export async function driverOf({ kind }: Connection): Promise<Driver> {
  return kind === 'postgres' ? (await import('./postgres')).postgres : (await import('./mysql')).mysql;
}

export function tlsOf(tls: Tls, { host }: Connection, read: DatabaseOptions['read']): object | false {
  if (tls.kind === 'none') return false;
  if (tls.kind === 'preferred') return { rejectUnauthorized: false };
  const file = (path: string | undefined): Buffer | undefined => {
    if (path === undefined) return undefined;
    try {
      if (read) return Buffer.from(read(path));
    } catch {
      // Said below.
    }
    throw new StoreProblem(`The file ${path}, which the connection string names, cannot be read.`);
  };
  return {
    rejectUnauthorized: tls.verify !== 'nothing',
    ...(tls.authority !== undefined && { ca: file(tls.authority) }),
    ...(tls.certificate !== undefined && { cert: file(tls.certificate) }),
    ...(tls.key !== undefined && { key: file(tls.key) }),
    ...(tls.verify === 'name' ? { servername: host } : { checkServerIdentity: () => undefined }),
  };
}

function within(row: Row, column: string): Row[string] {
  if (Object.hasOwn(row, column)) return row[column] ?? null;
  const colon = column.indexOf(':');
  const cell = row[column.slice(0, colon)] ?? null;
  const text = cell instanceof Uint8Array ? Buffer.from(cell).toString('utf8') : cell;
  return atPath(text, column.slice(colon + 1));
}

function deniedNotes(denied: readonly string[]): string[] {
  if (denied.length === 0) return [];
  const shown = denied.slice(0, 5).join(', ') + (denied.length > 5 ? ` and ${denied.length - 5} more` : '');
  return [`This user may not read ${shown}: the rest is shown. Grant SELECT to see more.`];
}

/** What a server or library says is passed on, but for the password, should it be in there. */
export function scrubbed(sentence: string, { password }: Connection): string {
  if (password === undefined || password.length < 4) return sentence;
  return sentence.replaceAll(password, '•••').replaceAll(encodeURIComponent(password), '•••');
}

const seconds = (milliseconds: number): string => `${Math.round(milliseconds / 100) / 10} s`;
