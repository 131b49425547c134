/** What tests in the extension host share: their shape, the open workspace, and waiting for what comes by itself. */
import assert from 'node:assert/strict';
import * as vscode from 'vscode';

/** In the order in which they run. */
export type Cases = Readonly<Record<string, () => Promise<void>>>;

export const extensionId = 'event-wiring.event-wiring';

export function extension(): vscode.Extension<unknown> {
  const found = vscode.extensions.getExtension(extensionId);
  assert.ok(found, 'the extension is not there');
  return found;
}

export function fileAt(path: string, folder = 0): vscode.Uri {
  const open = vscode.workspace.workspaceFolders?.[folder];
  assert.ok(open, `there is no folder ${folder}`);
  return vscode.Uri.joinPath(open.uri, path);
}

export async function show(path: string, folder = 0): Promise<vscode.TextEditor> {
  return vscode.window.showTextDocument(fileAt(path, folder));
}

/** Where a text stands for the first time, its start and some characters into it. */
export function placeOf(document: vscode.TextDocument, text: string, into = 0): vscode.Position {
  const offset = document.getText().indexOf(text);
  assert.ok(offset >= 0, `${document.uri.path} has no ${text}`);
  return document.positionAt(offset + into);
}

/** Asks again and again until the answer is one; says what it was last when there is none in 45 seconds. */
export async function until<Answer>(
  what: string,
  ask: () => Thenable<Answer> | Answer,
  enough: (answer: Answer) => boolean,
): Promise<Answer> {
  const deadline = Date.now() + 120_000;
  for (;;) {
    const answer = await ask();
    if (enough(answer)) return answer;
    if (Date.now() > deadline) throw new Error(`${what}: ${JSON.stringify(answer)?.slice(0, 2000)}`);
    await new Promise((settle) => setTimeout(settle, 50));
  }
}
