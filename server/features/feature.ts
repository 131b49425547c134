/**
 * The contract of a feature: one request of an editor, answered from snapshots of the open folders. A feature is a pure,
 * synchronous function; it never touches the disk, and reads text only through the snapshot.
 *
 * To add one: a file in this folder, a line in `index.ts`, and marks or cases in `test/features.test.ts`.
 */
import type { CheckedGraph } from '../diagnostics';
import type { Severity } from '../diagnostics/diagnostic';
import type { Graph } from '../graph/graph';
import type { ConnectedStore } from '../graph/stored';
import type { EditorSettings } from '../protocol';

/** One workspace folder as it stands now, unsaved text included. Valid until the next edit. */
export interface Snapshot {
  /** URI of the folder, without a slash at the end. */
  readonly root: string;
  /** Shown with several folders. */
  readonly name: string;
  /** Grows with every edit that changed the graph. */
  readonly version: number;
  /** Everything, external events included. */
  readonly graph: Graph;
  /** Findings; computed on first demand. */
  checked(): CheckedGraph;
  /** Current text of a file by its path relative to the root; undefined when there is none. */
  text(file: string): string | undefined;
  /** Paths of all its sources, where they are known. */
  files?(): readonly string[];
  readonly settings: EditorSettings;
  /** Address of the folder with one page for each diagnostic, ending in a slash. */
  readonly docs?: string;
  /** What the folder's settings file says of diagnostics, by code. */
  readonly configured?: Readonly<Record<string, Severity | 'off'>>;
  /** Stores that are connected, with what they hold; the same for every folder. */
  readonly stored?: readonly ConnectedStore[];
  /** When it was taken: milliseconds since 1970. */
  readonly now?: number;
}

export interface Feature<Params = never, Answer = unknown> {
  /** The request's method: `textDocument/hover`. */
  readonly method: string;
  /**
   * `snapshots` has the folder that the request's document belongs to alone, or all of them for a request without a
   * document. Undefined members of the answer are left out on the wire.
   */
  answer(snapshots: readonly Snapshot[], params: Params): Answer;
}

/** A request that makes no sense here: one sentence for the user, to be sent as the request's error. */
export class Refusal extends Error {}
