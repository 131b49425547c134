/** The filter field with suggestions and saved filters, the time chip, and how many events the two leave. */
import type { JSX } from 'preact';
import { useEffect, useId, useMemo, useRef, useState } from 'preact/hooks';
import type { About, Filter } from '../../server/stores/questions';
import { Icon, IconButton, Live, MenuButton, Text, type MenuEntry } from './controls';
import { useOverview } from './overviewAnswer';
import { filterOf, useData, usePanel } from './state';
import { suggest, type Known, type Suggestion } from './suggestions';
import { useAnswer, useCode } from './useAnswer';
import { useFormat } from './useFormat';
import { count, shortName, timeSpan, visible } from './words';

export function FilterBar({ about }: { readonly about: About }): JSX.Element {
  const filter = useData((data) => data.filter);
  const from = useData((data) => data.from);
  const to = useData((data) => data.to);
  const wanted = filterOf({ filter, from, to });
  const total = useAnswer('count', {});
  const selected = useAnswer('count', wanted ? { filter: wanted } : undefined);
  return (
    <div class="ew-bar plain filterbar" role="search">
      <Field about={about} problem={selected.problem} />
      {about.has.times && <TimeChip />}
      <Counts
        total={total.answer}
        selected={selected.problem === undefined ? selected.answer : undefined}
        filter={wanted}
      />
    </div>
  );
}

function Counts(props: {
  readonly total: { readonly count: number; readonly exact: boolean } | undefined;
  readonly selected: { readonly count: number; readonly exact: boolean } | undefined;
  readonly filter: Filter | undefined;
}): JSX.Element {
  const format = useFormat();
  const { total, selected, filter } = props;
  const all = total ? count(format.amount(total), 'event') : '';
  const text = filter && selected && total ? `${format.amount(selected)} of ${all}` : filter ? '' : all;
  return (
    <span class="dim num counts">
      {text}
      <Live text={text} />
    </span>
  );
}

function Field({ about, problem }: { readonly about: About; readonly problem: string | undefined }): JSX.Element {
  const { store, tell } = usePanel();
  const applied = useData((data) => data.filter);
  const filters = useData((data) => data.filters);
  const [draft, setDraft] = useState(applied);
  const [caret, setCaret] = useState(0);
  const [open, setOpen] = useState(false);
  const [chosen, setChosen] = useState(-1);
  const input = useRef<HTMLInputElement>(null);
  const id = useId();
  const known = useKnown(about);
  const suggestions = useMemo(() => suggest(draft, caret, known), [draft, caret, known]);
  const items = open ? suggestions.items : [];
  useEffect(() => setDraft(applied), [applied]);
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent): void => {
      const find =
        (event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 'f' && !event.shiftKey && !event.altKey;
      const typing = event.target instanceof HTMLInputElement || event.target instanceof HTMLTextAreaElement;
      if (!find && (event.key !== '/' || typing || event.ctrlKey || event.metaKey || event.altKey)) return;
      input.current?.focus();
      input.current?.select();
      event.preventDefault();
    };
    window.addEventListener('keydown', onKeyDown);
    return () => window.removeEventListener('keydown', onKeyDown);
  }, []);

  const apply = (text: string): void => {
    setOpen(false);
    setChosen(-1);
    setDraft(text);
    if (text.trim() !== store.get().filter) store.set({ filter: text.trim(), fresh: 0 });
  };
  const take = (item: Suggestion): void => {
    const { from, to } = suggestions;
    const text = `${draft.slice(0, from)}${item.text}${item.open ? '' : ' '}${draft.slice(to).replace(/^ /, '')}`;
    const at = from + item.text.length + (item.open ? 0 : 1);
    setDraft(text);
    setCaret(at);
    setChosen(-1);
    setOpen(item.open === true);
    requestAnimationFrame(() => input.current?.setSelectionRange(at, at));
  };
  const onInput = (): void => {
    const element = input.current;
    if (!element) return;
    setDraft(element.value);
    setCaret(element.selectionStart ?? element.value.length);
    setChosen(-1);
    setOpen(true);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const picked = items[chosen];
    if (event.key === 'Enter' || (event.key === 'Tab' && picked)) {
      if (picked) take(picked);
      else apply(draft);
    } else if (event.key === 'ArrowDown' && items.length) setChosen((chosen + 1) % items.length);
    else if (event.key === 'ArrowUp' && items.length) setChosen(chosen <= 0 ? items.length - 1 : chosen - 1);
    else if (event.key === 'ArrowDown')
      document.querySelector<HTMLElement>('.tabpanel :is([role=listbox],[role=grid],[role=tree])')?.focus();
    else if (event.key === ' ' && event.ctrlKey) setOpen(true);
    else if (event.key === 'Escape' && items.length) setOpen(false);
    else if (event.key === 'Escape' && (draft || applied)) apply('');
    else return;
    event.preventDefault();
  };
  const saved = (): readonly MenuEntry[] => {
    const now = draft.trim();
    const there = filters.some(({ text }) => text === now);
    const keep = (next: typeof filters): void => {
      store.set({ filters: next });
      tell({ kind: 'saveFilters', filters: next });
    };
    return [
      ...filters.map(({ name, text }) => ({
        label: visible(name),
        ...(name === text ? {} : { detail: visible(text) }),
        run: () => apply(text),
      })),
      ...(filters.length ? (['-'] as const) : []),
      there
        ? { label: 'Remove This Filter', run: () => keep(filters.filter(({ text }) => text !== now)) }
        : { label: 'Save This Filter', disabled: !now, run: () => keep([...filters, { name: now, text: now }]) },
    ];
  };
  const shown = problem !== undefined && draft.trim() === applied;
  return (
    <div class="field grow">
      <div class={`ew-input ${shown ? 'wrong' : ''}`}>
        <Icon icon="filter" small kind="code" />
        <input
          ref={input}
          type="text"
          role="combobox"
          aria-label="Filter events"
          aria-autocomplete="list"
          aria-expanded={items.length > 0}
          aria-controls={items.length ? `${id}-list` : undefined}
          aria-activedescendant={chosen >= 0 ? `${id}-${chosen}` : undefined}
          aria-invalid={shown}
          aria-describedby={shown ? `${id}-wrong` : undefined}
          placeholder="Filter, for example type:Order* stream:order-17 total.amount>100 or text"
          spellcheck={false}
          autocomplete="off"
          value={draft}
          onInput={onInput}
          onClick={() => setCaret(input.current?.selectionStart ?? 0)}
          onKeyDown={onKeyDown}
          onBlur={() => setOpen(false)}
        />
        {draft !== '' && <IconButton icon="close" title="Clear Filter" onClick={() => apply('')} />}
        <MenuButton icon="bookmark" title="Saved Filters" entries={saved} />
      </div>
      {shown && (
        <div class="wrong-note" id={`${id}-wrong`} role="alert">
          <Text value={problem} />
        </div>
      )}
      {items.length > 0 && (
        <div class="suggest" role="listbox" id={`${id}-list`} aria-label="Suggestions">
          {items.map((item, index) => (
            <div
              key={item.text}
              id={`${id}-${index}`}
              role="option"
              aria-selected={index === chosen}
              class={`row ${index === chosen ? 'sel' : ''}`}
              onMouseDown={(event) => {
                event.preventDefault();
                take(item);
              }}
            >
              <Text value={item.text} className="mono clip" />
              <span class="grow" />
              <span class="dim clip">{visible(item.detail)}</span>
            </div>
          ))}
        </div>
      )}
    </div>
  );
}

