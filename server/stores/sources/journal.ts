/** Reads the rollback journal beside an SQLite file: the pages as they were before an unfinished transaction. */
import { isPageSize, u32, type Overlay, type ReadBytes } from './overlay';

const magic = [0xd9d505f9, 0x20a163d7];

/**
 * Undefined when nothing of the database was changed yet, or no transaction is open. A journal counts only as far as it
 * was surely written: before that, SQLite does not touch the database.
 */
export function readJournal(read: ReadBytes, size: number, pageSize: number): Overlay | undefined {
  const pages = new Map<number, number>();
  let pageCount = 0;
  let segments = 0;
  for (let at = 0; at + 28 <= size;) {
    const header = read(at, 28).slice();
    if (header.length < 28 || u32(header, 0) !== magic[0] || u32(header, 4) !== magic[1]) break;
    const sector = u32(header, 20);
    if (u32(header, 24) !== pageSize && segments === 0) break;
    if (!isPageSize(sector) && sector !== 32) break;
    if (segments === 0) pageCount = u32(header, 16);
    const nonce = u32(header, 12);
    const recordSize = pageSize + 8;
    const start = at + sector;
    const written = u32(header, 8);
    const count = written === 0xffffffff ? Math.floor((size - start) / recordSize) : written;
    segments++;
    if (count === 0) break;
    let position = start;
    for (let index = 0; index < count; index++, position += recordSize) {
      const record = read(position, recordSize);
      const page = u32(record, 0);
      if (record.length < recordSize || page === 0) return finished();
      if (u32(record, 4 + pageSize) !== sumOf(record, nonce, pageSize)) return finished();
      // The first copy is the one from before the transaction.
      if (!pages.has(page)) pages.set(page, position + 4);
    }
    at = Math.ceil(position / sector) * sector;
  }
  return finished();

  function finished(): Overlay | undefined {
    return pages.size > 0 ? { pages, pageCount, transactions: 1 } : undefined;
  }
}

function sumOf(record: Uint8Array, nonce: number, pageSize: number): number {
  let sum = nonce;
  for (let at = pageSize - 200; at > 0; at -= 200) sum = (sum + (record[4 + at] ?? 0)) >>> 0;
  return sum;
}
