/** The contract of a PHP framework: what it is handed per file, and the sites it answers; knows no single framework. */
import type { Certainty, Handler } from '../graph/graph';
import type { Evaluator } from '../languages/php/evaluation/evaluator';
import type { Part, Scope } from '../languages/php/evaluation/meaning';
import type { Call, ClassFact, PhpFacts } from '../languages/php/facts';
import type { Project } from '../languages/php/project';
import type { Bus } from '../graph/bus';
import type { FrameworkIdentity } from './framework';

/** A call in a body, with what is needed to say where it stands. */
export interface CallSite {
  readonly call: Call;
  readonly scope: Scope;
}

export interface ClassSite {
  readonly file: string;
  readonly facts: PhpFacts;
  readonly fact: ClassFact;
}

export interface Context {
  readonly project: Project;
  readonly evaluator: Evaluator;
  readonly buses: readonly Bus[];
  /** Functions and methods known to dispatch what they are given, from the scan before. */
  readonly wrappers: ReadonlyMap<string, readonly Wrapper[]>;
  /** Steps of registration found so far; complete once all files are scanned. */
  readonly registrations: readonly RawRegistration[];
}

export interface PhpFramework extends FrameworkIdentity {
  call?(site: CallSite, context: Context, sink: Sink): void;
  declaration?(site: ClassSite, context: Context, sink: Sink): void;
  /** The file as a whole: what returns, arrays and top-level code say. */
  file?(file: string, facts: PhpFacts, context: Context, sink: Sink): void;
  /** What only the workspace as a whole says (folders, manifests); asked on every link, so it must be quick. */
  workspace?(context: Context, sink: Sink): void;
}

/** Where a fact stands; the line is looked up when the graph is put together, so that edits elsewhere cost nothing. */
export interface Spot {
  readonly file: string;
  readonly at: number;
  readonly end?: number;
  /** For files that are not PHP. */
  readonly place?: { readonly line: number; readonly column: number };
}

export type HandlerReference =
  | { readonly kind: 'closure'; readonly file: string; readonly body: number }
  /** `method` null: `handle`, or `__invoke` when there is no `handle`. */
  | { readonly kind: 'method'; readonly of: string; readonly method: string | null }
  | { readonly kind: 'function'; readonly name: string }
  | { readonly kind: 'unknown'; readonly reason: string };

interface RawSite extends Spot {
  readonly via: string;
  readonly in?: string;
  readonly framework: string;
  readonly certainty: Certainty;
  readonly reason?: string;
  readonly candidates?: readonly string[];
}

export interface RawDispatch extends RawSite {
  readonly event: string | null;
  readonly form: 'class' | 'string';
  readonly stage?: 'record' | 'publish';
  readonly inTransaction?: boolean;
  readonly wrapper?: boolean;
  readonly queued?: boolean;
  readonly emitter?: string;
}

export interface RawListen extends RawSite {
  readonly event: string | null;
  readonly form: 'class' | 'string';
  readonly handler: HandlerReference;
  /** Class whose registration decides whether this is wired. */
  readonly owner?: { readonly kind: 'provider' | 'subscriber'; readonly name: string };
  readonly queued?: boolean;
  /** Of that name, where the registration says it. */
  readonly queue?: string;
  readonly priority?: number;
  readonly once?: boolean;
  readonly role?: 'listener' | 'subscriber' | 'projection' | 'reactor' | 'saga' | 'processManager';
  readonly emitter?: string;
  /** How the framework matches a class: its interfaces as Laravel does, everything it is, or the very class. */
  readonly match?: 'interfaces' | 'instanceof' | 'exact';
  /** Where a discovered listener's method stands is its registration as well. */
  readonly discovered?: boolean;
  /** The handler takes a name and a list, so that its parameters say nothing. */
  readonly untyped?: boolean;
}

export interface RawJob extends RawSite {
  readonly job: string | null;
  readonly queue?: string;
  readonly inTransaction?: boolean;
  readonly afterCommit?: boolean;
  readonly immediate?: boolean;
}

export interface RawObserver extends RawSite {
  readonly model: string;
  readonly observer: string;
  readonly owner?: { readonly kind: 'provider'; readonly name: string };
}

export interface RawChannel extends Spot {
  readonly pattern: string;
  readonly kind: 'public' | 'private' | 'presence' | 'unknown';
  /** The event class that broadcasts on it; undefined for an authorisation. */
  readonly event?: string;
  readonly certainty: Certainty;
  readonly framework: string;
}

export interface RawReference extends RawSite {
  readonly event: string | null;
  readonly form: 'class' | 'string';
}

/** A command or query class with the handler that takes it. */
export interface RawCommand extends Spot {
  readonly command: string;
  readonly kind: 'command' | 'query';
  readonly handler: { readonly of: string; readonly method: string } | null;
  readonly framework: string;
  readonly emitter?: string;
}

export interface RawSend extends Spot {
  readonly command: string;
  readonly framework: string;
  /** The receiver is a command bus for sure, so that a missing handler can be reported. */
  readonly sure: boolean;
}

/** A function whose parameter becomes the event, job or command of a call inside it. */
export interface Wrapper {
  /** `Class::method` or a function's name. */
  readonly key: string;
  readonly name: string;
  readonly of: string;
  readonly parameter: number;
  readonly parameterName: string;
  /** The name it makes of the argument, when that is not the argument alone. */
  readonly template?: readonly Part[];
  /** The argument is a list, and each of its elements is it. */
  readonly element?: boolean;
  readonly makes: 'event' | 'job' | 'command' | 'listener';
  /** It makes the event of the very class it is called on, `new static`, and no argument is it. */
  readonly late?: boolean;
  /** Which parameter of a listening function is the handler. */
  readonly handler?: number;
  readonly form: 'class' | 'string' | 'either';
  readonly stage?: 'record' | 'publish';
  readonly framework: string;
  readonly emitter?: string;
}

/** A class the workspace declares that is an event, job, command, provider or subscriber by what it is. */
export interface RawEvent extends Spot {
  readonly name: string;
  /** The event is a string, and this constant or enum case spells it; the place is then where it is used. */
  readonly spelledBy?: { readonly of: string; readonly constant: string };
  readonly framework: string;
}

/** A map says under which name a class is stored. */
export interface RawAlias extends Spot {
  readonly of: string;
  readonly name: string;
  readonly framework: string;
}

/** Steps of registration: which providers and subscribers are switched on, and by whom. */
export type RawRegistration = Spot &
  (
    | { readonly kind: 'provider'; readonly name: string; readonly by?: string }
    | { readonly kind: 'anyProvider'; readonly by?: string }
    | {
        readonly kind: 'subscriber';
        readonly name: string;
        readonly by?: string;
        readonly via: string;
        readonly framework: string;
      }
  );

export interface Sink {
  dispatch(site: RawDispatch): void;
  listen(site: RawListen): void;
  job(site: RawJob): void;
  observer(site: RawObserver): void;
  channel(site: RawChannel): void;
  reference(site: RawReference): void;
  command(site: RawCommand): void;
  /** A command or query is handed to a bus. */
  send(site: RawSend): void;
  wrapper(wrapper: Wrapper): void;
  event(event: RawEvent): void;
  alias(alias: RawAlias): void;
  registration(step: RawRegistration): void;
  /** Method names that must be searched for in the whole workspace in the next round. */
  readonly framework: string;
}

export type { Handler };
