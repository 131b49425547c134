/** A database server of a test: in a folder of its own, by a user without rights, gone without a trace when it ends. */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, chownSync, cpSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface Server {
  readonly port: number;
  /** Folder of the unix socket. */
  readonly home: string;
  /** At once, as if the machine had lost its power. */
  kill(): Promise<void>;
  /** The same data on the same port again. */
  start(): Promise<void>;
  /** Silent without being gone: nothing answers, and no connection ends. Resolves when none of its threads runs any more. */
  freeze(): Promise<void>;
  thaw(): void;
  /** Ends it and takes its folder away. */
  stop(): Promise<void>;
}

export interface Program {
  /** What the server says once it can be asked. */
  readonly ready: RegExp;
  readonly env?: Readonly<Record<string, string>>;
  command(home: string, port: number): { readonly file: string; readonly args: readonly string[] };
}

/** Servers refuse to run with all rights. */
export const unprivileged = process.getuid?.() === 0 ? { uid: 65534, gid: 65534 } : {};

/** A folder that such a server owns. */
export function makeHome(name: string): string {
  const home = mkdtempSync(join(tmpdir(), `event-wiring-${name}-`));
  chmodSync(home, 0o700);
  if (unprivileged.uid !== undefined) chownSync(home, unprivileged.uid, unprivileged.gid);
  return home;
}

/** The same files where the user of servers can get at them: a folder of root's own lets nobody through. */
export function within(files: string, home: string, probe: string): string {
  if (files === '/' || unprivileged.uid === undefined) return files;
  try {
    execFileSync('ls', [join(files, probe)], { ...unprivileged, stdio: 'ignore', cwd: '/' });
    return files;
  } catch {
    const copy = join(home, 'files');
    cpSync(files, copy, { recursive: true, verbatimSymlinks: true });
    chmodSync(copy, 0o755);
    return copy;
  }
}

export async function startServer(home: string, program: Program): Promise<Server> {
  let port = await freePort();
  let child: ChildProcess | undefined;
  const signal = (name: NodeJS.Signals): void => {
    child?.kill(name);
  };
  const atExit = (): void => {
    signal('SIGKILL');
    rmSync(home, { recursive: true, force: true });
  };
  process.on('exit', atExit);
  const kill = async (): Promise<void> => {
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const gone = once(child, 'exit');
    signal('SIGKILL');
    await gone;
  };
  const start = async (): Promise<void> => {
    const { file, args } = program.command(home, port);
    child = spawn(file, args, {
      ...unprivileged,
      cwd: home,
      env: { PATH: process.env['PATH'] ?? '', ...program.env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    await saysItIsReady(child, program.ready);
  };
  try {
    await start().catch(async () => {
      // Somebody else took the port meanwhile.
      await kill();
      port = await freePort();
      await start();
    });
  } catch (error) {
    atExit();
    throw error;
  }
  return {
    get port() {
      return port;
    },
    home,
    kill,
    start,
    async freeze() {
      signal('SIGSTOP');
      while (child?.pid !== undefined && isRunning(child.pid)) await new Promise(setImmediate);
    },
    thaw: () => {
      signal('SIGCONT');
    },
    async stop() {
      await kill();
      process.off('exit', atExit);
      rmSync(home, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

function freePort(): Promise<number> {
  return new Promise((settle, fail) => {
    const listener = createServer();
    listener.on('error', fail);
    listener.listen(0, '127.0.0.1', () => {
      const address = listener.address();
      listener.close(() => {
        settle(typeof address === 'object' && address ? address.port : 0);
      });
    });
  });
}

function saysItIsReady(child: ChildProcess, ready: RegExp): Promise<void> {
  return new Promise((settle, fail) => {
    let printed = '';
    const read = (chunk: Buffer): void => {
      printed = (printed + chunk.toString()).slice(-20_000);
      if (ready.test(printed)) settle();
    };
    child.stdout?.on('data', read);
    child.stderr?.on('data', read);
    child.on('error', fail);
    child.on('exit', (code) => {
      fail(new Error(`${child.spawnfile} ended with ${String(code)} before it could be asked:\n${printed}`));
    });
  });
}

/** The signal comes to each thread when that one is next looked at. */
function isRunning(pid: number): boolean {
  const tasks = `/proc/${pid}/task`;
  // Behind the name, which may hold anything, comes the state: T is stopped.
  return readdirSync(tasks).some((task) => !/\) T [^)]*$/.test(readFileSync(join(tasks, task, 'stat'), 'utf8')));
}
