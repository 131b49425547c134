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
      const { row, path, parent } = node;
      if (filter !== '') return filtered.get(path) ?? (row.kind === 'section' || row.kind === 'group');
      return plain.get(path) ?? (row.kind === 'section' && !parent && row.id === 'events');
    },
    set: (node, filter, expanded) => {
      if (node.kind === 'row') (filter === '' ? plain : filtered).set(node.path, expanded);
    },
    startFiltering: (filter) => {
      if (filter === '') filtered.clear();
    },
  };
}
