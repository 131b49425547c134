/** An SQLite file as a source: which engine reads it and why, and that what it reads is one moment's truth. */
import { StoreProblem, type Count, type CountQuery, type PageQuery, type Row, type Source, type Table } from '../store';
import type { World } from '../world';
import { messageOf, type Answer, type Engine } from './engine';
import { nativeEngine } from './nativeSqlite';
import { doubleQuoted, type KnownColumn, type Statement } from './dialect';
import type { KnownTable } from './names';
import { countStatement, pageStatement } from './statements';
import { sqliteDialect } from './sqliteDialect';
import { hasGrown, nameOf, stampOf, takeSnapshot, type Snapshot } from './sqliteFile';
import { loadSqlJs, sqlJsEngine } from './sqlJs';

/** Below this the start of either engine takes longer than what the faster one saves. */
const large = 64 * 1024 * 1024;
const attempts = 8;

export interface SqliteOptions {
  /** From this size on the runtime's own SQLite is asked, where it is safe. */
  readonly large?: number;
}

export async function openSqlite(path: string, world: World, options: SqliteOptions = {}): Promise<Source> {
  const name = nameOf(path);
  const sqlJs = await loadSqlJs(world.load);
  const native = world.native?.();
  const damaged = new Set<string>();
  let snapshot: Snapshot | undefined;
  let engine: Engine | undefined;
  let how = '';
  let known: readonly { readonly table: Table; readonly checked: KnownTable }[] | undefined;
  let isClosed = false;
  let inPlace = false;
  const unchanging = (): boolean => snapshot !== undefined && stampOf(world, path) === snapshot.stamp;
  read({ sql: 'SELECT count(*) AS c0 FROM sqlite_master', values: [] });
  /** What was there at the last look; questions in between may have seen more. */
  let told = versionOf(snapshot);

  return {
    kind: 'sqlite',
    get how() {
      return how;
    },
    get notes() {
      return [...(snapshot?.notes ?? []), ...damaged];
    },
    tables: () => later(() => tables().map(({ table }) => table)),
    page: (query) => later(() => page(query)),
    count: (query) => later(() => count(query)),
    refresh: () =>
      later(() => {
        if (isClosed) throw new StoreProblem(`${name} was closed.`);
        if (!snapshot || !unchanging() || hasGrown(world, path, snapshot)) {
          reopen();
          known = undefined;
        }
        const before = told;
        told = versionOf(snapshot);
        return told !== before;
      }),
    close: () =>
      later(() => {
        isClosed = true;
        release();
      }),
  };

  function page(query: PageQuery): readonly Row[] {
    const rows = read(() => pageStatement(checked, query), query.table);
    return rows.map((row) => Object.fromEntries(query.columns.map((column, index) => [column, row[index] ?? null])));
  }

  function count(query: CountQuery): readonly Count[] {
    const rows = read(() => countStatement(checked, query), undefined);
    return rows.map(([value = null, number, first = null, last = null, bucket = null, ...largest]) => ({
      value,
      count: Number(number),
      ...(query.range === undefined ? {} : { first, last }),
      ...(query.bucket === undefined ? {} : { bucket: bucket === null ? null : Number(bucket) }),
      ...(query.largest === undefined ? {} : { largest }),
    }));
  }

  function checked(table: string): KnownTable {
    const found = tables().find(({ checked: { name: found } }) => found === table);
    if (found) return found.checked;
    throw new StoreProblem(`${name} has no table "${table}".`);
  }

  function tables(): NonNullable<typeof known> {
    if (known) return known;
    const names = read({
      sql: "SELECT name AS c0, sql AS c1 FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY name",
      values: [],
    });
    const found = names.map(([table, sql]) => tableOf(String(table), String(sql)));
    known = found;
    return found;
  }

  function tableOf(table: string, sql: string): NonNullable<typeof known>[number] {
    const columns = /^\s*CREATE\s+VIRTUAL/i.test(sql)
      ? []
      : read({
          sql: 'SELECT name AS c0, lower(type) AS c1, pk AS c2, "notnull" AS c3 FROM pragma_table_xinfo(?) WHERE hidden <> 1',
          values: [table],
        });
    const keys = columns.filter(([, , key]) => key !== 0).length;
    const [rowid] = columns.find(([, type, key]) => key !== 0 && keys === 1 && type === 'integer') ?? [];
    const indexed = columns.length === 0 ? new Set() : indexedIn(table);
    return {
      table: {
        name: table,
        columns: columns.map(([column, type, key]) => ({
          name: String(column),
          type: String(type ?? ''),
          ...(key === 0 ? {} : { primaryKey: true }),
          ...(key === 1 || indexed.has(String(column)) ? { indexed: true } : {}),
        })),
      },
      checked: {
        name: table,
        sql: doubleQuoted(table),
        inPlace: { columns: ['rowid', ...(rowid === undefined ? [] : [String(rowid)])], sql: 'NOT INDEXED' },
        dialect: sqliteDialect,
        columns: new Map(
          columns.map(([column, type, , notNull]): [string, KnownColumn] => [
            String(column),
            { type: String(type ?? ''), nullable: notNull === 0 && column !== rowid },
          ]),
        ),
      },
    };
  }

  /** First columns of whole indexes. */
  function indexedIn(table: string): ReadonlySet<string> {
    const names = read({
      sql: 'SELECT c.name AS c0 FROM pragma_index_list(?) AS i, pragma_index_info(i.name) AS c WHERE c.seqno = 0 AND i.partial = 0',
      values: [table],
    });
    return new Set(names.map(([column]) => String(column)));
  }

  /** Asks again when the file was written to meanwhile: an answer is from one state of the file, or is none. */
  function read(asked: Statement | (() => Statement), partial?: string): Answer['rows'] {
    if (isClosed) throw new StoreProblem(`${name} was closed.`);
    let failure: string | undefined;
    for (let attempt = 0; attempt < attempts; attempt++) {
      if (!unchanging()) reopen();
      const { sql, values } = typeof asked === 'function' ? asked() : asked;
      const answer = engine?.run(sql, values) ?? { rows: [] };
      if (!inPlace && !unchanging()) continue;
      if (answer.failure === undefined) return answer.rows;
      failure = answer.failure;
      if (isLock(failure)) continue;
      if (partial === undefined || answer.rows.length === 0 || !isDamage(failure)) throw problemOf(name, failure);
      damaged.add(`${partial} is damaged: rows after the damage are missing from a page of it.`);
      return answer.rows;
    }
    if (failure !== undefined) throw problemOf(name, failure);
    throw new StoreProblem(`${name} is being written by another program all the time. Try again when it rests.`);
  }

  function reopen(): void {
    release();
    snapshot = takeSnapshot(world, path);
    const size = world.state(path)?.size ?? 0;
    inPlace = native !== undefined && size >= (options.large ?? large) && !snapshot.needsOverlay;
    try {
      engine = inPlace && native ? nativeEngine(native, path) : sqlJsEngine(sqlJs, snapshot.bytes);
      engine.run('PRAGMA trusted_schema = OFF', []);
    } catch (error) {
      release();
      throw problemOf(name, messageOf(error));
    }
    how = inPlace
      ? `Read in place by this runtime's own SQLite, read only: the file is large and has no log beside it.`
      : `Read by sql.js from a read-only view of the file${reasonFor(snapshot, native !== undefined, size)}.`;
  }

  function reasonFor({ needsOverlay }: Snapshot, hasNative: boolean, size: number): string {
    if (needsOverlay) return ', its log or journal laid over in memory: an SQLite in place would write beside it';
    if (size < (options.large ?? large)) return ': it is small enough that nothing else would be faster';
    return hasNative ? '' : ', piece by piece: this runtime has no SQLite of its own';
  }

  function release(): void {
    try {
      engine?.close();
    } finally {
      snapshot?.close();
      engine = undefined;
    }
  }

  function versionOf(of: Snapshot | undefined): string {
    return `${of?.stamp}/${of?.transactions}`;
  }
}

