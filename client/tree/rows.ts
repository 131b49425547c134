/**
 * The rows of the graph as far as they have been asked for: pages of 200 per level, asked anew when the graph has changed.
 * It knows no look of a row.
 */
import type * as vscode from 'vscode';
import { type Grouping, type TreePage, type TreeParams, type TreeRow, treeRequest } from '../../server/protocol';
import type { Connection } from '../connection';

/**
 * One row where it stands: the same event may be met on several ways, each with an id of its own. VS Code knows a row by
 * its object, so that stays the same while what it says changes.
 */
export interface RowNode {
  readonly kind: 'row';
  row: TreeRow;
  readonly parent: RowNode | undefined;
}

/** The last row of a level of which not all has been asked for. */
export interface MoreNode {
  readonly kind: 'more';
  readonly parent: RowNode | undefined;
  readonly left: number;
}

export type Node = RowNode | MoreNode;

export interface Question {
  readonly grouping: Grouping;
  readonly filter: string;
}

interface Level {
  readonly parent: RowNode | undefined;
  readonly version: number;
  readonly rows: readonly TreeRow[];
  readonly total: number;
}

export const pageSize = 200;

export interface Rows {
  /** Children that have been asked for, and whether there are more. */
  children(parent: RowNode | undefined, token?: vscode.CancellationToken): Promise<readonly Node[]>;
  /** Wants another page of a level; `children` then asks for it. */
  more(parent: RowNode | undefined): void;
  /** Wants as many pages of a level as it takes to show this row; false when it is not there. */
  moreUntil(parent: RowNode | undefined, id: string): Promise<boolean>;
  /** The node of a row of a level, the one that VS Code knows if it knows one. */
  node(row: TreeRow, parent: RowNode | undefined): RowNode;
  /** The question has changed: nothing known is believed, as much as was shown is asked for again. */
  forget(): void;
  /**
   * The graph has changed: asks anew for what is shown and answers with the rows that are to be drawn anew, with what is
   * below them; undefined stands for all. Rows that say what they said are left alone: a click on one would be lost.
   */
  refresh(isOpen: (node: RowNode) => boolean): Promise<readonly (RowNode | undefined)[]>;
  /** What the filter left, as the page of the roots last said. */
  readonly events: TreePage['events'];
}

export function rowsOf(connection: Pick<Connection, 'request'>, question: () => Question): Rows {
  const levels = new Map<string, Level>();
  const wanted = new Map<string, number>();
  const nodes = new Map<string, Map<string, RowNode>>();
  let generation = 0;
  let events: TreePage['events'];

  async function load(parent: RowNode | undefined, token?: vscode.CancellationToken): Promise<Level | undefined> {
    const key = keyOf(parent);
    const asked = generation;
    let level = levels.get(key);
    while (!level || (level.rows.length < level.total && level.rows.length < (wanted.get(key) ?? pageSize))) {
      const { grouping, filter } = question();
      const params: TreeParams = {
        ...(parent ? { parent: parent.row.id } : {}),
        grouping,
        ...(filter ? { filter } : {}),
        offset: level?.rows.length ?? 0,
        limit: pageSize,
      };
      const page = await connection.request<TreePage>(treeRequest, params, token);
      if (asked !== generation) return load(parent, token);
      // No answer, as while the server starts again: what was shown stays.
      if (!page) return levels.get(key);
      if (!parent) events = page.events;
      // Rows of two versions do not make one list: begin again with the newer one.
      const before: readonly TreeRow[] = level?.version === page.version ? level.rows : [];
      if (level && before.length === 0 && params.offset > 0) {
        level = undefined;
        continue;
      }
      level = {
        parent,
        version: page.version,
        rows: [...before, ...page.rows],
        total: page.rows.length ? page.total : before.length,
      };
      levels.set(key, level);
    }
    return level;
  }

  function node(row: TreeRow, parent: RowNode | undefined): RowNode {
    const key = keyOf(parent);
    let known = nodes.get(key);
    if (!known) nodes.set(key, (known = new Map<string, RowNode>()));
    const before = known.get(row.id);
    if (before && before.parent === parent) {
      before.row = row;
      return before;
    }
    const fresh: RowNode = { kind: 'row', row, parent };
    known.set(row.id, fresh);
    return fresh;
  }

  return {
    get events() {
      return events;
    },
    node,
    children: async (parent, token) => {
      const level = await load(parent, token);
      if (!level) return [];
      const shown: Node[] = level.rows.map((row) => node(row, parent));
      const left = level.total - level.rows.length;
      return left > 0 ? [...shown, { kind: 'more', parent, left }] : shown;
    },
    more: (parent) => {
      const key = keyOf(parent);
      wanted.set(key, (levels.get(key)?.rows.length ?? wanted.get(key) ?? pageSize) + pageSize);
    },
    moreUntil: async (parent, id) => {
      const key = keyOf(parent);
      let known = -1;
      for (;;) {
        const level = await load(parent);
        if (!level) return false;
        if (level.rows.some((row) => row.id === id)) return true;
        if (level.rows.length >= level.total || level.rows.length === known) return false;
        known = level.rows.length;
        wanted.set(key, level.rows.length + pageSize);
      }
    },
    forget: () => {
      generation++;
      levels.clear();
      nodes.clear();
    },
    refresh: async (isOpen) => {
      const asked = ++generation;
      const shown = new Map(levels);
      levels.clear();
      if (!shown.has('')) return [undefined];
      const stale = new Set<RowNode | undefined>();
      // A level stands before the levels below it: in this order they were asked for.
      for (const [key, before] of shown) {
        if (isUnder(stale, before.parent)) continue;
        if (before.parent && !isOpen(before.parent)) {
          stale.add(before.parent);
          nodes.delete(key);
          continue;
        }
        const level = await load(before.parent);
        if (asked !== generation) return [];
        if (level) for (const changed of differences(before, level)) stale.add(changed);
        else levels.set(key, before);
      }
      return [...stale];
    },
  };

  function differences(before: Level, after: Level): readonly (RowNode | undefined)[] {
    const { parent } = after;
    const sameRows =
      before.total === after.total &&
      before.rows.length === after.rows.length &&
      before.rows.every(({ id }, index) => id === after.rows[index]?.id);
    if (!sameRows) return [parent];
    return after.rows.flatMap((row, index) =>
      JSON.stringify(row) === JSON.stringify(before.rows[index]) ? [] : [node(row, parent)],
    );
  }
}

const keyOf = (parent: RowNode | undefined): string => parent?.row.id ?? '';

/** Whether this row, or one that it stands under, is drawn anew anyway. */
function isUnder(stale: ReadonlySet<RowNode | undefined>, node: RowNode | undefined): boolean {
  for (let at = node; at; at = at.parent) if (stale.has(at)) return true;
  return stale.has(undefined);
}
