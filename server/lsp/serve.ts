/**
 * The language server's side that speaks with the editor: keeps open documents, hands every request to the reading thread and its answer
 * back, and never computes anything itself, so that it always answers at once to what is cancelled or typed.
 */
import { fileURLToPath } from 'node:url';
import { TextDocument } from 'vscode-languageserver-textdocument';
import {
  CodeLensRefreshRequest,
  DiagnosticRefreshRequest,
  ErrorCodes,
  LSPErrorCodes,
  MessageType,
  ResponseError,
  ShowMessageNotification,
  TextDocuments,
  type CancellationToken,
  type ClientCapabilities,
  type Connection,
  type Diagnostic,
  type InitializeParams,
  type WorkDoneProgressServerReporter,
} from 'vscode-languageserver/node';
import { capabilities, forwarded } from './capabilities';
import type { FolderName } from './messages';
import { Cancelled, openQueue, type Queue, type Thread, type ThreadEvents } from './queue';
import { editorSettings } from './settings';
import type { StoreThread, StoreThreadEvents } from './storeMessages';
import { serveStores } from './storeRequests';
import { bursts, watchOurselves, watchThroughClient, type Watcher } from './watching';
import { stateNotification, type EditorSettings, type State } from '../protocol';

/** While someone types, edits are handed on once they pause or once something is asked. */
const typingMilliseconds = 60;

export interface Threads {
  /** The one that reads code. */
  reading(events: ThreadEvents): Thread;
  /** One for each store. */
  store(events: StoreThreadEvents): StoreThread;
}

