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
  const inner = (id: string): unknown => {
    if (id.startsWith('./') && id.endsWith('.js')) return loadCompiled(join(dirname(file), id), folders);
    return id.startsWith('node:') && !always.has(id) ? whenUsed(() => plain(id) as object) : plain(id);
  };
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

/** The program's own start has loaded these, and their functions are called often. */
const always: ReadonlySet<string> = new Set(['node:fs', 'node:path']);

/** A module of Node's that is loaded when something of it is asked for: most runs need few of those that are named. */
function whenUsed(load: () => object): object {
  return new Proxy(
    {},
    {
      get: (_, name) => Reflect.get(load(), name) as unknown,
      has: (_, name) => Reflect.has(load(), name),
      ownKeys: () => Reflect.ownKeys(load()),
      getOwnPropertyDescriptor: (_, name) => {
        const found = Reflect.getOwnPropertyDescriptor(load(), name);
        return found && { ...found, configurable: true };
      },
    },
  );
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
