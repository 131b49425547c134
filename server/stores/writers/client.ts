/** The contract of a database that takes one statement in one transaction. Knows no library. */
import type { Connection } from '../sources/connection';
import type { WritingPatience } from './writer';

/** One connection. */
export interface Client {
  begin(): Promise<void>;
  /** Why nothing may be changed in this table, where a change could not be rolled back. */
  refusal(table: string): Promise<string | undefined>;
  /** Rows that were changed, or would have been had they not had these values already. */
  run(statement: string): Promise<number>;
  end(stays: boolean): Promise<void>;
  /** With a goodbye, or at once, whatever it is doing. */
  close(politely: boolean): void;
}

export interface ToWrite {
  connect(to: Connection, tls: object | false, patience: WritingPatience): Promise<Client>;
  /** What only a change can run into; undefined where reading could as well. Nothing was changed then. */
  sentence(error: unknown, connection: Connection): string | undefined;
}
