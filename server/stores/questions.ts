/**
 * What may be asked of an open store, and the answers. Types only, plain JSON throughout: they cross threads, the
 * command line's JSON, the service and the panel unchanged. Whoever answers throws `StoreProblem`, one sentence.
 */

/** A position as it is ordered by: a number, or text where it is beyond 2^53 or is none. */
export type Position = number | string;

/** Where a page ends; opaque, made and read by whoever answers. */
export type Cursor = string;

/** One state for filter field, brush and chips. All parts must hold. */
export interface Filter {
  /**
   * As people type it: `type:Ticket* stream:ticket-8f2* price.amount>100 failed "two words"`. Words are searched in type,
   * stream and payload; `-` before a part excludes it; `field=value`, `!=`, `<`, `<=`, `>`, `>=` and `field:*` (is there)
   * look into the payload; `correlation:`, `causation:`, `id:`, `position:` and `version:` into what the layout names so.
   */
  readonly text?: string;
  /** ISO 8601; `to` is exclusive. */
  readonly from?: string;
  readonly to?: string;
}

/** A number that is exact, or at least so large: counting was stopped to answer in time. */
export interface Amount {
  readonly count: number;
  readonly exact: boolean;
}

export interface LayoutChoice {
  /** What `choose` takes. */
  readonly key: string;
  readonly layout: string;
  readonly title: string;
  readonly score: number;
  readonly reason: string;
  /** Table the events are in. */
  readonly table: string | null;
}

export interface About {
  readonly name: string;
  readonly kind: 'sqlite' | 'jsonl' | 'log' | 'postgres' | 'mysql';
  /** One sentence: what reads it and why that. */
  readonly how: string;
  /** Sentences on what is odd and was read all the same. */
  readonly notes: readonly string[];
  /** Bytes of the file; absent for databases that do not say. */
  readonly size?: number;
  /** The layout in use first, the others by rank; empty when none fits: then the mapping form is for it. */
  readonly layouts: readonly LayoutChoice[];
  readonly tables: readonly {
    readonly name: string;
    readonly columns: readonly { readonly name: string; readonly type: string }[];
  }[];
  /** Which parts this store has: tabs without are not shown. */
  readonly has: Readonly<
    Record<'events' | 'streams' | 'times' | 'failures' | 'jobs' | 'projections' | 'snapshots' | 'correlation', boolean>
  >;
  /** Grows whenever a look at the store found something new. */
  readonly version: number;
}

export interface TypeCount {
  readonly type: string;
  readonly stored: number;
  /** Of those that the filter leaves; equals `stored` without one. */
  readonly selected: number;
  readonly first: string | null;
  readonly last: string | null;
  /** Counts over the whole time of the store, at most 24 of them, oldest first; empty without times. */
  readonly trend: readonly number[];
}

export interface StreamCount {
  readonly stream: string;
  readonly streamType: string | null;
  readonly events: number;
  readonly version: number | null;
  readonly first: string | null;
  readonly last: string | null;
}

export interface ProjectionState {
  readonly name: string;
  readonly position: Position | null;
  /** Events it has still to see; null where its position says nothing about the log's. */
  readonly lag: number | null;
  /** As the store says it. */
  readonly status: string | null;
  readonly updated: string | null;
  readonly failures: number;
  readonly state: 'up to date' | 'behind' | 'failed' | 'unknown';
}

export interface Overview {
  readonly total: Amount;
  readonly selected: Amount;
  readonly today: number | null;
  /** Mean of the same weekday in the four weeks before; null without enough of them. */
  readonly todayUsually: number | null;
  readonly types: readonly TypeCount[];
  readonly streams: Amount | null;
  /** The most active of the selection, at most 20. */
  readonly activeStreams: readonly StreamCount[];
  readonly failures: { readonly open: number; readonly resolved: number } | null;
  readonly failureGroups: readonly FailureGroup[];
  readonly projections: readonly ProjectionState[];
  /** Events a second over the last five minutes that have any, and the most in one minute. */
  readonly rate: { readonly now: number; readonly peak: number } | null;
  readonly size: number | null;
  /** Bytes a week, estimated from events and size. */
  readonly growth: number | null;
  readonly first: string | null;
  readonly last: string | null;
}

export interface Bar {
  /** ISO 8601, start of the bar. */
  readonly from: string;
  readonly stored: number;
  readonly selected: number;
  readonly failures: number;
}

