/** `codeLens/resolve`: the list of a lens that came without it, once the lens is seen. */
import type { CodeLens } from 'vscode-languageserver';
import { lensAt, type LensData } from './codeLens';
import { documentOf } from './documents';
import type { Feature } from './feature';

export const codeLensResolve: Feature<CodeLens, CodeLens> = {
  method: 'codeLens/resolve',
  answer(snapshots, lens) {
    const { uri, title } = (lens.data ?? {}) as Partial<LensData>;
    const here = documentOf(snapshots, uri);
    if (!here || title === undefined) return lens;
    // After an edit the lens may be gone; its title still says what it said.
    return (
      lensAt(here.snapshot, here.file, lens.range.start.line, title) ?? { ...lens, command: { title, command: '' } }
    );
  },
};
