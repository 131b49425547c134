/** The one tree-sitter runtime all parsers share: two at once would write over each other's memory. */
import { Language, Parser } from 'web-tree-sitter';

let runtime: Promise<void> | undefined;

/** A parser for one grammar; `load` gives the bytes of a file shipped beside the program. */
export async function loadGrammar(
  load: (name: string) => Uint8Array,
  grammar: string,
): Promise<{ parser: Parser; language: Language }> {
  runtime ??= start(load('web-tree-sitter.wasm'));
  await runtime;
  const language = await Language.load(load(grammar));
  const parser = new Parser();
  parser.setLanguage(language);
  return { parser, language };
}

function start(bytes: Uint8Array): Promise<void> {
  const exact = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength) as ArrayBuffer;
  return Parser.init({ wasmBinary: exact });
}
