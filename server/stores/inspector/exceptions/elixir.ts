/** Exceptions of Elixir. */
import type { Frame } from '../../questions';
import { framesOf, type Reader } from './exception';

export const elixir: Reader = (lines) => {
  const start = lines.findIndex((line) => /^\s*\*\* \([\w.]+\)/.test(line));
  if (start < 0) return undefined;
  const [whole, name = ''] = /^\s*\*\* \(([\w.]+)\)/.exec(lines[start] ?? '') ?? [];
  const message = [(lines[start] ?? '').slice(whole?.length)];
  const frames: (Frame | undefined)[] = [];
  for (const line of lines.slice(start + 1)) {
    const frame = frameOf(line);
    if (frame) frames.push(frame);
    else if (frames.length === 0) message.push(line);
  }
  const text = message.join('\n').trim();
  return { exception: name, message: text === '' ? null : text, frames: framesOf(frames) };
};

/** `(shop 0.1.0) lib/shop/orders.ex:12: Shop.Orders.place/1`. */
function frameOf(line: string): Frame | undefined {
  const [, owner, file, number, text] =
    /^\s+(?:\(([\w-]+)[^)]{0,80}\) )?([^\s:]+\.(?:exs?|erl)):(\d{1,9}): (.+)$/.exec(line) ?? [];
  if (text === undefined) return undefined;
  const isForeign = /^(?:elixir|stdlib|kernel|erts|ecto\w*|commanded|phoenix\w*|plug\w*|oban)$/.test(owner ?? '');
  return { text, file: file ?? null, line: Number(number), foreign: isForeign || /(?:^|\/)deps\//.test(file ?? '') };
}
