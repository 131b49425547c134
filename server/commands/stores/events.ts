/** Recorded events as lines of a terminal, each one a sentence; and as JSON in which no number loses a digit. */
import { grouped, plain, visibleLength, type Ink } from '../../reports/ink';
import type { EventRow } from '../../stores/questions';
import type { Json } from './jsonText';
import type { Look } from './overview';
import { rightAligned, type Row } from './shown';
import { instant, shortNames } from './texts';

export function eventRows(events: readonly EventRow[], { ink }: Look): Row[] {
  const nameOf = shortNames(events.map(({ type }) => type));
  const positions = rightAligned(
    events.map(({ position }) => (typeof position === 'number' ? grouped(position) : plain(position ?? '-'))),
  );
  const before = events.map(({ type, time, invalidTime, failed }, index) => [
    positions[index] ?? '',
    ink.dim(instant(time, invalidTime)),
    failed ? ink.bad('!') : ' ',
    ink.name(type === '' ? 'without a type' : nameOf(type)),
  ]);
  const streams = events.map(({ stream, version }) =>
    stream === null ? '' : `${plain(stream)}${version === null ? '' : ` v${grouped(version)}`}`,
  );
  const room = roomLeft([...before.map((cells, index) => [...cells, streams[index] ?? ''])], ink.width);
  return events.map(({ key, sentence }, index) => ({
    key,
    cells: [...(before[index] ?? []), sentenceText(sentence, room, ink), ink.dim(streams[index] ?? '')],
  }));
}

/** What the widest of the other columns leave of a line. */
function roomLeft(rows: readonly (readonly string[])[], width: number): number {
  const widths = (rows[0] ?? []).map((_, column) =>
    Math.max(...rows.map((cells) => visibleLength(cells[column] ?? ''))),
  );
  return Math.max(24, width - widths.reduce((sum, one) => sum + one + 2, 4));
}

function sentenceText(parts: EventRow['sentence'], room: number, ink: Ink): string {
  let left = room;
  let text = '';
  for (const part of parts) {
    if (left <= 0) break;
    const shown = plain(part.text);
    const fits = shown.length <= left ? shown : `${shown.slice(0, Math.max(0, left - 1))}…`;
    left -= fits.length;
    text += part.strong ? ink.bold(fits) : fits;
  }
  return text;
}

/** The lines of an export as they are: JSON text, one event each. */
export const eventsJson = (lines: readonly string[]): Json => lines.map((line) => ({ verbatim: line }));
