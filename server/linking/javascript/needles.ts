/** Which files may say anything about events: one cheap test for the most, exact expressions only where they can match. */
import { javascriptFrameworks } from '../../frameworks/javascript';
import type { Bus } from '../../graph/bus';
import type { Needles } from '../../languages/language';

interface Needle {
  readonly pattern: RegExp;
  /** Text without which the pattern cannot match; empty when there is none worth asking for. */
  readonly literal: string;
}

const shortestLiteral = 4;

/** What every framework says, and the project's own buses. */
export function needles(buses: readonly Bus[]): Needles {
  const methods = javascriptFrameworks.flatMap((framework) => framework.methods ?? []);
  const calls = new RegExp(String.raw`\.(?:${methods.join('|')})`);
  const patterns = new Set(javascriptFrameworks.flatMap((framework) => alternatives(framework.pattern ?? '')));
  for (const bus of buses) {
    if (bus.languages && !bus.languages.some((language) => language === 'typescript' || language === 'javascript'))
      continue;
    for (const { call } of [...(bus.dispatch ?? []), ...(bus.listen ?? [])])
      patterns.add(String.raw`\b${call.replace(/[^\w$]/g, '')}\s*(?:\?\.)?[(<]`);
  }
  const rare: Needle[] = [...patterns].map((pattern) => ({
    pattern: new RegExp(pattern),
    literal: literalOf(pattern),
  }));
  return {
    test: (text, mayHold) =>
      calls.test(text) ||
      rare.some(({ pattern, literal }) => (literal === '' || !mayHold || mayHold(literal)) && pattern.test(text)),
  };
}

/** `a|(?:b|c)d` is two expressions. */
export function alternatives(pattern: string): string[] {
  const found: string[] = [];
  let depth = 0;
  let start = 0;
  let inClass = false;
  for (let index = 0; index < pattern.length; index++) {
    const character = pattern[index];
    if (character === '\\') index++;
    else if (inClass) inClass = character !== ']';
    else if (character === '[') inClass = true;
    else if (character === '(') depth++;
    else if (character === ')') depth--;
    else if (character === '|' && depth === 0) {
      found.push(pattern.slice(start, index));
      start = index + 1;
    }
  }
  found.push(pattern.slice(start));
  return found.filter((one) => one !== '');
}

/** The longest plain text that every match of one alternative holds. */
export function literalOf(pattern: string): string {
  let best = '';
  let current = '';
  const end = (): void => {
    if (current.length > best.length) best = current;
    current = '';
  };
  for (let index = 0, depth = 0, inClass = false; index < pattern.length; index++) {
    const character = pattern[index] ?? '';
    if (inClass) {
      if (character === '\\') index++;
      inClass = character !== ']';
    } else if (character === '[' || character === '(' || character === ')') {
      end();
      inClass = character === '[';
      depth += character === '(' ? 1 : character === ')' ? -1 : 0;
    } else if (character === '\\') {
      index++;
      const escaped = pattern[index] ?? '';
      if (depth > 0) continue;
      if (/\w/.test(escaped)) {
        end();
        index += escaped === 'x' ? 2 : escaped === 'u' ? 4 : 0;
      } else current += escaped;
    } else if (depth > 0) continue;
    else if (/[?*{]/.test(character)) {
      current = current.slice(0, -1);
      end();
      if (character === '{') index = pattern.indexOf('}', index);
    } else if (/[+.^$]/.test(character)) end();
    else current += character;
  }
  end();
  return best.length < shortestLiteral ? '' : best;
}
