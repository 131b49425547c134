/** One language's view of the workspace: texts, facts and searches, each computed once and kept until its file changes. */
import type { Bus } from './graph/bus';
import type { FileProblem } from './graph/graph';
import type { Language, Workspace } from './languages/language';
import { rewritten } from './rewritten';
import { mayHold, piecesOf, signatureOf, type Signature } from './signature';

/** What all languages share: every found file, its current text, and what went wrong with it. */
export interface Sources {
  readonly paths: () => readonly string[];
  /** Text on disk or as edited; undefined when there is none to be had. */
  text(path: string): string | undefined;
  /** The text when it was last linked, of a file that changed since; undefined when it is not known. */
  former(path: string): string | undefined;
  readonly buses: readonly Bus[];
}

/** What an earlier run found out about files that have not changed since. */
export interface Remembered {
  /** Whether the file is a first candidate; undefined when it has to be looked at. */
  candidate(path: string): boolean | undefined;
  /** Files known to contain the needle among the unchanged ones; undefined when never asked. */
  search(needle: string): readonly string[] | undefined;
  unchanged(path: string): boolean;
  facts(path: string): unknown;
}

export interface LanguageWorkspace {
  readonly workspace: Workspace<unknown>;
  /** Tells that these files changed, appeared or vanished. */
  change(paths: ReadonlySet<string>): void;
  readonly problems: ReadonlyMap<string, FileProblem>;
  /** What a later run wants to know; facts only of files that were parsed. */
  memory(): {
    readonly candidates: readonly string[];
    readonly searches: ReadonlyMap<string, readonly string[]>;
    readonly facts: ReadonlyMap<string, unknown>;
  };
}

