/** The one tree-sitter runtime all parsers share: two at once would write over each other's memory. */
import { Language, Parser, type Tree } from 'web-tree-sitter';

let runtime: Promise<void> | undefined;
let functions: CursorFunctions | undefined;

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

async function start(bytes: Uint8Array): Promise<void> {
  const exact = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength) as ArrayBuffer;
  const module: { wasmBinary: ArrayBuffer } & Partial<CursorFunctions> = { wasmBinary: exact };
  await Parser.init(module);
  if (isWhole(module)) functions = module;
}

/** A place in a tree that moves; the library's own `TreeCursor` is one. */
export interface Cursor {
  readonly nodeType: string;
  readonly nodeIsNamed: boolean;
  readonly startIndex: number;
  readonly endIndex: number;
  readonly currentFieldName: string | null;
  gotoFirstChild(): boolean;
  gotoNextSibling(): boolean;
  gotoParent(): boolean;
  delete(): void;
}

/**
 * A cursor at the root. Only one may be in use at a time, and nothing may be parsed meanwhile: it stays in the memory
 * through which the library hands cursors over, where the library's own would be written and read again at every step.
 */
export function cursorOf(tree: Tree): Cursor {
  const address = (tree as unknown as { readonly 0: unknown })[0];
  return functions && typeof address === 'number' ? new LeanCursor(tree, address, functions) : tree.walk();
}

const names = [
  '_ts_tree_root_node_wasm',
  '_ts_tree_cursor_new_wasm',
  '_ts_tree_cursor_delete_wasm',
  '_ts_tree_cursor_goto_first_child_wasm',
  '_ts_tree_cursor_goto_next_sibling_wasm',
  '_ts_tree_cursor_goto_parent_wasm',
  '_ts_tree_cursor_current_node_type_id_wasm',
  '_ts_tree_cursor_current_node_is_named_wasm',
  '_ts_tree_cursor_current_field_id_wasm',
  '_ts_tree_cursor_start_index_wasm',
  '_ts_tree_cursor_end_index_wasm',
] as const;

/** What the compiled library exports; a later version may not, and then its own cursor is used. */
type CursorFunctions = Readonly<Record<(typeof names)[number], (tree: number) => number>>;

function isWhole(module: Partial<CursorFunctions>): module is CursorFunctions {
  return names.every((name) => typeof module[name] === 'function');
}

class LeanCursor implements Cursor {
  readonly #tree: number;
  readonly #call: CursorFunctions;
  readonly #types: readonly string[];
  readonly #fields: readonly (string | null)[];

  constructor(tree: Tree, address: number, call: CursorFunctions) {
    this.#tree = address;
    this.#call = call;
    this.#types = tree.language.types;
    this.#fields = tree.language.fields;
    call._ts_tree_root_node_wasm(address);
    call._ts_tree_cursor_new_wasm(address);
  }

  get nodeType(): string {
    return this.#types[this.#call._ts_tree_cursor_current_node_type_id_wasm(this.#tree)] ?? 'ERROR';
  }
  get nodeIsNamed(): boolean {
    return this.#call._ts_tree_cursor_current_node_is_named_wasm(this.#tree) === 1;
  }
  get startIndex(): number {
    return this.#call._ts_tree_cursor_start_index_wasm(this.#tree);
  }
  get endIndex(): number {
    return this.#call._ts_tree_cursor_end_index_wasm(this.#tree);
  }
  get currentFieldName(): string | null {
    return this.#fields[this.#call._ts_tree_cursor_current_field_id_wasm(this.#tree)] ?? null;
  }
  gotoFirstChild(): boolean {
    return this.#call._ts_tree_cursor_goto_first_child_wasm(this.#tree) === 1;
  }
  gotoNextSibling(): boolean {
    return this.#call._ts_tree_cursor_goto_next_sibling_wasm(this.#tree) === 1;
  }
  gotoParent(): boolean {
    return this.#call._ts_tree_cursor_goto_parent_wasm(this.#tree) === 1;
  }
  delete(): void {
    this.#call._ts_tree_cursor_delete_wasm(this.#tree);
  }
}
