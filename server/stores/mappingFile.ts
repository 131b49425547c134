/** Mappings made by hand, from `stores` of `.event-wiring.json`: checked once, then layouts like any other. Knows no file. */
import { globs } from './globs';
import type { EventColumns, Mapping, Recognised, StreamColumns, Table, TimeKind } from './store';

export interface StoreMapping {
  /** Name of a table, or path of a store; `*` stands for any characters. */
  readonly match: string;
  readonly mapping: Mapping;
}

interface Shape {
  readonly needs: readonly string[];
  readonly may: readonly string[];
}

const shapes: Readonly<Record<keyof Mapping, Shape>> = {
  events: {
    needs: ['position', 'type', 'data'],
    may: ['tie', 'id', 'stream', 'streamType', 'version', 'time', 'metadata', 'correlation', 'causation'],
  },
  projections: { needs: ['name'], may: ['position', 'status', 'updated'] },
  failures: {
    needs: ['id'],
    may: ['subject', 'error', 'exception', 'trace', 'data', 'event', 'queue', 'attempts', 'time', 'resolved'],
  },
  snapshots: { needs: ['stream'], may: ['version', 'state', 'time'] },
  jobs: { needs: ['id'], may: ['type', 'queue', 'data', 'attempts', 'available', 'time'] },
  streams: { needs: ['stream'], may: ['type', 'version', 'time'] },
};
const timeKinds: readonly TimeKind[] = ['text', 'seconds', 'milliseconds', 'microseconds'];
const comparisons = ['=', '!=', 'glob', '<', '<=', '>', '>=', 'contains', 'null', 'not null'];

/** What can be used of `stores`; one sentence for each thing that cannot. */
export function readStores(json: unknown, problems: string[]): readonly StoreMapping[] {
  if (json === undefined) return [];
  if (!Array.isArray(json)) {
    problems.push('"stores" must be a list.');
    return [];
  }
  return json.flatMap((entry: unknown, index): StoreMapping[] => {
    const where = `stores[${index}]`;
    if (!isRecord(entry) || typeof entry['match'] !== 'string' || entry['match'] === '') {
      problems.push(`"${where}" needs "match", the name of a table or the path of a store.`);
      return [];
    }
    unknownKeys(entry, ['match', 'mapping'], where, problems);
    const mapping = readMapping(entry['mapping'], `${where}.mapping`, problems);
    return mapping ? [{ match: entry['match'], mapping }] : [];
  });
}

function readMapping(json: unknown, where: string, problems: string[]): Mapping | undefined {
  if (!isRecord(json)) {
    problems.push(`"${where}" must be an object.`);
    return undefined;
  }
  unknownKeys(json, Object.keys(shapes), where, problems);
  const before = problems.length;
  const mapping: Record<string, unknown> = {};
  for (const [kind, shape] of Object.entries(shapes)) {
    const part = json[kind];
    if (part === undefined) continue;
    const at = `${where}.${kind}`;
    if (kind === 'events') mapping[kind] = readPart(part, shape, at, ['join', 'where'], problems);
    else if (Array.isArray(part))
      mapping[kind] = part.map((one: unknown, index) =>
        readPart(one, shape, `${at}[${index}]`, ['failures', 'jobs'].includes(kind) ? ['where'] : [], problems),
      );
    else problems.push(`"${at}" must be a list.`);
  }
  if (problems.length > before) return undefined;
  if (Object.keys(mapping).length) return mapping;
  problems.push(`"${where}" maps nothing: it needs one of ${Object.keys(shapes).join(', ')}.`);
  return undefined;
}

function readPart(json: unknown, shape: Shape, where: string, lists: readonly string[], problems: string[]): unknown {
  if (!isRecord(json)) {
    problems.push(`"${where}" must be an object of columns.`);
    return undefined;
  }
  const columns = ['table', ...shape.needs, ...shape.may];
  unknownKeys(json, [...columns, 'timeKind', ...lists], where, problems);
  for (const key of columns) {
    const value = json[key];
    if (value === undefined && key !== 'table' && !shape.needs.includes(key)) continue;
    if (typeof value !== 'string' || (value === '' && key !== 'type'))
      problems.push(
        key === 'table' ? `"${where}" needs "table", the name of a table.` : `"${where}.${key}" must be a column.`,
      );
  }
  const { timeKind, join, where: conditions } = json;
  if (timeKind !== undefined && !timeKinds.some((kind) => kind === timeKind))
    problems.push(`"${where}.timeKind" must be ${timeKinds.map((kind) => `"${kind}"`).join(', ')}.`);
  if (join !== undefined && !(Array.isArray(join) && join.every(isJoin)))
    problems.push(`"${where}.join" must be a list of joins, each with "table", "as", "from" and "to".`);
  if (conditions !== undefined && !(Array.isArray(conditions) && conditions.every(isCondition)))
    problems.push(`"${where}.where" must be a list of conditions, each with "column", "is" and "value".`);
  return json;
}

