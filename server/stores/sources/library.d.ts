/** The part of sql.js that is used; the package has no types of its own. */
declare module 'sql.js' {
  export type SqlValue = string | number | bigint | null | Uint8Array;

  export interface SqlStatement {
    bind(values: readonly SqlValue[]): boolean;
    step(): boolean;
    get(values: null, options: { readonly useBigInt: boolean }): SqlValue[];
    free(): boolean;
  }

  export interface SqlDatabase {
    prepare(sql: string): SqlStatement;
    exec(sql: string, values?: readonly SqlValue[]): readonly { readonly values: SqlValue[][] }[];
    export(): Uint8Array;
    close(): void;
  }

  export interface SqlJs {
    readonly Database: new (bytes?: unknown) => SqlDatabase;
  }

  export default function initSqlJs(options: { readonly wasmBinary: Uint8Array }): Promise<SqlJs>;
}
