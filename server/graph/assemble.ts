/** Joins what the languages contribute into one graph in stable order. */
import type { EventNode, Graph, Language, LanguageGraph, Place } from './graph';

/** By file, line, column. */
export function byPlace(a: Place, b: Place): number {
  if (a.file !== b.file) return a.file < b.file ? -1 : 1;
  return a.line - b.line || a.column - b.column;
}

export function assemble(
  parts: readonly LanguageGraph[],
  languages: readonly Language[],
  files: Graph['files'],
  problems: Graph['problems'],
): Graph {
  const all = <Key extends keyof LanguageGraph>(key: Key): LanguageGraph[Key][number][] =>
    parts.flatMap((part) => part[key] as readonly LanguageGraph[Key][number][]);
  return {
    languages,
    frameworks: [...new Set(all('frameworks'))].sort(),
    files,
    events: all('events').sort(byDeclaration),
    dispatches: all('dispatches').sort(byPlace),
    listens: all('listens').sort(byPlace),
    jobs: all('jobs').sort(byPlace),
    commands: all('commands').sort(byPlace),
    observers: all('observers').sort(byPlace),
    channels: all('channels').sort(byPlace),
    references: all('references').sort(byPlace),
    unwired: all('unwired').sort(byPlace),
    problems: [...problems, ...all('problems')].sort((a, b) => (a.file === b.file ? 0 : a.file < b.file ? -1 : 1)),
  };
}

/** Declared events first, by place; then those known by name only, by id. */
export function byDeclaration(a: EventNode, b: EventNode): number {
  const left = a.file ?? '\uffff';
  const right = b.file ?? '\uffff';
  if (left !== right) return left < right ? -1 : 1;
  return (a.line ?? 0) - (b.line ?? 0) || (a.column ?? 0) - (b.column ?? 0) || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);
}
