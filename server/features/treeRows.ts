/** One row of the tree for each kind of thing: label, description, icon, where a click leads. Knows no level. */
import type { Finding, Severity } from '../diagnostics/diagnostic';
import type { Dispatch, Place } from '../graph/graph';
import { heardElsewhere, shortName, spokenQueue } from '../graph/wording';
import type { TreeRow } from '../protocol';
import { counted } from '../reports/ink';
import { locationOf } from './documents';
import type { Snapshot } from './feature';
import { handlerPlace } from './places';
import type { EventEntry, ListenerEntry, TreeIndex, WorkEntry } from './treeIndex';
import { dispatchersOf, heardBy, howOf, leadsTo, ordinal, symbolName } from './wires';

export const colors = {
  event: 'symbolIcon.eventForeground',
  listener: 'symbolIcon.methodForeground',
  job: 'charts.yellow',
  command: 'charts.blue',
  channel: 'charts.green',
  dispatch: 'icon.foreground',
} as const;

/** What every row of a level has in common. */
export interface Around {
  readonly snapshot: Snapshot;
  /** Id of the parent, with the slash. */
  readonly path: string;
  readonly filter: string;
  readonly problemsOf: (eventId: string) => readonly Finding[];
}

export const idPart = (kind: string, key: string): string => `${kind}:${encodeURIComponent(key)}`;

function marked(label: string, filter: string): Pick<TreeRow, 'highlights'> {
  if (filter === '') return {};
  const lower = label.toLowerCase();
  const highlights: (readonly [number, number])[] = [];
  for (let at = lower.indexOf(filter); at >= 0; at = lower.indexOf(filter, at + filter.length))
    highlights.push([at, at + filter.length]);
  return highlights.length ? { highlights } : {};
}

const at = (
  { snapshot }: Around,
  place: (Omit<Place, 'column'> & { readonly column?: number }) | undefined,
): Pick<TreeRow, 'location'> => (place ? { location: locationOf(snapshot, place) } : {});

export function eventRow(around: Around, entry: EventEntry, more: Partial<TreeRow> = {}): TreeRow {
  const { graph } = around.snapshot;
  const { listens } = heardBy(graph, entry.id);
  const dispatches = dispatchersOf(graph, entry.id);
  const heard = listens.length
    ? counted(listens.length, 'listener')
    : (heardElsewhere(entry.node) ?? (dispatches.length ? 'heard by nobody' : ''));
  const loose = !dispatches.length && entry.node?.publishedBy === undefined && !entry.node?.abstract;
  const missing = !loose ? '' : heard === '' ? 'not used' : 'no dispatcher';
  const description = [heard, missing].filter(Boolean).join(', ');
  const problems = around.problemsOf(entry.id);
  const worst = worstOf(problems);
  const words = more.description ?? description;
  return {
    id: around.path + idPart('event', entry.id),
    kind: 'event',
    label: entry.title,
    ...marked(entry.title, around.filter),
    ...(words !== '' && { description: words }),
    icon: 'symbol-event',
    color: colors.event,
    expandable: dispatches.length + listens.length > 0 || (entry.node?.broadcast ?? false),
    ...at(around, entry.place),
    ...(worst && { problems: { severity: worst, count: problems.length } }),
    name: entry.name,
    eventId: entry.id,
    accessibleName: `Event ${[entry.title, words, problems.length ? counted(problems.length, 'problem') : ''].filter(Boolean).join(', ')}`,
    ...more,
  };
}

export function dispatchRow(around: Around, dispatch: Dispatch, key: string, eventId: string): TreeRow {
  const label = symbolName(dispatch.in, dispatch);
  const how = [dispatch.queued ? 'queued' : '', dispatch.test ? 'in tests' : ''].filter(Boolean);
  const description = ['dispatches', ...how, `:${dispatch.line}`].join(', ');
  return {
    id: around.path + idPart('dispatch', key),
    kind: 'dispatch',
    label,
    description,
    icon: 'call-outgoing',
    color: colors.dispatch,
    expandable: false,
    ...at(around, dispatch),
    ...(dispatch.in !== undefined && { name: dispatch.in }),
    eventId,
    accessibleName: `${label} ${description.replace(', :', ', line ')}`,
  };
}

/** A listener below an event: its place in the order and how it is called. */
export function heardRow(around: Around, event: EventEntry, entry: ListenerEntry): TreeRow {
  const [listen] = entry.listens;
  const { graph } = around.snapshot;
  const { listens, inOrder } = heardBy(graph, event.id);
  const order = inOrder && listens.length > 1 ? ordinal(listens.indexOf(listen) + 1) : '';
  const description = [order, howOf(listen, event.node)].filter(Boolean).join(', ');
  return {
    ...listenerRow(around, entry, description),
    expandable: leadsTo(graph, [listen]).length > 0,
    eventId: event.id,
  };
}

