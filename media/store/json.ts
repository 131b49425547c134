/**
 * JSON text as a tree that is read only where it is opened: values stay slices of the text, so that no number loses a
 * digit and a large payload costs nothing until it is looked at. Half a text is read as far as it goes. Draws nothing.
 */

export type JsonKind = 'object' | 'list' | 'string' | 'number' | 'boolean' | 'null' | 'invalid';

/** A value where it stands in the text. */
export interface JsonValue {
  readonly kind: JsonKind;
  readonly start: number;
  readonly end: number;
  /** The text ends within it. */
  readonly cut?: true;
}

export interface JsonMember {
  /** Decoded name, or the number in a list. */
  readonly name: string;
  readonly value: JsonValue;
}

export interface JsonMembers {
  readonly members: readonly JsonMember[];
  /** Where to go on reading; absent at the end. */
  readonly next?: number;
}

const blank = /[ \t\r\n]*/y;
const plain = /[^\s,\]}:"[{]+/y;
const structure = /["[\]{}]/g;

export function jsonValue(text: string): JsonValue {
  return valueAt(text, skipBlank(text, 0));
}

function skipBlank(text: string, at: number): number {
  blank.lastIndex = at;
  blank.test(text);
  return blank.lastIndex;
}

function valueAt(text: string, start: number): JsonValue {
  const first = text[start];
  if (first === '{' || first === '[') {
    const end = closing(text, start);
    const kind = first === '{' ? 'object' : 'list';
    return end < 0 ? { kind, start, end: text.length, cut: true } : { kind, start, end };
  }
  if (first === '"') {
    const end = endOfString(text, start);
    return end < 0 ? { kind: 'string', start, end: text.length, cut: true } : { kind: 'string', start, end };
  }
  plain.lastIndex = start;
  if (!plain.test(text))
    return {
      kind: 'invalid',
      start,
      end: Math.min(text.length, start + 1),
      ...(first === undefined ? { cut: true } : {}),
    };
  const end = plain.lastIndex;
  const word = text.slice(start, end);
  return { kind: kindOf(word), start, end };
}

function kindOf(word: string): JsonKind {
  if (/^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/.test(word)) return 'number';
  if (word === 'true' || word === 'false') return 'boolean';
  return word === 'null' ? 'null' : 'invalid';
}

function endOfString(text: string, start: number): number {
  // The expression would overflow the stack on a string of many megabytes.
  let at = start + 1;
  for (;;) {
    const quote = text.indexOf('"', at);
    if (quote < 0) return -1;
    let slashes = 0;
    while (text[quote - 1 - slashes] === '\\') slashes++;
    if (slashes % 2 === 0) return quote + 1;
    at = quote + 1;
  }
}

/** Behind the bracket that closes the one at `start`; -1 when there is none. */
function closing(text: string, start: number): number {
  let depth = 0;
  structure.lastIndex = start;
  for (let found = structure.exec(text); found; found = structure.exec(text)) {
    const sign = found[0];
    if (sign === '"') {
      const end = endOfString(text, found.index);
      if (end < 0) return -1;
      structure.lastIndex = end;
    } else if (sign === '{' || sign === '[') depth++;
    else if (--depth === 0) return found.index + 1;
  }
  return -1;
}

/** Members of an object or a list, at most `limit` of them. */
export function jsonMembers(text: string, value: JsonValue, limit: number, from?: number, known = 0): JsonMembers {
  if (value.kind !== 'object' && value.kind !== 'list') return { members: [] };
  const members: JsonMember[] = [];
  let at = from ?? value.start + 1;
  const end = value.cut ? text.length : value.end - 1;
  for (;;) {
    at = skipBlank(text, at);
    if (at >= end) return { members };
    if (text[at] === ',') {
      at++;
      continue;
    }
    if (members.length === limit) return { members, next: at };
    let name = String(known + members.length);
    if (value.kind === 'object') {
      if (text[at] !== '"') return { members: [...members, broken(text, at, end)] };
      const stop = endOfString(text, at);
      if (stop < 0) return { members: [...members, broken(text, at, end)] };
      name = jsonString(text.slice(at, stop));
      at = skipBlank(text, stop);
      if (text[at] !== ':') return { members: [...members, { name, value: broken(text, at, end).value }] };
      at = skipBlank(text, at + 1);
    }
    const member = valueAt(text, at);
    members.push({ name, value: member });
    at = Math.max(member.end, at + 1);
  }
}

function broken(text: string, start: number, end: number): JsonMember {
  return {
    name: '',
    value: { kind: 'invalid', start, end: Math.min(end, start + 200), ...(end >= text.length ? { cut: true } : {}) },
  };
}

/** What a string says; its text where that cannot be known. */
export function jsonString(literal: string): string {
  try {
    const value: unknown = JSON.parse(literal);
    return typeof value === 'string' ? value : literal;
  } catch {
    return literal.replace(/^"/, '').replace(/"$/, '');
  }
}

const previewLength = 120;

/** `{amount: 94.5, currency: "EUR"}`, cut where it becomes long. */
export function jsonPreview(text: string, value: JsonValue, depth = 0): string {
  if (value.kind !== 'object' && value.kind !== 'list')
    return clipped(text.slice(value.start, Math.min(value.end, value.start + 60)), 48);
  const [open, close] = value.kind === 'object' ? ['{', '}'] : ['[', ']'];
  const { members, next } = jsonMembers(text, value, depth ? 1 : 6);
  if (!members.length) return `${open}${close}`;
  if (depth > 1) return `${open}…${close}`;
  const parts = members.map(({ name, value: member }) => {
    const shown = jsonPreview(text, member, depth + 1);
    return value.kind === 'object' ? `${name}: ${shown}` : shown;
  });
  return clipped(`${open}${parts.join(', ')}${next === undefined ? '' : ', …'}${close}`, previewLength);
}

function clipped(text: string, length: number): string {
  return text.length > length ? `${text.slice(0, length - 1)}…` : text;
}

/** `price.amount`, `items[2].sku`, `["a b"]` */
export function jsonPath(names: readonly { readonly name: string; readonly list: boolean }[]): string {
  return names
    .map(({ name, list }, index) => {
      if (list) return `[${name}]`;
      if (/^[\p{L}_$][\p{L}\p{N}_$-]*$/u.test(name)) return index ? `.${name}` : name;
      return `[${JSON.stringify(name)}]`;
    })
    .join('');
}
