/** The list of events, newest first, with the rail of what belongs together; beside it the event that is selected. */
import type { JSX } from 'preact';
import { useCallback, useEffect, useMemo, useRef, useState } from 'preact/hooks';
import type { StoredTypeCode } from '../../server/protocol';
import type { EventDetail, EventRow, Filter } from '../../server/stores/questions';
import { Icon, Missing, Text, TypeName } from './controls';
import { EventPane } from './detail';
import { eventJson } from './eventJson';
import { NoEvents } from './overview';
import { useOverview } from './overviewAnswer';
import { startAt, useEventPages, useFilter, useFollow, useSelection } from './eventPages';
import type { Pages } from './pages';
import { Panes } from './panes';
import { Rail, railOf } from './rail';
import { Rows } from './rows';
import { Sentence, sentenceText } from './sentence';
import { Empty, Progress, Refused, Waiting } from './states';
import { aboutOf, useData, usePanel } from './state';
import { useAnswer, useCode } from './useAnswer';
import { useFormat } from './useFormat';
import { count, shortName, timeSpan } from './words';

export function EventsTab(): JSX.Element | null {
  const { store } = usePanel();
  const about = useData(aboutOf);
  const key = useData((data) => data.event);
  const {
    answer: detail,
    waiting,
    problem,
  } = useAnswer('event', key === undefined ? undefined : { key }, { still: true });
  const { answer: overview } = useOverview();
  const types = useMemo(
    () => overview?.types.map(({ type }) => type) ?? (detail ? [detail.type] : []),
    [overview, detail],
  );
  const code = useCode(types);
  const filter = useFilter();
  const total = useAnswer('count', filter ? { filter } : {});
  const [start, setStart] = useState(() => startAt(store.get().reveal, filter));
  const pages = useEventPages(filter, total, start);
  const begin = (key: string): void => {
    // What is being read already need not be asked for again.
    if (pages.current || start?.key !== key) setStart(startAt(key, filter, (start?.number ?? 0) + 1));
  };
  if (!about) return null;
  if (pages.problem !== undefined && pages.blank)
    return filter?.text === undefined ? (
      <Refused problem={pages.problem} onAgain={pages.again} />
    ) : (
      <Refused problem={pages.problem} onAgain={pages.again} onClear={() => store.set({ filter: '' })} />
    );
  if (!pages.blank && pages.count === 0 && !pages.waiting)
    return filter ? <NothingMatches filter={filter} /> : <NoEvents about={about} />;
  return (
    <Panes
      name="events"
      label="Width of the event"
      sized="second"
      size={548}
      least={300}
      leastRest={360}
      first={
        <List
          detail={detail}
          codeOf={code.type}
          filter={filter}
          pages={pages}
          onStart={begin}
          exact={total.answer?.exact !== false}
        />
      }
      second={
        key === undefined ? (
          <div class="pane" />
        ) : (
          <EventPane key="detail" detail={detail} waiting={waiting} problem={problem} codeOf={code.type} />
        )
      }
    />
  );
}

interface ListProps {
  readonly filter: Filter | undefined;
  readonly pages: Pages<EventRow>;
  /** Begins the list at an event that is not in it yet. */
  readonly onStart: (key: string) => void;
  /** The number of rows is known. */
  readonly exact: boolean;
  readonly detail: EventDetail | undefined;
  readonly codeOf: (type: string) => StoredTypeCode | undefined;
}

