/** What is known of Bevy's events: which there are, and what one file says about them. */
import type { Dispatch, EventNode, Listen } from '../../graph/graph';
import type { Context, Type } from '../../languages/rust/inferred';
import type { Item } from '../../languages/rust/moduleTables';

export type EventItem = Item & { readonly kind: 'struct' | 'enum' };

export interface Survey {
  readonly events: ReadonlyMap<string, EventItem>;
}

/** A function that hears an event, and the place where it is handed to the app, once that is known. */
export interface System {
  readonly key: string;
  readonly context: Context;
  readonly heard: readonly Heard[];
}

export interface Heard {
  readonly type: Type & { kind: 'named' };
  readonly observer: boolean;
  readonly via: string;
}

export interface Found {
  readonly dispatches: readonly Dispatch[];
  readonly listens: readonly Listen[];
  readonly systems: readonly System[];
  /** Places at which a function is handed to the app, by the function's key. */
  readonly added: readonly {
    readonly key: string;
    readonly listen: Omit<Listen, 'eventId' | 'event' | 'handler' | 'certainty'>;
  }[];
  readonly external: readonly EventNode[];
}

export const bevyId = 'bevy';

export interface Into {
  dispatches: Dispatch[];
  listens: Listen[];
  added: Found['added'][number][];
  external: EventNode[];
}
