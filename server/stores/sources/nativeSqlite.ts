/** The runtime's own SQLite as an engine, on the file in place. Knows nothing about when that is safe. */
import type { NativeSqlite } from '../world';
import { cellOf, messageOf, type Engine } from './engine';

export function nativeEngine(sqlite: NativeSqlite, path: string): Engine {
  const database = new sqlite.DatabaseSync(path, { readOnly: true });
  database.exec('PRAGMA query_only = ON');
  return {
    run(sql, values) {
      const rows: ReturnType<typeof cellOf>[][] = [];
      try {
        const statement = database.prepare(sql);
        statement.setReadBigInts(true);
        for (const row of statement.iterate(...values)) rows.push(Object.values(row).map(cellOf));
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
