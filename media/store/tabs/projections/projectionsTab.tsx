/** Projections with how far each has come, and one of them with its rebuild prepared. */
import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { ProjectionState } from '../../../../server/stores/questions';
import { Icon, IconButton, Text, Name } from '../../controls';
import { minus, type Format } from '../../format';
import { useOverview } from '../../overviewAnswer';
import { Panes } from '../../panes';
import { goTo, usePanel } from '../../state';
import { Empty, Progress, Refused, Waiting } from '../../states';
import { useAnswer } from '../../useAnswer';
import { useFormat } from '../../useFormat';
import { count, shortName, visible } from '../../words';
import { ClassRow, useClass } from '../codeLink';
import { Grid } from '../grid';
import { PreparedSection } from '../prepared';
import { Section } from '../../section';
import { byNeed, lagShare, lookOf } from './lag';

const barWidth = 96;

export function ProjectionsTab(): JSX.Element {
  const format = useFormat();
  const { answer, problem, waiting, again } = useAnswer('projections', {});
  const total = useOverview().answer?.total.count ?? 0;
  const [chosen, choose] = useState<string>();
  if (!answer)
    return problem === undefined ? (
      <Waiting what="Reading projections" />
    ) : (
      <Refused problem={problem} onAgain={again} />
    );
  if (!answer.length)
    return (
      <Empty icon="layers" kind="listener" title="No projections yet">
        The store has a table for them, and it has no rows.
      </Empty>
    );
  const sorted = byNeed(answer);
  const shown = sorted.find(({ name }) => name === chosen) ?? sorted[0];
  const largest = Math.max(0, ...answer.map(({ lag }) => lag ?? 0));
  const words = (one: ProjectionState): string => stateWords(one, format);
  return (
    <>
      <Progress waiting={waiting} />
      <Panes
        name="projections"
        sized="second"
        size={480}
        least={320}
        leastRest={360}
        label="Width of the projection"
        first={
          <Grid
            label="Projections, what needs attention first"
            columns={[
              { title: 'Projection', className: 'grow' },
              { title: 'Position', className: 'right cw4' },
              { title: 'Lag', className: 'right cwl' },
              { title: 'State', className: 'cwx' },
              { title: 'Failures', className: 'right cw1' },
              { title: 'Updated', className: 'right cw4' },
            ]}
            rows={sorted}
            keyOf={({ name }) => name}
            selected={shown?.name}
            onSelect={({ name }) => choose(name)}
            cells={(one) => {
              const { icon, tone } = lookOf(one);
              return [
                <>
                  <Icon icon={icon} kind={tone} />
                  <Name value={one.name} />
                </>,
                <span class="num dim">{one.position === null ? '' : format.position(one.position)}</span>,
                <>
                  <Bar share={lagShare(one.lag, largest)} />
                  <span class="num grow">{lagWords(one.lag, format)}</span>
                </>,
                <span class={one.state === 'failed' ? 't-error' : one.state === 'behind' ? 't-warning' : 'dim'}>
                  {words(one)}
                </span>,
                <span class="num">{one.failures === 0 ? '' : format.number(one.failures)}</span>,
                <span class="loc num" title={one.updated === null ? undefined : format.exact(one.updated)}>
                  {one.updated === null ? '' : format.ago(one.updated)}
                </span>,
              ];
            }}
          />
        }
        second={shown ? <ProjectionDetail key={shown.name} projection={shown} total={total} /> : null}
      />
    </>
  );
}

function Bar({ share }: { readonly share: number }): JSX.Element {
  return (
    <svg width={barWidth} height="8" aria-hidden="true">
      <rect class="bar-bg" width={barWidth} height="8" rx="1" />
      <rect class="bar-fg w" width={share * barWidth} height="8" rx="1" />
    </svg>
  );
}

function lagWords(lag: number | null, format: Format): string {
  if (lag === null) return '';
  return lag > 0 ? `${minus}${format.number(lag)}` : lag < 0 ? `+${format.number(-lag)}` : '0';
}

function stateWords({ state, status, lag, failures }: ProjectionState, format: Format): string {
  if (state === 'failed') return failures > 0 ? `${format.number(failures)} failed` : (status ?? 'failed');
  if (state === 'behind' && lag !== null && lag < 0) return 'ahead of the log';
  if (state === 'unknown') return status ?? 'unknown';
  return state;
}

function ProjectionDetail(props: { readonly projection: ProjectionState; readonly total: number }): JSX.Element {
  const { projection, total } = props;
  const { store, tell } = usePanel();
  const format = useFormat();
  const place = useClass(projection.name);
  const { icon, tone } = lookOf(projection);
  const { position, lag, status, updated, failures } = projection;
  return (
    <section class="pane rest detail" aria-label={visible(shortName(projection.name))}>
      <div class="top">
        <h2>
          <Icon icon="layers" kind="listener" />
          <Name value={projection.name} />
          <span class="ew-actions">
            {place && (
              <IconButton
                icon="go-to-file"
                title="Go to Class"
                onClick={() => tell({ kind: 'open', location: place.location })}
              />
            )}
            <IconButton icon="copy" title="Copy Name" onClick={() => tell({ kind: 'copy', text: projection.name })} />
          </span>
        </h2>
        <div class="sub">
          <span class="ico">
            <Icon icon={icon} kind={tone} small />
            {stateWords(projection, format)}
          </span>
          {status !== null && (
            <span class="clip">
              status <Text value={status} />
            </span>
          )}
        </div>
      </div>
      <div class="scroll auto" tabIndex={-1}>
        <Section name="projections.progress" title="Progress">
          <div class="row">
            <span class="dim cw4">position</span>
            <span class="num">
              {position === null ? 'not stored' : format.position(position)}
              {total > 0 && position !== null && (
                <span class="loc">{` in a log of ${count(format.number(total), 'event')}`}</span>
              )}
            </span>
          </div>
          {lag !== null && (
            <div class="row">
              <span class="dim cw4">lag</span>
              <span class="num">
                {lag > 0
                  ? `${count(format.number(lag), 'event')} behind`
                  : lag < 0
                    ? `${format.number(-lag)} ahead of the log`
                    : 'none'}
              </span>
            </div>
          )}
          {updated !== null && (
            <div class="row">
              <span class="dim cw4">updated</span>
              <span class="num">{format.full(updated)}</span>
              <span class="loc">{format.distance(updated)}</span>
            </div>
          )}
          {failures > 0 && (
            <div class="row">
              <Icon icon="error" kind="error" />
              <span class="grow">{count(format.number(failures), 'failure')}</span>
              <IconButton title="Show Failures" text="Show Failures" onClick={() => goTo(store, 'failures')} />
            </div>
          )}
        </Section>
        <Section name="projections.code" title="Code">
          <ClassRow name={projection.name} icon="layers" kind="listener" />
        </Section>
        <PreparedSection what="rebuild" of={projection.name} closed />
      </div>
    </section>
  );
}
