/** The payload fields of one type: kinds, examples, how many events have each over time, and what the class says. */
import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { StoredTypeCode } from '../../../../server/protocol';
import type { FieldUse, Fields } from '../../../../server/stores/questions';
import { typeFilter } from '../../attention';
import { Icon, IconButton, Text, TypeName } from '../../controls';
import type { Format } from '../../format';
import { useOverview } from '../../overviewAnswer';
import { usePanel } from '../../state';
import { Cancelled, Empty, Progress, Refused, Waiting } from '../../states';
import { useAnswer } from '../../useAnswer';
import { useFormat } from '../../useFormat';
import { count, shortName, visible } from '../../words';
import { PlaceLink } from '../codeLink';
import { Grid } from '../grid';
import { fieldTable, type FieldRow, type FieldTable } from './fieldRows';
import { percent, sharePath, shareShape } from './shares';

const [chartWidth, chartHeight] = [120, 16];

export function TypeFields(props: { readonly type: string; readonly code: StoredTypeCode | undefined }): JSX.Element {
  const { type, code } = props;
  const { store, tell } = usePanel();
  const { answer, problem, waiting, cancelled, again, cancel } = useAnswer('fields', { type });
  const types = useOverview().answer?.types.map((one) => one.type) ?? [type];
  const place = code?.declaration;
  return (
    <section class="pane rest detail" aria-label={visible(`Fields of ${shortName(type)}`)}>
      <div class="top">
        <h2>
          <Icon icon="symbol-event" kind="event" />
          <TypeName value={type} />
          <span class="ew-actions">
            {place && (
              <IconButton
                icon="go-to-file"
                title="Go to Class"
                onClick={() => tell({ kind: 'open', location: place.location })}
              />
            )}
            <IconButton
              icon="filter"
              title="Show in Events"
              onClick={() => store.set({ tab: 'events', filter: typeFilter(type, types), event: undefined })}
            />
          </span>
        </h2>
        <Summary type={type} answer={answer} code={code} />
      </div>
      <Progress waiting={waiting && answer !== undefined} />
      {answer ? (
        <Answered fields={answer} code={code} />
      ) : problem !== undefined ? (
        <Refused problem={problem} onAgain={again} />
      ) : cancelled ? (
        <Cancelled onAgain={again} />
      ) : (
        <Waiting what={`Reading the fields of ${shortName(type)}`} onCancel={cancel} />
      )}
    </section>
  );
}

function Summary(props: {
  readonly type: string;
  readonly answer: Fields | undefined;
  readonly code: StoredTypeCode | undefined;
}): JSX.Element {
  const { answer, code, type } = props;
  const format = useFormat();
  return (
    <div class="sub">
      {code?.declaration ? (
        <PlaceLink place={code.declaration} named={shortName(type)} />
      ) : (
        code?.state === 'none' && <NoClass code={code} />
      )}
      {answer && (
        <span>
          {answer.sampled < answer.stored
            ? `read from ${format.number(answer.sampled)} of ${count(format.number(answer.stored), 'event')}`
            : answer.stored === 1
              ? 'read from its only event'
              : `read from all ${format.number(answer.stored)} events`}
        </span>
      )}
    </div>
  );
}

function NoClass({ code }: { readonly code: StoredTypeCode }): JSX.Element {
  return (
    <span class="t-warning clip">
      has no class in this workspace
      {code.closest !== undefined && (
        <>
          {'. Closest: '}
          <Text value={code.closest} />
        </>
      )}
    </span>
  );
}

function Answered({
  fields,
  code,
}: {
  readonly fields: Fields;
  readonly code: StoredTypeCode | undefined;
}): JSX.Element {
  const format = useFormat();
  const [chosen, choose] = useState<string>();
  const table = fieldTable(fields, code);
  if (!table.rows.length)
    return (
      <Empty icon="symbol-field" kind="code" title="No fields">
        None of the payloads that were read is an object.
      </Empty>
    );
  return (
    <>
      <Drift drift={fields.drift} table={table} />
      <Grid
        label="Fields"
        columns={[
          { title: 'Field', className: 'cwf' },
          { title: 'Over time', className: 'cwc' },
          { title: 'In', className: 'right cwp' },
          { title: 'Kinds', className: 'cwk spare' },
          { title: 'Class', className: 'cwk' },
          { title: 'Examples', className: 'grow spare' },
        ]}
        rows={table.rows}
        keyOf={keyOf}
        selected={chosen}
        onSelect={(row) => choose(keyOf(row))}
        cells={(row) => (row.kind === 'stored' ? stored(row, fields, format) : neverStored(row))}
      />
    </>
  );
}

