/** Reads a store by another of its layouts, or by a mapping made by hand. Knows no question that follows. */
import { mappedByHand, readStores } from '../../mappingFile';
import { StoreProblem, type Recognised } from '../../store';
import { withLayout, type OpenStore } from '../openStore';
import { aboutOf, layoutKey } from './about';
import type { Answering } from './question';

export const choose: Answering<'choose'> = async (store, { key, mapping }) => {
  const chosen = mapping === undefined ? layoutOf(store, key) : byHand(store, mapping);
  const others = store.layouts.filter((layout) => layoutKey(layout) !== layoutKey(chosen));
  const layouts = mapping === undefined ? store.layouts : [chosen, ...others];
  const next = await withLayout({ ...store, layouts, version: store.version + 1 }, chosen);
  store.become(next);
  return aboutOf(next);
};

function layoutOf(store: OpenStore, key: string | undefined): Recognised {
  const found = store.layouts.find((layout) => layoutKey(layout) === key);
  if (found) return found;
  throw new StoreProblem(`${store.name} has no layout "${String(key).slice(0, 80)}".`);
}

/** A list of stores as in the settings, one of them, or its mapping alone: it is meant for this store in any case. */
function byHand(store: OpenStore, given: unknown): Recognised {
  const [one] = Array.isArray(given) ? (given as unknown[]) : [given];
  const isEntry = typeof one === 'object' && one !== null && 'mapping' in one;
  const problems: string[] = [];
  const stores = readStores([{ match: '*', mapping: isEntry ? one.mapping : one }], problems);
  const { found, problems: missing } = mappedByHand(stores, store.path, store.tables);
  const [chosen] = found;
  if (chosen) return { ...chosen, reason: 'Mapped by hand.' };
  throw new StoreProblem(
    [...problems, ...missing].join(' ').replaceAll('The mapping of "*"', 'The mapping') || 'The mapping maps nothing.',
  );
}
