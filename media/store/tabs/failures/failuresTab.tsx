/** Failures by exception and handler, and one of them beside the tree. */
import type { JSX } from 'preact';
import { useEffect, useMemo, useState } from 'preact/hooks';
import type { Failure, FailureGroup } from '../../../../server/stores/questions';
import { Icon, MenuButton, Text, Name } from '../../controls';
import { useOverview } from '../../overviewAnswer';
import { Panes } from '../../panes';
import { Cancelled, Empty, Progress, Refused, Waiting } from '../../states';
import { Tree, type TreeRow } from '../../tree';
import { useAnswer } from '../../useAnswer';
import { useFormat } from '../../useFormat';
import { count, visible } from '../../words';
import { SearchField } from '../searchField';
import { FailureDetail } from './failureDetail';
import { GroupDetail } from './groupDetail';
import { failureRows, failureTitle, memberKey, resolvedSection, type FailureRow, type GroupBy } from './failureTree';
import { useMembers } from './members';

const groupings: readonly (readonly [GroupBy, string])[] = [
  ['exception', 'Exception'],
  ['handler', 'Handler'],
];

export function FailuresTab(): JSX.Element {
  const format = useFormat();
  const [text, setText] = useState('');
  const [by, setBy] = useState<GroupBy>('exception');
  const [toggled, setToggled] = useState<ReadonlySet<string>>(new Set());
  const [chosen, choose] = useState<string>();
  const search = text ? { text } : {};
  const open = useAnswer('failureGroups', { state: 'open', ...search });
  const wantsResolved = toggled.has(resolvedSection);
  const resolved = useAnswer('failureGroups', wantsResolved ? { state: 'resolved', ...search } : undefined);
  const totals = useOverview().answer?.failures ?? undefined;
  const { members, load } = useMembers(text);
  const groups = open.answer;
  const rows = useMemo(
    () =>
      failureRows({
        open: groups ?? [],
        ...(resolved.answer ? { resolved: resolved.answer } : {}),
        resolvedCount: resolved.answer ? sum(resolved.answer) : text ? null : (totals?.resolved ?? null),
        ...{ members, toggled, by },
      }),
    [groups, resolved.answer, totals, members, toggled, by, text],
  );

  // The first group is what one came for.
  const first = groups?.[0];
  const firstKey = first && memberKey(first, 'open');
  const anyOpen = groups?.some((group) => toggled.has(memberKey(group, 'open'))) ?? false;
  useEffect(() => {
    if (firstKey !== undefined && !anyOpen) setToggled((before) => new Set(before).add(firstKey));
  }, [firstKey]);
  // What is open and has nothing yet is read.
  useEffect(() => {
    for (const row of rows)
      if (row.kind === 'group' && row.expanded && !members.has(row.id)) load(row.id, row.group.key, row.state);
  }, [rows, members, load]);
  const failures = rows.filter((row) => row.kind === 'failure');
  const group = rows.find((row) => row.kind === 'group' && row.id === chosen);
  const shown = group?.kind === 'group' ? group : (failures.find(({ id }) => id === chosen) ?? failures[0]);

  if (open.problem !== undefined && !groups) return <Refused problem={open.problem} onAgain={open.again} />;
  if (open.cancelled && !groups) return <Cancelled onAgain={open.again} />;
  if (!groups) return <Waiting what="Reading failures" onCancel={open.cancel} />;
  const openCount = sum(groups);
  const toggle = (id: string, expanded: boolean): void => {
    const row = rows.find((one) => one.id === id);
    if (row?.expanded === expanded) return;
    setToggled((before) => {
      const after = new Set(before);
      if (!after.delete(id)) after.add(id);
      return after;
    });
  };
  const onOpen = (id: string): void => {
    const row = rows.find((one) => one.id === id);
    const group = rows.find((one) => row?.kind === 'more' && one.id === row.group);
    if (group?.kind === 'group') load(group.id, group.group.key, group.state);
  };
  const none = rows.length === 0;
  return (
    <>
      <div class="ew-bar plain">
        <SearchField value={text} onChange={setText} placeholder="Filter by exception, handler, type or text" />
        <MenuButton
          className="ew-select"
          title="Group Failures By"
          entries={() => groupings.map(([id, label]) => ({ label, checked: id === by, run: () => setBy(id) }))}
        >
          {`Group by: ${groupings.find(([id]) => id === by)?.[1] ?? ''}`}
          <Icon icon="chevron-down" small />
        </MenuButton>
        <span class="dim num bar-count" role="status">
          {totals
            ? `${format.number(openCount)} of ${format.number(totals.open + totals.resolved)}`
            : format.number(openCount)}
        </span>
      </div>
      <Progress waiting={open.waiting || resolved.waiting} />
      <CutNotes groups={groups} />
      {none ? (
        <NoFailures text={text} onClear={() => setText('')} />
      ) : (
        <Panes
          name="failures"
          sized="first"
          size={600}
          least={300}
          leastRest={340}
          label="Width of the list of failures"
          first={
            <div class="scroll">
              <Tree
                label="Failures"
                className="failures"
                rows={rows.map((row): TreeRow => ({ ...row, ...looks(row), content: <Content row={row} /> }))}
                onToggle={toggle}
                onOpen={onOpen}
                onActive={(id) => {
                  if (rows.some(({ kind, id: own }) => (kind === 'failure' || kind === 'group') && own === id))
                    choose(id);
                }}
                {...(shown ? { selected: shown.id } : {})}
              />
            </div>
          }
          second={<Detail shown={shown} text={text} />}
        />
      )}
    </>
  );
}

