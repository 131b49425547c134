/** Statements as PostgreSQL reads them. A value is cast to its column's type, so that an index on it is of use. */
import type { Cell } from '../store';
import {
  canBeNull,
  doubleQuoted,
  literal,
  type Dialect,
  type KnownColumn,
  type Operand,
  type Statement,
} from './dialect';
import { booleanOf, bytesOf, integerText, momentText, numberText, textOf, uuidText, type Kind } from './values';

const kinds: Readonly<Record<string, Kind>> = {
  int2: 'integer',
  int4: 'integer',
  int8: 'integer',
  oid: 'integer',
  xid8: 'integer',
  numeric: 'number',
  float4: 'number',
  float8: 'number',
  text: 'text',
  varchar: 'text',
  bpchar: 'text',
  citext: 'text',
  name: 'text',
  bool: 'boolean',
  bytea: 'bytes',
  timestamptz: 'zoned',
  timestamp: 'local',
  date: 'local',
  uuid: 'uuid',
};
/** Bytes that are UTF-8 without a NUL, as hexadecimal: all that can be a text in PostgreSQL. */
const utf8 =
  '^((0[1-9a-f]|[1-7][0-9a-f])|(c[2-9a-f]|d[0-9a-f])[89ab][0-9a-f]|e0[ab][0-9a-f][89ab][0-9a-f]|' +
  '(e[1-9a-cef][89ab]|ed[89])[0-9a-f][89ab][0-9a-f]|f0[9ab][0-9a-f]([89ab][0-9a-f]){2}|' +
  'f[1-3]([89ab][0-9a-f]){3}|f48[0-9a-f]([89ab][0-9a-f]){2})*$';
const never: Statement = { sql: 'FALSE', values: [] };
const largest = 2n ** 63n - 1n;

/** From version 16 on it says what is JSON before it reads it; before, only what begins like JSON is read as such. */
export function postgresDialect(version: number): Dialect {
  const isJson = (text: string): string =>
    version >= 16 ? `pg_input_is_valid(${text}, 'jsonb')` : `${text} ~ '^\\s*[\\[{]'`;
  return {
    never: never.sql,
    quoted: doubleQuoted,
    path(sql, { type }, path) {
      const steps = `ARRAY[${path.map(literal).join(', ')}]::text[]`;
      const at = (json: string): string => `NULLIF(${json} #> ${steps}, 'null'::jsonb)`;
      if (type === 'jsonb') return at(sql);
      if (type === 'json') return `CASE WHEN ${sql}::text !~ '\\\\u0000' THEN ${at(`${sql}::jsonb`)} END`;
      const text = type === 'bytea' ? `convert_from(${sql}, 'UTF8')` : `${sql}::text`;
      const json = `CASE WHEN ${isJson(text)} THEN ${at(`(${text})::jsonb`)} END`;
      return type === 'bytea' ? `CASE WHEN encode(${sql}, 'hex') ~ '${utf8}' THEN ${json} END` : json;
    },
    grouped: comparable,
    measured: (operand) =>
      operand.isPath
        ? scalar(operand)
        : kindOf(operand) === 'uuid' || kindOf(operand) === 'boolean' || kindOf(operand) === 'bytes'
          ? `${operand.sql}::text`
          : comparable(operand),
    compared(operand, is, value, order) {
      if (operand.isPath) return comparedInJson(operand, is, value, order === 'order');
      const bound = boundTo(operand.column, value);
      if (!bound) return never;
      return { sql: `${comparable(operand)} ${is} ${bound.sql}`, values: bound.values };
    },
    contains(operand, text) {
      if (text.includes('\0')) return never;
      const isBytes = !operand.isPath && kindOf(operand) === 'bytes';
      const within = operand.isPath
        ? scalar(operand)
        : isBytes
          ? `encode(${operand.sql}, 'escape')`
          : `${operand.sql}::text`;
      const part = (isBytes ? escapedBytes(text) : text).replace(/[!%_]/g, '!$&');
      return { sql: `${within} ILIKE ?::text ESCAPE '!'`, values: [`%${part}%`] };
    },
    ordered(operand, descending) {
      const nulls = canBeNull(operand) ? (descending ? ' NULLS LAST' : ' NULLS FIRST') : '';
      return `${comparable(operand)}${descending ? ' DESC' : ''}${nulls}`;
    },
    limit: (count) => ({ sql: ' LIMIT ?::int8', values: [String(count)] }),
    numbered(sql) {
      let count = 0;
      return sql.replace(/'(?:[^']|'')*'|"(?:[^"]|"")*"|\?/g, (found) => (found === '?' ? `$${++count}` : found));
    },
  };
}

