/** Statements as MySQL and MariaDB read them in ANSI quotes, which every session is set to. No text in them has a backslash. */
import type { Bucket, Cell } from '../store';
import {
  anyOf,
  differs,
  doubleQuoted,
  end,
  literal,
  type Comparison,
  type Dialect,
  type Operand,
  type Statement,
} from './dialect';
import { booleanOf, bytesOf, integerText, momentText, numberText, textOf, uuidText, type Kind } from './values';

const kinds: Readonly<Record<string, Kind>> = {
  tinyint: 'integer',
  smallint: 'integer',
  mediumint: 'integer',
  int: 'integer',
  bigint: 'integer',
  year: 'integer',
  bit: 'integer',
  decimal: 'number',
  float: 'number',
  double: 'number',
  char: 'text',
  varchar: 'text',
  tinytext: 'text',
  text: 'text',
  mediumtext: 'text',
  longtext: 'text',
  enum: 'text',
  set: 'text',
  binary: 'bytes',
  varbinary: 'bytes',
  tinyblob: 'bytes',
  blob: 'bytes',
  mediumblob: 'bytes',
  longblob: 'bytes',
  datetime: 'local',
  timestamp: 'local',
  date: 'local',
  uuid: 'uuid',
};
const never: Statement = { sql: 'FALSE', values: [] };

export const mysqlDialect: Dialect = {
  never: never.sql,
  quoted: doubleQuoted,
  path(sql, { type }, keys) {
    const text = type === 'json' ? sql : plainText(sql);
    const found = atPath(text, keys);
    return type === 'json' ? found : `CASE WHEN JSON_VALID(${text}) THEN ${found} END`;
  },
  grouped(operand) {
    if (operand.isPath) return exact(operand.sql);
    return kindOf(operand) === 'text' && operand.column.loose ? exact(operand.sql) : comparable(operand);
  },
  extreme(which, operand) {
    if (!operand.isPath) return `${which}(${comparable(operand)})`;
    return `coalesce(CAST(${which}(${numberAt(operand)}) + 0 AS CHAR), ${which}(JSON_UNQUOTE(${operand.sql})))`;
  },
  compared(operand, is, value, order) {
    if (is === '!=') return differs(operand, mysqlDialect.compared(operand, '=', value));
    if (operand.isPath) return comparedInJson(operand, is, value, order === 'order');
    const bound = boundTo(kindOf(operand), value);
    if (!bound) return never;
    const compared = `${comparable(operand)} ${is} ${bound.sql}`;
    if (is !== '=' || order === 'order' || !operand.column.loose || kindOf(operand) !== 'text')
      return { sql: compared, values: bound.values };
    // The first finds its way in an index, the second knows letters apart that the column does not.
    return {
      sql: `${compared} AND ${exact(operand.sql)} = ${exact('?')}`,
      values: [...bound.values, ...bound.values],
    };
  },
  comparedAsNumber(operand, is, value) {
    const number = numberText(value);
    if (number === undefined) return is === '!=' ? { sql: `${numberAt(operand)} IS NOT NULL`, values: [] } : never;
    return { sql: `${numberAt(operand)} ${is === '!=' ? '<>' : is} CAST(? AS DECIMAL(65, 20))`, values: [number] };
  },
  member: (operand, values) =>
    anyOf(
      values.map((value) => mysqlDialect.compared(operand, '=', value)).filter(({ sql }) => sql !== never.sql),
      never.sql,
    ),
  contains: (operand, text) => ({
    sql: `LOWER(${textIn(operand)}) COLLATE utf8mb4_bin LIKE ${exact('?')} ESCAPE '!'`,
    values: [`%${likeOf(text.toLowerCase())}%`],
  }),
  glob: (operand, pattern) => ({
    sql: `${textIn(operand)} COLLATE utf8mb4_bin LIKE ${exact('?')} ESCAPE '!'`,
    values: [likeOf(pattern).replaceAll('*', '%')],
  }),
  equal: (one, two) => `${one.sql} = ${two.sql}`,
  ordered: (operand, descending) => `${comparable(operand)}${descending ? ' DESC' : ''}`,
  seconds: secondsOf,
  bucket: (seconds, offset, width) => `FLOOR((${seconds} - ${offset}) / ${width})`,
  // A bound limit is refused by some servers; these are whole numbers.
  limit: (count, skip) => ({
    sql: ` LIMIT ${wholeText(count)}${skip === undefined ? '' : ` OFFSET ${wholeText(skip)}`}`,
    values: [],
  }),
  numbered: (sql) => sql,
};

