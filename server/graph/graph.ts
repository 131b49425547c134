/** The event graph: what a linked workspace says about its wiring. Plain readonly data; knows no language and no file. */

import type { Package } from './packages';

/** Lines and columns count from 1, columns in UTF-16 units; `file` is relative to the workspace, with forward slashes. */
export interface Place {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  /** End of the marked text, where known; `endColumn` is exclusive. */
  readonly endLine?: number;
  readonly endColumn?: number;
}

export type Language = 'typescript' | 'javascript' | 'php' | 'rust';

/** exact: read off the code; inferred: the only sensible reading; dynamic: decided at run time. */
export type Certainty = 'exact' | 'inferred' | 'dynamic';

export type EventKind = 'class' | 'string' | 'constant' | 'enumMember' | 'typeLiteral';

export interface Field {
  readonly name: string;
  readonly type?: string;
  /** The property can be written from outside after construction (public and not readonly). */
  readonly mutable?: boolean;
  /** Why the field cannot survive a queue: a closure, a PDO handle, a stream resource, … */
  readonly unserializable?: string;
  readonly line?: number;
  readonly column?: number;
}

export interface EventNode {
  /** Unique and stable: `php:App\Events\OrderPlaced`, `js:src/runner.ts#Runner|start`. Equal id, same event. */
  readonly id: string;
  readonly name: string;
  readonly language: Language;
  readonly kind: EventKind;
  /** The emitter the event belongs to, as shown to people; only for events that are told apart by emitter. */
  readonly emitter?: string;
  /** Absent when the workspace does not declare the event: a plain string, or a class of a package. */
  readonly file?: string;
  readonly line?: number;
  readonly column?: number;
  readonly endColumn?: number;
  /** The event class asks to be queued (for its broadcast, or as a queued message). */
  readonly queued?: boolean;
  readonly broadcast?: boolean;
  readonly broadcastAs?: string;
  readonly channels?: readonly string[];
  /** Delivered only after the surrounding database transaction commits. */
  readonly afterCommit?: boolean;
  /** Declared by a framework, a package or the runtime. */
  readonly external?: boolean;
  /** Which framework publishes it by itself, so that "never dispatched" is not true of it. */
  readonly publishedBy?: string;
  /** Which framework or runtime hears it by itself, so that "never heard" is not true of it. */
  readonly heardBy?: string;
  readonly fields?: readonly Field[];
  /** Ids of the interfaces and parent classes that are events as well, nearest first. */
  readonly parents?: readonly { readonly id: string; readonly how: 'extends' | 'implements' }[];
  readonly abstract?: boolean;
  /** Other names by which the event is stored or broadcast (`event_name()`, spatie aliases, `broadcastAs`). */
  readonly aliases?: readonly string[];
  /** Id of the framework that recognised it. */
  readonly framework?: string;
}

/** What every place in the code that has to do with an event shares. */
export interface Site extends Place {
  /** The call or construct as people name it: `event()`, `X::dispatch`, `@OnEvent`, `$listen`. */
  readonly via: string;
  /** Enclosing symbol: `Class@method`, `Class.method`, `Type::method`, a function's name. */
  readonly in?: string;
  readonly certainty: Certainty;
  /** One sentence saying why the certainty is not exact. */
  readonly reason?: string;
  /** The closed set of names a dynamic site may mean, when there is one. */
  readonly candidates?: readonly string[];
  readonly external?: boolean;
  /** Id of the framework that recognised it. */
  readonly framework: string;
  /** Lies in test code. */
  readonly test?: boolean;
}

export interface Dispatch extends Site {
  /** Null when decided at run time. */
  readonly eventId: string | null;
  readonly event: string | null;
  readonly emitter?: string;
  /** `record`: kept on an aggregate and published later; absent means published here. */
  readonly stage?: 'record' | 'publish';
  /** The call stands inside a database transaction's closure. */
  readonly inTransaction?: boolean;
  /** The body of a wrapper whose callers are reported at their own lines. */
  readonly wrapper?: boolean;
  /** A broadcast or a dispatch to a queue rather than a synchronous one. */
  readonly queued?: boolean;
}

export interface Handler {
  /** `Class@method`, `Class.method`, `Type::method`, a function's name, or `closure`. */
  readonly handler: string;
  readonly handlerFile?: string;
  readonly handlerLine?: number;
  readonly handlerColumn?: number;
  /** Last line of the handler's body: dispatches between the two lines are what it fires in turn. */
  readonly handlerEndLine?: number;
  /** Functions of its own class that the handler calls and that set something off, as `in` names them, directly or one further. */
  readonly calls?: readonly string[];
  /** The registration names a class or method which its namespace says should be here, and it is not. */
  readonly missing?: 'class' | 'method';
  /** Why the handler cannot take this event (wrong parameter type, too many required parameters); one sentence. */
  readonly signature?: string;
  /** Where the handler returns exactly `false`, which stops the listeners after it. */
  readonly returnsFalse?: Place;
}

