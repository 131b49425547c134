/**
 * What every framework says about itself; what it recognises is typed per language in that language's own contract.
 *
 * To add one: a file in this folder, a line in its language's list (`javascript.ts`, `php.ts`, `rust.ts`) and a fixture
 * folder `test/fixtures/frameworks/ID/`. A test fails when one is missing.
 */
export interface FrameworkIdentity {
  /** Lower camel case, the file's name: `laravelEvents`. */
  readonly id: string;
  readonly title: string;
  /** Packages whose presence in a manifest says that it is in use; empty when only its code can tell. */
  readonly packages: readonly string[];
  /** Plain substrings without one of which a file says nothing about this framework. */
  readonly needles: readonly string[];
}
