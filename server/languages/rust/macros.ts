/** Macro invocations: which of them hold code, and how their tokens read as code. Knows no framework. */
import type { Source } from './source';
import type { Fragment, Syntax } from './syntax';

/** Their tokens are templates, formats or data, never code that runs where it stands. */
const silent = new Set(
  (
    'quote quote_spanned parse_quote parse_quote_spanned format_ident stringify concat include include_str include_bytes env option_env cfg ' +
    'compile_error line file column module_path print println eprint eprintln format format_args write writeln panic todo unimplemented ' +
    'unreachable trace debug info warn error log event span info_span debug_span json bitflags macro_rules sql query query_as query_scalar ' +
    'regex bail ensure anyhow indoc doc html rsx view css table diesel'
  ).split(' '),
);

export function holdsCode(name: string): boolean {
  return !silent.has(name.slice(name.lastIndexOf(':') + 1));
}

/** The arguments as a call, an array or a block, whichever the brackets ask for. */
export function argumentsAsCode(
  source: Source,
  name: string,
  tokens: Syntax,
): { fragment: Fragment; block: boolean } | undefined {
  const open = source.text[tokens.start];
  const from = tokens.start + 1;
  const inner = source.text.slice(from, Math.max(from, tokens.end - 1));
  const last = name.slice(name.lastIndexOf(':') + 1);
  if (inner.trim() === '') return undefined;
  if (last === 'select' || last === 'select_biased') return { fragment: selectArms(inner, from), block: true };
  if (last === 'matches' || last === 'assert_matches') return { fragment: matches(inner, from), block: true };
  if (open === '{') return { fragment: wrapped('fn f(){', inner, '}', from), block: true };
  const brackets = open === '[' ? ['fn f(){[', '];}'] : ['fn f(){m(', ');}'];
  return { fragment: wrapped(brackets[0] ?? '', arrowsAsCommas(inner), brackets[1] ?? '', from), block: false };
}

export function itemsAsCode(source: Source, tokens: Syntax): Fragment {
  const from = tokens.start + 1;
  const inner = source.text.slice(from, Math.max(from, tokens.end - 1));
  return wrapped('', inner.replace(/\bstatic ref\b/g, 'static    '), '', from);
}

