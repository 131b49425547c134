/** Stays with a store: looks again when the file, its log or the table changes, and prints what did. Ctrl+C ends. */
import { statSync } from 'node:fs';
import { grouped, type Ink } from '../../reports/ink';
import { UsageError } from '../arguments';
import type { Terminal } from '../terminal';
import type { OpenedStore } from './open';
import type { Look } from './overview';
import { changes, printed } from './shown';
import { moment } from './texts';
import type { Read } from './views';

/** A writer commits in bursts: quiet for this long means one is over. */
const quietMilliseconds = 80;
/** A log that is mapped into memory, a network drive and a database tell nobody: they are looked at. */
const betweenLooks = 1000;

export interface Following {
  readonly store: OpenedStore;
  readonly terminal: Terminal;
  readonly look: () => Look;
  /** What is new only, newest last, instead of the rows that differ. */
  readonly isLog: boolean;
  /** What there is now; for a log, what there is since. */
  again(before: Read): Promise<Read>;
}

/** Answers with the exit code. */
export async function follow({ store, terminal, look, isLog, again }: Following, first: Read): Promise<number> {
  const { watch } = await import('chokidar');
  const { path } = store;
  const files = path === undefined ? [] : [path, `${path}-wal`, `${path}-journal`];
  let state = first;
  let stamp = stampOf(files);
  let said: string | undefined;
  return new Promise((resolve) => {
    let timer: NodeJS.Timeout | undefined;
    let isRunning = false;
    let isDue = false;
    /** A store that takes long to read is not read all the time. */
    let rest = quietMilliseconds;
    const watcher = watch(files, { ignoreInitial: true });
    const looks = setInterval(() => {
      const now = stampOf(files);
      if (path !== undefined && now === stamp && said === undefined) return;
      stamp = now;
      later();
    }, betweenLooks);
    const stop = (): void => {
      clearTimeout(timer);
      clearInterval(looks);
      process.off('SIGINT', stop);
      process.off('SIGTERM', stop);
      void watcher.close().then(() => {
        resolve(0);
      });
    };
    const takeIn = async (): Promise<void> => {
      const started = performance.now();
      try {
        const { changed, added } = await store.ask('refresh', {});
        if (said !== undefined) terminal.tell(`${store.name} can be read again.`);
        if (changed || said !== undefined) {
          said = undefined;
          const after = await again(state);
          await report(after, added);
          state = isLog && after.last === undefined ? state : after;
        }
      } catch (error) {
        if (!(error instanceof UsageError)) throw error;
        // Locked, or being replaced: said once, and tried again.
        if (said !== error.message) terminal.tell(error.message);
        said = error.message;
      }
      rest = Math.max(quietMilliseconds, 3 * (performance.now() - started));
    };
    const report = async (after: Read, added: number | null): Promise<void> => {
      const now = look();
      if (isLog) {
        const { sections } = after.shown(now);
        if (sections.some(({ rows }) => rows.length))
          await terminal.print(printed({ head: [], sections, foot: [] }, now.ink));
        return;
      }
      const lines = changes(state.shown(now), after.shown(now), now.ink);
      if (lines.length || added) await terminal.print(`${[headOf(added, now), ...lines].join('\n')}\n`);
    };
    const run = (): void => {
      timer = undefined;
      if (isRunning) {
        isDue = true;
        return;
      }
      isRunning = true;
      takeIn()
        .catch((error: unknown) => {
          terminal.tell(
            `${store.name} could not be followed: ${error instanceof Error ? error.message : String(error)}.`,
          );
        })
        .finally(() => {
          isRunning = false;
          if (isDue) later();
          isDue = false;
        });
    };
    const later = (): void => {
      // Not put off by further changes: a writer that never rests is followed as well.
      timer ??= setTimeout(run, rest);
    };
    process.once('SIGINT', stop);
    process.once('SIGTERM', stop);
    watcher.on('all', later);
    watcher.on('error', () => undefined);
    watcher.once('ready', () => {
      terminal.tell(`Following ${store.name}. Ctrl+C ends.`);
      // What was written while the watcher got ready.
      later();
    });
    if (path === undefined) terminal.tell(`Following ${store.name}. Ctrl+C ends.`);
  });
}

function headOf(added: number | null, { ink, now }: { readonly ink: Ink; readonly now: number }): string {
  const what = added === null || added <= 0 ? 'changed' : `+${grouped(added)} ${added === 1 ? 'event' : 'events'}`;
  return `${ink.bold(moment(new Date(now).toISOString(), now))} ${what}`;
}

function stampOf(files: readonly string[]): string {
  return files
    .map((file) => {
      try {
        const stat = statSync(file, { throwIfNoEntry: false });
        return stat ? `${stat.ino} ${stat.size} ${stat.mtimeMs}` : '';
      } catch {
        return '';
      }
    })
    .join('|');
}
