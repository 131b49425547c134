/** The disk, behind an interface: finds a workspace's files, reads and decodes them. Knows nothing about events. */
import { spawn, spawnSync } from 'node:child_process';
import { lstatSync, openSync, readdirSync, readFileSync, readSync, closeSync, type Dirent } from 'node:fs';
import { join, relative, resolve, sep } from 'node:path';
import ignore, { type Ignore } from 'ignore';

/** One file of the workspace; `stamp` changes whenever size or times do. */
export interface FoundFile {
  readonly path: string;
  readonly size: number;
  readonly stamp: string;
}

export interface Discovery {
  readonly files: readonly FoundFile[];
  /** Folders and files that could not be looked into, with one sentence each. */
  readonly problems: readonly { readonly file: string; readonly message: string }[];
}

/** What the session may ask of the disk. Paths are relative to the root, with forward slashes. */
export interface Files {
  readonly root: string;
  /** Files whose lower-case name the filter accepts, sorted by path. */
  discover(accept: (name: string) => boolean, exclude: readonly string[]): Discovery;
  /** The same while git runs beside; throws at once when the root cannot be read. `likely` are paths of an earlier run. */
  find(
    accept: (name: string) => boolean,
    exclude: readonly string[],
    likely: readonly string[] | undefined,
  ): Promise<Discovery>;
  /** The text, or why there is none; the size, when it is known, need not be asked for again. */
  read(path: string, size?: number): FileText;
  stat(path: string): FoundFile | undefined;
}

export type FileText =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'binary' }
  | { readonly kind: 'large'; readonly size: number }
  | { readonly kind: 'gone' }
  | { readonly kind: 'failed'; readonly message: string };

/** Larger source files are generated; nobody writes two million characters of wiring by hand. */
export const maximumFileSize = 2_000_000;

/** Folders of other people's code and of build results. */
export const neverScanned: ReadonlySet<string> = new Set([
  'node_modules',
  'vendor',
  'target',
  'dist',
  'bower_components',
]);

/** Files below a folder of this machine. Symbolic links are not followed: what they point to is elsewhere or seen already. */
export function diskFiles(root: string): Files {
  const absolute = resolve(root);
  return {
    root: absolute,
    discover: (accept, exclude) => discover(absolute, accept, exclude, listedByGit(absolute)),
    find: (accept, exclude, likely) => {
      readdirSync(absolute);
      return find(absolute, accept, exclude, likely);
    },
    read: (path, size) => readText(join(absolute, path), size),
    stat: (path) => statFile(absolute, path),
  };
}

/** Why a file or folder could not be used, as people say it. */
export function reasonOf(error: unknown): string {
  const code = (error as NodeJS.ErrnoException | undefined)?.code;
  if (code === 'EACCES' || code === 'EPERM') return 'permission denied';
  if (code === 'ENOENT') return 'it does not exist';
  if (code === 'ENOTDIR') return 'it is not a folder';
  if (code === 'EMFILE') return 'too many open files';
  return error instanceof Error ? error.message : String(error);
}

function statFile(root: string, path: string): FoundFile | undefined {
  try {
    const stat = lstatSync(`${root}/${path}`, { throwIfNoEntry: false });
    return stat?.isFile()
      ? { path, size: stat.size, stamp: `${stat.size}.${stat.mtimeMs}.${stat.ctimeMs}` }
      : undefined;
  } catch {
    return undefined;
  }
}

const listing = ['ls-files', '-z', '--cached', '--others', '--exclude-standard'];

function discover(
  root: string,
  accept: (name: string) => boolean,
  exclude: readonly string[],
  listed: readonly string[] | undefined,
  stat = (path: string): FoundFile | undefined => statFile(root, path),
): Discovery {
  if (listed) {
    const found = pick(root, listed, accept, exclude, stat);
    if (found.files.length) return found;
  }
  return walk(root, accept, exclude);
}

/** Looks at the files that are surely there while git is still searching the folders for others. */
async function find(
  root: string,
  accept: (name: string) => boolean,
  exclude: readonly string[],
  likely: readonly string[] | undefined,
): Promise<Discovery> {
  const listed = output(root, listing);
  const isWanted = (path: string): boolean =>
    accept(path.slice(path.lastIndexOf('/') + 1).toLowerCase()) && !passedOver(path, false);
  const tracked = likely ?? (await output(root, ['ls-files', '-z', '--cached']))?.filter(isWanted) ?? [];
  const seen = new Map(tracked.map((path) => [path, statFile(root, path)]));
  return discover(root, accept, exclude, await listed, (path) => seen.get(path) ?? statFile(root, path));
}

