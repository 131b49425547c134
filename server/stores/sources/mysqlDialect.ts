/** Statements as MySQL and MariaDB read them in ANSI quotes and without backslash escapes, which every session is set to. */
import type { Cell } from '../store';
import { doubleQuoted, literal, type Dialect, type Operand, type Statement } from './dialect';
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
  path(sql, { type }, path) {
    const steps = path.map((key) => (/^\d+$/.test(key) ? `[${key}]` : `."${key.replace(/["\\]/g, '')}"`)).join('');
    const text = type === 'json' ? sql : plainText(sql);
    const at = `JSON_EXTRACT(${text}, ${literal(`$${steps}`)})`;
    const found = `CASE WHEN JSON_TYPE(${at}) <> 'NULL' THEN ${at} END`;
    return type === 'json' ? found : `CASE WHEN JSON_VALID(${text}) THEN ${found} END`;
  },
  grouped(operand) {
    if (operand.isPath) return exact(operand.sql);
    return kindOf(operand) === 'text' && operand.column.loose ? exact(operand.sql) : comparable(operand);
  },
  measured: (operand) => (operand.isPath ? `JSON_UNQUOTE(${operand.sql})` : comparable(operand)),
  compared(operand, is, value, order) {
    if (operand.isPath) return comparedInJson(operand, is, value, order === 'order');
    const bound = boundTo(kindOf(operand), value);
    if (!bound) return never;
    const compared = `${comparable(operand)} ${is} ${bound.sql}`;
    if (is !== '=' || order === 'order' || !operand.column.loose) return { sql: compared, values: bound.values };
    // The first finds its way in an index, the second knows letters apart that the column does not.
    return {
      sql: `${compared} AND ${exact(operand.sql)} = CONVERT(? USING utf8mb4) COLLATE utf8mb4_bin`,
      values: [...bound.values, ...bound.values],
    };
  },
  contains(operand, text) {
    const within = operand.isPath ? `JSON_UNQUOTE(${operand.sql})` : operand.sql;
    const part = text.toLowerCase().replace(/[!%_]/g, '!$&');
    return {
      sql: `LOWER(${plainText(within)}) COLLATE utf8mb4_bin LIKE CONVERT(? USING utf8mb4) COLLATE utf8mb4_bin ESCAPE '!'`,
      values: [`%${part}%`],
    };
  },
  ordered: (operand, descending) => `${comparable(operand)}${descending ? ' DESC' : ''}`,
  // A bound limit is refused by some servers; it is a whole number.
  limit: (count) => ({ sql: ` LIMIT ${String(Math.min(count, Number.MAX_SAFE_INTEGER))}`, values: [] }),
  numbered: (sql) => sql,
};

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
      return { sql: 'CONVERT(? USING utf8mb4) COLLATE utf8mb4_bin', values: [textOf(value)] };
  }
}

const numbers = `'INTEGER', 'UNSIGNED INTEGER', 'DOUBLE', 'DECIMAL'`;

/** In an order what stands at a path is its JSON, letter by letter. */
function comparedInJson({ sql }: Operand, is: string, value: Cell, inOrder: boolean): Statement {
  const text = 'CONVERT(? USING utf8mb4) COLLATE utf8mb4_bin';
  if (inOrder) return { sql: `${exact(sql)} ${is} ${text}`, values: [jsonOf(value)] };
  if (typeof value === 'number' || typeof value === 'bigint') {
    const number = numberText(value);
    if (number === undefined) return never;
    return {
      sql: `CASE WHEN JSON_TYPE(${sql}) IN (${numbers}) THEN CAST(JSON_UNQUOTE(${sql}) AS DECIMAL(65, 20)) END ${is} CAST(? AS DECIMAL(65, 20))`,
      values: [number],
    };
  }
  const types = typeof value === 'boolean' ? `'BOOLEAN'` : `'STRING', 'OBJECT', 'ARRAY'`;
  const wanted = typeof value === 'boolean' ? String(booleanOf(value)) : textOf(value);
  return {
    sql: `CASE WHEN JSON_TYPE(${sql}) IN (${types}) THEN ${exact(`JSON_UNQUOTE(${sql})`)} END ${is} ${text}`,
    values: [wanted],
  };
}

/** As the database itself writes it; objects and lists are shown as their JSON already. */
function jsonOf(value: Cell): string {
  if (typeof value !== 'string') return String(value);
  return /^[[{]/.test(value) ? value : JSON.stringify(value);
}
