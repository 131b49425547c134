/**
 * The rows of the graph as far as they have been asked for: pages of 200 per level, asked anew when the graph has changed.
 * It knows no look of a row.
 */
import type * as vscode from 'vscode';
import { type Grouping, type TreePage, type TreeParams, type TreeRow, treeRequest } from '../../server/protocol';
import type { Connection } from '../connection';

/** One row where it stands: the same event may be met on several ways, each with an id of its own. */
export interface RowNode {
  readonly kind: 'row';
  readonly row: TreeRow;
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
  /** What is shown has changed: nothing known is believed, as much as was shown is asked for again. */
  forget(): void;
  /** What the filter left, as the page of the roots last said. */
  readonly events: TreePage['events'];
}

export function rowsOf(connection: Pick<Connection, 'request'>, question: () => Question): Rows {
  const levels = new Map<string, Level>();
  const wanted = new Map<string, number>();
  let generation = 0;
  let events: TreePage['events'];

  async function load(parent: RowNode | undefined, token?: vscode.CancellationToken): Promise<Level | undefined> {
    const key = parent?.row.id ?? '';
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
        version: page.version,
        rows: [...before, ...page.rows],
        total: page.rows.length ? page.total : before.length,
      };
      levels.set(key, level);
    }
    return level;
  }

  return {
    get events() {
      return events;
    },
    children: async (parent, token) => {
      const level = await load(parent, token);
      if (!level) return [];
      const nodes: Node[] = level.rows.map((row) => nodeOf(row, parent));
      const left = level.total - level.rows.length;
      return left > 0 ? [...nodes, { kind: 'more', parent, left }] : nodes;
    },
    more: (parent) => {
      const key = parent?.row.id ?? '';
      wanted.set(key, (levels.get(key)?.rows.length ?? wanted.get(key) ?? pageSize) + pageSize);
    },
    moreUntil: async (parent, id) => {
      const key = parent?.row.id ?? '';
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
    },
  };
}

export function nodeOf(row: TreeRow, parent: RowNode | undefined): RowNode {
  return { kind: 'row', row, parent };
}
