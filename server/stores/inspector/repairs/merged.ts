/** What is offered for each of a group as one offer for all of them, as far as they can be changed alike. Runs nothing. */
import type { Cell } from '../../store';
import type { Change } from '../writing';
import { none, type Offer } from './repair';

/** More rows are not named in one statement. */
export const namedAtMost = 5_000;
/** A terminal takes no longer line everywhere. */
const longestCommand = 7_500;

export interface Merged {
  readonly offer: Offer;
  /** How many of the offers it stands for. */
  readonly members: number;
  /** Why the others are not in it: one sentence. */
  readonly why?: string;
}

/** `id` is the column that tells the rows apart. */
export function merged(offers: readonly Offer[], id: string): Merged {
  const commands = offers.flatMap((offer) => (offer.kind === 'command' ? [offer] : []));
  const [first] = commands;
  if (first) {
    const taken = fitting(
      commands.map(({ word }) => word),
      first.text,
    );
    return {
      offer: { kind: 'command', word: taken[0] ?? '', text: () => first.text(taken) },
      members: taken.length,
      ...(taken.length < commands.length && { why: 'a longer command is not taken by every terminal' }),
    };
  }
  const alike = new Map<string, { readonly change: Change; readonly ids: Cell[] }>();
  for (const offer of offers) {
    if (offer.kind !== 'statement') continue;
    const { change } = offer;
    const own = change.where.find(([column]) => column === id)?.[1] ?? null;
    if (own === null || Array.isArray(own)) continue;
    const others = change.where.filter(([column]) => column !== id);
    const key = JSON.stringify([change.table, change.set, others], (_, value: unknown) =>
      typeof value === 'bigint' ? `${value}n` : value,
    );
    const known = alike.get(key);
    if (known) known.ids.push(own as Cell);
    else alike.set(key, { change, ids: [own as Cell] });
  }
  const [largest] = [...alike.values()].sort((a, b) => b.ids.length - a.ids.length);
  if (!largest) {
    const refused = offers.find((offer) => offer.kind === 'none');
    return { offer: refused ?? none('Nothing of this group is open.'), members: 0 };
  }
  const ids = largest.ids.slice(0, namedAtMost);
  const others = largest.change.where.filter(([column]) => column !== id);
  const [only] = ids;
  const named = ids.length === 1 && only !== undefined ? only : ids;
  return {
    offer: { kind: 'statement', change: { ...largest.change, where: [[id, named], ...others] } },
    members: ids.length,
    ...(ids.length < largest.ids.length
      ? { why: `one statement names at most ${namedAtMost.toLocaleString('en-US')} rows` }
      : ids.length < offers.length && { why: 'the others are in another state' }),
  };
}

function fitting(words: readonly string[], text: (words: readonly string[]) => string): readonly string[] {
  let [low, high] = [1, words.length];
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (text(words.slice(0, middle)).length <= longestCommand) low = middle;
    else high = middle - 1;
  }
  return words.slice(0, low);
}
