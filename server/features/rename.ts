/** `textDocument/rename`: a new name for a string event at every place that spells it, each to be confirmed. */
import type {
  AnnotatedTextEdit,
  ChangeAnnotation,
  RenameParams,
  TextDocumentEdit,
  WorkspaceEdit,
} from 'vscode-languageserver';
import { linksOf } from '../graph/links';
import { positionOf, uriOf } from './documents';
import { Refusal, type Feature } from './feature';
import { lostPattern, renamableAt, spellingsOf, type Spelling } from './spelling';

export const rename: Feature<RenameParams, WorkspaceEdit | null> = {
  method: 'textDocument/rename',
  answer(snapshots, { textDocument, position, newName }) {
    const target = renamableAt(snapshots, textDocument.uri, position);
    if (target.kind === 'refused') throw new Refusal(target.why);
    if (target.kind === 'none') return null;
    const { snapshot, id, name } = target;
    if (newName === name) return { documentChanges: [] };
    const wrong = whyUnusable(newName);
    if (wrong !== undefined) throw new Refusal(wrong);
    if (id.endsWith(name) && linksOf(snapshot.graph).event(id.slice(0, -name.length) + newName))
      throw new Refusal(`'${newName}' is an event already, so the two would become one.`);
    const pattern = lostPattern(snapshot.graph, id, name, newName);
    if (pattern !== undefined)
      throw new Refusal(`The pattern '${pattern}' hears '${name}' and would not hear '${newName}'.`);
    const spellings = spellingsOf(snapshot, id);
    if (spellings.kind === 'refused') throw new Refusal(spellings.why);
    const files = new Map<string, Spelling[]>();
    for (const one of spellings.places) files.set(one.file, [...(files.get(one.file) ?? []), one]);
    const annotations: Record<string, ChangeAnnotation> = {};
    const documentChanges = [...files].map(([file, places]): TextDocumentEdit => {
      const text = snapshot.text(file) ?? '';
      const edits = places.map(({ offset, what }): AnnotatedTextEdit => {
        annotations[what] = { label: what, needsConfirmation: true, description: `'${name}' → '${newName}'` };
        const start = positionOf(text, offset);
        const end = { line: start.line, character: start.character + name.length };
        return { range: { start, end }, newText: newName, annotationId: what };
      });
      return { textDocument: { uri: uriOf(snapshot, file), version: null }, edits };
    });
    return { documentChanges, changeAnnotations: annotations };
  },
};

function whyUnusable(newName: string): string | undefined {
  if (newName.trim() === '' || newName !== newName.trim())
    return 'A name begins and ends with a character that can be seen.';
  if (/['"`\\\n\r]|\$\{/.test(newName))
    return 'A name with quotes, backslashes or line breaks is not the same in every place.';
  return newName.includes('*') ? 'A name with a star would be taken for a pattern.' : undefined;
}