/** What git prints, cut at its zeros; undefined when it cannot say. */
function output(root: string, args: readonly string[]): Promise<readonly string[] | undefined> {
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    const git = spawn('git', args, { cwd: root, stdio: ['ignore', 'pipe', 'ignore'] });
    git.stdout.on('data', (chunk: Buffer) => chunks.push(chunk));
    git.on('error', () => {
      resolve(undefined);
    });
    git.on('close', (code) => {
      resolve(code === 0 ? Buffer.concat(chunks).toString().split('\0') : undefined);
    });
  });
}

/** Git's own answer, exact and fast; undefined outside a repository or without git. Vanished files are still in it. */
function listedByGit(root: string): string[] | undefined {
  const { status, stdout } = spawnSync('git', listing, {
    cwd: root,
    maxBuffer: 1 << 30,
    stdio: ['ignore', 'pipe', 'ignore'],
    encoding: 'utf8',
  });
  return status === 0 ? stdout.split('\0') : undefined;
}

function pick(
  root: string,
  paths: readonly string[],
  accept: (name: string) => boolean,
  exclude: readonly string[],
  stat: (path: string) => FoundFile | undefined,
): Discovery {
  const files: FoundFile[] = [];
  const problems: { file: string; message: string }[] = [];
  const own = exclude.length ? ignore().add([...exclude]) : undefined;
  const seen = new Set<string>();
  for (const listed of paths) {
    const path = listed.endsWith('/') ? listed.slice(0, -1) : listed;
    const name = path.slice(path.lastIndexOf('/') + 1);
    const folder = path !== listed || !name.includes('.');
    if (!path || seen.has(path) || !(folder || accept(name.toLowerCase())) || passedOver(path, folder)) continue;
    seen.add(path);
    if (own?.ignores(path)) continue;
    const found = folder ? undefined : stat(path);
    if (found) files.push(found);
    else if (isFolder(join(root, path))) {
      // A submodule or a repository inside the repository: git names only its folder.
      const inner = discover(join(root, path), accept, [], listedByGit(join(root, path)));
      for (const file of inner.files)
        if (!own?.ignores(`${path}/${file.path}`)) files.push({ ...file, path: `${path}/${file.path}` });
      problems.push(...inner.problems.map((problem) => ({ ...problem, file: `${path}/${problem.file}` })));
    }
  }
  files.sort((a, b) => (a.path < b.path ? -1 : 1));
  return { files, problems };
}

const aside = new RegExp(`(?:^|/)(?:\\.|(?:${[...neverScanned].join('|')})/)`);

/** Of a file only the folders count: it may itself begin with a dot. */
function passedOver(path: string, folder: boolean): boolean {
  return aside.test(folder ? `${path}/` : path.slice(0, path.lastIndexOf('/') + 1));
}

function walk(root: string, accept: (name: string) => boolean, exclude: readonly string[]): Discovery {
  const files: FoundFile[] = [];
  const problems: { file: string; message: string }[] = [];
  const own = exclude.length ? ignore().add([...exclude]) : undefined;

  const visit = (folder: string, rules: readonly IgnoreRules[]): void => {
    let entries: Dirent[];
    try {
      entries = readdirSync(folder === '' ? root : join(root, folder), { withFileTypes: true });
    } catch (error) {
      if (folder === '') throw error;
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT')
        problems.push({ file: folder, message: `The folder cannot be read: ${reasonOf(error)}.` });
      return;
    }
    const here = entries.some((entry) => entry.name === '.gitignore' && entry.isFile())
      ? [...rules, ...rulesOf(join(root, folder, '.gitignore'), folder)]
      : rules;
    for (const entry of entries) {
      const { name } = entry;
      const path = folder === '' ? name : `${folder}/${name}`;
      if (entry.isDirectory()) {
        if (neverScanned.has(name) || name.startsWith('.') || ignored(here, path, true)) continue;
        if (own?.ignores(`${path}/`)) continue;
        visit(path, here);
      } else if (entry.isFile() && accept(name.toLowerCase()) && !ignored(here, path, false) && !own?.ignores(path)) {
        const found = statFile(root, path);
        if (found) files.push(found);
      }
    }
  };
  const outer = outerRules(root);
  // Whoever maps an ignored folder on purpose wants to see what is in it.
  visit('', outer.some(({ prefix, rules }) => prefix !== '' && rules.ignores(prefix)) ? [] : outer);
  files.sort((a, b) => (a.path < b.path ? -1 : 1));
  return { files, problems };
}

