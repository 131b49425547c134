/** `textDocument/completion`: the events that can stand where a call takes one; elsewhere nothing at all. */
import type { CompletionItem, CompletionList, CompletionParams, Range, TextEdit } from 'vscode-languageserver';
import type { EventNode } from '../graph/graph';
import { shortName } from '../graph/wording';
import { counted } from '../reports/ink';
import { caretIn, type Caret } from './caret';
import { documentOf, lineOf, offsetOf, positionOf } from './documents';
import type { Feature, Snapshot } from './feature';
import { isAsked, verbsOf, worldOfFile, type Verb } from './verbs';
import { dispatchersOf, heardBy } from './wires';

const most = 500;
const eventKind = 23;
const classKind = 7;

export const completion: Feature<CompletionParams, CompletionList | null> = {
  method: 'textDocument/completion',
  answer(snapshots, { textDocument, position }) {
    const here = documentOf(snapshots, textDocument.uri);
    const text = here?.snapshot.text(here.file);
    const offset = text === undefined ? undefined : offsetOf(text, position);
    if (!here || text === undefined || offset === undefined) return null;
    const asked = askedAt(here.snapshot, here.file, text, offset);
    if (!asked) return null;
    const items = itemsFor(here.snapshot, here.file, text, asked);
    return items.length ? { isIncomplete: items.length > most, items: items.slice(0, most) } : null;
  },
};

interface Asked {
  readonly caret: Caret;
  readonly verb: Verb;
  /** Emitters whose events fit; all of the verb's when undefined. */
  readonly emitters: ReadonlySet<string> | undefined;
  /** What an item replaces. */
  readonly range: Range;
  /** How a class is written here. */
  readonly shape: 'text' | 'name' | 'reference' | 'construction';
}

