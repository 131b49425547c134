/** The ways from a tab to the events themselves. */
import { streamFilter } from '../attention';
import type { Store } from '../state';

/** Shown among all events: a filter could hide it. */
export function gotoEvent(store: Store, key: string): void {
  store.set({ tab: 'events', event: key, reveal: key, filter: '', from: undefined, to: undefined });
}

/** Only those of one stream. */
export function gotoStream(store: Store, stream: string): void {
  store.set({ tab: 'events', filter: streamFilter(stream), from: undefined, to: undefined, event: undefined });
}