interface IgnoreRules {
  /** Folder of the .gitignore relative to the root; empty for the root and what lies above it. */
  readonly base: string;
  /** For rules from above the root: the root's own path below them, with a slash at its end. */
  readonly prefix: string;
  readonly rules: Ignore;
}

function rulesOf(file: string, base: string, prefix = ''): IgnoreRules[] {
  try {
    return [{ base, prefix, rules: ignore().add(readFileSync(file, 'utf8')) }];
  } catch {
    return [];
  }
}

/** Rules of the repository around the mapped folder: its parents' .gitignore files and .git/info/exclude. */
function outerRules(root: string): IgnoreRules[] {
  const chain: string[] = [];
  for (let folder = root; ; folder = resolve(folder, '..')) {
    chain.unshift(folder);
    if (statSafe(join(folder, '.git'))) break;
    if (resolve(folder, '..') === folder) return [];
  }
  const top = chain[0] ?? root;
  const below = (folder: string): string => {
    const path = relative(folder, root).split(sep).join('/');
    return path === '' ? '' : `${path}/`;
  };
  return [
    ...rulesOf(join(top, '.git', 'info', 'exclude'), '', below(top)),
    ...chain.slice(0, -1).flatMap((folder) => rulesOf(join(folder, '.gitignore'), '', below(folder))),
  ];
}

function isFolder(path: string): boolean {
  try {
    return lstatSync(path).isDirectory();
  } catch {
    return false;
  }
}

function statSafe(path: string): boolean {
  try {
    lstatSync(path);
    return true;
  } catch {
    return false;
  }
}

/** The innermost .gitignore that says anything decides, as in git. */
function ignored(rules: readonly IgnoreRules[], path: string, folder: boolean): boolean {
  for (let index = rules.length - 1; index >= 0; index--) {
    const rule = rules[index];
    if (!rule) continue;
    if (rule.base !== '' && !path.startsWith(`${rule.base}/`)) continue;
    const inside = rule.prefix + (rule.base === '' ? path : path.slice(rule.base.length + 1));
    const verdict = rule.rules.test(folder ? `${inside}/` : inside);
    if (verdict.ignored) return true;
    if (verdict.unignored) return false;
  }
  return false;
}

function readText(path: string, known?: number): FileText {
  let text: string;
  try {
    const size = known ?? lstatSync(path).size;
    if (size > maximumFileSize) return { kind: 'large', size };
    text = readFileSync(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return { kind: 'gone' };
    return { kind: 'failed', message: reasonOf(error) };
  }
  return decoded(path, text);
}

/** Byte order marks are dropped (columns count from the first visible character); UTF-16 is recognised with or without one. */
function decoded(path: string, text: string): FileText {
  const first = text.charCodeAt(0);
  if (first === 0xfeff) return decodedPlain(text.slice(1));
  if (first !== 0xfffd && !text.includes('\0')) return { kind: 'text', text };
  const bytes = firstBytes(path);
  const little = bytes[0] === 0xff && bytes[1] === 0xfe;
  const big = bytes[0] === 0xfe && bytes[1] === 0xff;
  const zeros = (parity: number): number => bytes.filter((byte, index) => index % 2 === parity && byte === 0).length;
  const half = bytes.length / 2;
  if (little || (!big && zeros(1) > half * 0.4 && zeros(0) < half * 0.1))
    return sixteen(readFileSync(path), little ? 2 : 0, false);
  if (big || (zeros(0) > half * 0.4 && zeros(1) < half * 0.1)) return sixteen(readFileSync(path), big ? 2 : 0, true);
  return decodedPlain(text);
}

function decodedPlain(text: string): FileText {
  return text.includes('\0') ? { kind: 'binary' } : { kind: 'text', text };
}

function sixteen(bytes: Buffer, skip: number, big: boolean): FileText {
  const body = bytes.subarray(skip, bytes.length - ((bytes.length - skip) % 2));
  return decodedPlain((big ? Buffer.from(body).swap16() : body).toString('utf16le'));
}

function firstBytes(path: string): Uint8Array {
  const buffer = Buffer.alloc(512);
  const handle = openSync(path, 'r');
  try {
    return buffer.subarray(0, readSync(handle, buffer, 0, buffer.length, 0));
  } finally {
    closeSync(handle);
  }
}
