/** `textDocument/documentHighlight`: the other places of this file that belong to the event at a position. */
import type { DocumentHighlight, DocumentHighlightParams } from 'vscode-languageserver';
import { documentOf, rangeOf } from './documents';
import type { Feature } from './feature';
import { eventIdsOf, spotsAt, spotsIn, type Spot } from './places';

const text = 1;
const read = 2;
const write = 3;

export const documentHighlight: Feature<DocumentHighlightParams, DocumentHighlight[] | null> = {
  method: 'textDocument/documentHighlight',
  answer(snapshots, { textDocument, position }) {
    const here = documentOf(snapshots, textDocument.uri);
    const [found] = here ? spotsAt(here.snapshot, here.file, position) : [];
    if (!here || !found) return null;
    const ids = new Set(eventIdsOf(found.spot));
    const same = spotsIn(here.snapshot.graph, here.file).filter(
      (spot) => spot.kind !== 'handler' && eventIdsOf(spot).some((id) => ids.has(id)),
    );
    if (!same.length) return null;
    return same.map((spot) => ({ range: rangeOf(here.snapshot, spot.place), kind: kindOf(spot) }));
  },
};

function kindOf({ kind }: Spot): typeof text | typeof read | typeof write {
  return kind === 'dispatch' ? write : kind === 'listen' ? read : text;
}
