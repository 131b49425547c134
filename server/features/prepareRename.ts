/** `textDocument/prepareRename`: whether the event name at a position can be renamed, and what stands there now. */
import type { PrepareRenameParams, PrepareRenameResult } from 'vscode-languageserver';
import { Refusal, type Feature } from './feature';
import { renamableAt, spellingsOf } from './spelling';

export const prepareRename: Feature<PrepareRenameParams, PrepareRenameResult | null> = {
  method: 'textDocument/prepareRename',
  answer(snapshots, { textDocument, position }) {
    const target = renamableAt(snapshots, textDocument.uri, position);
    if (target.kind === 'refused') throw new Refusal(target.why);
    if (target.kind === 'none') return null;
    const spellings = spellingsOf(target.snapshot, target.id);
    if (spellings.kind === 'refused') throw new Refusal(spellings.why);
    const { start, end, name } = target;
    return {
      range: { start: { line: position.line, character: start }, end: { line: position.line, character: end } },
      placeholder: name,
    };
  },
};
