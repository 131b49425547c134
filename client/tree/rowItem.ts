/** How a row looks in VS Code's tree: label, icon, tint, where a click leads, and what menus may ask of it. */
import * as vscode from 'vscode';
import type { Range, TreeRow } from '../../server/protocol';
import { toRange } from '../places';
import { problemUri } from './problemDecorations';
import type { MoreNode, RowNode } from './rows';

export function rowItem({ row }: RowNode, expanded: boolean, filtered: boolean): vscode.TreeItem {
  const item = new vscode.TreeItem(labelOf(row), collapsibleState(row, expanded));
  // VS Code believes collapsibleState only of rows that it has not seen: those of a filter are others.
  item.id = filtered ? `filtered/${row.id}` : row.id;
  item.iconPath = new vscode.ThemeIcon(row.icon, row.color ? new vscode.ThemeColor(row.color) : undefined);
  item.contextValue = contextOf(row);
  if (row.description !== undefined) item.description = row.description;
  if (row.problems) item.resourceUri = problemUri(row.id, row.problems);
  if (row.location)
    item.command = {
      command: 'vscode.open',
      title: 'Open',
      arguments: [
        vscode.Uri.parse(row.location.uri),
        { selection: startOf(row.location.range) } satisfies vscode.TextDocumentShowOptions,
      ],
    };
  item.accessibilityInformation = {
    label: row.accessibleName ?? [row.label, row.description].filter(Boolean).join(', '),
  };
  return item;
}

export function moreItem(node: MoreNode): vscode.TreeItem {
  const item = new vscode.TreeItem('More…');
  item.description = `${node.left.toLocaleString()} left`;
  item.command = { command: 'eventWiring.tree.more', title: 'More', arguments: [node] };
  return item;
}

function labelOf({ label, highlights }: TreeRow): vscode.TreeItemLabel {
  return highlights?.length
    ? { label, highlights: highlights.map(([start, end]): [number, number] => [start, end]) }
    : { label };
}

function collapsibleState(row: TreeRow, expanded: boolean): vscode.TreeItemCollapsibleState {
  if (!row.expandable) return vscode.TreeItemCollapsibleState.None;
  return expanded ? vscode.TreeItemCollapsibleState.Expanded : vscode.TreeItemCollapsibleState.Collapsed;
}

/** Words that the menus of the manifest look for. */
function contextOf(row: TreeRow): string {
  return [row.kind, row.eventId !== undefined && 'about-event', row.name !== undefined && 'named']
    .filter((word) => word !== false)
    .join(' ');
}

function startOf(range: Range): vscode.Range {
  const { start } = toRange(range);
  return new vscode.Range(start, start);
}
