/** Looks at the store again: whether there is anything new, and how many events. Chooses no layout unless tables changed. */
import { recognise } from '../../layouts';
import { mappedByHand } from '../../mappingFile';
import type { Cell, Condition } from '../../store';
import { bestOf } from '../companions';
import { newVersion, withLayout, type OpenStore } from '../openStore';
import { pageEvents } from '../paging';
import { layoutKey } from './about';
import type { Answering } from './question';

export const refresh: Answering<'refresh'> = async (store) => {
  if (!(await store.source.refresh())) return { changed: false, version: store.version, added: 0 };
  const next = await lookedAtAgain(store);
  store.become(next);
  return { changed: true, version: next.version, added: await addedTo(next, store) };
};

async function lookedAtAgain(store: OpenStore): Promise<OpenStore> {
  const tables = await store.source.tables();
  if (JSON.stringify(tables) === JSON.stringify(store.tables)) return newVersion(store);
  const { found, problems } = mappedByHand(store.settings.mappings, store.path, tables);
  const layouts = [...found, ...recognise(tables)];
  const before = store.chosen && layoutKey(store.chosen);
  // One mapped by hand in the meantime stays, as long as the tables have what it names.
  const kept = layouts.find((layout) => layoutKey(layout) === before);
  const stores = store.chosen?.layout === 'by-hand' ? [{ match: '*', mapping: store.chosen.mapping }] : [];
  const [own] = kept ? [] : mappedByHand(stores, store.path, tables).found;
  const chosen = kept ?? own ?? bestOf(layouts);
  return withLayout(
    { ...store, tables, layouts: own ? [own, ...layouts] : layouts, problems, version: store.version + 1 },
    chosen,
  );
}

/** Null where the log was replaced, and nothing says what of it is new. */
async function addedTo(next: OpenStore, before: OpenStore): Promise<number | null> {
  if (!next.events || next.mapping.events?.table !== before.mapping.events?.table) return null;
  const { from, order } = next.events;
  const last = before.newest;
  if (last && !(await isThere(next, last))) return null;
  const [all] = await next.source.count({ ...from, ...(last && { span: { order, after: last } }) });
  return all?.count ?? null;
}

async function isThere(store: OpenStore, cells: readonly Cell[]): Promise<boolean> {
  const where = (store.events?.order ?? []).map(({ column }, index): Condition => {
    const value = cells[index] ?? null;
    return value === null ? { column, is: 'null' } : { column, is: '=', value };
  });
  return (await pageEvents(store, { order: 'oldest', where, limit: 1, light: true })).length > 0;
}
