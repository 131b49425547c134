/**
 * The contracts of stored events: where they come from (a source), how their tables are read as events (a layout), and
 * what the inspector shows of them. Plain readonly data; knows no database driver, no file and no code.
 */

/** A cell as the database has it. Integers beyond 2^53 are bigint. */
export type Cell = string | number | bigint | boolean | null | Uint8Array;
export type Row = Readonly<Record<string, Cell>>;

export interface Column {
  readonly name: string;
  /** As declared, lower case; empty where the database knows none. */
  readonly type: string;
  readonly primaryKey?: boolean;
  /** First of an index: rows with a value are found without a look at all others. */
  readonly indexed?: boolean;
}

export interface Table {
  /** With its schema where the database has several: `message_store.messages`. */
  readonly name: string;
  readonly columns: readonly Column[];
  /** Entries of a text file: `rowid` is an entry's line or place, and the column `*` all of it as JSON. */
  readonly lines?: true;
}

export interface Condition {
  readonly column: string;
  /** `glob`: `*` stands for any characters, upper and lower case differ; `contains`: they do not. */
  readonly is: '=' | '!=' | '<' | '<=' | '>' | '>=' | 'contains' | 'glob' | 'in' | 'null' | 'not null';
  /** Absent for `null` and `not null`. Always bound, never part of a statement's text. */
  readonly value?: Cell;
  /** For `in`. */
  readonly values?: readonly Cell[];
  /** Compares numbers, and texts that are one, with the number `value`; anything else does not hold. */
  readonly as?: 'number';
  /** It is enough that one of these holds. */
  readonly or?: readonly Condition[];
  /** All of it, `or` included, must not hold; a value that is not there does not. */
  readonly not?: true;
}

/** Columns of another table beside those of the first; a row without a partner stays, its joined columns are null. */
export interface Join {
  readonly table: string;
  /** What its columns are called by: `event.event_type`. */
  readonly as: string;
  /** A column of the first table, or `as.column` of a join before this one. */
  readonly from: string;
  /** The column of the joined table that equals it. */
  readonly to: string;
  /** Where it may have several partners, only the one with the smallest value here: no row comes twice. */
  readonly first?: string;
}

/** Part of all rows in an order: after one row, up to and with another. */
export interface Span {
  /** The last column must be unique, so that no row is lost between two pages. */
  readonly order: readonly { readonly column: string; readonly descending?: boolean }[];
  /** Values of the order's columns in the last row before. */
  readonly after?: readonly Cell[];
  /** Values of the order's columns in the last row of the span. */
  readonly until?: readonly Cell[];
}

/** One page by key, never by offset: rows after `after` in the order asked for. */
export interface PageQuery extends Span {
  readonly table: string;
  readonly join?: readonly Join[];
  readonly columns: readonly string[];
  readonly where?: readonly Condition[];
  readonly limit: number;
  /** Leaves out so many rows first: to find where a span of many rows ends. */
  readonly skip?: number;
}

export interface CountQuery {
  readonly table: string;
  readonly join?: readonly Join[];
  readonly where?: readonly Condition[];
  /** Only rows of this part. */
  readonly span?: Span;
  /** One row for each value, most frequent first. */
  readonly by?: string;
  /** One row for each value and bucket of time. */
  readonly bucket?: Bucket;
  readonly limit?: number;
  /** Smallest and largest value of this column along with each count. */
  readonly range?: string;
  /** Largest values of these columns along with each count. */
  readonly largest?: readonly string[];
}

/** Times in steps of `seconds`, counted from `offset` seconds after 1970. */
export interface Bucket {
  readonly column: string;
  readonly kind?: TimeKind;
  readonly seconds: number;
  readonly offset?: number;
}

export interface Count {
  readonly value: Cell;
  readonly count: number;
  readonly first?: Cell;
  readonly last?: Cell;
  /** Number of the bucket; null where the time is missing or none. */
  readonly bucket?: number | null;
  readonly largest?: readonly Cell[];
  /** False where counting took too long and the database's own estimate stands in for it. */
  readonly exact?: false;
}

/** A file or database, opened read only. Every method may reject with a `StoreProblem`. */
export interface Source {
  readonly kind: 'sqlite' | 'jsonl' | 'log' | 'postgres' | 'mysql';
  /** One sentence for people: what reads it, and why that. */
  readonly how: string;
  /** Sentences on what is odd with it and was read all the same. */
  readonly notes: readonly string[];
  tables(): Promise<readonly Table[]>;
  page(query: PageQuery): Promise<readonly Row[]>;
  /** Without `by` one entry whose value is null. */
  count(query: CountQuery): Promise<readonly Count[]>;
  /** Looks at the file or database again; true when there may be new rows. */
  refresh(): Promise<boolean>;
  close(): Promise<void>;
}

/** What cannot be read, as one clear sentence that says what happened and what to do. */
export class StoreProblem extends Error {}

export type TimeKind = 'text' | 'seconds' | 'milliseconds' | 'microseconds';

