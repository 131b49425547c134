/** The contract of a check: sees every event once, in the order of the log, and keeps little. Knows no check. */
import type { IntegrityFinding } from '../../questions';
import { positionOf } from '../cells';
import type { ReadEvent } from '../eventReader';

export interface Check {
  readonly see: (event: ReadEvent) => void;
  /** Once all were seen: what holds, one sentence each. */
  readonly end: () => readonly string[];
}

export interface Findings {
  readonly add: (finding: IntegrityFinding) => void;
  /** So many more were found and not kept. */
  readonly omit: (count: number) => void;
  /** The worst first, and how many were left out. */
  readonly all: () => { readonly findings: readonly IntegrityFinding[]; readonly more: number };
}

const shownAtMost = 1_000;
const severities = ['error', 'warning', 'information'] as const;

export function findingsOf(): Findings {
  const kept = { error: [], warning: [], information: [] } as Record<IntegrityFinding['severity'], IntegrityFinding[]>;
  let total = 0;
  return {
    add: (finding) => {
      total++;
      if (kept[finding.severity].length < shownAtMost) kept[finding.severity].push(finding);
    },
    omit: (count) => {
      total += count;
    },
    all: () => {
      const findings = severities.flatMap((severity) => kept[severity]).slice(0, shownAtMost);
      return { findings, more: total - findings.length };
    },
  };
}

/** A finding at an event. */
export const at = (
  event: ReadEvent,
  breach: IntegrityFinding['breach'],
  severity: IntegrityFinding['severity'],
  message: string,
): IntegrityFinding => ({
  breach,
  severity,
  message,
  stream: event.stream,
  position: positionOf(event.position),
  key: event.key,
});

/** A finding about all of the log. */
export const overall = (
  breach: IntegrityFinding['breach'],
  severity: IntegrityFinding['severity'],
  message: string,
): IntegrityFinding => ({ breach, severity, message, stream: null, position: null, key: null });

/** Findings of which a few are news and very many say that it was never meant otherwise. */
export function held(): {
  readonly add: (finding: IntegrityFinding) => void;
  readonly count: () => number;
  readonly list: () => readonly IntegrityFinding[];
} {
  const list: IntegrityFinding[] = [];
  let count = 0;
  return {
    add: (finding) => {
      count++;
      if (list.length < shownAtMost) list.push(finding);
    },
    count: () => count,
    list: () => list,
  };
}
