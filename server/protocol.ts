/**
 * Every message of our own that crosses between an editor and the language server, beyond the Language Server Protocol.
 * Types and names only: client and server both import it and nothing of each other. The graph itself never crosses;
 * what is shown is asked for in pages.
 */
import type { Location, Position, Range } from 'vscode-languageserver';
import type { About, Question, Questions } from './stores/questions';

/** Client → server, request: one page of a level of the tree. */
export const treeRequest = 'eventWiring/tree';
/** Client → server, request: the Markdown tooltip of a row. */
export const tooltipRequest = 'eventWiring/tooltip';
/** Client → server, request: where in the tree the code at a position stands. */
export const revealRequest = 'eventWiring/reveal';
/** Client → server, request: the places where something is dispatched or heard. */
export const sitesRequest = 'eventWiring/sites';
/** Client → server, request: all about a name, as Markdown. */
export const explainRequest = 'eventWiring/explain';
/** Client → server, request: what an event sets off in turn, as Markdown with a Mermaid diagram. */
export const chainRequest = 'eventWiring/chain';
/** Client → server, request: every event name, for a quick pick. */
export const eventsRequest = 'eventWiring/events';
/** Client → server, request: read the workspace again from the disk. */
export const refreshRequest = 'eventWiring/refresh';
/** Server → client, notification: what the server is doing, and that what it showed has changed. */
export const stateNotification = 'eventWiring/state';

/** Client → server, request: open a store in a thread of its own. */
export const openStoreRequest = 'eventWiring/stores/open';
/** Client → server, request: a question to an open store; `server/stores/questions.ts` has them all. */
export const askStoreRequest = 'eventWiring/stores/ask';
/** Client → server, request. */
export const closeStoreRequest = 'eventWiring/stores/close';
/** Client → server, request: what the code knows of stored types and of classes named in failures and projections. */
export const storeCodeRequest = 'eventWiring/stores/code';
/** Client → server, request: carry out a prepared statement that the user has confirmed. */
export const runPreparedRequest = 'eventWiring/stores/run';
/** Server → client, notification: an open store has something new, or cannot be read any more. */
export const storeNotification = 'eventWiring/stores/changed';

/** The command of a code lens: its arguments are one `SitesArgument`. Clients without it simply show the lens as text. */
export const showSitesCommand = 'eventWiring.showSites';

/** The command of a lens that says what is stored, and of links to it: its argument is one `StoredArgument`. */
export const showStoredCommand = 'eventWiring.showStored';

/** Commands behind the links of a hover, for clients whose settings say `commandLinks`; each takes one string. */
export const linkCommands = {
  /** Takes a name. */
  explain: 'eventWiring.explain',
  /** Takes an event's id. */
  chain: 'eventWiring.chain',
  /** Takes a name. */
  copyName: 'eventWiring.copyName',
} as const;

export type Grouping = 'namespace' | 'folder' | 'flat';

export interface TreeParams {
  /** Id of the row whose children are wanted; absent for the roots. */
  readonly parent?: string;
  readonly grouping: Grouping;
  /** Only rows whose name contains this, ignoring case; and the way to them. */
  readonly filter?: string;
  readonly offset: number;
  readonly limit: number;
}

export interface TreePage {
  /** Of the graphs these rows were read from, no `State`'s: pages of one level fit together when it is the same. */
  readonly version: number;
  readonly rows: readonly TreeRow[];
  /** Rows on this level in all. */
  readonly total: number;
  /** Events that the filter leaves, and all of them; only on the page of the roots. */
  readonly events?: { readonly shown: number; readonly total: number };
}

export type RowKind =
  'section' | 'group' | 'event' | 'dispatch' | 'listener' | 'job' | 'command' | 'channel' | 'problem' | 'site';

