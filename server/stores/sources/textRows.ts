/** One entry of a text file as a row: JSON objects, and log lines with JSON in them. Knows no file. */
import { isTooDeep, jsonText, parseJson } from '../json';
import type { Cell } from '../store';
import type { Shape } from './entries';

export type Cells = ReadonlyMap<string, Cell>;

/** Undefined: nothing on the line. A string: why it is no row. */
export function rowOf(text: string, shape: Shape): Cells | string | undefined {
  const trimmed = text.replace(/^\ufeff/, '').trim();
  if (trimmed === '') return undefined;
  if (trimmed.startsWith('{')) {
    const cells = cellsOf(trimmed);
    if (typeof cells !== 'string' || shape !== 'log') return cells;
  }
  if (shape === 'log') return logRow(trimmed);
  return parseJson(trimmed) ? 'is no object' : 'is no JSON';
}

function cellsOf(text: string): Cells | string {
  const parsed = parseJson(text);
  if (!parsed) return 'is no JSON';
  const { value } = parsed;
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return 'is no object';
  if (isTooDeep(value)) return 'is nested too deeply';
  return new Map(Object.entries(value).map(([key, inner]) => [key, cellFrom(inner)]));
}

function cellFrom(value: unknown): Cell {
  if (typeof value === 'object' && value !== null) return jsonText(value);
  return value as Cell;
}

/** All of an entry as JSON: as it stands there, or of what was found in a line of a log. */
export function wholeEntry(text: string, cells: Cells): string {
  const trimmed = text.replace(/^\ufeff/, '').trim();
  if (trimmed.startsWith('{')) return trimmed;
  const own = ['time', 'channel', 'level', 'message', 'extra'];
  const found = own.flatMap((key) => (cells.has(key) ? [[key, cells.get(key)] as const] : []));
  const context = cells.get('context');
  const inner = typeof context === 'string' ? parseJson(context)?.value : undefined;
  return jsonText({ ...Object.fromEntries(found), ...(inner !== undefined && { context: inner }) });
}

const monolog = /^\[([^\]]{10,40})\] ([\w.-]+)\.([A-Z]+): /;
const dated = /^(\d{4}-\d\d-\d\d[T ][\d:.,]+(?:Z|[+-]\d\d:?\d\d)?)\s+/;

/** The keys of the JSON become columns beside those of the line, whose own columns win. */
function logRow(text: string): Cells {
  const head = monolog.exec(text);
  const own: [string, Cell][] = [];
  let rest = text;
  if (head) {
    own.push(['time', head[1] ?? ''], ['channel', head[2] ?? ''], ['level', head[3] ?? '']);
    rest = text.slice(head[0].length);
  } else {
    const date = dated.exec(text);
    if (date) own.push(['time', date[1] ?? '']);
    rest = text.slice(date?.[0].length ?? 0);
  }
  const { message, json, after } = splitJson(rest);
  const cells = json === undefined ? undefined : cellsOf(json);
  const inner = typeof cells === 'string' || !cells ? [] : [...cells];
  own.push(['message', message], ['context', typeof cells === 'string' || json === undefined ? null : json]);
  if (after !== '') own.push(['extra', after]);
  return new Map([...inner, ...own]);
}

/** The first JSON object that ends where a line may end: monolog sets an array of extras behind it. */
function splitJson(text: string): { message: string; json?: string; after: string } {
  const start = text.search(/\{\s*(?:"|\})/);
  if (start < 0) return { message: text.replace(/(?: \[\])+\s*$/, ''), after: '' };
  const end = endOfObject(text, start);
  if (end === undefined) return { message: text, after: '' };
  const after = text.slice(end).trim();
  return { message: text.slice(0, start).trim(), json: text.slice(start, end), after: after === '[]' ? '' : after };
}

function endOfObject(text: string, start: number): number | undefined {
  let depth = 0;
  const parts = /"(?:[^"\\]|\\[^])*"|[{}[\]]/g;
  parts.lastIndex = start;
  for (let part = parts.exec(text); part; part = parts.exec(text)) {
    const [found] = part;
    if (found === '{' || found === '[') depth++;
    else if (found === '}' || found === ']') depth--;
    if (depth === 0) return parts.lastIndex;
  }
  return undefined;
}
