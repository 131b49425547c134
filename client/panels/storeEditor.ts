/**
 * The read-only editor of event stores: a panel per tab, for files and for connections alike. VS Code keeps no page of a
 * tab that is not seen; it asks again for what it shows when it is.
 */
import * as vscode from 'vscode';
import type { Goto, ToExtension, ToPanel } from '../../media/store/messages';
import { editorFor, editorId, linesEditorId } from '../stores/place';
import type { Services } from '../stores/services';
import { mediaFolder, pageOf } from './page';
import { type StorePanel, storePanel } from './storePanel';

export interface StoreEditor extends vscode.Disposable {
  /** The panel in front, while the tab is the active one. */
  readonly active: StorePanel | undefined;
  /** Panels of all tabs, in the order in which they were opened. */
  readonly open: readonly StorePanel[];
  readonly onDidChangeActive: vscode.Event<void>;
  /** Brings the panel of a store to the front, opened if need be, and there to what is wanted. */
  show(uri: vscode.Uri, goto?: Goto): Promise<void>;
}

export function storeEditor(services: Services): StoreEditor {
  const panels = new Set<StorePanel>();
  const wishes = new Map<string, Goto>();
  const changed = new vscode.EventEmitter<void>();
  let active: StorePanel | undefined;

  const activate = (panel: StorePanel, isActive: boolean): void => {
    if (isActive === (active === panel)) return;
    active = isActive ? panel : undefined;
    changed.fire();
  };

  const provider: vscode.CustomReadonlyEditorProvider = {
    openCustomDocument: (uri) => ({ uri, dispose: () => undefined }),
    resolveCustomEditor: ({ uri }, tab) => {
      const { webview } = tab;
      const post = (message: ToPanel): void => void webview.postMessage(message);
      const panel = storePanel(services, uri, post, wishes.get(uri.toString()));
      wishes.delete(uri.toString());
      panels.add(panel);
      webview.options = { enableScripts: true, localResourceRoots: [mediaFolder(services.extensionUri)] };
      webview.onDidReceiveMessage((message: ToExtension) => {
        panel.receive(message);
      });
      tab.onDidChangeViewState(() => {
        if (!tab.visible) panel.hidden();
        activate(panel, tab.active);
      });
      tab.onDidDispose(() => {
        panels.delete(panel);
        activate(panel, false);
        panel.dispose();
      });
      webview.html = pageOf(webview, services.extensionUri);
      activate(panel, tab.active);
    },
  };
  const options = { supportsMultipleEditorsPerDocument: true };
  const subscriptions = vscode.Disposable.from(
    changed,
    vscode.window.registerCustomEditorProvider(editorId, provider, options),
    vscode.window.registerCustomEditorProvider(linesEditorId, provider, options),
  );

  return {
    get active() {
      return active;
    },
    get open() {
      return [...panels];
    },
    onDidChangeActive: changed.event,
    show: async (uri, goto) => {
      const own = [...panels].filter((panel) => panel.uri.toString() === uri.toString());
      const one = own.find((panel) => panel === active) ?? own.at(-1);
      if (goto && one) one.goto(goto);
      else if (goto) wishes.set(uri.toString(), goto);
      if (!active || active !== one) await vscode.commands.executeCommand('vscode.openWith', uri, editorFor(uri));
    },
    dispose: () => {
      subscriptions.dispose();
    },
  };
}
