/** What one file says about a bus whose events are named where they are dispatched or heard. */
import type { Dispatch, EventNode, LanguageGraph, Listen } from '../../graph/graph';

export interface Found {
  readonly dispatches: readonly Dispatch[];
  readonly listens: readonly Listen[];
  readonly events: readonly EventNode[];
}

/** All files together; nothing that one of them says depends on another. */
export function finish(_world: unknown, _survey: unknown, found: ReadonlyMap<string, Found>): Partial<LanguageGraph> {
  const all = [...found.values()];
  return {
    events: all.flatMap((one) => one.events),
    dispatches: all.flatMap((one) => one.dispatches),
    listens: all.flatMap((one) => one.listens),
  };
}
