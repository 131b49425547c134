/** The form that maps an unknown table: its roles, first guesses, what it still lacks and the mapping it makes. No DOM. */
import type { About } from '../../../../server/stores/questions';

export type Role =
  'type' | 'data' | 'time' | 'position' | 'stream' | 'version' | 'id' | 'metadata' | 'correlation' | 'causation';
export type TimeKind = 'text' | 'seconds' | 'milliseconds' | 'microseconds';
export type Table = About['tables'][number];

export interface MappingForm {
  readonly table: string;
  /** A column, or `column:key` for a value inside its JSON; absent where the table has no such thing. */
  readonly columns: Readonly<Partial<Record<Role, string>>>;
  /** Absent: as the column's values look. */
  readonly timeKind?: TimeKind;
}

export interface RoleField {
  readonly role: Role;
  readonly label: string;
  readonly needed: boolean;
  /** Said where it is left out. */
  readonly without?: string;
}

export const roleFields: readonly RoleField[] = [
  { role: 'type', label: 'Type', needed: true },
  { role: 'data', label: 'Payload', needed: true },
  { role: 'time', label: 'Time', needed: false, without: 'Without a time there is no time strip.' },
  { role: 'position', label: 'Position', needed: true },
  { role: 'stream', label: 'Stream', needed: false, without: 'Without a stream all events stand in one list.' },
  {
    role: 'version',
    label: 'Version',
    needed: false,
    without: 'Without a version, conflicts in a stream cannot be checked.',
  },
  { role: 'id', label: 'Event id', needed: false },
  { role: 'metadata', label: 'Metadata', needed: false },
  { role: 'correlation', label: 'Correlation', needed: false },
  { role: 'causation', label: 'Causation', needed: false },
];

/** The order that SQLite keeps rows in, for tables that have no column for it. */
export const rowOrder = 'rowid';

/** Names as they are used for each role, most telling first; compared without separators and case. */
const names: Readonly<Record<Role, readonly string[]>> = {
  type: ['eventtype', 'eventname', 'eventclass', 'messagetype', 'type', 'event', 'action', 'name', 'topic', 'kind'],
  data: [
    'eventdata',
    'payload',
    'eventpayload',
    'eventproperties',
    'data',
    'body',
    'details',
    'content',
    'properties',
    'state',
    'message',
    'value',
    'changes',
    'new',
  ],
  time: [
    'occurredat',
    'occurredon',
    'recordedat',
    'recordedon',
    'happenedat',
    'createdat',
    'createdon',
    'insertedat',
    'timestamp',
    'time',
    'created',
    'datetime',
    'date',
    'loggedat',
    'at',
    'ts',
  ],
  position: [
    'globalposition',
    'position',
    'globalsequence',
    'sequencenumber',
    'sequence',
    'seqid',
    'seq',
    'offset',
    'no',
    'id',
    'rowid',
  ],
  stream: [
    'streamid',
    'streamname',
    'aggregateid',
    'aggregaterootid',
    'aggregateuuid',
    'stream',
    'entityid',
    'subjectid',
    'originatorid',
    'modelid',
    'objectid',
    'recordid',
    'aggregate',
  ],
  version: [
    'streamversion',
    'streamposition',
    'aggregateversion',
    'aggregaterootversion',
    'version',
    'playhead',
    'revision',
    'originatorversion',
  ],
  id: ['eventid', 'eventuuid', 'messageid', 'uuid', 'guid'],
  metadata: ['metadata', 'eventmetadata', 'meta', 'headers', 'context', 'envelope'],
  correlation: ['correlationid', 'correlation', 'requestid', 'traceid', 'conversationid'],
  causation: ['causationid', 'causation', 'parentid', 'causedby', 'parenteventid'],
};

const plain = (name: string): string => name.replace(/[^\p{L}\p{N}]/gu, '').toLowerCase();

/** A first guess by names, of which none stands for two roles; what no name tells stays open. */
export function suggest(table: Table): MappingForm {
  const columns: Partial<Record<Role, string>> = {};
  const roles = Object.keys(names) as Role[];
  const ranked = roles
    .flatMap((role) =>
      names[role].flatMap((wanted, rank) =>
        table.columns.filter(({ name }) => plain(name) === wanted).map(({ name }) => ({ role, name, rank })),
      ),
    )
    .sort((a, b) => a.rank - b.rank);
  for (const { role, name } of ranked) {
    columns[role] ??= name;
  }
  return { table: table.name, columns };
}

/** The table that looks most like one of events. */
export function likelyTable(tables: readonly Table[]): Table | undefined {
  const score = (table: Table): number => Object.keys(suggest(table).columns).length;
  return [...tables].sort((a, b) => score(b) - score(a))[0];
}

/** What is still needed, as one sentence; nothing when it can be read. */
export function lacking(form: MappingForm): string | undefined {
  const missing = roleFields.filter(({ role, needed }) => needed && form.columns[role] === undefined);
  if (!missing.length) return undefined;
  const words = missing.map(({ label }) => label.toLowerCase());
  const last = words.pop() ?? '';
  return `Choose a column for ${words.length ? `${words.join(', ')} and ${last}` : last}.`;
}

/** In the shape of `mapping` in `.event-wiring.json`. */
export function mappingOf(form: MappingForm): { readonly events: Readonly<Record<string, string>> } {
  const columns = roleFields.flatMap(({ role }) => {
    const column = form.columns[role];
    return column === undefined ? [] : [[role, column] as const];
  });
  const events: Record<string, string> = { table: form.table, ...Object.fromEntries(columns) };
  if (form.timeKind !== undefined && form.columns.time !== undefined) events['timeKind'] = form.timeKind;
  return { events };
}

export function withColumn(form: MappingForm, role: Role, column: string | undefined): MappingForm {
  const others = Object.entries(form.columns).filter(([other]) => other !== role);
  return { ...form, columns: Object.fromEntries(column === undefined ? others : [...others, [role, column]]) };
}

/** What a column serves as in the form: for the heads of the preview. */
export function rolesOf(form: MappingForm, column: string): readonly string[] {
  return roleFields.flatMap(({ role, label }) =>
    form.columns[role]?.replace(/:.*/s, '') === column ? [label.toLowerCase()] : [],
  );
}