export interface Listen extends Site, Handler {
  /** Null when decided at run time, or when a pattern stands for many events. */
  readonly eventId: string | null;
  /** Event name or pattern. */
  readonly event: string | null;
  readonly emitter?: string;
  /** Ids a pattern, an interface or a parent emitter reaches; when present it replaces `eventId` for linking. */
  readonly matches?: readonly string[];
  readonly queued?: boolean;
  /** Name of the queue, where the code says it; only of what is queued. */
  readonly queue?: string;
  readonly priority?: number;
  readonly once?: boolean;
  /** When the handler runs relative to the transaction, as declared; `ignored` names a declaration without effect. */
  readonly afterCommit?: boolean;
  readonly afterCommitIgnored?: string;
  /** Role by which the field calls it. */
  readonly role?: 'listener' | 'subscriber' | 'projection' | 'reactor' | 'saga' | 'processManager';
  readonly wrapper?: boolean;
  /** Registered on a class whose subclasses are dispatched, which this framework does not deliver (ids of those). */
  readonly neverReached?: readonly string[];
  /** The registered event names a class that should be in the workspace and is not. */
  readonly unknownEvent?: boolean;
  /** Which framework publishes the event, or events of this pattern, by itself: nothing here has to dispatch it. */
  readonly publishedBy?: string;
  /** Fields of a queued listener that cannot be serialised. */
  readonly fields?: readonly Field[];
}

/** A job pushed to a queue. */
export interface Job extends Site {
  readonly job: string | null;
  readonly jobFile?: string;
  readonly jobLine?: number;
  /** Name of the queue, where the call or the class says it. */
  readonly queue?: string;
  readonly fields?: readonly Field[];
  /** The call stands inside a database transaction's closure. */
  readonly inTransaction?: boolean;
  /** Pushed only after the surrounding transaction commits: by the job, by the call or by the connection. */
  readonly afterCommit?: boolean;
  /** Run at once by the caller's own process, with no queue in between. */
  readonly immediate?: boolean;
}

/** One (command, handler) pair; a command without handler has `handler: null`. */
export interface Command {
  readonly command: string;
  readonly commandId: string;
  readonly kind: 'command' | 'query';
  readonly handler: string | null;
  /** Place of the handler, or of the command's declaration when there is no handler. */
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly endLine?: number;
  readonly dispatches: readonly Place[];
  readonly framework: string;
  readonly external?: boolean;
  /** The handler, or without one the command's declaration, lies in test code. */
  readonly test?: boolean;
}

export interface Observer extends Site {
  readonly model: string;
  readonly observer: string;
  /** Observed model events, in lower camel case: `created`, `forceDeleted`. */
  readonly events?: readonly string[];
}

export interface Channel extends Place {
  readonly pattern: string;
  readonly kind?: 'public' | 'private' | 'presence' | 'unknown';
  /** Names of the events broadcast on it. */
  readonly events: readonly string[];
  /** Whether this entry authorises the channel (routes/channels.php) or an event broadcasts on it without one. */
  readonly authorized: boolean;
  readonly framework: string;
  readonly certainty: Certainty;
}

/** Talks about an event without dispatching or listening: test fakes and assertions, `forget`, `has_listeners`. */
export interface Reference extends Site {
  readonly eventId: string | null;
  readonly event: string | null;
}

/** Something that looks like wiring and is not wired, with the reason in one sentence. */
export interface Unwired extends Place {
  readonly kind: 'listener' | 'subscriber' | 'provider' | 'observer' | 'projection' | 'handler';
  readonly name: string;
  readonly reason: string;
  /** Events it would hear if it were wired. */
  readonly events: readonly string[];
  /** Where the missing step would have to stand. */
  readonly related?: Place;
  /**
   * `related` begins an array, and one entry is missing from it: the provider, the listener in its event's list, or the
   * event with the listener.
   */
  readonly step?: 'provider' | 'listener' | 'event';
  /** False when it is only a fact for `explain`, as where the fault is its owner's. */
  readonly problem: boolean;
  /** The provider that would register it, were it registered itself. */
  readonly owner?: string;
  readonly framework: string;
}

/** A file that could not be read or not be understood whole; the healthy parts count all the same. */
export interface FileProblem {
  readonly file: string;
  readonly line?: number;
  readonly column?: number;
  readonly message: string;
}

/** What one language contributes. */
export interface LanguageGraph {
  readonly events: readonly EventNode[];
  readonly dispatches: readonly Dispatch[];
  readonly listens: readonly Listen[];
  readonly jobs: readonly Job[];
  readonly commands: readonly Command[];
  readonly observers: readonly Observer[];
  readonly channels: readonly Channel[];
  readonly references: readonly Reference[];
  readonly unwired: readonly Unwired[];
  readonly problems: readonly FileProblem[];
  /** Ids of the frameworks found in use. */
  readonly frameworks: readonly string[];
}

export interface Graph extends LanguageGraph {
  /** The packages of the workspace, by their manifests. */
  readonly packages?: readonly Package[];
  readonly languages: readonly Language[];
  readonly files: { readonly read: number; readonly skipped: number; readonly failed: number };
}

export const emptyLanguageGraph: LanguageGraph = {
  events: [],
  dispatches: [],
  listens: [],
  jobs: [],
  commands: [],
  observers: [],
  channels: [],
  references: [],
  unwired: [],
  problems: [],
  frameworks: [],
};
