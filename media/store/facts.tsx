/** The row of facts of the overview: what is not known is left out. */
import type { ComponentChildren, JSX } from 'preact';
import type { StoreCodeAnswer } from '../../server/protocol';
import type { About, Overview } from '../../server/stores/questions';
import { size } from './format';
import { Text } from './controls';
import { useFormat } from './useFormat';
import { visible } from './words';

export function Facts(props: {
  readonly overview: Overview;
  readonly about: About;
  readonly code: StoreCodeAnswer | undefined;
}): JSX.Element {
  const { overview, about, code } = props;
  const format = useFormat();
  const { today, todayUsually, streams, failures, rate, growth } = overview;
  const lag = Math.max(0, ...overview.projections.map((projection) => projection.lag ?? 0));
  const found = code?.types.filter(({ state }) => state === 'found' || state === 'several').length;
  const decided = code?.types.some(({ state }) => state !== 'unknown');
  const layout = [about.layouts[0]?.title, about.layouts[0]?.table].filter(Boolean).join(', ');
  const bytes = overview.size ?? about.size;
  const weekday = new Date().toLocaleDateString('en', { weekday: 'short' });
  const usual =
    today !== null && todayUsually ? `${signed(format.percent(today / todayUsually - 1))} on ${weekday} average` : '';
  return (
    <dl class="facts">
      {about.has.events && <Fact title="Total">{format.amount(overview.total)}</Fact>}
      {today !== null && (
        <Fact title="Today" small={usual}>
          {format.number(today)}
        </Fact>
      )}
      {about.has.events && (
        <Fact title="Types" small={decided && found !== undefined ? `${format.number(found)} with a class` : ''}>
          {format.number(overview.types.length)}
        </Fact>
      )}
      {streams && <Fact title="Streams">{format.amount(streams)}</Fact>}
      {failures && (
        <Fact
          title="Open failures"
          small={failures.resolved ? `${format.number(failures.resolved)} resolved` : ''}
          className={failures.open ? 't-error' : ''}
        >
          {format.number(failures.open)}
        </Fact>
      )}
      {overview.projections.length > 0 && (
        <Fact title="Largest lag" className={lag ? 't-warning' : ''}>
          {format.number(lag)}
        </Fact>
      )}
      {rate && today !== null && today > 0 && (
        <Fact title="Rate" small={`peak ${perSecond(rate.peak)}`}>
          {perSecond(rate.now)}
        </Fact>
      )}
      {rate && !today && <Fact title="Peak rate">{perSecond(rate.peak)}</Fact>}
      {bytes !== undefined && (
        <Fact title="Store" small={growth ? `+${size(growth)} a week` : ''}>
          {size(bytes)}
        </Fact>
      )}
      <div>
        <dt>Layout</dt>
        <dd title={visible(`${layout}\n${about.how}`, true)}>
          <small>
            <Text value={layout} />
          </small>
        </dd>
      </div>
    </dl>
  );
}

function Fact(props: {
  readonly title: string;
  readonly small?: string;
  readonly className?: string;
  readonly children: ComponentChildren;
}): JSX.Element {
  return (
    <div>
      <dt>{props.title}</dt>
      <dd>
        <span class={props.className}>{props.children}</span>
        {props.small && <small>{props.small}</small>}
      </dd>
    </div>
  );
}

function signed(text: string): string {
  return /^[+\u2212-]/.test(text) ? text : `+${text}`;
}

function perSecond(rate: number): string {
  return rate >= 1 || rate === 0 ? `${Math.round(rate * 10) / 10}/s` : `${Math.round(rate * 600) / 10}/min`;
}
