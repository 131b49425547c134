/** What is known of enums that travel through channels: the enums, who hands them on, and what one file says. */
import type { Dispatch, Listen } from '../../graph/graph';
import type { Item } from '../../languages/rust/moduleTables';

export type EnumItem = Item & { readonly kind: 'enum' };

export interface Wrapper {
  readonly key: string;
  readonly name: string;
  readonly index: number;
}

export interface Survey {
  readonly enums: ReadonlyMap<string, EnumItem>;
  readonly wrappers: ReadonlyMap<string, Wrapper>;
  /** By file, the fields that keep functions which are called with an event. */
  readonly hubs: ReadonlyMap<string, readonly string[]>;
}

export interface FoundEnums {
  readonly dispatches: readonly Dispatch[];
  readonly listens: readonly (Listen & { readonly enumPath: string })[];
  readonly sent: readonly string[];
  readonly wrappers: readonly Wrapper[];
  /** Enums first seen where they are sent. */
  readonly learned: readonly { readonly path: string; readonly item: EnumItem }[];
}

export const channelsId = 'enumChannels';

export type Growing = {
  dispatches: Dispatch[];
  sent: string[];
  wrappers: Wrapper[];
  learned: { path: string; item: EnumItem }[];
};
