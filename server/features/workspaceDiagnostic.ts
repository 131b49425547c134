/** `workspace/diagnostic`: the problems of every file that has any, and of those that no longer have. */
import type {
  WorkspaceDiagnosticParams,
  WorkspaceDiagnosticReport,
  WorkspaceDocumentDiagnosticReport,
} from 'vscode-languageserver';
import { documentOf, uriOf } from './documents';
import type { Feature } from './feature';
import { filesWithFindings, problemsIn, problemsOfStores } from './findings';

export const workspaceDiagnostic: Feature<WorkspaceDiagnosticParams, WorkspaceDiagnosticReport> = {
  method: 'workspace/diagnostic',
  answer(snapshots, { previousResultIds }) {
    const before = new Map<string, string>();
    const gone = new Map<string, string>();
    for (const { uri, value } of previousResultIds) {
      const here = documentOf(snapshots, uri);
      // The client may spell a URI in another way than we do.
      const own = here ? uriOf(here.snapshot, here.file) : uri;
      before.set(own, value);
      if (value !== 'none') gone.set(own, uri);
    }
    const items = snapshots.flatMap((snapshot) =>
      filesWithFindings(snapshot).map((file): WorkspaceDocumentDiagnosticReport => {
        const uri = uriOf(snapshot, file);
        gone.delete(uri);
        const problems = problemsIn(snapshot, file);
        return before.get(uri) === problems.resultId
          ? { kind: 'unchanged', uri, version: null, resultId: problems.resultId }
          : { kind: 'full', uri, version: null, resultId: problems.resultId, items: [...problems.items] };
      }),
    );
    for (const [uri, problems] of problemsOfStores(snapshots)) {
      gone.delete(uri);
      items.push(
        before.get(uri) === problems.resultId
          ? { kind: 'unchanged', uri, version: null, resultId: problems.resultId }
          : { kind: 'full', uri, version: null, resultId: problems.resultId, items: [...problems.items] },
      );
    }
    const cleared = [...gone.values()].map((uri): WorkspaceDocumentDiagnosticReport => ({
      kind: 'full',
      uri,
      version: null,
      resultId: 'none',
      items: [],
    }));
    return { items: [...items, ...cleared] };
  },
};
