/**
 * Runs the tests that need VS Code: those inside the extension host, in desktop VS Code where that can be had and else in
 * the workbench from npm; then those that drive the installed package as a person would.
 */
import { runTests } from '@vscode/test-electron';
import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findChromium } from './host/chromium';
import { installHost } from './host/install';
import { root } from './host/place';
import { writeStores } from './host/stores';

const built = join(root, 'dist', 'test', 'vscode');

void main();

async function main(): Promise<void> {
  if (process.argv.includes('--install')) {
    await installHost();
    return;
  }
  await installHost();
  const chromium = findChromium();
  const home = mkdtempSync(join(tmpdir(), 'event-wiring-workspaces-'));
  try {
    await insideTheHost(home);
    const { status } = spawnSync(
      process.execPath,
      ['--enable-source-maps', '--test', '--test-reporter=spec', join(built, 'ui.js')],
      { stdio: 'inherit', env: { ...process.env, CHROME_PATH: chromium } },
    );
    process.exitCode = status ?? 1;
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = 1;
  } finally {
    rmSync(home, { recursive: true, force: true });
  }
}

/** Once with a folder, once with several; on copies, because tests edit. */
async function insideTheHost(home: string): Promise<void> {
  const [one = '', two = ''] = ['one', 'two'].map((name) => {
    const sample = join(home, name, 'sample');
    cpSync(join(root, 'sample'), sample, { recursive: true });
    return sample;
  });
  await writeStores(join(one, 'hd-tickets'));
  const folders = ['nest-shop', 'hd-tickets'].map((name) => ({ path: join(two, name) }));
  const several = join(home, 'several.code-workspace');
  writeFileSync(several, JSON.stringify({ folders }));
  const desktop = await desktopCanBeHad();
  for (const workspace of [one, several])
    await runTests({
      ...(desktop ? {} : { vscodeExecutablePath: join(built, 'codeShim.js') }),
      extensionDevelopmentPath: root,
      extensionTestsPath: join(built, 'integration.js'),
      launchArgs: [workspace, '--disable-extensions'],
    });
}

/** The download is there, and so is a screen to show the window on. */
async function desktopCanBeHad(): Promise<boolean> {
  if (process.platform === 'linux' && process.env['DISPLAY'] === undefined) return false;
  try {
    const address = 'https://update.code.visualstudio.com/api/releases/stable';
    return (await fetch(address, { signal: AbortSignal.timeout(5000) })).ok;
  } catch {
    return false;
  }
}
