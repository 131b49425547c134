/** A layout's tables as data: which columns each has, and what they say. Knows no table of a store. */
import type {
  Condition,
  EventColumns,
  FailureColumns,
  JobColumns,
  ProjectionColumns,
  SnapshotColumns,
  StreamColumns,
  TimeKind,
} from '../store';

/**
 * Names a column for each role: `name` must be there, `name?` may be, `a|b` is whichever is there first. After a colon
 * stands a path into its JSON; `rowid` is there always, and a column before it counts only if declared as an integer;
 * `alias.name` is a column of a join, `*` all of a
 * text file's entry. Spelling does not matter: `eventType` is `event_type`.
 */
type Roles<T> = Readonly<Omit<T, 'table' | 'join' | 'called' | 'where' | 'timeKind' | 'job'>>;

export interface PartJoin {
  readonly as: string;
  /** The name it usually has. */
  readonly table: string;
  readonly from: string;
  readonly to: string;
  readonly first?: string;
  /** Its further columns, without a role. */
  readonly also?: string;
}

export interface More {
  /** Further columns of the table, without a role, separated by spaces. */
  readonly also?: string;
  readonly timeKind?: TimeKind;
  readonly where?: readonly Condition[];
  /** Failures of a queue's jobs. */
  readonly job?: true;
  readonly join?: readonly PartJoin[];
  readonly called?: { readonly table: string; readonly key: string; readonly name: string; readonly also?: string };
  /** Says nothing on its own: taken along only where another table of the layout is there. */
  readonly companion?: true;
  /** The set of columns is too common to trust: the name must be the usual one, before or after anything. */
  readonly named?: true;
  /** Never a table whose name has this in it. */
  readonly notNamed?: string;
  /** Tables whose names go on after another's are its partitions. */
  readonly partitioned?: true;
}

export type Kind = 'events' | 'projections' | 'failures' | 'snapshots' | 'jobs' | 'streams';

export interface Part extends More {
  readonly kind: Kind;
  /** The name it usually has. */
  readonly table: string;
  readonly roles: Readonly<Record<string, string>>;
}

const partOf =
  <T>(kind: Kind) =>
  (table: string, roles: Roles<T>, more: More = {}): Part => ({
    ...more,
    kind,
    table,
    roles: roles as Readonly<Record<string, string>>,
  });

export const events = partOf<EventColumns>('events');
export const projections = partOf<ProjectionColumns>('projections');
export const failures = partOf<FailureColumns>('failures');
export const snapshots = partOf<SnapshotColumns>('snapshots');
export const jobs = partOf<JobColumns>('jobs');
export const streams = partOf<StreamColumns>('streams');
