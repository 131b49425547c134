/** What a view shows: sections of rows with keys, as text, and as the rows that differ from those shown before. */
import { plain, table, visibleLength, wrap, type Ink } from '../../reports/ink';

export interface Shown {
  readonly head: readonly string[];
  readonly sections: readonly Section[];
  readonly foot: readonly string[];
}

export interface Section {
  readonly title: string;
  readonly rows: readonly Row[];
  /** Below the rows: how many there are beyond them. */
  readonly more?: string;
  /** In place of rows, where there are none. */
  readonly none?: string;
}

export interface Row {
  readonly key: string;
  readonly cells: readonly string[];
  /** A paragraph below the row. */
  readonly below?: string;
  /** What must differ for the row to count as another; all of its text where this is absent. */
  readonly state?: string;
}

export function printed({ head, sections, foot }: Shown, ink: Ink): string {
  const blocks = [
    head.map((line) => wrap(line, ink, 2)),
    ...sections.map((section) => [...(section.title ? [ink.bold(section.title)] : []), ...sectionLines(section, ink)]),
    foot.map((line) => wrap(line, ink, 2)),
  ];
  return `${blocks
    .filter(({ length }) => length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n')}\n`;
}

function sectionLines({ rows, more, none }: Section, ink: Ink): string[] {
  if (!rows.length) return none === undefined ? [] : [`  ${none}`];
  return [...rowLines(rows, ink), ...(more === undefined ? [] : [`  ${ink.dim(more)}`])];
}

/** Rows of one section stay in line with each other, whatever stands below one of them. */
function rowLines(rows: readonly Row[], ink: Ink): string[] {
  const widths: number[] = [];
  for (const { cells } of rows)
    cells.forEach((cell, index) => {
      widths[index] = Math.max(widths[index] ?? 0, visibleLength(cell));
    });
  if (rows.every(({ below }) => below === undefined))
    return table(
      rows.map(({ cells }) => cells),
      ink,
    );
  return rows.flatMap(({ cells, below }) => {
    const line = cells.map((cell, index) => cell + ' '.repeat((widths[index] ?? 0) - visibleLength(cell))).join('  ');
    return [
      wrap(`  ${line.trimEnd()}`, ink, 6),
      ...(below === undefined
        ? []
        : wrap(`      ${plain(below)}`, ink, 6)
            .split('\n')
            .map(ink.dim)),
    ];
  });
}

/** What is new, other or gone, with a mark before each row; empty when nothing is. */
export function changes(before: Shown, after: Shown, ink: Ink): string[] {
  return after.sections.flatMap((section) => {
    const old = before.sections.find(({ title }) => nameOf(title) === nameOf(section.title));
    const rows = [
      ...section.rows.flatMap((row): Row[] => {
        const was = old?.rows.find(({ key }) => key === row.key);
        if (was && textOf(was) === textOf(row)) return [];
        return [{ ...row, cells: [was ? ink.warn('~') : ink.good('+'), ...row.cells] }];
      }),
      // Where more rows than these are there, one that is missing may only have moved down.
      ...(old?.rows ?? []).flatMap((row): Row[] =>
        section.more !== undefined || section.rows.some(({ key }) => key === row.key)
          ? []
          : [{ key: row.key, cells: [ink.bad('-'), ...row.cells] }],
      ),
    ];
    return rows.length ? [...(section.title ? [`  ${ink.dim(section.title)}`] : []), ...rowLines(rows, ink)] : [];
  });
}

const textOf = ({ cells, below, state }: Row): string => state ?? [...cells, below ?? ''].join('\n');
/** Without the number of rows behind it. */
const nameOf = (title: string): string => title.replace(/ \([\d,]+\)$/, '');

/** Cuts at the end what a line has no room for. */
export function cut(text: string, room: number): string {
  const shown = plain(text);
  return shown.length <= room ? shown : `${shown.slice(0, Math.max(1, room - 1))}…`;
}

/** Numbers stand right-aligned in their column. */
export function rightAligned(texts: readonly string[]): readonly string[] {
  const width = Math.max(0, ...texts.map(visibleLength));
  return texts.map((text) => ' '.repeat(width - visibleLength(text)) + text);
}
