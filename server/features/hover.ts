/** `textDocument/hover`: what stands under the pointer and how it is wired. */
import type { Hover, HoverParams } from 'vscode-languageserver';
import { aboutSpot } from './about';
import { documentOf } from './documents';
import type { Feature } from './feature';
import { spotsAt } from './places';

export const hover: Feature<HoverParams, Hover | null> = {
  method: 'textDocument/hover',
  answer(snapshots, { textDocument, position }) {
    const here = documentOf(snapshots, textDocument.uri);
    const [found] = here ? spotsAt(here.snapshot, here.file, position) : [];
    if (!here || !found) return null;
    const value = aboutSpot(here.snapshot, found.spot);
    if (value === '') return null;
    return {
      contents: { kind: 'markdown', value },
      range: {
        start: { line: position.line, character: found.start },
        end: { line: position.line, character: found.end },
      },
    };
  },
};
