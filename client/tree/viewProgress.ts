/** The thin bar that runs over the view while the server reads the workspace. */
import * as vscode from 'vscode';
import type { State } from '../../server/protocol';
import type { Connection } from '../connection';

export function viewProgress(connection: Connection): vscode.Disposable {
  let finish: (() => void) | undefined;
  const follow = (state: State): void => {
    if (state.kind !== 'indexing') {
      finish?.();
      finish = undefined;
    } else if (!finish)
      void vscode.window.withProgress(
        { location: { viewId: 'eventWiring.graph' } },
        () =>
          new Promise<void>((resolve) => {
            finish = resolve;
          }),
      );
  };
  follow(connection.state);
  return vscode.Disposable.from(connection.onDidChangeState(follow), { dispose: () => finish?.() });
}