function unknownKeys(json: object, known: readonly string[], where: string, problems: string[]): void {
  for (const key of Object.keys(json)) if (!known.includes(key)) problems.push(`"${where}.${key}" is not a setting.`);
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const isJoin = (value: unknown): boolean =>
  isRecord(value) &&
  ['table', 'as', 'from', 'to'].every((key) => typeof value[key] === 'string' && value[key] !== '') &&
  ['string', 'undefined'].includes(typeof value['first']);
const isCondition = (value: unknown): boolean =>
  isRecord(value) &&
  typeof value['column'] === 'string' &&
  comparisons.includes(String(value['is'])) &&
  (String(value['is']).endsWith('null')
    ? value['value'] === undefined
    : ['string', 'number', 'boolean'].includes(typeof value['value']));

/** Mappings by hand that fit a store, before all layouts; what they name and the store lacks is a problem. */
export function mappedByHand(
  stores: readonly StoreMapping[],
  path: string,
  tables: readonly Table[],
): { readonly found: readonly Recognised[]; readonly problems: readonly string[] } {
  const problems: string[] = [];
  const found = stores.flatMap(({ match, mapping }): Recognised[] => {
    if (!fits(match, path) && !tables.some(({ name }) => fits(match, name))) return [];
    const parts = [...(mapping.events ? [mapping.events] : []), ...Object.values(mapping).flat()] as AnyPart[];
    const missing = [...new Set(parts.flatMap((part) => missingIn(part, tables)))];
    problems.push(...missing.map((what) => `The mapping of "${match}" names ${what}, which this store does not have.`));
    if (missing.length) return [];
    const columns = parts.reduce((sum, part) => sum + columnsIn(part).length, 0);
    const reason = `${settingsName} maps "${match}" by hand.`;
    return [{ layout: 'by-hand', title: 'Mapped by hand', score: 1, reason, columns, mapping }];
  });
  return { found, problems };
}

const settingsName = '.event-wiring.json';
type AnyPart = Partial<EventColumns> & StreamColumns;

/** The columns a part names, each with the table it must be in. */
function columnsIn(part: AnyPart): { readonly table: string; readonly column: string }[] {
  const joins = part.join ?? [];
  const owned = (spec: string): { table: string; column: string } => {
    const column = spec.replace(/:.*/s, '');
    const join = joins.find(({ as }) => column.startsWith(`${as}.`));
    return join ? { table: join.table, column: column.slice(join.as.length + 1) } : { table: part.table, column };
  };
  const roles = Object.entries(part).flatMap(([role, spec]) =>
    typeof spec === 'string' && !['table', 'timeKind'].includes(role) && spec !== '' && spec !== 'rowid' ? [spec] : [],
  );
  return [
    ...[...roles, ...(part.where ?? []).map(({ column }) => column), ...joins.map(({ from }) => from)].map(owned),
    ...joins.flatMap(({ table, to, first }) =>
      [to, ...(first === undefined ? [] : [first])].map((column) => ({ table, column })),
    ),
  ];
}

function missingIn(part: AnyPart, tables: readonly Table[]): string[] {
  return columnsIn(part).flatMap(({ table: name, column }) => {
    const table = tables.find((other) => other.name === name);
    if (!table) return [`the table "${name}"`];
    return table.columns.some((other) => other.name === column) ? [] : [`the column "${column}" of "${name}"`];
  });
}

/** The whole name or path, or its end after a slash; linear in the text however many stars there are. */
export function fits(pattern: string, text: string): boolean {
  const path = text.replaceAll('\\', '/');
  return globs(pattern, path) || globs(`*/${pattern.replace(/^\.?\//, '')}`, path);
}
