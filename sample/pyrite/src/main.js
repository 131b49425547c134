import { spawnSync } from 'node:child_process';
import { DatabaseSync } from 'node:sqlite';

import { EventBus } from './bus.js';
import { WorkEffortCommands } from './commands.js';
import { watchFolder } from './file-watcher.js';
import { CacheReactor } from './handlers/cache-reactor.js';
import { Compensation } from './handlers/compensation.js';
import { DeliveryProcess } from './handlers/delivery-process.js';
import { GitHubSaga } from './handlers/github-saga.js';
import { NotificationReactor } from './handlers/notification-reactor.js';
import { WorkEffortProjector } from './handlers/work-effort-projector.js';
import { LiveView } from './live.js';
import { enrichment, filtering, logging, validation } from './middleware.js';
import { Profiles } from './profiles.js';
import { EventStore } from './store.js';
import { wire } from './wiring.js';

const github = {
  createIssue: async (title) => ({ number: 1, title }),
  closeIssue: async () => undefined,
};
const tools = { run: async (step) => spawnSync('npm', ['run', step]) };

const bus = new EventBus()
  .use(validation())
  .use(enrichment({ userId: process.env.USER }))
  .use(filtering((event) => !event.path?.includes('node_modules')))
  .use(logging(console.log));
const live = new LiveView(bus);
wire(bus, {
  projector: new WorkEffortProjector(),
  notifications: new NotificationReactor(async (to, text) => console.log(`${to}: ${text}`)),
  cache: new CacheReactor(bus),
  saga: new GitHubSaga(bus, github),
  delivery: new DeliveryProcess(bus, tools),
  compensation: new Compensation(bus, github),
  live,
  outbox: [],
});

const commands = new WorkEffortCommands(bus, new EventStore(new DatabaseSync('pyrite.db')));
const profiles = new Profiles(bus);
live.listen(8080);
watchFolder(bus, '.');

await profiles.update('ada', { name: 'Ada' });
await commands.start('w-1', { title: 'Write the manual', owner: 'ada' });
await commands.rename('w-1', 'Write the handbook');
await commands.describe('w-1', { estimate: 3 });
await commands.progress('w-1', 60);
await commands.complete('w-1');
await commands.start('w-2', { title: 'Print it', owner: 'ada' });
await commands.fail('w-2', 'no paper');
