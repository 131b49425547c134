/** The classes and functions of the whole workspace, found by their names without parsing everything; knows no events. */
import type { Workspace } from '../language';
import type { Body, ClassFact, Expression, PhpFacts, Property } from './facts';
import { externalParents } from './external';

export interface ClassEntry {
  readonly file: string;
  readonly facts: PhpFacts;
  readonly fact: ClassFact;
}
export interface MethodEntry {
  readonly entry: ClassEntry;
  readonly body: Body;
  readonly index: number;
}

export interface Project {
  readonly workspace: Workspace<PhpFacts>;
  classNamed(name: string): ClassEntry | undefined;
  functionNamed(
    name: string,
  ): { readonly file: string; readonly facts: PhpFacts; readonly body: Body; readonly index: number } | undefined;
  facts(file: string): PhpFacts | undefined;
  /** Whether the workspace's own manifests say that such a class has to be in the workspace. */
  isOwn(name: string): boolean;
  /** Whether its namespace maps to a folder that exists here, so that its file should be in it. */
  expected(name: string): boolean;
  /** All parents, interfaces and traits, nearest first, each with how it is reached; the class itself first. */
  lineage(name: string): readonly string[];
  isA(name: string, ...targets: readonly string[]): boolean;
  method(name: string, method: string): MethodEntry | undefined;
  property(name: string, property: string): { readonly entry: ClassEntry; readonly property: Property } | undefined;
  constant(
    name: string,
    constant: string,
  ): { readonly entry: ClassEntry; readonly value: Expression; readonly isCase: boolean } | undefined;
  /** Classes that extend or implement it directly or further down. */
  subclasses(name: string): readonly string[];
  /** Concrete classes of one namespace, by their files; none when there are too many to mean anything. */
  classesUnder(prefix: string): readonly string[];
  /** Folder to namespace pairs of all manifests, longest namespace first. */
  readonly roots: readonly { readonly prefix: string; readonly folder: string }[];
  /** Files asked for since the recorder was set. */
  record(into: Set<string> | undefined): void;
  /** Facts of a file as they were when it was last asked for. */
  readonly consulted: ReadonlyMap<string, PhpFacts>;
  /** Whether a name was asked for and not found, or its subclasses were asked for: then a new declaration matters. */
  awaits(facts: PhpFacts): boolean;
  /** Forgets what it derived from these files; everything when undefined. */
  forget(files: ReadonlySet<string> | undefined): void;
}

