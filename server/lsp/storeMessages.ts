/** What crosses between the server and the thread of one store. Types only. */
import type { About, Question, Questions } from '../stores/questions';
import type { Wanted } from './runPrepared';

export type OpenPlace =
  | { readonly kind: 'file'; readonly path: string }
  | { readonly kind: 'connection'; readonly name: string; readonly connection: string };

export interface StoreSettings {
  /** Keys whose values are not shown. */
  readonly mask: readonly string[];
  /** Paths of the open folders, whose settings files map stores by hand. */
  readonly folders: readonly string[];
}

export type Choice = Questions['choose']['ask'];

/** What a thread is asked; every message has an answer of its own number. */
export type StoreRequest =
  /** The first message, and again when settings changed: then what was open is closed. */
  | { readonly kind: 'open'; readonly place: OpenPlace; readonly settings: StoreSettings; readonly choice?: Choice }
  | { readonly kind: 'ask'; readonly question: Question; readonly params: unknown }
  /** Prepared again, compared with the text, and carried out in one transaction. */
  | {
      readonly kind: 'run';
      readonly wanted: Wanted;
    };

export type ToStoreThread = (StoreRequest & { readonly number: number }) | StoreCancel;

export interface StoreCancel {
  readonly kind: 'cancel';
  readonly number: number;
}

export type FromStoreThread =
  /** Work on it has begun; what has not begun costs nothing when it is cancelled. */
  | { readonly kind: 'began'; readonly number: number }
  | { readonly kind: 'answer'; readonly number: number; readonly result: unknown }
  /** `stack` only where it is our own mistake. */
  | { readonly kind: 'failure'; readonly number: number; readonly message: string; readonly stack?: string };

/** A thread or anything that behaves like one. */
export interface StoreThread {
  post(message: ToStoreThread): void;
  /** Ends it without calling `ended`. */
  stop(): void;
}

export interface StoreThreadEvents {
  message(message: FromStoreThread): void;
  /** It died by itself; with the reason. */
  ended(reason: string): void;
}

export type { About };
