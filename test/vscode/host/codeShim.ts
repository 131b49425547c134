/**
 * Stands in for the `code` executable where desktop VS Code cannot be had: takes the arguments of @vscode/test-electron and
 * runs the suite in the extension host of a workbench in headless Chromium.
 */
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Server, startServer } from './server';
import { launchBrowser, openWindow, remote } from './window';

const timeout = 240_000;
const [suite] = pathsOf('extensionTestsPath');
const extensions = pathsOf('extensionDevelopmentPath');
const [target = ''] = process.argv.slice(2).filter((argument) => !argument.startsWith('-'));

void main();

async function main(): Promise<void> {
  const home = mkdtempSync(join(tmpdir(), 'event-wiring-shim-'));
  try {
    const reason = await run(home);
    if (reason !== undefined) {
      process.stderr.write(`${reason}\n`);
      process.exitCode = 1;
    }
  } finally {
    rmSync(home, { recursive: true, force: true });
  }
}

/** Why it failed; undefined when every test passed. */
async function run(home: string): Promise<string | undefined> {
  const server = await startServer({ driver: true });
  const browser = await launchBrowser();
  let patience: NodeJS.Timeout | undefined;
  try {
    const window = await openWindow(browser, server, {
      ...(target.endsWith('.code-workspace')
        ? { workspace: resolve(target) }
        : target
          ? { folder: resolve(target) }
          : {}),
      payload: payloadOf(server, witness(home)),
    });
    const tooLong = new Promise<'too long'>((settle) => {
      patience = setTimeout(settle, timeout, 'too long');
    });
    const end = await Promise.race([window.exited, tooLong]);
    const printed = join(home, 'printed');
    if (existsSync(printed)) process.stdout.write(readFileSync(printed));
    if (end === 'too long') return 'The tests in the extension host did not end.';
    // The workbench says 0 for an extension host that was killed: only the suite's own word counts.
    if (!existsSync(join(home, 'passed'))) return `The tests in the extension host failed (code ${String(end)}).`;
    return undefined;
  } finally {
    clearTimeout(patience);
    await browser.close();
    await server.stop();
  }
}

function payloadOf(server: Server, tests: string): (readonly [string, string])[] {
  return [
    ...extensions.map((path) => ['extensionDevelopmentPath', remote(server, path)] as const),
    ['extensionTestsPath', remote(server, tests)],
  ];
}

/** A suite around the suite, that writes down what it prints and that it passed; the extension host swallows both. */
function witness(home: string): string {
  writeFileSync(
    join(home, 'index.js'),
    `const { appendFileSync, writeFileSync } = require('node:fs');
const { format } = require('node:util');
const print = (...parts) => appendFileSync(${JSON.stringify(join(home, 'printed'))}, format(...parts) + '\\n');
// Plain assignment does nothing there: the extension host defines it with an empty setter.
Object.defineProperty(console, 'log', { configurable: true, value: print });
exports.run = async () => {
  try {
    await require(${JSON.stringify(suite)}).run();
    writeFileSync(${JSON.stringify(join(home, 'passed'))}, '');
  } catch (error) {
    print(error);
    throw error;
  }
};
`,
  );
  return join(home, 'index');
}

function pathsOf(option: string): string[] {
  const prefix = `--${option}=`;
  return process.argv
    .filter((argument) => argument.startsWith(prefix))
    .map((argument) => argument.slice(prefix.length))
    .map((path) => (path.startsWith('file://') ? fileURLToPath(path) : resolve(path)));
}
