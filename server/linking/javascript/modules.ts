/** From an import's text to a file of the workspace: relative paths, workspace packages, tsconfig paths; reads no package. */
import type { Workspace } from '../../languages/language';

export interface Modules {
  /** The file that a module specifier means, seen from another file; undefined for packages and the runtime. */
  resolve(from: string, specifier: string): string | undefined;
  /** Name of the package a file belongs to. */
  packageOf(file: string): string | undefined;
}

const endings = [
  '',
  '.ts',
  '.tsx',
  '.mts',
  '.cts',
  '.js',
  '.jsx',
  '.mjs',
  '.cjs',
  '/index.ts',
  '/index.tsx',
  '/index.js',
  '/index.mjs',
  '/index.cjs',
  '/index.mts',
];

interface Mapping {
  readonly prefix: string;
  readonly suffix: string;
  readonly exact: boolean;
  readonly targets: readonly string[];
}

interface Configuration {
  readonly folder: string;
  readonly base: string | undefined;
  readonly mappings: readonly Mapping[];
}

export function openModules(workspace: Workspace<unknown>): Modules {
  const asked = new Map<string, Map<string, string | undefined>>();
  const known = new Map<string, string | undefined>();
  let configurations: Configuration[] | undefined;
  let packages: Map<string, { folder: string; entries: readonly string[] }> | undefined;

  const probe = (path: string): string | undefined => {
    const clean = normalise(path);
    if (clean === undefined) return undefined;
    for (const ending of endings) if (workspace.has(clean + ending)) return clean + ending;
    const script = /^(.*)\.([cm]?)jsx?$/.exec(clean);
    if (script)
      for (const ending of [`.${script[2] ?? ''}ts`, '.tsx', '.ts'])
        if (workspace.has((script[1] ?? '') + ending)) return (script[1] ?? '') + ending;
    return undefined;
  };

  const workspacePackages = (): Map<string, { folder: string; entries: readonly string[] }> => {
    if (packages) return packages;
    packages = new Map();
    for (const manifest of workspace.named(['package.json'])) {
      const content = parseLoose(workspace.text(manifest));
      if (!content || typeof content['name'] !== 'string') continue;
      const folder = manifest.slice(0, -'package.json'.length);
      const entries = ['source', 'types', 'typings', 'module', 'main']
        .map((key) => content[key])
        .filter((value) => typeof value === 'string');
      if (!packages.has(content['name'])) packages.set(content['name'], { folder, entries });
    }
    return packages;
  };

  const allConfigurations = (): Configuration[] => {
    configurations ??= workspace
      .named([
        'tsconfig.json',
        'tsconfig.base.json',
        'jsconfig.json',
        'tsconfig.app.json',
        'tsconfig.build.json',
        'tsconfig.lib.json',
      ])
      .flatMap((path) => readConfiguration(path, workspace.text(path)))
      .sort((a, b) => b.folder.length - a.folder.length);
    return configurations;
  };

  const fromPackage = (specifier: string): string | undefined => {
    const parts = specifier.split('/');
    const name = specifier.startsWith('@') ? parts.slice(0, 2).join('/') : (parts[0] ?? '');
    const found = workspacePackages().get(name);
    if (!found) return undefined;
    const rest = specifier.slice(name.length + 1);
    if (rest)
      return (
        probe(`${found.folder}src/${rest}`) ??
        probe(found.folder + rest) ??
        probe(found.folder + rest.replace(/^(?:dist|lib|build)\//, 'src/')) ??
        probe(`${found.folder}lib/${rest}`)
      );
    for (const entry of found.entries) {
      const built = /^\.?\/?(?:dist|lib|build|out|package)(?:\/(?:esm|cjs|src|types))?\//;
      const within = (folder: string): string | undefined =>
        probe(found.folder + entry.replace(built, folder).replace(/(?:\.d)?\.[cm]?[jt]s$/, ''));
      const hit = within('src/') ?? probe(found.folder + entry) ?? within('lib/');
      if (hit) return hit;
    }
    return (
      probe(`${found.folder}src/index`) ??
      probe(`${found.folder}index`) ??
      probe(`${found.folder}lib/index`) ??
      probe(`${found.folder}src/main`)
    );
  };

  const fromMapping = (from: string, specifier: string): string | undefined => {
    for (const configuration of allConfigurations()) {
      if (!from.startsWith(configuration.folder)) continue;
      for (const mapping of configuration.mappings) {
        if (
          mapping.exact
            ? specifier !== mapping.prefix
            : !(specifier.startsWith(mapping.prefix) && specifier.endsWith(mapping.suffix))
        )
          continue;
        const middle = mapping.exact
          ? ''
          : specifier.slice(mapping.prefix.length, specifier.length - mapping.suffix.length);
        for (const target of mapping.targets) {
          const hit = probe(target.replace('*', middle));
          if (hit) return hit;
        }
      }
      const hit = configuration.base === undefined ? undefined : probe(configuration.base + specifier);
      if (hit) return hit;
    }
    return undefined;
  };

  const find = (from: string, specifier: string): string | undefined => {
    const folder = from.slice(0, from.lastIndexOf('/') + 1);
    if (specifier.startsWith('.')) return probe(folder + specifier);
    if (specifier.startsWith('node:')) return undefined;
    if (specifier.startsWith('/')) return probe(specifier.slice(1));
    const hit = fromMapping(from, specifier) ?? fromPackage(specifier);
    if (hit) return hit;
    // Aliases that only a bundler's configuration knows: `@/x`, `~/x`.
    const alias = /^[@~#]\/(.+)$/.exec(specifier);
    if (alias?.[1] !== undefined)
      for (let at = folder; ; at = at.slice(0, at.lastIndexOf('/', at.length - 2) + 1)) {
        const found = probe(`${at}src/${alias[1]}`) ?? probe(at + alias[1]);
        if (found) return found;
        if (!at) break;
      }
    return undefined;
  };

  return {
    packageOf(file) {
      let best: { readonly name: string; readonly length: number } | undefined;
      for (const [name, { folder }] of workspacePackages())
        if (file.startsWith(folder) && folder.length >= (best?.length ?? 0)) best = { name, length: folder.length };
      return best?.name;
    },
    resolve(from, specifier) {
      let near = asked.get(from);
      if (!near) asked.set(from, (near = new Map()));
      if (near.has(specifier)) return near.get(specifier);
      const key = specifier.startsWith('.')
        ? normalise(from.slice(0, from.lastIndexOf('/') + 1) + specifier) + '\0' + (specifier.endsWith('/') ? '/' : '')
        : from + '\0' + specifier;
      const found = known.has(key) ? known.get(key) : find(from, specifier);
      known.set(key, found);
      near.set(specifier, found);
      return found;
    },
  };
}

function normalise(path: string): string | undefined {
  const parts: string[] = [];
  for (const part of path.split('/')) {
    if (part === '' || part === '.') continue;
    if (part === '..') {
      if (!parts.length) return undefined;
      parts.pop();
    } else parts.push(part);
  }
  return parts.join('/');
}

function readConfiguration(path: string, text: string | undefined): Configuration[] {
  const options = (parseLoose(text)?.['compilerOptions'] ?? {}) as { baseUrl?: unknown; paths?: unknown };
  const folder = path.slice(0, path.lastIndexOf('/') + 1);
  const base = typeof options.baseUrl === 'string' ? (normalise(folder + options.baseUrl) ?? '') : undefined;
  const paths = typeof options.paths === 'object' && options.paths !== null ? options.paths : {};
  const root = base ?? folder;
  const rooted = root && !root.endsWith('/') ? `${root}/` : root;
  const mappings = Object.entries(paths as Record<string, unknown>).map(([pattern, targets]): Mapping => {
    const star = pattern.indexOf('*');
    return {
      prefix: star < 0 ? pattern : pattern.slice(0, star),
      suffix: star < 0 ? '' : pattern.slice(star + 1),
      exact: star < 0,
      targets: Array.isArray(targets)
        ? targets.filter((target) => typeof target === 'string').map((target) => rooted + target)
        : [],
    };
  });
  if (base === undefined && !mappings.length) return [];
  return [{ folder, base: base === undefined ? undefined : rooted, mappings }];
}

/** JSON with comments and trailing commas, as configuration files have it. */
function parseLoose(text: string | undefined): Record<string, unknown> | undefined {
  if (text === undefined) return undefined;
  const clean = text
    .replace(/^\uFEFF/, '')
    .replace(/("(?:[^"\\]|\\.)*")|\/\/[^\n]*|\/\*[\s\S]*?\*\//g, (_all, quoted: string | undefined) => quoted ?? '')
    .replace(/("(?:[^"\\]|\\.)*")|,(?=\s*[}\]])/g, (_all, quoted: string | undefined) => quoted ?? '');
  try {
    const value: unknown = JSON.parse(clean);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}
