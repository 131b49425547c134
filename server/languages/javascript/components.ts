/** Single-file components: leaves their scripts and event attributes at their places and blanks the rest; parses nothing. */

export interface ComponentScript {
  /** As long as the file, line by line, so that every position stays what it is. */
  readonly text: string;
  readonly typed: boolean;
  readonly markup: boolean;
}

const component = /\.(?:vue|svelte|astro)$/i;
const blocks = /<!--[\s\S]*?-->|<(script|style)\b((?:[^>"']|"[^"]*"|'[^']*')*)>([\s\S]*?)<\/\1\s*>/gi;
const front = /^\uFEFF?\s*---[^\n]*\n([\s\S]*?)\n---/;
/** Handlers written into the markup: `@click="bus.emit('closed')"`, `on:click={() => bus.emit('closed')}`. */
const attributes =
  /[@:\w.-]+=(?:"([^"<>]*\.\s*(?:emit|fire|trigger|publish|dispatch)\w*\s*\([^"]*)"|'([^'<>]*\.\s*(?:emit|fire|trigger|publish|dispatch)\w*\s*\([^']*)'|(\{))/g;
const longestAttribute = 1_000;

interface Kept {
  readonly start: number;
  readonly end: number;
  /** An expression among markup: closed off from what stands around it. */
  readonly closed?: boolean;
}

/** What of a component is code; undefined for files that are code altogether. */
export function scriptOf(file: string, text: string): ComponentScript | undefined {
  if (!component.test(file)) return undefined;
  const kept: Kept[] = [];
  const markup: Kept[] = [];
  let typed = /\.astro$/i.test(file);
  let jsx = false;
  let after = 0;
  const heading = typed ? front.exec(text) : null;
  if (heading?.[1] !== undefined) {
    const start = heading.index + heading[0].length - heading[1].length - '\n---'.length;
    kept.push({ start, end: start + heading[1].length });
    after = heading[0].length;
  }
  let last = after;
  for (const block of text.matchAll(blocks)) {
    if (block.index < after) continue;
    markup.push({ start: last, end: block.index });
    last = block.index + block[0].length;
    const [, tag, options = '', body = ''] = block;
    if (tag?.toLowerCase() !== 'script' || !isCode(options)) continue;
    if (/\blang\s*=\s*["']?tsx?\b/i.test(options)) typed = true;
    if (/\blang\s*=\s*["']?[tj]sx\b/i.test(options)) jsx = true;
    const start = block.index + block[0].indexOf('>', '<script'.length + options.length) + 1;
    kept.push({ start, end: start + body.length });
  }
  markup.push({ start: last, end: text.length });
  for (const { start, end } of markup) kept.push(...handlersIn(text, start, end));
  return { text: keep(text, kept), typed, markup: jsx };
}

/** Data blocks and templates in script tags are no code. */
function isCode(options: string): boolean {
  const type = /\btype\s*=\s*["']?([^"'\s>]+)/i.exec(options)?.[1];
  return type === undefined || /module|javascript|typescript/i.test(type);
}

function handlersIn(text: string, from: number, to: number): Kept[] {
  const found: Kept[] = [];
  const part = text.slice(from, to);
  if (!/(?:emit|fire|trigger|publish|dispatch)\w*\s*\(/.test(part)) return found;
  for (const attribute of part.matchAll(attributes)) {
    const value = attribute[1] ?? attribute[2];
    const start = from + attribute.index + attribute[0].length - (value === undefined ? 0 : value.length + 1);
    const end =
      value === undefined ? closingBrace(text, start, Math.min(to, start + longestAttribute)) : start + value.length;
    if (end !== undefined && /\.\s*(?:emit|fire|trigger|publish|dispatch)\w*\s*\(/.test(text.slice(start, end)))
      found.push({ start, end, closed: true });
  }
  return found;
}

function closingBrace(text: string, from: number, to: number): number | undefined {
  let open = 1;
  for (let at = from; at < to; at++) {
    const character = text[at];
    if (character === '{') open++;
    else if (character === '}' && --open === 0) return at;
  }
  return undefined;
}

function keep(text: string, kept: readonly Kept[]): string {
  const parts: string[] = [];
  let at = 0;
  for (const { start, end, closed } of [...kept].sort((a, b) => a.start - b.start)) {
    if (start < at) continue;
    const gap = blank(text.slice(at, start));
    parts.push(closed ? `${gap.slice(0, -1)};` : gap, text.slice(start, end));
    at = end;
    if (closed) {
      parts.push(';');
      at++;
    }
  }
  parts.push(blank(text.slice(at)));
  return parts.join('');
}

function blank(text: string): string {
  return text.replace(/[^\r\n]/g, ' ');
}
