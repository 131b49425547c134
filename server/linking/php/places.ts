/** Offsets of facts as places of the graph. */
import type { Place } from '../../graph/graph';
import { position, type PhpFacts } from '../../languages/php/facts';

export function placeAt(file: string, facts: PhpFacts, at: number, end?: number): Place {
  const start = position(facts, at);
  if (end === undefined) return { file, ...start };
  const stop = position(facts, end);
  return { file, ...start, endLine: stop.line, endColumn: stop.column };
}

export const isTestFile = (file: string): boolean =>
  /(^|\/)(tests?|__tests__|spec|specs)\//i.test(file) || /(Test|Spec)\.php$/.test(file);

/** The value without some of its fields. */
export function without<Value extends object, Key extends keyof Value>(
  value: Value,
  ...keys: readonly Key[]
): Omit<Value, Key> {
  const copy: Partial<Value> = { ...value };
  for (const key of keys) delete copy[key];
  return copy as Omit<Value, Key>;
}