const kindOf = ({ column }: Operand): Kind => kindOfType(column.type);
const kindOfType = (type: string): Kind => (Object.hasOwn(kinds, type) ? (kinds[type] ?? 'other') : 'other');

/** What has an order of its own, or its text. */
const comparable = (operand: Operand): string =>
  operand.isPath || kindOf(operand) !== 'other' ? operand.sql : `${operand.sql}::text`;

const scalar = ({ sql }: Operand): string => `(${sql}) #>> '{}'`;

function boundTo({ type }: KnownColumn, value: Cell): Statement | undefined {
  const as = (text: string | undefined, cast: string): Statement | undefined =>
    text === undefined || text.includes('\0') ? undefined : { sql: `?::${cast}`, values: [text] };
  switch (kindOfType(type)) {
    case 'integer': {
      const integer = integerText(value);
      if (type === 'xid8') return integer?.startsWith('-') ? undefined : as(integer, 'xid8');
      if (integer === undefined || BigInt(integer) > largest || BigInt(integer) < -largest)
        return as(numberText(value), 'numeric');
      return as(integer, 'int8');
    }
    case 'number':
      return as(numberText(value), type === 'numeric' ? 'numeric' : 'float8');
    case 'boolean': {
      const boolean = booleanOf(value);
      return as(boolean === undefined ? undefined : String(boolean), 'bool');
    }
    case 'bytes':
      return { sql: '?::bytea', values: [bytesOf(value)] };
    case 'zoned':
      return as(endless(value) ?? zoned(momentText(value)), 'timestamptz');
    case 'local':
      return as(endless(value) ?? momentText(value), 'timestamp');
    case 'uuid':
      return as(uuidText(value), 'uuid');
    case 'text':
    case 'other':
      return as(textOf(value), 'text');
  }
}

const zoned = (moment: string | undefined): string | undefined => moment && `${moment}Z`;

const endless = (value: Cell): string | undefined =>
  value === 'infinity' || value === '-infinity' ? value : undefined;

/** What stands at a path is jsonb: kinds come one after the other in its order, and compare only among themselves. */
function comparedInJson({ sql }: Operand, is: string, value: Cell, inOrder: boolean): Statement {
  const kind = typeof value === 'bigint' ? 'number' : typeof value;
  const [cast, text] =
    kind === 'number'
      ? ['numeric', numberText(value)]
      : kind === 'boolean'
        ? ['bool', String(value)]
        : ['text', textOf(value)];
  if (text === undefined || text.includes('\0')) return never;
  // An object or a list is shown as its JSON.
  const json =
    kind === 'string' && /^[[{]/.test(text)
      ? `CASE WHEN jsonb_typeof(${sql}) IN ('object', 'array') THEN to_jsonb((${sql})::text) ELSE ${sql} END`
      : sql;
  const compared = `${inOrder ? sql : json} ${is} to_jsonb(?::${cast})`;
  if (is === '=' || inOrder) return { sql: compared, values: [text] };
  return { sql: `${compared} AND jsonb_typeof(${sql}) = '${kind}'`, values: [text] };
}

/** As `encode(bytes, 'escape')` writes them. */
function escapedBytes(text: string): string {
  return [...Buffer.from(text, 'utf8')]
    .map((byte) => {
      if (byte === 0 || byte > 127) return `\\${byte.toString(8).padStart(3, '0')}`;
      return byte === 92 ? '\\\\' : String.fromCharCode(byte);
    })
    .join('');
}
