/** `event-wiring lsp`: the language server, for any editor that speaks the Language Server Protocol. */
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { programFolder } from '../installation';
import { UsageError } from './arguments';
import type { Command } from './command';

export const lsp: Command = {
  name: 'lsp',
  operands: '',
  summary: 'serve an editor over the Language Server Protocol',
  about:
    'Code lenses, hovers, navigation, completion, rename, problems and fixes for every editor with a client for the ' +
    'Language Server Protocol. Runs until the editor ends it.',
  examples: [['event-wiring lsp --stdio', 'as an editor starts it; docs/editors.md has settings to copy']],
  options: {
    stdio: { help: 'speak over standard input and output (the way most editors do)' },
    'node-ipc': { help: "speak over Node's channel to its parent process" },
    socket: { value: 'PORT', help: 'connect to this port on this machine' },
    clientProcessId: { value: 'PID', help: 'end when this process ends' },
    help: { short: 'h', help: 'show this help' },
  },
  async run(args) {
    if (!args.flag('stdio') && !args.flag('node-ipc') && args.value('socket') === undefined)
      throw new UsageError('lsp needs to know how the editor speaks: event-wiring lsp --stdio.');
    const { run } = createRequire(join(programFolder, 'cli.js'))('./server.js') as { run: () => Promise<number> };
    return run();
  },
};
