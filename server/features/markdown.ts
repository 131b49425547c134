/** Markdown out of other people's names: escaped, linked, and cut into blocks. */
import type { Place } from '../graph/graph';
import { locationOf, uriOf } from './documents';
import type { Snapshot } from './feature';

export function escaped(text: string): string {
  return text.replace(/[\\`*_{}[\]()#+!|<>~&$-]/g, '\\$&').replace(/\s+/g, ' ');
}

export function code(text: string): string {
  const plain = text.replace(/\s+/g, ' ');
  const ticks = /`/.test(plain) ? '``' : '`';
  return plain === '' ? '' : `${ticks}${ticks.length > 1 ? ' ' : ''}${plain}${ticks.length > 1 ? ' ' : ''}${ticks}`;
}

export function fenced(text: string, language: string): string {
  const longest = [...text.matchAll(/`{3,}/g)].reduce((most, [ticks]) => Math.max(most, ticks.length), 2);
  const fence = '`'.repeat(longest + 1);
  return `${fence}${language}\n${text.replace(/\n$/, '')}\n${fence}`;
}

/** Plain text as it stands, in which every `file:line` that is there leads there. */
export function linked(snapshot: Snapshot, text: string): string {
  const html = (plain: string): string => plain.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`);
  const place = /([^\s()<>"'`,;]+\.\w+):(\d+)(?::\d+)?\b/g;
  let written = '';
  let end = 0;
  for (const { 0: whole, 1: file = '', 2: line = '', index } of text.replace(/\n$/, '').matchAll(place)) {
    if (snapshot.text(file) === undefined) continue;
    written += `${html(text.slice(end, index))}<a href="${html(uriOf(snapshot, file))}#L${line}">${html(whole)}</a>`;
    end = index + whole.length;
  }
  return `<pre><code>${written}${html(text.slice(end).replace(/\n$/, ''))}</code></pre>`;
}

export function link(
  title: string,
  snapshot: Snapshot,
  place: Omit<Place, 'column'> & { readonly column?: number },
): string {
  const { uri, range } = locationOf(snapshot, place);
  return `[${escaped(title)}](${uri}#L${range.start.line + 1},${range.start.character + 1})`;
}

export function commandLink(title: string, command: string, argument: unknown): string {
  const query = encodeURIComponent(JSON.stringify([argument])).replace(
    /[!'()*]/g,
    (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return `[${title}](command:${command}?${query})`;
}

export function blocks(parts: readonly string[]): string {
  return parts.filter((part) => part !== '').join('\n\n---\n\n');
}
