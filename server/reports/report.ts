/** The contract of a report: the checked graph in, text out; one file per format, listed in `index.ts`. */
import type { CheckedGraph } from '../diagnostics';

export interface ReportOptions {
  /** The mapped folder as the user named it. */
  readonly folder: string;
  /** From where the reader stands to the workspace, ending in a slash; empty when they are the same. */
  readonly prefix: string;
  readonly milliseconds: number;
  /** Whether the text may carry terminal colours. */
  readonly color: boolean;
  /** Columns of the terminal, when it is one. */
  readonly width?: number;
  readonly version: string;
  /** Address of the folder with one page for each diagnostic, ending in a slash. */
  readonly docs: string;
}

export interface MapOptions extends ReportOptions {
  /** The graph is about these events only and shows them whole. */
  readonly event?: string;
  /** Only counts, the busiest events and what fires in turn. */
  readonly summary?: boolean;
  /** Without limits. */
  readonly all?: boolean;
}

/** A report on the map (`Report<MapOptions>`) or on the findings in it (`Report`). */
export interface Report<Options extends ReportOptions = ReportOptions> {
  readonly id: string;
  readonly title: string;
  print(checked: CheckedGraph, options: Options): string;
}