export interface TreeRow {
  /** Stable over edits as long as the thing itself is: expanded rows stay expanded. */
  readonly id: string;
  readonly kind: RowKind;
  readonly label: string;
  /** Where the filter matches in the label: start and end. */
  readonly highlights?: readonly (readonly [number, number])[];
  /** What a reader wants next: `3 listeners`, `2nd, queued on mail`. */
  readonly description?: string;
  /** Codicon without `$()`: `symbol-event`. */
  readonly icon: string;
  /** Theme colour of the icon. */
  readonly color?: string;
  readonly expandable: boolean;
  /** Open until somebody closes it. */
  readonly expanded?: boolean;
  /** Where a click leads. */
  readonly location?: Location;
  readonly problems?: { readonly severity: 'error' | 'warning' | 'information'; readonly count: number };
  /** Name to copy and to explain. */
  readonly name?: string;
  /** Id of the event the row is about, for `sites` and `chain`. */
  readonly eventId?: string;
  /** Read out in place of label and description. */
  readonly accessibleName?: string;
}

export interface RowParams {
  readonly id: string;
}

export interface RevealParams {
  readonly uri: string;
  readonly position: Position;
  readonly grouping: Grouping;
  readonly filter?: string;
}

/** From the root down to the row itself; empty when nothing of the tree stands there. */
export interface RevealAnswer {
  readonly path: readonly TreeRow[];
}

export interface SitesParams {
  readonly eventId: string;
  readonly role: 'dispatchers' | 'listeners';
}

/** One row of the list a lens opens. */
export interface SiteRow {
  readonly location: Location;
  /** The enclosing method or the handler: `CheckoutController::store`. */
  readonly name: string;
  /** How: `queued on mail, after commit`. */
  readonly detail?: string;
}

export interface SitesArgument {
  readonly title: string;
  readonly uri: string;
  readonly position: Position;
  readonly sites: readonly SiteRow[];
}

/** In place of a list: it is asked for with `codeLens/resolve`, as that of the lens of this title at this position. */
export interface LensArgument extends Omit<SitesArgument, 'sites'> {
  readonly lens: string;
}

export interface StoredArgument {
  /** Of the open store. */
  readonly id: string;
  /** The stored type; of several that stand for one event the most frequent. */
  readonly type: string;
  /** All of them, when there are several. */
  readonly types?: readonly string[];
  /** A projection instead of events. */
  readonly projection?: string;
}

export interface ExplainParams {
  /** As people write it: whole, short, an event's or a handler's. */
  readonly name: string;
}

export interface ChainParams {
  readonly eventId: string;
}

export interface MarkdownAnswer {
  readonly title: string;
  readonly markdown: string;
}

export interface EventItem {
  readonly id: string;
  readonly name: string;
  readonly detail: string;
  readonly location?: Location;
}

export type State =
  | { readonly kind: 'indexing'; readonly message: string; readonly done?: number; readonly total?: number }
  | {
      readonly kind: 'ready';
      /** Grows with every change of anything shown, until the server reads everything anew (`indexing`). */
      readonly version: number;
      readonly events: number;
      readonly files: number;
      readonly problems: { readonly error: number; readonly warning: number; readonly information: number };
    }
  /** One clear sentence: what happened and what to do. */
  | { readonly kind: 'failed'; readonly message: string };

/** What the editor's settings say; read from the section `eventWiring`, also accepted as `initializationOptions`. */
export interface EditorSettings {
  readonly codeLens: {
    readonly events: boolean;
    readonly dispatches: boolean;
    readonly listeners: boolean;
    readonly projections: boolean;
    /** What connected stores hold of an event, and where a projection is. */
    readonly stored: boolean;
  };
  readonly diagnostics: {
    readonly enabled: boolean;
    /** Problems between the code and connected stores. */
    readonly stored: boolean;
  };
  /** Keys whose values are not shown, at any depth of a payload, ignoring case and separators. */
  readonly inspector: { readonly mask: readonly string[] };
  /** Show events of the runtime, of frameworks and of packages as well. */
  readonly showExternal: boolean;
  /** The editor follows `command:` links in Markdown, and has the commands of `linkCommands`. */
  readonly commandLinks?: boolean;
  /** House-made buses beside those of `.event-wiring.json`, in its shape. */
  readonly buses: readonly unknown[];
}

