/** The filter language: text as people type it into parts. Pure; knows no store, and makes no statement. */
import { StoreProblem } from '../store';

export type Comparison = '=' | '!=' | '<' | '<=' | '>' | '>=';
/** What the layout names. */
export type Named = 'type' | 'stream' | 'correlation' | 'causation' | 'id' | 'position' | 'version' | 'time';

type Bare =
  | { readonly kind: 'word'; readonly text: string }
  | { readonly kind: 'named'; readonly column: Named; readonly is: Comparison; readonly value: string }
  | { readonly kind: 'field'; readonly path: string; readonly is: Comparison; readonly value: string }
  /** `field:*`: is there. */
  | { readonly kind: 'there'; readonly path: string };
export type Part = Bare & { readonly not: boolean };

const names: ReadonlySet<string> = new Set<Named>([
  'type',
  'stream',
  'correlation',
  'causation',
  'id',
  'position',
  'version',
  'time',
]);
/** These have an order: `position>100` means the layout's, `id=7` a field of the payload. */
const ordered: ReadonlySet<string> = new Set<Named>(['position', 'version', 'time']);

const space = /\s*/y;
const field = /[\p{L}_$@][\p{L}\p{N}_$@.[\]-]*/uy;
const sign = /!=|<=|>=|=|<|>/y;
const quoted = /"((?:[^"\\]|\\[^])*)"/y;
const bare = /[^\s"]+/y;

/** What cannot be read is a sentence that names how far it could be. */
export function parseFilter(text: string): readonly Part[] {
  const parts: Part[] = [];
  let at = 0;
  const take = (pattern: RegExp): RegExpExecArray | undefined => {
    pattern.lastIndex = at;
    const found = pattern.exec(text);
    if (!found) return undefined;
    at = pattern.lastIndex;
    return found;
  };
  const unread = (): StoreProblem => new StoreProblem(`This filter cannot be read after "${text.slice(0, at)}".`);

  for (take(space); at < text.length; take(space)) {
    const not = text[at] === '-';
    if (not) at++;
    parts.push({ ...one(), not });
    if (at < text.length && !/\s/.test(text.charAt(at))) throw unread();
  }
  return parts;

  function one(): Bare {
    if (text[at] === '"') return { kind: 'word', text: value() };
    const start = at;
    const name = take(field)?.[0];
    if (name !== undefined) {
      const compared = take(sign)?.[0] as Comparison | undefined;
      if (compared !== undefined) {
        const isNamed = ordered.has(name) && compared !== '=' && compared !== '!=';
        const compares = { is: compared, value: value() };
        return isNamed
          ? { kind: 'named', column: name as Named, ...compares }
          : { kind: 'field', path: name, ...compares };
      }
      // `https://…`, `App::Order` and `12:30` are words.
      if (text[at] === ':' && !/^(?::|\/\/)/.test(text.slice(at + 1))) {
        at++;
        if (!names.has(name) && text[at] === '*' && !/\S/.test(text.charAt(at + 1))) {
          at++;
          return { kind: 'there', path: name };
        }
        const is = (take(sign)?.[0] ?? '=') as Comparison;
        if (!names.has(name)) return { kind: 'field', path: name, is, value: value() };
        return { kind: 'named', column: name as Named, is, value: value() };
      }
    }
    at = start;
    sign.lastIndex = at;
    if (sign.test(text)) throw unread();
    return { kind: 'word', text: value() };
  }

  function value(): string {
    if (text[at] !== '"') {
      const word = take(bare)?.[0];
      if (word === undefined) throw unread();
      return word;
    }
    const found = take(quoted);
    if (found) return (found[1] ?? '').replace(/\\(["\\])/g, '$1');
    at = text.length;
    throw unread();
  }
}
