/** Selects the row of the code at the cursor while the view is in sight; one question at a time, the latest place wins. */
import * as vscode from 'vscode';
import { type RevealAnswer, type RevealParams, revealRequest } from '../../server/protocol';
import type { Connection } from '../connection';
import { toRange } from '../places';
import { type Node, type Question, type RowNode, type Rows } from './rows';

export function followEditor(
  connection: Connection,
  view: vscode.TreeView<Node>,
  rows: Rows,
  question: () => Question,
  reloaded: (level: RowNode | undefined) => void,
): vscode.Disposable {
  let asking = false;
  let again = false;

  async function follow(): Promise<void> {
    again = asking;
    if (asking || !view.visible || connection.state.kind !== 'ready') return;
    asking = true;
    try {
      await selectRowAt(vscode.window.activeTextEditor);
    } finally {
      asking = false;
    }
    if (again) await follow();
  }

  async function selectRowAt(editor: vscode.TextEditor | undefined): Promise<void> {
    if (!editor || editor.document.uri.scheme !== 'file' || !isWanted() || isSelected(editor)) return;
    const { line, character } = editor.selection.active;
    const { grouping, filter } = question();
    const params: RevealParams = {
      uri: editor.document.uri.toString(),
      position: { line, character },
      grouping,
      ...(filter ? { filter } : {}),
    };
    const path = (await connection.request<RevealAnswer>(revealRequest, params))?.path ?? [];
    let node: RowNode | undefined;
    for (const row of path) {
      const level = node;
      const known = (await rows.children(level)).length;
      if (!(await rows.moreUntil(level, row.id))) return;
      if ((await rows.children(level)).length !== known) reloaded(level);
      node = rows.node(row, level);
    }
    // A click tells of itself only after the editor has moved.
    if (node && view.visible && !isSelected(editor)) await view.reveal(node, { select: true, focus: false });
  }

  /** A row that leads to where the cursor stands was most likely just clicked: it stays selected. */
  function isSelected({ document, selection }: vscode.TextEditor): boolean {
    return view.selection.some((node) => {
      const location = node.kind === 'row' ? node.row.location : undefined;
      return (
        location !== undefined &&
        vscode.Uri.parse(location.uri).toString() === document.uri.toString() &&
        toRange(location.range).contains(selection.active)
      );
    });
  }

  return vscode.Disposable.from(
    vscode.window.onDidChangeActiveTextEditor(() => void follow()),
    vscode.window.onDidChangeTextEditorSelection(() => void follow()),
    view.onDidChangeVisibility(() => void follow()),
    connection.onDidChangeState(() => void follow()),
  );
}

function isWanted(): boolean {
  return vscode.workspace.getConfiguration('eventWiring').get<boolean>('tree.followEditor', true);
}