/** Types, streams and fields that can be suggested: those of the overview and of the code's classes. */
function useKnown(about: About): Known {
  const format = useFormat();
  const { answer: overview } = useOverview();
  const names = useMemo(() => overview?.types.map(({ type }) => type) ?? [], [overview]);
  const { answer: code } = useCode(names);
  return useMemo(() => {
    const fields = new Map<string, string>();
    for (const type of code?.types ?? []) for (const field of type.fields ?? []) fields.set(field.name, field.type);
    const nameOf = (type: string): string => {
      const short = shortName(type);
      return names.some((other) => other !== type && shortName(other) === short) ? type : short;
    };
    return {
      types:
        overview?.types.map(({ type, stored }) => ({
          type: nameOf(type),
          detail: `${format.number(stored)} stored`,
        })) ?? [],
      streams:
        overview?.activeStreams.map(({ stream, events }) => ({
          stream,
          detail: count(format.number(events), 'event'),
        })) ?? [],
      fields: [...fields].map(([path, detail]) => ({ path, detail })),
      correlation: about.has.correlation,
    };
  }, [overview, names, code, about, format]);
}

const spans: readonly (readonly [string, number])[] = [
  ['Last Hour', 3_600_000],
  ['Last 24 Hours', 86_400_000],
  ['Last 7 Days', 7 * 86_400_000],
  ['Last 30 Days', 30 * 86_400_000],
];

/** The brush in words; a menu of the usual ranges, and a cross that takes it away. */
function TimeChip(): JSX.Element {
  const { store } = usePanel();
  const format = useFormat();
  const from = useData((data) => data.from);
  const to = useData((data) => data.to);
  const text = timeSpan({ from, to }, format.moment);
  const all = (): void => store.set({ from: undefined, to: undefined, fresh: 0 });
  const entries = (): readonly MenuEntry[] => [
    { label: 'All Time', checked: text === undefined, run: all },
    '-',
    ...spans.map(([label, length]) => ({
      label,
      checked: false,
      run: () => store.set({ from: new Date(Date.now() - length).toISOString(), to: undefined, fresh: 0 }),
    })),
  ];
  return (
    <span class="chip">
      <MenuButton title="Time Range" className="ew-select" entries={entries}>
        <Icon icon="calendar" small />
        <span class="num">{text ?? 'All time'}</span>
        {text === undefined && <Icon icon="chevron-down" small />}
      </MenuButton>
      {text !== undefined && <IconButton icon="close" title="Clear Time Range" onClick={all} />}
    </span>
  );
}
