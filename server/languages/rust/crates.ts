/** Which crate and which module a file is, from manifests and paths alone. */

/** The part of a workspace that crates are read from. */
export interface CrateSource {
  readonly files: readonly string[];
  text(file: string): string | undefined;
  named(names: readonly string[]): readonly string[];
}

export interface Crate {
  /** As code names it: `my_events`. Crates of examples and tests carry their folder: `my_events/tests`. */
  readonly name: string;
  readonly folder: string;
  /** Dependencies that code names otherwise than their package is called. */
  readonly renamed: ReadonlyMap<string, string>;
  readonly dependencies: ReadonlySet<string>;
}

export interface FileModule {
  readonly crate: Crate;
  /** `crate name::module::path`. */
  readonly path: string;
}

export interface Crates {
  moduleOf(file: string): FileModule;
  /** The file that holds a module's own text. */
  fileOf(modulePath: string): string | undefined;
  crate(name: string): Crate | undefined;
  /** Every dependency named in any manifest. */
  readonly dependencies: ReadonlySet<string>;
}

interface Manifest {
  readonly folder: string;
  readonly name: string;
  readonly library: string;
  /** Path of the library's root file, when it is not `src/lib.rs`. */
  readonly root?: string;
  readonly renamed: Map<string, string>;
  readonly dependencies: Set<string>;
}

export function readCrates(source: CrateSource): Crates {
  const manifests = source
    .named(['Cargo.toml'])
    .flatMap((file) => {
      const manifest = readManifest(file, source.text(file) ?? '');
      return manifest ? [manifest] : [];
    })
    .sort((left, right) => right.folder.length - left.folder.length);
  const byFile = new Map<string, FileModule>();
  const byModule = new Map<string, string>();
  const byName = new Map<string, Crate>();
  const crates = new Map<string, Crate>();
  const all = new Set(source.files);
  const loose: Manifest = { folder: '', name: 'crate', library: 'crate', renamed: new Map(), dependencies: new Set() };
  for (const file of source.files) {
    const manifest = manifests.find(({ folder }) => folder === '' || file.startsWith(`${folder}/`)) ?? loose;
    const inside = manifest.folder === '' ? file : file.slice(manifest.folder.length + 1);
    const { target, module } = isBesideLibrary(file, all) ? { target: 'main', module: [] } : placeOf(inside, manifest);
    const name = target === '' ? manifest.library : `${manifest.library}/${target}`;
    let crate = crates.get(name);
    if (!crate)
      crates.set(
        name,
        (crate = { name, folder: manifest.folder, renamed: manifest.renamed, dependencies: manifest.dependencies }),
      );
    if (target === '' && !byName.has(name)) byName.set(name, crate);
    const path = module.length > 0 ? `${name}::${module.join('::')}` : name;
    byFile.set(file, { crate, path });
    if (!byModule.has(path)) byModule.set(path, file);
  }
  const dependencies = new Set(manifests.flatMap((manifest) => [...manifest.dependencies]));
  const nowhere: FileModule = {
    crate: { name: 'crate', folder: '', renamed: new Map(), dependencies: new Set() },
    path: 'crate',
  };
  return {
    moduleOf: (file) => byFile.get(file) ?? nowhere,
    fileOf: (modulePath) => byModule.get(modulePath),
    crate: (name) => byName.get(name),
    dependencies,
  };
}

/** A package with a library and a program: the program sees the library by its name. */
function isBesideLibrary(file: string, all: ReadonlySet<string>): boolean {
  return file.endsWith('src/main.rs') && all.has(file.replace(/main\.rs$/, 'lib.rs'));
}

/** `src/a/b.rs` is module a::b of the library; programs, examples and tests are crates of their own. */
function placeOf(inside: string, manifest: Manifest): { target: string; module: string[] } {
  const parts = inside.replace(/\.rs$/, '').split('/');
  const rootFolder = manifest.root?.replace(/[^/]*$/, '') ?? '';
  const [first = '', second = ''] = parts;
  if (rootFolder !== '' && inside.startsWith(rootFolder))
    return { target: '', module: moduleOf(inside.slice(rootFolder.length).replace(/\.rs$/, '').split('/')) };
  if (first === 'src' && second === 'bin') {
    if (parts.length === 3) return { target: parts.join('/').replace('src/', ''), module: [] };
    return { target: `bin/${parts[2] ?? ''}`, module: moduleOf(parts.slice(3)) };
  }
  if (first === 'src') return { target: '', module: moduleOf(parts.slice(1)) };
  const target = /^(examples|tests|benches)$/.test(first) ? first : undefined;
  if (target !== undefined) {
    const main = parts.length > 2 && !/^(common|support|util)/.test(second);
    return main
      ? { target: `${target}/${second}`, module: moduleOf(parts.slice(2)) }
      : {
          target: parts.length === 2 ? `${target}/${second}` : target,
          module: moduleOf(parts.length === 2 ? [] : parts.slice(1)),
        };
  }
  const source = parts.lastIndexOf('src');
  if (source >= 0) return { target: parts.slice(0, source).join('/'), module: moduleOf(parts.slice(source + 1)) };
  return { target: '', module: moduleOf(parts) };
}

function moduleOf(parts: readonly string[]): string[] {
  const last = parts.at(-1);
  const isRoot = parts.length === 1 && (last === 'lib' || last === 'main');
  return isRoot || last === 'mod' ? parts.slice(0, -1) : [...parts];
}

function readManifest(file: string, text: string): Manifest | undefined {
  const sections = new Map<string, string>();
  let current = '';
  for (const line of text.split('\n')) {
    const header = /^\s*\[+\s*([^\]]+?)\s*\]+/.exec(line);
    if (header) current = header[1] ?? '';
    else sections.set(current, `${sections.get(current) ?? ''}${line}\n`);
  }
  const name = /^\s*name\s*=\s*["']([^"']+)["']/m.exec(sections.get('package') ?? '')?.[1];
  const dependencies = new Set<string>();
  const renamed = new Map<string, string>();
  for (const [header, body] of sections) {
    const table = /(?:^|\.)(?:dev-|build-)?dependencies(?:\.([\w-]+))?$/.exec(header);
    if (!table) continue;
    const own = table[1];
    const entries = own
      ? [[own, body] as const]
      : [...body.matchAll(/^\s*([\w-]+)(?:\.[\w-]+)?\s*=\s*(.*)$/gm)].map(
          (match) => [match[1] ?? '', match[2] ?? ''] as const,
        );
    for (const [key, value] of entries) {
      const renaming = /\bpackage\s*=\s*["']([^"']+)["']/.exec(value)?.[1];
      dependencies.add(renaming ?? key);
      if (renaming !== undefined) renamed.set(key.replaceAll('-', '_'), renaming.replaceAll('-', '_'));
    }
  }
  const folder = file.includes('/') ? file.slice(0, file.lastIndexOf('/')) : '';
  if (name === undefined) return undefined;
  const library = sections.get('lib') ?? '';
  const root = /^\s*path\s*=\s*["']([^"']+)["']/m.exec(library)?.[1]?.replace(/^\.\//, '');
  return {
    folder,
    name,
    library: (/^\s*name\s*=\s*["']([^"']+)["']/m.exec(library)?.[1] ?? name).replaceAll('-', '_'),
    renamed,
    dependencies,
    ...(root !== undefined && root !== 'src/lib.rs' && root.includes('/') && !root.startsWith('src/') && { root }),
  };
}