const wholeText = (number: number): string => String(BigInt(Math.min(number, Number.MAX_SAFE_INTEGER)));
const likeOf = (text: string): string => text.replace(/[!%_]/g, '!$&');
const textIn = ({ sql, isPath }: Operand): string => plainText(isPath ? `JSON_UNQUOTE(${sql})` : sql);

function atPath(json: string, keys: readonly string[]): string {
  const isEnum = keys.at(-1) === '*';
  const steps = (isEnum ? keys.slice(0, -1) : keys).map((key) =>
    /^\d+$/.test(key) ? `[${key}]` : `."${key.replace(/["\\]/g, '')}"`,
  );
  const at = (...more: readonly string[]): string =>
    `JSON_EXTRACT(${json}, ${literal(['$', ...steps, ...more].join(''))})`;
  if (!isEnum) return `CASE WHEN JSON_TYPE(${at()}) <> 'NULL' THEN ${at()} END`;
  const only = `CASE WHEN JSON_LENGTH(${at()}) = 1 THEN JSON_EXTRACT(JSON_KEYS(${at()}), '$[0]') END`;
  return (
    `CASE JSON_TYPE(${at()}) WHEN 'STRING' THEN ${at()} ` +
    `WHEN 'OBJECT' THEN CASE WHEN JSON_TYPE(${at('.type')}) = 'STRING' THEN ${at('.type')} ELSE ${only} END END`
  );
}

const kindOf = ({ column: { type } }: Operand): Kind =>
  Object.hasOwn(kinds, type) ? (kinds[type] ?? 'other') : 'other';

const plainText = (sql: string): string => `CONVERT(${sql} USING utf8mb4)`;
const exact = (sql: string): string => `${plainText(sql)} COLLATE utf8mb4_bin`;

const comparable = (operand: Operand): string =>
  operand.isPath || kindOf(operand) === 'other' ? exact(operand.sql) : operand.sql;

function boundTo(kind: Kind, value: Cell): Statement | undefined {
  const as = (text: string | undefined, cast?: string): Statement | undefined => {
    if (text === undefined) return undefined;
    return { sql: cast === undefined ? '?' : `CAST(? AS ${cast})`, values: [text] };
  };
  switch (kind) {
    case 'integer': {
      const integer = integerText(value);
      if (integer === undefined || integer.replace('-', '').length > 18)
        return as(numberText(value), 'DECIMAL(65, 20)');
      return as(integer, 'SIGNED');
    }
    case 'number':
      return as(numberText(value), 'DECIMAL(65, 20)');
    case 'bytes':
      return { sql: '?', values: [bytesOf(value)] };
    case 'zoned':
    case 'local':
      return as(momentText(value), 'DATETIME(6)');
    case 'uuid':
      return as(uuidText(value));
    case 'boolean':
    case 'text':
      return as(textOf(value));
    case 'other':
      return { sql: exact('?'), values: [textOf(value)] };
  }
}

/** In an order what stands at a path is its JSON, letter by letter. */
function comparedInJson(operand: Operand, is: Comparison, value: Cell, inOrder: boolean): Statement {
  const { sql } = operand;
  if (inOrder) return { sql: `${exact(sql)} ${is} ${exact('?')}`, values: [jsonOf(value)] };
  if (typeof value === 'number' || typeof value === 'bigint') {
    const number = numberText(value);
    if (number === undefined) return never;
    return {
      sql: `CASE WHEN JSON_TYPE(${sql}) IN (${numbers}) THEN ${numberAt(operand)} END ${is} CAST(? AS DECIMAL(65, 20))`,
      values: [number],
    };
  }
  const types = typeof value === 'boolean' ? `'BOOLEAN'` : `'STRING', 'OBJECT', 'ARRAY'`;
  const wanted = typeof value === 'boolean' ? String(booleanOf(value)) : textOf(value);
  return {
    sql: `CASE WHEN JSON_TYPE(${sql}) IN (${types}) THEN ${exact(`JSON_UNQUOTE(${sql})`)} END ${is} ${exact('?')}`,
    values: [wanted],
  };
}

