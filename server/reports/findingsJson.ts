/** Findings as JSON for other programs; paths as in the map report. */
import { plainFinding } from './plainFinding';
import type { Report } from './report';

export const findingsJson: Report = {
  id: 'json',
  title: 'JSON for other programs',
  print({ findings, suppressed, baselined, unusedSuppressions, staleBaseline, problems, graph }, { milliseconds }) {
    const lines = (entries: readonly object[]): string =>
      entries.length ? `[\n${entries.map((entry) => `    ${JSON.stringify(entry)}`).join(',\n')}\n  ]` : '[]';
    const parts: readonly (readonly [string, string])[] = [
      ['version', '1'],
      ['files', JSON.stringify(graph.files)],
      ['milliseconds', String(milliseconds)],
      ['suppressed', String(suppressed)],
      ['baselined', String(baselined)],
      ['findings', lines(findings.map(plainFinding))],
      ['unusedSuppressions', lines(unusedSuppressions.map(({ place, code }) => ({ ...place, code })))],
      ['staleBaseline', lines(staleBaseline)],
      ['unreadable', lines(graph.problems)],
      ['failures', JSON.stringify(problems)],
    ];
    return `{\n${parts.map(([key, value]) => `  ${JSON.stringify(key)}: ${value}`).join(',\n')}\n}\n`;
  },
};
