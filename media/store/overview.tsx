/** The store at a glance: facts, types, what needs attention, projections, streams and failures. */
import type { JSX } from 'preact';
import { useMemo } from 'preact/hooks';
import type { StoreCodeAnswer } from '../../server/protocol';
import type { About, Overview } from '../../server/stores/questions';
import { attentionOf, streamFilter, typeFilter, type Attention } from './attention';
import { Icon, Name, Text, TypeName } from './controls';
import { Facts } from './facts';
import { Grid, type GridRow } from './grid';
import { useOverview } from './overviewAnswer';
import { Panes } from './panes';
import { Cancelled, Empty, Progress, Refused, Waiting } from './states';
import { aboutOf, filterOf, goTo, useData, usePanel } from './state';
import { Bar, Trend } from './trend';
import { useCode } from './useAnswer';
import { useFormat } from './useFormat';
import { count, shortName } from './words';

export function OverviewTab(): JSX.Element | null {
  const { store } = usePanel();
  const { answer, waiting, problem, cancelled, again, cancel } = useOverview();
  const about = useData(aboutOf);
  const types = useMemo(() => answer?.types.map(({ type }) => type) ?? [], [answer]);
  const classes = useMemo(() => classesOf(answer), [answer]);
  const code = useCode(types, classes);
  if (!about) return null;
  if (!answer) {
    if (cancelled) return <Cancelled onAgain={again} />;
    if (problem !== undefined) return <Refused problem={problem} onAgain={again} />;
    return (
      <>
        <Progress waiting={waiting} />
        <Waiting what={`Counting the events of ${about.name}`} onCancel={cancel} />
      </>
    );
  }
  if (!answer.total.count && isQuiet(answer)) return <NoEvents about={about} />;
  const show = (filter: string, adding: boolean): void => {
    const before = store.get().filter;
    store.set({ filter: adding && before ? `${before} ${filter}` : filter, fresh: 0 });
  };
  return (
    <>
      <Progress waiting={waiting} />
      <Facts overview={answer} about={about} code={code.answer} />
      <Panes
        name="overview"
        label="Width of the types"
        sized="first"
        size={640}
        least={320}
        leastRest={260}
        first={
          <div class="scroll">
            {answer.total.count > 0 && <Types overview={answer} code={code.answer} onShow={show} />}
            <FailureGroups overview={answer} />
          </div>
        }
        second={
          <div class="scroll">
            <NeedsAttention overview={answer} code={code.answer} />
            <Projections overview={answer} />
            <Streams overview={answer} onShow={show} />
          </div>
        }
      />
    </>
  );
}

/** Nothing beside the events either. */
function isQuiet({ failures, failureGroups, projections }: Overview): boolean {
  return !failures?.open && !failures?.resolved && !failureGroups.length && !projections.length;
}

export function NoEvents({ about }: { readonly about: About }): JSX.Element {
  const { store } = usePanel();
  const layout = about.layouts[0];
  const table = layout?.table ?? about.name;
  if (!about.has.events)
    return (
      <Empty
        icon="symbol-event"
        kind="event"
        title="No events in this store"
        choices={[
          ...(about.has.jobs ? [{ text: 'Show Jobs', run: () => goTo(store, 'jobs') }] : []),
          { text: 'Map Columns by Hand', run: () => goTo(store, 'mapping') },
        ]}
      >
        <Text value={layout?.title ?? about.name} />
        {about.has.failures ? ' has no table of events, and nothing in it has failed.' : ' has no table of events.'}
      </Empty>
    );
  return (
    <Empty icon="symbol-event" kind="event" title="No events yet">
      <Text value={table} />
      {` (${layout?.title ?? 'unknown'} layout) has no rows. This view follows the ${about.kind === 'postgres' || about.kind === 'mysql' ? 'table' : 'file'} and shows the first event as it arrives.`}
    </Empty>
  );
}

/** Handlers and projections by the names the store has for them. */
function classesOf(overview: Overview | undefined): readonly string[] {
  const subjects = overview?.failureGroups.flatMap(({ subject }) => (subject === null ? [] : [subject])) ?? [];
  return [...new Set([...subjects, ...(overview?.projections.map(({ name }) => name) ?? [])])];
}

const typeColumns = [
  { title: 'Type', className: 'grow ico' },
  { title: '', name: 'Share', className: 'cwb' },
  { title: 'Selected', className: 'right num cw1' },
  { title: 'Stored', className: 'right num cw2 dim' },
  { title: 'Trend', className: 'cws apart' },
  { title: 'Last', className: 'right num cw3 dim' },
] as const;

