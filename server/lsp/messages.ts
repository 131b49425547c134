/** What crosses between the server's two threads: the one that speaks with the editor, and the one that reads code. */
import type { ConnectedStore } from '../graph/stored';
import type { EditorSettings, State } from '../protocol';

export interface FolderName {
  /** URI as the editor spells it, without a slash at the end. */
  readonly uri: string;
  readonly name: string;
}

export type ToWorker =
  | { readonly kind: 'settings'; readonly settings: EditorSettings }
  /** All folders that are open now, in the editor's order. */
  | { readonly kind: 'folders'; readonly folders: readonly FolderName[] }
  /** Text as it stands in the editor; without text the document was closed. */
  | { readonly kind: 'edited'; readonly uri: string; readonly text?: string }
  /** Changed on disk; without a list, anything may have changed. */
  | { readonly kind: 'changed'; readonly uris?: readonly string[] }
  /** What connected stores hold now. */
  | { readonly kind: 'stored'; readonly stores: readonly ConnectedStore[] }
  | { readonly kind: 'request'; readonly id: number; readonly method: string; readonly params: unknown };

export type FromWorker =
  | { readonly kind: 'answer'; readonly id: number; readonly result: unknown }
  | { readonly kind: 'failure'; readonly id: number; readonly message: string; readonly stack?: string }
  | { readonly kind: 'state'; readonly state: State }
  /** Lenses and problems are to be asked for again, though the graph is as it was. */
  | { readonly kind: 'refresh' }
  /** A line for the log. */
  | { readonly kind: 'log'; readonly message: string };
