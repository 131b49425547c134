/** What is read from the text of an exception, and what its readers share. Knows no language. */
import type { Frame } from '../../questions';

export interface Exception {
  /** Its class, as its language writes it. */
  readonly exception: string | null;
  readonly message: string | null;
  /** Innermost call first. */
  readonly frames: readonly Frame[];
}

/** Undefined where the text is not of the reader's language. */
export type Reader = (lines: readonly string[]) => Exception | undefined;

export const textAtMost = 262_144;
const lineAtMost = 1_000;
const framesAtMost = 200;

/** No pattern sees more than a short line: so no text, whatever is in it, takes longer than its length. */
export function linesOf(text: string): string[] {
  return text
    .slice(0, textAtMost)
    .split(/\r\n|\n|\r/)
    .map((line) => line.slice(0, lineAtMost));
}

export function framesOf(frames: readonly (Frame | undefined)[]): Frame[] {
  return frames.filter((frame): frame is Frame => frame !== undefined).slice(0, framesAtMost);
}

export interface Place {
  readonly file: string;
  readonly line: number | null;
}

/** `src/a.ts:10:5`, `file:///app/a.js:3`, `C:\app\a.js:3:1`; a text without a line is a file alone. */
export function placeOf(text: string): Place {
  const [tail = '', line = ''] = /:(\d{1,9})(?::\d{1,9})?$/.exec(text) ?? [];
  const file = plainPath(text.slice(0, text.length - tail.length));
  return { file, line: line === '' ? null : Number(line) };
}

/** `file:///app/a%20b.js` is `/app/a b.js`. */
function plainPath(file: string): string {
  if (!file.startsWith('file://')) return file;
  const path = file.slice('file://'.length).replace(/^\/(?=[A-Za-z]:)/, '');
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}

const namespaced = /^[A-Za-z_$][\w$]*(?:(?:\\|::|\.|\$)[A-Za-z_$][\w$]*)*(?:\\|::|\.|\$)[A-Z_$][\w$]*$/;
const telling = /^(?:[A-Z]\w*)?(?:Exception|Error|Failure|Fault|Timeout|Interrupt|Exit|Warning|Throwable|Iteration)$/;

/** Whether a word before a colon is a class, rather than the beginning of a sentence. */
export const isClass = (word: string): boolean => word.length <= 300 && (namespaced.test(word) || telling.test(word));

/**
 * `Class: message`; `Error [ERR_CODE]: message`; `Class` alone. `any` takes whatever name stands there: where it is sure
 * that there is one.
 */
export function headOf(text: string, any = false): Pick<Exception, 'exception' | 'message'> {
  const whole = text.trim();
  const colon = /:(?=\s|$)/.exec(whole)?.index ?? whole.length;
  const [name = ''] = whole.slice(0, colon).split(/ \[/, 1);
  const isName = isClass(name) || (any && /^[\w$.\\:@]{1,300}$/.test(name));
  if (!isName) return { exception: null, message: whole === '' ? null : whole };
  const message = whole.slice(colon + 1).trim();
  return { exception: name.replace(/^\\/, ''), message: message === '' ? null : message };
}
