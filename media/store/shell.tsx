/** The frame around every tab: tab bar, actions, filter, time strip, notes. Knows the tabs by their list alone. */
import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import type { About } from '../../server/stores/questions';
import { Actions } from './actions';
import { FilterBar } from './filterBar';
import { Banners } from './banners';
import { Empty, firstSentence, Progress, Waiting } from './states';
import { Text } from './controls';
import { size } from './format';
import { useData, usePanel, type Data } from './state';
import { tabs, type TabEntry } from './tabs';
import { TimeStrip } from './timeStrip';
import { OverviewAnswer, useOverview } from './overviewAnswer';

export function Shell(): JSX.Element {
  const phase = useData((data) => data.phase);
  switch (phase.kind) {
    case 'opening':
      return <Opening {...phase} />;
    case 'failed':
      return <Failed message={phase.message} />;
    case 'open':
      return (
        <OverviewAnswer>
          <Open about={phase.about} />
        </OverviewAnswer>
      );
  }
}

function Opening(props: { readonly name?: string; readonly size?: number; readonly read?: number }): JSX.Element {
  const { name, size: whole, read } = props;
  const amount =
    whole === undefined ? '' : read === undefined ? `, ${size(whole)}` : `, ${size(read)} of ${size(whole)}`;
  return (
    <main class="ew">
      <Progress waiting />
      <Waiting what={name === undefined ? 'Opening the store' : `Reading ${name}${amount}`} rows={12} />
    </main>
  );
}

function Failed({ message }: { readonly message: string }): JSX.Element {
  const { tell } = usePanel();
  const { title, rest } = firstSentence(message);
  return (
    <main class="ew">
      <Empty
        icon="error"
        kind="error"
        title={title}
        alert
        choices={[
          { text: 'Open as Text', run: () => tell({ kind: 'openAsText' }) },
          { text: 'Try Again', run: () => tell({ kind: 'tryAgain' }) },
        ]}
      >
        {rest ? <Text value={rest} /> : undefined}
      </Empty>
    </main>
  );
}

function Open({ about }: { readonly about: About }): JSX.Element {
  const { store } = usePanel();
  const chosen = useData((data) => data.tab);
  const compare = useData((data) => data.compare);
  const shown = tabs.filter((entry) => entry.shown(about, store.get()));
  const tab = shown.find(({ id }) => id === chosen) ?? shown[0];
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent): void => {
      const step = event.ctrlKey && event.key === 'PageDown' ? 1 : event.ctrlKey && event.key === 'PageUp' ? -1 : 0;
      if (!step || !tab) return;
      const next = shown[(shown.indexOf(tab) + step + shown.length) % shown.length];
      if (next) store.set({ tab: next.id });
      event.preventDefault();
    };
    window.addEventListener('keydown', onKeyDown);
    return () => window.removeEventListener('keydown', onKeyDown);
  }, [tab, shown.length, compare]);
  const Component = tab?.component;
  const low = useLow();
  return (
    <main class="ew">
      <div class="ew-bar">
        <TabBar shown={shown} tab={tab} />
        <Actions about={about} />
      </div>
      {tab?.filter && about.has.events && <FilterBar about={about} />}
      <Banners about={about} />
      {tab?.strip && about.has.times && <TimeStrip tall={tab.strip === 'tall' && !low} />}
      {tab && Component && (
        <div class="tabpanel" role="tabpanel" id="tabpanel" aria-labelledby={`tab-${tab.id}`} key={tab.id}>
          <Component />
        </div>
      )}
    </main>
  );
}

/** There is too little height for a tall strip: what stands below it is worth more. */
function useLow(): boolean {
  const [low, setLow] = useState(false);
  useEffect(() => {
    const query = window.matchMedia('(height < 600px)');
    const look = (): void => setLow(query.matches);
    look();
    query.addEventListener('change', look);
    return () => query.removeEventListener('change', look);
  }, []);
  return low;
}

function TabBar({
  shown,
  tab,
}: {
  readonly shown: readonly TabEntry[];
  readonly tab: TabEntry | undefined;
}): JSX.Element {
  const { store } = usePanel();
  const { answer: overview } = useOverview();
  useEffect(() => {
    if (tab) document.getElementById(`tab-${tab.id}`)?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  }, [tab?.id]);
  const choose = (to: Data['tab']): void => {
    store.set({ tab: to });
    document.getElementById(`tab-${to}`)?.focus();
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const at = tab ? shown.indexOf(tab) : 0;
    const to: Readonly<Record<string, number>> = {
      ArrowLeft: at - 1,
      ArrowRight: at + 1,
      Home: 0,
      End: shown.length - 1,
    };
    const index = to[event.key];
    if (index === undefined || event.ctrlKey || event.altKey) return;
    const next = shown[(index + shown.length) % shown.length];
    if (next) choose(next.id);
    event.preventDefault();
  };
  return (
    <div
      class="ew-tabs"
      role="tablist"
      aria-label="Inspector"
      onKeyDown={onKeyDown}
      // A wheel that only turns up and down reaches the tabs that do not fit.
      onWheel={(event) => {
        if (event.deltaX === 0) event.currentTarget.scrollLeft += event.deltaY;
      }}
    >
      {shown.map((entry) => {
        const badge = overview && entry.badge?.(overview);
        return (
          <button
            key={entry.id}
            type="button"
            id={`tab-${entry.id}`}
            class="ew-tab"
            role="tab"
            aria-selected={entry === tab}
            aria-controls={entry === tab ? 'tabpanel' : undefined}
            aria-label={badge ? `${entry.title}, ${badge.name}` : undefined}
            tabIndex={entry === tab ? 0 : -1}
            onClick={() => choose(entry.id)}
          >
            {entry.title}
            {badge && badge.count > 0 && <span class="ew-badge">{badge.count > 999 ? '999+' : badge.count}</span>}
          </button>
        );
      })}
    </div>
  );
}
