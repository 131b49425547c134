/** The contract of a language: text to facts of one file, facts of all files to a share of the event graph. */
import type { Bus } from '../graph/bus';
import type { LanguageGraph } from '../graph/graph';

/**
 * What a linker may ask of the workspace. Everything is synchronous and cached; asking twice costs nothing.
 * `Facts` is the language's own summary of one file: plain JSON data, a pure function of the text.
 */
export interface Workspace<Facts> {
  /** All files of this language, sorted, relative to the workspace root. */
  readonly files: readonly string[];
  has(file: string): boolean;
  /** Facts of one file, parsed on first demand; undefined when the file cannot be read. */
  facts(file: string): Facts | undefined;
  /**
   * Files of this language whose text contains the needle as a plain substring; sorted. Ask for several needles at
   * once where you can: one pass over the texts answers all of them.
   */
  search(needles: readonly string[]): ReadonlyMap<string, readonly string[]>;
  /** Needles whose answers are others since this was last asked. */
  moved(): ReadonlySet<string>;
  /**
   * The whole lines in which a file differs from what it was at the last `link`, as they were and as they are: a needle
   * in neither is as much in the file as before. Undefined when that is not known.
   */
  rewritten(file: string): { readonly before: string; readonly now: string } | undefined;
  /** Whether the file's text contains the needle; cheap to ask for many needles of one file. */
  says(file: string, needle: string): boolean;
  /** Files of this language whose text matches the language's own `needles`: the first candidates. */
  readonly candidates: readonly string[];
  /** Text of a manifest or any other small file by its path relative to the root (package.json, composer.json, …). */
  text(file: string): string | undefined;
  /** Files of any kind whose base name is one of these, sorted: `['composer.json']`. */
  named(names: readonly string[]): readonly string[];
  /** Every file by ending, of any language, sorted: `.blade.php`. */
  ending(suffix: string): readonly string[];
  readonly buses: readonly Bus[];
}

/** Keeps what it derived between edits, so that an edit costs what it touches. */
export interface Linker {
  /**
   * The graph after these files changed, appeared or vanished; undefined on the first call and whenever anything may
   * have changed. Must equal what a fresh linker would answer.
   */
  link(changed: ReadonlySet<string> | undefined): LanguageGraph;
}

/** Usually a regular expression, not global. */
export interface Needles {
  /** `mayHold` says false only when the text surely does not hold a literal; it costs far less than looking for it. */
  test(text: string, mayHold?: (literal: string) => boolean): boolean;
}

export interface Language<Facts = unknown> {
  readonly id: 'javascript' | 'php' | 'rust';
  readonly title: string;
  /** With the dot, lower case: `.ts`. */
  readonly extensions: readonly string[];
  /** Raise by one whenever `read` may answer differently for the same text; part of the cache's key. */
  readonly version: number;
  /** Its parser takes so long that a second thread is worth its own start. */
  readonly readAhead?: true;
  /** Without a match a file has nothing to say in the first round. */
  needles(buses: readonly Bus[]): Needles;
  /** Loads the parser, once, before the first `read`. `load` gives the bytes of a file shipped beside the program. */
  prepare(load: (name: string) => Uint8Array): Promise<void>;
  /** Never throws on any text: a broken file still gives the facts of its healthy parts. */
  read(file: string, text: string): Facts;
  linker(workspace: Workspace<Facts>): Linker;
}
