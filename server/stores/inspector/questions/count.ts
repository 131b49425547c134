/** How many events a filter leaves; with patience, after which it is at least so many. */
import { onceHeeding } from '../openStore';
import { countSelected } from '../selecting';
import { selectionOf } from '../selection';
import { partsWithin, wholeLog } from '../wholeLog';
import type { Answering } from './question';

export const count: Answering<'count'> = async (store, { filter }, signal) => {
  const selection = await selectionOf(store, filter);
  const isTimed = selection.from !== undefined || selection.to !== undefined;
  return onceHeeding(store, `count ${selection.key}`, signal, async () => {
    // Where no index leads to a time, the survey knows which parts of the log it may be in.
    const parts = isTimed && !selection.isQuick ? partsWithin(await wholeLog(store, signal), selection) : undefined;
    return countSelected(store, selection, store.settings.patience, signal, parts);
  });
};
