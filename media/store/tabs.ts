/** The tabs of the panel, in their order: one line each. */
import type { ComponentType } from 'preact';
import type { About, Overview } from '../../server/stores/questions';
import type { Tab } from './messages';
import { EventsTab } from './events';
import { OverviewTab } from './overview';
import type { Data } from './state';
import { CompareTab } from './tabs/compare/compareTab';
import { FailuresTab } from './tabs/failures/failuresTab';
import { FieldsTab } from './tabs/fields/fieldsTab';
import { IntegrityTab } from './tabs/integrity/integrityTab';
import { JobsTab } from './tabs/jobs/jobsTab';
import { MappingTab } from './tabs/mapping/mappingTab';
import { ProjectionsTab } from './tabs/projections/projectionsTab';
import { SnapshotsTab } from './tabs/snapshots/snapshotsTab';
import { StreamsTab } from './tabs/streams/streamsTab';

export interface TabEntry {
  readonly id: Tab;
  readonly title: string;
  readonly component: ComponentType;
  /** Not shown where the store has no such part. */
  readonly shown: (about: About, data: Data) => boolean;
  /** What the badge beside the title says, and how it is read out. */
  readonly badge?: (overview: Overview) => { readonly count: number; readonly name: string } | null | undefined;
  /** Whether the filter field stands above it. */
  readonly filter?: true;
  readonly strip?: 'tall' | 'short';
}

const layout = ({ layouts }: About): boolean => layouts.length > 0;
const events = (about: About): boolean => layout(about) && about.has.events;

export const tabs: readonly TabEntry[] = [
  { id: 'overview', title: 'Overview', component: OverviewTab, shown: layout, filter: true, strip: 'tall' },
  { id: 'events', title: 'Events', component: EventsTab, shown: events, filter: true, strip: 'short' },
  {
    id: 'streams',
    title: 'Streams',
    component: StreamsTab,
    shown: (about) => events(about) && about.has.streams,
    filter: true,
    strip: 'short',
  },
  {
    id: 'failures',
    title: 'Failures',
    component: FailuresTab,
    shown: (about) => about.has.failures,
    badge: ({ failures }) => failures && { count: failures.open, name: `${failures.open} open` },
  },
  { id: 'jobs', title: 'Jobs', component: JobsTab, shown: (about) => about.has.jobs },
  {
    id: 'projections',
    title: 'Projections',
    component: ProjectionsTab,
    shown: (about) => about.has.projections,
    badge: ({ projections }) => {
      const troubled = projections.filter(({ state }) => state === 'failed' || state === 'behind').length;
      return { count: troubled, name: `${troubled} failed or behind` };
    },
  },
  { id: 'snapshots', title: 'Snapshots', component: SnapshotsTab, shown: (about) => about.has.snapshots },
  { id: 'fields', title: 'Fields', component: FieldsTab, shown: events },
  { id: 'integrity', title: 'Integrity', component: IntegrityTab, shown: events },
  {
    id: 'mapping',
    title: 'Mapping',
    component: MappingTab,
    shown: (about, { tab }) => tab === 'mapping' || !layout(about),
  },
  {
    id: 'compare',
    title: 'Compare',
    component: CompareTab,
    shown: (about, { compare }) => layout(about) && compare.left !== undefined && compare.right !== undefined,
  },
];
