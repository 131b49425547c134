/** VS Code's server on a free port, with its own folders, gone without a trace when it is stopped. */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { hostNode, vscodeServer } from './place';

export interface ServerOptions {
  /** An extension to install as people do. */
  readonly vsix?: string;
  readonly settings?: Readonly<Record<string, unknown>>;
  /** Asks before a folder is trusted, as VS Code does out of the box. */
  readonly trust?: boolean;
  /** Lets a window be told which extension and which tests to run; keeps notifications from showing. */
  readonly driver?: boolean;
}

export interface Server {
  readonly url: string;
  stop(): Promise<void>;
}

/** What would get between a test and the workbench, or reach for the network. */
const quiet = {
  'workbench.startupEditor': 'none',
  'workbench.tips.enabled': false,
  'workbench.welcomePage.walkthroughs.openOnInstall': false,
  'workbench.enableExperiments': false,
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'telemetry.telemetryLevel': 'off',
  'update.mode': 'none',
  'extensions.autoUpdate': false,
  'extensions.autoCheckUpdates': false,
  'extensions.ignoreRecommendations': true,
  'git.openRepositoryInParentFolders': 'never',
  'chat.disableAIFeatures': true,
};

export async function startServer({ vsix, settings, trust = false, driver = false }: ServerOptions): Promise<Server> {
  const home = mkdtempSync(join(tmpdir(), 'event-wiring-vscode-'));
  const user = join(home, 'user');
  const extensions = join(home, 'extensions');
  const sockets = join(home, 't');
  for (const folder of [join(user, 'User'), extensions, sockets]) mkdirSync(folder, { recursive: true });
  writeFileSync(
    join(user, 'User', 'settings.json'),
    JSON.stringify({ ...quiet, 'security.workspace.trust.enabled': trust, ...settings }),
  );
  const env = environment(home, sockets);
  const common = [
    '--accept-server-license-terms',
    '--server-data-dir',
    join(home, 'server'),
    '--extensions-dir',
    extensions,
  ];
  let child: ChildProcess | undefined;
  const stop = async (): Promise<void> => {
    if (child) await end(child);
    rmSync(home, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  };
  try {
    if (vsix !== undefined)
      execFileSync(hostNode, [vscodeServer, ...common, '--install-extension', vsix], { env, stdio: 'pipe' });
    child = spawn(
      hostNode,
      [
        vscodeServer,
        ...common,
        ...['--host', '127.0.0.1', '--port', '0', '--without-connection-token'],
        ...['--user-data-dir', user, '--telemetry-level', 'off', '--disable-experiments'],
        ...(trust ? [] : ['--disable-workspace-trust']),
        ...(driver ? ['--enable-smoke-test-driver'] : []),
      ],
      { env, stdio: ['ignore', 'pipe', 'pipe'], detached: true },
    );
    return { url: await addressOf(child), stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

function environment(home: string, sockets: string): NodeJS.ProcessEnv {
  const inherited = Object.entries(process.env).filter(([name]) => !/^(?:VSCODE|ELECTRON)_|^NODE_OPTIONS$/.test(name));
  return {
    ...Object.fromEntries(inherited),
    EXTENSIONS_GALLERY: '{}',
    PATH: `${dirname(hostNode)}${delimiter}${process.env['PATH'] ?? ''}`,
    TMPDIR: sockets,
    XDG_RUNTIME_DIR: sockets,
    XDG_CONFIG_HOME: join(home, 'config'),
    XDG_DATA_HOME: join(home, 'data'),
    XDG_CACHE_HOME: join(home, 'cache'),
  };
}

/** The first line that names the port; what was printed until then, when none comes. */
function addressOf(child: ChildProcess): Promise<string> {
  return new Promise((settle, fail) => {
    let printed = '';
    const read = (chunk: Buffer): void => {
      printed += chunk.toString();
      const [, url] = /(?:Web UI available at|HTTP server listening on) (http:\/\/\S+)/.exec(printed) ?? [];
      if (url !== undefined) settle(url.replace(/\/$/, ''));
    };
    child.stdout?.on('data', read);
    child.stderr?.on('data', read);
    child.on('error', fail);
    child.on('exit', (code) => {
      fail(new Error(`VS Code's server ended with ${String(code)}:\n${printed}`));
    });
  });
}

/** The whole group: the extension hosts are its children. */
async function end(child: ChildProcess): Promise<void> {
  if (child.pid === undefined || child.exitCode !== null) return;
  const gone = once(child, 'exit');
  const signal = (name: NodeJS.Signals): void => {
    try {
      process.kill(-(child.pid ?? 0), name);
    } catch {
      // It has just ended by itself.
    }
  };
  signal('SIGTERM');
  const patience = setTimeout(signal, 3000, 'SIGKILL');
  await gone;
  clearTimeout(patience);
  signal('SIGKILL');
}
