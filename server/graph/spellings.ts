/**
 * Names as stores write them, found among names as code writes them: whole with other separators, inflected to words,
 * by a part of their path, by their last part, with a version at the end. Knows no event and no language.
 */

export interface Spelt<Item> {
  readonly item: Item;
  /** Qualified names: `App\Events\OrderPlaced`, `BankEvent::Opened`. */
  readonly names: readonly string[];
  /** Names that stand for it letter by letter: aliases, constants. */
  readonly aliases?: readonly string[];
}

export interface SpellingMatch<Item> {
  readonly items: readonly Item[];
  /** `inferred` where only the words of the names agree. */
  readonly certainty: 'exact' | 'inferred';
}

export type Spellings<Item> = (text: string) => SpellingMatch<Item> | undefined;

interface Path<Item> {
  readonly item: Item;
  /** Each part without case and separators, the last one last. */
  readonly parts: readonly string[];
}

export function spellingsOf<Item>(all: Iterable<Spelt<Item>>): Spellings<Item> {
  const exact = new Map<string, Item[]>();
  const whole = new Map<string, Item[]>();
  const short = new Map<string, Item[]>();
  const last = new Map<string, Path<Item>[]>();
  const words = new Map<string, Item[]>();
  for (const { item, names, aliases = [] } of all) {
    for (const alias of aliases) put(exact, alias, item);
    for (const name of names) {
      put(exact, name, item);
      const parts = partsOf(name);
      const plain = parts.map(bare);
      const end = parts.at(-1) ?? '';
      put(whole, plain.join('/'), item);
      put(short, end, item);
      put(last, plain.at(-1) ?? '', { item, parts: plain });
      for (const one of new Set([bare(end), withoutEvent(bare(end))])) put(words, one, item);
    }
  }

  const certain = (text: string): SpellingMatch<Item> | undefined => {
    const parts = partsOf(text);
    const plain = parts.map(bare);
    const end = plain.at(-1);
    if (end === undefined || end === '') return undefined;
    const found = exact.get(text) ?? whole.get(plain.join('/'));
    if (found) return matched(found, 'exact');
    if (parts.length === 1) {
      const same = short.get(parts[0] ?? '');
      return same && matched(same, 'exact');
    }
    const within = (last.get(end) ?? []).filter(({ parts: own }) => runsThrough(plain, own)).map(({ item }) => item);
    if (!within.length) return undefined;
    const alike = within.filter((item) => short.get(parts.at(-1) ?? '')?.includes(item));
    return alike.length ? matched(alike, 'exact') : matched(within, 'inferred');
  };
  const likely = (text: string): SpellingMatch<Item> | undefined => {
    // A class of another namespace is another class.
    if (/\w\\\w/.test(text)) return undefined;
    const plain = partsOf(text).map(bare);
    for (let from = 0; from < plain.length; from++) {
      const joined = plain.slice(from).join('');
      const found = words.get(joined) ?? words.get(withoutEvent(joined));
      if (found && joined !== '') return matched(found, 'inferred');
    }
    return undefined;
  };
  return (text) => {
    const clean = text
      .trim()
      .replace(/^\\/, '')
      .replaceAll('\\\\', '\\')
      // As .NET names a type with its assembly.
      .replace(/,\s.*$/s, '');
    if (clean === '' || clean.length > longest) return undefined;
    const bareOfVersion = clean.replace(version, '');
    const tries = bareOfVersion !== '' && bareOfVersion !== clean ? [clean, bareOfVersion] : [clean];
    for (const way of [certain, likely])
      for (const one of tries) {
        const found = way(one);
        if (found) return found;
      }
    return undefined;
  };
}

/** Nobody names a type so; what is longer is a payload in the wrong column. */
const longest = 500;
/** `OrderPlaced.v2`, `OrderPlacedV2`, `order_placed_v2`, `OrderPlaced@2`, `order.placed:3`. */
const version = /(?:[.\-_:@/| ]?[vV]|[.@:#|])\d+(?:\.\d+)*$/;

/** Without its version, where it has one. */
export const unversioned = (text: string): string => text.replace(version, '') || text;

export const partsOf = (name: string): readonly string[] => name.split(/[\\/.:]+/).filter((part) => part !== '');

export const bare = (text: string): string => text.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, '');

const withoutEvent = (text: string): string => text.replace(/(?<=.)event$/, '');

/** All parts of the shorter one come in the longer one, in this order, and both end alike. */
function runsThrough(few: readonly string[], many: readonly string[]): boolean {
  let at = 0;
  for (const part of many) if (few[at] === part) at++;
  return at === few.length;
}

function matched<Item>(items: readonly Item[], certainty: 'exact' | 'inferred'): SpellingMatch<Item> {
  return { items: [...new Set(items)], certainty };
}

function put<Value>(map: Map<string, Value[]>, key: string, value: Value): void {
  const list = map.get(key);
  if (list) list.push(value);
  else map.set(key, [value]);
}
