/**
 * The view "Stores": files of the workspace that may be event stores, and connections. One is opened when its row is, and
 * closed with it; while open it is followed, one question at a time.
 */
import * as vscode from 'vscode';
import { foundStores } from './found';
import { type OpenStore, sentenceOf } from './openStore';
import { connectionUri } from './place';
import { type StoreRow, failure, rowsOf, unknownLayout } from './rows';
import { type Services, openAt } from './services';
import { partItem, storeItem } from './storeItem';

export const viewId = 'eventWiring.stores';

export interface StoreNode {
  readonly kind: 'store';
  readonly uri: vscode.Uri;
}

export type StoresNode = StoreNode | { readonly kind: 'part'; readonly row: StoreRow; readonly parent: StoreNode };

interface Opened {
  readonly store: OpenStore;
  rows: Promise<readonly StoreRow[]>;
}

export interface StoresView extends vscode.Disposable {
  /** Of one store what it holds; of all, which there are. */
  refresh(node?: StoreNode): void;
}

/** What a row says of the time that passed is true for so long. */
const minute = 60_000;

export function storesView(services: Services): StoresView {
  const found = foundStores();
  const changed = new vscode.EventEmitter<StoresNode | undefined>();
  const nodes = new Map<string, StoreNode>();
  const opened = new Map<StoreNode, Opened>();

  /** The same object for the same store: VS Code tells rows apart by it. */
  const nodeOf = (uri: vscode.Uri): StoreNode => {
    const key = uri.toString();
    const node = nodes.get(key) ?? { kind: 'store', uri };
    nodes.set(key, node);
    return node;
  };

  async function stores(): Promise<StoreNode[]> {
    const files = await found.files();
    const there = [...services.connections.names.map(connectionUri), ...files].map(nodeOf);
    for (const node of [...opened.keys()]) if (!there.includes(node)) close(node);
    return there;
  }

  function open(node: StoreNode): Opened {
    const known = opened.get(node);
    if (known) return known;
    const store = openAt(services, node.uri, true);
    const fresh: Opened = { store, rows: look(node, store) };
    opened.set(node, fresh);
    const again = oneAtATime(async () => {
      const rows = await look(node, store);
      if (opened.get(node) !== fresh) return;
      fresh.rows = Promise.resolve(rows);
      changed.fire(node);
    });
    store.onDidChange(again);
    return fresh;
  }

  function close(node: StoreNode): void {
    opened.get(node)?.store.dispose();
    opened.delete(node);
  }

  async function look({ uri }: StoreNode, store: OpenStore): Promise<readonly StoreRow[]> {
    try {
      const { layouts } = await store.about();
      if (!layouts.length) return [unknownLayout];
      const overview = await store.ask('overview', {});
      services.facts.learn(uri, {}, overview);
      return rowsOf(overview, Date.now());
    } catch (error) {
      return [failure(sentenceOf(error))];
    }
  }

  async function lookAgain(node: StoreNode, row: Opened): Promise<readonly StoreRow[]> {
    await row.store.ask('refresh', {}).catch(() => row.store.again().catch(() => undefined));
    return look(node, row.store);
  }

  const view = vscode.window.createTreeView<StoresNode>(viewId, {
    showCollapseAll: true,
    treeDataProvider: {
      onDidChangeTreeData: changed.event,
      getParent: (node) => (node.kind === 'part' ? node.parent : undefined),
      getTreeItem: (node) =>
        node.kind === 'store' ? storeItem(node.uri, services.facts.of(node.uri)) : partItem(node.parent.uri, node.row),
      getChildren: async (node) => {
        if (!node) return stores();
        if (node.kind === 'part') return [];
        return (await open(node).rows).map((row) => ({ kind: 'part', row, parent: node }) as const);
      },
    },
  });
  const ticking = setInterval(() => {
    if (view.visible) for (const node of nodes.values()) if (services.facts.of(node.uri)) changed.fire(node);
  }, minute);
  const again = (): void => {
    changed.fire(undefined);
  };
  const subscriptions = vscode.Disposable.from(
    found,
    view,
    changed,
    found.onDidChange(again),
    services.connections.onDidChange(again),
    services.facts.onDidChange((uri) => {
      const node = nodes.get(uri.toString());
      if (node) changed.fire(node);
    }),
    view.onDidCollapseElement(({ element }) => {
      if (element.kind === 'store') close(element);
    }),
  );

  return {
    refresh: (node) => {
      for (const [each, row] of opened) {
        if (node && each !== node) continue;
        row.rows = lookAgain(each, row);
        changed.fire(each);
      }
      if (!node) found.again();
    },
    dispose: () => {
      clearInterval(ticking);
      for (const node of [...opened.keys()]) close(node);
      subscriptions.dispose();
    },
  };
}

/** A writer is faster than a reader: what changes during a look leads to one more look, not to one each. */
function oneAtATime(work: () => Promise<void>): () => void {
  let working = false;
  let stale = false;
  const run = async (): Promise<void> => {
    stale = working;
    if (working) return;
    working = true;
    await work();
    working = false;
    if (stale) await run();
  };
  return () => void run();
}
