/** A class's payload fields beside those that are stored of it. Knows no text. */
import type { EventNode, Field } from './graph';
import { bare } from './spellings';
import type { StoredField, StoredFields } from './stored';

export interface FieldComparison {
  readonly sampled: number;
  /** Of each field of the class, how many of the sampled events have it. */
  readonly stored: ReadonlyMap<string, number>;
  /** Stored, and no field of the class. */
  readonly gone: readonly StoredField[];
  /** Fields of the class that no sampled event has. */
  readonly never: readonly Field[];
}

/**
 * Undefined where the payload is not written field by field as the class has them: then there is nothing to compare.
 * Payloads wrapped in one more object (`{"OrderPlaced": {…}}`, `{"payload": {…}}`) are looked into.
 */
export function compareFields(event: EventNode, stored: StoredFields): FieldComparison | undefined {
  const fields = event.fields ?? [];
  if (!fields.length || stored.sampled === 0) return undefined;
  const names = new Set(fields.map(({ name }) => bare(name)));
  const levels = new Map<string, StoredField[]>();
  for (const field of stored.fields) {
    const end = field.path.lastIndexOf('.');
    const level = end < 0 ? '' : field.path.slice(0, end);
    if (level.includes('[]') || level.split('.').length > 2) continue;
    const list = levels.get(level);
    if (list) list.push(field);
    else levels.set(level, [field]);
  }
  const shared = (level: readonly StoredField[]): number =>
    level.filter(({ path }) => names.has(bare(lastOf(path)))).length;
  // The outermost one of those that fit best: they come in that order.
  const [best] = [...levels.values()].sort((a, b) => shared(b) - shared(a));
  if (!best || shared(best) * 2 < best.length || shared(best) === 0) return undefined;
  const counts = new Map(best.map((field) => [bare(lastOf(field.path)), field]));
  return {
    sampled: stored.sampled,
    stored: new Map(fields.map(({ name }) => [name, counts.get(bare(name))?.events ?? 0])),
    gone: best.filter(({ path }) => !names.has(bare(lastOf(path)))),
    never: fields.filter(({ name }) => !counts.has(bare(name))),
  };
}

/** `from.cents` → `cents`; `items[]` → `items`. */
export const lastOf = (path: string): string => (/[^.]+$/.exec(path)?.[0] ?? path).replace(/\[\]$/, '');
