/** The contract of a database that is reached over a connection. Knows no library. */
import type { Cell, Column } from '../store';
import type { Connection } from './connection';
import type { Dialect, Statement } from './dialect';

/** Of one statement, within the transaction that was begun for it. Cells at `paths` are JSON, and become what it says. */
export type Run = (statement: Statement, paths?: ReadonlySet<number>) => Promise<readonly (readonly Cell[])[]>;

/** `type` as it is declared; `base` is the type's own name, without its size, and of a domain what it is made of. */
export interface DatabaseColumn extends Column {
  readonly base: string;
  readonly nullable: boolean;
  readonly loose?: boolean;
}

export interface DatabaseTable {
  /** With its schema, unless it is the one that names without a schema mean. */
  readonly name: string;
  readonly sql: string;
  readonly columns: readonly DatabaseColumn[];
  /** Rows as the database estimates them; negative when it never counted. */
  readonly estimate: number;
}

export interface DatabaseTables {
  readonly tables: readonly DatabaseTable[];
  /** Names of those that may not be read. */
  readonly denied: readonly string[];
}

/** One connection, read only. */
export interface Session {
  /** As it calls itself: `PostgreSQL 15.18`. */
  readonly server: string;
  readonly dialect: Dialect;
  /** Work within one read-only transaction: it sees one moment of the database, and each statement is given so long. */
  within<T>(milliseconds: number, work: (run: Run) => Promise<T>): Promise<T>;
  tables(run: Run): Promise<DatabaseTables>;
  /** Changes when rows may have been added, changed or removed; cheap at any size. */
  stamp(run: Run, tables: readonly DatabaseTable[]): Promise<string>;
  /** At once, whatever it is doing. */
  end(): void;
}

/** Work in the transaction that was begun, and its end: whatever the work threw is what is told. */
export async function toTheEnd<T>(work: () => Promise<T>, end: (statement: string) => Promise<unknown>): Promise<T> {
  let isDone = false;
  try {
    const answer = await work();
    isDone = true;
    return answer;
  } finally {
    const ending = end(isDone ? 'COMMIT' : 'ROLLBACK');
    // What failed before is what is told.
    await (isDone ? ending : ending.catch(() => undefined));
  }
}

/** What went wrong, for the source to go on or to say. */
export type Trouble =
  /** The connection is lost: a new one may do. */
  | { readonly kind: 'gone' }
  | { readonly kind: 'late' }
  /** This server does not speak TLS. */
  | { readonly kind: 'no tls' }
  /** Something that is no JSON was read as JSON. */
  | { readonly kind: 'no json' }
  | { readonly kind: 'said'; readonly sentence: string };

export interface Driver {
  /** `PostgreSQL`. */
  readonly title: string;
  connect(connection: Connection, tls: object | false, milliseconds: number): Promise<Session>;
  /** What it means that connecting or a statement failed so. */
  trouble(error: unknown, connection: Connection): Trouble;
}
