/** What the bytes of an SQLite file and of the files beside it say before any engine looks at them. Knows no SQL. */
import type { OpenFile, World } from '../world';
import { readJournal } from './journal';
import { isPageSize, u32, type Overlay, type ReadBytes } from './overlay';
import { pagedBytes, type Beside, type PagedBytes } from './pagedBytes';
import { goesOn, readLog } from './wal';

export const sqliteMagic = 'SQLite format 3\0';

/** The database as it was at one moment; good for as long as `stamp` is what `stampOf` says. */
export interface Snapshot {
  readonly bytes: PagedBytes;
  readonly stamp: string;
  readonly notes: readonly string[];
  /** Whether a log or journal counts, or the file asks for one: no engine may open such a file in place. */
  readonly needsOverlay: boolean;
  readonly transactions: number;
  /** Where the last commit of the log ends; undefined where it has none. */
  readonly logEnd?: number;
  readonly pageSize: number;
  close(): void;
}

/** The file, its change counter, and the first bytes of what stands beside it: salts of a log, seed of a journal. */
export function stampOf(world: World, path: string): string {
  const state = world.state(path);
  const counters = state?.kind === 'file' ? hex(readAt(world, path, 24, 76)) : '';
  return [state?.stamp ?? 'gone', counters, hex(readAt(world, `${path}-wal`, 0, 32)), journalStamp(world, path)].join(
    '|',
  );
}

/**
 * Whether a log has gone on since: there is something new, though the snapshot is still good. Told by the log itself,
 * as times of files may stand still while it is written.
 */
export function hasGrown(world: World, path: string, { logEnd }: Snapshot): boolean {
  return goesOn((position, length) => readAt(world, `${path}-wal`, position, length), logEnd);
}

export function takeSnapshot(world: World, path: string): Snapshot {
  const stamp = stampOf(world, path);
  const file = world.open(path);
  const opened: OpenFile[] = [file];
  try {
    const header = new Uint8Array(100);
    file.read(header, 0);
    const pageSize = pageSizeOf(header);
    const size = file.size();
    const notes: string[] = [];
    const beside = isPageSize(pageSize) ? besideOf(pageSize, notes) : undefined;
    const length = lengthOf(header, size, pageSize, beside?.overlay, notes);
    return {
      bytes: pagedBytes(file, length, isPageSize(pageSize) ? pageSize : 4096, beside),
      stamp,
      notes,
      needsOverlay:
        beside !== undefined || header[18] === 2 || header[19] === 2 || stateOf(world, `${path}-wal`) !== undefined,
      transactions: beside?.overlay.transactions ?? 0,
      ...(beside?.logEnd !== undefined && { logEnd: beside.logEnd }),
      pageSize,
      close,
    };
  } catch (error) {
    close();
    throw error;
  }

  function besideOf(pageSize: number, notes: string[]): (Beside & { readonly logEnd?: number }) | undefined {
    const log = openBeside(`${path}-wal`);
    if (log) {
      const found = readLog(log.read, log.size, pageSize);
      if (found.kind === 'pages') {
        const { transactions, pages } = found.overlay;
        notes.push(
          `${counted(transactions, 'committed transaction')} of ${nameOf(path)}-wal, ${counted(pages.size, 'page')}, ${transactions === 1 ? 'is' : 'are'} laid over a copy in memory. Neither file is touched.`,
        );
        return { file: log.file, overlay: found.overlay, logEnd: found.end };
      }
      if (log.size > 0) notes.push(`${nameOf(path)}-wal is left out: ${found.reason}.`);
    }
    const journal = openBeside(`${path}-journal`);
    const before = journal && readJournal(journal.read, journal.size, pageSize);
    if (!journal || !before) return undefined;
    notes.push(
      `A transaction is not finished: ${nameOf(path)}-journal has ${counted(before.pages.size, 'page')} as ${before.pages.size === 1 ? 'it was' : 'they were'} before it, and these are shown.`,
    );
    return { file: journal.file, overlay: before };
  }

  function openBeside(beside: string): { file: OpenFile; size: number; read: ReadBytes } | undefined {
    if (stateOf(world, beside)?.kind !== 'file') return undefined;
    const file = openQuietly(world, beside);
    if (!file) return undefined;
    opened.push(file);
    return { file, size: file.size(), read: readerOf(file) };
  }

  function close(): void {
    for (const each of opened) each.close();
  }
}

/** Where the header promises more pages than are there, zeros stand for them: what is there stays readable. */
function lengthOf(
  header: Uint8Array,
  size: number,
  pageSize: number,
  overlay: Overlay | undefined,
  notes: string[],
): number {
  if (!isPageSize(pageSize)) return size;
  if (overlay && overlay.pageCount > 0) return overlay.pageCount * pageSize;
  const promised = u32(header, 24) === u32(header, 92) ? u32(header, 28) : 0;
  const there = size / pageSize;
  if (promised <= there) return Math.floor(there) * pageSize || size;
  notes.push(
    `The file is cut off: ${Math.floor(there)} of ${promised} pages are there. Rows of the others are missing.`,
  );
  // A wrong header must not make a database of terabytes.
  return promised * pageSize > size * 1000 + 1_000_000_000 ? size : promised * pageSize;
}

function pageSizeOf(header: Uint8Array): number {
  const size = ((header[16] ?? 0) << 8) | (header[17] ?? 0);
  return size === 1 ? 65_536 : size;
}

function journalStamp(world: World, path: string): string {
  const header = readAt(world, `${path}-journal`, 0, 28);
  return header.some((byte) => byte !== 0) ? hex(header) : '';
}

function readAt(world: World, path: string, position: number, length: number): Uint8Array {
  const file = stateOf(world, path)?.kind === 'file' ? openQuietly(world, path) : undefined;
  if (!file) return new Uint8Array();
  try {
    return readerOf(file)(position, length);
  } finally {
    file.close();
  }
}

export const readerOf =
  (file: OpenFile): ReadBytes =>
  (position, length) => {
    const bytes = new Uint8Array(length);
    return bytes.subarray(0, file.read(bytes, position));
  };

/** What stands beside a file may vanish at any moment, or belong to somebody else. */
function openQuietly(world: World, path: string): OpenFile | undefined {
  try {
    return world.open(path);
  } catch {
    return undefined;
  }
}

function stateOf(world: World, path: string): ReturnType<World['state']> {
  try {
    return world.state(path);
  } catch {
    return undefined;
  }
}

const hex = (bytes: Uint8Array): string => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('hex');

export const nameOf = (path: string): string => path.slice(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1);

export const counted = (count: number, noun: string): string =>
  `${count.toLocaleString('en')} ${noun}${count === 1 ? '' : 's'}`;
