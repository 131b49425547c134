/**
 * One store, open in the server for as long as somebody shows it. It is opened when first asked, and silently again when
 * the server was started anew; who asks never sees the id it has there.
 */
import * as vscode from 'vscode';
import {
  type About,
  type AskStoreParams,
  type CloseStoreParams,
  type OpenStoreAnswer,
  type OpenStoreParams,
  type Question,
  type Questions,
  type RunPreparedAnswer,
  type RunPreparedParams,
  type StoreChanged,
  type StoreCodeAnswer,
  type StoreCodeParams,
  type StorePlace,
  askStoreRequest,
  closeStoreRequest,
  openStoreRequest,
  runPreparedRequest,
  storeCodeRequest,
} from '../../server/protocol';
import { type Connection, ServerGone } from '../connection';

export type Change = Omit<StoreChanged, 'id'>;

export interface OpenStore extends vscode.Disposable {
  readonly onDidChange: vscode.Event<Change>;
  about(): Promise<About>;
  ask<Q extends Question>(
    question: Q,
    params: Questions[Q]['ask'],
    token?: vscode.CancellationToken,
  ): Promise<Questions[Q]['answer']>;
  code(params: Omit<StoreCodeParams, 'id'>, token?: vscode.CancellationToken): Promise<StoreCodeAnswer>;
  run(params: Omit<RunPreparedParams, 'id'>): Promise<RunPreparedAnswer>;
  follow(wanted: boolean): void;
  /** Opens it as if it had never been open. */
  again(): Promise<About>;
}

export interface StoreOptions {
  /** Asked at every opening: a password is not kept here. */
  place(): Promise<StorePlace>;
  layout(): string | undefined;
  readonly follow: boolean;
  /** The ids it has in the server, for those who are handed one from there. */
  opened?(id: string): void;
  closed?(id: string): void;
}

export function openStore(
  connection: Pick<Connection, 'ask' | 'state' | 'onDidStart' | 'onDidChangeState' | 'onDidChangeStore'>,
  options: StoreOptions,
): OpenStore {
  const changed = new vscode.EventEmitter<Change>();
  let following = options.follow;
  let opening: Promise<OpenStoreAnswer> | undefined;
  let opened: OpenStoreAnswer | undefined;
  let disposed = false;

  const close = ({ id }: OpenStoreAnswer): void => {
    options.closed?.(id);
    // A server that is gone has closed it by that.
    connection.ask(closeStoreRequest, { id } satisfies CloseStoreParams).catch(() => undefined);
  };
  const open = (): Promise<OpenStoreAnswer> => (opening ??= start());

  async function start(): Promise<OpenStoreAnswer> {
    const layout = options.layout();
    try {
      const params: OpenStoreParams = {
        place: await options.place(),
        ...(layout === undefined ? {} : { layout }),
        follow: following,
      };
      const answer = await patiently(() => connection.ask<OpenStoreAnswer>(openStoreRequest, params));
      options.opened?.(answer.id);
      if (disposed) close(answer);
      opened = answer;
      return answer;
    } catch (error) {
      opening = undefined;
      throw error;
    }
  }

  /** A server that stopped in the middle of an answer is asked again once it is back; one that stays away is not waited for. */
  async function patiently<Answer>(work: () => Promise<Answer>): Promise<Answer> {
    for (let attempt = 0; ; attempt++) {
      try {
        return await work();
      } catch (error) {
        if (!(error instanceof ServerGone) || attempt === 2 || !(await comesBack(connection))) throw error;
      }
    }
  }

  function send<Answer>(method: string, params: object, token?: vscode.CancellationToken): Promise<Answer> {
    return patiently(async () => {
      const { id } = await open();
      return connection.ask<Answer>(method, { id, ...params }, token);
    });
  }

  async function replace(): Promise<About> {
    const before = opened;
    opening = opened = undefined;
    try {
      return (await open()).about;
    } finally {
      if (before) close(before);
    }
  }

  const subscriptions = vscode.Disposable.from(
    changed,
    connection.onDidChangeStore(({ id, ...change }) => {
      if (id === opened?.id) changed.fire(change);
    }),
    connection.onDidStart(() => {
      // What is being opened just now is asked of the new server already.
      if (!opened) return;
      options.closed?.(opened.id);
      opening = opened = undefined;
      open().then(
        ({ about: { version } }) => {
          changed.fire({ version, added: null });
        },
        (error: unknown) => {
          changed.fire({ version: -1, added: null, problem: sentenceOf(error) });
        },
      );
    }),
  );

  return {
    onDidChange: changed.event,
    about: async () =>
      opening
        ? send<About>(askStoreRequest, { question: 'about', params: {} } satisfies Omit<AskStoreParams, 'id'>)
        : (await open()).about,
    ask: (question, params, token) =>
      send(askStoreRequest, { question, params } satisfies Omit<AskStoreParams, 'id'>, token),
    code: (params, token) => send(storeCodeRequest, params, token),
    run: (params) => send(runPreparedRequest, params),
    follow: (wanted) => {
      if (wanted === following) return;
      following = wanted;
      if (opened) void replace().catch(() => undefined);
    },
    again: replace,
    dispose: () => {
      disposed = true;
      if (opened) close(opened);
      subscriptions.dispose();
    },
  };
}

/** One sentence for a reader. */
export function sentenceOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** Settles when the next server runs, or when it is known that none will. */
function comesBack(connection: Pick<Connection, 'state' | 'onDidStart' | 'onDidChangeState'>): Promise<boolean> {
  if (connection.state.kind === 'failed') return Promise.resolve(false);
  return new Promise((settle) => {
    const end = (back: boolean): void => {
      waiting.dispose();
      settle(back);
    };
    const waiting = vscode.Disposable.from(
      connection.onDidStart(() => {
        end(true);
      }),
      connection.onDidChangeState(({ kind }) => {
        if (kind === 'failed') end(false);
      }),
    );
  });
}
