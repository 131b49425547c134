/**
 * A virtual list: only the rows in view are in the document, whatever their number. Rows that are not read yet never
 * leave a blank: the ones before stay until the new ones are there. Knows no event.
 */
import type { ComponentChildren, JSX, RefObject } from 'preact';
import { useEffect, useId, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { stepOf } from './steps';

/** Browsers lose precision, then the scroll bar, beyond some 16 million pixels. */
const tallest = 15_000_000;
export const rowHeight = 22;

export interface RowsProps<T> {
  readonly label: string;
  /** Rows in all; `exact` false says there may be more. */
  readonly count: number;
  readonly exact?: boolean;
  readonly height?: number;
  readonly rowAt: (index: number) => T | undefined;
  readonly keyOf: (row: T) => string;
  readonly render: (row: T, index: number) => ComponentChildren;
  /** What is read out for a row. */
  readonly name: (row: T, index: number) => string;
  readonly className?: (row: T, index: number) => string;
  readonly active: number;
  readonly onActive: (index: number, row: T | undefined) => void;
  /** Key of the row that is selected: the others are not. */
  readonly selected?: string;
  /** Enter and double click. */
  readonly onOpen?: (row: T) => void;
  /** Keys beyond moving; true when it was one. */
  readonly onKey?: (event: KeyboardEvent, row: T | undefined) => boolean;
  /** Rows in view, whenever they change. */
  readonly onRange?: (first: number, last: number) => void;
  /** See `Pages`. */
  readonly shift?: number;
  readonly generation?: number;
  readonly start?: number;
  /** Bring this row into view, once per number. */
  readonly reveal?: { readonly index: number; readonly number: number };
  readonly element?: RefObject<HTMLDivElement | null>;
  /** What waits in place of rows that were never there. */
  readonly waiting?: ComponentChildren;
}

interface Slice<T> {
  readonly first: number;
  readonly rows: readonly (readonly [number, T])[];
  /** Pixels of the first row above the upper edge. */
  readonly above: number;
}

export function Rows<T>(props: RowsProps<T>): JSX.Element {
  const { count, active, height = rowHeight, rowAt, keyOf, selected } = props;
  const own = useRef<HTMLDivElement>(null);
  const scroller = props.element ?? own;
  const [view, setView] = useState(0);
  const { offset, scrollTo } = useOffset(scroller, count * height, view);
  const id = useId();

  useLayoutEffect(() => {
    const box = scroller.current;
    if (!box) return undefined;
    setView(box.clientHeight);
    const observer = new ResizeObserver(() => setView(box.clientHeight));
    observer.observe(box);
    return () => observer.disconnect();
  }, []);

  const first = Math.min(Math.floor(offset / height), Math.max(0, count - 1));
  const last = Math.min(count - 1, Math.floor((offset + Math.max(0, view - 1)) / height));
  useEffect(() => {
    if (view > 0) props.onRange?.(first, last);
  }, [first, last, view > 0, count, props.onRange]);

  useOnChange(props.shift ?? 0, (now, before) => scrollTo(offset + (now - before) * height));
  useOnChange(props.generation ?? 0, () => scrollTo((props.start ?? 0) * height));

  const show = (index: number): void => {
    const top = index * height;
    if (top < offset) scrollTo(top);
    else if (top + height > offset + view) scrollTo(top + height - view);
  };
  useEffect(() => {
    if (props.reveal && view > 0) {
      const top = props.reveal.index * height;
      if (top < offset || top + height > offset + view) scrollTo(Math.max(0, top - (view - height) / 3));
    }
  }, [props.reveal?.number, view > 0]);

  const shown = useRef<Slice<T>>({ first: 0, rows: [], above: 0 });
  const slice = sliceOf(rowAt, first, last, offset - first * height);
  if (slice) shown.current = slice;
  const { rows, above } = shown.current;

  const move = (to: number): void => {
    props.onActive(to, rowAt(to));
    show(to);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const row = rowAt(active);
    const page = Math.max(1, Math.floor(view / height) - 1);
    const step = stepOf(event.key, active, count, page);
    if (step !== undefined && !event.ctrlKey && !event.metaKey && !event.altKey) move(step);
    else if (event.key === 'Enter' && !event.ctrlKey && row !== undefined && props.onOpen) props.onOpen(row);
    else if (!props.onKey?.(event, row)) return;
    event.preventDefault();
  };

  const activeRow = rows.find(([index]) => index === active);
  return (
    <div
      class="scroll rows"
      ref={scroller}
      role="listbox"
      aria-label={props.label}
      tabIndex={0}
      aria-activedescendant={activeRow ? `${id}-${active}` : undefined}
      onKeyDown={onKeyDown}
    >
      <div class="rows-space" role="presentation" style={{ height: `${Math.min(count * height, tallest)}px` }}>
        <div class="rows-window" role="presentation" style={{ height: `${view}px` }}>
          <div role="presentation" style={{ transform: `translateY(${-above}px)` }}>
            {rows.map(([index, row]) => {
              const key = keyOf(row);
              const chosen = key === selected;
              return (
                <div
                  key={key}
                  id={`${id}-${index}`}
                  class={`row ${chosen ? 'sel' : ''} ${index === active ? 'at' : ''} ${props.className?.(row, index) ?? ''}`}
                  role="option"
                  aria-selected={chosen}
                  aria-setsize={props.exact === false ? -1 : count}
                  aria-posinset={index + 1}
                  aria-label={props.name(row, index)}
                  onMouseDown={() => props.onActive(index, row)}
                  onDblClick={() => props.onOpen?.(row)}
                >
                  {props.render(row, index)}
                </div>
              );
            })}
            {rows.length === 0 && props.waiting}
          </div>
        </div>
      </div>
    </div>
  );
}

/** Rows of the window, or nothing while one of them is missing. */
function sliceOf<T>(
  rowAt: (index: number) => T | undefined,
  first: number,
  last: number,
  above: number,
): Slice<T> | undefined {
  const rows: (readonly [number, T])[] = [];
  for (let index = first; index <= last; index++) {
    const row = rowAt(index);
    if (row === undefined) return undefined;
    rows.push([index, row]);
  }
  return { first, rows, above };
}

/** Where the list stands, in pixels of all its rows; the scroll bar's own pixels are fewer when there are very many. */
function useOffset(
  scroller: RefObject<HTMLDivElement | null>,
  whole: number,
  view: number,
): { readonly offset: number; readonly scrollTo: (offset: number) => void } {
  const [offset, setOffset] = useState(0);
  const state = useRef({ offset, factor: 1, most: 0, put: -1 });
  const now = state.current;
  now.most = Math.max(0, whole - view);
  now.factor = whole > tallest ? (whole - view) / (tallest - view) : 1;
  const go = (to: number): void => {
    now.offset = Math.max(0, Math.min(now.most, to));
    setOffset(now.offset);
  };
  const scrollTo = (to: number): void => {
    go(to);
    const box = scroller.current;
    if (!box) return;
    box.scrollTop = now.offset / now.factor;
    now.put = box.scrollTop;
  };
  useEffect(() => {
    const box = scroller.current;
    if (!box) return undefined;
    const onScroll = (): void => {
      // What the browser says of our own doing is rounded.
      if (Math.abs(box.scrollTop - now.put) < 1) return;
      now.put = -1;
      go(box.scrollTop * now.factor);
    };
    const onWheel = (event: WheelEvent): void => {
      if (now.factor === 1 || event.ctrlKey || event.deltaY === 0) return;
      event.preventDefault();
      const unit = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? rowHeight : 1;
      scrollTo(now.offset + event.deltaY * unit);
    };
    box.addEventListener('scroll', onScroll, { passive: true });
    box.addEventListener('wheel', onWheel, { passive: false });
    return () => {
      box.removeEventListener('scroll', onScroll);
      box.removeEventListener('wheel', onWheel);
    };
  }, []);
  // A list that became shorter must not be looked at beyond its end; who is at the end stays there when the view changes.
  const ended = useRef(false);
  useLayoutEffect(() => {
    if (view > 0 && (now.offset > now.most || ended.current)) scrollTo(now.most);
  }, [whole, view]);
  useLayoutEffect(() => {
    ended.current = now.offset > 0 && now.offset >= now.most;
  });
  return { offset: Math.min(offset, Math.max(now.most, 0)), scrollTo };
}

function useOnChange(value: number, act: (now: number, before: number) => void): void {
  const before = useRef(value);
  useLayoutEffect(() => {
    if (before.current === value) return;
    act(value, before.current);
    before.current = value;
  }, [value]);
}
