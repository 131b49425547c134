/** Which of the files that hold a name in their text are worth reading for it; looks at text only. */

/** All of these must be found in the text. */
export type Sieve = readonly RegExp[];

function anyOf(names: readonly string[]): string {
  return `(?:${names.map((name) => name.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&')).join('|')})`;
}

/** The name itself, not a longer one that holds it. */
export function saying(names: readonly string[], also: readonly string[] = []): Sieve {
  return [new RegExp(`(?<![\\w$])${anyOf(names)}(?![\\w$])`), ...also.map((word) => new RegExp(word))];
}

/** Spaces within a line: what passes must depend on no other line than the one with the name. */
const blank = '[^\\S\\r\\n]*';

/**
 * The name where it may be called or, for one who follows tables of functions, handed on. A key, a property that is
 * declared or assigned, a function that is declared and a string do neither; in brackets a string is a property.
 */
export function calling(names: readonly string[], handedOn: boolean): Sieve {
  const name = anyOf(names);
  const word = `(?<![\\w$])${name}(?![\\w$])`;
  const used = handedOn
    ? `(?<!\\bfunction${blank}\\*?${blank})${word}(?!\\s*\\??:|${blank}=(?![=>]))`
    : `@[\\w$.]*${word}|${word}${blank}(?:[(<!)\\]/.\\r\\n]|\\?\\.|as\\b|$)|(?:nextTick|setImmediate|queueMicrotask|setTimeout)[\\s\\S]*${word}`;
  // A name taken out of a required module may get another one after the colon.
  return [
    new RegExp(
      `(?<!(['"\`])(?=${name}\\1))(?:${used})|['"\`]${name}['"\`]${blank}(?:[\\]\\r\\n]|$)|(?:require|import)\\s*\\([\\s\\S]*${word}|${word}[\\s\\S]*(?:require|import)\\s*\\(`,
    ),
  ];
}

/** A class or interface that may extend or implement the name. */
export function inheriting(name: string): Sieve {
  return saying([name], ['\\b(?:extends|implements)\\b']);
}

export function passes(text: string | undefined, sieve: Sieve): boolean {
  return text !== undefined && sieve.every((pattern) => pattern.test(text));
}