export function openProject(workspace: Workspace<PhpFacts>): Project {
  const roots = readRoots(workspace);
  let recorder: Set<string> | undefined;
  const classes = new Map<string, string | null>();
  const functions = new Map<string, { file: string; index: number } | null>();
  const lineages = new Map<string, { names: readonly string[]; files: ReadonlySet<string> }>();
  const children = new Map<string, readonly string[]>();
  let byBase: Map<string, string[]> | undefined;

  /** Every file that was asked for, with the facts that were answered: what a later edit is compared with. */
  const consulted = new Map<string, PhpFacts>();
  const load = (file: string): PhpFacts | undefined => {
    const known = workspace.facts(file);
    if (known) consulted.set(file, known);
    return known;
  };
  const facts = (file: string): PhpFacts | undefined => {
    recorder?.add(file);
    return load(file);
  };
  const find = (file: string, name: string): ClassFact | undefined =>
    load(file)?.classes.find((fact) => fact.name === name);
  const isOwn = (name: string): boolean => roots.some((root) => root.prefix !== '' && name.startsWith(root.prefix));

  const locate = (name: string): string | null => {
    for (const root of roots) {
      if (!name.startsWith(root.prefix)) continue;
      const file = `${root.folder}${name.slice(root.prefix.length).replaceAll('\\', '/')}.php`;
      if (workspace.has(file) && find(file, name)) return file;
    }
    const short = name.slice(name.lastIndexOf('\\') + 1);
    if (!byBase) {
      byBase = new Map();
      for (const file of workspace.files) {
        const base = file.slice(file.lastIndexOf('/') + 1);
        const list = byBase.get(base);
        if (list) list.push(file);
        else byBase.set(base, [file]);
      }
    }
    for (const file of byBase.get(`${short}.php`) ?? []) if (find(file, name)) return file;
    for (const file of byBase.get(`class-${short.toLowerCase().replaceAll('_', '-')}.php`) ?? [])
      if (find(file, name)) return file;
    if (!isOwn(name) && (roots.length > 0 || name.includes('\\'))) {
      if (!name.includes('\\') || !ownNamespaces().has(name.slice(0, name.lastIndexOf('\\')))) return null;
    }
    const needles = ['class', 'interface', 'trait', 'enum'].map((word) => `${word} ${short}`);
    for (const files of workspace.search(needles).values()) for (const file of files) if (find(file, name)) return file;
    return null;
  };

  let namespaces: Set<string> | undefined;
  /** Namespaces that candidate files declare: classes beside them may share a file with another class. */
  const ownNamespaces = (): Set<string> => {
    if (namespaces) return namespaces;
    namespaces = new Set();
    for (const file of workspace.candidates) {
      const known = load(file);
      if (known && known.namespace !== '') namespaces.add(known.namespace);
    }
    return namespaces;
  };

  const folders = new Map<string, boolean>();
  const hasFolder = (folder: string): boolean => {
    const known = folders.get(folder) ?? workspace.files.some((file) => file.startsWith(folder));
    folders.set(folder, known);
    return known;
  };

  const classNamed = (name: string): ClassEntry | undefined => {
    if (name === '' || name.endsWith('[]')) return undefined;
    let file = classes.get(name);
    if (file === undefined) {
      file = locate(name);
      classes.set(name, file);
    }
    if (file === null) return undefined;
    const known = facts(file);
    const fact = known?.classes.find((candidate) => candidate.name === name);
    return known && fact ? { file, facts: known, fact } : undefined;
  };

  const lineage = (name: string): readonly string[] => {
    const known = lineages.get(name);
    if (known) {
      if (recorder) for (const file of known.files) recorder.add(file);
      return known.names;
    }
    const seen = new Set<string>([name]);
    const files = new Set<string>();
    const outer = recorder;
    recorder = files;
    for (const current of seen) {
      if (seen.size > 200) break;
      const fact = classNamed(current)?.fact;
      const next = fact ? [...fact.extends, ...fact.traits, ...fact.implements] : (externalParents[current] ?? []);
      for (const parent of next) seen.add(parent);
    }
    recorder = outer;
    if (recorder) for (const file of files) recorder.add(file);
    const names = [...seen];
    lineages.set(name, { names, files });
    return names;
  };

  /** Files that may declare a class under this one: `extends Short`, `implements …, Short`, or an alias of it. */
  const heirFiles = (short: string): Set<string> => {
    const needles = [`extends ${short}`, 'implements ', `${short} as `, ` ${short}`] as const;
    const found = workspace.search(needles);
    const files = new Set([...(found.get(needles[0]) ?? []), ...(found.get(needles[2]) ?? [])]);
    const implementing = new Set(found.get(needles[1]) ?? []);
    for (const file of found.get(needles[3]) ?? []) if (implementing.has(file)) files.add(file);
    return files;
  };

  const inLineage = <T>(name: string, pick: (entry: ClassEntry) => T | undefined): T | undefined => {
    for (const ancestor of lineage(name)) {
      const entry = classNamed(ancestor);
      const found = entry && pick(entry);
      if (found !== undefined) return found;
    }
    return undefined;
  };

  return {
    workspace,
    roots,
    classNamed,
    facts,
    isOwn,
    expected: (name) =>
      roots.some((root) => root.prefix !== '' && name.startsWith(root.prefix) && hasFolder(root.folder)),
    lineage,
    isA: (name, ...targets) => lineage(name).some((ancestor) => targets.includes(ancestor)),
    method: (name, method) => {
      const wanted = method.toLowerCase();
      return inLineage(name, (entry) => {
        for (const index of entry.fact.methods) {
          const body = entry.facts.bodies[index];
          if (body && body.name.toLowerCase() === wanted) return { entry, body, index };
        }
        return undefined;
      });
    },
    property: (name, property) =>
      inLineage(name, (entry) => {
        const found = entry.fact.properties.find((candidate) => candidate.name === property);
        return found && { entry, property: found };
      }),
    constant: (name, constant) =>
      inLineage(name, (entry) => {
        const found = entry.fact.constants.find((candidate) => candidate.name === constant);
        return found && { entry, value: found.value, isCase: found.case === true };
      }),
    functionNamed: (name) => {
      let known = functions.get(name);
      if (known === undefined) {
        known = null;
        const short = name.slice(name.lastIndexOf('\\') + 1);
        const needle = `function ${short}`;
        for (const file of workspace.search([needle]).get(needle) ?? []) {
          const bodies = load(file)?.bodies ?? [];
          const index = bodies.findIndex((body) => body.owner < 0 && body.parent < 0 && body.name === name);
          if (index < 0) continue;
          known = { file, index };
          break;
        }
        functions.set(name, known);
      }
      if (!known) return undefined;
      const file = facts(known.file);
      const body = file?.bodies[known.index];
      return file && body?.name === name ? { file: known.file, facts: file, body, index: known.index } : undefined;
    },
    subclasses: (name) => {
      const known = children.get(name);
      if (known) return known;
      const found = new Set<string>();
      const queue = [name];
      for (const current of queue) {
        if (queue.length > 400) break;
        const short = current.slice(current.lastIndexOf('\\') + 1);
        const candidates = heirFiles(short);
        for (const file of candidates)
          for (const fact of load(file)?.classes ?? [])
            if (
              (fact.extends.includes(current) || fact.implements.includes(current)) &&
              !found.has(fact.name) &&
              !fact.anonymous
            ) {
              found.add(fact.name);
              queue.push(fact.name);
            }
      }
      const list = [...found].sort();
      children.set(name, list);
      return list;
    },
    consulted,
    classesUnder: (prefix) => {
      const found = new Set<string>();
      for (const root of roots) {
        if (!prefix.startsWith(root.prefix)) continue;
        const folder = `${root.folder}${prefix.slice(root.prefix.length).replaceAll('\\', '/')}`;
        for (const file of workspace.files) {
          const rest = file.startsWith(folder) ? file.slice(folder.length) : '/';
          if (!rest.includes('/') && rest.endsWith('.php')) found.add(prefix + rest.slice(0, -'.php'.length));
        }
      }
      return found.size > 60 ? [] : [...found].sort();
    },
    awaits: (known) =>
      known.bodies.some(
        (body) => body.owner < 0 && body.parent < 0 && body.name !== '{main}' && functions.get(body.name) === null,
      ) ||
      known.classes.some((fact) => {
        if (classes.get(fact.name) === null) return true;
        return [...fact.extends, ...fact.implements].some((parent) => children.has(parent));
      }),
    record: (into) => {
      recorder = into;
    },
    forget: (files) => {
      lineages.clear();
      children.clear();
      functions.clear();
      if (!files) {
        classes.clear();
        byBase = undefined;
        namespaces = undefined;
        return;
      }
      for (const [name, file] of classes) if (file !== null && files.has(file)) classes.delete(name);
    },
  };
}

