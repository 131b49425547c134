/** Statements as PostgreSQL reads them. A value is cast to its column's type, so that an index on it is of use. */
import type { Bucket, Cell } from '../store';
import {
  anyOf,
  canBeNull,
  differs,
  doubleQuoted,
  end,
  literal,
  type Comparison,
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
  const dialect: Dialect = {
    never: never.sql,
    quoted: doubleQuoted,
    path(sql, { type }, keys) {
      const at = (json: string): string => atPath(json, keys);
      if (type === 'jsonb') return at(sql);
      if (type === 'json') return `CASE WHEN ${sql}::text !~ '\\\\u0000' THEN ${at(`${sql}::jsonb`)} END`;
      const text = type === 'bytea' ? `convert_from(${sql}, 'UTF8')` : `${sql}::text`;
      const json = `CASE WHEN ${isJson(text)} THEN ${at(`(${text})::jsonb`)} END`;
      return type === 'bytea' ? `CASE WHEN encode(${sql}, 'hex') ~ '${utf8}' THEN ${json} END` : json;
    },
    grouped: comparable,
    extreme(which, operand) {
      if (operand.isPath) return `coalesce(${which}(${numberAt(operand)})::text, ${which}(${scalar(operand)}))`;
      const own = ['boolean', 'bytes', 'uuid'].includes(kindOf(operand)) || operand.column.type === 'xid8';
      return own ? `${which}(${operand.sql}::text)` : `${which}(${comparable(operand)})`;
    },
    compared(operand, is, value, order) {
      if (is === '!=') return differs(operand, dialect.compared(operand, '=', value));
      if (operand.isPath) return comparedInJson(operand, is, value, order === 'order');
      const bound = boundTo(operand.column, value);
      return bound ? { sql: `${comparable(operand)} ${is} ${bound.sql}`, values: bound.values } : never;
    },
    comparedAsNumber(operand, is, value) {
      const number = numberText(value);
      if (number === undefined) return is === '!=' ? { sql: `${numberAt(operand)} IS NOT NULL`, values: [] } : never;
      return { sql: `${numberAt(operand)} ${is === '!=' ? '<>' : is} ?::numeric`, values: [number] };
    },
    member: (operand, values) =>
      anyOf(
        values.map((value) => dialect.compared(operand, '=', value)).filter(({ sql }) => sql !== never.sql),
        never.sql,
      ),
    contains(operand, text) {
      if (text.includes('\0')) return never;
      const isBytes = !operand.isPath && kindOf(operand) === 'bytes';
      const within = isBytes ? `encode(${operand.sql}, 'escape')` : textIn(operand);
      return {
        sql: `${within} ILIKE ?::text ESCAPE '!'`,
        values: [`%${likeOf(isBytes ? escapedBytes(text) : text)}%`],
      };
    },
    glob(operand, pattern) {
      if (pattern.includes('\0')) return never;
      return {
        sql: `${textIn(operand)} LIKE ?::text ESCAPE '!'`,
        values: [likeOf(pattern).replaceAll('*', '%')],
      };
    },
    equal(one, two) {
      const same = one.column.type === two.column.type || (kindOf(one) === kindOf(two) && kindOf(one) !== 'other');
      return same && !one.isPath && !two.isPath ? `${one.sql} = ${two.sql}` : `${textIn(one)} = ${textIn(two)}`;
    },
    ordered(operand, descending) {
      const nulls = canBeNull(operand) ? (descending ? ' NULLS LAST' : ' NULLS FIRST') : '';
      return `${comparable(operand)}${descending ? ' DESC' : ''}${nulls}`;
    },
    seconds: secondsOf,
    bucket: (seconds, offset, width) => `floor((${seconds} - ${offset})::numeric / ${width})::int8`,
    limit: (count, skip) => ({
      sql: ` LIMIT ?::int8${skip === undefined ? '' : ' OFFSET ?::int8'}`,
      values: [count, ...(skip === undefined ? [] : [skip])].map(String),
    }),
    numbered(sql) {
      let count = 0;
      return sql.replace(/'(?:[^']|'')*'|"(?:[^"]|"")*"|\?/g, (found) => (found === '?' ? `$${++count}` : found));
    },
  };
  return dialect;
}

const kindOf = ({ column }: Operand): Kind => kindOfType(column.type);
const kindOfType = (type: string): Kind => (Object.hasOwn(kinds, type) ? (kinds[type] ?? 'other') : 'other');

/** What has an order of its own, or its text. */
const comparable = (operand: Operand): string =>
  operand.isPath || kindOf(operand) !== 'other' ? operand.sql : `${operand.sql}::text`;

const scalar = ({ sql }: Operand): string => `(${sql}) #>> '{}'`;
const textIn = (operand: Operand): string => (operand.isPath ? `(${scalar(operand)})` : `${operand.sql}::text`);
const likeOf = (text: string): string => text.replace(/[!%_]/g, '!$&');

