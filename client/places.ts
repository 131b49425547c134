/** Places of the protocol as VS Code has them, and how to show one. */
import * as vscode from 'vscode';
import type { Location, Position, Range } from '../server/protocol';

export function toPosition({ line, character }: Position): vscode.Position {
  return new vscode.Position(line, character);
}

export function toRange({ start, end }: Range): vscode.Range {
  return new vscode.Range(toPosition(start), toPosition(end));
}

export function toLocation({ uri, range }: Location): vscode.Location {
  return new vscode.Location(vscode.Uri.parse(uri), toRange(range));
}

/** `app/Events/OrderPlaced.php:14`, with the folder's name in front when there are several. */
export function placeName({ uri, range }: Location): string {
  return `${vscode.workspace.asRelativePath(vscode.Uri.parse(uri))}:${range.start.line + 1}`;
}

export async function openAt(
  location: Location,
  options: Omit<vscode.TextDocumentShowOptions, 'selection'> = {},
): Promise<vscode.TextEditor> {
  const { start } = toRange(location.range);
  const editor = await vscode.window.showTextDocument(vscode.Uri.parse(location.uri), {
    ...options,
    selection: new vscode.Range(start, start),
  });
  editor.revealRange(toRange(location.range), vscode.TextEditorRevealType.InCenterIfOutsideViewport);
  return editor;
}
