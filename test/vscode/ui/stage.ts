/** The installed package on copies of the sample: one VS Code for all tests, a window for each story. */
import { cpSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { root } from '../host/place';
import { type Server, startServer } from '../host/server';
import { type WindowOptions, launchBrowser, openWindow } from '../host/window';
import { fonts, picture } from './pictures';
import { type Workbench, workbench } from './workbench';

const vsix = join(root, 'dist', 'event-wiring.vsix');

/** What would stand in a picture and has nothing to say there, or get in the way. */
const plain = {
  'editor.minimap.enabled': false,
  'breadcrumbs.enabled': true,
  'workbench.layoutControl.enabled': false,
  'window.commandCenter': false,
  // A page that loads takes the focus; what is being typed stays.
  'workbench.quickOpen.closeOnFocusLost': false,
  'workbench.colorTheme': 'Default Dark Modern',
} as const;

export interface Stage {
  /** A folder of the sample in a window of its own; closed when the story is told, pictured when it fails. */
  play(name: string, open: WindowOptions, story: (workbench: Workbench) => Promise<void>): Promise<void>;
  sample(name: string): string;
  empty(): string;
  close(): Promise<void>;
}

export async function openStage(settings: Readonly<Record<string, unknown>> = {}, trust = false): Promise<Stage> {
  const home = mkdtempSync(join(tmpdir(), 'event-wiring-stage-'));
  const server: Server = await startServer({ vsix, trust, settings: { ...plain, ...fonts, ...settings } });
  let browser: Browser | undefined;
  let copies = 0;
  const newFolder = (name: string): string => {
    const folder = join(home, String(copies++), name);
    mkdirSync(folder, { recursive: true });
    return folder;
  };
  return {
    play: async (name, open, story) => {
      browser ??= await launchBrowser();
      const window = await openWindow(browser, server, open);
      try {
        await window.page.addStyleTag({
          content: ".monaco-workbench { font-family: 'Liberation Sans', sans-serif !important; }",
        });
        await story(workbench(window.page));
      } catch (error) {
        await picture(window.page, `failed-${name}`);
        throw error;
      } finally {
        await window.close();
      }
    },
    sample: (name) => {
      const folder = newFolder(name);
      cpSync(join(root, 'sample', name), folder, { recursive: true });
      return folder;
    },
    empty: () => newFolder('empty'),
    close: async () => {
      await browser?.close();
      await server.stop();
      rmSync(home, { recursive: true, force: true });
    },
  };
}
