/**
 * Plays the extension to the built panel: serves it to Chromium under the policy of a webview, answers its questions, and
 * remembers what it was told. The page itself has no way to anything but this.
 */
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { join } from 'node:path';
import { chromium, type Browser, type Page } from 'playwright-core';
import type { ToExtension, ToPanel } from '../../../media/store/messages';
import type { Question, Questions } from '../../../server/stores/questions';
import { root } from '../../support/project';
import { findChromium } from '../../vscode/host/chromium';
import { cannedCode } from './code';

/** A canned store or a real inspector. */
export interface Answers {
  ask<Q extends Question>(
    question: Q,
    params: Questions[Q]['ask'],
    signal?: AbortSignal,
  ): Questions[Q]['answer'] | Promise<Questions[Q]['answer']>;
}

export const themes = {
  dark: 'vscode-dark',
  light: 'vscode-light',
  'high-contrast': 'vscode-high-contrast',
  'high-contrast-light': 'vscode-high-contrast vscode-high-contrast-light',
} as const;

export type Theme = keyof typeof themes;

export interface PanelOptions {
  readonly theme?: Theme;
  readonly width?: number;
  readonly height?: number;
  /** What the page takes for now. */
  readonly now?: number;
  /** Answers are held back until it resolves. */
  readonly hold?: (question: Question, params: unknown) => Promise<void> | undefined;
  readonly start?: Partial<ToPanel & { readonly kind: 'start' }>;
  /** In place of the start: what cannot be opened, or nothing yet. */
  readonly instead?: ToPanel;
}

export interface OpenPanel {
  readonly page: Page;
  /** What the panel told, questions left out. */
  readonly told: readonly ToExtension[];
  readonly asked: readonly (ToExtension & { readonly kind: 'ask' })[];
  /** Breaches of the policy, errors of the page, requests to anywhere else. */
  readonly faults: readonly string[];
  send(message: ToPanel): Promise<void>;
  /** What there will be among the messages: looked for again with every one that comes. */
  until<T>(look: () => T | undefined): Promise<T>;
  close(): Promise<void>;
}

export interface Stage {
  open(answers: Answers, options?: PanelOptions): Promise<OpenPanel>;
  close(): Promise<void>;
}

const types: Readonly<Record<string, string>> = { js: 'text/javascript', css: 'text/css', ttf: 'font/ttf' };

export async function openStage(): Promise<Stage> {
  const server = await serve();
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The page is not served.');
  const origin = `http://127.0.0.1:${address.port}`;
  const browser = await chromium.launch({ executablePath: findChromium(), args: ['--no-sandbox', '--disable-gpu'] });
  return {
    open: (answers, options = {}) => openPanel(browser, origin, answers, options),
    async close() {
      await browser.close();
      server.close();
    },
  };
}

async function serve(): Promise<Server> {
  const server = createServer((request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://localhost');
    const name = /^\/([\w.]+)$/.exec(pathname)?.[1];
    if (name === undefined) {
      const nonce = randomBytes(16).toString('base64');
      response.setHeader('Content-Type', 'text/html; charset=utf-8');
      response.setHeader(
        'Content-Security-Policy',
        `default-src 'none'; style-src 'self'; font-src 'self'; script-src 'nonce-${nonce}'`,
      );
      response.end(html(nonce, searchParams.get('class') ?? ''));
      return;
    }
    const folder = name === 'themes.css' ? join(root, 'test', 'media', 'harness') : join(root, 'dist', 'media');
    response.setHeader('Content-Type', types[name.split('.').pop() ?? ''] ?? 'text/plain');
    try {
      response.end(readFileSync(join(folder, name)));
    } catch {
      response.statusCode = 404;
      response.end();
    }
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return server;
}

function html(nonce: string, bodyClass: string): string {
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>Store</title>
<link rel="stylesheet" href="/themes.css"><link rel="stylesheet" href="/codicon.css"><link rel="stylesheet" href="/store.css">
</head><body class="${bodyClass.replace(/[^\w -]/g, '')}"><script nonce="${nonce}" src="/store.js"></script></body></html>`;
}

async function openPanel(
  browser: Browser,
  origin: string,
  answers: Answers,
  options: PanelOptions,
): Promise<OpenPanel> {
  const { theme = 'dark', width = 1342, height = 786 } = options;
  const context = await browser.newContext({ viewport: { width, height }, locale: 'en-GB', timezoneId: 'UTC' });
  const page = await context.newPage();
  if (options.now !== undefined) await page.clock.setFixedTime(options.now);
  const told: ToExtension[] = [];
  const asked: (ToExtension & { readonly kind: 'ask' })[] = [];
  const faults: string[] = [];
  page.on('pageerror', (error) => faults.push(`error: ${error.message}`));
  page.on('console', (line) => {
    if (line.type() === 'error' || /Content Security Policy/.test(line.text())) faults.push(`console: ${line.text()}`);
  });
  page.on('request', (request) => {
    if (!request.url().startsWith(origin)) faults.push(`request: ${request.url()}`);
  });
  const send = async (message: ToPanel): Promise<void> => {
    // A panel that was closed meanwhile hears nothing.
    if (!page.isClosed()) await page.evaluate(`window.postMessage(${JSON.stringify(message)}, '*')`);
  };
  const running = new Map<number, AbortController>();
  const answer = async (message: ToExtension & { readonly kind: 'ask' }): Promise<void> => {
    const { number, question, params } = message;
    const controller = new AbortController();
    running.set(number, controller);
    try {
      await options.hold?.(question, params);
      const found = await answers.ask(question, params, controller.signal);
      if (!controller.signal.aborted) await send({ kind: 'answer', number, question, answer: found } as ToPanel);
    } catch (error) {
      if (controller.signal.aborted || page.isClosed()) return;
      await send({ kind: 'refused', number, message: error instanceof Error ? error.message : String(error) });
    }
  };
  const lookers = new Set<() => void>();
  const until = <T>(look: () => T | undefined): Promise<T> =>
    new Promise((resolve, reject) => {
      const over = setTimeout(() => {
        lookers.delete(again);
        reject(new Error('The panel did not say it.'));
      }, 20_000);
      const again = (): void => {
        const found = look();
        if (found === undefined) return;
        clearTimeout(over);
        lookers.delete(again);
        resolve(found);
      };
      lookers.add(again);
      again();
    });
  await page.exposeBinding('toExtension', async (_source, message: ToExtension) => {
    (message.kind === 'ask' ? asked : told).push(message as ToExtension & { readonly kind: 'ask' });
    for (const look of [...lookers]) look();
    if (message.kind === 'ask') {
      await answer(message);
      return;
    }
    if (message.kind === 'ready') await send(options.instead ?? (await startOf(answers, options)));
    else if (message.kind === 'code') await send({ kind: 'code', number: message.number, answer: cannedCode(message) });
    else if (message.kind === 'cancel') running.get(message.number)?.abort();
  });
  await page.addInitScript(
    'window.acquireVsCodeApi = () => ({ postMessage: (message) => void window.toExtension(message) })',
  );
  await page.goto(`${origin}/?class=${encodeURIComponent(themes[theme])}`);
  return { page, told, asked, faults, send, until, close: () => context.close() };
}

async function startOf(answers: Answers, { start }: PanelOptions): Promise<ToPanel> {
  const about = await answers.ask('about', {});
  return { kind: 'start', about, locale: 'en', filters: [], canSaveMapping: true, ...start };
}
