/**
 * Whether the code has a class, enum or type of a name, or says a name between quotes, though the graph has no event of
 * it: before anybody is told that there is none. Looked for once per graph and name.
 */
import type { Graph, Place } from '../graph/graph';
import { bare, partsOf, unversioned } from '../graph/spellings';
import type { Snapshot } from './feature';

/** Of more files only those are read whose names fit; what is not found then is not known. */
const filesReadAtMost = 5_000;

const known = new WeakMap<Graph, Map<string, Place | 'unknown' | undefined>>();

/** `unknown` where the workspace could not be looked through. */
export function declared(snapshot: Snapshot, name: string): Place | 'unknown' | undefined {
  const names = known.get(snapshot.graph) ?? new Map<string, Place | 'unknown' | undefined>();
  known.set(snapshot.graph, names);
  if (names.has(name)) return names.get(name);
  const found = look(snapshot, name);
  names.set(name, found);
  return found;
}

/** Whether everything that can be read was read. */
export function isWhole({ graph }: Snapshot): boolean {
  return graph.files.failed === 0 && graph.problems.every(({ line }) => line !== undefined);
}

function look(snapshot: Snapshot, name: string): Place | 'unknown' | undefined {
  const files = snapshot.files?.();
  if (!files) return 'unknown';
  const clean = name.replace(/^\\/, '').replaceAll('\\\\', '\\');
  const parts = partsOf(unversioned(clean));
  const short = parts.at(-1) ?? '';
  if (short.length < 2 || name.length > 500) return undefined;
  const namespace = clean.includes('\\') ? clean.slice(0, clean.lastIndexOf('\\')) : undefined;
  const wanted = bare(short);
  const fitting = files.filter((file) => bare(/([^/]*?)(?:\.\w+)*$/.exec(file)?.[1] ?? '') === wanted);
  const rest = files.length <= filesReadAtMost ? files.filter((file) => !fitting.includes(file)) : [];
  for (const file of [...fitting, ...rest]) {
    const text = snapshot.text(file);
    if (!text?.includes(short) && !text?.includes(clean)) continue;
    const place = placeIn(text, file, short, clean, namespace);
    if (place) return place;
  }
  return files.length <= filesReadAtMost ? undefined : 'unknown';
}

function placeIn(
  text: string,
  file: string,
  short: string,
  whole: string,
  namespace: string | undefined,
): Place | undefined {
  const plain = short.replace(/[^\p{L}\p{N}_]/gu, '');
  if (plain === short) {
    const own = namespace === undefined || !file.endsWith('.php') || says(text, `namespace ${namespace};`);
    const at = own ? wordAfterKeyword(text, short) : undefined;
    if (at !== undefined) return placeAt(text, file, at);
  }
  if (namespace !== undefined) return undefined;
  for (const quote of ["'", '"', '`']) {
    const at = text.indexOf(quote + whole + quote);
    if (at >= 0) return placeAt(text, file, at + 1);
  }
  return undefined;
}

const says = (text: string, statement: string): boolean => text.replace(/\s+/g, ' ').includes(statement);

function wordAfterKeyword(text: string, name: string): number | undefined {
  for (let at = text.indexOf(name); at >= 0; at = text.indexOf(name, at + 1)) {
    const before = text.slice(Math.max(0, at - 40), at);
    if (/(?:^|[^\p{L}\p{N}_$])(?:class|interface|trait|enum|struct|type|record)\s+$/u.test(before))
      if (!/[\p{L}\p{N}_$]/u.test(text.charAt(at + name.length))) return at;
  }
  return undefined;
}

function placeAt(text: string, file: string, offset: number): Place {
  const before = text.slice(0, offset);
  return { file, line: before.split('\n').length, column: offset - before.lastIndexOf('\n') };
}
