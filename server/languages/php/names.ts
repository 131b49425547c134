/** Resolves the names of one PHP file against its namespace and `use` lines; knows no other file. */

export interface Names {
  namespace: string;
  readonly classes: Map<string, string>;
  readonly functions: Map<string, string>;
  readonly constants: Map<string, string>;
}

export const builtinTypes: ReadonlySet<string> = new Set([
  'int',
  'integer',
  'float',
  'double',
  'string',
  'bool',
  'boolean',
  'array',
  'object',
  'mixed',
  'iterable',
  'callable',
  'null',
  'void',
  'never',
  'false',
  'true',
  'resource',
  'scalar',
  'numeric',
  'non-empty-string',
  'class-string',
  'list',
  'non-empty-array',
  'array-key',
]);

const relative: ReadonlySet<string> = new Set(['self', 'static', 'parent']);

export function emptyNames(): Names {
  return { namespace: '', classes: new Map(), functions: new Map(), constants: new Map() };
}

/** Fully qualified without leading backslash; `self`, `static` and `parent` stay. */
export function className(names: Names, written: string): string {
  const text = written.replace(/\s+/g, '');
  if (text.startsWith('\\')) return text.slice(1);
  const lower = text.toLowerCase();
  if (relative.has(lower)) return lower;
  if (lower.startsWith('namespace\\')) return qualify(names, text.slice(10));
  const slash = text.indexOf('\\');
  const first = slash < 0 ? lower : lower.slice(0, slash);
  const imported = names.classes.get(first);
  if (imported !== undefined) return slash < 0 ? imported : imported + text.slice(slash);
  return qualify(names, text);
}

/** The type of a declaration: builtins in lower case, classes resolved. */
export function typeName(names: Names, written: string): string {
  const lower = written.toLowerCase();
  return builtinTypes.has(lower) ? lower : className(names, written);
}

/** A function's name; an unqualified one may mean the global function, so it stays short. */
export function functionName(names: Names, written: string): string {
  const text = written.replace(/\s+/g, '');
  if (text.startsWith('\\')) return text.slice(1);
  const slash = text.indexOf('\\');
  if (slash < 0) return names.functions.get(text.toLowerCase()) ?? text;
  return className(names, text);
}

export function constantName(names: Names, written: string): string {
  const text = written.replace(/\s+/g, '');
  if (text.startsWith('\\')) return text.slice(1);
  return text.includes('\\') ? className(names, text) : (names.constants.get(text) ?? text);
}

export function qualify(names: Names, name: string): string {
  return names.namespace === '' ? name : `${names.namespace}\\${name}`;
}

/** Types in a doc comment's `@var`, `@param` or `@return`: `Foo|null`, `array<int, Foo>`, `Foo[]`. */
export function docTypes(names: Names, written: string): readonly string[] {
  const found: string[] = [];
  for (const part of splitTop(written, /[|&]/)) {
    const text = part.trim().replace(/^\?/, '');
    if (text === '') continue;
    const element =
      /^(.*)\[\]$/.exec(text)?.[1] ??
      /^(?:array|list|iterable|non-empty-array|non-empty-list|[\w\\]*Collection)<(.*)>$/.exec(text)?.[1];
    if (element !== undefined) {
      const last = splitTop(element, /,/).pop() ?? '';
      for (const type of docTypes(names, last)) found.push(`${type}[]`);
      continue;
    }
    if (/^class-string</.test(text)) {
      for (const type of docTypes(names, text.slice(13, -1))) found.push(`class-string<${type}>`);
      continue;
    }
    const plain = text.replace(/<.*$/, '');
    if (plain === '$this') found.push('static');
    // Doc comments are written with whole names but without the leading backslash as often as not.
    else if (/^[A-Z]\w*\\/.test(plain) && !names.classes.has(plain.slice(0, plain.indexOf('\\')).toLowerCase()))
      found.push(plain);
    else if (/^\\?[A-Za-z_\x80-\uffff][\w\\\x80-\uffff-]*$/.test(plain)) found.push(typeName(names, plain));
  }
  return found;
}

function splitTop(text: string, separator: RegExp): string[] {
  const parts: string[] = [];
  let depth = 0;
  let start = 0;
  for (let index = 0; index < text.length; index++) {
    const character = text.charAt(index);
    if (character === '<' || character === '(' || character === '{') depth++;
    else if (character === '>' || character === ')' || character === '}') depth--;
    else if (depth === 0 && separator.test(character)) {
      parts.push(text.slice(start, index));
      start = index + 1;
    }
  }
  parts.push(text.slice(start));
  return parts;
}
