/** The overview of a store, what needs attention first, and its statistics, for the terminal and as JSON. */
import { counted, grouped, plain, type Ink } from '../../reports/ink';
import type { About, FailureGroup, Overview, ProjectionState, StreamCount, TypeCount } from '../../stores/questions';
import type { Json } from './jsonText';
import { cut, rightAligned, type Row, type Section, type Shown } from './shown';
import { projectionRows } from './projections';
import { ago, amount, bar, countedEvents, moment, shortName, shortNames, size, sparkline } from './texts';

export interface Look {
  readonly ink: Ink;
  readonly now: number;
}

const typesAtFirst = 15;
const streamsAtFirst = 5;

export function overviewShown(about: About, overview: Overview, look: Look): Shown {
  const { ink } = look;
  return {
    head: [...headLines(about, overview, look), ''].concat(factLines(about, overview, look)).filter(Boolean),
    sections: [
      attentionSection(overview, look),
      ...(overview.types.length ? [typesSection(overview, look, typesAtFirst)] : []),
      ...(overview.projections.length
        ? [{ title: 'Projections', rows: projectionRows(overview.projections, look) }]
        : []),
      ...(overview.activeStreams.length ? [streamsSection(overview, look, streamsAtFirst)] : []),
    ],
    foot: overview.total.count === 0 && about.has.events ? [ink.dim(emptySentence(about))] : [],
  };
}

/** All types and streams, with times and growth. */
export function statisticsShown(about: About, overview: Overview, look: Look): Shown {
  return {
    head: [...headLines(about, overview, look), ...factLines(about, overview, look)],
    sections: [
      typesSection(overview, look, Infinity),
      ...(overview.activeStreams.length ? [streamsSection(overview, look, Infinity)] : []),
    ],
    foot: overview.total.count === 0 && about.has.events ? [look.ink.dim(emptySentence(about))] : [],
  };
}

const emptySentence = ({ layouts }: About): string =>
  `No events yet. ${layouts[0]?.table ?? 'The store'} (${layouts[0]?.title ?? 'unknown'}) has no rows.`;

function headLines({ name, layouts, how, notes, has }: About, overview: Overview, { ink }: Look): string[] {
  const [layout] = layouts;
  const streams = overview.streams ? ` in ${amount(overview.streams)} streams` : '';
  return [
    has.events
      ? `${ink.bold(name)}: ${countedEvents(overview.total)}${streams}`
      : `${ink.bold(name)}: no table of it is known to hold events`,
    ...(layout ? [ink.dim(`${layout.title}. ${layout.reason}`)] : []),
    ...[how, ...notes].map((note) => ink.dim(note)),
  ];
}

function factLines({ has }: About, overview: Overview, { now }: Look): string[] {
  const { today, todayUsually, failures, rate, first, last, growth, total, selected, projections } = overview;
  const largestLag = Math.max(0, ...projections.map(({ lag }) => lag ?? 0));
  const facts = [
    selected.count !== total.count ? `${amount(selected)} of ${countedEvents(total)} selected` : '',
    first !== null && last !== null ? `${moment(first, now)} to ${moment(last, now)}` : has.times ? 'no times' : '',
    today === null
      ? ''
      : `today ${grouped(today)}${todayUsually ? ` (usually ${grouped(Math.round(todayUsually))})` : ''}`,
    rate && today ? `${perSecond(rate.now)}, peak ${perSecond(rate.peak)}` : '',
    failures ? `${counted(failures.open, 'open failure')} (${grouped(failures.resolved)} resolved)` : '',
    projections.length ? `largest lag ${grouped(largestLag)}` : '',
    overview.size === null ? '' : `${size(overview.size)}${growth ? `, +${size(growth)} a week` : ''}`,
  ].filter(Boolean);
  return facts.length ? [facts.join(' · ')] : [];
}

const perSecond = (rate: number): string => `${rate < 0.1 ? rate.toFixed(3) : rate.toFixed(1)}/s`;

function attentionSection(overview: Overview, look: Look): Section {
  const rows = attention(overview, look);
  return {
    title: 'What needs attention first',
    rows,
    none: look.ink.good('Nothing: no open failures, and no projection is behind.'),
  };
}

/** Failures by what fails, then projections that lag; each with the next step. */
function attention({ failureGroups: open, projections }: Overview, { ink, now }: Look): Row[] {
  const failing = new Set(open.map(({ subject }) => subject && shortName(subject)));
  const stopped = projections.filter(({ state, name }) => state === 'failed' && !failing.has(shortName(name)));
  const behind = projections.filter(({ lag }) => (lag ?? 0) > 0);
  return [
    ...open.map((group) => ({
      key: `failure ${group.key}`,
      cells: [
        ink.severity('error'),
        `${ink.name(shortName(group.subject ?? group.exception ?? group.table))} fails`,
        plain(`${times(group.count)}, last ${ago(group.last, now)}`),
        ink.dim('--failures'),
      ],
      below: failureText(group),
    })),
    ...stopped.map((projection) => ({
      key: `stopped ${projection.name}`,
      cells: [ink.severity('error'), `${ink.name(shortName(projection.name))} has stopped`, positionText(projection)],
    })),
    ...behind.map((projection) => ({
      key: `behind ${projection.name}`,
      cells: [
        ink.severity('warning'),
        `${ink.name(shortName(projection.name))} is ${counted(projection.lag ?? 0, 'event')} behind`,
        `${positionText(projection)}${projection.updated === null ? '' : `, no progress since ${moment(projection.updated, now)}`}`,
        ink.dim('--projections'),
      ],
    })),
  ];
}

