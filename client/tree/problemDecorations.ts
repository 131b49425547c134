/** Tint and count of the rows with problems, by VS Code's own decorations: a row's address says what there is to show. */
import * as vscode from 'vscode';
import type { TreeRow } from '../../server/protocol';
import { count } from '../words';

type Problems = NonNullable<TreeRow['problems']>;

const scheme = 'event-wiring-row';

const colors: Readonly<Record<string, string>> = {
  error: 'list.errorForeground',
  warning: 'list.warningForeground',
};

export function problemUri(id: string, { severity, count: number }: Problems): vscode.Uri {
  return vscode.Uri.from({ scheme, path: `/${id}`, query: `${severity}=${number}` });
}

export function problemDecorations(): vscode.Disposable {
  return vscode.window.registerFileDecorationProvider({
    provideFileDecoration: (uri) => {
      if (uri.scheme !== scheme) return undefined;
      const [severity = '', number = '0'] = uri.query.split('=');
      const problems = Number(number);
      const color = colors[severity];
      // A decoration holds two characters.
      return new vscode.FileDecoration(
        problems > 99 ? '9+' : String(problems),
        count(problems, 'problem'),
        color === undefined ? undefined : new vscode.ThemeColor(color),
      );
    },
  });
}
