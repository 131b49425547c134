/** How text reports look: colours, places to click on, columns, widths. Knows nothing about events. */
import { stripVTControlCharacters } from 'node:util';
import pico from 'picocolors';
import type { Severity } from '../diagnostics/diagnostic';

export interface Ink {
  bold(text: string): string;
  dim(text: string): string;
  good(text: string): string;
  bad(text: string): string;
  warn(text: string): string;
  name(text: string): string;
  severity(severity: Severity): string;
  /** `path:line:column`, relative to where the reader stands. */
  place(place: { readonly file: string; readonly line?: number; readonly column?: number }): string;
  readonly width: number;
}

export interface InkOptions {
  readonly color: boolean;
  readonly prefix: string;
  readonly width?: number;
}

export function inkFor({ color, prefix, width }: InkOptions): Ink {
  const colors = pico.createColors(color);
  const bySeverity: Readonly<Record<Severity, (text: string) => string>> = {
    error: colors.red,
    warning: colors.yellow,
    information: colors.blue,
    hint: colors.gray,
  };
  return {
    bold: (text) => colors.bold(plain(text)),
    dim: (text) => colors.gray(plain(text)),
    good: (text) => colors.green(plain(text)),
    bad: (text) => colors.red(plain(text)),
    warn: (text) => colors.yellow(plain(text)),
    name: (text) => colors.cyan(plain(text)),
    severity: (severity) => bySeverity[severity](severity),
    place: ({ file, line, column }) =>
      plain(prefix + file) + (line === undefined ? '' : `:${line}${column === undefined ? '' : `:${column}`}`),
    // What nobody wraps must not be cut either: a pipe is endlessly wide.
    width: width === undefined ? Infinity : Math.max(40, width),
  };
}

/** Names come from other people's code: no control character of theirs reaches the terminal. */
export function plain(text: string): string {
  return text.replace(
    /[\u0000-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

/** Nothing is stripped where nothing begins a sequence: most texts are plain. */
export const visibleLength = (text: string): number =>
  /[\u001b\u009b]/.test(text) ? stripVTControlCharacters(text).length : text.length;

const padded = (text: string, width: number): string => text + ' '.repeat(Math.max(0, width - visibleLength(text)));

/** Rows of cells as aligned lines; what does not fit into the width continues below, further in. */
export function table(rows: readonly (readonly string[])[], ink: Ink, indent = 2): string[] {
  const widths: number[] = [];
  // One very long cell must not push everybody else's neighbours away.
  const widest = Math.min(100, Math.max(40, Math.floor(ink.width * 0.45)));
  for (const row of rows)
    row.slice(0, -1).forEach((cell, index) => {
      widths[index] = Math.max(widths[index] ?? 0, Math.min(visibleLength(cell), widest));
    });
  const hanging = indent + Math.min(widths[0] ?? 0, 8) + 4;
  return rows.flatMap((row) => {
    const lines: string[] = [];
    let line = ' '.repeat(indent);
    let empty = true;
    row.forEach((cell, index) => {
      const room = ink.width - 2 - visibleLength(cell);
      if (!empty && cell && visibleLength(line) > room) {
        // Out of line with its column is better than on a line of its own.
        line = line.trimEnd();
        if (visibleLength(line) > room) {
          lines.push(line);
          line = ' '.repeat(hanging);
          empty = true;
        }
      }
      line += (empty ? '' : '  ') + padded(cell, index < row.length - 1 && !lines.length ? (widths[index] ?? 0) : 0);
      empty = false;
    });
    return [...lines, wrap(line.trimEnd(), ink, hanging)].filter((text) => text !== '');
  });
}

/** A paragraph broken at spaces, later lines indented. */
export function wrap(text: string, ink: Ink, indent: number): string {
  if (visibleLength(text) <= ink.width) return text;
  const [lead = ''] = /^ */.exec(text) ?? [];
  const [first = '', ...words] = text.slice(lead.length).split(' ');
  const lines: string[] = [];
  let line = lead + first;
  for (const word of words) {
    if (visibleLength(line) + 1 + visibleLength(word) > ink.width) {
      lines.push(line.trimEnd());
      line = ' '.repeat(indent) + word;
    } else line += ` ${word}`;
  }
  return [...lines, line].join('\n');
}

/** `12,345`; what the runtime itself has for this costs 15 ms at its first number. */
export function grouped(count: number): string {
  return String(count).replace(/\B(?=(?:\d{3})+$)/g, ',');
}

export function counted(count: number, one: string, many = `${one}s`): string {
  return `${grouped(count)} ${count === 1 ? one : many}`;
}
