/**
 * A long list in keyset pages: a run of pages that touch, two read ahead, and a jump to any place of which a guess can be
 * made. Rows are numbered from the start of the list; where a number was a guess it is put right at the list's end.
 */
import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { Superseded } from './ask';

export const pageSize = 200;
const ahead = 2;
const keptPages = 40;

export interface Page<T> {
  readonly rows: readonly T[];
  readonly next?: string;
  readonly previous?: string;
}

export interface Where {
  readonly cursor?: string;
  readonly at?: string;
}

export interface PageOptions<T> {
  /** Names the list: another key is another list, whose first page replaces all rows at once. */
  readonly key: string | undefined;
  readonly load: (where: Where, signal: AbortSignal) => Promise<Page<T>>;
  /** Start there. */
  readonly at?: string;
  /** Names the rows, wherever the list starts: what is known of those of another name is not known of these. */
  readonly of?: string;
  /** Nothing while it is being found out. */
  readonly known?: Known<T>;
}

/** About all rows of a list, read or not. */
export interface Known<T> {
  /** Rows in all, where that is known; else the list grows as it is read. */
  readonly total?: number;
  /** What to ask for to land near a row: a position. Without, every page in between is read. */
  readonly guess?: (index: number) => string | undefined;
  /** Where about a row stands that was asked for by name. */
  readonly indexOf?: (row: T) => number | undefined;
}

export interface Pages<T> {
  readonly count: number;
  rowAt(index: number): T | undefined;
  /** Among the rows that are read. */
  indexOf(is: (row: T) => boolean): number | undefined;
  /** Makes sure that these rows and some beyond will be there. */
  ensure(first: number, last: number): void;
  /** Grows or shrinks when rows were numbered anew: what is in view has moved by so many rows. */
  readonly shift: number;
  /** Grows with every list that begins: the view goes to `start`. */
  readonly generation: number;
  readonly start: number;
  /** Grows with every first page, that of `reload` among them. */
  readonly loaded: number;
  readonly waiting: boolean;
  /** Nothing has been read yet of any list. */
  readonly blank: boolean;
  /** The rows are of the list that is wanted, and not of the one before. */
  readonly current: boolean;
  readonly problem: string | undefined;
  again(): void;
  /** The first page anew, in place of all others. */
  reload(): void;
}

interface Run<T> {
  readonly start: number;
  readonly pages: readonly Page<T>[];
  readonly rows: readonly T[];
}

export function usePages<T>(options: PageOptions<T>): Pages<T> {
  const [, draw] = useState(0);
  const [list] = useState(() => new PagedList<T>(() => draw((count) => count + 1)));
  list.take(options);
  useEffect(() => {
    if (options.key !== undefined) list.begin();
    return () => list.stop();
  }, [options.key]);
  useEffect(() => {
    list.place();
  }, [options.of, options.known === undefined]);
  const known = useRef(list);
  return useMemo(() => ({ ...known.current.view(), list }), [list.drawn, options.known?.total, options.key]);
}

class PagedList<T> {
  drawn = 0;
  private options: PageOptions<T> = { key: undefined, load: () => Promise.reject(new Error('Nothing to read')) };
  private learned: { readonly of: string | undefined; readonly known: Known<T> } | undefined;
  private run: Run<T> | undefined;
  private shownKey: string | undefined;
  private shownOf: string | undefined;
  /** The run began at a row of which nobody could say yet where it stands. */
  private adrift = false;
  private shift = 0;
  private generation = 0;
  private start = 0;
  private loaded = 0;
  private problem: string | undefined;
  private loading: AbortController | undefined;
  private wanted: readonly [number, number] = [0, 0];
  private readonly draw: () => void;

  constructor(draw: () => void) {
    this.draw = draw;
  }

  take(options: PageOptions<T>): void {
    this.options = options;
    if (options.known) this.learned = { of: options.of, known: options.known };
  }

  /** Of the rows that are shown, which may still be those of the list before. */
  private known(): Known<T> {
    return this.learned && this.learned.of === this.shownOf ? this.learned.known : {};
  }

  view(): Pages<T> {
    const { run, shift, generation, start, loaded, problem } = this;
    return {
      count: this.count(),
      rowAt: (index) => run?.rows[index - run.start],
      indexOf: (is) => {
        const found = run?.rows.findIndex(is) ?? -1;
        return run && found >= 0 ? run.start + found : undefined;
      },
      ensure: (first, last) => this.ensure(first, last),
      ...{ shift, generation, start, loaded, problem },
      waiting: this.loading !== undefined,
      blank: run === undefined,
      current: run !== undefined && this.shownKey === this.options.key,
      again: () => this.again(),
      reload: () => this.begin(true),
    };
  }