function Detail({ shown, text }: { readonly shown: FailureRow | undefined; readonly text: string }): JSX.Element {
  if (shown?.kind === 'failure') return <FailureDetail key={shown.failure.key} failure={shown.failure} />;
  if (shown?.kind === 'group')
    return <GroupDetail key={`${shown.id} ${text}`} group={shown.group} state={shown.state} text={text} />;
  return <NothingChosen />;
}

const sum = (groups: readonly { readonly count: number }[]): number =>
  groups.reduce((all, group) => all + group.count, 0);

/** Where a table has more failures than are grouped: what the counts are of. */
function CutNotes({ groups }: { readonly groups: readonly FailureGroup[] }): JSX.Element | null {
  const format = useFormat();
  const cut = new Map(groups.flatMap(({ table, looked }) => (looked ? [[table, looked] as const] : [])));
  if (cut.size === 0) return null;
  return (
    <>
      {[...cut].map(([table, { at, of }]) => (
        <p key={table} class="after-sec dim" role="note">
          {`Grouped are the newest ${format.number(at)} of ${format.number(of)} failures in `}
          <Text value={table} />.
        </p>
      ))}
    </>
  );
}

function looks(row: FailureRow): { readonly className?: string; readonly name?: string } {
  switch (row.kind) {
    case 'section':
      return {
        className: 'sticky',
        name: visible([row.title, row.table, row.count].filter((part) => part !== null).join(', ')),
      };
    case 'group':
      return { name: visible(`${row.title}, ${row.detail}, ${count(row.count, 'failure')}`) };
    case 'failure':
      return { name: visible(nameOf(row.failure)) };
    case 'more':
      return {
        className: 'more',
        name: row.problem === null ? (row.reading ? 'Reading' : 'Show more') : visible(row.problem),
      };
  }
}

function nameOf(failure: Failure): string {
  return [
    failureTitle(failure),
    failure.event?.stream,
    failure.attempts === null ? null : count(failure.attempts, 'attempt'),
  ]
    .filter(Boolean)
    .join(', ');
}

function Content({ row }: { readonly row: FailureRow }): JSX.Element {
  const format = useFormat();
  switch (row.kind) {
    case 'section':
      return (
        <>
          <span class="grow clip">
            {row.title}
            {row.table !== null && (
              <>
                {', '}
                <Text value={row.table} />
              </>
            )}
          </span>
          {row.count !== null && <span class="num">{format.number(row.count)}</span>}
        </>
      );
    case 'group':
      return (
        <>
          <Icon icon={row.state === 'open' ? 'error' : 'pass'} kind={row.state === 'open' ? 'error' : 'ok'} />
          <span class="clip grow">
            <b class="w5" title={row.group.exception === null ? undefined : visible(row.group.exception)}>
              <Text value={row.title} />
            </b>{' '}
            <Text className="loc" value={row.detail} />
          </span>
          <span class="ew-badge">{format.number(row.count)}</span>
          <Time iso={row.group.last} />
        </>
      );
    case 'failure':
      return (
        <>
          <Icon
            icon={row.failure.event ? 'symbol-event' : 'server-process'}
            kind={row.failure.event ? 'event' : 'job'}
          />
          <Name value={failureTitle(row.failure)} />
          <span class="loc clip grow">
            <Text value={row.failure.event?.stream ?? row.failure.queue ?? ''} />
          </span>
          {row.failure.attempts !== null && (
            <span class="loc num">{count(format.number(row.failure.attempts), 'attempt')}</span>
          )}
          <Time iso={row.failure.time} />
        </>
      );
    case 'more':
      return row.problem === null ? (
        <span class="dim">{row.reading ? 'Reading…' : 'Show more'}</span>
      ) : (
        <span class="t-error clip">
          <Text value={row.problem} />
        </span>
      );
  }
}

function Time({ iso }: { readonly iso: string | null }): JSX.Element {
  const format = useFormat();
  return (
    <span class="loc num right cw3" title={iso === null ? undefined : format.exact(iso)}>
      {iso === null ? '' : format.ago(iso)}
    </span>
  );
}

function NothingChosen(): JSX.Element {
  return (
    <Empty icon="error" kind="code" title="No failure selected">
      Open a group to see its failures.
    </Empty>
  );
}

function NoFailures({ text, onClear }: { readonly text: string; readonly onClear: () => void }): JSX.Element {
  if (text)
    return (
      <Empty
        icon="filter"
        kind="code"
        title="No failures match this filter"
        choices={[{ text: 'Clear Filter', run: onClear }]}
      >
        <span class="mono">
          <Text value={text} />
        </span>{' '}
        is in none of the exceptions, handlers, types or payloads.
      </Empty>
    );
  return (
    <Empty icon="pass" kind="ok" title="No failures">
      No handler and no job has failed, as far as the tables of this store say.
    </Empty>
  );
}
