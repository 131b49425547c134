/** What the server tells an editor it can do, and the requests it hands on to the features. */
import { FileOperationPatternKind, TextDocumentSyncKind, type ServerCapabilities } from 'vscode-languageserver/node';
import {
  chainRequest,
  eventsRequest,
  explainRequest,
  refreshRequest,
  revealRequest,
  sitesRequest,
  storeCodeRequest,
  tooltipRequest,
  treeRequest,
} from '../protocol';

/** Handed on as they are; a test holds this list to the features. */
export const forwarded: readonly string[] = [
  'textDocument/codeLens',
  'codeLens/resolve',
  'textDocument/hover',
  'textDocument/definition',
  'textDocument/implementation',
  'textDocument/references',
  'textDocument/documentHighlight',
  'textDocument/completion',
  'textDocument/prepareRename',
  'textDocument/rename',
  'textDocument/prepareCallHierarchy',
  'callHierarchy/incomingCalls',
  'callHierarchy/outgoingCalls',
  'textDocument/diagnostic',
  'workspace/diagnostic',
  'textDocument/codeAction',
  'workspace/symbol',
  treeRequest,
  tooltipRequest,
  revealRequest,
  sitesRequest,
  explainRequest,
  chainRequest,
  eventsRequest,
  storeCodeRequest,
  refreshRequest,
];

export function capabilities(pull: boolean): ServerCapabilities {
  return {
    textDocumentSync: { openClose: true, change: TextDocumentSyncKind.Incremental },
    codeLensProvider: { resolveProvider: true },
    hoverProvider: true,
    definitionProvider: true,
    implementationProvider: true,
    referencesProvider: true,
    documentHighlightProvider: true,
    completionProvider: { triggerCharacters: ["'", '"', '`', '.', ':'] },
    renameProvider: { prepareProvider: true },
    callHierarchyProvider: true,
    codeActionProvider: { codeActionKinds: ['quickfix'] },
    workspaceSymbolProvider: true,
    ...(pull && {
      diagnosticProvider: { identifier: 'event-wiring', interFileDependencies: true, workspaceDiagnostics: true },
    }),
    workspace: {
      workspaceFolders: { supported: true, changeNotifications: true },
      fileOperations: {
        didRename: { filters: [{ pattern: { glob: '**/*', matches: FileOperationPatternKind.folder } }] },
      },
    },
  };
}
