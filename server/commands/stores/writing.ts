/** Runs a prepared statement for the service, when it was told that it may: all of it, or nothing. */
import { UsageError } from '../arguments';
import type { OpenedStore } from './open';
import type { Run } from './routes';

export const runnerFor =
  (store: OpenedStore): Run =>
  async ({ kind, text, table = '', rows }) => {
    if (kind === 'command' || rows === null)
      return { refused: `This is a command for a terminal, which the service does not run: ${text}` };
    try {
      return { rows: await store.carryOut({ text, table, rows }) };
    } catch (error) {
      if (error instanceof UsageError) return { refused: error.message };
      throw error;
    }
  };
