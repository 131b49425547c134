/** The tabs of the panel, in their order: one line each. */
import type { ComponentType } from 'preact';
import type { About, Overview } from '../../server/stores/questions';
import type { Tab } from './messages';
import { EventsTab } from './events';
import { OverviewTab } from './overview';
import type { Data } from './state';

export interface TabEntry {
  readonly id: Tab;
  readonly title: string;
  readonly component: ComponentType;
  /** Not shown where the store has no such part. */
  readonly shown: (about: About, data: Data) => boolean;
  /** What the badge beside the title says, and how it is read out. */
  readonly badge?: (overview: Overview) => { readonly count: number; readonly name: string } | undefined;
  /** Whether the filter field stands above it. */
  readonly filter?: true;
  readonly strip?: 'tall' | 'short';
}

const layout = ({ layouts }: About): boolean => layouts.length > 0;

export const tabs: readonly TabEntry[] = [
  { id: 'overview', title: 'Overview', component: OverviewTab, shown: layout, filter: true, strip: 'tall' },
  { id: 'events', title: 'Events', component: EventsTab, shown: layout, filter: true, strip: 'short' },
  // streams, failures, jobs, projections, snapshots, fields, integrity, mapping, compare: one line each.
];
