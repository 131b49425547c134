/**
 * From the graph's places to an editor's ranges and back, and what the text at a place spells. Places count from 1 and
 * name a file of the folder, positions count from 0 and come with a URI. Knows no event.
 */
import type { Location, Position, Range } from 'vscode-languageserver';
import type { Place } from '../graph/graph';
import type { Snapshot } from './feature';

/** Further than this from its beginning no call is followed. */
const longestCall = 4000;

/** A URI as two spellings of it have in common: decoded, with the drive's letter in lower case. */
function plainUri(uri: string): string {
  let plain = uri;
  try {
    plain = decodeURIComponent(uri);
  } catch {
    // A stray per cent sign is part of the name.
  }
  return plain.replace(/^file:\/\/\/[A-Z]:/, (drive) => drive.toLowerCase());
}

const encoded = (path: string): string =>
  path
    .split('/')
    .map((part) =>
      encodeURIComponent(part).replace(/[!'()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`),
    )
    .join('/');

export function uriOf({ root }: Snapshot, file: string): string {
  return `${root}/${encoded(file)}`;
}

/** Undefined when the document is not in the folder. */
export function fileOf({ root }: Snapshot, uri: string): string | undefined {
  const folder = `${plainUri(root)}/`;
  const plain = plainUri(uri);
  return plain.startsWith(folder) ? plain.slice(folder.length) : undefined;
}

/** The folder and file a document belongs to: of several folders the innermost. */
export function documentOf(
  snapshots: readonly Snapshot[],
  uri: string | undefined,
): { readonly snapshot: Snapshot; readonly file: string } | undefined {
  if (typeof uri !== 'string') return undefined;
  const found = snapshots.flatMap((snapshot) => {
    const file = fileOf(snapshot, uri);
    return file === undefined ? [] : [{ snapshot, file }];
  });
  return found.sort((a, b) => a.file.length - b.file.length)[0];
}

/** The line's text without its end; empty where there is no such line. Counts from 0. */
export function lineOf(text: string | undefined, line: number): string {
  const start = text === undefined ? undefined : startOf(text, line);
  if (text === undefined || start === undefined) return '';
  const end = text.indexOf('\n', start);
  return text.slice(start, end < 0 ? undefined : end).replace(/\r$/, '');
}

/** Where a line begins; undefined where there is no such line. Counts from 0. */
export function startOf(text: string, line: number): number | undefined {
  if (!Number.isInteger(line) || line < 0) return undefined;
  let start = 0;
  for (let left = line; left > 0; left--) {
    const end = text.indexOf('\n', start);
    if (end < 0) return undefined;
    start = end + 1;
  }
  return start;
}

export function offsetOf(text: string, { line, character }: Position): number | undefined {
  const start = startOf(text, line);
  return start === undefined || !(character >= 0) ? undefined : start + Math.min(character, lineOf(text, line).length);
}

export function positionOf(text: string, offset: number): Position {
  let line = 0;
  let start = 0;
  for (let end = text.indexOf('\n'); end >= 0 && end < offset; end = text.indexOf('\n', start)) {
    line++;
    start = end + 1;
  }
  return { line, character: offset - start };
}

/** What is marked at a place: to its known end, on one line, or else the word or literal that begins there. */
export function rangeOf(snapshot: Snapshot, place: Omit<Place, 'column'> & { readonly column?: number }): Range {
  const line = Math.max(0, place.line - 1);
  const character = Math.max(0, (place.column ?? 1) - 1);
  const start = { line, character };
  if (place.endColumn !== undefined && (place.endLine ?? place.line) === place.line)
    return { start, end: { line, character: Math.max(character, place.endColumn - 1) } };
  const text = lineOf(snapshot.text(place.file), line);
  const rest = text.slice(character);
  const length =
    place.endLine === undefined
      ? (/^(?:(['"`])(?:\\.|(?!\1).)*\1|[\p{L}\p{N}_$#\\]+(?:::class)?)/u.exec(rest)?.[0].length ?? 0)
      : rest.trimEnd().length;
  return { start, end: { line, character: character + length } };
}

/** Where a place begins, as an empty range. */
export function startRange(place: Place): Range {
  const position = { line: Math.max(0, place.line - 1), character: Math.max(0, place.column - 1) };
  return { start: position, end: position };
}

export function locationOf(snapshot: Snapshot, place: Omit<Place, 'column'> & { readonly column?: number }): Location {
  return { uri: uriOf(snapshot, place.file), range: rangeOf(snapshot, place) };
}

export interface Word {
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

/** The identifier around a column of a line. */
export function wordAt(line: string, character: number): Word | undefined {
  if (!(character >= 0) || character > line.length) return undefined;
  const before = /[\p{L}\p{N}_$]*$/u.exec(line.slice(Math.max(0, character - 200), character))?.[0] ?? '';
  const after = /^[\p{L}\p{N}_$]*/u.exec(line.slice(character, character + 200))?.[0] ?? '';
  const text = before + after;
  return text === '' ? undefined : { text, start: character - before.length, end: character + after.length };
}

/** The columns of a name between quotes around a column of a line. */
export function literalAt(line: string, character: number, name: string): Word | undefined {
  if (name === '') return undefined;
  for (let start = line.indexOf(name); start >= 0; start = line.indexOf(name, start + 1)) {
    const end = start + name.length;
    if (start > character) return undefined;
    if (end >= character && isQuoted(line, start, end)) return { text: name, start, end };
  }
  return undefined;
}

/** The first offset between two at which a name stands between quotes. */
export function literalIn(text: string, from: number, to: number, name: string): number | undefined {
  for (let start = text.indexOf(name, from); start >= 0 && start < to; start = text.indexOf(name, start + 1))
    if (isQuoted(text, start, start + name.length)) return start;
  return undefined;
}

function isQuoted(text: string, start: number, end: number): boolean {
  const quote = text.charAt(start - 1);
  return /['"`]/.test(quote) && text.charAt(end) === quote;
}

/** From a place to the end of the call or entry that begins there, as offsets; undefined where there is no such place. */
export function extentOf(text: string, place: Place): { readonly from: number; readonly to: number } | undefined {
  const line = startOf(text, place.line - 1);
  if (line === undefined) return undefined;
  const from = line + place.column - 1;
  const end = place.endLine === undefined ? undefined : startOf(text, place.endLine - 1);
  const known = end === undefined ? from : end + (place.endColumn ?? 1) - 1;
  return { from, to: Math.max(known, endOfCall(text, from, place.file.endsWith('.rs'))) };
}

function endOfCall(text: string, from: number, rust: boolean): number {
  const most = Math.min(text.length, from + longestCall);
  let depth = 0;
  for (let at = from; at < most; at++) {
    const sign = text.charAt(at);
    if (sign === '"' || sign === '`' || (sign === "'" && !rust)) {
      at = endOfLiteral(text, at, most);
      continue;
    }
    if (sign === '(' || sign === '[' || sign === '{') depth++;
    else if (sign === ')' || sign === ']' || sign === '}') {
      depth--;
      if (depth <= 0) return depth < 0 ? at : at + 1;
    } else if (depth === 0 && (sign === ';' || sign === ',' || sign === '\n')) return at;
  }
  return most;
}

/** Offset of the closing quote, or of the line's end where a text that is being written has none. */
function endOfLiteral(text: string, start: number, most: number): number {
  const quote = text.charAt(start);
  for (let at = start + 1; at < most; at++) {
    if (text.charAt(at) === '\\') at++;
    else if (text.charAt(at) === quote) return at;
    else if (text.charAt(at) === '\n' && quote !== '`') return at - 1;
  }
  return most;
}

/** Whether two ranges have a position in common, their ends included. */
export function touch(a: Range, b: Range): boolean {
  const before = (left: Position, right: Position): boolean =>
    left.line < right.line || (left.line === right.line && left.character <= right.character);
  return before(a.start, b.end) && before(b.start, a.end);
}