const isLock = (failure: string): boolean => /locked|busy/i.test(failure);
const isDamage = (failure: string): boolean => /malformed|corrupt|not a database|disk I\/O/i.test(failure);

function problemOf(name: string, failure: string): StoreProblem {
  if (isLock(failure)) return new StoreProblem(`${name} is locked by another program. Try again when it has finished.`);
  if (isDamage(failure))
    return new StoreProblem(`${name} is damaged where this is stored (${failure}). Nothing was written.`);
  if (/no such column: rowid/i.test(failure)) return new StoreProblem(`${name} has a table without rowid here.`);
  return new StoreProblem(`${name} cannot answer this: ${failure}.`);
}

/** Every failure of the work becomes a rejection, and a sentence. */
function later<T>(work: () => T): Promise<T> {
  return new Promise((resolve, reject) => {
    try {
      resolve(work());
    } catch (error) {
      reject(error instanceof StoreProblem ? error : new StoreProblem(sentenceOf(error)));
    }
  });
}

function sentenceOf(error: unknown): string {
  const { code } = error as { code?: string };
  if (code === 'ENOENT') return 'The store is no longer there.';
  if (code === 'EACCES' || code === 'EPERM') return 'The store can no longer be read: permission denied.';
  return `The store cannot be read: ${messageOf(error)}.`;
}
