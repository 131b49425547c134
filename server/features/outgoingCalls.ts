/** `callHierarchy/outgoingCalls`: the handlers of what a method dispatches. */
import type {
  CallHierarchyItem,
  CallHierarchyOutgoingCall,
  CallHierarchyOutgoingCallsParams,
  Range,
} from 'vscode-languageserver';
import { itemOfHandler, meantBy } from './callHierarchy';
import { documentOf, rangeOf } from './documents';
import type { Feature } from './feature';
import { heardBy } from './wires';

export const outgoingCalls: Feature<CallHierarchyOutgoingCallsParams, CallHierarchyOutgoingCall[]> = {
  method: 'callHierarchy/outgoingCalls',
  answer(snapshots, { item }) {
    const here = documentOf(snapshots, item.uri);
    if (!here) return [];
    const { snapshot } = here;
    const calls = new Map<string, { readonly to: CallHierarchyItem; readonly fromRanges: Range[] }>();
    for (const site of meantBy(snapshot, item).dispatches)
      for (const listen of site.eventId === null ? [] : heardBy(snapshot.graph, site.eventId).listens) {
        const to = itemOfHandler(snapshot, listen);
        const key = `${to.uri} ${to.name} ${to.selectionRange.start.line}`;
        const before = calls.get(key);
        if (before) before.fromRanges.push(rangeOf(snapshot, site));
        else calls.set(key, { to, fromRanges: [rangeOf(snapshot, site)] });
      }
    return [...calls.values()];
  },
};
