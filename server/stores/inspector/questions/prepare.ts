/** A retry, a resolution or a rebuild written out as a statement or command. Nothing is ever run from here. */
import type { Prepared } from '../../questions';
import { StoreProblem, type Condition, type ProjectionColumns, type Row } from '../../store';
import { textOf } from '../cells';
import { layoutOf } from '../companions';
import { failureSides } from '../failureRows';
import type { OpenStore } from '../openStore';
import { nextAttempt } from '../repairs/byColumns';
import { noRepair, repairs } from '../repairs';
import type { Offer } from '../repairs/repair';
import { hasColumn, rowAt } from '../sideRows';
import { dialectOf, updateIn, type Change } from '../writing';
import type { Answering } from './question';

export const prepare: Answering<'prepare'> = async (store, { what, key }) => {
  const offer = what === 'rebuild' ? await rebuildOf(store, key) : await repairOf(store, what, key);
  if (offer.kind === 'none') throw new StoreProblem(offer.why);
  if (offer.kind === 'command')
    return { what, kind: 'command', text: offer.text, rows: null, question: `Run ${offer.text}?` };
  return statement(store, what, offer.change);
};

const verbs = { retry: 'try again', resolve: 'resolve a failure', rebuild: 'rebuild a projection' } as const;

async function repairOf(store: OpenStore, what: 'retry' | 'resolve', key: string): Promise<Offer> {
  // What a repair looks at beside the columns that have a role.
  const beside = ['status', 'state', 'name', 'replayable', ...nextAttempt];
  const sides = failureSides(store).map((side) => ({
    ...side,
    columns: [...new Set([...side.columns, ...beside.filter((column) => hasColumn(store, side.part.table, column))])],
  }));
  const { part, row } = await rowAt(store, sides, key);
  const repair = repairs[layoutOf(part, store.layouts) ?? '']?.[what];
  if (!repair) return { kind: 'none', why: noRepair(part.table, verbs[what]) };
  return repair({ store, part, row, id: row[part.id] ?? null, dialect: () => dialectOf(store.source, store.name) });
}

async function rebuildOf(store: OpenStore, name: string): Promise<Offer> {
  const found = await projectionRow(store, name);
  if (!found) throw new StoreProblem(`${store.name} has no projection called "${name.slice(0, 200)}".`);
  const { part, row } = found;
  const rebuild = repairs[layoutOf(part, store.layouts) ?? '']?.rebuild;
  if (!rebuild) return { kind: 'none', why: noRepair(part.table, verbs.rebuild) };
  return rebuild({
    store,
    part,
    row,
    name: row[part.name] ?? null,
    dialect: () => dialectOf(store.source, store.name),
  });
}

async function projectionRow(
  store: OpenStore,
  name: string,
): Promise<{ readonly part: ProjectionColumns; readonly row: Row } | undefined> {
  for (const part of store.mapping.projections ?? []) {
    const { table, position, status, updated } = part;
    const columns = [...new Set([part.name, position, status, updated].filter((column) => column !== undefined))];
    const where = [{ column: part.name, is: '=' as const, value: name }];
    const [row] = await store.source.page({ table, columns, where, order: [], limit: 1 });
    if (row && textOf(row[part.name]) === name) return { part, row };
  }
  return undefined;
}

async function statement(store: OpenStore, what: Prepared['what'], change: Change): Promise<Prepared> {
  const text = updateIn(dialectOf(store.source, store.name), change);
  const where = change.where.map(([column, value]): Condition =>
    value === null ? { column, is: 'null' } : { column, is: '=', value },
  );
  const [count] = await store.source.count({ table: change.table, where });
  const rows = count?.count ?? 0;
  const question = `Change ${rows.toLocaleString('en-US')} ${rows === 1 ? 'row' : 'rows'} in ${change.table} of ${store.name}?`;
  return { what, kind: 'statement', text, rows, question };
}
