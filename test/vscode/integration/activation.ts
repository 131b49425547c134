/** When the extension wakes up, and how long VS Code waits for it. */
import assert from 'node:assert/strict';
import { type Cases, extension, show } from './cases';

export const activation: Cases = {
  'activation does not wait for the server, and takes less than 200 ms': async () => {
    const started = performance.now();
    const before = process.cpuUsage();
    await extension().activate();
    // Time of the processor: a machine that does other things as well does not make it longer.
    const { user, system } = process.cpuUsage(before);
    const took = (user + system) / 1000;
    console.log(
      `  activated in ${Math.round(took)} ms of the processor, ${Math.round(performance.now() - started)} ms in all`,
    );
    assert.ok(took < 200, `${took} ms`);
  },
  'a file of a language that it reads has it active': async () => {
    await show('hd-tickets/app/Domain/Ticket/Ticket.php');
    assert.ok(extension().isActive);
  },
};
