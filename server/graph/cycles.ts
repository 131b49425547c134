/** Events that fire themselves again, through listeners, jobs and commands: each cycle once and in its shortest form. */
import { keyOf, put, type Fired, type Link, type Reaction } from './firing';

export interface Step {
  readonly link: Link;
  /** Who reacts to the link. */
  readonly through: Reaction;
  /** What that sets off in turn. */
  readonly fired: Fired;
}

/** A chain that comes back to where it began: what the last step fires is the link of the first, an event. */
export interface Cycle {
  readonly steps: readonly Step[];
}

/** More than this many cycles in one workspace tell nobody anything. */
const most = 100;

type Edges = ReadonlyMap<string, readonly Step[]>;

/** Jobs that push themselves anew, page by page, are how queues are used: a cycle has an event in it. */
export function cyclesIn(
  links: readonly Link[],
  reactions: (link: Link) => readonly Reaction[],
  sites: readonly Fired[],
): readonly Cycle[] {
  const edges = circularPart(stepsOf(links, reactions));
  if (!edges.size) return [];
  const cycles = new Map<string, readonly Step[]>();
  const told = new Set<Step>();
  for (const steps of edges.values())
    for (const step of steps) {
      if (cycles.size >= most) break;
      const back = told.has(step) ? undefined : shortestPath(edges, keyOf(step.fired.link), keyOf(step.link));
      if (!back) continue;
      const cycle = [step, ...back];
      for (const one of cycle) told.add(one);
      const key = cycle
        .map(({ link }) => keyOf(link))
        .sort()
        .join('\n');
      if (!cycles.has(key) && cycle.some(({ link }) => link.kind === 'event')) cycles.set(key, cycle);
    }
  const setOff = new Map<string, Fired[]>();
  for (const fired of sites) if (fired.own) put(setOff, keyOf(fired.link), fired);
  return [...cycles.values()].map((steps) => ({ steps: fromItsEntrance(steps, setOff) }));
}

/** One step a pair of links in the workspace's own code; a listener that hears only once ends a chain. */
function stepsOf(links: readonly Link[], reactions: (link: Link) => readonly Reaction[]): Map<string, readonly Step[]> {
  const edges = new Map<string, readonly Step[]>();
  for (const link of links) {
    const steps = new Map<string, Step>();
    for (const through of reactions(link)) {
      if (through.foreign || through.listen?.once || through.listen?.wrapper) continue;
      for (const fired of through.fires) {
        const to = keyOf(fired.link);
        if (fired.own && !steps.has(to)) steps.set(to, { link, through, fired });
      }
    }
    if (steps.size) edges.set(keyOf(link), [...steps.values()]);
  }
  return edges;
}

/** Without what nothing leads to and what leads nowhere. */
function circularPart(edges: Map<string, readonly Step[]>): Edges {
  for (let shrunk = true; shrunk;) {
    shrunk = false;
    const reached = new Set([...edges.values()].flatMap((steps) => steps.map(({ fired }) => keyOf(fired.link))));
    for (const [from, steps] of edges) {
      const alive = reached.has(from) ? steps.filter(({ fired }) => edges.has(keyOf(fired.link))) : [];
      if (alive.length === steps.length) continue;
      shrunk = true;
      if (alive.length) edges.set(from, alive);
      else edges.delete(from);
    }
  }
  return edges;
}

/** No steps when both are one link; undefined when there is no way. */
function shortestPath(edges: Edges, from: string, to: string): Step[] | undefined {
  if (from === to) return [];
  const cameBy = new Map<string, Step>();
  let rim = [from];
  while (rim.length && !cameBy.has(to)) {
    const next: string[] = [];
    for (const key of rim)
      for (const step of edges.get(key) ?? []) {
        const reached = keyOf(step.fired.link);
        if (cameBy.has(reached) || reached === from) continue;
        cameBy.set(reached, step);
        next.push(reached);
      }
    rim = next;
  }
  const path: Step[] = [];
  for (let at = to; at !== from;) {
    const step = cameBy.get(at);
    if (!step) return undefined;
    path.unshift(step);
    at = keyOf(step.link);
  }
  return path;
}

/** Begins with the event that something outside the cycle dispatches, or else with its first event. */
function fromItsEntrance(cycle: readonly Step[], setOff: ReadonlyMap<string, readonly Fired[]>): readonly Step[] {
  const inside = new Set(cycle.map(({ fired }) => fired));
  const isEntered = ({ link }: Step): boolean =>
    link.kind === 'event' && (setOff.get(keyOf(link)) ?? []).some((fired) => !inside.has(fired));
  const entrance = cycle.findIndex(isEntered);
  const start = entrance >= 0 ? entrance : cycle.findIndex(({ link }) => link.kind === 'event');
  return [...cycle.slice(start), ...cycle.slice(0, start)];
}
