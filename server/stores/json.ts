/** JSON text as a value in which no integer loses a digit. Knows nothing about where the text comes from. */

/** Stands before the digits of an integer that a number cannot hold; a private character, taken out of strings. */
const mark = '\uf8ff#';
const long = /"(?:[^"\\]|\\[^])*"|-?\d{16,}(?![\d.eE])/g;
export const deepest = 512;

/** Undefined where the text is no JSON; integers beyond 2^53 are bigint. */
export function parseJson(text: string): { readonly value: unknown } | undefined {
  try {
    if (!/\d{16}/.test(text)) return { value: JSON.parse(text) as unknown };
    if (text.includes(mark)) return { value: JSON.parse(text) as unknown };
    const marked = text.replace(long, (part) =>
      part.startsWith('"') || Number.isSafeInteger(Number(part)) ? part : `"${mark}${part}"`,
    );
    return {
      value: JSON.parse(marked, (_, value: unknown) =>
        typeof value === 'string' && value.startsWith(mark) ? BigInt(value.slice(mark.length)) : value,
      ) as unknown,
    };
  } catch {
    return undefined;
  }
}

/** JSON text of a value of `parseJson`, with the same digits. */
export function jsonText(value: unknown): string {
  let found = false;
  const text = JSON.stringify(value, (_, part: unknown) => {
    if (typeof part !== 'bigint') return part;
    found = true;
    return mark + part.toString();
  });
  return found ? text.replaceAll(new RegExp(`"${mark}(-?\\d+)"`, 'g'), '$1') : text;
}

/** Whether brackets stand in each other more than `deepest` times; without recursion, as the text may be hostile. */
export function isTooDeep(value: unknown, text?: string): boolean {
  // As many brackets do not fit into a shorter text.
  if (text !== undefined && text.length <= 2 * deepest) return false;
  let level: unknown[] = [value];
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > deepest) return true;
    const next: unknown[] = [];
    for (const each of level)
      if (typeof each === 'object' && each !== null)
        for (const inner of Array.isArray(each) ? (each as unknown[]) : Object.values(each))
          if (typeof inner === 'object' && inner !== null) next.push(inner);
    level = next;
  }
  return false;
}
