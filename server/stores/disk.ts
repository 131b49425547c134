/** The stores' world on this machine: opens files for reading and finds `node:sqlite`. Knows no format; writes nothing. */
import { closeSync, fstatSync, openSync, readSync, statSync } from 'node:fs';
import type { NativeSqlite, World } from './world';

export function diskWorld(load: World['load']): World {
  return { state, open, load, native };
}

const state: World['state'] = (path) => {
  const stat = statSync(path, { throwIfNoEntry: false, bigint: true });
  if (!stat) return undefined;
  return {
    kind: stat.isFile() ? 'file' : stat.isDirectory() ? 'folder' : 'other',
    size: Number(stat.size),
    stamp: `${stat.dev}.${stat.ino}.${stat.size}.${stat.mtimeNs}`,
  };
};

const open: World['open'] = (path) => {
  const handle = openSync(path, 'r');
  let isOpen = true;
  return {
    size: () => fstatSync(handle).size,
    read(into, position) {
      let done = 0;
      while (done < into.length) {
        const count = readSync(handle, into, done, into.length - done, position + done);
        if (count === 0) break;
        done += count;
      }
      return done;
    },
    close() {
      if (isOpen) closeSync(handle);
      isOpen = false;
    },
  };
};

let found: { readonly sqlite: NativeSqlite | undefined } | undefined;

/** Node prints a warning when its SQLite is asked for the first time: nothing that a reader of a store can act on. */
function native(): NativeSqlite | undefined {
  if (found) return found.sqlite;
  const warn = process.emitWarning;
  const builtin = (process as { getBuiltinModule?: (id: string) => unknown }).getBuiltinModule;
  try {
    process.emitWarning = () => undefined;
    const sqlite = builtin?.call(process, 'node:sqlite') as Partial<NativeSqlite> | undefined;
    found = { sqlite: typeof sqlite?.DatabaseSync === 'function' ? { DatabaseSync: sqlite.DatabaseSync } : undefined };
  } catch {
    found = { sqlite: undefined };
  } finally {
    process.emitWarning = warn;
  }
  return found.sqlite;
}
