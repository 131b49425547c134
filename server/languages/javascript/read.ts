/** Text of one file to its facts: parses without types and without parents, and lets the tree go at once. */
import type ts from 'typescript';
import { scriptOf } from './components';
import { emptyFacts, type JavaScriptFacts } from './facts';
import { findBinding, openReader } from './reader';
import { readStatements } from './statements';

const largest = 500_000;
const longestLine = 5_000;
const widestLines = 300;
let typescript: typeof ts | undefined;

/** Loads the parser once; nothing is read before. */
export async function prepareParser(): Promise<void> {
  if (typescript) return;
  const loaded = (await import('typescript')) as unknown as { default?: typeof ts } & typeof ts;
  typescript = loaded.default ?? loaded;
}

export function readJavaScript(file: string, text: string): JavaScriptFacts {
  if (!typescript) return { ...emptyFacts, problem: { message: 'The JavaScript parser is not loaded.' } };
  const script = scriptOf(file, text);
  const typed = script?.typed ?? /\.[cm]?tsx?$/i.test(file);
  if (text.length > largest)
    return { ...emptyFacts, typed, problem: { message: `Not read: larger than ${largest / 1000} kB.` } };
  if (/\.min\.[cm]?js$/.test(file) || isMinified(text))
    return { ...emptyFacts, typed, problem: { message: 'Not read: looks minified.' } };
  try {
    return collect(typescript, file, script?.text ?? text, typed, /\.tsx$/i.test(file) || Boolean(script?.markup));
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    return { ...emptyFacts, typed, problem: { message: `Could not be read: ${message}` } };
  }
}

/** Very long lines throughout are written by a tool, not by people. */
function isMinified(text: string): boolean {
  if (text.length <= longestLine) return false;
  let lines = 0;
  let long = false;
  for (let start = 0; start < text.length;) {
    const end = text.indexOf('\n', start);
    const stop = end < 0 ? text.length : end;
    if (stop - start > longestLine) long = true;
    lines++;
    start = stop + 1;
  }
  return long && text.length / lines > widestLines;
}

function collect(parser: typeof ts, file: string, text: string, typed: boolean, markup: boolean): JavaScriptFacts {
  const { ScriptKind, ScriptTarget, JSDocParsingMode } = parser;
  const kind = markup ? ScriptKind.TSX : typed ? ScriptKind.TS : ScriptKind.JSX;
  const source = parser.createSourceFile(
    file,
    text.replace(/^\uFEFF/, ' '),
    {
      languageVersion: ScriptTarget.Latest,
      jsDocParsingMode: typed ? JSDocParsingMode.ParseNone : JSDocParsingMode.ParseAll,
    },
    false,
    kind,
  );
  const reader = openReader(parser, source, typed);
  readStatements(reader, source.statements);
  for (const write of reader.writes) {
    const binding = findBinding(reader, write.name, write.scope);
    if (binding && write.value.kind !== 'other') (binding.values ??= []).push(write.value);
  }
  const errors =
    (source as unknown as { parseDiagnostics?: readonly ts.DiagnosticWithLocation[] }).parseDiagnostics ?? [];
  const [error] = errors;
  const at = error && source.getLineAndCharacterOfPosition(error.start);
  return {
    scopes: reader.scopes,
    bindings: reader.bindings,
    functions: reader.functions,
    classes: reader.classes,
    calls: reader.calls,
    assignments: reader.assignments,
    switches: reader.switches,
    objects: reader.objects,
    exports: reader.exports,
    ...(reader.ambient.length && { ambient: reader.ambient }),
    stars: reader.stars,
    typed,
    ...(error &&
      at && {
        problem: {
          message: parser.flattenDiagnosticMessageText(error.messageText, ' '),
          line: at.line + 1,
          column: at.character + 1,
        },
      }),
  };
}
