/** `workspace/symbol`: events, listeners, jobs, commands and channels by name, the nearest first. */
import type { SymbolInformation, SymbolKind, WorkspaceSymbolParams } from 'vscode-languageserver';
import { nearness } from '../graph/names';
import { locationOf } from './documents';
import type { Feature } from './feature';
import { namedIn, type Named } from './names';
import { isShown } from './wires';

const most = 200;
const kinds: Readonly<Record<Named['kind'], SymbolKind>> = { event: 24, listener: 6, job: 5, command: 5, channel: 20 };

export const workspaceSymbol: Feature<WorkspaceSymbolParams, SymbolInformation[]> = {
  method: 'workspace/symbol',
  answer(snapshots, { query }) {
    const wanted = query.trim();
    const found = snapshots.flatMap((snapshot) =>
      namedIn(snapshot.graph).flatMap((named) => {
        const rank = isShown(snapshot, named) ? rankOf(wanted, named) : undefined;
        return rank === undefined ? [] : [{ snapshot, named, rank }];
      }),
    );
    found.sort(
      (a, b) =>
        a.rank - b.rank || a.named.title.length - b.named.title.length || (a.named.title < b.named.title ? -1 : 1),
    );
    return found.slice(0, most).map(({ snapshot, named }) => ({
      name: named.title,
      kind: kinds[named.kind],
      location: locationOf(snapshot, named.place),
      ...(named.container !== '' && { containerName: named.container }),
    }));
  },
};

/** The very name first, then what it is a part of, then what has its letters in this order. */
function rankOf(query: string, { name, id, aliases, lower }: Named): number | undefined {
  if (query === '') return 0;
  const wanted = query.toLowerCase();
  const at = lower.title.indexOf(wanted);
  const within = at >= 0 || lower.name.includes(wanted);
  // Asking how near two names are costs more than asking whether one is in the other.
  if (within || aliases.length || /[*\\/|:]/.test(query)) {
    const exact = nearness(query, [name, ...(id === undefined ? [] : [id]), ...aliases]);
    if (exact !== undefined) return exact;
  }
  if (within) return at === 0 ? 10 : at > 0 ? 11 : 12;
  let from = 0;
  for (let index = 0; index < wanted.length; index++) {
    from = lower.title.indexOf(wanted.charAt(index), from) + 1;
    if (from === 0) return undefined;
  }
  return 13;
}
