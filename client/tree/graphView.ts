/** The view "Event Graph": rows of the server in VS Code's own tree, kept as they are while the graph changes under them. */
import * as vscode from 'vscode';
import { type MarkdownAnswer, linkCommands, showStoredCommand, tooltipRequest } from '../../server/protocol';
import type { Connection } from '../connection';
import { badgeOf, messageOf } from './face';
import { expansion } from './expansion';
import { editFilter } from './filter';
import { followEditor } from './followEditor';
import { pickGrouping } from './pickGrouping';
import { rememberedGrouping } from './grouping';
import { problemDecorations } from './problemDecorations';
import { moreItem, rowItem } from './rowItem';
import { type MoreNode, type Node, type Question, rowsOf } from './rows';
import { staleness } from './staleness';
import { viewProgress } from './viewProgress';

export const viewId = 'eventWiring.graph';

export function graphView(connection: Connection, memory: vscode.Memento): vscode.Disposable {
  const grouping = rememberedGrouping(memory);
  const changed = new vscode.EventEmitter<Node | undefined>();
  const expanded = expansion();
  let filter = '';
  let refreshing = false;
  let again = false;
  const isStale = staleness();

  const question = (): Question => ({ grouping: grouping.current, filter });
  const rows = rowsOf(connection, question);

  const view = vscode.window.createTreeView<Node>(viewId, {
    showCollapseAll: true,
    treeDataProvider: {
      onDidChangeTreeData: changed.event,
      getTreeItem: (node) =>
        node.kind === 'more' ? moreItem(node) : rowItem(node, expanded.isExpanded(node, filter), filter !== ''),
      getParent: (node) => node.parent,
      getChildren: async (node) => {
        if (node?.kind === 'more') return [];
        const children = await rows.children(node);
        if (!node) describe();
        return [...children];
      },
      resolveTreeItem: async (item, node, token) => {
        if (node.kind === 'more') return item;
        const answer = await connection.request<MarkdownAnswer | string>(tooltipRequest, { id: node.row.id }, token);
        if (answer !== undefined) item.tooltip = tooltipOf(typeof answer === 'string' ? answer : answer.markdown);
        return item;
      },
    },
  });

  function describe(): void {
    view.message = messageOf(connection.state, filter, rows.events, vscode.workspace.isTrusted);
    view.badge = badgeOf(connection.state);
  }
  function askAgain(): void {
    rows.forget();
    changed.fire(undefined);
  }
  /** One at a time: each tells VS Code what it found before the next compares with it. */
  async function refresh(): Promise<void> {
    again = refreshing;
    if (refreshing) return;
    refreshing = true;
    try {
      const stale = await rows.refresh((node) => expanded.isExpanded(node, filter));
      for (const node of stale) changed.fire(node);
      describe();
    } finally {
      refreshing = false;
    }
    if (again) await refresh();
  }
  function setFilter(text: string): void {
    if (text === filter) return;
    filter = text;
    void vscode.commands.executeCommand('setContext', 'eventWiring.filtered', text !== '');
    expanded.startFiltering(text);
    askAgain();
  }

  describe();
  return vscode.Disposable.from(
    view,
    changed,
    problemDecorations(),
    viewProgress(connection),
    followEditor(connection, view, rows, question, (level) => {
      changed.fire(level);
    }),
    view.onDidExpandElement(({ element }) => {
      expanded.set(element, filter, true);
    }),
    view.onDidCollapseElement(({ element }) => {
      expanded.set(element, filter, false);
    }),
    connection.onDidChangeState((state) => {
      describe();
      if (!isStale(state)) return;
      if (state.kind === 'failed') askAgain();
      else void refresh();
    }),
    vscode.workspace.onDidGrantWorkspaceTrust(describe),
    vscode.commands.registerCommand('eventWiring.tree.more', (node: MoreNode) => {
      rows.more(node.parent);
      changed.fire(node.parent);
    }),
    vscode.commands.registerCommand('eventWiring.filter', () => {
      editFilter(filter, setFilter);
    }),
    vscode.commands.registerCommand('eventWiring.clearFilter', () => {
      setFilter('');
    }),
    vscode.commands.registerCommand('eventWiring.groupBy', async () => {
      if (await pickGrouping(grouping)) askAgain();
    }),
  );
}

function tooltipOf(markdown: string): vscode.MarkdownString {
  const tooltip = new vscode.MarkdownString(markdown, true);
  tooltip.isTrusted = { enabledCommands: [...Object.values(linkCommands), showStoredCommand] };
  return tooltip;
}
