/** What a command line or a request asks for, as a filter and numbers; a slip is one sentence. */
import { UsageError } from '../arguments';
import type { Filter } from '../../stores/questions';

export interface Wanted {
  readonly type?: string | undefined;
  readonly stream?: string | undefined;
  readonly filter?: string | undefined;
}

/** The parts as people would type them into the filter field. */
export function filterOf({ type, stream, filter }: Wanted): Filter {
  const parts = [
    ...(type === undefined ? [] : [`type:${quoted(type)}`]),
    ...(stream === undefined ? [] : [`stream:${quoted(stream)}`]),
    ...(filter === undefined ? [] : [filter]),
  ];
  return parts.length ? { text: parts.join(' ') } : {};
}

const quoted = (value: string): string =>
  /^[^\s"<>=!][^\s"]*$/.test(value) ? value : `"${value.replace(/["\\]/g, '\\$&')}"`;

export function wholeNumber(name: string, given: string | undefined, least: number, most: number): number | undefined {
  if (given === undefined) return undefined;
  const number = Number(given);
  if (!/^\d{1,15}$/.test(given) || number < least || number > most)
    throw new UsageError(`${name} cannot be "${given}": it is a whole number from ${least} to ${most}.`);
  return number;
}
