/** Which dispatched events a listener that is not registered on the very event reaches: wildcards, interfaces, parents. */
import type { Listen } from '../../graph/graph';
import type { Project } from '../../languages/php/project';
import type { RawListen } from '../../frameworks/phpFramework';
import { idOf, isOfFramework, publisherOf } from './events';
import { openFlat, openMade, sameItems, type Memory } from './memory';

/** An event that a dispatch reaches: its id and its name. */
export type Reached = readonly [id: string, name: string];

export interface Reach {
  /** Id to name of every event that is dispatched somewhere. */
  readonly dispatched: ReadonlyMap<string, string>;
  /** Dispatched classes that extend or implement a type, by the type. */
  readonly heirs: ReadonlyMap<string, readonly string[]>;
  readonly project: Project;
}

export type Matched = Pick<Listen, 'matches' | 'neverReached' | 'unknownEvent' | 'publishedBy'>;

/** The same object for as long as the same events are dispatched and have the same ancestors. */
export function openReach(project: Project, memory: Memory): (reached: readonly (readonly Reached[])[]) => Reach {
  const told = openFlat<Reached>();
  const dispatchedBy = openMade<ReadonlyMap<string, string>>();
  const reach = openMade<Reach>();
  let dispatched: Reach['dispatched'] = new Map();
  let heirs: Reach['heirs'] = new Map();
  return (reached) => {
    const all = told(reached);
    const now = dispatchedBy([all], () => new Map(all));
    if (now !== dispatched && !sameItems([...dispatched.keys()], [...now.keys()])) dispatched = now;
    const below = memory.of('heirs', '', [dispatched], () => heirsOf(dispatched, project));
    if (!sameHeirs(heirs, below)) heirs = below;
    return reach([dispatched, heirs], () => ({ dispatched, heirs, project }));
  };
}

function heirsOf(dispatched: Reach['dispatched'], project: Project): Reach['heirs'] {
  const found = new Map<string, string[]>();
  for (const name of dispatched.values())
    if (name.includes('\\'))
      for (const ancestor of project.lineage(name)) {
        if (ancestor === name) continue;
        const list = found.get(ancestor);
        if (list) list.push(name);
        else found.set(ancestor, [name]);
      }
  return found;
}

function sameHeirs(left: Reach['heirs'], right: Reach['heirs']): boolean {
  if (left === right) return true;
  if (left.size !== right.size) return false;
  for (const [type, names] of left) if (!sameItems(names, right.get(type) ?? [])) return false;
  return true;
}

export function matchListen(listen: RawListen, known: Reach): Matched {
  const { event } = listen;
  const heirs = (of: string): readonly string[] => known.heirs.get(of) ?? [];
  if (event === null) return {};
  if (event.includes('*')) {
    const pattern = wildcard(event);
    const { publishedBy } = publisherOf(event, known.project);
    return {
      matches: [...known.dispatched].filter(([, name]) => pattern.test(name)).map(([id]) => id),
      ...(publishedBy !== undefined && { publishedBy }),
    };
  }
  const { project } = known;
  if (listen.form !== 'class') {
    const { external, publishedBy } = publisherOf(event, project);
    const theirs = external && publishedBy !== undefined && publishedBy !== 'Eloquent';
    return theirs && !known.dispatched.has(idOf(event)) ? { publishedBy } : {};
  }
  const entry = project.classNamed(event);
  if (!entry) {
    if (event === 'object') return { matches: [...known.dispatched.keys()] };
    if (project.isOwn(event) && project.expected(event) && !isOfFramework(event)) return { unknownEvent: true };
    const matches = listen.match === 'exact' ? [] : heirs(event);
    const reached =
      listen.match === 'instanceof'
        ? matches
        : matches.filter((name) => !known.dispatched.has(idOf(event)) && byInterface(name, event, project));
    return reached.length > 0 ? { matches: reached.map(idOf) } : {};
  }
  const below = listen.match === 'exact' ? [] : heirs(event);
  if (below.length === 0) return {};
  const self = known.dispatched.has(idOf(event)) ? [idOf(event)] : [];
  if (listen.match === 'instanceof' || entry.fact.kind === 'interface')
    return { matches: [...self, ...below.map(idOf)] };
  return self.length > 0 ? {} : { neverReached: below.map(idOf) };
}

/** An external type counts as interface when some class of the lineage says `implements`. */
function byInterface(name: string, event: string, project: Project): boolean {
  return project.lineage(name).some((ancestor) => {
    const fact = project.classNamed(ancestor)?.fact;
    return (
      fact !== undefined &&
      (fact.implements.includes(event) || (fact.kind === 'interface' && fact.extends.includes(event)))
    );
  });
}

/** Laravel's `Str::is`: `*` stands for anything, and the whole name has to fit. */
export function wildcard(pattern: string): RegExp {
  return new RegExp(
    `^${pattern
      .split('*')
      .map((part) => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&'))
      .join('[\\s\\S]*')}$`,
  );
}
