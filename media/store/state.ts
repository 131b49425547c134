/** All that the panel is showing, in one place: what the extension said, and what the user chose. Draws nothing. */
import { createContext } from 'preact';
import { useContext, useLayoutEffect, useState } from 'preact/hooks';
import type { About, Filter } from '../../server/stores/questions';
import type { Ask } from './ask';
import type { Goto, PanelState, SavedFilter, Tab, ToExtension, ToPanel } from './messages';

export interface Data extends PanelState {
  readonly phase: Phase;
  readonly locale: string;
  readonly filters: readonly SavedFilter[];
  readonly canSaveMapping: boolean;
  /** Of the store: every question is asked again when it grows. */
  readonly version: number;
  /** Grows when the code was read again. */
  readonly codeVersion: number;
  /** Grows with Refresh: what was asked is asked again though nothing is known to have changed. */
  readonly asked: number;
  /** Events that came since and are not shown yet; null when they were not counted. */
  readonly fresh: number | null;
  /** The store cannot be read at the moment: one sentence, and when that began. */
  readonly offline?: { readonly problem: string; readonly since: number };
  readonly notesClosed: boolean;
  /** Events to compare, as they were chosen. */
  readonly compare: { readonly left?: string; readonly right?: string };
  /** Part of the whole time that the strip shows; all of it when absent. */
  readonly zoom?: { readonly from: string; readonly to: string };
  /** Event to bring into view, once. */
  readonly reveal?: string;
}

export type Phase =
  | { readonly kind: 'opening'; readonly name?: string; readonly size?: number; readonly read?: number }
  | { readonly kind: 'open'; readonly about: About }
  | { readonly kind: 'failed'; readonly message: string };

export interface Store {
  get(): Data;
  set(change: Partial<Data>): void;
  subscribe(listener: () => void): () => void;
}

/** What every component gets at: the state, the questions, and a way to tell the extension. */
export interface Panel {
  readonly store: Store;
  readonly ask: Ask;
  tell(message: ToExtension): void;
}

export function createStore(now: () => number = Date.now): Store & { receive(message: ToPanel): void } {
  let data: Data = {
    phase: { kind: 'opening' },
    locale: 'en',
    tab: 'overview',
    filter: '',
    follow: true,
    panes: {},
    filters: [],
    canSaveMapping: false,
    version: 0,
    codeVersion: 0,
    asked: 0,
    fresh: 0,
    notesClosed: false,
    compare: {},
  };
  const listeners = new Set<() => void>();
  const set = (change: Partial<Data>): void => {
    data = { ...data, ...change };
    for (const listener of [...listeners]) listener();
  };
  return {
    get: () => data,
    set,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    receive: (message) => set(after(data, message, now())),
  };
}

/** What a message of the extension changes. */
function after(data: Data, message: ToPanel, now: number): Partial<Data> {
  switch (message.kind) {
    case 'opening':
      return { phase: { ...message, kind: 'opening' } };
    case 'start': {
      const { about, locale, filters, canSaveMapping, state } = message;
      return {
        phase: { kind: 'open', about },
        ...{ locale, filters, canSaveMapping, version: about.version, fresh: 0, offline: undefined },
        // A store that is opened anew keeps what the user had chosen meanwhile.
        ...(data.phase.kind === 'opening' ? state : {}),
        ...(about.layouts.length ? {} : { tab: 'mapping' as const }),
        ...(message.goto ? going(data, message.goto) : {}),
      };
    }
    case 'failed':
      return { phase: { kind: 'failed', message: message.message } };
    case 'changed': {
      const offline = message.problem;
      if (offline !== undefined) return { offline: { problem: offline, since: data.offline?.since ?? now } };
      if (message.version === data.version) return { offline: undefined };
      const added = message.added;
      const fresh = added === null || data.fresh === null ? null : data.fresh + added;
      return { offline: undefined, version: message.version, fresh };
    }
    case 'codeChanged':
      return { codeVersion: data.codeVersion + 1 };
    case 'goto':
      return going(data, message.goto);
    case 'answer':
    case 'code':
    case 'done':
    case 'refused':
      return {};
  }
}

/** An event that is gone to by name must not be hidden by what was filtered before. */
function going(data: Data, goto: Goto): Partial<Data> {
  const filter = goto.filter ?? (goto.event === undefined ? data.filter : '');
  const time = goto.event === undefined ? {} : { from: undefined, to: undefined };
  return {
    tab: goto.tab,
    filter,
    ...time,
    ...(goto.event === undefined ? {} : { event: goto.event, reveal: goto.event }),
  };
}

/** The part that outlives the panel. */
export function kept({ tab, filter, from, to, event, follow, panes }: Data): PanelState {
  return { tab: tab === 'compare' ? 'events' : tab, filter, from, to, event, follow, panes } as PanelState;
}

export function filterOf({ filter, from, to }: Pick<Data, 'filter' | 'from' | 'to'>): Filter | undefined {
  if (!filter && from === undefined && to === undefined) return undefined;
  return {
    ...(filter ? { text: filter } : {}),
    ...(from === undefined ? {} : { from }),
    ...(to === undefined ? {} : { to }),
  };
}

export function aboutOf({ phase }: Data): About | undefined {
  return phase.kind === 'open' ? phase.about : undefined;
}

export const PanelContext = createContext<Panel | undefined>(undefined);

export function usePanel(): Panel {
  const panel = useContext(PanelContext);
  if (!panel) throw new Error('Outside of the panel');
  return panel;
}

/** Part of the state, drawn again when it changes. */
export function useData<T>(select: (data: Data) => T): T {
  const { store } = usePanel();
  const [, draw] = useState(0);
  const value = select(store.get());
  useLayoutEffect(() => {
    let shown = select(store.get());
    return store.subscribe(() => {
      const next = select(store.get());
      if (Object.is(next, shown)) return;
      shown = next;
      draw((count) => count + 1);
    });
  });
  return value;
}

export function goTo(store: Store, tab: Tab, change: Partial<Data> = {}): void {
  store.set({ tab, ...change });
}
