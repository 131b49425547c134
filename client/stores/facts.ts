/** What is known of stores that were opened, learnt from answers that pass by: for the tree and the status bar. */
import * as vscode from 'vscode';
import type { Questions } from '../../server/protocol';

type Overview = Questions['overview']['answer'];

export interface Fact {
  readonly total: Overview['total'];
  readonly last: string | null;
  /** Not resolved; null where the store records none. */
  readonly failures: number | null;
}

export interface Facts extends vscode.Disposable {
  readonly onDidChange: vscode.Event<vscode.Uri>;
  of(uri: vscode.Uri): Fact | undefined;
  learn(uri: vscode.Uri, ask: Questions['overview']['ask'], overview: Overview): void;
}

export function learnedFacts(): Facts {
  const known = new Map<string, Fact>();
  const changed = new vscode.EventEmitter<vscode.Uri>();
  return {
    onDidChange: changed.event,
    of: (uri) => known.get(uri.toString()),
    learn: (uri, { filter }, { total, last, failures }) => {
      const before = known.get(uri.toString());
      const whole = !filter?.text && !filter?.from && !filter?.to;
      known.set(uri.toString(), {
        total,
        // That of a selection is not the store's.
        last: whole ? last : (before?.last ?? null),
        failures: failures?.open ?? null,
      });
      changed.fire(uri);
    },
    dispose: () => {
      changed.dispose();
    },
  };
}
