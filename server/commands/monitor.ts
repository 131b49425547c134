/** `event-wiring monitor`: what an event store holds and what is wrong with it, once or as it grows. */
import { inkFor } from '../reports/ink';
import { UsageError, type Arguments, type Options } from './arguments';
import { commonOptions, type Command } from './command';
import { follow } from './stores/follow';
import { jsonText } from './stores/jsonText';
import { openStore } from './stores/open';
import type { Look } from './stores/overview';
import { filterOf, wholeNumber } from './stores/query';
import { printed } from './stores/shown';
import { views, type ViewName, type ViewQuery } from './stores/views';

export const storeOptions: Options = {
  color: commonOptions['color'] ?? { help: '' },
  'no-color': commonOptions['no-color'] ?? { help: '' },
  help: commonOptions['help'] ?? { help: '' },
};

export const monitor: Command = {
  name: 'monitor',
  operands: 'STORE',
  summary: 'show what an event store holds: types, failures, projections, events …',
  about:
    'Reads STORE, an SQLite file, JSON Lines, a JSON array or a log (also .gz), or a database by its connection string ' +
    '(postgres://…, mysql://…), and never writes to it. Its layout is recognised by its columns. Without a view: the overview. Exit code 0: fine; 1: findings, which are open failures ' +
    '(overview, --failures), failed projections (overview, --projections) or errors of --verify; 2: it could not be read.',
  examples: [
    ['event-wiring monitor storage/app.sqlite', 'overview: what needs attention, types, projections'],
    ["event-wiring monitor app.db --events --type 'Order*'", 'the newest events of these types'],
    ["event-wiring monitor app.db --events --filter 'n>9'", 'those whose payload says so'],
    ['event-wiring monitor app.jsonl --events --after 1200', 'what came after position 1200, oldest first'],
    ['event-wiring monitor app.db --events --watch', 'every new event as it is stored'],
    ['event-wiring monitor app.db --failures', 'open failures, by what fails'],
    ['event-wiring monitor "$DATABASE_URL" --projections', 'positions and lag, from PostgreSQL or MySQL'],
    ['event-wiring monitor app.db --verify', 'gaps, duplicates, version conflicts'],
    ['event-wiring monitor app.db --format json', 'the overview for other programs'],
  ],
  options: {
    stats: { help: 'all types and streams, with times, rate and growth' },
    failures: { help: 'open failures of handlers and of the queue' },
    projections: { help: 'projections and subscriptions, with position and lag' },
    streams: { help: 'streams, the most active first' },
    events: { help: 'events, the newest first' },
    verify: { help: 'check positions, versions, snapshots and payloads of the whole store' },
    type: { value: 'NAME', help: 'only this event type, or a pattern with *' },
    stream: { value: 'NAME', help: 'only this stream, or a pattern with *' },
    filter: { value: 'FILTER', help: 'only what matches, such as \'price.amount>100 -failed "two words"\'' },
    after: { value: 'POSITION', help: 'with --events: what came after it, oldest first' },
    limit: { value: 'N', help: 'so many events, streams or failures (default 50; 20 failures)' },
    watch: { short: 'w', help: 'stay, and print what changes; Ctrl+C ends' },
    format: { value: 'FORMAT', choices: ['text', 'json'], help: 'text (default) or json' },
    ...storeOptions,
  },
  details: () => [
    'Filters:',
    '  type:Order*  stream:order-17  position:120  version:3  id:…  correlation:…  causation:…',
    '  total>100  customer.name=Ada  coupon:*      fields of the payload; coupon:* asks whether it is there',
    '  failed  "two words"  -refunded              words in type, stream and payload; - before a part excludes it',
  ],
  async run(args, terminal) {
    const [given, ...rest] = args.positionals;
    if (given === undefined) throw new UsageError('monitor needs a store: event-wiring monitor app.sqlite.');
    if (rest.length) throw new UsageError(`monitor takes one store, not also "${rest.join(' ')}".`);
    const name = viewOf(args);
    const query = queryOf(args, name);
    const isJson = args.value('format') === 'json';
    if (args.flag('watch') && isJson) throw new UsageError('--watch prints text; it goes with no other format.');
    if (args.flag('watch') && name === 'verify')
      throw new UsageError('--verify reads the whole store; it does not go with --watch.');
    const store = await openStore(given, args, terminal);
    try {
      const view = views[name];
      const look = (): Look => ({ ink: inkFor({ ...terminal.look(args), prefix: '' }), now: Date.now() });
      const read = await view(store, args.flag('watch') ? { ...query, isTail: true } : { ...query, isJson });
      if (isJson) await terminal.print(`${jsonText({ success: true, data: await read.json() }, '', '  ')}\n`);
      else await terminal.print(printed(read.shown(look()), look().ink));
      if (!args.flag('watch')) return read.isFinding ? 1 : 0;
      return await follow(
        {
          store,
          terminal,
          look,
          isLog: name === 'events',
          again: ({ last }) =>
            view(store, {
              ...query,
              isTail: true,
              ...(name === 'events' && last && { after: String(last.position ?? last.key), limit: 1_000_000 }),
            }),
        },
        read,
      );
    } finally {
      await store.close();
    }
  },
};

const named = ['stats', 'failures', 'projections', 'streams', 'events', 'verify'] as const;

function viewOf(args: Arguments): ViewName {
  const [view = 'overview', other] = named.filter((name) => args.flag(name));
  if (other !== undefined) throw new UsageError(`monitor shows one view at a time: --${view} or --${other}.`);
  return view;
}

function queryOf(args: Arguments, view: ViewName): ViewQuery {
  const limit = wholeNumber('--limit', args.value('limit'), 1, 1_000_000);
  const after = args.value('after');
  const filter = filterOf({ type: args.value('type'), stream: args.value('stream'), filter: args.value('filter') });
  const refuse = (option: string, fits: readonly ViewName[]): void => {
    if (args.value(option) !== undefined && !fits.includes(view))
      throw new UsageError(
        `--${option} goes with ${fits.map((name) => (name === 'overview' ? 'the overview' : `--${name}`)).join(', ')}.`,
      );
  };
  refuse('after', ['events']);
  refuse('limit', ['events', 'streams', 'failures']);
  for (const option of ['type', 'stream', 'filter']) refuse(option, ['overview', 'stats', 'streams', 'events']);
  return { filter, ...(limit !== undefined && { limit }), ...(after !== undefined && { after }) };
}