export interface Histogram {
  readonly from: string | null;
  readonly to: string | null;
  /** Seconds a bar is wide. */
  readonly width: number;
  readonly bars: readonly Bar[];
  /** Events whose time is missing or absurd: in no bar. */
  readonly without: number;
}

/** A payload on its way: JSON as text, so that no number loses a digit. */
export type PayloadText =
  | { readonly kind: 'json'; readonly text: string; readonly encoding: string; readonly cut?: true }
  | { readonly kind: 'opaque'; readonly hex: string; readonly size: number; readonly reason: string };

/** One row of the list. */
export interface EventRow {
  /** Finds the event again: unique within the store, opaque. */
  readonly key: string;
  readonly position: Position | null;
  readonly type: string;
  readonly stream: string | null;
  readonly version: number | null;
  readonly time: string | null;
  /** What the store has where a time should be and it is none: `-1`. */
  readonly invalidTime?: string;
  readonly id: string | null;
  readonly correlation: string | null;
  readonly causation: string | null;
  /** What happened, as parts: plain words and values to stand out. Never markup; control characters as `\u0007`. */
  readonly sentence: readonly { readonly text: string; readonly strong?: true }[];
  /** A failure of a handler is recorded for it. */
  readonly failed?: true;
}

export interface EventPage {
  readonly rows: readonly EventRow[];
  /** Absent at the end. */
  readonly next?: Cursor;
  /** Towards the other end, for paging back from the middle; absent at the start. */
  readonly previous?: Cursor;
}

export interface EventsQuery {
  readonly filter?: Filter;
  readonly order?: 'newest' | 'oldest';
  readonly cursor?: Cursor;
  /** Start at this event instead (its key), or at this position. */
  readonly at?: string;
  readonly limit: number;
  /** For whoever reads the payloads: the sentences stay empty, and no sample is read for them. */
  readonly wordless?: boolean;
}

export interface EventDetail extends EventRow {
  readonly data: PayloadText;
  readonly metadata: PayloadText | null;
  /** The row as it is stored, cell by cell: text as it is, bytes as hexadecimal with `0x`, NULL as null. */
  readonly raw: readonly { readonly column: string; readonly value: string | null; readonly cut?: true }[];
  /** Cause and effect: all events of the correlation and of the causation chain, causes before effects. */
  readonly related: readonly RelatedEvent[];
  readonly failures: readonly Failure[];
}

export interface RelatedEvent {
  readonly key: string;
  readonly type: string;
  readonly position: Position | null;
  readonly stream: string | null;
  readonly time: string | null;
  /** 0 for what has no cause in the store. */
  readonly depth: number;
  /** Milliseconds after its cause; null when not known. */
  readonly after: number | null;
  readonly failed?: true;
  readonly self?: true;
}

export interface StreamsQuery {
  readonly filter?: Filter;
  readonly cursor?: Cursor;
  readonly limit: number;
}
export interface StreamPage {
  readonly rows: readonly StreamCount[];
  readonly next?: Cursor;
}

export interface Frame {
  readonly text: string;
  readonly file: string | null;
  readonly line: number | null;
  /** In vendor, node_modules or the runtime itself. */
  readonly foreign: boolean;
}

export interface Failure {
  readonly key: string;
  readonly table: string;
  /** `failed_jobs` and the like are of the queue, everything else of handlers. */
  readonly kind: 'handler' | 'job';
  readonly id: string;
  /** Class or name of what failed: a handler, a projection, a job. */
  readonly subject: string | null;
  readonly exception: string | null;
  readonly message: string | null;
  readonly frames: readonly Frame[];
  readonly attempts: number | null;
  readonly time: string | null;
  readonly resolved: boolean;
  /** The event it is about, where it is stored and found. */
  readonly event: {
    readonly key: string;
    readonly type: string;
    readonly position: Position | null;
    readonly stream: string | null;
  } | null;
  /** Type of that event where the failure itself says it, found or not: of a queued listener, its event's class. */
  readonly about?: string;
  readonly queue: string | null;
  readonly data: PayloadText | null;
}

export interface FailureGroup {
  /** What the members have in common: exception and subject. */
  readonly key: string;
  readonly kind: 'handler' | 'job';
  readonly table: string;
  readonly exception: string | null;
  readonly subject: string | null;
  /** Of the newest member. */
  readonly message: string | null;
  /** Members in the state that was asked for; without one, those that stand. */
  readonly count: number;
  /** Members that are resolved, whatever was asked for. */
  readonly resolved: number;
  readonly first: string | null;
  readonly last: string | null;
  /** Only so many failures of its table were looked at, the newest: of all, this group may have more. */
  readonly looked?: { readonly at: number; readonly of: number };
}