const times = (count: number): string => (count === 1 ? 'once' : `${grouped(count)} times`);

const positionText = ({ position }: ProjectionState): string =>
  position === null
    ? 'at no position'
    : `at position ${typeof position === 'number' ? grouped(position) : plain(position)}`;

function failureText({ exception, message }: FailureGroup): string {
  const [line = ''] = (message ?? '').split('\n');
  return cut(
    [exception === null ? '' : shortName(exception), line].filter(Boolean).join(': ') || 'without a message',
    160,
  );
}

function typesSection({ types, total, selected }: Overview, { ink, now }: Look, limit: number): Section {
  const shown = types.slice(0, limit);
  const nameOf = shortNames(types.map(({ type }) => type));
  const isFiltered = selected.count !== total.count;
  const largest = Math.max(...types.map((type) => countOf(type, isFiltered)));
  const counts = rightAligned(shown.map((type) => grouped(countOf(type, isFiltered))));
  return {
    title: `Types (${grouped(types.length)})`,
    rows: shown.map((type, index) => ({
      key: type.type,
      state: String(countOf(type, isFiltered)),
      cells: [
        ink.name(type.type === '' ? 'without a type' : nameOf(type.type)),
        counts[index] ?? '',
        bar(countOf(type, isFiltered), largest, 12),
        sparkline(type.trend).padEnd(Math.max(...types.map(({ trend }) => trend.length))),
        ink.dim(type.last === null ? '' : moment(type.last, now)),
      ],
    })),
    none: 'No events.',
    ...(types.length > limit && { more: `and ${grouped(types.length - limit)} more: --stats shows all` }),
  };
}

const countOf = ({ stored, selected }: TypeCount, isFiltered: boolean): number => (isFiltered ? selected : stored);

function streamsSection({ activeStreams }: Overview, look: Look, limit: number): Section {
  return {
    title: 'Streams, most active first',
    rows: streamRows(activeStreams.slice(0, limit), look),
    ...(activeStreams.length > limit && { more: '--streams shows more' }),
  };
}

export function streamRows(streams: readonly StreamCount[], { ink, now }: Look): Row[] {
  const counts = rightAligned(streams.map(({ events }) => grouped(events)));
  const largest = Math.max(...streams.map(({ events }) => events));
  return streams.map(({ stream, streamType, events, version, last }, index) => ({
    key: stream,
    state: `${events} ${version}`,
    cells: [
      ink.name(stream),
      ink.dim(streamType === null ? '' : shortName(streamType)),
      counts[index] ?? '',
      bar(events, largest, 12),
      version === null ? '' : `v${grouped(version)}`,
      ink.dim(last === null ? '' : moment(last, now)),
    ],
  }));
}

/** The keys of the overview of HD Tickets, exactly. Its failures are those of handlers; a store of a queue has only that. */
export function overviewJson(overview: Overview, groups: readonly FailureGroup[]): Json {
  const ofHandlers = groups.filter(({ kind }) => kind === 'handler');
  return {
    total_events: overview.total.count,
    events_today: overview.today ?? 0,
    active_projections: overview.projections.filter(isActive).length,
    failed_processing: (ofHandlers.length ? ofHandlers : groups).reduce(
      (sum, { count, resolved }) => sum + count - resolved,
      0,
    ),
    event_types: overview.types.map(({ type, stored }) => ({ type, count: stored })),
  };
}

/** In the store's own words neither broken nor switched off; where it has none, not known to have failed. */
const isActive = ({ state, status }: ProjectionState): boolean =>
  status === null
    ? state !== 'failed'
    : !/^(?:0|false|inactive|paused|stopp(?:ed|ing)|disabled|deleting|deleted|failed|faulted|error|dead)$/i.test(
        status,
      );

export function statisticsJson(about: About, overview: Overview): Json {
  return {
    total_events: overview.total.count,
    selected_events: overview.selected.count,
    exact: overview.total.exact && overview.selected.exact,
    events_today: overview.today,
    usually_today: overview.todayUsually,
    streams: overview.streams?.count ?? null,
    failures: overview.failures && { open: overview.failures.open, resolved: overview.failures.resolved },
    first: overview.first,
    last: overview.last,
    events_per_second: overview.rate?.now ?? null,
    peak_events_per_second: overview.rate?.peak ?? null,
    size_bytes: overview.size,
    growth_bytes_per_week: overview.growth,
    layout: about.layouts[0]?.layout ?? null,
    read: [about.how, ...about.notes],
    event_types: overview.types.map(({ type, stored, selected, first, last }) => ({
      type,
      count: stored,
      selected,
      first,
      last,
    })),
    active_streams: overview.activeStreams.map(streamJson),
  };
}

export const streamJson = ({ stream, streamType, events, version, first, last }: StreamCount): Json => ({
  stream,
  type: streamType,
  events,
  version,
  first,
  last,
});

/** Whether an overview is a finding: open failures, or a projection that has stopped. */
export const hasTrouble = ({ failures, projections }: Overview): boolean =>
  (failures?.open ?? 0) > 0 || projections.some(({ state }) => state === 'failed');
