/** Text to a plain tree of named nodes, by tree-sitter; knows the shape of trees, not what Rust means by them. */
import type { Parser, TreeCursor } from 'web-tree-sitter';
import { loadGrammar } from '../treeSitter';

export interface Syntax {
  readonly type: string;
  readonly field: string | null;
  readonly start: number;
  readonly end: number;
  readonly children: readonly Syntax[];
}

/** Text put together from pieces of a file, so that what is read in it can be told at its place in the file. */
export interface Fragment {
  readonly text: string;
  /** Where each piece begins in `text` and in the file; sorted. */
  readonly pieces: readonly (readonly [at: number, original: number])[];
}

interface Loaded {
  readonly parser: Parser;
  readonly types: readonly string[];
  /** Names of the types that are copied, by id: named ones that say something. */
  readonly wanted: readonly (string | undefined)[];
  readonly fields: readonly (string | null)[];
}

let loaded: Loaded | undefined;

/** Trees end here: their text is read again when, and only when, somebody asks for it. */
const leaves = new Set([
  'token_tree',
  'string_literal',
  'raw_string_literal',
  'char_literal',
  'attribute',
  'macro_rule',
  'token_tree_pattern',
  'visibility_modifier',
  // These have no parts: asking for a first one would cost a call into the parser each.
  'identifier',
  'type_identifier',
  'field_identifier',
  'shorthand_field_identifier',
  'primitive_type',
  'self',
  'super',
  'crate',
  'mutable_specifier',
  'boolean_literal',
  'float_literal',
  'metavariable',
  'label',
]);
const ignored = new Set([
  'line_comment',
  'block_comment',
  'doc_comment',
  'comment',
  'integer_literal',
  'lifetime',
  'empty_statement',
]);

export async function loadParser(load: (name: string) => Uint8Array): Promise<void> {
  if (loaded) return;
  const { parser, language } = await loadGrammar(load, 'tree-sitter-rust.wasm');
  const types = Array.from(language.types);
  const wanted = types.map((type, id) =>
    (language.nodeTypeIsNamed(id) || type === '_') && !ignored.has(type) ? type : undefined,
  );
  loaded = { parser, types, wanted, fields: Array.from(language.fields) };
}

/** The tree of a fragment, with offsets in the file; undefined when the parser is missing or gives up. */
export function parseSyntax(fragment: Fragment): { root: Syntax; broken: boolean } | undefined {
  if (!loaded) return undefined;
  const tree = loaded.parser.parse(fragment.text);
  if (!tree) return undefined;
  const cursor = tree.walk();
  try {
    const broken = tree.rootNode.hasError;
    return { root: copy(cursor, loaded, fragment), broken };
  } finally {
    cursor.delete();
    tree.delete();
  }
}

/** The type id of what the parser could not read. */
const errorType = 65535;

interface Growing {
  type: string;
  field: string | null;
  start: number;
  end: number;
  children: Syntax[];
}

function copy(cursor: TreeCursor, { types, wanted, fields }: Loaded, fragment: Fragment): Syntax {
  const place = placer(fragment);
  const grow = (type: string): Growing => ({
    type,
    field: fields[cursor.currentFieldId] ?? null,
    start: place(cursor.startIndex),
    end: place(cursor.endIndex - 1) + 1,
    children: [],
  });
  const root = grow(types[cursor.nodeTypeId] ?? 'ERROR');
  const stack: Growing[] = [root];
  let down = cursor.gotoFirstChild();
  while (stack.length > 0) {
    if (!down) {
      stack.pop();
      if (stack.length === 0) break;
      cursor.gotoParent();
      down = cursor.gotoNextSibling();
      continue;
    }
    const typeId = cursor.nodeTypeId;
    const type = typeId === errorType ? 'ERROR' : wanted[typeId];
    if (type !== undefined) {
      const node = grow(type);
      stack.at(-1)?.children.push(node);
      if (!leaves.has(type)) {
        stack.push(node);
        down = cursor.gotoFirstChild();
        if (down) continue;
        stack.pop();
      }
    }
    down = cursor.gotoNextSibling();
  }
  return root;
}

function placer({ pieces }: Fragment): (index: number) => number {
  const [only] = pieces;
  if (pieces.length === 1 && only) return (index) => index - only[0] + only[1];
  return (index) => {
    let low = 0;
    let high = pieces.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((pieces[middle]?.[0] ?? 0) <= index) low = middle;
      else high = middle - 1;
    }
    const piece = pieces[low];
    return piece ? index - piece[0] + piece[1] : index;
  };
}

export function child(node: Syntax, field: string): Syntax | undefined {
  return node.children.find((candidate) => candidate.field === field);
}

export function childOfType(node: Syntax, type: string): Syntax | undefined {
  return node.children.find((candidate) => candidate.type === type);
}
