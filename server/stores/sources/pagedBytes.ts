/** An SQLite file as its engine sees it: read piece by piece, with the pages of a log laid over. Knows no SQL. */
import type { OpenFile } from '../world';
import type { Overlay } from './overlay';

const pieceSize = 65_536;
/** 16 MB: enough for the inner pages of an index over millions of rows. */
const piecesKept = 256;

export interface Beside {
  readonly file: OpenFile;
  readonly overlay: Overlay;
}

/**
 * What sql.js needs of the bytes of a database: it asks for the length, takes a `slice` to own, and reads with
 * `subarray`. It gets the parts it asks for straight from the file, so that no file is too large for it.
 */
export interface PagedBytes {
  readonly length: number;
  readonly buffer: null;
  slice(): PagedBytes;
  subarray(from: number, to: number): Uint8Array;
}

export function pagedBytes(file: OpenFile, size: number, pageSize: number, beside: Beside | undefined): PagedBytes {
  const pieces = new Map<number, Uint8Array>();
  const bytes: PagedBytes = {
    length: size,
    buffer: null,
    slice: () => bytes,
    subarray(from, to) {
      // Nearly always one page of the file itself, which is copied at once by who asks.
      const first = Math.floor(from / pieceSize) * pieceSize;
      if (from >= 100 && to <= first + pieceSize && !beside)
        return pieceOf(first / pieceSize).subarray(from - first, to - first);
      const out = new Uint8Array(Math.max(0, to - from));
      for (let at = from; at < to;) {
        const page = Math.floor(at / pageSize);
        const end = Math.min(to, (page + 1) * pageSize);
        const position = beside?.overlay.pages.get(page + 1);
        if (position === undefined) copy(out, at - from, at, end);
        else beside?.file.read(out.subarray(at - from, end - from), position + (at - page * pageSize));
        at = end;
      }
      // Said to be no WAL file: the log is laid over already, and the engine has no shared memory to follow it with.
      for (const at of [18, 19]) if (from <= at && at < to && out[at - from] === 2) out[at - from] = 1;
      return out;
    },
  };
  return bytes;

  function copy(out: Uint8Array, into: number, from: number, to: number): void {
    for (let at = from; at < to;) {
      const index = Math.floor(at / pieceSize);
      const end = Math.min(to, (index + 1) * pieceSize);
      const piece = pieceOf(index);
      out.set(piece.subarray(at - index * pieceSize, end - index * pieceSize), into + at - from);
      at = end;
    }
  }

  /** Zeros stand for what a shortened file no longer has. */
  function pieceOf(index: number): Uint8Array {
    const kept = pieces.get(index);
    if (kept) {
      pieces.delete(index);
      pieces.set(index, kept);
      return kept;
    }
    const [oldest] = pieces.keys();
    const reused = pieces.size >= piecesKept && oldest !== undefined ? pieces.get(oldest) : undefined;
    if (oldest !== undefined && reused) pieces.delete(oldest);
    const piece = reused ?? new Uint8Array(pieceSize);
    const count = file.read(piece, index * pieceSize);
    if (count < pieceSize) piece.fill(0, count);
    pieces.set(index, piece);
    return piece;
  }
}
