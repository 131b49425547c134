/** The built command line in processes of its own, with nothing of this machine's settings. */
import { spawn, spawnSync, type ChildProcessByStdio } from 'node:child_process';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { root } from './project';

const cli = join(root, 'dist', 'cli.js');

export interface Ran {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

export interface Started {
  readonly child: ChildProcessByStdio<null, Readable, Readable>;
  /** Resolves with everything said since the last time, once it matches; fails when the process ends before. */
  said(pattern: RegExp): Promise<string>;
  readonly ended: Promise<number | null>;
}

/** Caches go to `caches`; local times are those of UTC. */
export function commandLine(
  caches: string,
  node = process.execPath,
): {
  run(args: readonly string[], cwd?: string, env?: NodeJS.ProcessEnv): Ran;
  /** Ends it, should the work have left it running. */
  started(args: readonly string[], work: (started: Started) => Promise<void>): Promise<void>;
} {
  const environment = (more: NodeJS.ProcessEnv = {}): NodeJS.ProcessEnv => ({
    ...Object.fromEntries(
      Object.entries(process.env).filter(([name]) => !['NO_COLOR', 'FORCE_COLOR', 'NODE_OPTIONS'].includes(name)),
    ),
    XDG_CACHE_HOME: caches,
    TZ: 'UTC',
    ...more,
  });
  return {
    run(args, cwd = caches, env = {}) {
      const { status, stdout, stderr } = spawnSync(node, [cli, ...args], {
        cwd,
        encoding: 'utf8',
        env: environment(env),
        timeout: 300_000,
        maxBuffer: 512 * 1024 * 1024,
      });
      return { code: status, out: stdout, err: stderr };
    },
    async started(args, work) {
      const child = spawn(node, [cli, ...args], {
        cwd: caches,
        env: environment(),
        stdio: ['ignore', 'pipe', 'pipe'],
      });
      const started = { child, ...listenTo(child) };
      try {
        await work(started);
      } finally {
        child.kill('SIGKILL');
        await started.ended;
      }
    },
  };
}

/** What a process says, on both of its outputs. */
export function listenTo(child: Started['child']): Pick<Started, 'said' | 'ended'> {
  let text = '';
  const listeners = new Set<() => void>();
  const ended = new Promise<number | null>((resolve) => child.on('close', resolve));
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (part: string) => {
      text += part;
      for (const tell of listeners) tell();
    });
  return {
    ended,
    said: (pattern) =>
      new Promise((resolve, reject) => {
        const look = (): void => {
          if (!pattern.test(text)) return;
          listeners.delete(look);
          const all = text;
          text = '';
          resolve(all);
        };
        listeners.add(look);
        void ended.then((code) => {
          reject(new Error(`ended with ${String(code)} before it said ${String(pattern)}: ${text}`));
        });
        look();
      }),
  };
}
