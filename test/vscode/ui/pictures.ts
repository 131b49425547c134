/** Pictures of the workbench: for the documentation with `UPDATE=1`, else beside the build, to be looked at. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { root } from '../host/place';

const beside = join(root, 'dist', 'test', 'vscode', 'pictures');
const documents = join(root, 'docs', 'pictures');
/** Those that the documentation shows, or may show; the others are for looking at. */
const documented: ReadonlySet<string> = new Set([
  ...['sidebar-dark', 'sidebar-light', 'sidebar-high-contrast'],
  ...['lens-list', 'problems', 'filter'],
  ...['inspector-overview-dark', 'inspector-overview-light', 'inspector-events-dark', 'inspector-events-light'],
  ...['inspector-failures-dark', 'stores-view'],
]);

export interface Part {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export async function picture(page: Page, name: string, part?: Part): Promise<void> {
  const folder = process.env['UPDATE'] === '1' && documented.has(name) ? documents : beside;
  mkdirSync(folder, { recursive: true });
  await page.screenshot({ path: join(folder, `${name}.png`), caret: 'hide', ...(part ? { clip: part } : {}) });
}

/** Fonts that every machine with these tests has; the words stand as they would elsewhere. */
export const fonts = {
  'editor.fontFamily': "'Liberation Mono', monospace",
  'editor.fontSize': 13,
} as const;
