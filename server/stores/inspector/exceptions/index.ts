/** Reads the text of an exception, in whatever language it was thrown. To add one: a file and a line here. */
import { parseJson } from '../../json';
import { atLines } from './atLines';
import { elixir } from './elixir';
import { headOf, linesOf, textAtMost, type Exception, type Reader } from './exception';
import { fromValue } from './json';
import { php } from './php';
import { python } from './python';
import { ruby } from './ruby';
import { rust } from './rust';

export type { Exception } from './exception';

const readers: readonly Reader[] = [python, rust, elixir, php, atLines, ruby];
const nothing: Exception = { exception: null, message: null, frames: [] };

/** Never throws; a text that is of no language is a message. */
export function readException(text: string, depth = 0): Exception {
  if (text.trim() === '') return nothing;
  const json = depth < 3 && text.length <= textAtMost && /^\s*[[{"]/.test(text) ? parseJson(text) : undefined;
  const found = json && fromValue(json.value, (inner) => readException(inner, depth + 1));
  if (found) return found;
  const lines = linesOf(text);
  for (const reader of readers) {
    const read = reader(lines);
    if (read && (read.exception !== null || read.message !== null || read.frames.length > 0)) return read;
  }
  return { ...headOf(text.slice(0, textAtMost)), frames: [] };
}

/** Class, message and calls that stand in columns of their own; what one lacks another may have. */
export function joinedException(error: string | null, exception: string | null, trace: string | null): Exception {
  const said = error === null ? nothing : readException(error);
  const traced = trace === null ? nothing : readException(trace);
  return {
    exception: exception ?? traced.exception ?? said.exception,
    message: said.message ?? (exception === null ? null : error) ?? traced.message,
    frames: traced.frames.length > 0 ? traced.frames : said.frames,
  };
}
