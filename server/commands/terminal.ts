/** What a command may do to the terminal it was started in: print, tell on the side, show progress. */
import type { Arguments } from './arguments';

export interface Terminal {
  /** The result, on stdout; resolves when it is handed over. */
  print(text: string): Promise<void>;
  /** A sentence on the side, on stderr. */
  tell(text: string): void;
  /** What is being done, on a line that goes away again; only where someone watches. */
  progress(text: string): void;
  look(args: Arguments): { readonly color: boolean; readonly width?: number };
}

export function openTerminal(): Terminal {
  const { stdout, stderr, env } = process;
  const live = stderr.isTTY && env['TERM'] !== 'dumb';
  let busy = false;
  const clear = (): void => {
    if (busy) stderr.write('\r\u001b[2K');
    busy = false;
  };
  // `event-wiring map | head` closes the pipe when it has seen enough; that is nobody's mistake.
  for (const stream of [stdout, stderr])
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EPIPE') throw error;
      process.exit();
    });
  return {
    print(text) {
      clear();
      return new Promise((resolve) => {
        stdout.write(text, () => {
          resolve();
        });
      });
    },
    tell(text) {
      clear();
      stderr.write(`${text}\n`);
    },
    progress(text) {
      if (!live) return;
      clear();
      if (text === '') return;
      stderr.write(text.slice(0, Math.max(20, stderr.columns - 1)));
      busy = true;
    },
    look: (args) => ({
      // Node leaves isTTY out of a pipe altogether; the colour library would then decide by itself, and colours in CI.
      color: wantsColor(args, env, Boolean(stdout.isTTY)),
      ...(stdout.isTTY && { width: stdout.columns }),
    }),
  };
}

/** The command line decides before the environment, the environment before the terminal. */
function wantsColor(args: Arguments, env: NodeJS.ProcessEnv, terminal: boolean): boolean {
  if (args.flag('no-color')) return false;
  if (args.flag('color')) return true;
  if (env['NO_COLOR']) return false;
  const forced = env['FORCE_COLOR'];
  if (forced !== undefined) return forced !== '0' && forced !== 'false';
  return terminal && env['TERM'] !== 'dumb';
}
