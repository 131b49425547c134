/**
 * What the caret stands in, read off the text before it: a literal, a call, which argument. The text is being written,
 * so nothing is taken to be whole. Knows no event.
 */

export interface Caret {
  /** Offset behind the quote of the literal around the caret. */
  readonly literal?: number;
  /** The call whose argument is written: bare name, what it is called on, index of the argument from 0. */
  readonly call?: { readonly name: string; readonly receiver: string; readonly index: number; readonly from: number };
  /** The variable or property whose list is written: `listen` of `$listen = [`. */
  readonly list?: string;
  /** The name whose type argument is written: `publish::<`. */
  readonly generic?: { readonly name: string; readonly from: number };
  /** Text between the beginning of the argument, entry or literal and the caret. */
  readonly written: string;
}

/** So far back a call may have begun. */
const farthest = 3000;

interface Open {
  readonly sign: string;
  readonly at: number;
  /** Where the present argument begins. */
  argument: number;
  commas: number;
}

export function caretIn(text: string, offset: number, language: 'rust' | 'php' | 'javascript'): Caret {
  const start = text.lastIndexOf('\n', Math.max(0, offset - farthest)) + 1;
  const stack: Open[] = [];
  let literal: number | undefined;
  for (let at = start; at < offset; at++) {
    const sign = text.charAt(at);
    const next = text.charAt(at + 1);
    const isComment = sign === '/' && (next === '/' || next === '*');
    if (isComment || (language === 'php' && sign === '#' && next !== '[')) {
      const end = next === '*' ? text.indexOf('*/', at + 2) + 1 : text.indexOf('\n', at);
      if (end <= 0 || end >= offset) return { written: '' };
      at = end;
    } else if (sign === '"' || (sign === "'" && language !== 'rust') || (sign === '`' && language === 'javascript')) {
      const end = closing(text, at, offset);
      if (end === undefined) {
        literal = at + 1;
        break;
      }
      at = end;
    } else if (sign === '(' || sign === '[' || sign === '{') stack.push({ sign, at, argument: at + 1, commas: 0 });
    else if (sign === ')' || sign === ']' || sign === '}') stack.pop();
    else if (sign === ',' || sign === ';') {
      const top = stack.at(-1);
      if (top) {
        top.argument = at + 1;
        top.commas += sign === ',' ? 1 : 0;
      }
    }
  }
  const top = stack.at(-1);
  const from = literal ?? top?.argument ?? start;
  const written = text.slice(from, offset);
  const generic =
    literal === undefined
      ? /([\p{L}_][\p{L}\p{N}_]*)(?:::)?<([\p{L}\p{N}_:]*)$/u.exec(text.slice(start, offset))
      : null;
  const outer = top?.sign === '[' ? stack.at(-2) : undefined;
  const call = top?.sign === '(' ? callOf(text, top) : outer?.sign === '(' ? callOf(text, outer) : undefined;
  const list =
    top?.sign === '['
      ? /[$\s]([\p{L}_][\p{L}\p{N}_]*)\s*(?:=|=>|:)\s*$/u.exec(text.slice(Math.max(0, top.at - 80), top.at))?.[1]
      : undefined;
  return {
    written,
    ...(literal !== undefined && { literal }),
    ...(call && { call }),
    ...(list !== undefined && { list }),
    ...(generic && { generic: { name: generic[1] ?? '', from: offset - (generic[2] ?? '').length } }),
  };
}

function callOf(text: string, { at, argument, commas }: Open): Caret['call'] {
  const before = text.slice(Math.max(0, at - 200), at);
  const found =
    /(?:([\p{L}\p{N}_$]+)(?:\([^()]*\))?\s*(?:\?\.|\.|->|\?->|::)\s*)?#?([\p{L}_$][\p{L}\p{N}_$]*)!?\s*(?:(?:::)?<[^<>()]*>\s*)?$/u.exec(
      before,
    );
  if (!found || /\b(?:new|function|fn|class)\s+[\p{L}\p{N}_$\\]*$/u.test(before)) return undefined;
  return { name: found[2] ?? '', receiver: found[1] ?? '', index: commas, from: argument };
}

/** The closing quote before an offset, or the line's end where there is none and the line ends first. */
function closing(text: string, start: number, before: number): number | undefined {
  const quote = text.charAt(start);
  for (let at = start + 1; at < before; at++) {
    const sign = text.charAt(at);
    if (sign === '\\') at++;
    else if (sign === quote) return at;
    else if (sign === '\n' && quote !== '`') return at;
  }
  return undefined;
}