function readRoots(workspace: Workspace<PhpFacts>): { prefix: string; folder: string }[] {
  const roots: { prefix: string; folder: string }[] = [];
  for (const manifest of workspace.named(['composer.json'])) {
    const folder = manifest.slice(0, -'composer.json'.length);
    const content = readJson(workspace.text(manifest));
    for (const key of ['autoload', 'autoload-dev']) {
      for (const standard of ['psr-4', 'psr-0']) {
        const map = record(record(content[key])[standard]);
        for (const [prefix, target] of Object.entries(map))
          for (const path of Array.isArray(target) ? target : [target]) {
            if (typeof path !== 'string') continue;
            const base = joinPath(folder, path);
            if (standard === 'psr-4') roots.push({ prefix: prefix.replace(/^\\/, ''), folder: base });
            else roots.push({ prefix: prefix.replace(/^\\/, ''), folder: `${base}${prefix.replaceAll('\\', '/')}` });
          }
      }
    }
  }
  return roots.sort((a, b) => b.prefix.length - a.prefix.length || (a.folder < b.folder ? -1 : 1));
}

export function joinPath(folder: string, path: string): string {
  const parts: string[] = [];
  for (const part of `${folder}${path}`.split('/')) {
    if (part === '..') parts.pop();
    else if (part !== '.' && part !== '') parts.push(part);
  }
  return parts.length === 0 ? '' : `${parts.join('/')}/`;
}

export function readJson(text: string | undefined): Record<string, unknown> {
  if (text === undefined) return {};
  try {
    return record(JSON.parse(text.replace(/^\uFEFF/, '')));
  } catch {
    return {};
  }
}

export function record(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : {};
}
