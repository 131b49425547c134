/** Which events the list shows: the pages of a filter, where they begin, and the row that stays selected. Draws nothing. */
import { useEffect, useMemo, useRef } from 'preact/hooks';
import type { Amount, EventRow, Filter, Position } from '../../server/stores/questions';
import { pageSize, usePages, type Known, type Pages } from './pages';
import { filterOf, useData, usePanel } from './state';
import { useAnswer, type Asked } from './useAnswer';

export function useFilter(): Filter | undefined {
  const filter = useData((data) => data.filter);
  const from = useData((data) => data.from);
  const to = useData((data) => data.to);
  return useMemo(() => filterOf({ filter, from, to }), [filter, from, to]);
}

interface Start {
  readonly key: string;
  readonly filter: Filter | undefined;
  readonly number: number;
}

/** Another filter's list begins at its top again. */
export function startAt(key: string | undefined, filter: Filter | undefined, number = 0): Start | undefined {
  return key === undefined ? undefined : { key, filter, number };
}

/** Pages of the filter's events. Positions tell about where a row stands, so that any place can be jumped to. */
export function useEventPages(
  filter: Filter | undefined,
  counted: Asked<Amount>,
  start: Start | undefined,
): Pages<EventRow> {
  const { ask } = usePanel();
  const asked = useData((data) => data.asked);
  const from = start && start.filter === filter ? start : undefined;
  const at = from?.key;
  const part = filter ? { filter } : {};
  const oldest = useAnswer('events', { ...part, order: 'oldest', limit: 1 }, { still: true });
  const newest = useAnswer('events', { ...part, order: 'newest', limit: 1 }, { still: true });
  const answers = [counted, oldest, newest];
  const of = `${JSON.stringify(filter)} ${asked}`;
  // Answers stay until the next are there: what they say of the rows of another filter is wrong.
  const answered = useRef<string>(undefined);
  if (!answers.some(({ waiting }) => waiting)) answered.current = of;
  const sound = answered.current === of && answers.every(({ problem }) => problem === undefined);
  const total = counted.answer?.exact ? counted.answer.count : undefined;
  return usePages<EventRow>({
    key: `${of} ${from ? `${from.key} ${from.number}` : ''}`,
    of,
    load: (where, signal) => ask.question('events', { ...part, ...where, limit: pageSize }, signal),
    ...(at === undefined ? {} : { at }),
    ...(sound
      ? {
          known: {
            ...(total === undefined ? {} : { total }),
            ...placed(oldest.answer?.rows[0]?.position, newest.answer?.rows[0]?.position, total),
          },
        }
      : {}),
  });
}

/** Rows stand where their positions lie between the first and the last. */
function placed(
  low: Position | null | undefined,
  high: Position | null | undefined,
  total: number | undefined,
): Known<EventRow> {
  if (typeof low !== 'number' || typeof high !== 'number' || high <= low || total === undefined || total < 2) return {};
  const each = (high - low) / (total - 1);
  return {
    guess: (index) => String(Math.round(high - index * each)),
    indexOf: ({ position }) => (typeof position === 'number' ? Math.round((high - position) / each) : undefined),
  };
}

/** New events enter by themselves only while the list stands at its top. */
export function useFollow(pages: Pages<EventRow>, atTop: () => boolean): void {
  const { store } = usePanel();
  const fresh = useData((data) => data.fresh);
  const follow = useData((data) => data.follow);
  useEffect(() => {
    if (fresh === 0 || !follow || !atTop()) return;
    store.set({ fresh: 0 });
    pages.reload();
  }, [fresh, follow]);
}

/** The first event is selected where none is, or none of the new filter; else the selected one keeps its row. */
export function useSelection(
  pages: Pages<EventRow>,
  filter: Filter | undefined,
  active: number,
  setActive: (index: number) => void,
): void {
  const { store } = usePanel();
  const shown = useRef(filter);
  useEffect(() => {
    if (pages.blank || pages.count === 0) return;
    const { event } = store.get();
    const index = pages.indexOf((row) => row.key === event);
    const another = shown.current !== filter;
    shown.current = filter;
    if (event === undefined || (index === undefined && another)) {
      const first = pages.rowAt(pages.start);
      if (first) store.set({ event: first.key });
      setActive(pages.start);
      return;
    }
    if (index !== undefined) setActive(index);
    else if (pages.loaded > 0 && active >= pages.count) setActive(0);
  }, [pages.loaded, pages.shift, pages.blank]);
}