function Types(props: {
  readonly overview: Overview;
  readonly code: StoreCodeAnswer | undefined;
  readonly onShow: (filter: string, adding: boolean) => void;
}): JSX.Element {
  const { overview, code } = props;
  const format = useFormat();
  const filter = useData((data) => data.filter);
  const from = useData((data) => data.from);
  const to = useData((data) => data.to);
  const filtered = filterOf({ filter, from, to }) !== undefined;
  const byType = useMemo(() => new Map(code?.types.map((known) => [known.type, known])), [code]);
  const highest = Math.max(1, ...overview.types.map((type) => type.selected));
  const types = overview.types.toSorted((a, b) => b.selected - a.selected || b.stored - a.stored);
  const names = types.map(({ type }) => type);
  const rows = types.map((type): GridRow => {
    const known = byType.get(type.type);
    const none = known?.state === 'none';
    const unheard = known?.state === 'found' && !known.listeners.length && !known.channels.length;
    const last = type.last === null ? '' : format.brief(type.last);
    return {
      key: type.type,
      selected: filter === typeFilter(type.type, names),
      name: `${type.type}, ${format.number(type.selected)} selected, ${format.number(type.stored)} stored${none ? ', no class' : unheard ? ', heard by nobody' : ''}${last ? `, last ${last}` : ''}`,
      cells: [
        <>
          <Icon icon={none ? 'warning' : 'symbol-event'} kind={none ? 'warning' : 'event'} />
          <TypeName value={type.type} />
          {none && <span class="tag w">no class</span>}
          {unheard && <span class="tag">unheard</span>}
        </>,
        <Bar share={type.selected / highest} />,
        format.number(type.selected),
        format.number(type.stored),
        <Trend values={type.trend} />,
        <span title={type.last === null ? undefined : format.exact(type.last)}>{last}</span>,
      ],
    };
  });
  return (
    <section class="ew-sec" aria-label="Types">
      <header>
        Types <span class="dim">{`${format.number(types.length)}${filtered ? ', in selection' : ''}`}</span>
      </header>
      <Grid
        label="Event types"
        columns={typeColumns}
        rows={rows}
        onOpen={(type, adding) => props.onShow(typeFilter(type, names), adding)}
      />
    </section>
  );
}

const icons = { error: 'error', warning: 'warning', information: 'info' } as const;

function NeedsAttention({
  overview,
  code,
}: {
  readonly overview: Overview;
  readonly code: StoreCodeAnswer | undefined;
}): JSX.Element {
  const { store } = usePanel();
  const format = useFormat();
  const found = useMemo(() => attentionOf(overview, code, format, Date.now()), [overview, code, format]);
  const go = ({ to }: Attention): void =>
    store.set({
      tab: to.tab,
      ...(to.filter === undefined ? {} : { filter: to.filter, from: undefined, to: undefined }),
    });
  return (
    <section class="ew-sec" aria-label="Needs attention">
      <header>
        Needs attention <span class="dim">{found.length || ''}</span>
      </header>
      {found.length ? (
        <ul aria-label="Needs attention">
          {found.map((item) => (
            <li key={item.key}>
              <button type="button" class="row tall attention" onClick={() => go(item)}>
                <Icon icon={icons[item.severity]} kind={item.severity === 'information' ? 'info' : item.severity} />
                <span class="grow">
                  <Text className="clip line" value={item.title} />
                  <span class="line dim said">
                    {item.detail !== '' && <Text className="clip" value={item.detail} />}
                    {item.times !== undefined && <span class="times">{item.times}</span>}
                  </span>
                </span>
                <span class="next">{item.action}</span>
              </button>
            </li>
          ))}
        </ul>
      ) : (
        <p class="row">
          <Icon icon="pass" kind="ok" />
          <span>{fine(overview, code)}</span>
        </p>
      )}
    </section>
  );
}

/** What was looked at and found in order: no more than that. */
function fine({ projections, failures }: Overview, code: StoreCodeAnswer | undefined): string {
  const decided = code?.types.length && code.types.every(({ state }) => state === 'found' || state === 'several');
  const parts = [
    ...(failures ? ['no open failures'] : []),
    ...(projections.length && projections.every(({ state }) => state === 'up to date')
      ? ['every projection is up to date']
      : []),
    ...(decided ? ['every type has its class'] : []),
  ];
  const text = parts.join(', ') || 'nothing found';
  return text.charAt(0).toUpperCase() + text.slice(1);
}

