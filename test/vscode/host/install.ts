/**
 * Installs a VS Code workbench and its extension host from the npm registry, once: no compiler, no install scripts.
 * Runs that begin together wait for the one that installs.
 */
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, rmSync, statSync, watch, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { hostFolder, hostNode, versions, vscodeFolder, vscodeServer } from './place';

const stamp = join(hostFolder, `installed-${versions.vscode}-${versions.node}`);
const lock = `${hostFolder}.lock`;
/** A lock older than this belongs to a run that was killed. */
const stale = 15 * 60_000;

export async function installHost(): Promise<void> {
  while (!isInstalled()) {
    if (!takeLock()) await lockGone();
    else
      try {
        if (!isInstalled()) await install();
      } finally {
        rmSync(lock, { recursive: true, force: true });
      }
  }
}

function isInstalled(): boolean {
  return existsSync(stamp) && existsSync(vscodeServer) && existsSync(hostNode);
}

async function install(): Promise<void> {
  process.stderr.write(`Installing VS Code for the tests into ${hostFolder} (once, 800 MB)\n`);
  rmSync(hostFolder, { recursive: true, force: true });
  mkdirSync(hostFolder, { recursive: true });
  const node = basename(dirname(dirname(hostNode)));
  const dependencies = { 'code-server': versions.vscode, [node]: versions.node };
  writeFileSync(
    join(hostFolder, 'package.json'),
    JSON.stringify({ name: 'vscode-host', version: '0.0.0', private: true, dependencies }),
  );
  await npmInstall(hostFolder);
  // The list of versions that the package ships is out of step with itself, so that `npm ci` refuses it.
  await npmInstall(vscodeFolder);
  await npmInstall(join(vscodeFolder, 'extensions'));
  writeFileSync(stamp, '');
}

function npmInstall(cwd: string): Promise<void> {
  const args = ['install', '--omit=dev', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];
  return new Promise((settle, fail) => {
    const child = spawn('npm', args, {
      cwd,
      stdio: ['ignore', 'ignore', 'inherit'],
      shell: process.platform === 'win32',
    });
    child.on('error', fail);
    child.on('close', (code) => {
      if (code === 0) settle();
      else
        fail(
          new Error(
            `The workbench for tests could not be installed: npm install in ${cwd} ended with ${String(code)}.`,
          ),
        );
    });
  });
}

function takeLock(): boolean {
  mkdirSync(dirname(lock), { recursive: true });
  try {
    mkdirSync(lock);
    return true;
  } catch {
    const since = statSync(lock, { throwIfNoEntry: false })?.mtimeMs ?? Date.now();
    if (Date.now() - since > stale) rmSync(lock, { recursive: true, force: true });
    return false;
  }
}

function lockGone(): Promise<void> {
  return new Promise((settle) => {
    const watcher = watch(dirname(lock), () => {
      if (!existsSync(lock)) done();
    });
    const done = (): void => {
      watcher.close();
      settle();
    };
    if (!existsSync(lock)) done();
  });
}
