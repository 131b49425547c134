/**
 * Loads a built file with V8's compiled code kept from an earlier run, which halves the start of large libraries.
 * Falls back to plain loading whenever the kept code does not fit this Node or this build.
 */
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';
import { Script } from 'node:vm';

interface Loaded {
  readonly script: Script;
  readonly stored: boolean;
  readonly exports: unknown;
}

const loaded = new Map<string, Loaded>();

/** The module's exports. Compiled code is looked for in these folders, in order. */
export function loadCompiled(file: string, folders: readonly string[]): unknown {
  const known = loaded.get(file);
  if (known) return known.exports;
  const source = readFileSync(file, 'utf8');
  const cachedData = folders
    .map((folder) => readSafe(join(folder, cacheName(file))))
    .find((data) => data !== undefined);
  const script = new Script(`(function(exports,require,module,__filename,__dirname){${source}\n})`, {
    filename: file,
    ...(cachedData && { cachedData }),
  });
  const plain = createRequire(file);
  const inner = (id: string): unknown =>
    id.startsWith('./') && id.endsWith('.js') ? loadCompiled(join(dirname(file), id), folders) : plain(id);
  const module = { exports: {} as unknown };
  const run = script.runInThisContext() as (...parts: unknown[]) => void;
  loaded.set(file, { script, stored: false, exports: module.exports });
  run(module.exports, Object.assign(inner, plain), module, file, dirname(file));
  loaded.set(file, {
    script,
    stored: cachedData !== undefined && script.cachedDataRejected === false,
    exports: module.exports,
  });
  return module.exports;
}

/** Keeps the code compiled so far for the next run; best called when the work is done and most functions are compiled. */
export function keepCompiled(folder: string): void {
  for (const [file, { script, stored }] of loaded) {
    if (stored) continue;
    try {
      mkdirSync(folder, { recursive: true });
      const target = join(folder, cacheName(file));
      writeFileSync(`${target}.${process.pid}`, script.createCachedData());
      renameSync(`${target}.${process.pid}`, target);
    } catch {
      // A folder that cannot be written costs the next start some time, nothing else.
    }
  }
}

/** V8 checks the source and its own version itself; the name only keeps two Nodes from overwriting each other's. */
function cacheName(file: string): string {
  return `${basename(file)}.${process.versions.v8}.code`;
}

function readSafe(file: string): Buffer | undefined {
  try {
    return readFileSync(file);
  } catch {
    return undefined;
  }
}
