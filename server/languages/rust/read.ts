/** One file's text to its facts; never throws, whatever the text. */
import { withoutInsides } from './cut';
import { emptyFacts } from './facts';
import type { RustFacts } from './facts';
import { withoutMark } from './insides';
import { readItems } from './items';
import type { Items } from './items';
import { sourceOf } from './source';
import type { Source } from './source';
import { parseSyntax } from './syntax';
import type { Fragment } from './syntax';

/** Beyond this a file is generated; it would cost more than it can tell. */
const largest = 3_000_000;

export function readRust(file: string, text: string): RustFacts {
  const plain = withoutMark(text);
  if (plain.length > largest) return { ...emptyFacts, broken: [1, 1] };
  try {
    const cut = withoutInsides(plain);
    const declared = cut && itemsOf(sourceOf(file, plain, cut.insides), cut.fragment);
    if (declared && !declared.broken) return declared;
    return readWhole(file, plain);
  } catch {
    return { ...emptyFacts, broken: [1, 1] };
  }
}

/** With all bodies read at once. */
export function readWhole(file: string, plain: string): RustFacts {
  return itemsOf(sourceOf(file, plain), { text: plain, pieces: [[0, 0]] });
}

function itemsOf(source: Source, fragment: Fragment): RustFacts {
  const parsed = parseSyntax(fragment);
  if (!parsed) return emptyFacts;
  const items: Items = {
    structs: [],
    enums: [],
    traits: [],
    impls: [],
    functions: [],
    aliases: [],
    values: [],
    uses: [],
    modules: [],
    macros: [],
  };
  readItems(
    source,
    parsed.root.type === 'ERROR' ? [parsed.root] : parsed.root.children,
    { module: '', test: isTestFile(source.file), depth: 0 },
    items,
  );
  return parsed.broken ? { ...items, broken: [1, 1] } : items;
}

/** Integration tests and benches: programs of their own. */
export function isIntegrationTest(file: string): boolean {
  return /(^|\/)(tests?|benches)\//.test(file);
}

function isTestFile(file: string): boolean {
  return isIntegrationTest(file) || /(^|[/_])tests?\.rs$/.test(file);
}