function List({ detail, codeOf, filter, pages, exact, onStart }: ListProps): JSX.Element {
  const { store, tell, ask } = usePanel();
  const format = useFormat();
  const about = useData(aboutOf);
  const selected = useData((data) => data.event);
  const [active, setActive] = useState(0);
  const [range, setRange] = useState<readonly [number, number]>([0, 0]);
  const element = useRef<HTMLDivElement>(null);
  const atTop = useCallback(() => (element.current?.scrollTop ?? 0) < 4, []);
  const onRange = useCallback(
    (first: number, last: number) => {
      setRange([first, last]);
      pages.ensure(first, last);
    },
    [pages],
  );
  useFollow(pages, atTop);
  useSelection(pages, filter, active, setActive);
  const rail = useMemo(() => railOf(detail), [detail]);

  // Gone to before it was read: selected as soon as it is.
  const pending = useRef(false);
  useEffect(() => {
    const row = pending.current ? pages.rowAt(active) : undefined;
    if (!row) return;
    pending.current = false;
    store.set({ event: row.key });
  }, [pages, active]);
  const select = (index: number, row: EventRow | undefined): void => {
    setActive(index);
    pending.current = row === undefined;
    if (row) store.set({ event: row.key });
  };
  const go = (key: string | undefined): void => {
    if (key !== undefined) store.set({ event: key, reveal: key });
  };
  const wanted = useData((data) => data.reveal);
  const [reveal, setReveal] = useState({ index: 0, number: 0 });
  useEffect(() => {
    if (wanted === undefined) return;
    store.set({ reveal: undefined });
    const index = pages.current ? pages.indexOf((row) => row.key === wanted) : undefined;
    if (index === undefined) onStart(wanted);
    else {
      setActive(index);
      setReveal(({ number }) => ({ index, number: number + 1 }));
    }
  }, [wanted]);
  const open = (row: EventRow): void => {
    const location = codeOf(row.type)?.declaration?.location;
    if (location) tell({ kind: 'open', location });
  };
  const copy = (row: EventRow): void => {
    void ask
      .question('event', { key: row.key })
      .then((event) => tell({ kind: 'copy', text: eventJson(event) }))
      .catch(() => undefined);
  };
  const onKey = (event: KeyboardEvent, row: EventRow | undefined): boolean => {
    if (!row) return false;
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 'c' && !String(getSelection() ?? '')) copy(row);
    else if (event.ctrlKey || event.metaKey || event.altKey) return false;
    else if (event.key === ' ') document.querySelector<HTMLElement>('.detail [role=tree]')?.focus();
    else if (event.key === '[') go(rail.cause);
    else if (event.key === ']') go(rail.effect);
    else if (event.key === 'c') chooseToCompare(store, row.key);
    else return false;
    return true;
  };

  const first = pages.rowAt(range[0]);
  const timed = about?.has.times !== false;
  const streams = about?.has.streams !== false;
  return (
    <div class="evlist">
      <Progress waiting={pages.waiting} />
      <div class="colhead ev">
        <span class="rail" />
        <span class={`time ${timed ? '' : 'right'}`}>{timed ? 'Time' : 'Position'}</span>
        <span class="type">Type</span>
        <span class="grow">What happened</span>
        {streams && <span class="stream">Stream</span>}
        {streams && <span class="right cwv">Version</span>}
      </div>
      {timed && <Day row={first} filter={filter} />}
      <Fresh
        onShow={() => {
          element.current?.scrollTo({ top: 0 });
          setActive(0);
          store.set({ fresh: 0 });
          pages.reload();
        }}
      />
      <Rows
        label="Events, newest first"
        element={element}
        count={pages.count}
        exact={exact}
        rowAt={pages.rowAt}
        keyOf={(row) => row.key}
        name={(row) =>
          [
            shortName(row.type),
            sentenceText(row.sentence),
            row.time !== null ? format.clock(row.time) : timed ? 'no time' : '',
            row.failed ? 'failed' : '',
          ]
            .filter(Boolean)
            .join(', ')
        }
        render={(row, index) => (
          <EventLine
            row={row}
            rail={rail}
            none={codeOf(row.type)?.state === 'none'}
            newDay={startsDay(row, pages.rowAt(index - 1))}
            timed={timed}
            streams={streams}
          />
        )}
        className={(row, index) => `ev ${startsDay(row, pages.rowAt(index - 1)) ? 'newday' : ''}`}
        active={active}
        onActive={select}
        {...(selected === undefined ? {} : { selected })}
        onOpen={open}
        onKey={onKey}
        onRange={onRange}
        shift={pages.shift}
        generation={pages.generation}
        start={pages.start}
        reveal={reveal}
        waiting={pages.blank ? <Waiting what={`Reading ${about?.name ?? 'the store'}`} rows={14} /> : undefined}
      />
    </div>
  );
}

function chooseToCompare(store: ReturnType<typeof usePanel>['store'], key: string): void {
  const { left } = store.get().compare;
  if (left === undefined) store.set({ compare: { left: key } });
  else if (left === key) store.set({ compare: {} });
  else store.set({ compare: { left, right: key }, tab: 'compare' });
}

function startsDay(row: EventRow, before: EventRow | undefined): boolean {
  return Boolean(
    row.time && before?.time && new Date(row.time).toDateString() !== new Date(before.time).toDateString(),
  );
}

/** The day of the first row in view, and how many events of the filter it has. */
function Day({
  row,
  filter,
}: {
  readonly row: EventRow | undefined;
  readonly filter: Filter | undefined;
}): JSX.Element {
  const format = useFormat();
  const time = row?.time;
  const day = time ? dayOf(time) : undefined;
  const from = day && later(day.from, filter?.from);
  const to = day && earlier(day.to, filter?.to);
  const { answer } = useAnswer(
    'count',
    from !== undefined && to !== undefined ? { filter: { ...filter, from, to } } : undefined,
  );
  // Its place is kept until the first row is there: the list below must not jump.
  if (!row) return <div class="sticky" />;
  return (
    <div class="sticky">
      <span>{time ? format.longDay(time) : 'No time'}</span>
      <span class="grow" />
      <span class="num">
        {answer && time && (answer.exact || answer.count > 0) ? count(format.amount(answer), 'event') : ''}
      </span>
    </div>
  );
}

