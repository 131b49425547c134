/** Joins what the languages contribute into one graph in stable order. */
import type { EventNode, Graph, Language, LanguageGraph, Place } from './graph';

/** By file, line, column. */
export function byPlace(a: Place, b: Place): number {
  if (a.file !== b.file) return a.file < b.file ? -1 : 1;
  return a.line - b.line || a.column - b.column;
}

type Lists = Omit<LanguageGraph, 'frameworks' | 'problems'>;
type Join = (
  parts: readonly LanguageGraph[],
  languages: readonly Language[],
  files: Graph['files'],
  problems: Graph['problems'],
) => Graph;

/** Joins again and again: lists that every language hands over unchanged, as the same array, stay as they are. */
export function openJoin(): Join {
  const known = new Map<keyof Lists, { readonly from: readonly unknown[]; readonly list: readonly unknown[] }>();
  const join = <Key extends keyof Lists>(
    parts: readonly LanguageGraph[],
    key: Key,
    order: (a: Lists[Key][number], b: Lists[Key][number]) => number,
  ): Lists[Key] => {
    const from = parts.map((part) => part[key]);
    const last = known.get(key);
    if (last?.from.length === from.length && from.every((list, index) => list === last.from[index]))
      return last.list as Lists[Key];
    const list = (from as readonly (readonly Lists[Key][number][])[]).flat().sort(order);
    known.set(key, { from, list });
    return list as unknown as Lists[Key];
  };
  return (parts, languages, files, problems) => ({
    languages,
    frameworks: [...new Set(parts.flatMap((part) => part.frameworks))].sort(),
    files,
    events: join(parts, 'events', byDeclaration),
    dispatches: join(parts, 'dispatches', byPlace),
    listens: join(parts, 'listens', byPlace),
    jobs: join(parts, 'jobs', byPlace),
    commands: join(parts, 'commands', byPlace),
    observers: join(parts, 'observers', byPlace),
    channels: join(parts, 'channels', byPlace),
    references: join(parts, 'references', byPlace),
    unwired: join(parts, 'unwired', byPlace),
    problems: [...problems, ...parts.flatMap((part) => part.problems)].sort((a, b) =>
      a.file === b.file ? 0 : a.file < b.file ? -1 : 1,
    ),
  });
}

/** Declared events first, by place; then those known by name only, by id. */
export function byDeclaration(a: EventNode, b: EventNode): number {
  const left = a.file ?? '\uffff';
  const right = b.file ?? '\uffff';
  if (left !== right) return left < right ? -1 : 1;
  return (a.line ?? 0) - (b.line ?? 0) || (a.column ?? 0) - (b.column ?? 0) || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);
}
