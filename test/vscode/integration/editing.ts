/** What changes text: the light bulb's mend and a rename; and that the answers follow unsaved text. */
import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { type Cases, fileAt, placeOf, show, until } from './cases';

const listener = 'nest-shop/src/notifications/customer.listener.ts';

function ownProblems(uri: vscode.Uri): readonly vscode.Diagnostic[] {
  return vscode.languages.getDiagnostics(uri).filter(({ source }) => source === 'event-wiring');
}

export const editing: Cases = {
  'the light bulb mends a misspelt name, and the problem goes without a save': async () => {
    const { document } = await show(listener);
    const [problem] = await until(
      'problems',
      () => ownProblems(document.uri),
      (all) => all.length > 0,
    );
    assert.ok(problem);
    const actions = await vscode.commands.executeCommand<vscode.CodeAction[]>(
      'vscode.executeCodeActionProvider',
      document.uri,
      problem.range,
      vscode.CodeActionKind.QuickFix.value,
      10,
    );
    const mend = actions.find(({ title, edit }) => title.includes('payment.succeeded') && edit);
    assert.ok(mend?.edit, actions.map(({ title }) => title).join(' | '));
    await vscode.workspace.applyEdit(mend.edit);
    assert.match(document.getText(), /'payment\.succeeded'/);
    assert.ok(document.isDirty);
    await until(
      'no problems',
      () => ownProblems(document.uri),
      (all) => all.length === 0,
    );
  },
  'a rename changes a name everywhere it is wired': async () => {
    const { document } = await show('nest-shop/src/shared/shop-events.ts');
    const edit = await vscode.commands.executeCommand<vscode.WorkspaceEdit>(
      'vscode.executeDocumentRenameProvider',
      document.uri,
      placeOf(document, "'payment.succeeded'", 4),
      'payment.settled',
    );
    const files = edit.entries().map(([uri]) => vscode.workspace.asRelativePath(uri));
    assert.deepEqual(files.sort(), [listener, 'nest-shop/src/shared/shop-events.ts']);
    await vscode.workspace.applyEdit(edit);
    const heard = await vscode.workspace.openTextDocument(fileAt(listener));
    assert.match(heard.getText(), /'payment\.settled'/);
    assert.match(document.getText(), /'payment\.settled'/);
  },
};
