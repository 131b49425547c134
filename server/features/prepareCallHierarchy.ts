/** `textDocument/prepareCallHierarchy`: the handler or the dispatching method at a position; for an event its handlers. */
import type { CallHierarchyItem, CallHierarchyPrepareParams } from 'vscode-languageserver';
import { itemsAt } from './callHierarchy';
import { documentOf } from './documents';
import type { Feature } from './feature';
import { spotsAt } from './places';

export const prepareCallHierarchy: Feature<CallHierarchyPrepareParams, CallHierarchyItem[] | null> = {
  method: 'textDocument/prepareCallHierarchy',
  answer(snapshots, { textDocument, position }) {
    const here = documentOf(snapshots, textDocument.uri);
    const [found] = here ? spotsAt(here.snapshot, here.file, position) : [];
    const items = here && found ? itemsAt(here.snapshot, found.spot) : [];
    return items.length ? [...items] : null;
  },
};
