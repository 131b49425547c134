/** A retry, a resolution or a rebuild written out as a statement or command. Nothing is ever run from here. */
import type { Prepared, PrepareQuery } from '../../questions';
import { StoreProblem, type Condition, type FailureColumns, type ProjectionColumns, type Row } from '../../store';
import { textOf } from '../cells';
import { layoutOf } from '../companions';
import { failureSides, openOfGroup, type FailureRow } from '../failureRows';
import type { OpenStore } from '../openStore';
import { nextAttempt } from '../repairs/byColumns';
import { noRepair, repairs } from '../repairs';
import { merged } from '../repairs/merged';
import type { Offer, Repair } from '../repairs/repair';
import { hasColumn, rowAt } from '../sideRows';
import { dialectOf, isList, updateIn, type Change } from '../writing';
import type { Answering } from './question';

export const prepare: Answering<'prepare'> = async (store, ask, signal) => {
  const { what, key } = ask;
  if (ask.group) {
    if (what === 'rebuild') throw new StoreProblem('Failures are retried or resolved, and not rebuilt.');
    return ofGroup(store, { ...ask, what, group: ask.group }, signal);
  }
  return written(store, what, what === 'rebuild' ? await rebuildOf(store, key) : await repairOf(store, what, key));
};

const verbs = { retry: 'try again', resolve: 'resolve a failure', rebuild: 'rebuild a projection' } as const;

async function written(store: OpenStore, what: Prepared['what'], offer: Offer): Promise<Prepared> {
  if (offer.kind === 'none') throw new StoreProblem(offer.why);
  if (offer.kind === 'statement') return statement(store, what, offer.change);
  const text = offer.text([offer.word]);
  return { what, kind: 'command', text, rows: null, question: `Run ${text}?` };
}

/** What a repair looks at beside the columns that have a role. */
const beside = ['status', 'state', 'name', 'replayable', ...nextAttempt];

const besideIn = (store: OpenStore, { table }: FailureColumns): readonly string[] =>
  beside.filter((column) => hasColumn(store, table, column));

const repairFor = (store: OpenStore, part: FailureColumns, what: 'retry' | 'resolve'): Repair['retry'] =>
  repairs[layoutOf(part, store.layouts) ?? '']?.[what];

async function repairOf(store: OpenStore, what: 'retry' | 'resolve', key: string): Promise<Offer> {
  const sides = failureSides(store).map((side) => ({
    ...side,
    columns: [...new Set([...side.columns, ...besideIn(store, side.part)])],
  }));
  const { part, row } = await rowAt(store, sides, key);
  const repair = repairFor(store, part, what);
  if (!repair) return { kind: 'none', why: noRepair(part.table, verbs[what]) };
  return repair(caseOf(store, part, row));
}

const caseOf = (store: OpenStore, part: FailureColumns, row: Row): Parameters<NonNullable<Repair['retry']>>[0] => ({
  ...{ store, part, row, id: row[part.id] ?? null },
  dialect: () => dialectOf(store.source, store.name),
});

interface Offered {
  readonly change: Change;
  readonly note: string | undefined;
}

/** Statements of groups that were shown, and may be asked for again by their text: the last few. */
const offeredAtMost = 8;

async function ofGroup(
  store: OpenStore,
  { what, key, group, shown }: PrepareQuery & { readonly what: 'retry' | 'resolve'; readonly group: { text?: string } },
  signal: AbortSignal | undefined,
): Promise<Prepared> {
  const offered = offeredBy(store);
  const known = shown === undefined ? undefined : offered.get(`${what} ${key} ${shown}`);
  if (known) return noted(await statement(store, what, known.change), known.note);
  const part = store.mapping.failures?.find(({ table }) => table === tableOfGroup(key));
  if (!part) throw new StoreProblem(`${store.name} has no such group of failures. It may be gone meanwhile.`);
  const repair = repairFor(store, part, what);
  if (!repair) throw new StoreProblem(noRepair(part.table, verbs[what]));
  const offers: Offer[] = [];
  const take = ({ row }: FailureRow): void => {
    offers.push(repair(caseOf(store, part, row)));
  };
  const columns = besideIn(store, part);
  const isWhole = await openOfGroup(store, part, { key, text: group.text, columns, take, signal });
  const { offer, members, why } = merged(offers, part.id);
  const left = offers.length - members;
  const note = noteOf(members, left, why, isWhole);
  const prepared = noted(await written(store, what, offer), note);
  if (offer.kind === 'statement') {
    offered.set(`${what} ${key} ${prepared.text}`, { change: offer.change, note });
    for (const oldest of [...offered.keys()].slice(0, -offeredAtMost)) offered.delete(oldest);
  }
  return prepared;
}

function offeredBy({ kept }: OpenStore): Map<string, Offered> {
  const known = kept.get('offered statements') as Map<string, Offered> | undefined;
  if (known) return known;
  const made = new Map<string, Offered>();
  kept.set('offered statements', made);
  return made;
}

function noted(prepared: Prepared, note: string | undefined): Prepared {
  return note === undefined ? prepared : { ...prepared, note };
}

function noteOf(members: number, left: number, why: string | undefined, isWhole: boolean): string | undefined {
  const number = (value: number): string => value.toLocaleString('en-US');
  const some =
    left > 0 && `${number(members)} of the ${number(members + left)} of this group: ${why ?? 'no more fit'}.`;
  const older = !isWhole && 'Older failures than the newest that are grouped are not in it.';
  const sentences = [some, older].filter((sentence) => sentence !== false);
  return sentences.length > 0 ? sentences.join(' ') : undefined;
}

function tableOfGroup(key: string): string | undefined {
  try {
    const parts: unknown = JSON.parse(key);
    return Array.isArray(parts) && typeof parts[0] === 'string' ? parts[0] : undefined;
  } catch {
    return undefined;
  }
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
  const { table } = change;
  const text = updateIn(dialectOf(store.source, store.name), change);
  const where = change.where.map(([column, value]): Condition => {
    if (isList(value)) return { column, is: 'in', values: value };
    return value === null ? { column, is: 'null' } : { column, is: '=', value };
  });
  const [count] = await store.source.count({ table, where });
  const rows = count?.count ?? 0;
  const question = `Change ${rows.toLocaleString('en-US')} ${rows === 1 ? 'row' : 'rows'} in ${table} of ${store.name}?`;
  return { what, kind: 'statement', text, table, rows, question };
}
