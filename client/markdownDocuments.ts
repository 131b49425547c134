/**
 * Explanations and chains as read-only documents in Markdown preview. The name or event stands in the document's address,
 * so that it can be written anew whenever the graph has changed.
 */
import * as vscode from 'vscode';
import {
  type ChainParams,
  type ExplainParams,
  type MarkdownAnswer,
  chainRequest,
  explainRequest,
  linkCommands,
} from '../server/protocol';
import type { Connection } from './connection';
import { eventIdOf, nameOf } from './subject';

const scheme = 'event-wiring';

type Kind = 'explain' | 'chain';

export function markdownDocuments(connection: Connection): vscode.Disposable {
  const changed = new vscode.EventEmitter<vscode.Uri>();
  const open = (): readonly vscode.TextDocument[] =>
    vscode.workspace.textDocuments.filter((document) => document.uri.scheme === scheme);
  const show = (kind: Kind) => async (argument: unknown) => {
    const about = await (kind === 'explain' ? nameOf(connection, argument) : eventIdOf(connection, argument));
    if (about === undefined) return;
    const answer = await ask(connection, kind, about);
    if (!answer) return;
    await vscode.commands.executeCommand('markdown.showPreview', addressOf(kind, about, answer.title));
  };
  return vscode.Disposable.from(
    changed,
    vscode.workspace.registerTextDocumentContentProvider(scheme, {
      onDidChange: changed.event,
      provideTextDocumentContent: async (uri) =>
        (await ask(connection, uri.authority === 'chain' ? 'chain' : 'explain', uri.query))?.markdown ??
        'This is no longer part of the event wiring.',
    }),
    connection.onDidChangeState((state) => {
      if (state.kind === 'ready') for (const { uri } of open()) changed.fire(uri);
    }),
    vscode.commands.registerCommand(linkCommands.explain, show('explain')),
    vscode.commands.registerCommand(linkCommands.chain, show('chain')),
  );
}

function ask(connection: Connection, kind: Kind, about: string): Promise<MarkdownAnswer | undefined> {
  return kind === 'explain'
    ? connection.request(explainRequest, { name: about } satisfies ExplainParams)
    : connection.request(chainRequest, { eventId: about } satisfies ChainParams);
}

/** The title becomes the tab's name, which takes no slash. */
function addressOf(kind: Kind, about: string, title: string): vscode.Uri {
  return vscode.Uri.from({ scheme, authority: kind, path: `/${title.replace(/[\\/]/g, '·')}.md`, query: about });
}
