/** Opens fixture folders as workspaces and lists what is in them. */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { diskFiles } from '../../server/files';
import { languages } from '../../server/linking';
import { openSession, type Session, type SessionOptions } from '../../server/session';
import { readMarks, type Mark } from './markers';

declare const __ROOT__: string;
export const root = __ROOT__;
export const fixtures = join(root, 'test', 'fixtures');

const modules: Readonly<Record<string, string>> = {
  'web-tree-sitter.wasm': 'web-tree-sitter',
  'tree-sitter-php.wasm': 'tree-sitter-php',
  'tree-sitter-rust.wasm': 'tree-sitter-rust',
};
export const load = (name: string): Uint8Array => readFileSync(join(root, 'node_modules', modules[name] ?? '', name));

export function openFolder(
  folder: string,
  options: Pick<SessionOptions, 'mostTexts' | 'ahead' | 'mostAlone'> = {},
): Session {
  return openSession({ files: diskFiles(folder), languages: () => Promise.resolve(languages), load, ...options });
}

/** Folder names of an open set's fixtures. */
export function membersOf(set: string): string[] {
  return readdirSync(join(fixtures, set)).filter((name) => statSync(join(fixtures, set, name)).isDirectory());
}

export function filesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).split(sep).join('/'))
    .sort();
}

export function marksOf(folder: string): Mark[] {
  return filesBelow(folder)
    .filter((file) => /\.(?:[mc]?[jt]sx?|vue|svelte|php|rs|ya?ml)$/.test(file))
    .flatMap((file) => readMarks(file, readFileSync(join(folder, file), 'utf8')));
}