export function serve(connection: Connection, threads: Threads, version: string): void {
  const documents = new TextDocuments(TextDocument);
  const dirty = new Set<string>();
  let client: ClientCapabilities = {};
  let settings: EditorSettings = editorSettings(undefined);
  let folders: readonly FolderName[] = [];
  let queue: Queue | undefined;
  let typing: NodeJS.Timeout | undefined;
  let watcher: Watcher | undefined;
  let progress: Promise<WorkDoneProgressServerReporter> | undefined;
  /** The client shows our own state; others get the protocol's progress. */
  let showsState = false;
  let complained = false;
  /** What the client can do beside its users' settings. */
  let offered: Pick<EditorSettings, 'commandLinks'> = {};

  const warn = (message: string): void => {
    void connection.sendNotification(ShowMessageNotification.type, { type: MessageType.Warning, message });
  };
  const flush = (): void => {
    clearTimeout(typing);
    for (const uri of dirty) {
      const text = documents.get(uri)?.getText();
      queue?.tell({ kind: 'edited', uri, ...(text !== undefined && { text }) });
    }
    dirty.clear();
  };
  const touch = (uri: string): void => {
    dirty.add(uri);
    clearTimeout(typing);
    typing = setTimeout(flush, typingMilliseconds);
  };
  const burst = bursts((uris) => {
    queue?.tell({ kind: 'changed', ...(uris && { uris }) });
  });
  const stores = serveStores({
    connection,
    start: (events) => threads.store(events),
    settings: () => ({
      mask: settings.inspector.mask,
      folders: folders.flatMap(({ uri }) => (uri.startsWith('file:') ? [fileURLToPath(uri)] : [])),
    }),
    learned(known) {
      queue?.tell({ kind: 'stored', stores: known });
    },
    said: warn,
    grownOld() {
      if (client.workspace?.codeLens?.refreshSupport) void connection.sendRequest(CodeLensRefreshRequest.type);
    },
  });

  const ask = async (method: string, params: unknown, token?: CancellationToken): Promise<unknown> => {
    if (!queue) throw new ResponseError(ErrorCodes.ServerNotInitialized, 'The server has not been initialized.');
    // Cancelled while it still stood in the stream.
    if (token?.isCancellationRequested) throw cancelled();
    flush();
    const { answer, cancel } = queue.ask(method, params);
    token?.onCancellationRequested(cancel);
    try {
      return await answer;
    } catch (error) {
      if (error instanceof Cancelled) throw cancelled();
      const { message, cause } = error as Error;
      // A refusal is for the user; anything else is our own mistake.
      if (typeof cause === 'string') connection.console.error(`${method}: ${cause}`);
      throw new ResponseError(LSPErrorCodes.RequestFailed, message);
    }
  };

  const show = (state: State): void => {
    void connection.sendNotification(stateNotification, state);
    if (!showsState && client.window?.workDoneProgress) showProgress(state);
    if (state.kind === 'failed' && !showsState) warn(state.message);
    if (state.kind === 'ready') refresh();
  };
  /** Lenses and problems are not what they were. */
  const refresh = (): void => {
    if (client.workspace?.codeLens?.refreshSupport) void connection.sendRequest(CodeLensRefreshRequest.type);
    if (client.textDocument?.diagnostic) {
      if (client.workspace?.diagnostics?.refreshSupport) void connection.sendRequest(DiagnosticRefreshRequest.type);
    } else void publish();
  };
  const showProgress = (state: State): void => {
    if (state.kind === 'indexing') {
      progress ??= connection.window.createWorkDoneProgress().then((reporter) => {
        reporter.begin('Event Wiring', undefined, state.message);
        return reporter;
      });
      void progress.then((reporter) => {
        reporter.report(state.message);
      });
    } else {
      void progress?.then((reporter) => {
        reporter.done();
      });
      progress = undefined;
    }
  };

  /** For editors that do not ask: problems of the open documents. */
  const published = new Map<string, string>();
  const publish = async (): Promise<void> => {
    for (const { uri, version } of documents.all()) {
      const report = (await ask('textDocument/diagnostic', { textDocument: { uri } }).catch(() => null)) as {
        readonly items?: readonly Diagnostic[];
      } | null;
      const items = report?.items ?? [];
      const key = JSON.stringify(items);
      if (!documents.get(uri) || (published.get(uri) ?? '[]') === key) continue;
      published.set(uri, key);
      void connection.sendDiagnostics({ uri, version, diagnostics: [...items] });
    }
  };

  const watchFolders = async (): Promise<void> => {
    if (client.workspace?.didChangeWatchedFiles?.dynamicRegistration) return;
    watcher?.stop();
    const roots = folders.flatMap(({ uri }) => (uri.startsWith('file:') ? [fileURLToPath(uri)] : []));
    watcher = await watchOurselves(roots, () => {
      burst.add(undefined);
    });
    for (const { name } of folders) connection.console.log(`Watching ${name}`);
    // What changed while the watcher got ready.
    burst.add(undefined);
  };
  const readSettings = async (): Promise<void> => {
    if (!client.workspace?.configuration) return;
    settings = { ...editorSettings(await connection.workspace.getConfiguration('eventWiring')), ...offered };
    queue?.tell({ kind: 'settings', settings });
    stores.masked(settings.inspector.mask);
  };

  connection.onInitialize((params) => {
    client = params.capabilities;
    folders = foldersOf(params);
    settings = editorSettings(params.initializationOptions);
    offered = settings.commandLinks ? { commandLinks: true } : {};
    showsState = (params.initializationOptions as { showsState?: unknown } | undefined)?.showsState === true;
    return {
      capabilities: capabilities(Boolean(client.textDocument?.diagnostic)),
      serverInfo: { name: 'Event Wiring', version },
    };
  });
  connection.onInitialized(async () => {
    if (client.workspace?.workspaceFolders)
      connection.workspace.onDidChangeWorkspaceFolders(({ added, removed }) => {
        const gone = new Set(removed.map(({ uri }) => trimmed(uri)));
        folders = [...folders.filter(({ uri }) => !gone.has(uri)), ...added.map(folderName)];
        queue?.tell({ kind: 'folders', folders });
        stores.configure();
        void watchFolders();
      });
    if (client.workspace?.didChangeWatchedFiles?.dynamicRegistration) void watchThroughClient(connection);
    else void watchFolders();
    await readSettings().catch(() => undefined);
    queue = openQueue({
      start: (events) => threads.reading(events),
      memory: () => [
        { kind: 'settings', settings },
        ...documents
          .all()
          .map((document) => ({ kind: 'edited', uri: document.uri, text: document.getText() }) as const),
        { kind: 'folders', folders },
        ...(stores.known.length ? [{ kind: 'stored', stores: stores.known } as const] : []),
      ],
      told(message) {
        if (message.kind === 'state') show(message.state);
        else if (message.kind === 'refresh') refresh();
        else connection.console.log(message.message);
      },
      died(reason, final) {
        connection.console.error(`The reading thread ended: ${reason}`);
        if (final) show({ kind: 'failed', message: `The event graph cannot be built: ${reason}` });
        else if (!complained) warn('Event Wiring had to start again; its answers may take a moment.');
        complained = true;
      },
    });
  });
  connection.onDidChangeConfiguration(({ settings: pushed }) => {
    if (client.workspace?.configuration) void readSettings();
    else {
      settings = { ...editorSettings((pushed as { eventWiring?: unknown } | null)?.eventWiring ?? pushed), ...offered };
      queue?.tell({ kind: 'settings', settings });
      stores.masked(settings.inspector.mask);
    }
  });
  connection.onDidChangeWatchedFiles(({ changes }) => {
    burst.add(changes.map(({ uri }) => uri));
  });
  connection.workspace.onDidRenameFiles(() => {
    burst.add(undefined);
  });
  documents.onDidChangeContent(({ document }) => {
    touch(document.uri);
  });
  documents.onDidClose(({ document }) => {
    touch(document.uri);
    if (published.delete(document.uri)) void connection.sendDiagnostics({ uri: document.uri, diagnostics: [] });
  });
  for (const method of forwarded)
    connection.onRequest(method, (params: unknown, token: CancellationToken) => ask(method, params, token));
  connection.onRequest('eventWiring/restart', () => {
    queue?.restart();
    return null;
  });
  connection.onShutdown(() => {
    clearTimeout(typing);
    burst.stop();
    watcher?.stop();
    queue?.stop();
    stores.stop();
  });
  documents.listen(connection);
  connection.listen();
}

const cancelled = (): ResponseError<void> =>
  new ResponseError(LSPErrorCodes.RequestCancelled, 'The request was cancelled.');

function foldersOf({
  workspaceFolders,
  rootUri,
}: InitializeParams & { rootUri?: string | null }): readonly FolderName[] {
  if (workspaceFolders) return workspaceFolders.map(folderName);
  return rootUri ? [folderName({ uri: rootUri, name: '' })] : [];
}

function folderName({ uri, name }: { readonly uri: string; readonly name: string }): FolderName {
  const short = trimmed(uri);
  return { uri: short, name: name || decodeURIComponent(short.slice(short.lastIndexOf('/') + 1)) };
}

const trimmed = (uri: string): string => uri.replace(/\/+$/, '');
