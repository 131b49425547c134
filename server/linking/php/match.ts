/** Which dispatched events a listener that is not registered on the very event reaches: wildcards, interfaces, parents. */
import type { Listen } from '../../graph/graph';
import type { Project } from '../../languages/php/project';
import type { RawListen } from '../../frameworks/phpFramework';
import { idOf, isOfFramework, publisherOf } from './events';

export interface Reach {
  /** Id to name of every event that is dispatched somewhere. */
  readonly dispatched: ReadonlyMap<string, string>;
  /** Dispatched classes that extend or implement it. */
  heirs(event: string): readonly string[];
  readonly project: Project;
}

export function reachOf(dispatched: ReadonlyMap<string, string>, project: Project): Reach {
  let below: Map<string, string[]> | undefined;
  const collect = (): Map<string, string[]> => {
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
  };
  return { dispatched, heirs: (event) => (below ??= collect()).get(event) ?? [], project };
}

export function matchListen(
  listen: RawListen,
  known: Reach,
): Pick<Listen, 'matches' | 'neverReached' | 'unknownEvent' | 'publishedBy'> {
  const { event } = listen;
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
    const matches = listen.match === 'exact' ? [] : known.heirs(event);
    const reached =
      listen.match === 'instanceof'
        ? matches
        : matches.filter((name) => !known.dispatched.has(idOf(event)) && byInterface(name, event, project));
    return reached.length > 0 ? { matches: reached.map(idOf) } : {};
  }
  const below = listen.match === 'exact' ? [] : known.heirs(event);
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
