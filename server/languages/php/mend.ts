/** How a half-written text may go on so that all that is open in it closes; knows PHP's brackets, quotes and comments only. */

const closing: Readonly<Record<string, string>> = { '{': '}', '(': ')', '[': ']' };
/** Nobody is in the middle of writing longer or deeper ones. */
const longest = 200_000;
const deepest = 100;

/**
 * Texts to read in the place of one that ends in the middle of something, the best first: closed as it stands, and
 * without its last words. Whatever stands in them stands where it stood. None when nothing is open.
 */
export function mendings(text: string): readonly string[] {
  if (text.length > longest) return [];
  const { open, left, whole } = endOf(text);
  if ((open.length === 0 && left === '') || open.length > deepest) return [];
  const block = open.lastIndexOf('}') + 1;
  const inside = open.slice(block).reverse().join('');
  const outside = open.slice(0, block).reverse().join('');
  const ended = inside === '' && (left === '' ? whole === text.trimEnd().length : left === '*/');
  const kept = text.slice(0, whole);
  return [
    `${text}${left}\n${inside}${ended ? '' : ';'}${outside}`,
    `${kept}${text.slice(whole).replace(/[^\r\n]/g, ' ')}\n${closed(endOf(kept).open.reverse().join(''))}`,
  ];
}

interface End {
  /** What would close the brackets that are open, the outermost first. */
  readonly open: string[];
  /** What would end the comment or text in which it ends. */
  readonly left: string;
  /** Where the last statement or brace ends that is whole. */
  readonly whole: number;
}

const token =
  /\/\/.*|#(?!\[).*|\/\*[\s\S]*?(?:\*\/|$)|(['"`])(?:\\[\s\S]|(?!\1)[^\\])*(?:\1|$)|<<<[ \t]*(['"]?)(\w+)\2[\s\S]*?(?:\n[ \t]*\3\b|$)|[{}()[\];]/g;

function endOf(text: string): End {
  const open: string[] = [];
  let whole = 0;
  let left = '';
  for (const { 0: found, 1: quote, 3: label, index } of text.matchAll(token)) {
    const end = index + found.length;
    if (found.startsWith('/*') || quote !== undefined || label !== undefined) {
      if (end === text.length) left = unclosed(found, quote, label);
      continue;
    }
    const closes = closing[found];
    if (closes !== undefined) open.push(closes);
    else if (found === open[open.length - 1]) open.pop();
    if (/^[;{}]$/.test(found)) whole = end;
  }
  return { open, left, whole };
}

function unclosed(found: string, quote: string | undefined, label: string | undefined): string {
  if (label !== undefined) return new RegExp(String.raw`\n[ \t]*${label}$`).test(found) ? '' : `\n${label}`;
  if (quote === undefined) return found.length > 3 && found.endsWith('*/') ? '' : '*/';
  return found.length > 1 && found.endsWith(quote) ? '' : quote;
}

/** An argument that is a block ends with its statement. */
function closed(open: string): string {
  return open.replace(/([)\]])(?=\}|$)/g, '$1;');
}
