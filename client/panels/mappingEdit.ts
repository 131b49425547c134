/**
 * The smallest change to the text of a settings file that puts one entry into its list `stores`: everything else keeps
 * its place, its spaces and its ends of lines. Pure; it knows JSON and nothing of stores.
 */

export interface TextEdit {
  readonly offset: number;
  readonly length: number;
  readonly text: string;
}

interface Entry {
  readonly match: string;
  readonly mapping: unknown;
}

/** A value where it stands. */
interface Span {
  readonly start: number;
  readonly end: number;
}

/** Throws one sentence for a text that is no JSON object. */
export function editToAdd(text: string, entry: Entry): TextEdit {
  const body = text.replace(/^\uFEFF/, '');
  const skipped = text.length - body.length;
  if (body.trim() === '')
    return { offset: skipped, length: text.length - skipped, text: print({ stores: [entry] }, '', styleOf('')) + '\n' };
  const json = parse(body);
  const style = styleOf(body);
  const edit = editIn(body, json, entry, style);
  return { ...edit, offset: edit.offset + skipped };
}

function editIn(body: string, json: Readonly<Record<string, unknown>>, entry: Entry, style: Style): TextEdit {
  const root = { start: body.search(/\S/), end: body.trimEnd().length };
  const { stores } = json;
  if (stores === undefined) {
    const inside = style.indent;
    return append(root, membersOf(body, root), `"stores": ${print([entry], inside, style)}`, '', style);
  }
  if (!Array.isArray(stores)) throw new Error('“stores” in .event-wiring.json is not a list. Nothing was changed.');
  const list = membersOf(body, root).findLast(({ key }) => key === 'stores');
  if (!list) throw new Error('“stores” in .event-wiring.json could not be found again. Nothing was changed.');
  const entries = membersOf(body, list);
  const same = (stores as readonly unknown[]).findIndex((each) => isRecord(each) && each['match'] === entry.match);
  const old = entries[same];
  const indent = marginAt(body, list.start);
  if (old) {
    const margin = marginAt(body, old.start);
    return { offset: old.start, length: old.end - old.start, text: print(entry, margin, style) };
  }
  return append(list, entries, print(entry, indent + style.indent, style), indent, style);
}

/** After the last member of an object or list, on a line of its own where the file has lines. */
function append(holder: Span, members: readonly Span[], text: string, margin: string, style: Style): TextEdit {
  const last = members.at(-1);
  const { newline } = style;
  // A list on one line stays on one line.
  const inside = newline === '' ? '' : newline + margin + style.indent;
  if (last) return { offset: last.end, length: 0, text: `,${inside || style.space}${text}` };
  return {
    offset: holder.start + 1,
    length: holder.end - holder.start - 2,
    text: `${inside}${text}${newline === '' ? '' : newline + margin}`,
  };
}

interface Style {
  readonly newline: string;
  readonly indent: string;
  /** After a comma or colon in a file of one line. */
  readonly space: string;
}

function styleOf(body: string): Style {
  const newline = body.includes('\r\n') ? '\r\n' : '\n';
  const oneLine = body !== '' && !body.trimEnd().includes('\n') && /[^{}\s]/.test(body);
  return {
    newline: oneLine ? '' : newline,
    indent: oneLine ? '' : (/^([ \t]+)\S/m.exec(body)?.[1] ?? '  '),
    space: oneLine && !/[,:] /.test(body) ? '' : ' ',
  };
}

function print(value: unknown, margin: string, style: Style): string {
  const text = JSON.stringify(value, undefined, style.indent || undefined);
  return style.newline === '' ? text : text.replace(/\n/g, style.newline + margin);
}

/** The white space that begins the line. */
function marginAt(body: string, offset: number): string {
  const start = body.lastIndexOf('\n', offset - 1) + 1;
  return /^[ \t]*/.exec(body.slice(start, offset))?.[0] ?? '';
}

/** The values directly in an object or a list of a text that is known to be JSON. */
function membersOf(body: string, { start, end }: Span): (Span & { readonly key?: string })[] {
  const found: (Span & { readonly key?: string })[] = [];
  const token = /"(?:[^"\\]|\\.)*"|[[\]{},:]|[^\s[\]{},:"]+/g;
  token.lastIndex = start + 1;
  let depth = 0;
  let key: string | undefined;
  let value: number | undefined;
  let last = start + 1;
  for (let match = token.exec(body); match && match.index < end; match = token.exec(body)) {
    const [word] = match;
    if (depth === 0 && (word === ',' || word === ']' || word === '}')) {
      if (value !== undefined) found.push({ start: value, end: last, ...(key === undefined ? {} : { key }) });
      if (word !== ',') return found;
      key = value = undefined;
      continue;
    }
    if (depth === 0 && word === ':') {
      key = value === undefined ? undefined : (JSON.parse(body.slice(value, last)) as string);
      value = undefined;
      continue;
    }
    if (word === '{' || word === '[') depth++;
    if (word === '}' || word === ']') depth--;
    value ??= match.index;
    last = match.index + word.length;
  }
  return found;
}

function parse(body: string): Readonly<Record<string, unknown>> {
  let json: unknown;
  try {
    json = JSON.parse(body);
  } catch (error) {
    throw new Error(
      `.event-wiring.json is not valid JSON (${error instanceof Error ? error.message : String(error)}). Nothing was changed.`,
    );
  }
  if (!isRecord(json)) throw new Error('.event-wiring.json does not hold one JSON object. Nothing was changed.');
  return json;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