/** `ahead` has facts of files as they are on disk, or is about to. */
export function openWorkspace(
  language: Language,
  sources: Sources,
  remembered?: Remembered,
  ahead?: (path: string) => { readonly value: unknown } | undefined,
): LanguageWorkspace {
  const needles = language.needles(sources.buses);
  const facts = new Map<string, unknown>();
  const problems = new Map<string, FileProblem>();
  const searches = new Map<string, Set<string>>();
  const candidates = new Map<string, boolean>();
  const sorted = new Map<string, readonly string[]>();
  const signatures = new Map<string, Signature>();
  let moved = new Set<string>();
  const needlePieces = new Map<string, readonly number[]>();
  /** Paths changed since the cache was written; what is remembered no longer holds for them. */
  const edited = new Set<string>();
  const mine = (path: string): boolean =>
    language.extensions.some((extension) => path.toLowerCase().endsWith(extension));
  let files: readonly string[] = [];
  let listed: readonly string[] | undefined;
  let known = new Set<string>();
  let sortedCandidates: readonly string[] | undefined;

  const list = (): readonly string[] => {
    const paths = sources.paths();
    if (listed !== paths) {
      listed = paths;
      files = paths.filter(mine);
      known = new Set(files);
      sortedCandidates = undefined;
    }
    return files;
  };
  const pieces = (needle: string): readonly number[] => {
    const known = needlePieces.get(needle);
    if (known) return known;
    const made = piecesOf(needle);
    needlePieces.set(needle, made);
    return made;
  };
  const signed = (path: string, text: string): Signature => {
    const known = signatures.get(path);
    if (known) return known;
    const signature = signatureOf(text);
    signatures.set(path, signature);
    return signature;
  };
  const holds = (path: string, text: string, needle: string): boolean =>
    mayHold(signed(path, text), pieces(needle)) && text.includes(needle);
  const stillRemembered = (path: string): boolean =>
    remembered !== undefined && !edited.has(path) && remembered.unchanged(path);
  const isCandidate = (path: string): boolean => {
    const before = candidates.get(path);
    if (before !== undefined) return before;
    const text = stillRemembered(path) ? undefined : sources.text(path);
    const answer = stillRemembered(path)
      ? (remembered?.candidate(path) ?? false)
      : text !== undefined && needles.test(text, (literal) => mayHold(signed(path, text), pieces(literal)));
    candidates.set(path, answer);
    return answer;
  };

  /** The same array as long as no file was added or removed. */
  const sortedHits = (needle: string): readonly string[] => {
    const known = sorted.get(needle);
    if (known) return known;
    const made = [...(searches.get(needle) ?? [])].sort();
    sorted.set(needle, made);
    return made;
  };

  const searchAll = (wanted: readonly string[]): void => {
    const fresh = wanted.filter((needle) => !searches.has(needle));
    if (!fresh.length) return;
    const hits = new Map(fresh.map((needle) => [needle, new Set<string>()]));
    const unknown = fresh.filter((needle) => {
      const before = remembered?.search(needle);
      for (const path of before ?? []) if (stillRemembered(path)) hits.get(needle)?.add(path);
      return before === undefined;
    });
    const asked = fresh.map((needle) => ({ needle, pieces: pieces(needle), found: hits.get(needle) }));
    const left = new Set(unknown);
    const askedOfUnchanged = asked.filter(({ needle }) => left.has(needle));
    for (const path of list()) {
      const questions = stillRemembered(path) ? askedOfUnchanged : asked;
      if (!questions.length) continue;
      // The text may have to be read from the disk again, so it is asked for only where it may hold something.
      const signature = signatures.get(path);
      if (signature && !questions.some(({ pieces }) => mayHold(signature, pieces))) continue;
      const text = sources.text(path);
      if (text === undefined) continue;
      for (const { needle, pieces, found } of questions)
        if (mayHold(signed(path, text), pieces) && text.includes(needle)) found?.add(path);
    }
    for (const [needle, paths] of hits) searches.set(needle, paths);
  };

  const workspace: Workspace<unknown> = {
    get files() {
      return list();
    },
    get candidates() {
      const paths = list();
      return (sortedCandidates ??= paths.filter(isCandidate));
    },
    has: (path) => list().length > 0 && known.has(path),
    facts: (path) => {
      if (facts.has(path)) return facts.get(path);
      if (!workspace.has(path)) return undefined;
      const before = stillRemembered(path) ? remembered?.facts(path) : undefined;
      const made = before === undefined && !edited.has(path) ? ahead?.(path) : undefined;
      const found = before ?? (made ? made.value : read(language, path, sources.text(path), problems));
      facts.set(path, found);
      return found;
    },
    search: (wanted) => {
      searchAll(wanted);
      return new Map(wanted.map((needle) => [needle, sortedHits(needle)]));
    },
    moved: () => {
      const now = moved;
      moved = new Set();
      return now;
    },
    rewritten: (path) => {
      const before = sources.former(path);
      const now = sources.text(path);
      return before === undefined || now === undefined ? undefined : rewritten(before, now);
    },
    says: (path, needle) => {
      const text = sources.text(path);
      return text !== undefined && holds(path, text, needle);
    },
    text: (path) => sources.text(path),
    named: (names) => sources.paths().filter((path) => names.includes(path.slice(path.lastIndexOf('/') + 1))),
    ending: (suffix) => sources.paths().filter((path) => path.endsWith(suffix)),
    buses: sources.buses,
  };

  return {
    workspace,
    problems,
    change(paths) {
      for (const path of paths) {
        if (!mine(path)) continue;
        edited.add(path);
        facts.delete(path);
        const wasCandidate = candidates.get(path);
        candidates.delete(path);
        signatures.delete(path);
        problems.delete(path);
        const text = sources.text(path);
        const lines = workspace.rewritten(path);
        for (const [needle, hits] of searches) {
          if (lines && !lines.before.includes(needle) && !lines.now.includes(needle)) continue;
          if ((text !== undefined && holds(path, text, needle)) !== hits.has(path)) {
            sorted.delete(needle);
            moved.add(needle);
            if (!hits.delete(path)) hits.add(path);
          }
        }
        if (isCandidate(path) !== wasCandidate) sortedCandidates = undefined;
      }
    },
    memory: () => ({
      candidates: workspace.candidates,
      searches: new Map([...searches].map(([needle, hits]) => [needle, [...hits]])),
      facts,
    }),
  };
}

/** A file that its language cannot read costs that file and is named. */
function read(language: Language, path: string, text: string | undefined, problems: Map<string, FileProblem>): unknown {
  if (text === undefined) return undefined;
  try {
    return language.read(path, text);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    problems.set(path, { file: path, message: `The ${language.title} reader gave up on this file: ${why}` });
    return undefined;
  }
}
