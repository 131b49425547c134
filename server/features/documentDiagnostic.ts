/** `textDocument/diagnostic`: the problems of one document, or that they are still the same. */
import type { DocumentDiagnosticParams, DocumentDiagnosticReport } from 'vscode-languageserver';
import { documentOf } from './documents';
import type { Feature } from './feature';
import { problemsIn } from './findings';

export const documentDiagnostic: Feature<DocumentDiagnosticParams, DocumentDiagnosticReport> = {
  method: 'textDocument/diagnostic',
  answer(snapshots, { textDocument, previousResultId }) {
    const here = documentOf(snapshots, textDocument.uri);
    if (!here) return { kind: 'full', items: [] };
    const { items, resultId } = problemsIn(here.snapshot, here.file);
    return previousResultId === resultId
      ? { kind: 'unchanged', resultId }
      : { kind: 'full', resultId, items: [...items] };
  },
};
