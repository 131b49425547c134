/** sql.js as an engine, over bytes that it asks for as it needs them. Knows no file. */
import initSqlJs, { type SqlJs } from 'sql.js';
import type { World } from '../world';
import { cellOf, messageOf, type Engine } from './engine';
import type { PagedBytes } from './pagedBytes';

/** Once for the process: the library itself keeps the first. */
export function loadSqlJs(load: World['load']): Promise<SqlJs> {
  return initSqlJs({ wasmBinary: load('sql-wasm.wasm') });
}

export function sqlJsEngine(sqlJs: SqlJs, bytes: PagedBytes): Engine {
  const database = new sqlJs.Database(bytes);
  return {
    run(sql, values) {
      const rows: ReturnType<typeof cellOf>[][] = [];
      try {
        const statement = database.prepare(sql);
        try {
          statement.bind(values);
          while (statement.step()) rows.push(statement.get(null, { useBigInt: true }).map(cellOf));
        } finally {
          statement.free();
        }
        return { rows };
      } catch (error) {
        return { rows, failure: messageOf(error) };
      }
    },
    close() {
      database.close();
    },
  };
}