export const defaultEditorSettings: EditorSettings = {
  codeLens: { events: true, dispatches: true, listeners: true, projections: true, stored: true },
  diagnostics: { enabled: true, stored: true },
  inspector: {
    mask: [
      'password',
      'passwd',
      'secret',
      'token',
      'accessToken',
      'refreshToken',
      'apiKey',
      'apiToken',
      'privateKey',
      'authorization',
      'cookie',
      'card',
      'cardNumber',
      'creditCard',
      'cvc',
      'cvv',
      'iban',
      'ssn',
    ],
  },
  showExternal: false,
  buses: [],
};

/** What a store is opened from. A connection's text holds a password: it is never logged and never sent back. */
export type StorePlace =
  | { readonly kind: 'file'; readonly uri: string }
  | { readonly kind: 'connection'; readonly name: string; readonly connection: string };

export interface OpenStoreParams {
  readonly place: StorePlace;
  /** The layout chosen before, see `choose`. */
  readonly layout?: string;
  /** Follow the file, its log or the table, and tell by `storeNotification`. */
  readonly follow?: boolean;
}

export interface OpenStoreAnswer {
  /** Names the open store in every further message. The same place opened twice has two ids and one thread. */
  readonly id: string;
  readonly about: About;
}

export interface AskStoreParams<Q extends Question = Question> {
  readonly id: string;
  readonly question: Q;
  readonly params: Questions[Q]['ask'];
}

export interface CloseStoreParams {
  readonly id: string;
}

export interface StoreChanged {
  readonly id: string;
  readonly version: number;
  /** Events more than before; null where that is not known. */
  readonly added: number | null;
  /** One sentence, when the store cannot be read at the moment; it is tried again. */
  readonly problem?: string;
}

export interface StoreCodeParams {
  readonly id: string;
  /** Stored event types. */
  readonly types: readonly string[];
  /** Names of handlers, jobs and projections as the store says them. */
  readonly classes: readonly string[];
}

export interface CodePlace {
  readonly name: string;
  readonly location: Location;
  /** `app/Listeners/EvaluatePriceAlerts.php:31`, relative to its folder. */
  readonly label: string;
  /** How: `queued on mail`, `dispatches`, `same call`. */
  readonly detail?: string;
}

/** What the code knows of one stored type. */
export interface StoredTypeCode {
  readonly type: string;
  /** `none` is said only once the workspace is read; until then `unknown`. */
  readonly state: 'found' | 'several' | 'none' | 'unknown';
  /** `inferred` where only the words of the names agree: `order_placed` for `OrderPlaced`. */
  readonly certainty?: 'exact' | 'inferred';
  /** Where `several`: the declarations it may mean. */
  readonly candidates?: readonly CodePlace[];
  /** The event's id in the graph, for `sites` and `chain`. */
  readonly eventId?: string;
  readonly declaration?: CodePlace;
  readonly dispatchers: readonly CodePlace[];
  /** In call order, projections among them. */
  readonly listeners: readonly (CodePlace & { readonly projection?: true })[];
  readonly channels: readonly CodePlace[];
  /** Of the class's payload; absent where the code does not say. */
  readonly fields?: readonly {
    readonly name: string;
    readonly type: string;
    /** Declared by a parent, which says where it goes: mostly into a column of its own. */
    readonly inherited?: true;
  }[];
  /** Where `none`: the class with the nearest name. */
  readonly closest?: string;
}

export interface StoreCodeAnswer {
  /** Of the graph this is from. */
  readonly version: number;
  readonly types: readonly StoredTypeCode[];
  readonly classes: readonly { readonly name: string; readonly place: CodePlace }[];
  /** Events of the code that could be stored here and never were; only of kinds that this store has others of. */
  readonly neverStored: readonly CodePlace[];
}

export interface RunPreparedParams extends Pick<Questions['prepare']['ask'], 'what' | 'key' | 'group'> {
  readonly id: string;
  /** As shown to the user: anything else is refused. */
  readonly text: string;
  /** Rows it would change, as shown to the user: it changes as many or none. */
  readonly rows: number;
}

export interface RunPreparedAnswer {
  readonly rows: number;
}

export type { About, Location, Position, Question, Questions, Range };
