/** What may be meant where somebody is typing a filter. Knows the words of the filter language and no field on a screen. */

export interface Suggestion {
  /** Put in place of what is being typed. */
  readonly text: string;
  readonly detail: string;
  /** More will follow: no blank behind it. */
  readonly open?: true;
}

export interface Suggestions {
  /** The part of the text that a suggestion replaces. */
  readonly from: number;
  readonly to: number;
  readonly items: readonly Suggestion[];
}

export interface Known {
  /** As they are filtered by: the last part of a name where that is enough. */
  readonly types: readonly { readonly type: string; readonly detail: string }[];
  readonly streams: readonly { readonly stream: string; readonly detail: string }[];
  /** Payload fields, as paths. */
  readonly fields: readonly { readonly path: string; readonly detail: string }[];
  /** The layout names correlations and causes. */
  readonly correlation: boolean;
}

const most = 12;

export function suggest(text: string, caret: number, known: Known): Suggestions {
  const from = wordStart(text, caret);
  const rest = /^[^\s]*/.exec(text.slice(caret))?.[0] ?? '';
  const to = caret + rest.length;
  const typed = text.slice(from, caret);
  const excluded = typed.startsWith('-') ? '-' : '';
  const word = typed.slice(excluded.length);
  const items = candidates(word, known).map((item) => ({ ...item, text: `${excluded}${item.text}` }));
  // What is there already is nothing to suggest.
  return { from, to, items: items.filter(({ text: item }) => item !== text.slice(from, to)).slice(0, most) };
}

function candidates(word: string, known: Known): Suggestion[] {
  const [, key = '', quote = '', value = ''] = /^(type|stream):("?)(.*)$/.exec(word) ?? [];
  const wanted = value.toLowerCase();
  if (key === 'type')
    return ranked(known.types, wanted, ({ type }) => type).map(({ type, detail }) => ({
      text: `type:${quotedIf(type, quote)}`,
      detail,
    }));
  if (key === 'stream')
    return ranked(known.streams, wanted, ({ stream }) => stream).map(({ stream, detail }) => ({
      text: `stream:${quotedIf(stream, quote)}`,
      detail,
    }));
  if (!word) return [];
  const keys = keysOf(known).filter(({ text }) => text.startsWith(word.toLowerCase()));
  const fields = ranked(known.fields, word.toLowerCase(), ({ path }) => path).map(({ path, detail }): Suggestion => ({
    text: path,
    detail,
    open: true,
  }));
  const types = ranked(known.types, word.toLowerCase(), ({ type }) => type).map(({ type, detail }) => ({
    text: `type:${quotedIf(type, '')}`,
    detail,
  }));
  return [...keys, ...fields, ...types];
}

function keysOf({ correlation }: Known): Suggestion[] {
  const always = [
    ['type:', 'Type of event, * for any characters'],
    ['stream:', 'Stream, * for any characters'],
    ['position:', 'Position in the store'],
    ['version:', 'Version within the stream'],
    ['id:', 'Id of the event'],
  ];
  const linked = [
    ['correlation:', 'Everything that belongs together'],
    ['causation:', 'What one event caused'],
  ];
  return [...always, ...(correlation ? linked : [])].map(([text = '', detail = '']) => ({ text, detail, open: true }));
}

/** What starts so comes before what only contains it. */
function ranked<T>(all: readonly T[], wanted: string, text: (item: T) => string): T[] {
  const plain = wanted.replaceAll('*', '');
  const at = (item: T): number => text(item).toLowerCase().indexOf(plain);
  const part = (item: T): boolean => at(item) > 0;
  const found = all.filter((item) => at(item) >= 0);
  return [...found.filter((item) => !part(item)), ...found.filter(part)];
}

function quotedIf(value: string, quote: string): string {
  if (!quote && !/[\s"]/.test(value)) return value;
  return `"${value.replace(/["\\]/g, '\\$&')}"`;
}

/** Blanks part words, but not within quotes. */
function wordStart(text: string, caret: number): number {
  let start = 0;
  let within = false;
  for (let at = 0; at < caret; at++) {
    const sign = text[at];
    if (sign === '\\' && within) at++;
    else if (sign === '"') within = !within;
    else if (!within && /\s/.test(sign ?? '')) start = at + 1;
  }
  return start;
}
