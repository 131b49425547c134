/**
 * The contract of a diagnostic: the graph in, findings out; it never sees text.
 *
 * To add one: a file in this folder, a line in `index.ts`, a page `docs/diagnostics/CODE.md` and a fixture folder
 * `test/fixtures/diagnostics/CODE/` whose sources carry `problem CODE` marks. A test fails when one is missing.
 */
import type { Graph, Place } from '../graph/graph';

export type Severity = 'error' | 'warning' | 'information' | 'hint';

export interface Finding {
  readonly code: string;
  readonly severity: Severity;
  /** One clear sentence: what is wrong and what it means; ends without a full stop only when it ends in code. */
  readonly message: string;
  readonly place: Place;
  readonly related?: readonly { readonly place: Place; readonly message: string }[];
  /** Id, name or pattern the finding is about; with `code` and `file` it identifies the finding in a baseline. */
  readonly subject: string;
}

export interface Diagnostic {
  /** Kebab case: `never-heard`. */
  readonly code: string;
  readonly title: string;
  /** The severity of its findings unless a finding lowers it (dynamic answers are `information`). */
  readonly severity: Severity;
  readonly enabledByDefault: boolean;
  check(graph: Graph): readonly Omit<Finding, 'code'>[];
}
