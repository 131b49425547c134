/** The first rows of a table as the form would have them read: as events, and as they are stored. */
import type { JSX } from 'preact';
import type { About, EventDetail, EventPage } from '../../../../server/stores/questions';
import { Icon, Text, TypeName } from '../../controls';
import { jsonMembers, jsonValue } from '../../json';
import { Sentence } from '../../sentence';
import { usePanel } from '../../state';
import { Empty, Progress, Waiting } from '../../states';
import { useFormat } from '../../useFormat';
import { useData } from '../../state';
import { usePromise } from '../../useAnswer';
import { count, visible } from '../../words';
import { lacking, mappingOf, rolesOf, type MappingForm, type Role } from './mappingForm';

const [shownEvents, shownRows] = [8, 5];
/** Keys of one JSON column that are offered. */
const keysAtMost = 40;

export interface PreviewState {
  readonly about: About | undefined;
  readonly events: EventPage['rows'];
  readonly stored: readonly EventDetail[];
  readonly waiting: boolean;
  readonly problem: string | undefined;
  readonly again: () => void;
  /** `column:key` of values inside JSON columns. */
  readonly paths: readonly string[];
  readonly hints: Readonly<Partial<Record<Role, string>>>;
}

interface Read {
  readonly about: About;
  readonly events: EventPage['rows'];
  readonly stored: readonly EventDetail[];
}

/** Each change of the form is read at once; nothing is asked as long as something needed is not chosen. */
export function usePreview(form: MappingForm): PreviewState {
  const { ask } = usePanel();
  const format = useFormat();
  const mapping = mappingOf(form);
  const version = useData((data) => data.version);
  const ready = lacking(form) === undefined;
  const { answer, waiting, problem, again } = usePromise<Read>(
    ready ? `preview ${JSON.stringify(mapping)} ${version}` : undefined,
    async (signal) => {
      const about = await ask.question('choose', { mapping }, signal);
      const { rows } = await ask.question('events', { order: 'newest', limit: shownEvents }, signal);
      const stored: EventDetail[] = [];
      for (const { key } of rows.slice(0, shownRows)) stored.push(await ask.question('event', { key }, signal));
      return { about, events: rows, stored };
    },
  );
  const [first] = answer?.events ?? [];
  const newest = first?.time ?? null;
  const time = !first
    ? undefined
    : newest === null
      ? 'The newest row has no time that can be read.'
      : `Read as ${format.full(newest)}`;
  return {
    about: answer?.about,
    events: answer?.events ?? [],
    stored: answer?.stored ?? [],
    waiting,
    problem,
    again,
    paths: pathsOf(answer?.stored ?? []),
    hints: time === undefined ? {} : { time },
  };
}

