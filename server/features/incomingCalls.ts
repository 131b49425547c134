/** `callHierarchy/incomingCalls`: the methods that dispatch what a handler hears. */
import type {
  CallHierarchyIncomingCall,
  CallHierarchyIncomingCallsParams,
  CallHierarchyItem,
  Range,
} from 'vscode-languageserver';
import { linksOf, reachedBy } from '../graph/links';
import { itemOfCaller, meantBy } from './callHierarchy';
import { documentOf, rangeOf } from './documents';
import type { Feature } from './feature';

export const incomingCalls: Feature<CallHierarchyIncomingCallsParams, CallHierarchyIncomingCall[]> = {
  method: 'callHierarchy/incomingCalls',
  answer(snapshots, { item }) {
    const here = documentOf(snapshots, item.uri);
    if (!here) return [];
    const { snapshot } = here;
    const links = linksOf(snapshot.graph);
    const sites = new Set(
      meantBy(snapshot, item)
        .listens.flatMap(reachedBy)
        .flatMap((id) => links.dispatchesOf(id)),
    );
    const calls = new Map<string, { readonly from: CallHierarchyItem; readonly fromRanges: Range[] }>();
    for (const site of sites) {
      const from = itemOfCaller(snapshot, site);
      const key = `${from.uri} ${from.name}`;
      const before = calls.get(key);
      if (before) before.fromRanges.push(rangeOf(snapshot, site));
      else calls.set(key, { from, fromRanges: [rangeOf(snapshot, site)] });
    }
    return [...calls.values()];
  },
};
