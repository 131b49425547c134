/** What the panel of a store and the extension say to each other. Types only. */
import type {
  About,
  CodePlace,
  Location,
  Question,
  Questions,
  StoreCodeAnswer,
  StoreCodeParams,
} from '../../server/protocol';

export type Tab =
  | 'overview'
  | 'events'
  | 'streams'
  | 'failures'
  | 'jobs'
  | 'projections'
  | 'snapshots'
  | 'fields'
  | 'integrity'
  | 'mapping'
  /** Shown while two events are chosen. */
  | 'compare';

/** What is kept when the panel is hidden, moved or opened again. */
export interface PanelState {
  readonly tab: Tab;
  readonly filter: string;
  readonly from?: string;
  readonly to?: string;
  /** Key of the event shown. */
  readonly event?: string;
  readonly follow: boolean;
  /** Widths and heights of panes that were dragged, by name. */
  readonly panes: Readonly<Record<string, number>>;
}

export interface SavedFilter {
  readonly name: string;
  readonly text: string;
}

export type ToExtension =
  | { readonly kind: 'ready' }
  | {
      [Q in Question]: {
        readonly kind: 'ask';
        readonly number: number;
        readonly question: Q;
        readonly params: Questions[Q]['ask'];
      };
    }[Question]
  | {
      readonly kind: 'code';
      readonly number: number;
      readonly types: StoreCodeParams['types'];
      readonly classes: StoreCodeParams['classes'];
    }
  | { readonly kind: 'cancel'; readonly number: number }
  | { readonly kind: 'open'; readonly location: Location; readonly beside?: boolean }
  /** A file and line from a stack trace: opened when the workspace has it, otherwise one sentence. */
  | { readonly kind: 'openFrame'; readonly file: string; readonly line: number | null }
  | { readonly kind: 'map'; readonly eventId: string }
  | { readonly kind: 'explain'; readonly name: string }
  | { readonly kind: 'copy'; readonly text: string }
  /** Asks where, then writes the whole export there, with progress. */
  | {
      readonly kind: 'export';
      readonly format: Questions['export']['ask']['format'];
      readonly filter?: Questions['export']['ask']['filter'];
      readonly keys?: readonly string[];
    }
  /** Asks once more, then runs it: `Change 1 row in … of …?` */
  | {
      readonly kind: 'run';
      readonly number: number;
      readonly change: Questions['prepare']['ask'];
      readonly text: string;
    }
  | { readonly kind: 'saveFilters'; readonly filters: readonly SavedFilter[] }
  | { readonly kind: 'saveMapping'; readonly number: number; readonly match: string; readonly mapping: unknown }
  | { readonly kind: 'openAsText' }
  | { readonly kind: 'tryAgain' }
  | { readonly kind: 'follow'; readonly follow: boolean }
  | { readonly kind: 'state'; readonly state: PanelState };

/** Asked for from outside: a lens, the tree, a problem. */
export interface Goto {
  readonly tab: Tab;
  readonly filter?: string;
  readonly event?: string;
}

export type ToPanel =
  /** The store is being opened: what is read and how much of it, in bytes, as far as known. May come again and again. */
  | { readonly kind: 'opening'; readonly name: string; readonly size?: number; readonly read?: number }
  | {
      readonly kind: 'start';
      readonly about: About;
      readonly locale: string;
      readonly state?: Partial<PanelState>;
      readonly filters: readonly SavedFilter[];
      readonly goto?: Goto;
      /** False in a workspace without a folder: nothing can be saved in `.event-wiring.json`. */
      readonly canSaveMapping: boolean;
    }
  /** The store cannot be opened: one sentence. Shown with Open as Text and Try Again. */
  | { readonly kind: 'failed'; readonly message: string }
  | {
      [Q in Question]: {
        readonly kind: 'answer';
        readonly number: number;
        readonly question: Q;
        readonly answer: Questions[Q]['answer'];
      };
    }[Question]
  | { readonly kind: 'code'; readonly number: number; readonly answer: StoreCodeAnswer }
  /** Answers `run` and `saveMapping`: rows changed, or null when the user said no. */
  | { readonly kind: 'done'; readonly number: number; readonly rows: number | null }
  | { readonly kind: 'refused'; readonly number: number; readonly message: string }
  | { readonly kind: 'changed'; readonly version: number; readonly added: number | null; readonly problem?: string }
  /** The code was read again: what was asked about it may be old. */
  | { readonly kind: 'codeChanged' }
  | { readonly kind: 'goto'; readonly goto: Goto };

export type { CodePlace };
