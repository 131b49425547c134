/** What a store may ask of the machine, handed in by the shells; reading only. Knows no format. */

export interface PathState {
  readonly kind: 'file' | 'folder' | 'other';
  readonly size: number;
  /** Changes whenever the file is written or replaced, as far as the file system tells. */
  readonly stamp: string;
}

/** A file held open for reading. */
export interface OpenFile {
  size(): number;
  /** Fills `into` from `position` on; the number of bytes that were there. */
  read(into: Uint8Array, position: number): number;
  close(): void;
}

export interface World {
  /** Undefined when there is nothing; throws a system error with its `code` otherwise. */
  state(path: string): PathState | undefined;
  open(path: string): OpenFile;
  /** A file that is shipped beside the program: `sql-wasm.wasm`. */
  load(name: string): Uint8Array;
  /** `node:sqlite` of this runtime, where it has one. */
  native?(): NativeSqlite | undefined;
}

/** The part of `node:sqlite` that is used. */
export interface NativeSqlite {
  readonly DatabaseSync: new (path: string, options: { readonly readOnly: boolean }) => NativeDatabase;
}

export interface NativeDatabase {
  exec(sql: string): void;
  prepare(sql: string): NativeStatement;
  close(): void;
}

export interface NativeStatement {
  setReadBigInts(enabled: boolean): void;
  run(...values: readonly NativeValue[]): { readonly changes: number | bigint };
  iterate(...values: readonly NativeValue[]): Iterable<Readonly<Record<string, NativeValue>>>;
}

export type NativeValue = string | number | bigint | null | Uint8Array;
