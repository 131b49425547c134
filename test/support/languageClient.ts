/** A scripted editor: starts the language server over stdio, remembers what it says, answers what it asks. */
import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import {
  createMessageConnection,
  StreamMessageReader,
  StreamMessageWriter,
  type ClientCapabilities,
  type Diagnostic,
  type MessageConnection,
} from 'vscode-languageserver/node';
import { stateNotification, type State } from '../../server/protocol';

declare const __ROOT__: string;

export interface Editor {
  readonly child: ChildProcessWithoutNullStreams;
  readonly connection: MessageConnection;
  readonly states: readonly State[];
  /** Latest problems by URI. */
  readonly problems: ReadonlyMap<string, readonly Diagnostic[]>;
  /** Requests that the server made, by method. */
  readonly asked: readonly string[];
  readonly messages: readonly string[];
  uri(path: string): string;
  open(path: string, text: string, languageId?: string): void;
  /** Replaces the whole text. */
  change(path: string, text: string): void;
  close(path: string): void;
  /** Resolves as soon as the condition holds, now or after any message from the server. */
  until<Answer>(condition: () => Answer | undefined | false, what: string): Promise<Answer>;
  ready(): Promise<State & { readonly kind: 'ready' }>;
  /** A ready state newer than this one. */
  after(version: number): Promise<State & { readonly kind: 'ready' }>;
  stop(): Promise<void>;
}

export interface EditorOptions {
  readonly capabilities?: ClientCapabilities;
  readonly initializationOptions?: unknown;
  readonly caches?: string;
  /** More folders beside the first. */
  readonly folders?: readonly string[];
}

const editors = new Set<ChildProcessWithoutNullStreams>();

/** After a test that failed half-way. */
export function killEditors(): void {
  for (const child of editors) child.kill('SIGKILL');
}

/** So long until a test gives up; a figure of speech, not of speed. */
const patience = 180_000;

export async function openEditor(folder: string, options: EditorOptions = {}): Promise<Editor> {
  const caches = options.caches ?? mkdtempSync(join(tmpdir(), 'event-wiring-caches-'));
  const child = spawn(process.execPath, [join(__ROOT__, 'dist', 'cli.js'), 'lsp', '--stdio'], {
    env: { ...process.env, XDG_CACHE_HOME: caches, NODE_OPTIONS: '' },
  });
  editors.add(child);
  const connection = createMessageConnection(
    new StreamMessageReader(child.stdout),
    new StreamMessageWriter(child.stdin),
  );
  const states: State[] = [];
  const problems = new Map<string, readonly Diagnostic[]>();
  const asked: string[] = [];
  const messages: string[] = [];
  const listeners = new Set<() => void>();
  const changed = (): void => {
    for (const listener of listeners) listener();
  };
  const versions = new Map<string, number>();
  connection.onNotification((method, params) => {
    if (method === stateNotification) states.push(params as unknown as State);
    if (method === 'textDocument/publishDiagnostics') {
      const { uri, diagnostics } = params as unknown as { uri: string; diagnostics: Diagnostic[] };
      problems.set(uri, diagnostics);
    }
    if (method === 'window/logMessage' || method === 'window/showMessage')
      messages.push((params as unknown as { message: string }).message);
    changed();
  });
  connection.onRequest((method) => {
    asked.push(method);
    changed();
    return method === 'workspace/configuration' ? [null] : null;
  });
  // A server that is killed closes its streams in the middle of a message; that is what some tests are about.
  connection.onError(() => undefined);
  connection.onClose(changed);
  child.on('exit', changed);
  child.stdin.on('error', () => undefined);
  connection.listen();
  const uri = (path: string): string => pathToFileURL(join(folder, path)).href;
  const until = <Answer>(condition: () => Answer | undefined | false, what: string): Promise<Answer> =>
    new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        listeners.delete(look);
        reject(
          new Error(
            `Waited in vain for ${what}; the server said: ${[...messages, ...states.map((state) => JSON.stringify(state))].slice(-5).join(' | ')}`,
          ),
        );
      }, patience);
      const look = (): void => {
        const answer = condition();
        if (answer === undefined || answer === false) return;
        clearTimeout(timer);
        listeners.delete(look);
        resolve(answer);
      };
      listeners.add(look);
      look();
    });
  const newer = (version: number): (State & { kind: 'ready' }) | undefined => {
    const last = states.at(-1);
    return last?.kind === 'ready' && last.version > version ? last : undefined;
  };
  await connection.sendRequest('initialize', {
    processId: process.pid,
    rootUri: null,
    capabilities: options.capabilities ?? {},
    initializationOptions: options.initializationOptions,
    workspaceFolders: [folder, ...(options.folders ?? [])].map((path) => ({
      uri: pathToFileURL(path).href,
      name: path.split('/').at(-1) ?? '',
    })),
  });
  await connection.sendNotification('initialized', {});
  return {
    child,
    connection,
    states,
    problems,
    asked,
    messages,
    uri,
    open(path, text, languageId = 'typescript') {
      versions.set(path, 1);
      void connection.sendNotification('textDocument/didOpen', {
        textDocument: { uri: uri(path), languageId, version: 1, text },
      });
    },
    change(path, text) {
      const version = (versions.get(path) ?? 0) + 1;
      versions.set(path, version);
      void connection.sendNotification('textDocument/didChange', {
        textDocument: { uri: uri(path), version },
        contentChanges: [{ text }],
      });
    },
    close(path) {
      void connection.sendNotification('textDocument/didClose', { textDocument: { uri: uri(path) } });
    },
    until,
    ready: () => until(() => newer(0), 'the graph to be ready'),
    after: (version) => until(() => newer(version), `a graph newer than ${version}`),
    async stop() {
      if (!child.killed) {
        await connection.sendRequest('shutdown');
        await connection.sendNotification('exit');
      }
      if (child.exitCode === null && child.signalCode === null)
        await new Promise((resolve) => child.once('exit', resolve));
      connection.dispose();
      if (options.caches === undefined) rmSync(caches, { recursive: true, force: true });
    },
  };
}
