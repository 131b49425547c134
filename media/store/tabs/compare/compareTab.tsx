/** Two events side by side: what differs as a list, and both payloads as one tree with a column for each. */
import type { JSX } from 'preact';
import { useMemo, useState } from 'preact/hooks';
import type { Difference, EventDetail, PayloadText } from '../../../../server/stores/questions';
import { Icon, IconButton, Text, TypeName } from '../../controls';
import { duration } from '../../format';
import { jsonPreview, jsonString } from '../../json';
import { valueClasses } from '../../jsonTree';
import { goTo, useData, usePanel } from '../../state';
import { Empty, Progress, Refused, Waiting } from '../../states';
import { Tree, type TreeRow } from '../../tree';
import { useAnswer } from '../../useAnswer';
import { useFormat } from '../../useFormat';
import { count, shortName, visible } from '../../words';
import { ExportMenu } from '../exportMenu';
import { gotoEvent } from '../gotoEvent';
import { Sentence } from '../../sentence';
import { Section } from '../../section';
import { alignedRows, type AlignedRow, type Side } from './aligned';

export function CompareTab(): JSX.Element {
  const { store } = usePanel();
  const { left, right } = useData((data) => data.compare);
  const { answer, problem, waiting, again, cancel } = useAnswer(
    'compare',
    left !== undefined && right !== undefined ? { left, right } : undefined,
  );
  if (left === undefined || right === undefined)
    return (
      <Empty
        icon="git-compare"
        kind="code"
        title="Two events make a comparison"
        choices={[{ text: 'Show Events', run: () => goTo(store, 'events') }]}
      >
        Select an event and press C, then another one and C again.
      </Empty>
    );
  if (!answer)
    return problem === undefined ? (
      <Waiting what="Reading both events" onCancel={cancel} />
    ) : (
      <Refused problem={problem} onAgain={again} />
    );
  const swap = (): void => store.set({ compare: { left: right, right: left } });
  const close = (): void => store.set({ compare: {}, tab: 'events' });
  return (
    <>
      <Progress waiting={waiting} />
      <div class="compare-head">
        <Head event={answer.left} side="Left" />
        <Head event={answer.right} side="Right">
          <IconButton icon="arrow-swap" title="Swap Sides" onClick={swap} />
          <ExportMenu what="Both Events" keys={[left, right]} />
          <IconButton icon="close" title="Close Comparison" onClick={close} />
        </Head>
      </div>
      <Between left={answer.left} right={answer.right} />
      <div class="scroll auto" tabIndex={-1}>
        <Section name="compare.differences" title="Differences" detail={differencesWords(answer.data, answer.metadata)}>
          <Differences title="Payload" differences={answer.data} />
          {(answer.left.metadata ?? answer.right.metadata) && (
            <Differences title="Metadata" below="metadata" differences={answer.metadata} />
          )}
        </Section>
        <Section name="compare.payload" title="Payload">
          <Aligned label="Payload, left and right" left={answer.left.data} right={answer.right.data} />
        </Section>
        {(answer.left.metadata ?? answer.right.metadata) && (
          <Section name="compare.metadata" title="Metadata" folded>
            <Aligned label="Metadata, left and right" left={answer.left.metadata} right={answer.right.metadata} />
          </Section>
        )}
      </div>
    </>
  );
}

function Head(props: {
  readonly event: EventDetail;
  readonly side: string;
  readonly children?: JSX.Element | readonly JSX.Element[];
}): JSX.Element {
  const { event, side } = props;
  const { store } = usePanel();
  const format = useFormat();
  return (
    <section class="detail grow" aria-label={visible(`${side}: ${shortName(event.type)}`)}>
      <div class="top">
        <h2>
          <Icon icon="symbol-event" kind="event" />
          <button type="button" class="link clip" title="Show Event" onClick={() => gotoEvent(store, event.key)}>
            <TypeName value={event.type} />
          </button>
          <span class="ew-actions">{props.children}</span>
        </h2>
        <p class="gist gistline">
          <Sentence parts={event.sentence} />
        </p>
        <div class="sub">
          {event.position !== null && <span>{`position ${format.position(event.position)}`}</span>}
          {event.time !== null && <span title={format.exact(event.time)}>{format.full(event.time)}</span>}
          {event.stream !== null && (
            <span class="clip">
              <Text value={event.stream} />
              {event.version !== null && ` v${format.number(event.version)}`}
            </span>
          )}
        </div>
      </div>
    </section>
  );
}

/** How the two lie to each other, where that can be said. */
function Between({ left, right }: { readonly left: EventDetail; readonly right: EventDetail }): JSX.Element | null {
  const format = useFormat();
  const words: string[] = [];
  if (left.time !== null && right.time !== null) {
    const passed = Date.parse(right.time) - Date.parse(left.time);
    if (!Number.isNaN(passed))
      words.push(
        passed === 0
          ? 'at the same time'
          : `${duration(Math.abs(passed))} ${passed > 0 ? 'later' : 'earlier'} on the right`,
      );
  }
  if (left.stream !== null && left.stream === right.stream) {
    const apart = Math.abs((right.version ?? 0) - (left.version ?? 0));
    words.push(
      left.version !== null && right.version !== null
        ? `same stream, ${count(format.number(apart), 'version')} apart`
        : 'same stream',
    );
  }
  if (left.correlation !== null && left.correlation === right.correlation) words.push('same correlation');
  if (left.type !== right.type) words.push('different types');
  return words.length ? <p class="between dim">{words.join(', ')}</p> : null;
}

