/** Stays with a folder: waits for bursts of changes, hands each on as one, ends on Ctrl+C or when the folder is gone. */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { CheckedGraph } from '../diagnostics';
import { watchFolders, type FolderWatch } from '../folderWatch';
import type { Session } from '../session';
import { settingsFile } from '../settings';
import type { Arguments } from './arguments';
import { openFolder, whyUnusable, type Opened } from './open';
import type { Terminal } from './terminal';

/** A git switch touches hundreds of files within moments: quiet for this long means it is over. */
const quietMilliseconds = 80;

/** While git holds its lock it is still writing; a lock left behind by a crash must not hold up the watcher for ever. */
const longestLockMilliseconds = 10_000;

type React = (session: Session, before: CheckedGraph, header: string) => Promise<CheckedGraph>;

/** Answers with the exit code. */
export async function watch(
  opened: Opened,
  args: Arguments,
  terminal: Terminal,
  first: CheckedGraph,
  react: React,
): Promise<number> {
  const { root, folder } = opened;
  let { session } = opened;
  let state = first;
  return new Promise((resolve) => {
    let timer: NodeJS.Timeout | undefined;
    let running: Promise<void> | undefined;
    let again = false;
    let firstChange: number | undefined;
    const lock = gitLock(root);
    let watcher: FolderWatch | undefined;
    const end = (code: number, sentence?: string): void => {
      clearTimeout(timer);
      process.off('SIGINT', stop);
      process.off('SIGTERM', stop);
      if (sentence !== undefined) terminal.tell(sentence);
      void (watcher?.close() ?? Promise.resolve()).then(() => {
        resolve(code);
      });
    };
    const stop = (): void => {
      end(0);
    };
    const takeIn = async (): Promise<void> => {
      const unusable = whyUnusable(root);
      if (unusable !== undefined) {
        end(2, `${folder} cannot be watched any longer: ${unusable}.`);
        return;
      }
      const changed = session.rescan();
      if (!changed.length) return;
      if (changed.includes(settingsFile)) {
        const fresh = openFolder(folder, args, terminal);
        for (const problem of fresh.settingsProblems) terminal.tell(`warning: ${problem}`);
        ({ session } = fresh);
      }
      state = await react(session, state, headerOf(changed));
    };
    const run = (): void => {
      if (running) {
        again = true;
        return;
      }
      firstChange ??= performance.now();
      if (lock !== undefined && existsSync(lock) && performance.now() - firstChange < longestLockMilliseconds) {
        later();
        return;
      }
      firstChange = undefined;
      running = takeIn()
        .catch((error: unknown) => {
          end(2, `${folder} cannot be watched any longer: ${error instanceof Error ? error.message : String(error)}.`);
        })
        .finally(() => {
          running = undefined;
          terminal.progress('');
          if (again) later();
          again = false;
        });
    };
    const later = (): void => {
      clearTimeout(timer);
      timer = setTimeout(run, quietMilliseconds);
    };
    process.once('SIGINT', stop);
    process.once('SIGTERM', stop);
    const failed = (error: unknown): void => {
      const { code } = error as NodeJS.ErrnoException;
      if (code === 'ENOSPC' || code === 'EMFILE')
        end(2, `${folder} has more folders than this machine may watch (fs.inotify.max_user_watches).`);
      else later();
    };
    void watchFolders([root], later, failed).then(async (begun) => {
      watcher = begun;
      await begun.ready;
      terminal.tell(`Watching ${folder}. Ctrl+C ends.`);
      // What changed while the watcher got ready.
      later();
    });
  });
}

function headerOf(changed: readonly string[]): string {
  const [first = '', second] = changed;
  if (second === undefined) return `${first} changed`;
  return changed.length === 2
    ? `${first} and ${second} changed`
    : `${first} and ${changed.length - 1} more files changed`;
}

function gitLock(root: string): string | undefined {
  const { status, stdout } = spawnSync('git', ['rev-parse', '--absolute-git-dir'], {
    cwd: root,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  return status === 0 ? join(stdout.trim(), 'index.lock') : undefined;
}