export interface FailuresQuery {
  readonly state?: 'open' | 'resolved' | 'all';
  /** Only of this group (its key). */
  readonly group?: string;
  readonly text?: string;
  readonly cursor?: Cursor;
  readonly limit: number;
}
export interface FailurePage {
  readonly rows: readonly Failure[];
  readonly next?: Cursor;
}

/** What is to be prepared. */
export interface PrepareQuery {
  readonly what: Prepared['what'];
  /** Of a failure or of a group of them to retry or resolve; name of a projection to rebuild. */
  readonly key: string;
  /** `key` is that of a group: all that is open of it, with `text` only what speaks of that. */
  readonly group?: { readonly text?: string };
  /**
   * The text as it was shown. Of a group this very statement is answered again with its rows counted anew, whoever
   * joined the group meanwhile.
   */
  readonly shown?: string;
}

/** A change of the store, written out and not run. */
export interface Prepared {
  readonly what: 'retry' | 'resolve' | 'rebuild';
  /** Either a statement for the database or a command for a terminal. */
  readonly kind: 'statement' | 'command';
  readonly text: string;
  /** The table it would change; absent for commands. */
  readonly table?: string;
  /** Rows it would change, counted now; null for commands. */
  readonly rows: number | null;
  /** Of a whole group, what it leaves out and why: one sentence. */
  readonly note?: string;
  /** `Change 1 row in event_processing_failures of hd-tickets.sqlite?` */
  readonly question: string;
}

export interface Job {
  readonly key: string;
  readonly table: string;
  readonly id: string;
  readonly type: string | null;
  readonly queue: string | null;
  readonly attempts: number | null;
  readonly maxAttempts?: number;
  /** As the store says it: `reserved`, `delivered`, `finished`, or the value of its own column. */
  readonly state?: string;
  /** When a worker took it. */
  readonly reserved?: string;
  /** Class of the event that a queued listener was called for. */
  readonly about?: string;
  /** Classes of the jobs that follow it. */
  readonly chain?: readonly string[];
  readonly available: string | null;
  readonly time: string | null;
  readonly data: PayloadText | null;
}
export interface JobPage {
  readonly rows: readonly Job[];
  readonly total: Amount;
  readonly next?: Cursor;
}

export interface Snapshot {
  readonly key: string;
  readonly table: string;
  readonly stream: string;
  readonly version: number | null;
  /** Of the stream itself; null when it is not stored. */
  readonly streamVersion: number | null;
  readonly time: string | null;
  readonly state: PayloadText | null;
}
export interface SnapshotPage {
  readonly rows: readonly Snapshot[];
  readonly next?: Cursor;
}

/** One field of a type's payload, over time. */
export interface FieldUse {
  /** `price.amount`; list items as `items[]`. */
  readonly path: string;
  readonly kinds: readonly ('string' | 'number' | 'boolean' | 'null' | 'object' | 'list')[];
  /** Of `sampled` events, how many have it. */
  readonly events: number;
  readonly first: string | null;
  readonly last: string | null;
  /** Share of events that have it, in at most 24 slices of time, oldest first; null where a slice has none. */
  readonly slices: readonly (number | null)[];
  /** Up to three values that stand for the rest. */
  readonly examples: readonly string[];
}
export interface Fields {
  readonly type: string;
  readonly sampled: number;
  readonly stored: number;
  readonly fields: readonly FieldUse[];
  /** What changed, as sentences: `rawPrice is there since 9 Jun 2026 (position 1,031,002)`. */
  readonly drift: readonly string[];
}

export type Breach =
  | 'gap'
  | 'duplicate position'
  | 'duplicate id'
  | 'order'
  | 'version gap'
  | 'version conflict'
  | 'snapshot ahead'
  | 'projection ahead'
  | 'unreadable';
export interface IntegrityFinding {
  readonly breach: Breach;
  readonly severity: 'error' | 'warning' | 'information';
  readonly message: string;
  readonly stream: string | null;
  readonly position: Position | null;
  /** Event to go to. */
  readonly key: string | null;
}
export interface Integrity {
  readonly checked: number;
  /** What was checked, one sentence each: `1,050,253 positions without a gap`. */
  readonly passed: readonly string[];
  /** At most 1,000; `more` says how many were left out. */
  readonly findings: readonly IntegrityFinding[];
  readonly more: number;
  readonly milliseconds: number;
}