/**
 * Which column says what. Names of columns of `table`, or `as.column` of a join; after a colon stands a path into the
 * column's JSON, its keys joined by dots: `metadata:correlation_id`.
 */
export interface EventColumns {
  readonly table: string;
  readonly join?: readonly Join[];
  /** What people call the table, where another table says so: the row of `table` whose `key` is this table's name. */
  readonly called?: { readonly table: string; readonly key: string; readonly name: string };
  /** Orders all events. `rowid` where no column does: what has no such thing orders by time, stream, version and id. */
  readonly position: string;
  /** Second column of the order, where a position may come twice. */
  readonly tie?: string;
  /**
   * Empty where the store does not say. A path that ends in `*` is what an enum in JSON is called: the text itself, or
   * the object's `type`, or its only key.
   */
  readonly type: string;
  readonly data: string;
  readonly id?: string;
  readonly stream?: string;
  readonly streamType?: string;
  readonly version?: string;
  readonly time?: string;
  readonly timeKind?: TimeKind;
  readonly metadata?: string;
  readonly correlation?: string;
  readonly causation?: string;
  /** Only rows with these values are events. */
  readonly where?: readonly Condition[];
}

export interface ProjectionColumns {
  readonly table: string;
  readonly name: string;
  readonly position?: string;
  readonly status?: string;
  readonly updated?: string;
  readonly timeKind?: TimeKind;
}

export interface FailureColumns {
  readonly table: string;
  readonly join?: readonly Join[];
  readonly id: string;
  /** Class or name of what failed. */
  readonly subject?: string;
  readonly error?: string;
  /** Class of the exception, where it has a column of its own. */
  readonly exception?: string;
  /** The calls that led to it, where they have a column of their own. */
  readonly trace?: string;
  readonly data?: string;
  /** What it is about: id of the event, else its position, else no more than its type. */
  readonly event?: string;
  readonly queue?: string;
  readonly attempts?: string;
  readonly time?: string;
  readonly timeKind?: TimeKind;
  /** Null or empty as long as the failure stands. */
  readonly resolved?: string;
  /** They are those of a queue's jobs, not of handlers. */
  readonly job?: true;
  /** Only rows with these values are failures. */
  readonly where?: readonly Condition[];
}

export interface SnapshotColumns {
  readonly table: string;
  readonly stream: string;
  readonly version?: string;
  readonly state?: string;
  readonly time?: string;
  readonly timeKind?: TimeKind;
}

export interface JobColumns {
  readonly table: string;
  readonly id: string;
  /** Class or name of the job or message. */
  readonly type?: string;
  readonly queue?: string;
  readonly data?: string;
  readonly attempts?: string;
  readonly available?: string;
  readonly time?: string;
  readonly timeKind?: TimeKind;
  /** Only rows with these values are jobs. */
  readonly where?: readonly Condition[];
}

/** A table that has one row for each stream. */
export interface StreamColumns {
  readonly table: string;
  readonly stream: string;
  readonly type?: string;
  readonly version?: string;
  readonly time?: string;
  readonly timeKind?: TimeKind;
}

/** What one layout makes of a store's tables. */
export interface Mapping {
  readonly events?: EventColumns;
  readonly projections?: readonly ProjectionColumns[];
  readonly failures?: readonly FailureColumns[];
  readonly snapshots?: readonly SnapshotColumns[];
  readonly jobs?: readonly JobColumns[];
  readonly streams?: readonly StreamColumns[];
}

export interface Recognised {
  readonly layout: string;
  readonly title: string;
  /** From 0 to 1: how much of the layout's columns is there, and how much of what is there it explains. */
  readonly score: number;
  /** One sentence: `All 8 columns of spatie's stored_events are there, and its snapshots beside them.` */
  readonly reason: string;
  /** How many columns the match rests on: of two equal scores the larger is the more specific. */
  readonly columns: number;
  readonly mapping: Mapping;
}

/**
 * The contract of a layout; `layouts/index.ts` lists them. To add one: a file, a line in the list, and a fixture
 * `test/fixtures/layouts/ID/` with `store.sql` and what must be read from it.
 */
export interface Layout {
  /** Kebab case: `spatie-event-sourcing`. */
  readonly id: string;
  /** As people know it: `Laravel, spatie/laravel-event-sourcing`. */
  readonly title: string;
  /** One entry for each table that can be read so: prooph has one per stream. Empty when it is not this layout. */
  recognise(tables: readonly Table[]): readonly Recognised[];
}

export type Payload =
  | { readonly kind: 'json'; readonly value: unknown; readonly encoding: string }
  /** Not decodable: shown as hexadecimal, honestly labelled. */
  | { readonly kind: 'opaque'; readonly hex: string; readonly size: number; readonly reason: string };

export interface StoredEvent {
  readonly position: number | bigint | string | null;
  readonly stream: string | null;
  readonly version: number | bigint | null;
  readonly type: string;
  readonly data: Payload;
  readonly metadata: Payload | null;
  /** ISO 8601 in UTC; null when the store has none or what it has is no time. */
  readonly time: string | null;
  readonly id: string | null;
  readonly correlation: string | null;
  readonly causation: string | null;
}
