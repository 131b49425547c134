/** Reads from manifests which folders are packages offered to other programs; knows nothing of events. */
import type { Package } from './graph/packages';

export const manifestNames = ['package.json', 'composer.json', 'Cargo.toml'] as const;

/** `files` are paths of manifests; one that cannot be read or parsed is no package. */
export function packagesOf(
  files: readonly string[],
  text: (file: string) => string | undefined,
  has: (file: string) => boolean,
): Package[] {
  return files.flatMap((file): Package[] => {
    const folder = file.slice(0, Math.max(file.lastIndexOf('/'), 0));
    const inside = (path: string): boolean => has(folder === '' ? path : `${folder}/${path}`);
    const content = text(file);
    if (content === undefined) return [];
    if (file.endsWith('Cargo.toml')) {
      const library = isCrateOffered(content) && inside('src/lib.rs') && !inside('src/main.rs');
      return /^\s*\[package\]/m.test(content) ? [{ folder, registry: 'cargo', library }] : [];
    }
    const manifest = parse(content);
    if (!manifest) return [];
    return file.endsWith('composer.json')
      ? [{ folder, registry: 'composer', library: isComposerLibrary(manifest) }]
      : [{ folder, registry: 'npm', library: isNpmLibrary(manifest) }];
  });
}

/**
 * `main` alone says nothing, `npm init` writes it into every application; what is meant for others also says what it
 * publishes.
 */
function isNpmLibrary(manifest: Record<string, unknown>): boolean {
  if (manifest['private'] === true || typeof manifest['name'] !== 'string') return false;
  const has = (...keys: string[]): boolean => keys.some((key) => manifest[key] !== undefined);
  return (
    has('main', 'exports', 'module') &&
    has('exports', 'types', 'typings', 'module', 'files', 'publishConfig', 'browser')
  );
}

/** Composer's own default type is `library`; applications say `project`, or require the whole framework. */
function isComposerLibrary(manifest: Record<string, unknown>): boolean {
  if (manifest['type'] === 'project' || typeof manifest['name'] !== 'string') return false;
  if (typeof manifest['type'] === 'string') return true;
  const required = isRecord(manifest['require']) ? manifest['require'] : {};
  const extra = isRecord(manifest['extra']) ? manifest['extra'] : {};
  if (isRecord(extra['laravel']) && Array.isArray(extra['laravel']['providers'])) return true;
  return required['laravel/framework'] === undefined && required['symfony/framework-bundle'] === undefined;
}

/** The registry takes no crate without a description and a licence. */
function isCrateOffered(manifest: string): boolean {
  const section = /^\s*\[package\]\s*$([\s\S]*?)(?=^\s*\[|$(?![\s\S]))/m.exec(manifest)?.[1] ?? '';
  const says = (key: string): boolean => new RegExp(String.raw`^\s*${key}(?:\.workspace)?\s*=`, 'm').test(section);
  if (/^\s*publish\s*=\s*(?:false|\[\s*\])/m.test(section)) return false;
  return says('description') && (says('license') || says('license-file'));
}

function parse(text: string): Record<string, unknown> | undefined {
  try {
    const json: unknown = JSON.parse(text.replace(/^\uFEFF/, ''));
    return isRecord(json) ? json : undefined;
  } catch {
    return undefined;
  }
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