export function listenerRow(around: Around, entry: ListenerEntry, description: string): TreeRow {
  const [listen] = entry.listens;
  const role = listen.role === undefined || listen.role === 'listener' ? '' : `${listen.role}, `;
  return {
    id: around.path + idPart('listener', entry.key),
    kind: 'listener',
    label: entry.title,
    ...marked(entry.title, around.filter),
    description: role + description,
    icon: listen.role === 'projection' ? 'layers' : 'symbol-method',
    color: colors.listener,
    expandable: true,
    ...at(around, handlerPlace(listen)),
    ...(listen.handler !== 'closure' && { name: listen.handler }),
    accessibleName: `Listener ${entry.title}, ${role}${description}`,
  };
}

export function hearsOf(entry: ListenerEntry, index: TreeIndex): string {
  const ids = heardIds(entry);
  const [id] = ids;
  if (ids.length === 1 && id !== undefined)
    return `hears ${index.event(id)?.title ?? shortName(entry.listens[0].event ?? id)}`;
  if (ids.length) return `hears ${ids.length} events`;
  const name = entry.listens[0].event;
  return name === null ? 'decided at run time' : `hears ${name}`;
}

export const heardIds = ({ listens }: ListenerEntry): readonly string[] => [
  ...new Set(listens.flatMap(({ eventId, matches }) => matches ?? (eventId === null ? [] : [eventId]))),
];

export function observerRow(around: Around, one: TreeIndex['observers'][number]): TreeRow {
  const { observer, model, events } = one.observer;
  const description = `observes ${shortName(model)}${events?.length ? `: ${events.join(', ')}` : ''}`;
  return {
    id: around.path + idPart('observer', one.key),
    kind: 'listener',
    label: one.title,
    ...marked(one.title, around.filter),
    description,
    icon: 'symbol-class',
    color: colors.listener,
    expandable: false,
    ...at(around, one.observer),
    name: observer,
    accessibleName: `Observer ${one.title}, ${description}`,
  };
}

export function workRow(around: Around, { key, title, work }: WorkEntry, expandable: boolean): TreeRow {
  const place: Omit<Place, 'column'> & { readonly column?: number } =
    work.kind === 'command'
      ? work.command
      : work.job.jobFile === undefined
        ? work.job
        : { file: work.job.jobFile, line: work.job.jobLine ?? 1 };
  const description =
    work.kind === 'command'
      ? `${work.command.kind}, ${work.command.handler === null ? 'no handler' : symbolName(work.command.handler, work.command)}`
      : work.job.queue === undefined
        ? 'job'
        : `job, ${spokenQueue(work.job)}`;
  return {
    id: around.path + idPart('work', key),
    kind: work.kind,
    label: title,
    ...marked(title, around.filter),
    description,
    icon: work.kind === 'job' ? 'server-process' : 'arrow-circle-right',
    color: colors[work.kind],
    expandable,
    ...at(around, place),
    name: work.kind === 'job' ? (work.job.job ?? title) : work.command.command,
    accessibleName: `${title}, ${description}`,
  };
}

export function siteRow(around: Around, place: Place, key: string, label: string, description: string): TreeRow {
  return {
    id: around.path + idPart('site', key),
    kind: 'site',
    label,
    description,
    icon: 'call-outgoing',
    color: colors.dispatch,
    expandable: false,
    ...at(around, place),
    accessibleName: `${label}, ${description}`,
  };
}

export function channelRow(around: Around, entry: TreeIndex['channels'][number]): TreeRow {
  const [channel] = entry.channels;
  const kind = channel.kind === undefined || channel.kind === 'unknown' ? '' : channel.kind;
  const events = entry.channels.some((one) => one.events.length);
  return {
    id: around.path + idPart('channel', entry.key),
    kind: 'channel',
    label: entry.title,
    ...marked(entry.title, around.filter),
    ...(kind !== '' && { description: kind }),
    icon: 'broadcast',
    color: colors.channel,
    expandable: events,
    ...at(around, entry.channels.find(({ authorized }) => authorized) ?? channel),
    name: entry.title,
    accessibleName: `Channel ${[entry.title, kind].filter(Boolean).join(', ')}`,
  };
}

const icons = {
  error: ['error', 'problemsErrorIcon.foreground'],
  warning: ['warning', 'problemsWarningIcon.foreground'],
  information: ['info', 'problemsInfoIcon.foreground'],
  hint: ['info', 'problemsInfoIcon.foreground'],
} as const;

export function problemRow(
  around: Around,
  { code, severity, message, place, subject }: Finding,
  count: number,
): TreeRow {
  const [icon, color] = icons[severity];
  const description = `${place.file.slice(place.file.lastIndexOf('/') + 1)}:${place.line}`;
  return {
    id: around.path + idPart('problem', `${code} ${place.file} ${subject} ${count}`),
    kind: 'problem',
    label: message,
    ...marked(message, around.filter),
    description,
    icon,
    color,
    expandable: false,
    ...at(around, place),
    accessibleName: `${severity}: ${message} ${description}`,
  };
}

export const severityOrder: Readonly<Record<Severity, number>> = { error: 0, warning: 1, information: 2, hint: 3 };

export function worstOf(findings: readonly Finding[]): 'error' | 'warning' | 'information' | undefined {
  const [worst] = [...findings].sort((a, b) => severityOrder[a.severity] - severityOrder[b.severity]);
  return worst && (worst.severity === 'hint' ? 'information' : worst.severity);
}