function pathsOf(stored: readonly EventDetail[]): readonly string[] {
  const [first] = stored;
  return (first?.raw ?? []).flatMap(({ column, value }) => {
    if (value === null || !/^\s*\{/.test(value)) return [];
    const { members } = jsonMembers(value, jsonValue(value), keysAtMost);
    return members.filter(({ name }) => /^[\w-]+$/.test(name)).map(({ name }) => `${column}:${name}`);
  });
}

export function Preview(props: {
  readonly form: MappingForm;
  readonly missing: string | undefined;
  readonly preview: PreviewState;
}): JSX.Element {
  const { form, missing, preview } = props;
  const { events, stored, problem, waiting } = preview;
  if (missing !== undefined)
    return (
      <Empty icon="table" kind="code" title="Not readable yet">
        {`${missing} The first rows are shown here as soon as they can be read.`}
      </Empty>
    );
  if (problem !== undefined)
    return (
      <Empty icon="warning" kind="warning" title="This mapping does not fit" alert>
        <Text value={problem} />
      </Empty>
    );
  if (!preview.about) return <Waiting what="Reading the first rows" rows={8} />;
  if (!events.length)
    return (
      <Empty icon="symbol-event" kind="event" title="No events yet">
        <Text value={form.table} /> has no rows.
      </Empty>
    );
  return (
    <div class="scroll auto" tabIndex={-1}>
      <Progress waiting={waiting} />
      <h2 class="ew-head">
        As events <span class="dim">{`the newest ${events.length}, read with this mapping`}</span>
      </h2>
      <AsEvents events={events} />
      <Findings events={events} stored={stored} />
      <h2 class="ew-head topline">
        As stored{' '}
        <span class="dim">
          <Text value={form.table} />
        </span>
      </h2>
      <AsStored form={form} stored={stored} />
    </div>
  );
}

function AsEvents({ events }: { readonly events: EventPage['rows'] }): JSX.Element {
  const format = useFormat();
  return (
    <div role="table" aria-label="As events" class="as-events">
      <div class="colhead ev" role="row">
        <span class="cwt" role="columnheader">
          Time
        </span>
        <span class="type" role="columnheader">
          Type
        </span>
        <span class="grow" role="columnheader">
          What happened
        </span>
        <span class="stream" role="columnheader">
          Stream
        </span>
      </div>
      {events.map((row) => (
        <div class="row ev" role="row" key={row.key}>
          <span class="mono num cwt clip" role="cell">
            {row.time !== null
              ? format.moment(row.time)
              : row.invalidTime !== undefined
                ? `invalid (${visible(row.invalidTime)})`
                : 'no time'}
          </span>
          <span class="type clip" role="cell">
            <Icon icon="symbol-event" kind="event" />
            <TypeName value={row.type} />
          </span>
          <span class="gist grow clip" role="cell">
            <Sentence parts={row.sentence} />
          </span>
          <span class="stream loc clip" role="cell">
            {row.stream !== null && <Text value={row.stream} />}
          </span>
        </div>
      ))}
    </div>
  );
}

/** What those first rows tell of the mapping. */
function Findings({ events, stored }: Pick<Read, 'events' | 'stored'>): JSX.Element {
  const types = new Set(events.map(({ type }) => type)).size;
  const opaque = stored.filter(({ data }) => data.kind === 'opaque').length;
  const timeless = events.filter(({ time }) => time === null).length;
  const warnings = [
    ...(opaque ? [`The payload of ${count(opaque, 'row')} of ${stored.length} cannot be decoded: shown as bytes`] : []),
    ...(timeless
      ? [`${count(timeless, 'row')} of ${events.length} ${timeless === 1 ? 'has' : 'have'} no time that can be read`]
      : []),
  ];
  return (
    <ul class="gap">
      <li class="row">
        <Icon icon="pass" kind="ok" />
        <span>{`${count(types, 'type')} in these rows`}</span>
      </li>
      {warnings.map((sentence) => (
        <li class="row" key={sentence}>
          <Icon icon="warning" kind="warning" />
          <span class="clip">{sentence}</span>
        </li>
      ))}
    </ul>
  );
}

function AsStored({
  form,
  stored,
}: {
  readonly form: MappingForm;
  readonly stored: readonly EventDetail[];
}): JSX.Element {
  const columns = stored[0]?.raw.map(({ column }) => column) ?? [];
  return (
    <div class="tbl-box" tabIndex={0} role="region" aria-label={visible(`Rows of ${form.table}`)}>
      <table class="tbl">
        <thead>
          <tr>
            {columns.map((column) => {
              const roles = rolesOf(form, column);
              return (
                <th key={column} scope="col">
                  {roles.length ? (
                    <b>
                      <Text value={column} />
                    </b>
                  ) : (
                    <Text value={column} />
                  )}
                  {roles.length > 0 && ` ${roles.join(', ')}`}
                </th>
              );
            })}
          </tr>
        </thead>
        <tbody>
          {stored.map(({ key, raw }) => (
            <tr key={key}>
              {raw.map(({ column, value }) => (
                <td key={column}>
                  {value === null ? <span class="dim">NULL</span> : <Text value={value.slice(0, 200)} />}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