function askedAt(snapshot: Snapshot, file: string, text: string, offset: number): Asked | undefined {
  const world = worldOfFile(file);
  const caret = caretIn(text, offset, world);
  const span = (from: number, to: number): Range => ({ start: positionOf(text, from), end: positionOf(text, to) });
  const verbs = verbsOf(snapshot);
  if (caret.generic && caret.literal === undefined) {
    const verb = verbs.get(`${world} ${caret.generic.name}`);
    if (verb)
      return {
        caret,
        verb,
        emitters: undefined,
        range: span(caret.generic.from, wordEnd(text, offset)),
        shape: 'name',
      };
  }
  const called = caret.call ? verbs.get(`${world} ${caret.call.name}`) : undefined;
  const isCalled =
    called && caret.call && caret.call.index === called.index && isAsked(called, caret.call.name, caret.call.receiver);
  const verb = isCalled ? called : caret.list === undefined ? undefined : verbs.get(`${world} ${caret.list}`);
  if (!verb) return undefined;
  const own = isCalled && caret.call ? verb.receivers.get(caret.call.receiver) : undefined;
  const emitters = own?.size ? own : undefined;
  if (caret.literal !== undefined) {
    const quote = text.charAt(caret.literal - 1);
    const before = text.slice(Math.max(0, isCalled && caret.call ? caret.call.from : caret.literal), caret.literal - 1);
    // A literal inside of something else is not the event: emit(names['…
    if (!/^[\s[]*(?:[^()]*,\s*)?$/.test(before)) return undefined;
    const line = text.slice(offset).split('\n', 1)[0] ?? '';
    const close = line.indexOf(quote);
    const end = close >= 0 && /^[^'"`\s()]*$/.test(line.slice(0, close)) ? offset + close : offset;
    return { caret, verb, emitters, range: span(caret.literal, end), shape: 'text' };
  }
  const word = /[\p{L}\p{N}_$\\]*$/u.exec(caret.written)?.[0] ?? '';
  const lead = caret.written.slice(0, caret.written.length - word.length);
  if (!/^[\s[]*(?:new\s+)?$/.test(lead)) return undefined;
  const shape = world !== 'php' || /new\s+$/.test(lead) ? 'name' : verb.dispatches ? 'construction' : 'reference';
  return { caret, verb, emitters, range: span(offset - word.length, wordEnd(text, offset)), shape };
}

const wordEnd = (text: string, offset: number): number =>
  offset + (/^[\p{L}\p{N}_$]*/u.exec(text.slice(offset, offset + 200))?.[0].length ?? 0);

function itemsFor(snapshot: Snapshot, file: string, text: string, asked: Asked): readonly CompletionItem[] {
  const world = worldOfFile(file);
  const { verb, emitters, shape } = asked;
  const wanted = emitters ?? verb.emitters;
  const imports = importsIn(file, text);
  const items = new Map<string, CompletionItem>();
  for (const event of snapshot.graph.events) {
    if (event.external || (event.language === 'typescript' ? 'javascript' : event.language) !== world) continue;
    const isClass = event.kind === 'class' || event.language === 'rust';
    if (isClass ? shape === 'text' || !verb.takes.has('class') : !verb.takes.has('text')) continue;
    if (isBeingWritten(snapshot, event, file, asked, text)) continue;
    if (event.emitter !== undefined && wanted.size && !wanted.has(event.emitter)) continue;
    const item = isClass ? classItem(event, file, imports, asked) : textItem(event, asked);
    const key = `${item?.label ?? ''} ${item?.labelDetails?.description ?? ''}`;
    if (item && !items.has(key)) items.set(key, { ...item, detail: detailOf(snapshot, event) });
    if (items.size > most) break;
  }
  return [...items.values()];
}

/** What stands at the caret is an event itself as long as it is written: one that only this place names. */
function isBeingWritten({ graph }: Snapshot, event: EventNode, file: string, { range }: Asked, text: string): boolean {
  if (event.kind === 'class' || event.file !== undefined) return false;
  const line = lineOf(text, range.start.line);
  if (!line.startsWith(event.name, range.start.character)) return false;
  // Whoever hears it through a pattern does not name it.
  const named = heardBy(graph, event.id).listens.filter(({ eventId }) => eventId === event.id);
  const sites = [...dispatchersOf(graph, event.id), ...named];
  return sites.length === 1 && sites[0]?.file === file && sites[0].line === range.start.line + 1;
}

function textItem(event: EventNode, { range, shape }: Asked): CompletionItem {
  const { name, emitter } = event;
  const newText = shape === 'text' ? name : `'${name}'`;
  return {
    label: name,
    kind: eventKind,
    filterText: newText,
    textEdit: { range, newText },
    ...(emitter !== undefined && { labelDetails: { description: emitter } }),
  };
}

/** With the import that PHP needs; elsewhere only what the file knows, as the language's own server offers the rest. */
function classItem(
  event: EventNode,
  file: string,
  imports: Imports,
  { range, shape }: Asked,
): CompletionItem | undefined {
  const short = shortName(event.name);
  const space = event.name.slice(0, Math.max(0, event.name.lastIndexOf('\\')));
  if (!imports.php && event.file !== file && !imports.words.has(short)) return undefined;
  const isKnown = !imports.php || imports.namespace === space || imports.words.has(short);
  const newText = shape === 'reference' ? `${short}::class` : shape === 'construction' ? `new ${short}` : short;
  return {
    label: short,
    kind: classKind,
    textEdit: { range, newText },
    filterText: short,
    ...(space !== '' && { labelDetails: { description: space } }),
    ...(!isKnown && imports.add && { additionalTextEdits: [imports.add(event.name)] }),
  };
}

interface Imports {
  readonly php: boolean;
  readonly namespace: string;
  /** What the file names: in PHP in its imports alone, elsewhere anywhere. */
  readonly words: ReadonlySet<string>;
  readonly add?: (name: string) => TextEdit;
}

function importsIn(file: string, text: string): Imports {
  const wordsOf = (part: string): ReadonlySet<string> => new Set(part.match(/[\p{L}\p{N}_$]+/gu));
  if (!file.endsWith('.php')) return { php: false, namespace: '', words: wordsOf(text) };
  const own = /^\s*namespace\s+([\w\\]+)\s*[;{]/m.exec(text);
  const uses = [...text.matchAll(/^use\s+[^;()]+;/gm)];
  const last = uses.at(-1) ?? own ?? /^<\?php[^\n\r]*/.exec(text);
  const eol = text.includes('\r\n') ? '\r\n' : '\n';
  const end = last && positionOf(text, last.index + last[0].length);
  return {
    php: true,
    namespace: own?.[1] ?? '',
    words: wordsOf(uses.map(([use]) => use).join(' ')),
    ...(end && {
      add: (name: string) => ({ range: { start: end, end }, newText: `${uses.length ? '' : eol}${eol}use ${name};` }),
    }),
  };
}

function detailOf({ graph }: Snapshot, { id }: EventNode): string {
  return `${counted(heardBy(graph, id).listens.length, 'listener')}, ${counted(dispatchersOf(graph, id).length, 'dispatcher')}`;
}
