/** Cause and effect of an event as a tree, with the time that went by before each. */
import type { JSX } from 'preact';
import type { EventDetail, RelatedEvent } from '../../server/stores/questions';
import { Icon, IconButton, TypeName } from './controls';
import { duration } from './format';
import { Section } from './section';
import { useData, usePanel } from './state';
import { Tree, type TreeRow } from './tree';
import { count, shortName } from './words';

const width = 132;
const [left, right] = [4.5, 126.5];
const most = 500;

export function Cause({ detail }: { readonly detail: EventDetail }): JSX.Element {
  const { store } = usePanel();
  const correlated = useData((data) => data.filter === `correlation:${detail.correlation ?? ''}`);
  const related = detail.related.slice(0, most);
  const times = related.flatMap(({ time }) => (time === null ? [] : [new Date(time).getTime()]));
  const from = Math.min(...times);
  const span = times.length ? Math.max(...times) - from : 0;
  const self = related.find((event) => event.self);
  const summary = `${count(detail.related.length, 'event')}${span > 0 ? ` in ${duration(span)}` : ''}`;
  const { correlation } = detail;
  const place = (time: string | null): number | undefined =>
    time === null ? undefined : left + ((new Date(time).getTime() - from) / Math.max(1, span)) * (right - left);
  const rows = related.map((event, index): TreeRow => {
    const after = waited(event, related[0]);
    return {
      id: event.key,
      level: event.depth + 1,
      text: shortName(event.type),
      name: `${shortName(event.type)}${event.self ? ', this event' : ''}${event.failed ? ', failed' : ''}${after ? `, ${after}` : ''}`,
      ...(event.self ? { current: true } : {}),
      content: (
        <>
          <Icon icon="symbol-event" kind="event" />
          <span class="clip grow">
            <TypeName value={event.type} /> {event.self && <span class="loc">this event</span>}
          </span>
          {event.failed && <Icon icon="error" kind="error" small />}
          <span class="loc num right cwd">{after}</span>
          <Step
            at={place(event.time)}
            cause={place(causeOf(related, index)?.time ?? null)}
            self={event.self === true}
          />
        </>
      ),
    };
  });
  return (
    <Section
      name="cause"
      title="Cause and effect"
      detail={summary}
      actions={
        correlation === null ? undefined : (
          <IconButton
            icon="list-filter"
            title={correlated ? 'Show All Events' : 'Show Only These Events'}
            pressed={correlated}
            onClick={() =>
              store.set({
                filter: correlated
                  ? ''
                  : `correlation:${/\s/.test(correlation) ? JSON.stringify(correlation) : correlation}`,
                ...{ from: undefined, to: undefined, reveal: undefined },
              })
            }
          />
        )
      }
    >
      <Tree
        className="cause"
        label="Cause and effect"
        rows={rows}
        {...(self ? { initial: self.key } : {})}
        onOpen={(key) => store.set({ event: key, reveal: key })}
      />
      {detail.related.length > most && <p class="after-tree dim">{`${detail.related.length - most} more`}</p>}
    </Section>
  );
}

function causeOf(related: readonly RelatedEvent[], index: number): RelatedEvent | undefined {
  const depth = related[index]?.depth ?? 0;
  for (let at = index - 1; at >= 0; at--) {
    const event = related[at];
    if (event && event.depth < depth) return event;
  }
  return undefined;
}

/** After its cause; what has none is told from the event that began it. */
function waited(event: RelatedEvent, first: RelatedEvent | undefined): string {
  if (event.after !== null) return event.after > 0 ? `+${duration(event.after)}` : duration(event.after);
  if (!first?.time || !event.time || event === first) return '';
  const difference = new Date(event.time).getTime() - new Date(first.time).getTime();
  return `${difference > 0 ? '+' : ''}${duration(difference)}`;
}

function Step(props: {
  readonly at: number | undefined;
  readonly cause: number | undefined;
  readonly self: boolean;
}): JSX.Element {
  const { at, cause } = props;
  return (
    <svg class="wf" width={width} height="22" aria-hidden="true">
      {[left, (left + right) / 2, right].map((x) => (
        <line key={x} class="wf-grid" x1={Math.round(x) + 0.5} x2={Math.round(x) + 0.5} y1="0" y2="22" />
      ))}
      {at !== undefined && cause !== undefined && <line class="wf-wait" x1={cause} x2={at} y1="11" y2="11" />}
      {at !== undefined && (
        <rect class={`wf-bar ${props.self ? 'me' : ''}`} x={at - 2} y="6" width="4" height="10" rx="1" />
      )}
    </svg>
  );
}
