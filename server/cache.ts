/** What one run leaves for the next: file stamps, the graph, and the facts of parsed files. A cache may always be lost. */
import { closeSync, mkdirSync, openSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { FoundFile } from './files';
import type { Graph } from './graph/graph';
import type { Language } from './languages/language';
import type { Settings } from './settings';
import type { LanguageWorkspace, Remembered } from './workspace';

export interface CachedRun {
  /** The files there were. */
  readonly paths: readonly string[];
  /** Nothing appeared, vanished or changed since. */
  sameFiles(found: ReadonlyMap<string, FoundFile>): boolean;
  graph(): Graph | undefined;
  remembered(language: Language, found: ReadonlyMap<string, FoundFile>): Remembered | undefined;
}

export interface Cache {
  read(settings: Settings): CachedRun | undefined;
  write(
    settings: Settings,
    found: ReadonlyMap<string, FoundFile>,
    graph: Graph,
    languages: readonly { readonly id: string; readonly memory: ReturnType<LanguageWorkspace['memory']> }[],
  ): void;
}

/** Byte offset and length in the facts file. */
type Place = readonly [number, number];

/** All that an unchanged folder needs, so that it is read quickly. */
interface Index {
  readonly key: string;
  readonly stamps: Readonly<Record<string, string>>;
  readonly languages: Readonly<Record<string, Place>>;
}

/** What stands at a language's place in the facts file. */
interface Memory {
  readonly candidates: readonly string[];
  readonly searches: Readonly<Record<string, readonly string[]>>;
  readonly facts: Readonly<Record<string, Place>>;
}

/** `version` must change with every change of the program that may change a graph. */
export function diskCache(folder: string, version: string): Cache {
  const indexFile = join(folder, 'index.json');
  const graphFile = join(folder, 'graph.json');
  const factsFile = join(folder, 'facts.json');
  const keyOf = (settings: Settings): string => JSON.stringify([version, settings]);
  return {
    read(settings) {
      const stored = readIndex(indexFile);
      if (stored?.key !== keyOf(settings)) return undefined;
      let facts: Buffer | undefined;
      const at = <Value>([offset, length]: Place): Value | undefined => {
        facts ??= readFileSafe(factsFile) ?? Buffer.alloc(0);
        return parsed<Value>(facts.toString('utf8', offset, offset + length));
      };
      const paths = Object.keys(stored.stamps);
      return {
        paths,
        sameFiles(found) {
          return paths.length === found.size && paths.every((path) => found.get(path)?.stamp === stored.stamps[path]);
        },
        graph: () => parsed<{ key: string; graph: Graph }>(readFileSafe(graphFile)?.toString())?.graph,
        remembered(language, found) {
          const kept = stored.languages[language.id];
          const memory = kept && at<Memory>(kept);
          if (!memory) return undefined;
          const candidates = new Set(memory.candidates);
          return {
            candidate: (path) => candidates.has(path),
            search: (needle) => memory.searches[needle],
            unchanged: (path) => found.get(path) !== undefined && found.get(path)?.stamp === stored.stamps[path],
            facts(path) {
              const place = memory.facts[path];
              return place && at(place);
            },
          };
        },
      };
    },
    write(settings, found, graph, languages) {
      try {
        mkdirSync(folder, { recursive: true });
        // The index goes last: until it is there, the other files are nobody's.
        rmSync(indexFile, { force: true });
        const index: Index = {
          key: keyOf(settings),
          stamps: Object.fromEntries([...found].map(([path, file]) => [path, file.stamp])),
          languages: replaceInParts(factsFile, (place) =>
            Object.fromEntries(
              languages.map(({ id, memory }) => {
                const kept: Memory = {
                  candidates: memory.candidates,
                  searches: Object.fromEntries(memory.searches),
                  facts: Object.fromEntries(
                    [...memory.facts].flatMap(([path, value]) => (value === undefined ? [] : [[path, place(value)]])),
                  ),
                };
                return [id, place(kept)];
              }),
            ),
          ),
        };
        replace(graphFile, JSON.stringify({ key: index.key, graph }));
        replace(indexFile, JSON.stringify(index));
      } catch {
        // No room or no permission: the next run is a cold one, which is no error.
      }
    },
  };
}

function replace(file: string, content: Buffer | string): void {
  const fresh = `${file}.${process.pid}`;
  writeFileSync(fresh, content);
  renameSync(fresh, file);
}

const partSize = 1 << 20;

/** Writes value after value without ever holding all of them as text. */
function replaceInParts<Result>(file: string, fill: (place: (value: unknown) => Place) => Result): Result {
  const fresh = `${file}.${process.pid}`;
  const handle = openSync(fresh, 'w');
  let offset = 0;
  let part: Buffer[] = [];
  let size = 0;
  const flush = (): void => {
    writeFileSync(handle, Buffer.concat(part));
    part = [];
    size = 0;
  };
  try {
    const result = fill((value) => {
      const bytes = Buffer.from(JSON.stringify(value));
      part.push(bytes);
      size += bytes.length;
      offset += bytes.length;
      if (size > partSize) flush();
      return [offset - bytes.length, bytes.length];
    });
    flush();
    renameSync(fresh, file);
    return result;
  } finally {
    closeSync(handle);
  }
}

function readIndex(file: string): Index | undefined {
  return parsed<Index>(readFileSafe(file)?.toString());
}

function readFileSafe(file: string): Buffer | undefined {
  try {
    return readFileSync(file);
  } catch {
    return undefined;
  }
}

/** A cache cut off in the middle is no cache. */
function parsed<Value>(text: string | undefined): Value | undefined {
  if (text === undefined) return undefined;
  try {
    return JSON.parse(text) as Value;
  } catch {
    return undefined;
  }
}
