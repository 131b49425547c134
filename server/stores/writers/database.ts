/** A database opened for one statement over a connection of its own, never the one that reads. Knows no library. */
import { parseConnection, placeOf, type Connection } from '../sources/connection';
import { driverOf, scrubbed, tlsOf } from '../sources/database';
import { StoreProblem } from '../store';
import type { Client, ToWrite } from './client';
import { unchanged, usualPatience, type Writer, type WritingPatience } from './writer';

export interface DatabaseWriterOptions {
  /** Reads the certificates that a connection string names. */
  readonly read: (path: string) => Uint8Array;
  readonly patience?: WritingPatience;
}

/** A server that falls silent cannot end a statement itself. */
const grace = 2_000;

export function databaseWriter(text: string, { read, patience = usualPatience }: DatabaseWriterOptions): Writer {
  const connection = parseConnection(text);
  const place = placeOf(connection);
  return {
    async run(statement, commits) {
      const { trouble } = await driverOf(connection);
      const toWrite = await toWriteOf(connection);
      let client: Client | undefined;
      // Set in functions, which a variable of its own would not tell the compiler.
      const at: { step: 'outside' | 'open' | 'keeping' } = { step: 'outside' };
      try {
        const { tls } = connection;
        client = await toWrite.connect(connection, tlsOf(tls, connection, read), patience).catch((error: unknown) => {
          if (tls.kind !== 'preferred' || trouble(error, connection).kind !== 'no tls') throw error;
          return toWrite.connect(connection, false, patience);
        });
        const open = client;
        return await inTime(async () => {
          await open.begin();
          at.step = 'open';
          const why = await open.refusal(statement.table);
          if (why !== undefined) throw new StoreProblem(`${why} ${unchanged}`);
          const rows = await open.run(statement.text);
          const stays = commits(rows);
          if (stays) at.step = 'keeping';
          await open.end(stays);
          at.step = 'outside';
          return rows;
        });
      } catch (error) {
        if (error instanceof StoreProblem) throw error;
        throw new StoreProblem(scrubbed(sentenceOf(error, at.step === 'keeping'), connection));
      } finally {
        // What was begun and not kept goes with the connection.
        client?.close(at.step === 'outside');
      }

      function sentenceOf(error: unknown, isKeeping: boolean): string {
        const own = error instanceof Silent ? undefined : toWrite.sentence(error, connection);
        if (own !== undefined) return `${own} ${unchanged}`;
        const known = error instanceof Silent ? error : trouble(error, connection);
        if (known.kind === 'gone' || known.kind === 'silent') {
          const what = known.kind === 'gone' ? `The connection to ${place} was lost` : `${place} no longer answers`;
          if (!isKeeping) return `${what}: what was begun there is rolled back. ${unchanged}`;
          return `${what}, just as the change was to be kept: whether it was cannot be told from here. Look at the store again.`;
        }
        if (known.kind === 'late')
          return `The statement took longer than ${patience.statement / 1000} s and was rolled back: somebody else may hold these rows. ${unchanged}`;
        if (known.kind === 'said') return `${known.sentence} ${unchanged}`;
        return `The statement failed: ${error instanceof Error ? error.message : String(error)}. ${unchanged}`;
      }
    },
  };

  async function inTime<T>(work: () => Promise<T>): Promise<T> {
    let timer: NodeJS.Timeout | undefined;
    const silence = new Promise<never>((_, reject) => {
      timer = setTimeout(() => {
        reject(new Silent());
      }, patience.statement + grace);
    });
    try {
      return await Promise.race([work(), silence]);
    } finally {
      clearTimeout(timer);
    }
  }
}

class Silent extends Error {
  readonly kind = 'silent';
}

async function toWriteOf({ kind }: Connection): Promise<ToWrite> {
  return kind === 'postgres' ? (await import('./postgres')).toPostgres : (await import('./mysql')).toMysql;
}
