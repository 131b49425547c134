/** Where a class is declared, read off the text: the graph knows where its methods are. */
import type { Place } from '../graph/graph';
import type { Snapshot } from './feature';

export function classPlace(snapshot: Snapshot, file: string, name: string): Place | undefined {
  const text = snapshot.text(file) ?? '';
  for (let at = text.indexOf(`class ${name}`); at >= 0; at = text.indexOf(`class ${name}`, at + 1)) {
    if (/[\p{L}\p{N}_$]/u.test(text.charAt(at + 6 + name.length))) continue;
    const start = text.lastIndexOf('\n', at) + 1;
    if (/^\s*(?:[\w]+\s+)*$/.test(text.slice(start, at)))
      return { file, line: text.slice(0, at).split('\n').length, column: at + 6 - start + 1 };
  }
  return undefined;
}