const marks = {
  added: { icon: 'diff-added', kind: 'add', word: 'added' },
  removed: { icon: 'diff-removed', kind: 'del', word: 'removed' },
  changed: { icon: 'diff-modified', kind: 'mod', word: 'changed' },
} as const;

function differencesWords(data: readonly Difference[], metadata: readonly Difference[]): string {
  const all = [...data, ...metadata];
  if (!all.length) return 'none';
  return (['changed', 'added', 'removed'] as const)
    .map((kind) => [all.filter((one) => one.kind === kind).length, kind] as const)
    .filter(([amount]) => amount > 0)
    .map(([amount, kind]) => `${amount} ${kind}`)
    .join(', ');
}

function Differences(props: {
  readonly title: string;
  /** What stands before every path, as the filter takes it. */
  readonly below?: string;
  readonly differences: readonly Difference[];
}): JSX.Element {
  const { title, below, differences } = props;
  if (!differences.length)
    return (
      <div class="row">
        <Icon icon="pass" kind="ok" />
        <span class="dim">{`${title} is the same on both sides`}</span>
      </div>
    );
  return (
    <ul aria-label={`Differences in ${title.toLowerCase()}`}>
      {differences.map(({ path, kind, before, after }) => (
        <li class="row diff" key={path} title={visible(path)}>
          <Icon icon={marks[kind].icon} kind={marks[kind].kind} />
          <span class="sr">{marks[kind].word}</span>
          <span class="mono clip diff-path">
            {below !== undefined && <span class="dim">{`${below}.`}</span>}
            <Text value={path} />
          </span>
          <span class="mono clip grow">
            {before !== null && <Text className="rem" value={before} />}
            {before !== null && after !== null && <Icon icon="arrow-right" kind="code" small title="now" />}
            {after !== null && <Text className="ins" value={after} />}
          </span>
        </li>
      ))}
    </ul>
  );
}

function Aligned(props: {
  readonly label: string;
  readonly left: PayloadText | null;
  readonly right: PayloadText | null;
}): JSX.Element {
  const [toggled, setToggled] = useState<ReadonlySet<string>>(new Set());
  const left = textOf(props.left);
  const right = textOf(props.right);
  const rows = useMemo(() => alignedRows(left ?? 'null', right ?? 'null', toggled), [left, right, toggled]);
  if (left === undefined || right === undefined)
    return <p class="after-sec dim">One of the two cannot be read as JSON: there are no fields to lay side by side.</p>;
  const toggle = (id: string): void =>
    setToggled((before) => {
      const after = new Set(before);
      if (!after.delete(id)) after.add(id);
      return after;
    });
  return (
    <Tree
      className="jt aligned"
      label={props.label}
      onToggle={toggle}
      rows={rows.map((row): TreeRow => ({
        id: row.id,
        level: row.level,
        ...(row.expanded === undefined ? {} : { expanded: row.expanded }),
        text: row.name,
        name: visible(`${row.name}, ${wordOf(row)}, left ${shown(row.left)}, right ${shown(row.right)}`),
        className: row.mark === 'same' ? '' : `m-${row.mark}`,
        content: <AlignedContent row={row} />,
      }))}
    />
  );
}

function textOf(payload: PayloadText | null): string | undefined {
  if (payload === null) return 'null';
  return payload.kind === 'json' ? payload.text : undefined;
}

function wordOf({ mark }: AlignedRow): string {
  return mark === 'within' ? 'differs within' : mark;
}

function AlignedContent({ row }: { readonly row: AlignedRow }): JSX.Element {
  const mark = row.mark === 'same' || row.mark === 'within' ? undefined : marks[row.mark];
  return (
    <>
      <span class="half left">
        <Text className="n name clip" value={row.name} />
        <span>:&nbsp;</span>
        <Value side={row.left} className={row.mark === 'removed' || row.mark === 'changed' ? 'rem' : ''} />
      </span>
      <span class="half">
        {mark ? <Icon icon={mark.icon} kind={mark.kind} /> : <span class="lead" />}
        <Value side={row.right} className={row.mark === 'added' || row.mark === 'changed' ? 'ins' : ''} />
      </span>
    </>
  );
}

function Value({ side, className }: { readonly side: Side | undefined; readonly className: string }): JSX.Element {
  if (!side) return <span class="dim">not there</span>;
  return <Text className={`clip ${valueClasses[side.value.kind]} ${className}`} value={shown(side)} />;
}

/** Characters of a value that are shown. */
const longest = 300;

function shown(side: Side | undefined): string {
  if (!side) return 'not there';
  const { text, value } = side;
  if (value.kind === 'object' || value.kind === 'list') return jsonPreview(text, value);
  const slice = text.slice(value.start, Math.min(value.end, value.start + longest));
  const whole = value.end - value.start <= longest;
  if (value.kind === 'string' && whole) return `"${jsonString(slice)}"`;
  return whole ? slice : `${slice}…`;
}
