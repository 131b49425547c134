/** What reading a body may find out about typed events, and the wrappers that were learned so far. */
import type { Handler, Site } from '../../graph/graph';
import type { Type } from '../../languages/rust/inferred';
import type { RustWorld } from './contract';
import type { ListenerImpl } from './listenerImpls';
import type { Typed } from './typedEvents';

/** Where a wrapper takes its event from. */
export type Slot = { readonly kind: 'argument' | 'generic'; readonly index: number };

export interface DispatchWrapper {
  readonly key: string;
  readonly name: string;
  readonly slots: readonly Slot[];
  readonly record: boolean;
}

export interface ListenWrapper {
  readonly key: string;
  readonly name: string;
  readonly event: Slot | { readonly kind: 'type'; readonly type: Type } | undefined;
  readonly handler: Slot | { readonly kind: 'listener'; readonly path: string } | undefined;
}

export interface TypedSurvey {
  readonly typed: Typed;
  readonly dispatchWrappers: ReadonlyMap<string, DispatchWrapper>;
  readonly listenWrappers: ReadonlyMap<string, ListenWrapper>;
}

export type FoundEvent = { readonly path: string; readonly variant?: string; readonly type: Type };

export interface FoundDispatch {
  readonly site: Omit<Site, 'certainty' | 'framework'>;
  readonly event: FoundEvent | undefined;
  readonly record: boolean;
  readonly wrapper: boolean;
  readonly reason?: string;
  readonly candidates?: readonly string[];
  readonly afterCommit?: boolean;
  readonly inTransaction?: boolean;
}

export interface FoundListen {
  readonly site: Omit<Site, 'certainty' | 'framework'>;
  readonly event: FoundEvent | undefined;
  /** `*`, when every event is heard. */
  readonly pattern?: string;
  readonly handler: Handler;
  readonly listener?: ListenerImpl;
  readonly once: boolean;
  readonly wrapper: boolean;
  readonly reason?: string;
}

export interface FoundReference {
  readonly site: Omit<Site, 'certainty' | 'framework'>;
  readonly event: FoundEvent | undefined;
  /** The name as written, when no event carries it. */
  readonly name?: string;
}

export interface TypedFound {
  readonly dispatches: readonly FoundDispatch[];
  readonly listens: readonly FoundListen[];
  readonly references: readonly FoundReference[];
  readonly dispatchWrappers: readonly DispatchWrapper[];
  readonly listenWrappers: readonly ListenWrapper[];
  /** Places where a listener is made, for those that nothing registers. */
  readonly built: readonly { readonly path: string; readonly site: Omit<Site, 'certainty' | 'framework'> }[];
}

export interface Reading {
  readonly world: RustWorld;
  readonly survey: TypedSurvey;
  readonly dispatches: FoundDispatch[];
  readonly listens: FoundListen[];
  readonly references: FoundReference[];
  readonly dispatchWrappers: DispatchWrapper[];
  readonly listenWrappers: ListenWrapper[];
  readonly built: { path: string; site: Omit<Site, 'certainty' | 'framework'> }[];
}
