/** What a check found, by kind and the worst first; knows no store. */
import type { Breach, IntegrityFinding } from '../../../../server/stores/questions';

export interface BreachGroup {
  readonly breach: Breach;
  readonly title: string;
  readonly severity: IntegrityFinding['severity'];
  readonly findings: readonly IntegrityFinding[];
}

const titles: Readonly<Record<Breach, string>> = {
  unreadable: 'Unreadable',
  'duplicate position': 'Positions that come twice',
  'version conflict': 'Version conflicts',
  'duplicate id': 'Ids that come twice',
  'version gap': 'Missing versions',
  gap: 'Missing positions',
  order: 'Out of order',
  'snapshot ahead': 'Snapshots ahead of their stream',
  'projection ahead': 'Projections ahead of the log',
};
const weight = { error: 0, warning: 1, information: 2 } as const;

export function breachGroups(findings: readonly IntegrityFinding[]): readonly BreachGroup[] {
  const groups = (Object.keys(titles) as Breach[]).flatMap((breach): BreachGroup[] => {
    const members = findings.filter((finding) => finding.breach === breach);
    const [first] = members;
    if (!first) return [];
    const severity = members.reduce(
      (worst, { severity }) => (weight[severity] < weight[worst] ? severity : worst),
      first.severity,
    );
    return [{ breach, title: titles[breach], severity, findings: members }];
  });
  return groups.sort((a, b) => weight[a.severity] - weight[b.severity]);
}
