/** `event-wiring serve`: an event store over HTTP, for this machine alone and only with the token it prints. */
import { randomBytes } from 'node:crypto';
import { reasonOf } from '../files';
import { UsageError } from './arguments';
import type { Command } from './command';
import { storeOptions } from './monitor';
import { listen } from './stores/http';
import { openStore } from './stores/open';
import { wholeNumber } from './stores/query';
import { answerFrom } from './stores/routes';
import { runnerFor } from './stores/writing';

export const serve: Command = {
  name: 'serve',
  operands: 'STORE',
  summary: 'answer questions about an event store over HTTP, on this machine alone',
  about:
    'Serves STORE at 127.0.0.1 with the token that it prints, as "Authorization: Bearer TOKEN" or "?token=TOKEN". ' +
    'The store is only read: what would change it is answered with the statement, prepared and not run. Pages of other ' +
    'sites get no answer. Ctrl+C ends with exit code 0; 2: the store cannot be read, or the port is taken.',
  examples: [
    ['event-wiring serve storage/app.sqlite', 'at a free port, which it prints'],
    ['event-wiring serve app.db --port 7420', 'at this one'],
    ['event-wiring serve app.db --allow-writes', 'may resolve failures and rebuild projections'],
  ],
  options: {
    port: { value: 'N', help: 'port to listen at (default: a free one)' },
    'allow-writes': { help: 'run the prepared statements of the two POST paths' },
    ...storeOptions,
  },
  details: () => [
    'Paths below /api/events, all answered with {"success": true, "data": …}:',
    '  GET  overview, statistics           ?type=&stream=&filter=',
    '  GET  recent, streams                ?type=&stream=&filter=&limit=&cursor=',
    '  GET  projections',
    '  GET  failures                       ?state=open|resolved|all&limit=&cursor=',
    '  POST projections/NAME/rebuild',
    '  POST failures/ID/resolve',
    'Slips are answered with {"success": false, "message": …} and the status that fits.',
  ],
  async run(args, terminal) {
    const [given, ...rest] = args.positionals;
    if (given === undefined) throw new UsageError('serve needs a store: event-wiring serve app.sqlite.');
    if (rest.length) throw new UsageError(`serve takes one store, not also "${rest.join(' ')}".`);
    const port = wholeNumber('--port', args.value('port'), 0, 65_535) ?? 0;
    const store = await openStore(given, args, terminal);
    try {
      const token = randomBytes(24).toString('base64url');
      const answer = answerFrom(store, args.flag('allow-writes') ? runnerFor(store) : undefined);
      const listening = await listen(port, token, answer).catch((error: unknown) => {
        const { code } = error as NodeJS.ErrnoException;
        throw new UsageError(
          code === 'EADDRINUSE'
            ? `Port ${port} is taken by another program. Without --port a free one is chosen.`
            : `Port ${port} cannot be listened at: ${reasonOf(error)}.`,
        );
      });
      // Heard from the first moment on: whoever reads the address may end it at once.
      const ended = new Promise<void>((resolve) => {
        const stop = (): void => {
          process.off('SIGINT', stop);
          process.off('SIGTERM', stop);
          listening.server.close(() => {
            resolve();
          });
          listening.server.closeAllConnections();
        };
        process.once('SIGINT', stop);
        process.once('SIGTERM', stop);
      });
      await terminal.print(`http://127.0.0.1:${listening.port}/api/events/overview?token=${token}\n`);
      terminal.tell(
        `Serving ${store.name}, ${args.flag('allow-writes') ? 'prepared changes are run' : 'read only'}. Ctrl+C ends.`,
      );
      await ended;
      return 0;
    } finally {
      await store.close();
    }
  },
};
