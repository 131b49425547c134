/** One file's text to its facts; never throws, whatever the text. */
import { emptyFacts } from './facts';
import type { RustFacts } from './facts';
import { readItems } from './items';
import type { Items } from './items';
import { sourceOf } from './source';
import { parseSyntax } from './syntax';

/** Beyond this a file is generated; it would cost more than it can tell. */
const largest = 3_000_000;

export function readRust(file: string, text: string): RustFacts {
  const plain = text.replace(/^\uFEFF/, '');
  if (plain.length > largest) return { ...emptyFacts, broken: [1, 1] };
  try {
    const source = sourceOf(file, plain);
    const parsed = parseSyntax({ text: plain, pieces: [[0, 0]] });
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
      { module: '', test: isTestFile(file), depth: 0 },
      items,
    );
    return parsed.broken ? { ...items, broken: [1, 1] } : items;
  } catch {
    return { ...emptyFacts, broken: [1, 1] };
  }
}

/** Integration tests and benches: programs of their own. */
export function isIntegrationTest(file: string): boolean {
  return /(^|\/)(tests?|benches)\//.test(file);
}

function isTestFile(file: string): boolean {
  return isIntegrationTest(file) || /(^|[/_])tests?\.rs$/.test(file);
}
