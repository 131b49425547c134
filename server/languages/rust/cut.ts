/**
 * A file's text without comments and without the insides of functions, as far as they can be told apart by their
 * letters alone. Knows strings, characters and brackets, no grammar; in doubt it cuts nothing.
 */
import type { Fragment } from './syntax';

export interface Cut {
  readonly fragment: Fragment;
  /** Where each function's inside that was left out begins, with its brace, and where it ends. */
  readonly insides: ReadonlyMap<number, number>;
}

/** Begin items, which a file declares wherever they stand: such insides stay. */
const itemWords = new Set('use fn struct enum impl trait type const static mod macro_rules extern'.split(' '));

const isWord = (code: number): boolean =>
  (code >= 97 && code <= 122) || (code >= 65 && code <= 90) || (code >= 48 && code <= 57) || code === 95 || code > 127;

/** Undefined when the text is not put together as expected. */
export function withoutInsides(text: string): Cut | undefined {
  const insides = new Map<number, number>();
  const kept: [from: number, to: number][] = [];
  let from = 0;
  const leaveOut = (start: number, end: number): void => {
    if (start > from) kept.push([from, start]);
    from = end;
  };
  let where: 'outside' | 'header' | 'inside' = 'outside';
  let braces = 0;
  /** Brackets open since the function's name. */
  let nested = 0;
  let angles = 0;
  let depth = 0;
  let open = 0;
  let keep = false;
  let last = 0;
  const { length } = text;
  let at = 0;
  while (at < length) {
    const code = text.charCodeAt(at);
    if (code <= 32) {
      at++;
      continue;
    }
    if (isWord(code)) {
      let end = at + 1;
      while (end < length && isWord(text.charCodeAt(end))) end++;
      const next = text.charCodeAt(end);
      if ((next === quote || next === hash) && end - at <= 2 && /^[bc]?r$/.test(text.slice(at, end))) {
        const raw = rawEnd(text, end);
        if (raw === undefined) return undefined;
        at = raw;
        last = quote;
        continue;
      }
      if (where === 'outside') {
        if (end - at === 2 && text.startsWith('fn', at) && /^\s+[A-Za-z_]/.test(text.slice(end, end + 40))) {
          where = 'header';
          nested = 0;
          angles = 0;
        }
      } else if (where === 'inside' && !keep && end - at <= 11 && end - at >= 2 && itemWords.has(text.slice(at, end)))
        keep = true;
      at = end;
      last = code;
      continue;
    }
    if (code === slash) {
      const end = commentEnd(text, at);
      if (end === undefined) return undefined;
      if (end > at) {
        // Comments in blocks stay: they may be all that separates two words.
        if (where !== 'inside' && text.charCodeAt(at + 1) === slash) leaveOut(at, end);
        at = end;
        continue;
      }
    }
    switch (code) {
      case quote: {
        const end = stringEnd(text, at);
        if (end === undefined) return undefined;
        at = end;
        last = quote;
        continue;
      }
      case apostrophe:
        at = characterEnd(text, at);
        last = apostrophe;
        continue;
      case 40:
      case 91:
        if (where === 'header') nested++;
        break;
      case 41:
      case 93:
        if (where === 'header' && --nested < 0) where = 'outside';
        break;
      case 60:
        angles++;
        break;
      case 62:
        // Not the head of an arrow.
        if (last !== 45 && last !== 61) angles--;
        break;
      case semicolon:
        if (where === 'header' && nested === 0) where = 'outside';
        break;
      case braceOpen:
        if (where === 'inside') depth++;
        else if (where === 'outside') braces++;
        else if (nested === 0) {
          // `Grid<{ WIDTH }>`: a value among types, not the inside.
          if (angles !== 0) return undefined;
          where = 'inside';
          depth = 1;
          open = at;
          keep = false;
        }
        break;
      case braceClose:
        if (where === 'outside') {
          if (--braces < 0) return undefined;
        } else if (where === 'header') {
          if (nested === 0) return undefined;
        } else if (--depth === 0) {
          where = 'outside';
          if (!keep && at - open > 2) {
            insides.set(open, at + 1);
            leaveOut(open + 1, at);
          }
        }
        break;
      default:
    }
    last = code;
    at++;
  }
  if (where !== 'outside' || braces !== 0) return undefined;
  leaveOut(length, length);
  return { fragment: joined(text, kept), insides };
}

const quote = 34;
const hash = 35;
const apostrophe = 39;
const star = 42;
const slash = 47;
const semicolon = 59;
const backslash = 92;
const braceOpen = 123;
const braceClose = 125;

function joined(text: string, kept: readonly (readonly [from: number, to: number])[]): Fragment {
  const pieces: [number, number][] = [];
  const parts: string[] = [];
  let at = 0;
  for (const [start, end] of kept) {
    pieces.push([at, start]);
    parts.push(text.slice(start, end));
    at += end - start;
  }
  return { text: parts.join(''), pieces: pieces.length > 0 ? pieces : [[0, 0]] };
}

/** The place behind the comment; `at` itself when the stroke is a division; undefined when the comment never ends. */
function commentEnd(text: string, at: number): number | undefined {
  const next = text.charCodeAt(at + 1);
  if (next === slash) {
    const end = text.indexOf('\n', at);
    return end < 0 ? text.length : end;
  }
  if (next !== star) return at;
  let depth = 1;
  for (let end = at + 2; end < text.length; end++) {
    const code = text.charCodeAt(end);
    if (code === star && text.charCodeAt(end + 1) === slash) {
      end++;
      if (--depth === 0) return end + 1;
    } else if (code === slash && text.charCodeAt(end + 1) === star) {
      end++;
      depth++;
    }
  }
  return undefined;
}

function stringEnd(text: string, at: number): number | undefined {
  for (let end = at + 1; end < text.length; end++) {
    const code = text.charCodeAt(end);
    if (code === backslash) end++;
    else if (code === quote) return end + 1;
  }
  return undefined;
}

/** From the marks behind `r`; a word written `r#type` is no string. */
function rawEnd(text: string, at: number): number | undefined {
  let marks = 0;
  while (text.charCodeAt(at + marks) === hash) marks++;
  if (text.charCodeAt(at + marks) !== quote) return at + marks;
  const close = `"${'#'.repeat(marks)}`;
  const end = text.indexOf(close, at + marks + 1);
  return end < 0 ? undefined : end + close.length;
}

/** The place behind a character, or behind the stroke of a lifetime. */
function characterEnd(text: string, at: number): number {
  if (text.charCodeAt(at + 1) === backslash) {
    const end = text.indexOf("'", at + 3);
    return end < 0 ? at + 1 : end + 1;
  }
  if (text.charCodeAt(at + 2) === apostrophe) return at + 3;
  const wide = (text.codePointAt(at + 1) ?? 0) > 0xffff;
  return wide && text.charCodeAt(at + 3) === apostrophe ? at + 4 : at + 1;
}
