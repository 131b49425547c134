/** How many events a filter leaves; with patience, after which it is at least so many. */
import { onceHeeding } from '../openStore';
import { countSelected } from '../selecting';
import { selectionOf } from '../selection';
import type { Answering } from './question';

export const count: Answering<'count'> = async (store, { filter }, signal) => {
  const selection = await selectionOf(store, filter);
  return onceHeeding(store, `count ${selection.key}`, signal, () =>
    countSelected(store, selection, store.settings.patience, signal),
  );
};