const keyOf = (row: FieldRow): string => (row.kind === 'stored' ? `stored ${row.use.path}` : `never ${row.name}`);

function stored(row: FieldRow & { readonly kind: 'stored' }, fields: Fields, format: Format): JSX.Element[] {
  const { use } = row;
  const share = fields.sampled ? use.events / fields.sampled : 0;
  return [
    <span class={`mono clip field d${Math.min(row.depth, 8)}`} title={visible(use.path)}>
      <Text value={row.name} />
    </span>,
    <Chart use={use} />,
    <span
      class="num"
      title={`${format.number(use.events)} of ${format.number(fields.sampled)}`}
    >{`${percent(share)}%`}</span>,
    <span class="loc clip">{use.kinds.join(', ')}</span>,
    row.flag === null ? (
      <span class="loc clip">{row.declared !== null && <Text value={row.declared} />}</span>
    ) : (
      <span class="ico t-warning">
        <Icon icon="warning" kind="warning" small />
        {row.flag}
      </span>
    ),
    <span class="mono clip examples">
      {use.examples.map((example, index) => (
        <Text key={index} className="example" value={example} />
      ))}
    </span>,
  ];
}

function neverStored(row: FieldRow & { readonly kind: 'never stored' }): JSX.Element[] {
  return [
    <span class="mono clip field dim">
      <Text value={row.name} />
    </span>,
    <span class="ico t-warning">
      <Icon icon="warning" kind="warning" small />
      never stored
    </span>,
    <span class="num dim">0%</span>,
    <></>,
    <Text className="loc clip" value={row.declared} />,
    <></>,
  ];
}

function Chart({ use }: { readonly use: FieldUse }): JSX.Element {
  return (
    <svg class="share" width={chartWidth} height={chartHeight} role="img" aria-label={shareWords(use)}>
      <title>{shareWords(use)}</title>
      <line class="share-base" x1="0" x2={chartWidth} y1={chartHeight - 0.5} y2={chartHeight - 0.5} />
      <path class="share-area" d={sharePath(use.slices, chartWidth, chartHeight)} />
    </svg>
  );
}

function shareWords({ slices }: FieldUse): string {
  const shape = shareShape(slices);
  switch (shape.kind) {
    case 'always':
      return 'in every event, all the time';
    case 'never':
      return 'in none';
    case 'appeared':
      return 'in none at first, in every event at last';
    case 'gone':
      return 'in every event at first, in none at last';
    case 'unknown':
      return 'not known over time';
    case 'from to':
      return `in ${shape.first} per cent at first, in ${shape.last} per cent at last`;
  }
}

function Drift({
  drift,
  table,
}: {
  readonly drift: readonly string[];
  readonly table: FieldTable;
}): JSX.Element | null {
  const { notInClass, neverStored, apart } = table;
  const words = [
    ...drift,
    ...(notInClass ? [`${count(notInClass, 'field is', 'fields are')} stored and not in the class`] : []),
    ...(neverStored
      ? [`${count(neverStored, 'field')} of the class ${neverStored === 1 ? 'is' : 'are'} never stored`]
      : []),
    ...(apart ? ['The class has other fields altogether: the payload may be wrapped, or made by a serializer'] : []),
  ];
  if (!words.length) return null;
  return (
    <ul class="drift" aria-label="What changed">
      {words.map((sentence) => (
        <li class="row" key={sentence}>
          <Icon icon={apart ? 'info' : 'warning'} kind={apart ? 'info' : 'warning'} />
          <Text className="clip" value={sentence} />
        </li>
      ))}
    </ul>
  );
}
