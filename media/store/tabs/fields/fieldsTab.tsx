/** Types at the left; at the right the fields of one of them over time, beside those of its class. */
import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { TypeCount } from '../../../../server/stores/questions';
import { Icon, Text, TypeName } from '../../controls';
import { useOverview } from '../../overviewAnswer';
import { Panes } from '../../panes';
import { Empty, Refused, Waiting } from '../../states';
import { useCode } from '../../useAnswer';
import { useFormat } from '../../useFormat';
import { Grid } from '../grid';
import { SearchField } from '../searchField';
import { TypeFields } from './typeFields';

export function FieldsTab(): JSX.Element {
  const overview = useOverview();
  const format = useFormat();
  const [text, setText] = useState('');
  const [chosen, choose] = useState<string>();
  const types = overview.answer?.types;
  const { type: codeOf } = useCode(types?.map(({ type }) => type) ?? []);
  if (!types)
    return overview.problem === undefined ? (
      <Waiting what="Reading types" onCancel={overview.cancel} />
    ) : (
      <Refused problem={overview.problem} onAgain={overview.again} />
    );
  if (!types.length)
    return (
      <Empty icon="symbol-event" kind="event" title="No events yet">
        Fields are read from stored payloads. This view follows the store.
      </Empty>
    );
  const wanted = text.trim().toLowerCase();
  const listed = wanted ? types.filter(({ type }) => type.toLowerCase().includes(wanted)) : types;
  const shown = listed.find(({ type }) => type === chosen) ?? listed[0];
  return (
    <Panes
      name="fields"
      sized="first"
      size={340}
      least={220}
      leastRest={480}
      label="Width of the list of types"
      first={
        <>
          <div class="ew-bar plain">
            <SearchField value={text} onChange={setText} placeholder="Filter types" />
          </div>
          {listed.length ? (
            <Grid
              label="Types"
              columns={[
                { title: 'Type', className: 'grow' },
                { title: 'Stored', className: 'right cw2' },
              ]}
              rows={listed}
              keyOf={({ type }) => type}
              selected={shown?.type}
              onSelect={({ type }) => choose(type)}
              cells={(row: TypeCount) => [
                <>
                  <Icon icon="symbol-event" kind="event" />
                  <TypeName value={row.type} />
                  {codeOf(row.type)?.state === 'none' && <span class="tag w">no class</span>}
                </>,
                <span class="num">{format.number(row.stored)}</span>,
              ]}
            />
          ) : (
            <Empty
              icon="filter"
              kind="code"
              title="No types match"
              choices={[{ text: 'Clear Filter', run: () => setText('') }]}
            >
              <Text value={text} /> is in none of their names.
            </Empty>
          )}
        </>
      }
      second={
        shown ? <TypeFields key={shown.type} type={shown.type} code={codeOf(shown.type)} /> : <div class="pane rest" />
      }
    />
  );
}
