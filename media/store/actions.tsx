/** Actions at the right end of the tab bar: follow, compare, export, refresh, and how the store is read. */
import type { JSX } from 'preact';
import type { About } from '../../server/stores/questions';
import { IconButton, MenuButton, type MenuEntry } from './controls';
import { filterOf, useData, usePanel } from './state';

const formats = [
  ['jsonl', 'JSON Lines'],
  ['csv', 'CSV'],
  ['markdown', 'Markdown'],
] as const;

export function Actions({ about }: { readonly about: About }): JSX.Element {
  const { store, tell, ask } = usePanel();
  const follow = useData((data) => data.follow);
  const event = useData((data) => data.event);
  const left = useData((data) => data.compare.left);
  const readable = about.layouts.length > 0;

  const setFollow = (): void => {
    store.set({ follow: !follow });
    tell({ kind: 'follow', follow: !follow });
  };
  const refresh = (): void => {
    void ask
      .question('refresh', {})
      .then(({ version }) => store.set({ version, fresh: 0, asked: store.get().asked + 1 }))
      // The questions themselves will say what is wrong.
      .catch(() => store.set({ asked: store.get().asked + 1 }));
  };
  const exports = (): readonly MenuEntry[] => {
    const filter = filterOf(store.get());
    const key = store.get().event;
    const entries = formats.map(([format, title]) => ({
      label: `${filter ? 'Export Selection' : 'Export All'} as ${title}…`,
      run: () => tell({ kind: 'export', format, ...(filter ? { filter } : {}) }),
    }));
    if (key === undefined) return entries;
    const one = formats.map(([format, title]) => ({
      label: `Export This Event as ${title}…`,
      run: () => tell({ kind: 'export', format, keys: [key] }),
    }));
    return [...entries, '-', ...one];
  };
  const more = (): readonly MenuEntry[] => [
    ...about.layouts.map((layout, index) => ({
      label: `Read as ${layout.title}`,
      ...(layout.table === null ? {} : { detail: layout.table }),
      checked: index === 0,
      run: () => {
        if (index > 0) void choose(layout.key);
      },
    })),
    { label: 'Map Columns by Hand…', checked: false, run: () => store.set({ tab: 'mapping' }) },
    '-',
    { label: 'Open as Text', run: () => tell({ kind: 'openAsText' }) },
  ];
  const choose = async (key: string): Promise<void> => {
    try {
      const chosen = await ask.question('choose', { key });
      const known = { event: undefined, filter: '', from: undefined, to: undefined, fresh: 0, compare: {} };
      store.set({ phase: { kind: 'open', about: chosen }, version: chosen.version, ...known });
    } catch (error) {
      store.set({ phase: { kind: 'failed', message: error instanceof Error ? error.message : String(error) } });
    }
  };
  const compare = (): void => {
    if (event === undefined) return;
    if (left === undefined || left === event) store.set({ compare: { left: left === event ? undefined : event } });
    else store.set({ compare: { left, right: event }, tab: 'compare' });
  };
  return (
    <div class="ew-actions">
      {readable && (
        <>
          <IconButton icon="eye" text="Follow" title="Follow New Events" pressed={follow} onClick={setFollow} />
          <span class="ew-sep" />
          <IconButton
            icon="git-compare"
            title={compareTitle(event, left)}
            pressed={left !== undefined}
            disabled={event === undefined}
            onClick={compare}
          />
          <MenuButton icon="export" title="Export…" entries={exports} />
          <IconButton icon="refresh" title="Refresh" onClick={refresh} />
        </>
      )}
      <MenuButton icon="ellipsis" title="More Actions…" entries={more} />
    </div>
  );
}

function compareTitle(event: string | undefined, left: string | undefined): string {
  if (event === undefined) return 'Compare: Select an Event First';
  if (left === undefined) return 'Select for Compare (C)';
  return left === event ? 'Selected for Compare: Choose Another Event' : 'Compare with Selected (C)';
}
