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

/** The name where it may be called or handed on: a declared property or a key of an object does neither. */
export function calling(names: readonly string[]): Sieve {
  const word = `(?<![\\w$])${anyOf(names)}(?![\\w$])`;
  // A name taken out of a required module may get another one after the colon.
  return [
    new RegExp(
      `${word}(?!\\s*\\??:)|(?:require|import)\\s*\\([\\s\\S]*${word}|${word}[\\s\\S]*(?:require|import)\\s*\\(`,
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
