/**
 * The contract of a diagnostic between the code and connected stores: graph and stores in, findings out. They are only
 * asked while a store is connected.
 *
 * To add one: a file in this folder, a line in `index.ts`, a page `docs/diagnostics/CODE.md` and a folder
 * `test/fixtures/storedDiagnostics/CODE/` with a `store.json` beside sources that carry `problem CODE` marks.
 */
import type { Graph, Place } from '../../graph/graph';
import type { ConnectedStore } from '../../graph/stored';
import type { Diagnostic, Finding } from '../diagnostic';

export interface Connected {
  readonly graph: Graph;
  readonly stores: readonly ConnectedStore[];
  /** Milliseconds since 1970. */
  readonly now: number;
  text(file: string): string | undefined;
  /** Where the class of this short name is declared in a file. */
  classIn(file: string, name: string): Place | undefined;
}

export interface StoredDiagnostic extends Omit<Diagnostic, 'check'> {
  check(connected: Connected): readonly Omit<Finding, 'code'>[];
}

/** `1 event`, `1,204 events`. */
export const counted = (count: number, noun = 'event'): string =>
  `${count.toLocaleString('en-US')} ${noun}${count === 1 ? '' : 's'}`;
