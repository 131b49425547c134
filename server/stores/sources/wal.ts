/** Reads the write-ahead log beside an SQLite file: which committed pages it holds. Never writes, never checkpoints. */
import { isPageSize, u32, type Overlay, type ReadBytes } from './overlay';

const headerSize = 32;
const frameHeaderSize = 24;
/** The last bit says in which byte order the checksums count. */
const magic = 0x377f0682;

export type Log =
  | { readonly kind: 'pages'; readonly overlay: Overlay; readonly ignoredFrames: number; readonly end: number }
  /** Nothing in it counts: empty, another program's file, or a header that was not written to its end. */
  | { readonly kind: 'none'; readonly reason: string };

/**
 * Frames count up to the last commit before the first one that is stale (other salts), damaged (checksums go on from
 * frame to frame) or cut off, exactly as SQLite recovers a log.
 */
export function readLog(read: ReadBytes, size: number, pageSize: number): Log {
  if (size === 0) return none('it is empty');
  const header = read(0, headerSize).slice();
  if (header.length < headerSize) return none('its header is cut off');
  if ((u32(header, 0) & ~1) >>> 0 !== magic) return none('it has no header of a write-ahead log');
  if (u32(header, 4) !== 3_007_000) return none(`its format ${u32(header, 4)} is unknown`);
  const found = u32(header, 8);
  if (!isPageSize(found)) return none('its page size is impossible');
  if (found !== pageSize) return none(`its pages have ${found} bytes, those of the database ${pageSize}`);
  const sum = checksum((u32(header, 0) & 1) === 1);
  sum.add(header, 0, 24);
  if (!sum.is(u32(header, 24), u32(header, 28))) return none('the checksum of its header is wrong');

  const frameSize = frameHeaderSize + pageSize;
  const frames = Math.floor((size - headerSize) / frameSize);
  const batch = Math.max(1, Math.floor(1_048_576 / frameSize));
  const pages = new Map<number, number>();
  const pending = new Map<number, number>();
  let pageCount = 0;
  let transactions = 0;
  let committed = 0;
  reading: for (let first = 0; first < frames; first += batch) {
    const start = headerSize + first * frameSize;
    const bytes = read(start, Math.min(batch, frames - first) * frameSize);
    for (let at = 0; at + frameSize <= bytes.length; at += frameSize) {
      if (u32(bytes, at + 8) !== u32(header, 16) || u32(bytes, at + 12) !== u32(header, 20)) break reading;
      const page = u32(bytes, at);
      if (page === 0) break reading;
      sum.add(bytes, at, 8);
      sum.add(bytes, at + frameHeaderSize, pageSize);
      if (!sum.is(u32(bytes, at + 16), u32(bytes, at + 20))) break reading;
      pending.set(page, start + at + frameHeaderSize);
      const after = u32(bytes, at + 4);
      if (after === 0) continue;
      for (const [number, position] of pending) pages.set(number, position);
      pending.clear();
      pageCount = after;
      transactions++;
      committed = first + at / frameSize + 1;
    }
    if (bytes.length < Math.min(batch, frames - first) * frameSize) break;
  }
  if (transactions === 0) return none('it holds no committed transaction');
  return {
    kind: 'pages',
    overlay: { pages, pageCount, transactions },
    ignoredFrames: frames - committed,
    end: headerSize + committed * frameSize,
  };
}

/** Whether a frame of the same round of the log begins where the last commit ended: its next transaction, or part of it. */
export function goesOn(read: ReadBytes, end = headerSize): boolean {
  const salts = read(16, 8).slice();
  const frame = read(end, frameHeaderSize);
  return salts.length === 8 && frame.length === frameHeaderSize && salts.every((byte, at) => frame[8 + at] === byte);
}

const none = (reason: string): Log => ({ kind: 'none', reason });

/** SQLite's running sum over pairs of 32-bit words. */
function checksum(bigEndian: boolean): {
  add(bytes: Uint8Array, start: number, length: number): void;
  is(first: number, second: number): boolean;
} {
  let one = 0;
  let two = 0;
  return {
    add(bytes, start, length) {
      const view = new DataView(bytes.buffer, bytes.byteOffset + start, length);
      for (let at = 0; at + 8 <= length; at += 8) {
        one = (one + view.getUint32(at, !bigEndian) + two) | 0;
        two = (two + view.getUint32(at + 4, !bigEndian) + one) | 0;
      }
    },
    is: (first, second) => one >>> 0 === first && two >>> 0 === second,
  };
}
