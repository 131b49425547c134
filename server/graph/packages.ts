/** Whether code is offered to programs outside the workspace, which may dispatch and listen where nobody here sees it. */
import type { Graph } from './graph';

export interface Package {
  /** Of the manifest, relative to the workspace; `` is the root. */
  readonly folder: string;
  readonly registry: 'npm' | 'composer' | 'cargo';
  /** The manifest offers the code to other programs. */
  readonly library: boolean;
}

const none: readonly Package[] = [];

interface Index {
  readonly byFolder: ReadonlyMap<string, Package>;
  /** Answers given before: the same files are asked for again and again. */
  readonly byFile: Map<string, Package | undefined>;
}

const known = new WeakMap<readonly Package[], Index>();

export function isLibraryCode(graph: Graph, file: string): boolean {
  return packageOf(graph, file)?.library ?? false;
}

/** By the nearest manifest above the file. */
export function packageOf(graph: Graph, file: string): Package | undefined {
  const { byFolder, byFile } = indexOf(graph.packages ?? none);
  if (byFile.has(file)) return byFile.get(file);
  const found = nearest(file, byFolder);
  byFile.set(file, found);
  return found;
}

function nearest(file: string, byFolder: ReadonlyMap<string, Package>): Package | undefined {
  const registry = file.endsWith('.php') ? 'composer' : file.endsWith('.rs') ? 'cargo' : 'npm';
  for (let folder = parentOf(file); ; folder = parentOf(folder)) {
    const found = byFolder.get(`${registry} ${folder}`);
    if (found || folder === '') return found;
  }
}

function indexOf(packages: readonly Package[]): Index {
  const before = known.get(packages);
  if (before) return before;
  const byFolder = new Map(packages.map((one) => [`${one.registry} ${one.folder}`, one]));
  const index: Index = { byFolder, byFile: new Map() };
  known.set(packages, index);
  return index;
}

const parentOf = (path: string): string => path.slice(0, Math.max(path.lastIndexOf('/'), 0));
