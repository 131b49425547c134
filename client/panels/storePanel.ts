/**
 * The conversation with one panel of a store: its questions go to the server, its wishes to the editor. The page may come
 * and go with the tab; what it must find again is remembered for it. It knows nothing of what the page shows.
 */
import { stat } from 'node:fs/promises';
import * as vscode from 'vscode';
import type { Goto, PanelState, ToExtension, ToPanel } from '../../media/store/messages';
import { type About, linkCommands } from '../../server/protocol';
import { openAt as openPlace } from '../places';
import { type OpenStore, sentenceOf } from '../stores/openStore';
import { connectionOf, isFile, nameOf } from '../stores/place';
import { type Services, openAt } from '../stores/services';
import { exportEvents } from './exportEvents';
import { openFrame } from './openFrame';
import { runPrepared } from './runPrepared';
import { saveMapping } from './saveMapping';

export interface StorePanel extends vscode.Disposable {
  readonly uri: vscode.Uri;
  readonly store: OpenStore;
  /** As the page last told of itself. */
  readonly state: PanelState | undefined;
  goto(goto: Goto): void;
  receive(message: ToExtension): void;
  /** The tab is no longer seen, and its page is gone. */
  hidden(): void;
}

export function storePanel(
  services: Services,
  uri: vscode.Uri,
  post: (message: ToPanel) => void,
  first: Goto | undefined,
): StorePanel {
  const { memory, facts, connection } = services;
  const store = openAt(services, uri, memory.of(uri).state?.follow ?? true);
  // While the page loads the store is opened; what goes wrong is told when the page asks.
  store.about().catch(() => undefined);
  const asked = new Map<number, vscode.CancellationTokenSource>();
  /** The page hears; before it says so, what it should hear waits in `wish`. */
  let listening = false;
  let wish = first;
  let page = 0;
  let codeVersion = versionOf(services);

  async function begin(open: () => Promise<About>): Promise<void> {
    const mine = ++page;
    listening = false;
    post({ kind: 'opening', name: nameOf(uri), ...(await sizeOf(uri)) });
    try {
      const about = await open();
      if (mine !== page) return;
      const { state, filters = [] } = memory.of(uri);
      post({
        kind: 'start',
        about,
        locale: vscode.env.language,
        filters,
        ...(state ? { state } : {}),
        ...(wish ? { goto: wish } : {}),
        canSaveMapping: vscode.workspace.workspaceFolders !== undefined,
      });
      listening = true;
      wish = undefined;
    } catch (error) {
      if (mine === page) post({ kind: 'failed', message: sentenceOf(error) });
    }
  }

  /** What is cancelled is not waited for any more, and a page that was loaded anew counts from one again. */
  async function answer(number: number, work: (token: vscode.CancellationToken) => Promise<ToPanel>): Promise<void> {
    const source = new vscode.CancellationTokenSource();
    asked.set(number, source);
    let message: ToPanel;
    try {
      message = await work(source.token);
    } catch (error) {
      message = { kind: 'refused', number, message: sentenceOf(error) };
    }
    if (asked.get(number) === source) {
      asked.delete(number);
      post(message);
    }
    source.dispose();
  }

  function cancel(number: number): void {
    asked.get(number)?.cancel();
    asked.delete(number);
  }

  function cancelAll(): void {
    for (const number of [...asked.keys()]) cancel(number);
  }

  async function ask(
    message: ToExtension & { readonly kind: 'ask' },
    token: vscode.CancellationToken,
  ): Promise<ToPanel> {
    const { number, question, params } = message;
    const given = await store.ask(question, params, token);
    const reply = { kind: 'answer', number, question, answer: given } as ToPanel & { readonly kind: 'answer' };
    if (reply.question === 'overview' && message.question === 'overview')
      facts.learn(uri, message.params, reply.answer);
    if (message.question === 'choose') memory.chose(uri, message.params);
    return reply;
  }

  function receive(message: ToExtension): void {
    switch (message.kind) {
      case 'ready':
        cancelAll();
        void begin(() => store.about());
        return;
      case 'ask':
        void answer(message.number, (token) => ask(message, token));
        return;
      case 'code':
        void answer(message.number, async (token) => {
          const { number, types, classes } = message;
          return { kind: 'code', number, answer: await store.code({ types, classes }, token) };
        });
        return;
      case 'cancel':
        cancel(message.number);
        return;
      case 'open':
        if (isFile(message.location))
          void tell(
            openPlace(message.location, {
              preview: true,
              ...(message.beside ? { viewColumn: vscode.ViewColumn.Beside } : {}),
            }),
          );
        return;
      case 'openFrame':
        void tell(openFrame(message.file, message.line));
        return;
      case 'map':
        void vscode.commands.executeCommand(linkCommands.chain, message.eventId);
        return;
      case 'explain':
        void vscode.commands.executeCommand(linkCommands.explain, message.name);
        return;
      case 'copy':
        void vscode.env.clipboard.writeText(message.text);
        return;
      case 'export':
        void tell(exportEvents(services, uri, message));
        return;
      case 'run':
        void answer(message.number, async () => {
          const { number, change, text } = message;
          return { kind: 'done', number, rows: await runPrepared(uri, store, change, text) };
        });
        return;
      case 'saveFilters':
        memory.keep(uri, { filters: message.filters });
        return;
      case 'saveMapping':
        void answer(message.number, async () => {
          const saved = await saveMapping(uri, message.match, message.mapping);
          if (saved) memory.mapped(uri);
          return { kind: 'done', number: message.number, rows: saved ? 1 : null };
        });
        return;
      case 'openAsText':
        void vscode.commands.executeCommand('vscode.openWith', uri, 'default');
        return;
      case 'tryAgain':
        void begin(() => store.again());
        return;
      case 'follow':
        store.follow(message.follow);
        return;
      case 'state':
        memory.keep(uri, { state: message.state });
    }
  }

  const subscriptions = vscode.Disposable.from(
    store,
    store.onDidChange((change) => {
      post({ kind: 'changed', ...change });
    }),
    connection.onDidChangeState(() => {
      const version = versionOf(services);
      if (version === undefined || version === codeVersion) return;
      codeVersion = version;
      post({ kind: 'codeChanged' });
    }),
  );

  return {
    uri,
    store,
    get state() {
      return memory.of(uri).state;
    },
    goto: (goto) => {
      if (listening) post({ kind: 'goto', goto });
      else wish = goto;
    },
    receive,
    hidden: () => {
      page++;
      listening = false;
      cancelAll();
    },
    dispose: () => {
      cancelAll();
      subscriptions.dispose();
    },
  };
}

/** Of the graph, once there is one. */
function versionOf({ connection: { state } }: Services): number | undefined {
  return state.kind === 'ready' ? state.version : undefined;
}

async function tell(work: Promise<unknown>): Promise<void> {
  try {
    await work;
  } catch (error) {
    void vscode.window.showErrorMessage(sentenceOf(error));
  }
}

async function sizeOf(uri: vscode.Uri): Promise<{ readonly size?: number }> {
  if (connectionOf(uri) !== undefined) return {};
  return stat(uri.fsPath).then(
    ({ size }) => ({ size }),
    () => ({}),
  );
}