const declaring = /^(?:\w+_)?events$/;
/** `OrderPlaced<'a> { … }` or `OrderPlaced(…)` where an item begins. */
const bareType = /^[A-Z]\w*\s*(?:<[^<>{}();]*>\s*)?[{(]/;

/**
 * `events! { OrderPlaced { id: u64 } OrderShipped { … } }`: a macro that declares events is given no more than their
 * names and fields. They read as structs.
 */
export function eventsAsItems(source: Source, name: string, tokens: Syntax): Fragment | undefined {
  if (!declaring.test(name.slice(name.lastIndexOf(':') + 1))) return undefined;
  const from = tokens.start + 1;
  const inner = source.text.slice(from, Math.max(from, tokens.end - 1));
  const starts: number[] = [];
  let fresh = true;
  let bare = true;
  scan(inner, (at, depth) => {
    const character = inner[at] ?? '';
    if (depth > 0 || /[\s,;]/.test(character)) return;
    if (character === '}' || character === ')') fresh = true;
    else if (fresh) {
      fresh = false;
      if (bareType.test(inner.slice(at, at + 200))) starts.push(at);
      else bare = false;
    }
  });
  if (!bare || starts.length === 0) return undefined;
  const before = 'pub struct ';
  let text = '';
  const pieces: [number, number][] = [];
  for (const [index, start] of starts.entries()) {
    const piece = inner.slice(start, starts[index + 1] ?? inner.length);
    pieces.push([text.length, from + start], [text.length + before.length, from + start]);
    text += before + piece;
    if (/^[^{]*\(/.test(piece)) text += ';';
  }
  return { text, pieces };
}

function wrapped(before: string, inner: string, after: string, original: number): Fragment {
  return {
    text: before + inner + after,
    pieces: [
      [0, Math.max(0, original - before.length)],
      [before.length, original],
      [before.length + inner.length, original + inner.length],
    ],
  };
}

/** `Event => Listener` separates like a comma; both are two characters wide. */
function arrowsAsCommas(inner: string): string {
  if (!inner.includes('=>')) return inner;
  const arrows = new Set<number>();
  scan(inner, (at, depth) => {
    if (depth === 0 && inner.startsWith('=>', at)) arrows.add(at);
  });
  return [...inner].length === inner.length || arrows.size > 0
    ? inner.replace(/=>/g, (arrow, at: number) => (arrows.has(at) ? ', ' : arrow))
    : inner;
}

/** Calls back at every character that is code, with the depth of brackets it stands in. */
function scan(text: string, visit: (at: number, depth: number) => boolean | void, from = 0): void {
  let depth = 0;
  for (let at = from; at < text.length; at++) {
    const character = text[at] ?? '';
    if (character === '/' && text[at + 1] === '/') {
      const end = text.indexOf('\n', at);
      at = end < 0 ? text.length : end;
      continue;
    }
    if (character === '/' && text[at + 1] === '*') {
      const end = text.indexOf('*/', at + 2);
      at = end < 0 ? text.length : end + 1;
      continue;
    }
    if (character === '"') {
      for (at++; at < text.length && text[at] !== '"'; at++) if (text[at] === '\\') at++;
      continue;
    }
    if (character === "'" && /^'(\\.|[^\\'])'/.test(text.slice(at, at + 4))) {
      at = text.indexOf("'", at + (text[at + 1] === '\\' ? 3 : 2));
      continue;
    }
    if ('([{'.includes(character)) {
      if (visit(at, depth) === true) return;
      depth++;
      continue;
    }
    if (')]}'.includes(character)) depth--;
    if (visit(at, depth) === true) return;
  }
}

/** `pattern = future, if condition => body` becomes `if let pattern = future { body }`, arm by arm. */
function selectArms(inner: string, original: number): Fragment {
  let text = 'fn f(){';
  const pieces: [number, number][] = [[0, original]];
  const add = (piece: string, at: number): void => {
    pieces.push([text.length, at + original]);
    text += piece;
  };
  let at = 0;
  for (let guard = 0; at < inner.length && guard < 500; guard++) {
    const arrow = find(inner, at, (index, depth) => depth === 0 && inner.startsWith('=>', index));
    if (arrow < 0) break;
    const equals = find(
      inner,
      at,
      (index, depth) =>
        depth === 0 &&
        index < arrow &&
        inner[index] === '=' &&
        !/[=<>!]/.test(inner[index - 1] ?? '') &&
        !/[=>]/.test(inner[index + 1] ?? ''),
    );
    const guardAt =
      equals < 0
        ? -1
        : find(
            inner,
            equals + 1,
            (index, depth) =>
              depth === 0 && index < arrow && inner[index] === ',' && /^,\s*if\b/.test(inner.slice(index, index + 40)),
          );
    let bodyAt = arrow + 2;
    while (/\s/.test(inner[bodyAt] ?? '')) bodyAt++;
    const braced = inner[bodyAt] === '{';
    let end = find(
      inner,
      bodyAt,
      (index, depth) => depth === 0 && index > bodyAt && (braced ? inner[index] === '}' : inner[index] === ','),
    );
    if (end < 0) end = inner.length;
    const bodyEnd = braced ? end + 1 : end;
    if (equals >= 0 && equals < arrow) {
      add('if let ', at);
      add(
        inner
          .slice(at, guardAt >= 0 && guardAt < arrow ? guardAt : arrow)
          .replace(/^\s*biased\s*;/, (word) => ' '.repeat(word.length)),
        at,
      );
    } else add('if true ', at);
    add('{', bodyAt);
    add(inner.slice(bodyAt, bodyEnd), bodyAt);
    add('}\n', Math.max(bodyAt, bodyEnd - 1));
    at = bodyEnd;
    while (/[\s,]/.test(inner[at] ?? '')) at++;
  }
  add('}', Math.max(0, inner.length - 1));
  return { text, pieces };
}

function matches(inner: string, original: number): Fragment {
  const comma = find(inner, 0, (index, depth) => depth === 0 && inner[index] === ',');
  const cut = comma < 0 ? inner.length : comma;
  const before = 'fn f(){match ';
  const middle = '{';
  const pattern = inner.slice(cut + 1).replace(/,\s*$/, (tail) => ' '.repeat(tail.length));
  const text = `${before}${inner.slice(0, cut)}${middle}${pattern}=>{}}}`;
  const patternAt = before.length + cut + middle.length;
  return {
    text,
    pieces: [
      [0, original],
      [before.length, original],
      [patternAt, original + cut + 1],
      [patternAt + pattern.length, original + inner.length],
    ],
  };
}

function find(text: string, from: number, wanted: (at: number, depth: number) => boolean): number {
  let found = -1;
  scan(
    text,
    (at, depth) => {
      if (!wanted(at, depth)) return false;
      found = at;
      return true;
    },
    from,
  );
  return found;
}
