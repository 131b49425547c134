/**
 * How VS Code and the server are joined: transport, documents, settings, trust in Markdown. Loaded on the first start of
 * the server, so that activation does not wait for the library.
 */
import * as vscode from 'vscode';
import {
  CloseAction,
  ConnectionError,
  ErrorAction,
  ErrorCodes,
  LanguageClient,
  ResponseError,
  RevealOutputChannelOn,
  type ServerCapabilities,
  State,
  type StaticFeature,
  TransportKind,
} from 'vscode-languageclient/node';
import { linkCommands, showStoredCommand } from '../server/protocol';
import { javascriptLanguages, languages } from './languages';

export interface Endings {
  /** The server stopped on its own; true has it started again. */
  closed(): boolean;
}

const documentSelector = languages.map((language) => ({ scheme: 'file', language }));

const section = 'eventWiring';

export function createClient(module: string, log: vscode.LogOutputChannel, endings: Endings): LanguageClient {
  const client = new LanguageClient(
    'eventWiring',
    'Event Wiring',
    {
      run: { module, transport: TransportKind.ipc },
      debug: { module, transport: TransportKind.ipc, options: { execArgv: ['--nolazy', '--inspect=6009'] } },
    },
    {
      documentSelector,
      outputChannel: log,
      traceOutputChannel: withoutPasswords(log),
      revealOutputChannelOn: RevealOutputChannelOn.Never,
      diagnosticCollectionName: 'event-wiring',
      initializationOptions: () => ({ ...settings(vscode.workspace.getConfiguration(section)), showsState: true }),
      synchronize: { configurationSection: section },
      middleware: {
        workspace: {
          configuration: async (params, token, next) => {
            const answers: unknown = await next(params, token);
            if (!Array.isArray(answers)) return [];
            return params.items.map((item, index) =>
              item.section === section ? settings(answers[index]) : answers[index],
            );
          },
        },
      },
      markdown: {
        isTrusted: { enabledCommands: [...Object.values(linkCommands), showStoredCommand] },
        supportThemeIcons: true,
      },
      errorHandler: {
        error: () => ({ action: ErrorAction.Continue, handled: true }),
        closed: () => ({ action: endings.closed() ? CloseAction.Restart : CloseAction.DoNotRestart, handled: true }),
      },
      initializationFailedHandler: () => false,
    },
  );
  client.registerFeature(narrowCallHierarchy());
  return client;
}

export function isRunning(state: State): boolean {
  return state === State.Running;
}

/** There is nobody at the other end, or nobody any more; other errors are answers. */
export function isGone(error: unknown): boolean {
  const code = error instanceof ResponseError ? (error as ResponseError<unknown>).code : undefined;
  return (
    error instanceof ConnectionError ||
    code === ErrorCodes.PendingResponseRejected ||
    code === ErrorCodes.ConnectionInactive
  );
}

/** A trace holds what is sent, and the connection of a database is sent with its password. */
function withoutPasswords(log: vscode.LogOutputChannel): vscode.LogOutputChannel {
  const trace = (message: string, ...others: unknown[]): void => {
    log.trace(message.replace(/("connection":\s*)"(?:[^"\\]|\\.)*"/g, '$1"•••"'), ...others);
  };
  return Object.create(log, { trace: { value: trace } }) as vscode.LogOutputChannel;
}

/** What the user set, and what the client can do: links in Markdown may run our commands. */
function settings(configured: unknown): object {
  return { ...(typeof configured === 'object' ? configured : {}), commandLinks: true };
}

/**
 * VS Code asks one provider of a call hierarchy per document, and one that came later before its own. The TypeScript of
 * the editor and rust-analyzer know every call; ours knows the way through events, and is for the other languages.
 */
function narrowCallHierarchy(): StaticFeature {
  const taken = [
    ...javascriptLanguages,
    ...(vscode.extensions.getExtension('rust-lang.rust-analyzer') ? ['rust'] : []),
  ];
  return {
    preInitialize: (capabilities: ServerCapabilities) => {
      if (!capabilities.callHierarchyProvider) return;
      capabilities.callHierarchyProvider = {
        documentSelector: documentSelector.filter(({ language }) => !taken.includes(language)),
      };
    },
    fillClientCapabilities: () => undefined,
    initialize: () => undefined,
    getState: () => ({ kind: 'static' }),
    clear: () => undefined,
  };
}
