/** Opens a path as a store, by what is in the file and never by its name; problems are sentences. Knows no layout. */
import { gunzipSync, constants } from 'node:zlib';
import { StoreProblem, type Source } from '../store';
import type { OpenFile, World } from '../world';
import { beginsEntry, type Shape } from './entries';
import { openText } from './jsonLines';
import { nameOf, readerOf, sqliteMagic } from './sqliteFile';
import { openSqlite, type SqliteOptions } from './sqlite';

const headSize = 65_536;
const unpackedAtMost = 1024 * 1024 * 1024;

export async function openSource(path: string, world: World, options: SqliteOptions = {}): Promise<Source> {
  const name = nameOf(path);
  const file = openFile(path, name, world);
  let isKept = false;
  try {
    const head = readerOf(file)(0, headSize);
    if (head.every((byte) => byte === 0)) throw new StoreProblem(nothingIn(name, file.size()));
    if (Buffer.from(head.subarray(0, 16)).toString('latin1') === sqliteMagic) {
      if (head.length < 100)
        throw new StoreProblem(
          `${name} is cut off: an SQLite header has 100 bytes, here are ${head.length}. Nothing was written.`,
        );
      return await openSqlite(path, world, options);
    }
    if (head[0] === 0x1f && head[1] === 0x8b) {
      const source = await openPacked(path, name, world, file);
      return source;
    }
    const shape = shapeOf(head);
    if (!shape) throw new StoreProblem(notReadable(name, head));
    const source = await openText({
      table: tableName(name),
      name,
      shape,
      how: `Read line by line from the file; ${what[shape]}.`,
      notes: [],
      file,
      stamp: () => stampOf(path, world),
      again: () => openFile(path, name, world),
    });
    isKept = true;
    return source;
  } catch (error) {
    throw error instanceof StoreProblem ? error : new StoreProblem(sentence(error, name));
  } finally {
    if (!isKept) file.close();
  }
}

const what: Readonly<Record<Shape, string>> = {
  lines: 'every line is a JSON object',
  array: 'it is one JSON array',
  log: 'it is a log whose lines hold JSON',
};

async function openPacked(path: string, name: string, world: World, file: OpenFile): Promise<Source> {
  const first = unpack(file, name);
  const head = first.bytes.subarray(0, headSize);
  if (Buffer.from(head.subarray(0, 16)).toString('latin1') === sqliteMagic)
    throw new StoreProblem(`${name} is a packed SQLite database. Unpack it, then open it.`);
  const shape = shapeOf(head);
  if (!shape)
    throw new StoreProblem(
      `${name} is packed with gzip, and what is in it is neither JSON nor a log. Nothing was written.`,
    );
  return openText({
    table: tableName(name.replace(/\.gz$/i, '')),
    name,
    shape,
    how: `Unpacked in memory with gzip; ${what[shape]}.`,
    notes: first.isCutOff ? [`${name} is cut off: what could be unpacked is shown.`] : [],
    file: inMemory(first.bytes),
    stamp: () => stampOf(path, world),
    again() {
      const again = openFile(path, name, world);
      try {
        return inMemory(unpack(again, name).bytes);
      } finally {
        again.close();
      }
    },
  });
}

function unpack(file: OpenFile, name: string): { readonly bytes: Uint8Array; readonly isCutOff: boolean } {
  const size = file.size();
  if (size > unpackedAtMost)
    throw new StoreProblem(`${name} is too large to be unpacked in memory. Unpack it, then open it.`);
  const packed = readerOf(file)(0, size);
  try {
    return { bytes: gunzipSync(packed, { maxOutputLength: unpackedAtMost }), isCutOff: false };
  } catch (error) {
    if ((error as { code?: string }).code === 'ERR_BUFFER_TOO_LARGE')
      throw new StoreProblem(`${name} is larger than 1 GB once it is unpacked. Unpack it, then open it.`);
  }
  try {
    const bytes = gunzipSync(packed, { maxOutputLength: unpackedAtMost, finishFlush: constants.Z_SYNC_FLUSH });
    if (bytes.length > 0) return { bytes, isCutOff: true };
  } catch {
    // Damaged, not only shortened: said below.
  }
  throw new StoreProblem(`${name} is packed with gzip and damaged. Nothing was written.`);
}

function inMemory(bytes: Uint8Array): OpenFile {
  return {
    size: () => bytes.length,
    read(into, position) {
      const part = bytes.subarray(position, position + into.length);
      into.set(part);
      return part.length;
    },
    close: () => undefined,
  };
}

/** Undefined where it is no text that holds JSON. */
function shapeOf(head: Uint8Array): Shape | undefined {
  const text = Buffer.from(head)
    .toString('utf8')
    .replace(/^\ufeff/, '');
  if (text.includes('\0')) return undefined;
  const trimmed = text.trimStart();
  if (/^\[\s*(?:[{\]]|$)/.test(trimmed)) return 'array';
  const lines = trimmed.split('\n').filter((line) => line.trim() !== '');
  const entries = lines.filter((line) => beginsEntry(Buffer.from(line)));
  if (entries.some((line) => !/^\s*\{/.test(line))) return 'log';
  const objects = lines.filter((line) => /^\s*\{\s*(?:"|\})/.test(line)).length;
  if (objects === 0) return undefined;
  return objects * 2 >= lines.length ? 'lines' : 'log';
}

function openFile(path: string, name: string, world: World): OpenFile {
  try {
    const state = world.state(path);
    if (!state) throw new StoreProblem(`${name} does not exist.`);
    if (state.kind === 'folder') throw new StoreProblem(`${name} is a folder. Name a file in it.`);
    if (state.kind === 'other')
      throw new StoreProblem(`${name} is no file that can be read twice, but a pipe or a device.`);
    if (state.size === 0) throw new StoreProblem(nothingIn(name, 0));
    return world.open(path);
  } catch (error) {
    throw error instanceof StoreProblem ? error : new StoreProblem(sentence(error, name));
  }
}

function stampOf(path: string, world: World): string | undefined {
  return world.state(path)?.stamp;
}

function nothingIn(name: string, size: number): string {
  return size === 0
    ? `${name} is empty: it has 0 bytes, and no events.`
    : `${name} holds nothing but zeros where its header should be. It may be a file that was never written to its end. Nothing was written.`;
}

function notReadable(name: string, head: Uint8Array): string {
  if (!head.subarray(0, 4096).includes(0) && isText(head))
    return `${name} is text, but has no JSON objects, no JSON array and no log entries. Nothing was written.`;
  return `${name} is not an SQLite database. The first 16 bytes are not an SQLite header. It may be encrypted (SQLCipher) or another kind of file. Nothing was written.`;
}

const isText = (head: Uint8Array): boolean =>
  !Buffer.from(head.subarray(0, 4096)).toString('utf8').slice(0, -2).includes('\ufffd');

function sentence(error: unknown, name: string): string {
  const { code } = error as { code?: string };
  if (code === 'EACCES' || code === 'EPERM') return `${name} cannot be read: permission denied. Nothing was written.`;
  if (code === 'ENOENT') return `${name} does not exist.`;
  if (code === 'EBUSY') return `${name} is locked by another program. Try again when it has finished.`;
  if (code === 'EMFILE') return `${name} cannot be opened: too many files are open.`;
  return `${name} cannot be read: ${error instanceof Error ? error.message : String(error)}.`;
}

function tableName(name: string): string {
  return name.replace(/\.[^.]*$/, '') || name;
}
