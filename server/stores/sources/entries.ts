/** Where each entry of a text file begins and ends, found in one pass and held as numbers. Knows no JSON values. */
import type { OpenFile } from '../world';

/** Lines; elements of one JSON array; or log entries, each of which begins with a date and may go on for many lines. */
export type Shape = 'lines' | 'array' | 'log';

export interface Entries {
  count(): number;
  start(index: number): number;
  end(index: number): number;
  /** The line it begins on, or its place in the array, from 1. */
  number(index: number): number;
  /** Goes on to the file's present end; an entry that was last before may have grown. */
  read(): Promise<void>;
}

const chunkSize = 4 * 1024 * 1024;
const newline = 10;

export function findEntries(file: OpenFile, shape: Shape): Entries {
  const starts = numbers();
  const ends = numbers();
  const places = numbers();
  let resume = 0;
  let line = 0;
  return {
    count: () => starts.count(),
    start: starts.at,
    end: ends.at,
    number: places.at,
    read: () => (shape === 'array' ? readArray() : readLines()),
  };

  function add(start: number, end: number, place: number): void {
    starts.push(start);
    ends.push(end);
    places.push(place);
  }

  async function readLines(): Promise<void> {
    // A last line without an end may have grown: it is read once more.
    if (starts.count() > 0 && starts.at(starts.count() - 1) >= resume) {
      starts.pop();
      ends.pop();
      places.pop();
    }
    const size = file.size();
    const chunk = Buffer.alloc(chunkSize);
    let start = resume;
    for (let position = resume; position < size;) {
      const count = file.read(chunk.subarray(0, Math.min(chunkSize, size - position)), position);
      if (count === 0) break;
      for (let at = chunk.indexOf(newline); at >= 0 && at < count; at = chunk.indexOf(newline, at + 1)) {
        lineFound(start, position + at, () =>
          start < position ? headOf(start, position + at) : chunk.subarray(start - position, at),
        );
        start = position + at + 1;
        line++;
      }
      position += count;
      await pause();
    }
    resume = start;
    if (start < size) lineFound(start, size, () => headOf(start, size));
  }

  function lineFound(start: number, end: number, known: () => Uint8Array): void {
    if (shape === 'log' && starts.count() > 0) {
      if (!beginsEntry(known())) {
        ends.set(ends.count() - 1, end);
        return;
      }
    }
    add(start, end, line + 1);
  }

  function headOf(start: number, end: number): Uint8Array {
    const head = Buffer.alloc(Math.min(64, end - start));
    return head.subarray(0, file.read(head, start));
  }

  /** Only brackets, commas and quotes count; what stands between them is looked at when it is asked for. */
  async function readArray(): Promise<void> {
    starts.clear();
    ends.clear();
    places.clear();
    const size = file.size();
    const chunk = Buffer.alloc(chunkSize);
    let depth = 0;
    let start = -1;
    let inString = false;
    let escaped = false;
    for (let position = 0; position < size;) {
      const count = file.read(chunk.subarray(0, Math.min(chunkSize, size - position)), position);
      if (count === 0) break;
      for (let at = 0; at < count; at++) {
        const byte = chunk[at];
        if (inString) {
          if (escaped) escaped = false;
          else if (byte === 0x5c) escaped = true;
          else if (byte === 0x22) inString = false;
          continue;
        }
        if (depth === 1 && start < 0 && byte !== 0x2c && byte !== 0x5d && (byte ?? 0) > 32) start = position + at;
        if (byte === 0x22) inString = true;
        else if (byte === 0x5b || byte === 0x7b) depth++;
        else if (byte === 0x5d || byte === 0x7d) depth--;
        const ended = (depth === 1 && byte === 0x2c) || (depth <= 0 && byte === 0x5d);
        if (ended && start >= 0) {
          add(start, position + at, starts.count() + 1);
          start = -1;
        }
      }
      position += count;
      await pause();
    }
    if (start >= 0) add(start, size, starts.count() + 1);
  }
}

/** `[2026-08-21 10:00:00] local.INFO: …`, and a line of JSON. */
export function beginsEntry(head: Uint8Array): boolean {
  return /^(?:\[\d{4}-\d\d-\d\d|\d{4}-\d\d-\d\d[T ]|\s*\{")/.test(Buffer.from(head.subarray(0, 24)).toString('latin1'));
}

export const pause = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

interface Numbers {
  count(): number;
  at(index: number): number;
  set(index: number, value: number): void;
  push(value: number): void;
  pop(): void;
  clear(): void;
}

/** A million entries in eight megabytes. */
function numbers(): Numbers {
  let held = new Float64Array(1024);
  let count = 0;
  return {
    count: () => count,
    at: (index) => held[index] ?? 0,
    set(index, value) {
      held[index] = value;
    },
    push(value) {
      if (count === held.length) {
        const larger = new Float64Array(held.length * 2);
        larger.set(held);
        held = larger;
      }
      held[count++] = value;
    },
    pop() {
      count = Math.max(0, count - 1);
    },
    clear() {
      count = 0;
    },
  };
}
