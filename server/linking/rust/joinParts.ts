/** Joins what the frameworks say to one share of the graph, each fact once; knows no framework. */
import { byPlace } from '../../graph/assemble';
import { emptyLanguageGraph } from '../../graph/graph';
import type { Dispatch, EventNode, LanguageGraph, Listen, Place, Reference } from '../../graph/graph';
import { isIntegrationTest } from '../../languages/rust/read';

export interface Part {
  /** The framework's. */
  readonly id: string;
  readonly part: Partial<LanguageGraph>;
}

type Lists = Omit<LanguageGraph, 'frameworks' | 'problems'>;

/**
 * What moves with an edit elsewhere is moved where it was found; what is handed out is a copy, so that a graph stays what
 * it was when it was asked for.
 */
export function joinParts(parts: readonly Part[]): LanguageGraph {
  const all = <Key extends keyof Lists>(key: Key): Lists[Key][number][] => {
    const found: Lists[Key][number][] = [];
    for (const { part } of parts) for (const one of (part[key] ?? []) as readonly Lists[Key][number][]) found.push(one);
    return found;
  };
  const dispatches: Dispatch[] = [];
  const listens: Listen[] = [];
  const references = all('references');
  for (const site of all('dispatches'))
    if (!unitTest(site)) dispatches.push({ ...site });
    else if (site.eventId !== null) references.push(referenceOf(site));
  for (const site of all('listens'))
    if (!unitTest(site)) listens.push({ ...site });
    else if (site.eventId !== null) references.push(referenceOf(site));
  return {
    ...emptyLanguageGraph,
    events: oncePerId(all('events')).map(copyOf),
    dispatches: distinct(dispatches, (site) => site.eventId ?? ''),
    listens: distinct(
      listens,
      (site) => `${site.eventId ?? site.event ?? ''}|${site.handler}|${site.handlerLine ?? ''}`,
    ),
    jobs: all('jobs').sort(byPlace),
    commands: all('commands')
      .map((command) => ({ ...command }))
      .sort(byPlace),
    observers: distinct(all('observers')),
    channels: distinct(all('channels')),
    references: distinct(references, (site) => site.eventId ?? ''),
    unwired: distinct(all('unwired')),
    frameworks: parts.flatMap(({ id, part }) => (says(part) ? [id] : [])),
  };
}

function says({ dispatches = [], listens = [], events = [], commands = [] }: Partial<LanguageGraph>): boolean {
  return dispatches.length + listens.length + events.length + commands.length > 0;
}

/** What tests dispatch and register only refers to events; integration tests are programs that dispatch, and wire nothing. */
function unitTest(site: Dispatch | Listen): boolean {
  return site.test === true && ('handler' in site || !isIntegrationTest(site.file));
}

function referenceOf(site: Dispatch | Listen): Reference {
  const { file, line, column, via, in: symbol, certainty, framework, eventId, event } = site;
  return {
    file,
    line,
    column,
    via,
    ...(symbol !== undefined && { in: symbol }),
    certainty,
    framework,
    eventId,
    event,
    test: true,
  };
}

function copyOf(event: EventNode): EventNode {
  return { ...event, ...(event.fields && { fields: event.fields.map((field) => ({ ...field })) }) };
}

function oncePerId(events: readonly EventNode[]): readonly EventNode[] {
  const seen = new Set<string>();
  return events.filter(({ id }) => !seen.has(id) && seen.add(id));
}

/** In the order of their places; of those at one place that say the same, the first. */
function distinct<Value extends Place>(values: Value[], wordsOf: (value: Value) => string = () => ''): Value[] {
  const found: Value[] = [];
  for (const value of values.sort(byPlace)) {
    let known = false;
    for (let index = found.length - 1; index >= 0 && !known; index--) {
      const other = found[index];
      if (!other || byPlace(other, value) !== 0) break;
      known = wordsOf(other) === wordsOf(value);
    }
    if (!known) found.push(value);
  }
  return found;
}
