/** A statement in parts that can be coloured; knows no database, and never leaves out or changes a character. */
export interface StatementPart {
  readonly kind: 'keyword' | 'string' | 'number' | 'function' | 'comment' | 'plain';
  readonly text: string;
}

const keywords = new Set(
  (
    'add all alter and any as asc begin between both by call case cast collate commit constraint create cross current_date ' +
    'current_time current_timestamp default delete desc distinct drop else end escape exists false for foreign from full ' +
    'group having if ilike in index inner insert interval into is join key lateral leading left like limit not null nulls ' +
    'offset on only or order outer primary references regexp replace returning right rollback select set some table then ' +
    'to trailing true truncate union unique update using values view when where with'
  ).split(' '),
);

/**
 * Strings and names in quotes run to their closing quote or to the end, whatever stands in them. Every alternative
 * moves on by at least one character and none looks back, so that it is linear in the text.
 */
const pattern =
  /(?<comment>--[^\n]*|\/\*(?:[^*]|\*(?!\/))*(?:\*\/|$))|(?<string>'(?:[^']|'')*(?:'|$))|(?<name>"[^"]*(?:"|$)|`[^`]*(?:`|$)|\[[^\]\n]*(?:\]|$))|(?<number>(?<![\w$])\d+(?:\.\d+)?(?:[eE][+-]?\d+)?(?![\w$]))|(?<word>[\p{L}_$][\p{L}\p{N}_$]*)/gu;

export function statementParts(text: string): readonly StatementPart[] {
  const parts: StatementPart[] = [];
  let end = 0;
  for (const match of text.matchAll(pattern)) {
    add(parts, 'plain', text.slice(end, match.index));
    end = match.index + match[0].length;
    add(parts, kindOf(match.groups ?? {}, text, end), match[0]);
  }
  add(parts, 'plain', text.slice(end));
  return parts;
}

function kindOf(
  groups: Readonly<Record<string, string | undefined>>,
  text: string,
  end: number,
): StatementPart['kind'] {
  if (groups['comment'] !== undefined) return 'comment';
  if (groups['string'] !== undefined) return 'string';
  if (groups['number'] !== undefined) return 'number';
  const word = groups['word'];
  if (word === undefined) return 'plain';
  if (keywords.has(word.toLowerCase())) return 'keyword';
  return text[end] === '(' ? 'function' : 'plain';
}

function add(parts: StatementPart[], kind: StatementPart['kind'], text: string): void {
  if (text === '') return;
  const last = parts.at(-1);
  if (last?.kind === kind && kind === 'plain') parts[parts.length - 1] = { kind, text: last.text + text };
  else parts.push({ kind, text });
}
