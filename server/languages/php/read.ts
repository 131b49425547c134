/** Reads one PHP file into facts; knows no other file and never throws. */
import type { Parser, Tree } from 'web-tree-sitter';
import { cursorOf, loadGrammar } from '../treeSitter';
import { scanBlade } from './blade';
import { noBody } from './lowering/functions';
import { emptyClass, noFacts, type PhpFacts } from './facts';
import { lowerStatements } from './lowering/lower';
import { mendings } from './mend';
import type { Pass } from './lowering/pass';
import { emptyNames } from './names';

let parser: Parser | undefined;

export async function prepareParser(load: (name: string) => Uint8Array): Promise<void> {
  if (parser) return;
  ({ parser } = await loadGrammar(load, 'tree-sitter-php.wasm'));
}

export function readPhp(file: string, text: string): PhpFacts {
  if (file.endsWith('.blade.php')) return { ...noFacts, lineStarts: lineStartsOf(text), blade: scanBlade(text) };
  if (text.length > huge) return { ...noFacts, ...headOf(text), lineStarts: lineStartsOf(text) };
  if (!parser) throw new Error('The PHP parser was not prepared.');
  const parsed = parse(parser, text);
  if (!parsed) return { ...noFacts, lineStarts: lineStartsOf(text), error: 0 };
  const { tree, text: read } = parsed;
  const cursor = cursorOf(tree);
  try {
    const pass: Pass = {
      cursor,
      text: read,
      names: emptyNames(),
      bodies: [{ ...noBody, end: read.length, statements: [] }],
      classes: [],
      called: new Set(),
      constants: [],
      body: 0,
      owner: -1,
      depth: 0,
      comment: null,
      docVariables: {},
      error: undefined,
    };
    const statements = lowerStatements(pass);
    if (read !== text) pass.error ??= text.trimEnd().length;
    const main = pass.bodies[0] ?? noBody;
    pass.bodies[0] = {
      ...main,
      statements: [...main.statements, ...statements].sort((a, b) => a.at - b.at),
      docVariables: pass.docVariables,
    };
    return {
      namespace: pass.names.namespace,
      classes: pass.classes,
      bodies: pass.bodies,
      constants: pass.constants,
      lineStarts: lineStartsOf(text),
      called: [...pass.called].sort(),
      blade: [],
      ...(pass.error !== undefined && { error: pass.error }),
    };
  } catch {
    return { ...noFacts, lineStarts: lineStartsOf(text), error: 0 };
  } finally {
    cursor.delete();
    tree.delete();
  }
}

/**
 * A text that ends in the middle of a class is no class at all to the parser. It is read as if its brackets were closed;
 * where things stand in it stays the same.
 */
function parse(own: Parser, text: string): { readonly tree: Tree; readonly text: string } | undefined {
  const tree = treeOf(own, text);
  if (!tree || isWhole(tree)) return tree && { tree, text };
  for (const whole of mendings(text)) {
    const mended = treeOf(own, whole);
    if (mended && isWhole(mended)) {
      tree.delete();
      return { tree: mended, text: whole };
    }
    mended?.delete();
  }
  return { tree, text };
}

/** Faults stand inside of declarations, if there are any; what they are part of is known. */
function isWhole({ rootNode }: Tree): boolean {
  return !rootNode.hasError || (!rootNode.isError && rootNode.children.every((child) => !child?.isError));
}

function treeOf(own: Parser, text: string): Tree | undefined {
  try {
    return own.parse(text) ?? undefined;
  } catch {
    own.reset();
    return undefined;
  }
}

/** Longer files are tables of data; only what they declare is read, at a glance. */
const huge = 500_000;

function headOf(text: string): Pick<PhpFacts, 'namespace' | 'classes'> {
  const head = text.slice(0, 20_000);
  const namespace = /^\s*namespace\s+([\w\\]+)\s*[;{]/m.exec(head)?.[1] ?? '';
  const found = /^\s*(?:abstract\s+|final\s+|readonly\s+)*(class|interface|trait|enum)\s+(\w+)/m.exec(head);
  if (!found) return { namespace, classes: [] };
  const [declaration, kind, name = ''] = found;
  const at = found.index + declaration.length - name.length;
  return {
    namespace,
    classes: [
      {
        ...emptyClass,
        name: namespace === '' ? name : `${namespace}\\${name}`,
        kind: kind === 'interface' || kind === 'trait' || kind === 'enum' ? kind : 'class',
        at,
        nameAt: at,
        end: text.length,
      },
    ],
  };
}

function lineStartsOf(text: string): number[] {
  const starts = [0];
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  return starts;
}
