/** Stored fields beside those of the class in the code: what both have, and what only one of them has. */
import type { StoredTypeCode } from '../../../../server/protocol';
import type { FieldUse, Fields } from '../../../../server/stores/questions';
import { sameName } from '../../classFields';

export type FieldRow =
  | {
      readonly kind: 'stored';
      readonly use: FieldUse;
      readonly depth: number;
      /** The last part of its path. */
      readonly name: string;
      /** As the class declares it. */
      readonly declared: string | null;
      readonly flag: 'not in class' | null;
    }
  | { readonly kind: 'never stored'; readonly name: string; readonly declared: string };

export interface FieldTable {
  readonly rows: readonly FieldRow[];
  readonly notInClass: number;
  readonly neverStored: number;
  /** The class has fields and the payload has others altogether: it is wrapped, or mapped on its way. */
  readonly apart: boolean;
}

const topOf = (path: string): string => /^[^.[]*/.exec(path)?.[0] ?? path;

export function fieldTable(fields: Fields, code: StoredTypeCode | undefined): FieldTable {
  const declared = code?.state === 'found' ? code.fields : undefined;
  const ofClass = new Map((declared ?? []).map(({ name, type }) => [sameName(name), type]));
  const stored = new Set(fields.fields.map(({ path }) => sameName(topOf(path))));
  const agree = [...ofClass.keys()].filter((name) => stored.has(name)).length;
  const apart = ofClass.size > 0 && stored.size > 0 && agree === 0;
  // Of payloads that cannot be read, or are no objects, nothing is known to be missing.
  const judged = ofClass.size > 0 && stored.size > 0 && !apart;
  const rows: FieldRow[] = fields.fields.map((use) => {
    const top = topOf(use.path);
    const depth = depthOf(use.path);
    const known = ofClass.get(sameName(top));
    return {
      kind: 'stored',
      use,
      depth,
      name: nameOf(use.path),
      declared: depth === 0 ? (known ?? null) : null,
      flag: judged && depth === 0 && known === undefined ? 'not in class' : null,
    };
  });
  const missing = judged
    ? (declared ?? []).filter(({ name, inherited }) => !inherited && !stored.has(sameName(name)))
    : [];
  rows.push(...missing.map(({ name, type }): FieldRow => ({ kind: 'never stored', name, declared: type })));
  const notInClass = rows.filter((row) => row.kind === 'stored' && row.flag !== null).length;
  return { rows, notInClass, neverStored: missing.length, apart };
}

function depthOf(path: string): number {
  return path.split('.').length - 1;
}
function nameOf(path: string): string {
  return path.split('.').at(-1) ?? path;
}
