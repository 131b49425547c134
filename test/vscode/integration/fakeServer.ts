/** A language server that answers as a test says, stops when it should and remembers what it was asked. */
import * as vscode from 'vscode';
import { type Connection, ServerGone } from '../../../client/connection';
import { type State, type StoreChanged, closeStoreRequest, openStoreRequest } from '../../../server/protocol';

export interface FakeServer extends Pick<Connection, 'ask' | 'onDidStart' | 'onDidChangeState' | 'onDidChangeStore'> {
  state: State;
  /** Every request and its parameters as JSON, since last looked at. */
  asked(): string[];
  /** Answers every request but those that open and close; may throw. */
  answer: (method: string, params: Readonly<Record<string, unknown>>) => unknown;
  /** Everything that was asked and comes until it is back is refused. */
  stop(): void;
  start(): void;
  tell(change: StoreChanged): void;
}

export function fakeServer(): FakeServer {
  const started = new vscode.EventEmitter<void>();
  const stateChanged = new vscode.EventEmitter<State>();
  const storeChanged = new vscode.EventEmitter<StoreChanged>();
  let log: string[] = [];
  let running = true;
  let opened = 0;
  const server: FakeServer = {
    state: { kind: 'indexing', message: 'Starting' },
    onDidStart: started.event,
    onDidChangeState: stateChanged.event,
    onDidChangeStore: storeChanged.event,
    answer: () => null,
    asked: () => {
      const before = log;
      log = [];
      return before;
    },
    ask: async <Answer>(method: string, params: object): Promise<Answer> => {
      log.push(`${method.replace('eventWiring/stores/', '')} ${JSON.stringify(params)}`);
      await Promise.resolve();
      if (!running) throw new ServerGone();
      if (method === closeStoreRequest) return null as Answer;
      const answer = server.answer(method, params as Readonly<Record<string, unknown>>);
      return (method === openStoreRequest ? { id: `store${++opened}`, about: { version: opened } } : answer) as Answer;
    },
    stop: () => {
      running = false;
    },
    start: () => {
      running = true;
      started.fire();
    },
    tell: (change) => {
      storeChanged.fire(change);
    },
  };
  return server;
}