function atPath(json: string, keys: readonly string[]): string {
  const isEnum = keys.at(-1) === '*';
  const steps = (isEnum ? keys.slice(0, -1) : keys).map(literal).join(', ');
  const at = steps === '' ? json : `(${json} #> ARRAY[${steps}]::text[])`;
  if (!isEnum) return `NULLIF(${at}, 'null'::jsonb)`;
  const type = `${at} -> 'type'`;
  const only = `(SELECT CASE WHEN count(*) = 1 THEN to_jsonb(min(k)) END FROM jsonb_object_keys(${at}) AS k)`;
  return (
    `CASE jsonb_typeof(${at}) WHEN 'string' THEN ${at} ` +
    `WHEN 'object' THEN CASE WHEN jsonb_typeof(${type}) = 'string' THEN ${type} ELSE ${only} END END`
  );
}

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
function comparedInJson({ sql }: Operand, is: Comparison, value: Cell, inOrder: boolean): Statement {
  const kind = typeof value === 'bigint' ? 'number' : typeof value === 'object' ? 'string' : typeof value;
  const text = kind === 'number' ? numberText(value) : textOf(value);
  if (text === undefined || text.includes('\0')) return never;
  // Objects and lists are shown as their JSON.
  if (kind === 'string' && /^\s*[[{]/.test(text)) return { sql: `(${sql})::text ${is} ?::text`, values: [text] };
  const compared = `${sql} ${is} to_jsonb(?::${kind === 'number' ? 'numeric' : kind === 'boolean' ? 'bool' : 'text'})`;
  if (is === '=' || inOrder) return { sql: compared, values: [text] };
  return { sql: `${compared} AND jsonb_typeof(${sql}) = '${kind}'`, values: [text] };
}

const numeric = '^[+-]?([0-9]+[.]?[0-9]*|[.][0-9]+)([eE][+-]?[0-9]{1,3})?$';

/** As numeric; NULL for what is no number. */
function numberAt(operand: Operand): string {
  const ofText = (text: string): string => `CASE WHEN ${text} ~ '${numeric}' THEN (${text})::numeric END`;
  const { sql } = operand;
  if (operand.isPath)
    return `CASE jsonb_typeof(${sql}) WHEN 'number' THEN (${scalar(operand)})::numeric WHEN 'boolean' THEN CASE WHEN (${sql}) = 'true'::jsonb THEN 1 ELSE 0 END WHEN 'string' THEN ${ofText(`(${scalar(operand)})`)} END`;
  const kind = kindOf(operand);
  if (kind === 'boolean') return `CASE WHEN ${sql} THEN 1 WHEN NOT ${sql} THEN 0 END`;
  return ofText(`${sql}::text`);
}

/** Days that there are: what is read as a time must be one, for anything else ends the whole statement. */
const day = '[0-9]{4}-((0[1-9]|1[0-2])-(0[1-9]|1[0-9]|2[0-8])|(0[13-9]|1[0-2])-(29|30)|(0[13578]|1[02])-31)';
const clock = '([T ]([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9]([.][0-9]{1,12})?)?)?';
const zone = '( ?(Z|UTC|[+-](0[0-9]|1[0-4])(:?[0-5][0-9])?))?';

function secondsOf(operand: Operand, kind: Bucket['kind']): string {
  const { sql } = operand;
  const own = operand.isPath ? 'text' : kindOf(operand);
  const within = (value: string, unit: number): string =>
    `CASE WHEN ${value} >= 0 AND ${value} < ${end}::numeric * ${unit} THEN floor(${value} / ${unit}) END`;
  const ofNumber = (value: string): string => {
    if (kind !== undefined && kind !== 'text')
      return within(value, { seconds: 1, milliseconds: 1000, microseconds: 1_000_000 }[kind]);
    return `CASE WHEN ${value} < 1e11 THEN ${within(value, 1)} WHEN ${value} < 1e14 THEN ${within(value, 1000)} ELSE ${within(value, 1_000_000)} END`;
  };
  const ofMoment = (moment: string): string =>
    `CASE WHEN isfinite(${moment}) THEN ${within(`floor(extract(epoch from ${moment}))::numeric`, 1)} END`;
  if (own === 'zoned' || own === 'local') return ofMoment(sql);
  if (own === 'integer' || own === 'number') return ofNumber(numberAt(operand));
  const text = textIn(operand);
  const leap = `[0-9]{2}([02468][048]|[13579][26])-02-29`;
  return (
    `CASE WHEN ${text} ~ '^[0-9]+([.][0-9]+)?$' THEN ${ofNumber(`(${text})::numeric`)} ` +
    `WHEN ${text} ~ '^(${day}|${leap})${clock}${zone}$' AND ${text} !~ '^(0000|[0-9]{2}00-02-29)' THEN ${ofMoment(`(${text})::timestamptz`)} END`
  );
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
