/** Classes that stores name (handlers, jobs, projections, commands) and where they stand. Indexed once per graph. */
import type { Graph, Place } from '../graph/graph';
import { ownerOf } from '../graph/names';
import { spellingsOf, type Spellings } from '../graph/spellings';
import { shortName } from '../graph/wording';
import { classPlace } from './classPlace';
import { declared } from './declared';
import type { Snapshot } from './feature';

interface NamedClass {
  readonly name: string;
  readonly file: string;
  readonly line: number;
  readonly column?: number;
}

const known = new WeakMap<Graph, Spellings<NamedClass>>();

/** The class, or the method that was named with it. */
export function placeOfClass(
  snapshot: Snapshot,
  name: string,
): { readonly name: string; readonly place: Place } | undefined {
  const find = known.get(snapshot.graph) ?? indexed(snapshot.graph);
  known.set(snapshot.graph, find);
  const [text] = name.split(/\s|\(/, 1);
  const plain = (text ?? '').replace(/(?:@|->|::)\w+$/, '');
  for (const spelling of [text ?? '', plain]) {
    const [only, ...others] = find(spelling)?.items ?? [];
    if (!only || others.some(({ file }) => file !== only.file)) continue;
    const place = classPlace(snapshot, only.file, shortName(only.name)) ?? { ...only, column: only.column ?? 1 };
    return { name: only.name, place };
  }
  const elsewhere = /[\\/.]|^\p{Lu}/u.test(plain) ? declared(snapshot, plain) : undefined;
  return typeof elsewhere === 'object' ? { name: plain, place: elsewhere } : undefined;
}

function indexed(graph: Graph): Spellings<NamedClass> {
  const classes = new Map<string, NamedClass>();
  const add = (name: string | null | undefined, file: string | undefined, line = 1, column?: number): void => {
    if (!name || name === 'closure' || file === undefined || classes.has(name)) return;
    classes.set(name, { name, file, line, ...(column !== undefined && { column }) });
  };
  for (const { handler, handlerFile, handlerLine, handlerColumn } of graph.listens) {
    add(ownerOf(handler) ?? handler, handlerFile, handlerLine, handlerColumn);
  }
  for (const { job, jobFile, jobLine } of graph.jobs) add(job, jobFile, jobLine);
  for (const { handler, file, line, column } of graph.commands)
    if (handler !== null) add(ownerOf(handler) ?? handler, file, line, column);
  for (const { name, file, line, column, external } of graph.events) if (!external) add(name, file, line, column);
  return spellingsOf([...classes.values()].map((item) => ({ item, names: [item.name] })));
}
