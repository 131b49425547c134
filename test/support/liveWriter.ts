/** Another process that writes to an SQLite file in WAL mode, as an application would, and says when it has. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { nodeWithSqlite } from './servers/install';

export interface LiveWriter {
  /** Runs a statement; settles when it is committed. */
  exec(sql: string): Promise<void>;
  /** Writes so many rows one by one, each a transaction, without a word until it is done. */
  insert(count: number): Promise<void>;
  /** Without closing the database: its log stays beside it. */
  kill(): Promise<void>;
  close(): Promise<void>;
}

const program = `
const { DatabaseSync } = require('node:sqlite');
const database = new DatabaseSync(process.argv[1]);
require('node:readline').createInterface({ input: process.stdin }).on('line', (line) => {
  const { sql, count } = JSON.parse(line);
  if (sql) database.exec(sql);
  const insert = count && database.prepare("INSERT INTO events (type, data) VALUES ('Live', ?)");
  for (let n = 0; n < count; n++) {
    insert.run(JSON.stringify({ text: 'x'.repeat(n % 700) }));
    if (n % 97 === 96) database.exec('PRAGMA wal_checkpoint(' + (n % 2 ? 'RESTART' : 'TRUNCATE') + ')');
  }
  console.log('done');
}).on('close', () => database.close());
`;

export function startWriter(path: string): LiveWriter {
  const child = spawn(nodeWithSqlite(), ['--no-warnings', '-e', program, path], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const answers = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const gone = once(child, 'exit');
  const ask = async (what: object): Promise<void> => {
    child.stdin.write(`${JSON.stringify(what)}\n`);
    const { done } = await answers.next();
    if (done) throw new Error('The writer ended before it had written.');
  };
  return {
    exec: (sql) => ask({ sql }),
    insert: (count) => ask({ count }),
    async kill() {
      child.kill('SIGKILL');
      await gone;
    },
    async close() {
      child.stdin.end();
      await gone;
    },
  };
}
