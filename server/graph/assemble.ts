/** Joins what the languages contribute into one graph in stable order. */
import type { EventNode, Graph, Language, LanguageGraph, Place } from './graph';
import { openSorted } from './resort';

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

/** Joins again and again: lists that hold what they held before stay as they are, others are put in order where they differ. */
export function openJoin(): Join {
  const join = <Key extends keyof Lists>(
    key: Key,
    order: (a: Lists[Key][number], b: Lists[Key][number]) => number,
  ): ((parts: readonly LanguageGraph[]) => Lists[Key]) => {
    const sort = openSorted<Lists[Key][number]>(order);
    return (parts) => {
      const [first = [], ...others] = parts.flatMap((part): (readonly Lists[Key][number][])[] =>
        part[key].length > 0 ? [part[key]] : [],
      );
      return sort(others.length > 0 ? first.concat(...others) : first) as Lists[Key];
    };
  };
  const lists = {
    events: join('events', byDeclaration),
    dispatches: join('dispatches', byPlace),
    listens: join('listens', byPlace),
    jobs: join('jobs', byPlace),
    commands: join('commands', byPlace),
    observers: join('observers', byPlace),
    channels: join('channels', byPlace),
    references: join('references', byPlace),
    unwired: join('unwired', byPlace),
  };
  return (parts, languages, files, problems) => ({
    languages,
    frameworks: [...new Set(parts.flatMap((part) => part.frameworks))].sort(),
    files,
    events: lists.events(parts),
    dispatches: lists.dispatches(parts),
    listens: lists.listens(parts),
    jobs: lists.jobs(parts),
    commands: lists.commands(parts),
    observers: lists.observers(parts),
    channels: lists.channels(parts),
    references: lists.references(parts),
    unwired: lists.unwired(parts),
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
