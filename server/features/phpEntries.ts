/** One more entry for an array literal of a PHP file, spelled and laid out as the file does; knows text and no events. */
import type { TextEdit } from 'vscode-languageserver';
import { positionOf } from './documents';

/** What to write, with `\A\B` names where classes are; the file's own spelling takes their place. */
export interface Entry {
  readonly classes: readonly string[];
  written(spelled: readonly string[]): string;
}

/** Edits that append the entry to the array that begins at the offset; undefined when that is not plainly possible. */
export function appendEntry(text: string, at: number, { classes, written }: Entry): TextEdit[] | undefined {
  const array = readArray(text, at);
  if (!array) return undefined;
  const shorts = classes.map((name) => shortOf(name).toLowerCase());
  const spellings = classes.map((name, index) =>
    spellingIn(text, name, shorts.indexOf(shortOf(name).toLowerCase()) < index),
  );
  const entry = written(spellings.map(({ spelled }) => spelled));
  const imports = spellings.flatMap((one) => one.importing ?? []).sort((a, b) => (a.name < b.name ? -1 : 1));
  const inserts = new Map<number, string>();
  const eol = text.includes('\r\n') ? '\r\n' : '\n';
  for (const { at: where, name } of imports) inserts.set(where, `${inserts.get(where) ?? ''}use ${name};${eol}`);
  for (const [where, newText] of layOut(text, array, entry, eol)) inserts.set(where, newText);
  return [...inserts].map(([where, newText]) => {
    const position = positionOf(text, where);
    return { range: { start: position, end: position }, newText };
  });
}

interface ArrayText {
  readonly open: number;
  /** Offset of the closing bracket. */
  readonly close: number;
  /** End of the last item, without a comma after it; undefined when there is none. */
  readonly last?: number;
  readonly comma: boolean;
}

function readArray(text: string, at: number): ArrayText | undefined {
  const head = /^(?:\[|array\s*\()/i.exec(text.slice(at, at + 40));
  if (!head) return undefined;
  const open = at + head[0].length - 1;
  const rest = /(['"])(?:\\[^]|(?!\1)[^\\])*\1|\/\*[^]*?\*\/|(?:\/\/|#(?!\[))[^\n]*|<<<|[[({]|[\])}]|,|\s+|[^\s]/g;
  rest.lastIndex = open + 1;
  let depth = 0;
  let last: number | undefined;
  let comma = false;
  for (let token = rest.exec(text); token; token = rest.exec(text)) {
    const [part] = token;
    if (part === '<<<') return undefined;
    if (/^(?:\s|\/[/*]|#(?!\[))/.test(part)) continue;
    if (/^[\])}]$/.test(part) && depth-- === 0)
      return { open, close: token.index, comma, ...(last !== undefined && { last }) };
    if (/^[[({]$/.test(part)) depth++;
    comma = part === ',' && depth === 0;
    if (!comma) last = rest.lastIndex;
  }
  return undefined;
}

/** Offsets with what is written there. */
function layOut(text: string, { open, close, last, comma }: ArrayText, entry: string, eol: string): [number, string][] {
  const lineOf = (at: number): number => text.lastIndexOf('\n', at - 1) + 1;
  const indentOf = (at: number): string => /^[ \t]*/.exec(text.slice(lineOf(at)))?.[0] ?? '';
  if (last === undefined && lineOf(open) === lineOf(close)) {
    const outer = indentOf(open);
    return [[open + 1, `${eol}${outer}    ${entry},${eol}${outer}`]];
  }
  if (lineOf(open) === lineOf(close)) return [[close, comma ? ` ${entry},` : `, ${entry}`]];
  const inner = last === undefined ? `${indentOf(open)}    ` : indentOfLast(text, open, last, indentOf);
  const missing: [number, string][] = last === undefined || comma ? [] : [[last, ',']];
  // After what may be said in comments behind the last item.
  if (text.slice(lineOf(close), close).trim() === '') return [...missing, [lineOf(close), `${inner}${entry},${eol}`]];
  return [[close, `${comma ? '' : ','}${eol}${inner}${entry}`]];
}

/** Of the line on which an item begins, as against one in which the last item merely ends. */
function indentOfLast(text: string, open: number, last: number, indentOf: (at: number) => string): string {
  const first = /\S/.exec(text.slice(open + 1));
  const at = first ? open + 1 + first.index : last;
  const begins = /^[ \t]*$/.test(text.slice(text.lastIndexOf('\n', at - 1) + 1, at));
  return begins ? indentOf(at) : `${indentOf(open)}    `;
}

const shortOf = (name: string): string => name.slice(name.lastIndexOf('\\') + 1);

interface Spelling {
  readonly spelled: string;
  /** The line that has to be added for it. */
  readonly importing?: { readonly name: string; readonly at: number };
}

/** As the file would name the class: by what it imports, by its namespace, by a new import where that hides nothing. */
function spellingIn(text: string, name: string, hidden: boolean): Spelling {
  const short = shortOf(name);
  const namespace = /^namespace\s+([\w\\]+)\s*[;{]/m.exec(text)?.[1] ?? '';
  const uses = [...text.matchAll(/^use\s+\\?([\w\\]+)(?:\s+as\s+(\w+))?\s*;[^\S\n]*\r?\n/gm)].map(
    ({ 1: of = '', 2: alias, index }) => ({ of, alias: alias ?? shortOf(of), index }),
  );
  const own = uses.find(({ of }) => of === name);
  if (own) return { spelled: own.alias };
  const [head] = name.split('\\');
  if (namespace === '') return { spelled: uses.some(({ alias }) => alias === head) ? `\\${name}` : name };
  const taken =
    hidden ||
    new RegExp(`(?<![\\\\\\w$>])${short}(?![\\\\\\w])|^use\\b[^;]*\\b${short}\\b[^;]*;`, 'im').test(
      withoutComments(text),
    );
  if (name === `${namespace}\\${short}` && !uses.some(({ alias }) => alias === short)) return { spelled: short };
  if (taken || uses.length === 0) return { spelled: `\\${name}` };
  const later = uses.find(({ of }) => of.toLowerCase() > name.toLowerCase());
  const end = uses.at(-1);
  const isSorted = uses.every(({ of }, at) => at === 0 || (uses[at - 1]?.of ?? '').toLowerCase() <= of.toLowerCase());
  if (isSorted && later) return { spelled: short, importing: { name, at: later.index } };
  return { spelled: short, importing: { name, at: text.indexOf('\n', end?.index ?? 0) + 1 } };
}

function withoutComments(text: string): string {
  return text.replace(/(['"])(?:\\[^]|(?!\1)[^\\])*\1|\/\*[^]*?\*\/|(?:\/\/|#(?!\[))[^\n]*/g, (part) =>
    /^['"]/.test(part) ? part : ' ',
  );
}
