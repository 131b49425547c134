/** The impls of a type, wherever they stand. Files are told by their text first: only those that may have one are parsed. */
import type { ImplFacts } from './facts';
import { lastSegment } from './inferred';
import type { Names } from './names';
import type { Answer } from './reliance';

/** `impl<T> Trait<X> for path::Name<T>` and `impl Name`: the name of the type. */
const implHeader = /\bimpl\b(?:\s*<[^{};]*?>)?\s+(?:[^{};]*?\sfor\s+)?(?:&\s*)?(?:'\w+\s+)?(?:dyn\s+)?(?:\w+::)*(\w+)/g;

export interface FoundImpl {
  readonly file: string;
  readonly impl: ImplFacts;
  readonly index: number;
}

export interface Impls {
  /** Impls of a type that candidates and its own file declare. */
  implsOf(path: string): readonly FoundImpl[];
  /** Impls of this file are others now, or written for other types; answers with the names of types that concerns. */
  forget(file: string, impls: readonly ImplFacts[]): ReadonlySet<string>;
  /** The file's text is another now, or it is a candidate no longer; answers like `forget`. */
  retext(file: string): ReadonlySet<string>;
}

export function createImpls(names: Names, candidates: () => readonly string[], text: (file: string) => string): Impls {
  const { reliance } = names;
  const implLists = new Map<string, Answer<readonly FoundImpl[]>>();
  /** Impls of a file by the path of their type. */
  const implsByFile = new Map<string, Answer<ReadonlyMap<string, readonly FoundImpl[]>>>();
  const headers = new Map<string, ReadonlySet<string>>();
  let implFileIndex: Map<string, string[]> | undefined;

  const implsOf = (path: string): readonly FoundImpl[] => {
    const known = implLists.get(path);
    if (known && reliance.holds(known)) {
      reliance.noteAll(known.keys);
      return known.value;
    }
    const found = reliance.record(() => {
      reliance.note('impls', lastSegment(path));
      const home = names.item(path);
      const files = new Set(implFiles().get(lastSegment(path)) ?? []);
      if (home && 'file' in home) files.add(home.file);
      return [...files].sort().flatMap((file) => implsIn(file).get(path) ?? []);
    });
    implLists.set(path, found);
    return found.value;
  };

  /** Files by the names of the types they have impls for, read off their text: only those are parsed for a type. */
  const implFiles = (): ReadonlyMap<string, readonly string[]> => {
    if (implFileIndex) return implFileIndex;
    implFileIndex = new Map();
    for (const file of candidates()) index(file, implFileIndex);
    return implFileIndex;
  };

  const index = (file: string, into: Map<string, string[]>): void => {
    const found = new Set<string>();
    for (const match of text(file).matchAll(implHeader)) found.add(match[1] ?? '');
    headers.set(file, found);
    for (const name of found) {
      const list = into.get(name);
      if (list) list.push(file);
      else into.set(name, [file]);
    }
  };

  const implsIn = (file: string): ReadonlyMap<string, readonly FoundImpl[]> => {
    const known = implsByFile.get(file);
    if (known) return known.value;
    const made = reliance.record(() => {
      const into = new Map<string, FoundImpl[]>();
      names.facts(file)?.impls.forEach((impl, index) => {
        const target = targetOf(file, impl);
        if (target === undefined) return;
        const list = into.get(target);
        if (list) list.push({ file, impl, index });
        else into.set(target, [{ file, impl, index }]);
      });
      return into;
    }, true);
    implsByFile.set(file, made);
    return made.value;
  };

  /** Path of the type an impl is written for, aliases followed. */
  const targetOf = (file: string, impl: ImplFacts): string | undefined => {
    const type = impl.type.kind === 'path' ? names.resolve(file, impl.module, impl.type.path) : undefined;
    const target =
      type?.kind === 'alias' && type.facts.type.kind === 'path'
        ? names.resolve(type.file, type.facts.module, type.facts.type.path)
        : type;
    return !target || target.kind === 'external' ? undefined : target.path;
  };

  const forget = (file: string, impls: readonly ImplFacts[]): ReadonlySet<string> => {
    const touched = new Set<string>();
    const touch = (path: string): void => void touched.add(lastSegment(path));
    for (const impl of impls) {
      const target = targetOf(file, impl);
      if (target !== undefined) touch(target);
      if (impl.type.kind === 'path') touch(impl.type.path);
    }
    for (const [other, known] of [...implsByFile]) {
      if (other !== file && reliance.holds(known)) continue;
      implsByFile.delete(other);
      const now = implsIn(other);
      for (const path of new Set([...known.value.keys(), ...now.keys()]))
        if (known.value.get(path)?.length !== now.get(path)?.length) touch(path);
    }
    implLists.clear();
    return touched;
  };

  const retext = (file: string): ReadonlySet<string> => {
    if (!implFileIndex) return new Set();
    const before = headers.get(file) ?? new Set<string>();
    for (const name of before) {
      const list = implFileIndex.get(name) ?? [];
      if (list.includes(file)) list.splice(list.indexOf(file), 1);
    }
    headers.delete(file);
    if (candidates().includes(file)) index(file, implFileIndex);
    const now = headers.get(file) ?? new Set<string>();
    return new Set([...[...before].filter((name) => !now.has(name)), ...[...now].filter((name) => !before.has(name))]);
  };

  return { implsOf, forget, retext };
}
