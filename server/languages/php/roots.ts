/** Which folder holds which namespace, as the `composer.json` files of the workspace say. */
import type { Workspace } from '../language';
import type { PhpFacts } from './facts';

export function readRoots(workspace: Workspace<PhpFacts>): { prefix: string; folder: string }[] {
  const roots: { prefix: string; folder: string }[] = [];
  for (const manifest of workspace.named(['composer.json'])) {
    const folder = manifest.slice(0, -'composer.json'.length);
    const content = readJson(workspace.text(manifest));
    for (const key of ['autoload', 'autoload-dev']) {
      for (const standard of ['psr-4', 'psr-0']) {
        const map = record(record(content[key])[standard]);
        for (const [prefix, target] of Object.entries(map))
          for (const path of Array.isArray(target) ? target : [target]) {
            if (typeof path !== 'string') continue;
            const base = joinPath(folder, path);
            if (standard === 'psr-4') roots.push({ prefix: prefix.replace(/^\\/, ''), folder: base });
            else roots.push({ prefix: prefix.replace(/^\\/, ''), folder: `${base}${prefix.replaceAll('\\', '/')}` });
          }
      }
    }
  }
  return roots.sort((a, b) => b.prefix.length - a.prefix.length || (a.folder < b.folder ? -1 : 1));
}

export function joinPath(folder: string, path: string): string {
  const parts: string[] = [];
  for (const part of `${folder}${path}`.split('/')) {
    if (part === '..') parts.pop();
    else if (part !== '.' && part !== '') parts.push(part);
  }
  return parts.length === 0 ? '' : `${parts.join('/')}/`;
}

export function readJson(text: string | undefined): Record<string, unknown> {
  if (text === undefined) return {};
  try {
    return record(JSON.parse(text.replace(/^\uFEFF/, '')));
  } catch {
    return {};
  }
}

export function record(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : {};
}
