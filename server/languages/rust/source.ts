/** The text of one file with its line starts: offsets to places, nodes to words. */
import type { Spot } from './facts';
import type { Syntax } from './syntax';

export interface Source {
  readonly text: string;
  readonly file: string;
  /** Insides of functions that are not read now: where they end, by where they begin. */
  readonly insides?: ReadonlyMap<number, number>;
  spot(offset: number): Spot;
  of(node: Syntax): string;
}

export function sourceOf(file: string, text: string, insides?: ReadonlyMap<number, number>): Source {
  const starts = [0];
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  return {
    text,
    file,
    ...(insides && { insides }),
    spot: (offset) => {
      let low = 0;
      let high = starts.length - 1;
      while (low < high) {
        const middle = (low + high + 1) >> 1;
        if ((starts[middle] ?? 0) <= offset) low = middle;
        else high = middle - 1;
      }
      return [low + 1, offset - (starts[low] ?? 0) + 1];
    },
    of: (node) => text.slice(node.start, node.end),
  };
}

/** The value of a string literal as written: quotes, raw marks and simple escapes taken off. */
export function stringValue(literal: string): string {
  const raw = /^[bc]?r(#*)"([\s\S]*)"\1$/.exec(literal);
  if (raw) return raw[2] ?? '';
  const plain = literal.replace(/^[bc]?"/, '').replace(/"$/, '');
  return plain.replace(
    /\\(u\{([0-9a-fA-F]{1,6})\}|x([0-9a-fA-F]{2})|\r?\n\s*|.)/g,
    (_whole, code: string, long?: string, short?: string) => {
      if (long !== undefined || short !== undefined) return codePoint(parseInt(long ?? short ?? '0', 16));
      if (/^\r?\n/.test(code)) return '';
      return { n: '\n', t: '\t', r: '\r', '0': '\0' }[code] ?? code;
    },
  );
}

function codePoint(value: number): string {
  return value <= 0x10ffff ? String.fromCodePoint(value) : '';
}
