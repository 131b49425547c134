/** Findings a team has agreed to live with for now: known by code, file and subject, never by line, and counted. */
import type { Finding } from './diagnostic';

export interface BaselineEntry {
  readonly code: string;
  readonly file: string;
  readonly subject: string;
  readonly count: number;
}

export type Baseline =
  | { readonly kind: 'baseline'; readonly entries: readonly BaselineEntry[] }
  | { readonly kind: 'unreadable'; readonly reason: string };

type Identity = Pick<BaselineEntry, 'code' | 'file' | 'subject'>;
const keyOf = ({ code, file, subject }: Identity): string => JSON.stringify([code, file, subject]);
const identityOf = ({ code, place, subject }: Finding): Identity => ({ code, file: place.file, subject });

export function readBaseline(text: string): Baseline {
  let json: unknown;
  try {
    json = JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch (error) {
    return { kind: 'unreadable', reason: `it is not valid JSON (${error instanceof Error ? error.message : ''})` };
  }
  const findings = isRecord(json) && json['version'] === 1 ? json['findings'] : undefined;
  if (!Array.isArray(findings) || !findings.every(isEntry))
    return { kind: 'unreadable', reason: 'it was not written by --update-baseline' };
  return { kind: 'baseline', entries: findings };
}

/** One entry a line, sorted, so that two branches merge. */
export function printBaseline(findings: readonly Finding[]): string {
  const counts = new Map<string, BaselineEntry>();
  for (const identity of findings.map(identityOf)) {
    const key = keyOf(identity);
    counts.set(key, { ...identity, count: (counts.get(key)?.count ?? 0) + 1 });
  }
  const lines = [...counts.values()]
    .sort((a, b) => compare(a.file, b.file) || compare(a.code, b.code) || compare(a.subject, b.subject))
    .map((entry) => `    ${JSON.stringify(entry)}`);
  return `{\n  "version": 1,\n  "findings": [${lines.length ? `\n${lines.join(',\n')}\n  ` : ''}]\n}\n`;
}

/** Findings beyond the baseline, how many it holds back, and its entries that nothing answers to any more. */
export function withoutKnown(
  findings: readonly Finding[],
  entries: readonly BaselineEntry[],
): { readonly fresh: readonly Finding[]; readonly known: number; readonly stale: readonly BaselineEntry[] } {
  const left = new Map<string, { entry: BaselineEntry; count: number }>();
  for (const entry of entries) {
    const before = left.get(keyOf(entry));
    left.set(keyOf(entry), { entry, count: entry.count + (before?.count ?? 0) });
  }
  const fresh = findings.filter((finding) => {
    const known = left.get(keyOf(identityOf(finding)));
    if (!known?.count) return true;
    known.count--;
    return false;
  });
  return {
    fresh,
    known: findings.length - fresh.length,
    stale: [...left.values()].flatMap(({ entry, count }) => (count ? [{ ...entry, count }] : [])),
  };
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const isEntry = (value: unknown): value is BaselineEntry =>
  isRecord(value) &&
  typeof value['code'] === 'string' &&
  typeof value['file'] === 'string' &&
  typeof value['subject'] === 'string' &&
  Number.isInteger(value['count']);
