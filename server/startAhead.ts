/** Starts the thread that reads ahead, where this machine has a processor for it. Knows nothing of what it reads. */
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { MessageChannel, receiveMessageOnPort, Worker } from 'node:worker_threads';
import type { AheadMessage, StartAhead } from './ahead';
import type { AheadData } from './aheadThread';
import { programFolder } from './installation';

export function aheadThread(compiled: readonly string[]): StartAhead | undefined {
  if (availableParallelism() < 2) return undefined;
  return (task, claims) => {
    const { port1, port2 } = new MessageChannel();
    const data: AheadData = { task, claims, port: port2, compiled };
    const worker = new Worker(join(programFolder, 'aheadThread.js'), { workerData: data, transferList: [port2] });
    // Whatever it did not read is read by linking, which also says what is wrong.
    worker.on('error', () => undefined);
    worker.unref();
    return {
      next: () => (receiveMessageOnPort(port1) as { readonly message: AheadMessage } | undefined)?.message,
      close() {
        port1.close();
        void worker.terminate();
      },
    };
  };
}
