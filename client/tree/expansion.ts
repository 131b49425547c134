/**
 * Which rows are open. VS Code forgets it when rows go away and come back, as they do around a filter; under a filter
 * everything on the way to a match is open until it is closed by hand.
 */
import type { Node } from './rows';

export interface Expansion {
  isExpanded(node: Node, filter: string): boolean;
  set(node: Node, filter: string, expanded: boolean): void;
  /** Each filter begins with what it found in sight. */
  startFiltering(filter: string): void;
}

export function expansion(): Expansion {
  const plain = new Map<string, boolean>();
  const filtered = new Map<string, boolean>();
  return {
    isExpanded: (node, filter) => {
      if (node.kind === 'more') return false;
      const { row } = node;
      if (filter !== '') return filtered.get(row.id) ?? (row.kind === 'section' || row.kind === 'group');
      return plain.get(row.id) ?? row.expanded ?? false;
    },
    set: (node, filter, expanded) => {
      if (node.kind === 'row') (filter === '' ? plain : filtered).set(node.row.id, expanded);
    },
    startFiltering: (filter) => {
      if (filter === '') filtered.clear();
    },
  };
}
