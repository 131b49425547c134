/** When the extension wakes up, and how long VS Code waits for it. */
import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { type Cases, extension, show, until } from './cases';

interface Usage {
  readonly user: number;
  readonly system: number;
}

/** Milliseconds; older hosts know only those of all threads. */
function threadTime(): number {
  const { threadCpuUsage = () => process.cpuUsage() } = process as { threadCpuUsage?: () => Usage };
  const { user, system } = threadCpuUsage();
  return (user + system) / 1000;
}

/** The other extensions have started. */
async function atRest(): Promise<void> {
  let last = performance.eventLoopUtilization();
  await until(
    'the host is busy',
    () => {
      const { utilization } = performance.eventLoopUtilization(last);
      last = performance.eventLoopUtilization();
      return utilization;
    },
    (utilization) => utilization > 0 && utilization < 0.1,
  );
}

export const activation: Cases = {
  'activation waits for nothing, the server least of all': async () => {
    await atRest();
    const started = performance.now();
    const before = threadTime();
    await extension().activate();
    const took = threadTime() - before;
    console.log(
      `  activated in ${Math.round(took)} ms of the processor, ${Math.round(performance.now() - started)} ms in all`,
    );
    // The module that VS Code has just loaded. What gives back no promise cannot be waited for.
    const { activate } = createRequire(__filename)(join(extension().extensionPath, 'dist', 'extension.js')) as {
      readonly activate: () => unknown;
    };
    assert.equal(activate.constructor.name, 'Function');
  },
  'a file of a language that it reads has it active': async () => {
    await show('hd-tickets/app/Domain/Ticket/Ticket.php');
    assert.ok(extension().isActive);
  },
};
