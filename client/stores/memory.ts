/** What the workspace remembers of each store: how its panel was left, saved filters, the layout that was chosen. */
import type * as vscode from 'vscode';
import type { PanelState, SavedFilter } from '../../media/store/messages';

export interface StoreMemory {
  readonly state?: PanelState;
  readonly filters?: readonly SavedFilter[];
  readonly layout?: string;
}

export interface Memory {
  of(uri: vscode.Uri): StoreMemory;
  keep(uri: vscode.Uri, part: StoreMemory): void;
  /** It is read so from now on; a mapping by hand that is only tried leaves what is remembered. */
  chose(uri: vscode.Uri, choice: { readonly key?: string; readonly mapping?: unknown }): void;
  /** A mapping by hand stands in the settings file now, and is found there before any layout. */
  mapped(uri: vscode.Uri): void;
  forget(uri: vscode.Uri): void;
}

type All = Readonly<Record<string, StoreMemory>>;

const key = 'eventWiring.stores';
/** Of more stores than that the oldest is forgotten. */
const most = 100;

export function memoryOf(state: vscode.Memento): Memory {
  const all = (): All => state.get<All>(key, {});
  const without = (name: string): [string, StoreMemory][] => Object.entries(all()).filter(([each]) => each !== name);
  const write = (entries: readonly (readonly [string, StoreMemory])[]): void => {
    void state.update(key, Object.fromEntries(entries.slice(-most)));
  };
  const keep: Memory['keep'] = (uri, part) => {
    const name = uri.toString();
    write([...without(name), [name, { ...all()[name], ...part }]]);
  };
  const forgetLayout = (uri: vscode.Uri): void => {
    const name = uri.toString();
    const { state, filters } = all()[name] ?? {};
    write([...without(name), [name, { ...(state && { state }), ...(filters && { filters }) }]]);
  };
  return {
    of: (uri) => all()[uri.toString()] ?? {},
    keep,
    chose: (uri, { key: layout, mapping }) => {
      if (mapping !== undefined) return;
      if (layout !== undefined) keep(uri, { layout });
      else forgetLayout(uri);
    },
    mapped: (uri) => {
      forgetLayout(uri);
    },
    forget: (uri) => {
      write(without(uri.toString()));
    },
  };
}
