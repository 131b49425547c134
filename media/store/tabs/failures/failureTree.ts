/** Groups of failures and those of their members that are loaded, as the rows of one tree. Knows no question and no DOM. */
import { shortName } from '../../words';
import type { Failure, FailureGroup } from '../../../../server/stores/questions';

/** A row of any tree: see `Tree`. */
interface Line {
  readonly id: string;
  readonly level: number;
  readonly expanded?: boolean;
  /** What typing finds. */
  readonly text: string;
}

export type GroupBy = 'exception' | 'handler';

/** Members of a group that came so far. */
export interface Members {
  readonly rows: readonly Failure[];
  readonly more: boolean;
  readonly problem?: string;
}

export type FailureRow =
  | (Line & {
      readonly kind: 'section';
      readonly title: string;
      readonly table: string | null;
      readonly count: number | null;
    })
  | (Line & {
      readonly kind: 'group';
      readonly group: FailureGroup;
      readonly title: string;
      readonly detail: string;
      readonly count: number;
      readonly state: 'open' | 'resolved';
    })
  | (Line & { readonly kind: 'failure'; readonly failure: Failure; readonly group: string })
  | (Line & {
      readonly kind: 'more';
      readonly group: string;
      /** Nothing of the group has come yet. */
      readonly reading: boolean;
      readonly problem: string | null;
    });

export interface FailureTree {
  readonly open: readonly FailureGroup[];
  /** Absent until its section is opened. */
  readonly resolved?: readonly FailureGroup[];
  readonly resolvedCount: number | null;
  readonly members: ReadonlyMap<string, Members>;
  /** Keys of rows that are not as they start: groups closed, sections of open failures open, `Resolved` closed. */
  readonly toggled: ReadonlySet<string>;
  readonly by: GroupBy;
}

export const resolvedSection = 'section resolved';

/** What names a group among the rows, and its members among those loaded. */
export function memberKey(group: FailureGroup, state: 'open' | 'resolved'): string {
  return `${state} ${group.key}`;
}

export function failureRows(tree: FailureTree): readonly FailureRow[] {
  const rows: FailureRow[] = [];
  for (const [key, groups] of sectionsOf(tree.open)) {
    const [first] = groups;
    if (!first) continue;
    const open = !tree.toggled.has(key);
    const title = first.kind === 'job' ? 'Queue' : 'Handlers';
    const count = groups.reduce((sum, group) => sum + group.count, 0);
    rows.push({ kind: 'section', id: key, level: 1, text: title, expanded: open, title, table: first.table, count });
    if (open) addGroups(rows, groups, 'open', tree);
  }
  if (tree.resolvedCount === 0 || (tree.resolvedCount === null && !tree.resolved)) return rows;
  const open = tree.toggled.has(resolvedSection);
  rows.push({
    kind: 'section',
    id: resolvedSection,
    level: 1,
    text: 'Resolved',
    expanded: open,
    title: 'Resolved',
    table: null,
    count: tree.resolvedCount,
  });
  if (open) addGroups(rows, tree.resolved ?? [], 'resolved', tree);
  return rows;
}

/** By kind and table, handlers first; within a section as they came. */
function sectionsOf(groups: readonly FailureGroup[]): ReadonlyMap<string, FailureGroup[]> {
  const sections = new Map<string, FailureGroup[]>();
  const order = { handler: 0, job: 1 } as const;
  for (const group of [...groups].sort((a, b) => order[a.kind] - order[b.kind])) {
    const key = `section ${group.kind} ${group.table}`;
    const section = sections.get(key);
    if (section) section.push(group);
    else sections.set(key, [group]);
  }
  return sections;
}

function addGroups(
  rows: FailureRow[],
  groups: readonly FailureGroup[],
  state: 'open' | 'resolved',
  tree: FailureTree,
): void {
  const sorted = tree.by === 'handler' ? [...groups].sort(byHandler) : groups;
  for (const group of sorted) {
    const key = memberKey(group, state);
    const expanded = tree.toggled.has(key);
    const { title, detail } = wordsOf(group, tree.by);
    rows.push({
      kind: 'group',
      id: key,
      level: 2,
      text: title,
      expanded,
      group,
      title,
      detail,
      count: group.count,
      state,
    });
    if (!expanded) continue;
    const members = tree.members.get(key);
    for (const failure of members?.rows ?? [])
      rows.push({
        kind: 'failure',
        id: `${key} ${failure.key}`,
        level: 3,
        text: failureTitle(failure),
        failure,
        group: key,
      });
    if (!members || members.more)
      rows.push({
        kind: 'more',
        id: `${key} more`,
        level: 3,
        text: '',
        group: key,
        reading: members === undefined,
        problem: members?.problem ?? null,
      });
  }
}

const byHandler = (a: FailureGroup, b: FailureGroup): number =>
  shortName(a.subject ?? '').localeCompare(shortName(b.subject ?? '')) || b.count - a.count;

/** Title and the rest of a group's row; a message that starts with the exception's name is not said twice. */
function wordsOf(group: FailureGroup, by: GroupBy): { title: string; detail: string } {
  const exception = group.exception === null ? null : shortName(group.exception);
  const subject = group.subject === null ? null : shortName(group.subject);
  const message = messageOf(group);
  const [title, other] = by === 'exception' ? [exception, subject] : [subject, exception];
  const parts = [title, other, message].filter((part): part is string => part !== null && part !== '');
  const [head = 'Unknown', ...rest] = parts;
  return { title: head, detail: rest.join(', ') };
}

/** The first line of the message, without the exception's own name in front. */
export function messageOf(failure: Thrown): string {
  return wholeMessage(failure).split('\n', 1)[0] ?? '';
}

interface Thrown {
  readonly exception: string | null;
  readonly message: string | null;
}

export function wholeMessage({ exception, message }: Thrown): string {
  const text = (message ?? '').trim();
  if (exception === null || exception === '' || !text.startsWith(exception)) return text;
  return text.slice(exception.length).replace(/^:?\s*/, '');
}

/** What a failure is about, in one word: its event, else what failed, else its id. */
export function failureTitle(failure: Failure): string {
  if (failure.event) return shortName(failure.event.type);
  return failure.subject === null ? failure.id : shortName(failure.subject);
}
