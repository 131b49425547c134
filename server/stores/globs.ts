/** Patterns with `*` in them; knows neither paths nor separators. */

/** `*` stands for any characters; linear in the text however many there are. */
export function globs(pattern: string, text: string): boolean {
  const [head = '', ...rest] = pattern.split(/\*+/);
  if (rest.length === 0) return head === text;
  const tail = rest.pop() ?? '';
  if (!text.startsWith(head) || !text.endsWith(tail) || text.length < head.length + tail.length) return false;
  let at = head.length;
  for (const part of rest) {
    const next = text.indexOf(part, at);
    if (next < 0) return false;
    at = next + part.length;
  }
  return at <= text.length - tail.length;
}
