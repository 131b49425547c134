/** The input box of the filter: the tree follows every letter, Enter keeps it, Escape puts back what was. */
import * as vscode from 'vscode';

export function editFilter(current: string, set: (filter: string) => void): void {
  const input = vscode.window.createInputBox();
  let accepted = false;
  input.title = 'Filter Event Graph';
  input.placeholder = 'Part of a name';
  input.value = current;
  input.onDidChangeValue((text) => {
    set(text.trim());
  });
  input.onDidAccept(() => {
    accepted = true;
    input.hide();
  });
  input.onDidHide(() => {
    if (!accepted) set(current);
    input.dispose();
  });
  input.show();
}
