/** What may be done with failures and projections, by the layout of their table. To add one: an entry here. */
import { literalIn } from '../writing';
import { byColumns } from './byColumns';
import { command, none, numberWord, wordOf, type Offer, type Repair } from './repair';

const inApplication = (why: string) => (): Offer => none(why);

const failedExecutions = (words: readonly string[], work: string): string =>
  words.length === 1
    ? `bin/rails runner "SolidQueue::FailedExecution.find(${words.join('')}).${work}"`
    : `bin/rails runner "SolidQueue::FailedExecution.where(id: [${words.join(', ')}]).each { |one| one.${work} }"`;

export const repairs: Readonly<Record<string, Repair>> = {
  'hd-tickets': byColumns,
  'column-roles': byColumns,
  'laravel-queue': {
    retry: ({ id }) => command(wordOf(id), (words) => `php artisan queue:retry ${words.join(' ')}`),
    // It forgets one at a time.
    resolve: ({ id }) =>
      command(wordOf(id), (words) => words.map((word) => `php artisan queue:forget ${word}`).join('; ')),
  },
  'symfony-messenger': {
    retry: ({ id }) => command(numberWord(id), (words) => `php bin/console messenger:failed:retry ${words.join(' ')}`),
    resolve: ({ id }) =>
      command(numberWord(id), (words) => `php bin/console messenger:failed:remove ${words.join(' ')}`),
  },
  'solid-queue': {
    retry: ({ id }) => command(numberWord(id), (words) => failedExecutions(words, 'retry')),
    resolve: ({ id }) => command(numberWord(id), (words) => failedExecutions(words, 'discard')),
  },
  'pg-boss': {
    retry: ({ part, id, row, dialect }) => ({
      kind: 'statement',
      change: {
        table: part.table,
        set: [
          ['state', literalIn(dialect(), 'retry')],
          ['retry_limit', 'retry_limit + 1'],
        ],
        where: [
          ['name', row['name'] ?? null],
          ['id', id],
          ['state', 'failed'],
        ],
      },
    }),
    resolve: inApplication('pg-boss knows no resolved jobs: a failed one is removed when its retention ends.'),
  },
  wolverine: {
    retry: ({ part, id, row, dialect }) => ({
      kind: 'statement',
      change: {
        table: part.table,
        set: [['replayable', literalIn(dialect(), true)]],
        where: [
          ['id', id],
          ['replayable', row['replayable'] ?? null],
        ],
      },
    }),
    resolve: inApplication(
      'Wolverine knows no resolved dead letters: they are replayed, or deleted through its own API.',
    ),
  },
  ecotone: {
    retry: inApplication(
      'Ecotone replays a dead letter by its own command, ecotone:deadletter:replay with the message id, through bin/console or artisan.',
    ),
    resolve: inApplication(
      'Ecotone deletes a dead letter by its own command, ecotone:deadletter:delete with the message id, through bin/console or artisan.',
    ),
  },
  'spring-modulith': {
    retry: inApplication('Spring Modulith resubmits a publication from the application (IncompleteEventPublications).'),
    resolve: byColumns.resolve,
  },
  telescope: {
    retry: inApplication('Telescope only records what failed: there is nothing here that could be tried again.'),
    resolve: inApplication('Telescope only records what failed: there is nothing here to be resolved.'),
  },
  'laravel-event-lens': {
    retry: inApplication(
      'laravel-event-lens only records what failed: there is nothing here that could be tried again.',
    ),
    resolve: inApplication('laravel-event-lens only records what failed: there is nothing here to be resolved.'),
  },
  prooph: {
    // What prooph's own manager writes: the running projection then empties its read model and begins again.
    rebuild: ({ part, name, dialect }) => ({
      kind: 'statement',
      change: { table: part.table, set: [['status', literalIn(dialect(), 'resetting')]], where: [[part.name, name]] },
    }),
  },
  marten: {
    rebuild: inApplication(
      'Marten rebuilds a projection through its daemon (RebuildProjectionAsync), which also empties its tables: no statement does both.',
    ),
  },
  commanded: {
    rebuild: inApplication(
      'Commanded begins again when the subscription is deleted by its own API, with the handler stopped.',
    ),
  },
  'axon-4': {
    rebuild: inApplication('Axon resets a processor from the application (resetTokens), with the processor stopped.'),
  },
  'axon-tokens': {
    rebuild: inApplication('Axon resets a processor from the application (resetTokens), with the processor stopped.'),
  },
};

export const noRepair = (table: string, what: string): string =>
  `Nothing is known of how ${table} is to be changed to ${what}, so nothing is prepared.`;
