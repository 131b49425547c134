/** Where the workbench for tests is kept: beside the project's own files, out of git, shared when the environment says so. */
import { join } from 'node:path';

declare const __ROOT__: string;
export const root = __ROOT__;

export const hostFolder = process.env['EVENT_WIRING_TEST_HOST'] ?? join(root, '.vscode-test', 'host');

const modules = join(hostFolder, 'node_modules');

/** The server half of VS Code, as the package brings it. */
export const vscodeFolder = join(modules, 'code-server', 'lib', 'vscode');

export const vscodeServer = join(vscodeFolder, 'out', 'server-main.js');

/** VS Code's own Node; the one that runs the tests may be too old for it. */
export const hostNode = join(
  modules,
  `node-${process.platform === 'win32' ? 'win' : process.platform}-${process.arch}`,
  'bin',
  'node',
);

export const versions = { vscode: '4.139.1', node: '24.21.0' } as const;
