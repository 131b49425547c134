/** Two events beside each other, and where their payloads differ. */
import { differencesOf } from '../difference';
import { event, eventOfKey } from './event';
import type { Answering } from './question';

export const compare: Answering<'compare'> = async (store, { left, right }, signal) => {
  const [one, two] = [await eventOfKey(store, left), await eventOfKey(store, right)];
  const { mask } = store.settings;
  return {
    left: await event(store, { key: left }, signal),
    right: await event(store, { key: right }, signal),
    data: differencesOf(one.event.data, two.event.data, mask),
    metadata: differencesOf(one.event.metadata, two.event.metadata, mask),
  };
};
