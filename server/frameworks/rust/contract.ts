/** What a Rust framework is given and what it answers; the linker decides which files are asked, and when again. */
import type { Bus } from '../../graph/bus';
import type { LanguageGraph } from '../../graph/graph';
import type { Body, Expression, RustFacts } from '../../languages/rust/facts';
import type { Inference } from '../../languages/rust/infer';
import type { Context } from '../../languages/rust/inferred';
import type { Names } from '../../languages/rust/names';
import type { FrameworkIdentity } from '../framework';

export interface RustWorld {
  readonly names: Names;
  readonly inference: Inference;
  /** Files with a needle, sorted: the ones to survey. */
  readonly candidates: readonly string[];
  facts(file: string): RustFacts | undefined;
  /** The text itself, for a cheap look before a file is parsed. */
  text(file: string): string;
  /** Whether the file's text matches; remembered until the text changes. The pattern must be one object for all files. */
  reads(file: string, pattern: RegExp): boolean;
  /**
   * What one file says by itself, kept until it or what it relied on changes. The work must be one function for all
   * files.
   */
  derive<T>(file: string, work: (world: RustWorld, file: string) => T, world: RustWorld): T;
  /** What all files together say, kept until the next edit. The work must be one function. */
  once<T>(work: (world: RustWorld) => T, world: RustWorld): T;
  /** Files that contain one of the words. */
  search(words: readonly string[]): ReadonlyMap<string, readonly string[]>;
  readonly buses: readonly Bus[];
  /** A package is named in a manifest of the workspace. */
  depends(packageName: string): boolean;
}

/**
 * `survey` reads declarations only; `read` one file's bodies; `grow` adds what bodies taught (wrappers whose callers
 * have to be read as well); `finish` joins.
 */
export interface RustFramework<Survey = unknown, Found = unknown> extends FrameworkIdentity {
  survey(world: RustWorld): Survey | undefined;
  /** The files whose bodies can say something, given what is known. */
  files(world: RustWorld, survey: Survey): readonly string[];
  read(world: RustWorld, survey: Survey, file: string): Found;
  /** Frameworks of one name read the same from the same survey: it is done once for all of them. */
  readonly reads?: string;
  /** Whether the file can have to do with one of the new wrappers; without it every file that says the name can. */
  meets?(world: RustWorld, file: string, wrappers: readonly string[]): boolean;
  /** Names of wrappers by what tells each from all others: the files with one that is new are read again after growing. */
  wrappers?(survey: Survey): ReadonlyMap<string, string>;
  /** A survey that knows more, or undefined when nothing new was learned. */
  grow?(survey: Survey, found: ReadonlyMap<string, Found>): Survey | undefined;
  /**
   * What stands in the text of every file in which bodies may say more under the second survey, other than by new
   * wrappers; what says less there is left out by `finish`. Without it all bodies are read anew.
   */
  differs?(before: Survey, after: Survey): readonly string[];
  finish(world: RustWorld, survey: Survey, found: ReadonlyMap<string, Found>): Partial<LanguageGraph>;
}

export type Call = Extract<Expression, { kind: 'call' | 'method' | 'macro' }>;

/** One call inside one function. */
export interface CallSite {
  readonly file: string;
  readonly context: Context;
  readonly body: Body;
  readonly index: number;
  readonly call: Call;
  /** The called function's or method's own name. */
  readonly name: string;
}

export function framework<Survey, Found>(member: RustFramework<Survey, Found>): RustFramework {
  return member as unknown as RustFramework;
}
