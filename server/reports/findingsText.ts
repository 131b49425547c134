/** Findings as text for people: one each with its place to click on, grouped by file, counted. */
import type { CheckedGraph } from '../diagnostics';
import { severities } from '../diagnostics';
import type { Finding, Severity } from '../diagnostics/diagnostic';
import { withoutExternal } from '../graph/select';
import { counted, inkFor, plain, wrap, type Ink } from './ink';
import type { Report } from './report';

export const findingsText: Report = {
  id: 'text',
  title: 'text for people',
  print(checked, options) {
    const ink = inkFor(options);
    const files = groupedByFile(checked.findings);
    const blocks = [...files.values()].map((findings) =>
      findings.flatMap((finding) => findingLines(finding, ink)).join('\n'),
    );
    return `${[...blocks, [...notes(checked, ink), closing(checked, ink)].join('\n')].join('\n\n')}\n`;
  },
};

/** More related places than these make nobody wiser. */
const relatedShown = 4;

export function findingLines({ severity, code, message, place, related }: Finding, ink: Ink): string[] {
  return [
    wrap(`${ink.place(place)}  ${ink.severity(severity)}  ${plain(message)}  ${ink.dim(code)}`, ink, 4),
    ...(related ?? [])
      .slice(0, relatedShown)
      .map((one) => wrap(`    ${ink.dim(ink.place(one.place))}  ${ink.dim(one.message)}`, ink, 6)),
    ...(related && related.length > relatedShown ? [ink.dim(`    … and ${related.length - relatedShown} more`)] : []),
  ];
}

const words: Readonly<Record<Severity, readonly [string, string]>> = {
  error: ['error', 'errors'],
  warning: ['warning', 'warnings'],
  information: ['information', 'information'],
  hint: ['hint', 'hints'],
};

/** `2 errors, 1 warning` */
export function severityCounts(findings: readonly Finding[], ink: Ink): string {
  const colored = { error: ink.bad, warning: ink.warn, information: ink.dim, hint: ink.dim };
  return severities
    .flatMap((severity) => {
      const count = findings.filter((finding) => finding.severity === severity).length;
      return count ? [colored[severity](counted(count, ...words[severity]))] : [];
    })
    .join(', ');
}

export function notes({ unusedSuppressions, staleBaseline, problems, graph }: CheckedGraph, ink: Ink): string[] {
  return [
    ...unusedSuppressions.map(
      ({ place, code }) =>
        `${ink.place(place)}  note  ${code === '' ? 'The comment names no code, so it suppresses nothing.' : `Nothing here needs ${plain(code)} suppressed any more; the comment can go.`}`,
    ),
    ...staleBaseline.map(
      ({ code, file, subject, count }) =>
        `${ink.place({ file })}  note  The baseline lists ${counted(count, 'finding')} of ${plain(code)} about ${plain(subject)} that ${count === 1 ? 'is' : 'are'} gone; --update-baseline tidies it.`,
    ),
    ...problems.map((problem) => `note  ${plain(problem)}`),
    ...graph.problems.slice(0, 10).map((problem) => `${ink.place(problem)}  note  ${plain(problem.message)}`),
    ...(graph.problems.length > 10
      ? [`note  … and ${counted(graph.problems.length - 10, 'more file')} not read whole.`]
      : []),
  ].map((line) => wrap(line, ink, 4));
}

function closing(checked: CheckedGraph, ink: Ink): string {
  const { findings, suppressed, baselined, graph } = checked;
  const held = [
    ...(suppressed ? [`${suppressed} suppressed`] : []),
    ...(baselined ? [`${baselined} in the baseline`] : []),
  ].map((text) => ` · ${text}`);
  if (findings.length) {
    const files = new Set(findings.map(({ place }) => place.file)).size;
    return `${counted(findings.length, 'problem')} (${severityCounts(findings, ink)}) in ${counted(files, 'file')}${held.join('')}`;
  }
  // The same figures as in the map, which leaves out what belongs to frameworks and packages.
  const { dispatches, listens } = withoutExternal(graph);
  const looked = `${counted(dispatches.length, 'dispatch', 'dispatches')} and ${counted(listens.length, 'listener')} in ${counted(graph.files.read, 'file')}`;
  return `${ink.good('No problems')} among ${looked}${held.join('')}`;
}

function groupedByFile(findings: readonly Finding[]): Map<string, Finding[]> {
  const files = new Map<string, Finding[]>();
  for (const finding of findings) files.set(finding.place.file, [...(files.get(finding.place.file) ?? []), finding]);
  return files;
}