  begin(anew = false): void {
    this.stop();
    const { key, of } = this.options;
    const at = anew ? undefined : this.options.at;
    this.load(at === undefined ? {} : { at }, (page) => {
      this.shownKey = key;
      this.shownOf = of;
      const first = page.rows[0];
      const { indexOf } = this.known();
      const guessed = at === undefined || first === undefined ? 0 : indexOf?.(first);
      this.adrift = guessed === undefined;
      this.set(guessed ?? 0, [page]);
      this.start = this.run?.start ?? 0;
      this.loaded++;
      // Whoever scrolled meanwhile stays where they are.
      if (!anew) this.generation++;
    });
  }

  stop(): void {
    this.loading?.abort();
    this.loading = undefined;
  }

  /** Now that it is known where about rows stand. */
  place(): void {
    const first = this.adrift ? this.run?.rows[0] : undefined;
    const index = first && this.known().indexOf?.(first);
    if (!this.run || index === undefined) return;
    this.adrift = false;
    const before = this.run.start;
    this.set(index, this.run.pages);
    this.shift += index - before;
    this.changed();
  }

  private again(): void {
    this.problem = undefined;
    if (!this.run) this.begin();
    else this.ensure(...this.wanted);
    this.changed();
  }

  private ensure(first: number, last: number): void {
    this.wanted = [first, last];
    const { run } = this;
    if (!run || this.loading || this.problem !== undefined) return;
    const end = run.start + run.rows.length;
    const margin = ahead * pageSize;
    const far = first > end + margin || last < run.start - margin;
    const { guess } = this.known();
    if (far && last < run.start && first <= margin) {
      this.load({}, (page) => this.set(0, [page]));
      return;
    }
    const at = far ? guess?.(Math.max(0, first - pageSize / 4)) : undefined;
    if (at !== undefined) {
      const start = Math.max(0, first - pageSize / 4);
      this.load({ at }, (page) => this.set(start, [page]));
      return;
    }
    const [head, tail] = [run.pages[0], run.pages[run.pages.length - 1]];
    // What is in view comes first, whichever side it is on.
    if (tail?.next !== undefined && last >= end) this.after(tail.next);
    else if (head?.previous !== undefined && first - margin < run.start) this.before(head.previous);
    else if (tail?.next !== undefined && last + margin >= end) this.after(tail.next);
  }

  private after(cursor: string): void {
    this.load({ cursor }, (page) => {
      const { run } = this;
      if (!run) return;
      const pages = [...run.pages, page];
      const gone = pages.length > keptPages ? pages.shift() : undefined;
      this.set(run.start + (gone?.rows.length ?? 0), pages);
    });
  }

  private before(cursor: string): void {
    this.load({ cursor }, (page) => {
      const { run } = this;
      if (!run) return;
      const pages = [page, ...run.pages];
      if (pages.length > keptPages) pages.pop();
      this.set(run.start - page.rows.length, pages);
    });
  }

  private set(start: number, pages: readonly Page<T>[]): void {
    const rows = pages.flatMap((page) => page.rows);
    const { total } = this.known();
    let right = start;
    if (pages[0]?.previous === undefined && pages.length) right = 0;
    else if (total !== undefined && pages[pages.length - 1]?.next === undefined)
      right = Math.max(0, total - rows.length);
    else if (total !== undefined) right = Math.min(start, Math.max(0, total - rows.length - 1));
    // A page before the first row there is room for: the guess was too low.
    right = Math.max(right, pages[0]?.previous === undefined ? 0 : 1);
    this.shift += right - start;
    this.run = { start: right, pages, rows };
  }

  private count(): number {
    const { run } = this;
    if (!run) return 0;
    const end = run.start + run.rows.length;
    const more = run.pages[run.pages.length - 1]?.next !== undefined;
    const { total } = this.known();
    if (total !== undefined && (more || run.start > 0)) return Math.max(total, end + (more ? 1 : 0));
    return more ? end + pageSize / 4 : end;
  }

  private load(where: Where, take: (page: Page<T>) => void): void {
    const controller = new AbortController();
    this.loading = controller;
    this.problem = undefined;
    this.changed();
    this.options.load(where, controller.signal).then(
      (page) => {
        if (this.loading !== controller) return;
        this.loading = undefined;
        take(page);
        this.changed();
        this.ensure(...this.wanted);
      },
      (error: unknown) => {
        if (this.loading !== controller) return;
        this.loading = undefined;
        if (!(error instanceof Superseded)) this.problem = error instanceof Error ? error.message : String(error);
        this.changed();
      },
    );
  }

  private changed(): void {
    this.drawn++;
    this.draw();
  }
}