export interface Difference {
  readonly path: string;
  readonly kind: 'added' | 'removed' | 'changed';
  readonly before: string | null;
  readonly after: string | null;
}
export interface Comparison {
  readonly left: EventDetail;
  readonly right: EventDetail;
  readonly data: readonly Difference[];
  readonly metadata: readonly Difference[];
}

export type ExportFormat = 'jsonl' | 'csv' | 'markdown';

/** One entry of the export, of `--events --format json` and of the service. */
export interface ExportedEvent {
  readonly position: Position | null;
  readonly stream: string | null;
  readonly version: number | null;
  readonly type: string;
  readonly data: unknown;
  readonly metadata: unknown;
  readonly time: string | null;
}

/** Every question by name: what it takes and what it answers. The one table that threads, service and panel share. */
export interface Questions {
  about: { readonly ask: Record<string, never>; readonly answer: About };
  /** Reads with another of the layouts, or with a mapping made by hand (in the shape of `stores` in `.event-wiring.json`). */
  choose: { readonly ask: { readonly key?: string; readonly mapping?: unknown }; readonly answer: About };
  overview: { readonly ask: { readonly filter?: Filter }; readonly answer: Overview };
  histogram: {
    readonly ask: { readonly filter?: Filter; readonly bars: number; readonly from?: string; readonly to?: string };
    readonly answer: Histogram;
  };
  events: { readonly ask: EventsQuery; readonly answer: EventPage };
  count: { readonly ask: { readonly filter?: Filter }; readonly answer: Amount };
  event: { readonly ask: { readonly key: string }; readonly answer: EventDetail };
  streams: { readonly ask: StreamsQuery; readonly answer: StreamPage };
  failureGroups: {
    readonly ask: { readonly state?: FailuresQuery['state']; readonly text?: string };
    readonly answer: readonly FailureGroup[];
  };
  failures: { readonly ask: FailuresQuery; readonly answer: FailurePage };
  prepare: { readonly ask: PrepareQuery; readonly answer: Prepared };
  jobs: { readonly ask: { readonly cursor?: Cursor; readonly limit: number }; readonly answer: JobPage };
  projections: { readonly ask: Record<string, never>; readonly answer: readonly ProjectionState[] };
  /** Newest first; with `stream` only of that one. */
  snapshots: {
    readonly ask: { readonly stream?: string; readonly cursor?: Cursor; readonly limit: number };
    readonly answer: SnapshotPage;
  };
  fields: { readonly ask: { readonly type: string }; readonly answer: Fields };
  verify: { readonly ask: Record<string, never>; readonly answer: Integrity };
  compare: { readonly ask: { readonly left: string; readonly right: string }; readonly answer: Comparison };
  /** The next part of an export as text, with its head in the first part; `next` is absent at the end. */
  export: {
    readonly ask: {
      readonly filter?: Filter;
      readonly keys?: readonly string[];
      readonly format: ExportFormat;
      readonly cursor?: Cursor;
    };
    readonly answer: { readonly text: string; readonly events: number; readonly next?: Cursor };
  };
  /** Looks at the store again: whether there is anything new, and how many events. */
  refresh: {
    readonly ask: Record<string, never>;
    readonly answer: { readonly changed: boolean; readonly version: number; readonly added: number | null };
  };
}

export type Question = keyof Questions;

/** An open store that answers. `signal` ends long questions (verify, fields, filters over payloads) with a `StoreProblem`. */
export interface Inspector {
  ask<Q extends Question>(
    question: Q,
    params: Questions[Q]['ask'],
    signal?: AbortSignal,
  ): Promise<Questions[Q]['answer']>;
  close(): Promise<void>;
}

export interface InspectorOptions {
  /** Keys whose values are shown as `•••`, at any depth, ignoring case and separators. */
  readonly mask?: readonly string[];
  /** The `stores` of `.event-wiring.json`, as read by `mappingFile`. */
  readonly mappings?: readonly unknown[];
  /** Sentence templates by type: `{price.amount} on {platform}`. */
  readonly sentences?: Readonly<Record<string, string>>;
  /** Now, for `today`: milliseconds since 1970. Tests hand in their own. */
  readonly now?: () => number;
  /** Milliseconds a count may take before it ends in `exact: false`. */
  readonly patience?: number;
}
