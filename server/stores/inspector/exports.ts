/** Events as lines of a file for other programs and people. Knows no store. */
import { jsonText } from '../json';
import type { ExportedEvent, ExportFormat } from '../questions';
import type { Payload } from '../store';
import { positionOf } from './cells';
import type { ReadEvent } from './eventReader';
import { masked, type Mask } from './masking';

export interface Format {
  readonly head: string;
  line(event: ReadEvent, mask: Mask): string;
}

const columns = ['position', 'stream', 'version', 'type', 'data', 'metadata', 'time'] as const;

export const formats: Readonly<Record<ExportFormat, Format>> = {
  jsonl: { head: '', line: (event, mask) => `${jsonText(exportedEvent(event, mask))}\n` },
  csv: {
    head: `${columns.join(',')}\r\n`,
    line: (event, mask) => `${cellsOf(event, mask).map(csvCell).join(',')}\r\n`,
  },
  markdown: {
    head: `| ${columns.join(' | ')} |\n|${columns.map(() => ' --- |').join('')}\n`,
    line: (event, mask) => `| ${cellsOf(event, mask).map(markdownCell).join(' | ')} |\n`,
  },
};

function exportedEvent(event: ReadEvent, mask: Mask): ExportedEvent {
  return {
    position: positionOf(event.position),
    stream: event.stream,
    version: event.version === null ? null : Number(event.version),
    type: event.type,
    data: valueOf(event.data, mask),
    metadata: event.metadata && valueOf(event.metadata, mask),
    time: event.time,
  };
}

/** What cannot be decoded is its bytes. */
const valueOf = (payload: Payload, mask: Mask): unknown =>
  payload.kind === 'json'
    ? masked(payload.value, mask)
    : { hex: payload.hex, size: payload.size, reason: payload.reason };

function cellsOf(event: ReadEvent, mask: Mask): readonly (string | number)[] {
  const exported = exportedEvent(event, mask);
  return columns.map((column) => {
    const value = exported[column];
    if (value === null || value === undefined) return '';
    if (column === 'data' || column === 'metadata') return jsonText(value);
    return typeof value === 'number' ? value : String(value as string);
  });
}

/** What a spreadsheet would run as a formula begins with an apostrophe there. */
function csvCell(cell: string | number): string {
  if (typeof cell === 'number') return String(cell);
  const safe = /^[=+\-@\t\r]/.test(cell) ? `'${cell}` : cell;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

const markdownCell = (cell: string | number): string =>
  String(cell)
    .replace(/[\\`*_[\]<>|~#&]/g, '\\$&')
    .replace(/\s*[\r\n]+\s*/g, ' ');
