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
  /** What would mend it, where that is safe; editors work out the text. */
  readonly fix?: Fix;
}

export type Fix =
  /** The name between quotes at these places is to be another one. */
  | { readonly kind: 'respell'; readonly from: string; readonly to: string; readonly places: readonly Place[] }
  /** The registration that begins here can go. */
  | { readonly kind: 'remove'; readonly place: Place }
  /** The class belongs into the list that begins here. */
  | { readonly kind: 'register'; readonly name: string; readonly place: Place }
  /** The listener belongs into the array that begins here: its event's, or the map's, with the event as key. */
  | {
      readonly kind: 'listen';
      readonly event: string;
      readonly listener: string;
      readonly under: 'event' | 'map';
      readonly place: Place;
    };

export interface Diagnostic {
  /** Kebab case: `never-heard`. */
  readonly code: string;
  readonly title: string;
  /** The severity of its findings unless a finding lowers it (dynamic answers are `information`). */
  readonly severity: Severity;
  readonly enabledByDefault: boolean;
  check(graph: Graph): readonly Omit<Finding, 'code'>[];
}
