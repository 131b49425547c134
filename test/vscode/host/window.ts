/** A window of the workbench: a folder or workspace file, opened in headless Chromium and cut off from the internet. */
import { type Browser, type BrowserContext, type Page, chromium } from 'playwright-core';
import { findChromium } from './chromium';
import type { Server } from './server';

export interface WindowOptions {
  readonly folder?: string;
  /** A .code-workspace file, for several folders. */
  readonly workspace?: string;
  readonly width?: number;
  readonly height?: number;
  /** Device pixels per pixel, for pictures. */
  readonly scale?: number;
  /** What a server with a driver is told: the extension to develop, the tests to run. */
  readonly payload?: readonly (readonly [string, string])[];
}

export interface Window {
  readonly page: Page;
  /** Settles with the exit code of the tests in the extension host. */
  readonly exited: Promise<number>;
  close(): Promise<void>;
}

export function launchBrowser(): Promise<Browser> {
  const args = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-dev-shm-usage'];
  return chromium.launch({
    executablePath: findChromium(),
    args: [...args, '--disable-background-networking', '--disable-component-update', '--disable-sync'],
  });
}

/** The address of a path on the machine of the server, as its windows name it. */
export function remote(server: Server, path: string): string {
  return `vscode-remote://${new URL(server.url).host}${path}`;
}

export async function openWindow(browser: Browser, server: Server, options: WindowOptions): Promise<Window> {
  const { folder, workspace, width = 1200, height = 800, scale = 1, payload = [] } = options;
  const context = await browser.newContext({
    viewport: { width, height },
    deviceScaleFactor: scale,
    reducedMotion: 'reduce',
    permissions: ['clipboard-read', 'clipboard-write'],
  });
  await stayHome(context);
  const page = await context.newPage();
  page.setDefaultTimeout(45_000);
  const exited = new Promise<number>((settle) => {
    void page.exposeFunction('codeAutomationExit', (code: number) => {
      settle(code);
    });
    page.on('crash', () => {
      settle(98);
    });
  });
  await page.exposeFunction('codeAutomationLog', () => undefined);
  const query = new URLSearchParams({
    ...(folder === undefined ? {} : { folder }),
    ...(workspace === undefined ? {} : { workspace }),
    ...(folder === undefined && workspace === undefined ? { ew: 'true' } : {}),
    payload: JSON.stringify([...payload, ['skipWelcome', 'true'], ['skipReleaseNotes', 'true']]),
  });
  await page.goto(`${server.url}/?${query.toString()}`);
  return { page, exited, close: () => context.close() };
}

async function stayHome(context: BrowserContext): Promise<void> {
  await context.route(
    ({ hostname }) => !/^(?:127\.0\.0\.1|localhost|[^.]*\.localhost)$/.test(hostname),
    (route) => route.abort(),
  );
}
