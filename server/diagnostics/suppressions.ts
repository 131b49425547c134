/**
 * Comments in the source that silence findings. Knows no diagnostic.
 *
 *     // event-wiring-ignore-next-line CODE[, CODE] [-- reason]
 *     # event-wiring-ignore-line CODE
 *     /* event-wiring-ignore-file CODE *\/
 */
import type { Place } from '../graph/graph';
import type { Finding } from './diagnostic';

interface Suppression {
  readonly place: Place;
  readonly code: string;
  /** The line it speaks for; undefined for the whole file. */
  readonly line: number | undefined;
}

/** A comment that silences nothing: the finding is gone, or its code is none. */
export interface UnusedSuppression {
  readonly place: Place;
  /** Empty when the comment names no code. */
  readonly code: string;
}

const marker = 'event-wiring-ignore-';
const comment =
  /(?<open>\/\/|#(?!\[)|\/\*|<!--|\{\{--|^\s*\*|^\s*)(?<gap>[^\n]*?)event-wiring-ignore-(?<scope>next-line|line|file)\b(?<rest>.*)/;

/** `files` are those whose comments count as unused when nothing answers to them. */
export function suppress(
  findings: readonly Finding[],
  files: Iterable<string>,
  text: (file: string) => string | undefined,
): {
  readonly kept: readonly Finding[];
  readonly suppressed: number;
  readonly unused: readonly UnusedSuppression[];
} {
  const byFile = new Map<string, readonly Suppression[]>();
  for (const file of new Set([...files, ...findings.map(({ place }) => place.file)])) {
    const source = text(file);
    if (source?.includes(marker)) byFile.set(file, readSuppressions(file, source));
  }
  const used = new Set<Suppression>();
  const kept = findings.filter(({ place, code }) => {
    const answering = (byFile.get(place.file) ?? []).filter(
      (one) => one.code === code && (one.line === undefined || one.line === place.line),
    );
    for (const one of answering) used.add(one);
    return answering.length === 0;
  });
  const unused = [...byFile.values()].flat().filter((one) => !used.has(one));
  return { kept, suppressed: findings.length - kept.length, unused };
}

function readSuppressions(file: string, source: string): readonly Suppression[] {
  const lines = source.split(/\r\n|\r|\n/);
  const found = lines.flatMap((line, index) => {
    const groups = line.includes(marker) ? comment.exec(line)?.groups : undefined;
    if (!groups) return [];
    const codes = /^\s+([\w-]+(?:\s*,\s*[\w-]+)*)/.exec(groups['rest'] ?? '')?.[1]?.split(/\s*,\s*/) ?? [];
    return [
      {
        index,
        last: endOf(lines, index, line),
        scope: groups['scope'],
        column: line.indexOf(marker) + 1,
        codes: codes.length && !codes[0]?.startsWith('--') ? codes : [''],
        alone: /^\s*(?:\/\/|#|\/\*|\*|<!--|\{\{--|event-)/.test(line),
      },
    ];
  });
  // Several such comments may stand above one line: each speaks for the first line that is none of them.
  const skipped = new Set(found.flatMap(({ scope, alone, last }) => (alone && scope === 'next-line' ? [last] : [])));
  return found.flatMap(({ index, last, scope, column, codes }) => {
    let next = last + 1;
    while (skipped.has(next)) next++;
    const line = scope === 'file' ? undefined : scope === 'line' ? index + 1 : next + 1;
    return codes.map((code) => ({ place: { file, line: index + 1, column }, code, line }));
  });
}

/** The line on which the comment ends: further down only in a block comment. */
function endOf(lines: readonly string[], index: number, line: string): number {
  const before = line.slice(0, line.indexOf(marker));
  const block = /\/\*|^\s*\*?\s*$/.test(before) && !/\/\/|#/.test(before);
  if (!block) return index;
  const end = lines.findIndex((other, at) => at >= index && other.includes('*/'));
  return end < 0 ? index : end;
}
