/** The requests about stores, between the editor's connection and the open stores. Answers nothing itself. */
import { fileURLToPath } from 'node:url';
import { LSPErrorCodes, ResponseError, type CancellationToken, type Connection } from 'vscode-languageserver/node';
import type { ConnectedStore } from '../graph/stored';
import {
  askStoreRequest,
  closeStoreRequest,
  openStoreRequest,
  runPreparedRequest,
  storeNotification,
  type AskStoreParams,
  type CloseStoreParams,
  type OpenStoreParams,
  type RunPreparedParams,
} from '../protocol';
import { Cancelled } from './queue';
import type { StoreSettings, StoreThread, StoreThreadEvents } from './storeMessages';
import { StoreRefusal, type Asked } from './storeQueue';
import { openStores, type Stores } from './stores';
import { watchFiles } from './watching';

export interface StoreRequestsOptions {
  readonly connection: Connection;
  start(events: StoreThreadEvents): StoreThread;
  settings(): StoreSettings;
  learned(stores: readonly ConnectedStore[]): void;
  said(message: string): void;
  /** `last 3 min ago` is not true any more. */
  grownOld(): void;
}

export interface ServedStores extends Pick<Stores, 'configure' | 'known' | 'stop'> {
  /** The keys to mask, as the settings have them now. */
  masked(keys: readonly string[]): void;
}

/** What is told in minutes changes once a minute. */
const minute = 60_000;

export function serveStores(options: StoreRequestsOptions): ServedStores {
  const { connection, start, settings, learned, said, grownOld } = options;
  let mask = JSON.stringify(settings().mask);
  let ageing: NodeJS.Timeout | undefined;
  const stores = openStores({
    start,
    settings,
    pathOf(uri) {
      try {
        return uri.startsWith('file:') ? fileURLToPath(uri) : undefined;
      } catch {
        return undefined;
      }
    },
    watch: watchFiles,
    changed(change) {
      void connection.sendNotification(storeNotification, change);
    },
    learned(known) {
      learned(known);
      clearInterval(ageing);
      ageing = known.length ? setInterval(grownOld, minute) : undefined;
      ageing?.unref();
    },
    said,
  });
  const answered = async (method: string, asked: Asked, token: CancellationToken): Promise<unknown> => {
    token.onCancellationRequested(() => {
      asked.cancel();
    });
    if (token.isCancellationRequested) asked.cancel();
    try {
      return await asked.answer;
    } catch (error) {
      if (error instanceof Cancelled)
        throw new ResponseError(LSPErrorCodes.RequestCancelled, 'The request was cancelled.');
      const { message, cause } = error instanceof Error ? error : new Error(String(error));
      // A refusal is for the user; anything else is our own mistake. Neither repeats what was asked: it may hold a password.
      if (!(error instanceof StoreRefusal)) connection.console.error(`${method}: ${String(cause ?? message)}`);
      throw new ResponseError(LSPErrorCodes.RequestFailed, message);
    }
  };
  connection.onRequest(openStoreRequest, (params: unknown, token: CancellationToken) =>
    answered(openStoreRequest, isOpen(params) ? stores.open(params) : malformed(), token),
  );
  connection.onRequest(askStoreRequest, (params: unknown, token: CancellationToken) =>
    answered(askStoreRequest, isAsk(params) ? stores.ask(params) : malformed(), token),
  );
  connection.onRequest(runPreparedRequest, (params: unknown, token: CancellationToken) =>
    answered(runPreparedRequest, isRun(params) ? stores.run(params) : malformed(), token),
  );
  connection.onRequest(closeStoreRequest, (params: unknown) => {
    if (isClose(params)) stores.close(params);
    return null;
  });
  return {
    configure: () => {
      stores.configure();
    },
    get known() {
      return stores.known;
    },
    masked(keys) {
      const now = JSON.stringify(keys);
      if (now === mask) return;
      mask = now;
      stores.configure();
    },
    stop() {
      clearInterval(ageing);
      stores.stop();
    },
  };
}

const malformed = (): Asked => ({
  answer: Promise.reject(new StoreRefusal('This request about a store is not in the shape that is understood.')),
  cancel: () => undefined,
});

const record = (value: unknown): Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>) : {};

const areTexts = (...values: readonly unknown[]): boolean => values.every((value) => typeof value === 'string');

function isOpen(params: unknown): params is OpenStoreParams {
  const { place, layout = '', follow = false } = record(params);
  const { kind, uri, name, connection } = record(place);
  const isPlace = (kind === 'file' && areTexts(uri)) || (kind === 'connection' && areTexts(name, connection));
  return isPlace && areTexts(layout) && typeof follow === 'boolean';
}

function isAsk(params: unknown): params is AskStoreParams {
  const { id, question, params: inner } = record(params);
  return areTexts(id, question) && typeof inner === 'object' && inner !== null;
}

function isRun(params: unknown): params is RunPreparedParams {
  const { id, what, key, text, rows, group = {} } = record(params);
  const { text: speaking = '' } = record(group);
  const isWhole = typeof rows === 'number' && Number.isSafeInteger(rows);
  return areTexts(id, what, key, text, speaking) && isWhole && typeof group === 'object' && group !== null;
}

const isClose = (params: unknown): params is CloseStoreParams => areTexts(record(params)['id']);