const projectionColumns = [
  { title: 'Projection', className: 'grow ico' },
  { title: 'Position', className: 'right num cw4 dim' },
  { title: 'Lag', className: 'right num cw4' },
  { title: 'State', className: 'cw4 clip apart' },
] as const;

const states = {
  'up to date': ['pass', 'ok', ''],
  behind: ['warning', 'warning', 't-warning'],
  failed: ['error', 'error', 't-error'],
  unknown: ['circle-outline', 'code', 'dim'],
} as const;

function Projections({ overview }: { readonly overview: Overview }): JSX.Element | null {
  const { store } = usePanel();
  const format = useFormat();
  const { projections } = overview;
  if (!projections.length) return null;
  const rows = projections.map((projection): GridRow => {
    const { name, position, lag, state, failures } = projection;
    const [icon, kind, tint] = states[state];
    const said = state === 'failed' && failures ? `${format.number(failures)} failed` : state;
    return {
      key: name,
      name: `${name}, ${said}${lag ? `, ${format.number(lag)} behind` : ''}`,
      cells: [
        <>
          <Icon icon={icon} kind={kind} />
          <Name value={name} />
        </>,
        position === null ? '' : <Text value={format.position(position)} />,
        lag === null ? '' : format.number(lag === 0 ? 0 : -lag),
        <span class={tint}>{said}</span>,
      ],
    };
  });
  return (
    <section class="ew-sec" aria-label="Projections">
      <header>
        Projections <span class="dim">{format.number(projections.length)}</span>
      </header>
      <Grid
        label="Projections"
        columns={projectionColumns}
        rows={rows}
        onOpen={() => store.set({ tab: 'projections' })}
      />
    </section>
  );
}

const streamColumns = [
  { title: 'Stream', className: 'grow ico' },
  { title: 'Events', className: 'right num cw1' },
  { title: 'Version', className: 'right num cw1 dim' },
  { title: 'Last', className: 'right num cw3 dim' },
] as const;

function Streams(props: {
  readonly overview: Overview;
  readonly onShow: (filter: string, adding: boolean) => void;
}): JSX.Element | null {
  const format = useFormat();
  const { activeStreams } = props.overview;
  if (!activeStreams.length) return null;
  const rows = activeStreams.map((stream): GridRow => ({
    key: stream.stream,
    name: `${stream.stream}, ${count(format.number(stream.events), 'event')}`,
    cells: [
      <>
        <Icon icon="list-ordered" kind="code" />
        <Text className="clip" value={stream.stream} />
        {stream.streamType !== null && <Text className="dim clip" value={shortName(stream.streamType)} />}
      </>,
      format.number(stream.events),
      stream.version === null ? '' : `v${format.number(stream.version)}`,
      stream.last === null ? '' : format.brief(stream.last),
    ],
  }));
  return (
    <section class="ew-sec" aria-label="Streams">
      <header>
        Streams <span class="dim">most active in selection</span>
      </header>
      <Grid
        label="Most active streams"
        columns={streamColumns}
        rows={rows}
        onOpen={(stream, adding) => props.onShow(streamFilter(stream), adding)}
      />
    </section>
  );
}

const failureColumns = [
  { title: 'Exception', className: 'grow ico' },
  { title: 'Open', className: 'right num cw1' },
  { title: 'Last', className: 'right num cw3 dim' },
] as const;

function FailureGroups({ overview }: { readonly overview: Overview }): JSX.Element | null {
  const { store } = usePanel();
  const format = useFormat();
  const open = overview.failureGroups;
  if (!open.length) return null;
  const rows = open.map((group): GridRow => ({
    key: `${group.table} ${group.key}`,
    name: `${group.exception ?? 'Failure'} of ${group.subject ?? group.table}, ${format.number(group.count)} open`,
    ...(group.message === null ? {} : { title: group.message.slice(0, 500) }),
    cells: [
      <>
        <Icon icon="error" kind="error" />
        <Name value={group.exception ?? group.subject ?? group.table} />
        {group.exception !== null && group.subject !== null && <Name className="dim clip" value={group.subject} />}
      </>,
      format.number(group.count),
      group.last === null ? '' : format.brief(group.last),
    ],
  }));
  const total = overview.failures?.open ?? 0;
  return (
    <section class="ew-sec" aria-label="Failures">
      <header>
        Failures <span class="dim">{`${format.number(total)} open, the largest groups`}</span>
      </header>
      <Grid
        label="Failure groups"
        columns={failureColumns}
        rows={rows}
        headless
        onOpen={() => store.set({ tab: 'failures' })}
      />
    </section>
  );
}
