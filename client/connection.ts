/**
 * The one language server of this window: started without being waited for, started again when it breaks, and asked by
 * everything else of the client. It knows what a request is, not what any of them means.
 */
import { join } from 'node:path';
import * as vscode from 'vscode';
import type { LanguageClient } from 'vscode-languageclient/node';
import {
  type State,
  type StoreChanged,
  refreshRequest,
  stateNotification,
  storeNotification,
} from '../server/protocol';
import { countCrashes, gaveUp } from './crashes';

/** What there is to ask the server, and what it last said of itself. */
export interface Connection extends vscode.Disposable {
  readonly state: State;
  readonly onDidChangeState: vscode.Event<State>;
  /** Starts the server and returns at once. */
  start(): void;
  restart(): Promise<void>;
  /** Reads the workspace again; starts a server that is not running. */
  refresh(): Promise<void>;
  /** Undefined when there is no server to answer, or the question was cancelled. */
  request<Answer>(method: string, params?: object, token?: vscode.CancellationToken): Promise<Answer | undefined>;
  /** For those who must know why there is no answer: rejects with it, and with `ServerGone` when there is no server. */
  ask<Answer>(method: string, params: object, token?: vscode.CancellationToken): Promise<Answer>;
  /** A server runs. It knows nothing of what one before it was told. */
  readonly onDidStart: vscode.Event<void>;
  readonly onDidChangeStore: vscode.Event<StoreChanged>;
}

/** The server stopped, or there is none: what it would have answered may be asked of the next one. */
export class ServerGone extends Error {
  constructor() {
    super('The Event Wiring server does not run. “Event Wiring: Restart Server” starts it again.');
  }
}

const starting: State = { kind: 'indexing', message: 'Starting' };

export function connectToServer(
  context: Pick<vscode.ExtensionContext, 'extensionPath'>,
  log: vscode.LogOutputChannel,
): Connection {
  const changed = new vscode.EventEmitter<State>();
  const started = new vscode.EventEmitter<void>();
  const storeChanged = new vscode.EventEmitter<StoreChanged>();
  let state: State = starting;
  let running: Promise<LanguageClient | undefined> | undefined;
  let gone: (error: unknown) => boolean = () => false;

  const become = (next: State): void => {
    state = next;
    changed.fire(next);
  };
  const fail = (message: string): undefined => {
    become({ kind: 'failed', message });
    return undefined;
  };

  const crashes = countCrashes({
    note: (sentence) => {
      log.warn(sentence);
    },
    warn: (sentence) => void vscode.window.showWarningMessage(sentence),
    offerRestart: (sentence) => void offerRestart(sentence),
  });

  async function launch(): Promise<LanguageClient | undefined> {
    // VS Code waits for activation, not for the library of the language client to be loaded.
    await new Promise((settle) => setImmediate(settle));
    const { createClient, isGone, isRunning } = await import('./languageClient');
    gone = isGone;
    const client = createClient(join(context.extensionPath, 'dist', 'server.js'), log, {
      closed: () => {
        const again = crashes.crashed(Date.now());
        if (again) become(starting);
        else {
          running = undefined;
          fail(gaveUp);
        }
        return again;
      },
    });
    client.onNotification(stateNotification, become);
    client.onNotification(storeNotification, (change: StoreChanged) => {
      storeChanged.fire(change);
    });
    client.onDidChangeState(({ newState }) => {
      if (isRunning(newState)) started.fire();
    });
    try {
      await client.start();
      return client;
    } catch (error) {
      log.error(error instanceof Error ? error : String(error));
      await client.dispose().catch(() => undefined);
      return fail('The server could not be started. The log has the reason.');
    }
  }

  async function offerRestart(message: string): Promise<void> {
    const choice = await vscode.window.showErrorMessage(message, 'Restart', 'Show Log');
    if (choice === 'Show Log') log.show();
    if (choice === 'Restart') await restart();
  }

  function start(): Promise<LanguageClient | undefined> {
    return (running ??= launch());
  }

  async function stop(): Promise<void> {
    const client = await running;
    running = undefined;
    await client?.dispose().catch(() => undefined);
  }

  async function restart(): Promise<void> {
    become(starting);
    await stop();
    crashes.forget();
    await start();
  }

  async function request<Answer>(
    method: string,
    params: object = {},
    token?: vscode.CancellationToken,
  ): Promise<Answer | undefined> {
    const client = await running;
    if (!client || token?.isCancellationRequested) return undefined;
    try {
      return (await client.sendRequest<Answer | null>(method, params, ...tokens(token))) ?? undefined;
    } catch (error) {
      if (!token?.isCancellationRequested)
        log.warn(`${method}: ${error instanceof Error ? error.message : String(error)}`);
      return undefined;
    }
  }

  async function ask<Answer>(method: string, params: object, token?: vscode.CancellationToken): Promise<Answer> {
    const client = await running;
    if (!client) throw new ServerGone();
    try {
      return await client.sendRequest<Answer>(method, params, ...tokens(token));
    } catch (error) {
      throw gone(error) ? new ServerGone() : error;
    }
  }

  return {
    get state() {
      return state;
    },
    onDidChangeState: changed.event,
    start: () => void start(),
    restart,
    refresh: async () => {
      // A server that gave up reading answers nothing until it is started anew.
      if (state.kind === 'failed' || !(await running)) await restart();
      else await request(refreshRequest);
    },
    request,
    ask,
    onDidStart: started.event,
    onDidChangeStore: storeChanged.event,
    dispose: () => {
      changed.dispose();
      started.dispose();
      storeChanged.dispose();
      void stop();
    },
  };
}

/** One that is missing would be sent as a second parameter. */
function tokens(token: vscode.CancellationToken | undefined): [] | [vscode.CancellationToken] {
  return token ? [token] : [];
}
