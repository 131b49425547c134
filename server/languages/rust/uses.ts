/** `use` declarations, taken apart into one path for each name they bring in. */
import type { UseFacts } from './facts';
import type { Source } from './source';
import { child, type Syntax } from './syntax';
import { pathText } from './types';

export function readUse(
  source: Source,
  node: Syntax | undefined,
  prefix: string,
  at: Pick<UseFacts, 'module' | 'within'>,
  into: UseFacts[],
  depth: number,
): void {
  if (!node || depth > 30) return;
  const join = (path: string): string => (prefix === '' ? path : `${prefix}::${path}`);
  const text = (part: Syntax | undefined): string => (part ? pathText(source, part) : '');
  switch (node.type) {
    case 'use_list':
      for (const part of node.children) readUse(source, part, prefix, at, into, depth + 1);
      return;
    case 'scoped_use_list': {
      const path = child(node, 'path');
      readUse(source, child(node, 'list'), path ? join(text(path)) : prefix, at, into, depth + 1);
      return;
    }
    case 'use_as_clause':
      into.push({ ...at, name: text(child(node, 'alias')), path: clean(join(text(child(node, 'path')))) });
      return;
    case 'use_wildcard':
      into.push({ ...at, name: '*', path: node.children[0] ? join(text(node.children[0])) : prefix });
      return;
    default: {
      const path = clean(join(text(node)));
      into.push({ ...at, name: path.slice(path.lastIndexOf(':') + 1), path });
    }
  }
}

/** `events::self` names `events`. */
function clean(path: string): string {
  return path.replace(/::self$/, '');
}