const numbers = `'INTEGER', 'UNSIGNED INTEGER', 'DOUBLE', 'DECIMAL'`;
const numeric = '^[+-]?([0-9]+[.]?[0-9]*|[.][0-9]+)([eE][+-]?[0-9]{1,2})?$';

/** NULL for what is no number. */
function numberAt(operand: Operand): string {
  const kind = operand.isPath ? 'text' : kindOf(operand);
  if (kind === 'integer' || kind === 'number') return operand.sql;
  const ofText = (text: string): string =>
    `CASE WHEN ${text} REGEXP '${numeric}' THEN CASE WHEN ${text} REGEXP '[eE]' THEN CAST(${text} + 0.0e0 AS DECIMAL(65, 20)) ELSE CAST(${text} AS DECIMAL(65, 20)) END END`;
  if (!operand.isPath) return ofText(plainText(operand.sql));
  return `CASE JSON_TYPE(${operand.sql}) WHEN 'BOOLEAN' THEN JSON_UNQUOTE(${operand.sql}) = 'true' WHEN 'OBJECT' THEN NULL WHEN 'ARRAY' THEN NULL ELSE ${ofText(`JSON_UNQUOTE(${operand.sql})`)} END`;
}

const written =
  '^[0-9]{4}-[01][0-9]-[0-3][0-9]([T ][0-2][0-9]:[0-5][0-9](:[0-5][0-9]([.][0-9]{1,12})?)?)?( ?(Z|UTC|[+-][0-9]{2}(:?[0-9]{2})?))?$';

function secondsOf(operand: Operand, kind: Bucket['kind']): string {
  const { sql } = operand;
  const own = operand.isPath ? 'text' : kindOf(operand);
  const within = (value: string, unit: number): string =>
    `CASE WHEN ${value} >= 0 AND ${value} < ${end} * ${unit} THEN FLOOR(${value} / ${unit}) END`;
  const ofNumber = (value: string): string => {
    if (kind !== undefined && kind !== 'text')
      return within(value, { seconds: 1, milliseconds: 1000, microseconds: 1_000_000 }[kind]);
    return `CASE WHEN ${value} < 1e11 THEN ${within(value, 1)} WHEN ${value} < 1e14 THEN ${within(value, 1000)} ELSE ${within(value, 1_000_000)} END`;
  };
  const ofMoment = (moment: string): string => within(`TIMESTAMPDIFF(SECOND, '1970-01-01 00:00:00', ${moment})`, 1);
  if (own === 'local') return ofMoment(sql);
  if (own === 'integer' || own === 'number') return ofNumber(sql);
  const text = textIn(operand);
  const local = `CAST(REPLACE(REGEXP_SUBSTR(${text}, '^[0-9]{4}-[0-9]{2}-[0-9]{2}([T ][0-9:]+)?'), 'T', ' ') AS DATETIME)`;
  const offset = `REGEXP_SUBSTR(SUBSTRING(${text}, 11), '[+-][0-9]{2}(:?[0-9]{2})?$')`;
  const away = `CASE WHEN ${offset} <> '' THEN (CAST(SUBSTRING(${offset}, 2, 2) AS SIGNED) * 3600 + CAST(RIGHT(CONCAT(${offset}, CASE WHEN CHAR_LENGTH(${offset}) = 3 THEN '00' ELSE '' END), 2) AS SIGNED) * 60) * CASE WHEN LEFT(${offset}, 1) = '-' THEN -1 ELSE 1 END ELSE 0 END`;
  return (
    `CASE WHEN ${text} REGEXP '^[0-9]+([.][0-9]+)?$' THEN ${ofNumber(`CAST(${text} AS DECIMAL(40, 10))`)} ` +
    `WHEN ${text} REGEXP '${written}' THEN ${within(`(TIMESTAMPDIFF(SECOND, '1970-01-01 00:00:00', ${local}) - ${away})`, 1)} END`
  );
}

/** As the database itself writes it; objects and lists are shown as their JSON already. */
function jsonOf(value: Cell): string {
  if (typeof value !== 'string') return String(value);
  return /^[[{]/.test(value) ? value : JSON.stringify(value);
}
