/** The classes and functions of the whole workspace, found by their names without parsing everything; knows no events. */
import type { Workspace } from '../language';
import { alike } from './alike';
import { keepAnswers, type Refreshed } from './answers';
import { externalParents } from './external';
import type { Body, ClassFact, Expression, PhpFacts, Property } from './facts';
import { readRoots } from './roots';
import { declaredIn, sameClass, sameConstant, sameFunction, sameMethod, sameProperty } from './same';

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
  /** Files whose text holds the needle, as `Workspace.search` finds them. */
  search(needles: readonly string[]): ReadonlyMap<string, readonly string[]>;
  /** What follows from a class and its ancestors, worked out once; it must be plain data. */
  about<Value>(name: string, question: string, ask: () => Value): Value;
  /** Who asks from now on. */
  asking(asker: string | undefined): void;
  /** Takes in edited files; undefined when only a fresh start can answer. */
  edited(files: ReadonlySet<string>): Refreshed | undefined;
}

export function openProject(workspace: Workspace<PhpFacts>): Project {
  const roots = readRoots(workspace);
  const listed = workspace.files;
  const answers = keepAnswers();
  const classes = new Map<string, string | null>();
  let byBase: Map<string, string[]> | undefined;

  /** Every file that was asked for, with the facts that were answered: what a later edit is compared with. */
  const consulted = new Map<string, PhpFacts>();
  const load = (file: string): PhpFacts | undefined => {
    const known = workspace.facts(file);
    if (known) consulted.set(file, known);
    return known;
  };
  const facts = (file: string): PhpFacts | undefined =>
    answers.of(
      `file ${file}`,
      '',
      () => {
        answers.rest(`file ${file}`);
        return load(file);
      },
      alike,
    );
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
    // `class Order` is in every file of `class OrderLine` as well: a look at the text is far cheaper than parsing it.
    const spelled = short.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
    const declares = new RegExp(String.raw`(?:class|interface|trait|enum) ${spelled}(?![\w\u0080-\uffff])`);
    for (const files of workspace.search(needles).values())
      for (const file of files)
        if ((consulted.has(file) || declares.test(workspace.text(file) ?? '')) && find(file, name)) return file;
    return null;
  };

  /** Namespaces that candidate files declare, by file: classes beside them may share a file with another class. */
  let spokenIn: Map<string, string> | undefined;
  let namespaces: ReadonlySet<string> = new Set();
  const ownNamespaces = (): ReadonlySet<string> => {
    if (spokenIn) return namespaces;
    spokenIn = new Map();
    for (const file of workspace.candidates) spokenIn.set(file, load(file)?.namespace ?? '');
    namespaces = new Set(spokenIn.values());
    return namespaces;
  };

  /** Namespaces that an edit made known or made nobody's. */
  const movedNamespaces = (files: ReadonlySet<string>): readonly string[] => {
    if (!spokenIn) return [];
    let moved = false;
    for (const file of files) {
      const now = workspace.candidates.includes(file) ? (load(file)?.namespace ?? '') : undefined;
      if (spokenIn.get(file) === now) continue;
      moved = true;
      if (now === undefined) spokenIn.delete(file);
      else spokenIn.set(file, now);
    }
    if (!moved) return [];
    const before = namespaces;
    namespaces = new Set(spokenIn.values());
    return [
      ...[...before].filter((name) => !namespaces.has(name)),
      ...[...namespaces].filter((name) => !before.has(name)),
    ];
  };

  const folders = new Map<string, boolean>();
  const hasFolder = (folder: string): boolean => {
    const known = folders.get(folder) ?? workspace.files.some((file) => file.startsWith(folder));
    folders.set(folder, known);
    return known;
  };

  /** The class as it stands; what is worked out from it rests on its name. */
  const lookUp = (name: string): ClassEntry | undefined => {
    if (name === '' || name.endsWith('[]')) return undefined;
    answers.rest(name);
    let file = classes.get(name);
    if (file === undefined) {
      file = locate(name);
      classes.set(name, file);
    }
    if (file === null) return undefined;
    const known = load(file);
    const fact = known?.classes.find((candidate) => candidate.name === name);
    return known && fact ? { file, facts: known, fact } : undefined;
  };

  const classNamed = (name: string): ClassEntry | undefined => answers.of(name, 'class', () => lookUp(name), sameClass);

  const lineage = (name: string): readonly string[] => answers.of(name, 'lineage', () => climb(name), alike);

  const climb = (name: string): readonly string[] => {
    const seen = new Set<string>([name]);
    for (const current of seen) {
      if (seen.size > 200) break;
      const fact = lookUp(current)?.fact;
      const next = fact ? [...fact.extends, ...fact.traits, ...fact.implements] : (externalParents[current] ?? []);
      for (const parent of next) seen.add(parent);
    }
    return [...seen];
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
      const entry = lookUp(ancestor);
      const found = entry && pick(entry);
      if (found !== undefined) return found;
    }
    return undefined;
  };

  const methodOf = (name: string, method: string): MethodEntry | undefined => {
    const wanted = method.toLowerCase();
    return inLineage(name, (entry) => {
      for (const index of entry.fact.methods) {
        const body = entry.facts.bodies[index];
        if (body && body.name.toLowerCase() === wanted) return { entry, body, index };
      }
      return undefined;
    });
  };

  const functionOf = (name: string): ReturnType<Project['functionNamed']> => {
    answers.rest(`function ${name}`);
    const needle = `function ${name.slice(name.lastIndexOf('\\') + 1)}`;
    for (const file of workspace.search([needle]).get(needle) ?? []) {
      const known = load(file);
      const index = known?.bodies.findIndex((body) => body.owner < 0 && body.parent < 0 && body.name === name) ?? -1;
      const body = known?.bodies[index];
      if (known && body) return { file, facts: known, body, index };
    }
    return undefined;
  };

  const below = (name: string): readonly string[] => {
    const found = new Set<string>();
    const queue = [name];
    for (const current of queue) {
      if (queue.length > 400) break;
      answers.rest(`below ${current}`);
      for (const file of heirFiles(current.slice(current.lastIndexOf('\\') + 1)))
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
    return [...found].sort();
  };

  /** What texts were searched for, with the answer: the same array as long as it holds. */
  const searched = new Map<string, readonly string[]>();

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
    method: (name, method) => answers.of(name, `method ${method}`, () => methodOf(name, method), sameMethod),
    property: (name, property) =>
      answers.of(
        name,
        `property ${property}`,
        () =>
          inLineage(name, (entry) => {
            const found = entry.fact.properties.find((candidate) => candidate.name === property);
            return found && { entry, property: found };
          }),
        sameProperty,
      ),
    constant: (name, constant) =>
      answers.of(
        name,
        `constant ${constant}`,
        () =>
          inLineage(name, (entry) => {
            const found = entry.fact.constants.find((candidate) => candidate.name === constant);
            return found && { entry, value: found.value, isCase: found.case === true };
          }),
        sameConstant,
      ),
    functionNamed: (name) => answers.of(`function ${name}`, '', () => functionOf(name), sameFunction),
    subclasses: (name) => answers.of(`below ${name}`, '', () => below(name), alike),
    search: (needles) => {
      const found = workspace.search(needles);
      for (const needle of needles)
        answers.of(
          `text ${needle}`,
          '',
          () => {
            answers.rest(`text ${needle}`);
            searched.set(needle, workspace.search([needle]).get(needle) ?? []);
          },
          () => false,
        );
      return found;
    },
    about: (name, question, ask) => answers.of(name, question, ask, alike),
    asking: answers.asking,
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
    edited: (files) => {
      if (workspace.files !== listed) return undefined;
      const changed = new Set<string>();
      for (const file of files) {
        const before = consulted.get(file);
        const after = load(file);
        if (!after || !workspace.has(file)) return undefined;
        changed.add(`file ${file}`);
        for (const known of before ? [before, after] : [after])
          for (const name of declaredIn(known)) {
            changed.add(name);
            classes.delete(name);
          }
      }
      const moved = movedNamespaces(files);
      if (moved.length > 0)
        for (const name of [...classes.keys()])
          if (moved.includes(name.slice(0, Math.max(0, name.lastIndexOf('\\'))))) {
            changed.add(name);
            classes.delete(name);
          }
      for (const [needle, found] of searched)
        if (workspace.search([needle]).get(needle) !== found) changed.add(`text ${needle}`);
      return answers.refresh(changed);
    },
  };
}
