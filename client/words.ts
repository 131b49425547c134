/** Numbers with their nouns, as the editor's locale writes them. */

/** `1 event`, `1,204 events`. */
export function count(number: number, noun: string): string {
  return `${number.toLocaleString()} ${noun}${number === 1 ? '' : 's'}`;
}