function dayOf(iso: string): { readonly from: string; readonly to: string } | undefined {
  const date = new Date(iso);
  if (Number.isNaN(date.getTime())) return undefined;
  const [year, month, day] = [date.getFullYear(), date.getMonth(), date.getDate()];
  return { from: new Date(year, month, day).toISOString(), to: new Date(year, month, day + 1).toISOString() };
}

function later(one: string, other: string | undefined): string {
  return other !== undefined && new Date(other) > new Date(one) ? other : one;
}

function earlier(one: string, other: string | undefined): string {
  return other !== undefined && new Date(other) < new Date(one) ? other : one;
}

function Fresh({ onShow }: { readonly onShow: () => void }): JSX.Element | null {
  const format = useFormat();
  const fresh = useData((data) => data.fresh);
  if (fresh === 0) return null;
  const text = fresh === null ? 'New events' : `${count(format.number(fresh), 'new event')}`;
  return (
    <button type="button" class="fresh" onClick={onShow}>
      <Icon icon="arrow-up" small />
      {text}
    </button>
  );
}

function NothingMatches({ filter }: { readonly filter: Filter }): JSX.Element {
  const { store } = usePanel();
  const format = useFormat();
  const timed = filter.from !== undefined || filter.to !== undefined;
  const { text } = filter;
  const nowhere = (): boolean => everywhere.answer?.count === 0;
  const everywhere = useAnswer('count', timed && text !== undefined ? { filter: { text } } : undefined);
  const within = useAnswer('count', timed ? { filter: { ...filter, text: undefined } } : {});
  const span = timeSpan(filter, format.moment);
  const clear = { text: 'Clear Filter', run: () => store.set({ filter: '', from: undefined, to: undefined }) };
  const allTime = { text: 'Search All Time', run: () => store.set({ from: undefined, to: undefined }) };
  const all = within.answer ? count(format.amount(within.answer), 'event') : 'the events';
  return (
    <Empty
      icon="filter"
      kind="code"
      title="No events match this filter"
      choices={!timed ? [clear] : nowhere() ? [clear, allTime] : [allTime, clear]}
    >
      {text === undefined ? (
        'There are no events'
      ) : (
        <>
          <Text className="mono" value={text} />
          {` matches none of ${all}`}
        </>
      )}
      {timed &&
        span !== undefined &&
        ` ${span.includes('\u2013') ? `between ${span.replace('\u2013', 'and')}` : span.toLowerCase()}`}
      .
      {everywhere.answer &&
        (nowhere()
          ? ' It matches nothing in all of the store.'
          : ` In all of the store it matches ${format.amount(everywhere.answer)}.`)}
    </Empty>
  );
}

function EventLine(props: {
  readonly row: EventRow;
  readonly rail: ReturnType<typeof railOf>;
  readonly none: boolean;
  /** The row before it is of another day: then that is what has to be known first. */
  readonly newDay: boolean;
  /** The store has times and streams at all. */
  readonly timed: boolean;
  readonly streams: boolean;
}): JSX.Element {
  const { row } = props;
  const format = useFormat();
  return (
    <>
      <Rail row={row} rail={props.rail} />
      {props.timed ? (
        <span class="time num" title={row.time === null ? undefined : format.exact(row.time)}>
          {row.time === null ? (
            <Missing value={row.invalidTime} />
          ) : props.newDay ? (
            format.dayAndTime(row.time)
          ) : (
            format.clock(row.time)
          )}
        </span>
      ) : (
        <span class="time num right">{row.position !== null && <Text value={format.position(row.position)} />}</span>
      )}
      <span class="type">
        <Icon icon={props.none ? 'warning' : 'symbol-event'} kind={props.none ? 'warning' : 'event'} />
        <TypeName value={row.type} />
      </span>
      <span class="gist grow clip">
        <Sentence parts={row.sentence} />
      </span>
      {row.failed && <Icon icon="error" kind="error" small />}
      {props.streams && <span class="stream loc clip">{row.stream !== null && <Text value={row.stream} />}</span>}
      {props.streams && (
        <span class="loc num right cwv">{row.version === null ? '' : `v${format.number(row.version)}`}</span>
      )}
    </>
  );
}
