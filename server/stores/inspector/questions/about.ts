/** What a store is: its tables, how it is read and why, and which parts it has. Counts nothing. */
import type { About, LayoutChoice } from '../../questions';
import type { Recognised } from '../../store';
import type { OpenStore } from '../openStore';
import type { Answering } from './question';

export const about: Answering<'about'> = (store) => Promise.resolve(aboutOf(store));

export function aboutOf(store: OpenStore): About {
  const { mapping, chosen, layouts, source } = store;
  const size = store.size();
  const others = layouts.filter((layout) => layout !== chosen);
  return {
    name: store.name,
    kind: source.kind,
    how: source.how,
    notes: [...source.notes, ...store.problems],
    ...(size !== undefined && { size }),
    layouts: [...(chosen ? [chosen] : []), ...others].map((layout) => choiceOf(layout)),
    tables: store.tables.map(({ name, columns }) => ({
      name,
      columns: columns.map((column) => ({ name: column.name, type: column.type })),
    })),
    has: {
      events: mapping.events !== undefined,
      streams: mapping.events?.stream !== undefined,
      times: mapping.events?.time !== undefined,
      failures: (mapping.failures ?? []).length > 0,
      jobs: (mapping.jobs ?? []).length > 0,
      projections: (mapping.projections ?? []).length > 0,
      snapshots: (mapping.snapshots ?? []).length > 0,
      correlation: mapping.events?.correlation !== undefined || mapping.events?.causation !== undefined,
    },
    version: store.version,
  };
}

export const layoutKey = ({ layout, mapping }: Recognised): string =>
  mapping.events ? `${layout}:${mapping.events.table}` : layout;

function choiceOf(recognised: Recognised): LayoutChoice {
  const { layout, title, score, reason, mapping } = recognised;
  return { key: layoutKey(recognised), layout, title, score, reason, table: mapping.events?.table ?? null };
}
