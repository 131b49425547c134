/** The language server: a thin shell that gives `serve` its connection and its thread. */
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { createConnection, ProposedFeatures } from 'vscode-languageserver/node';
import { programFolder, version } from './installation';
import type { FromWorker } from './lsp/messages';
import type { Thread, ThreadEvents } from './lsp/queue';
import { serve } from './lsp/serve';

/** Speaks as the command line says (`--stdio`, `--node-ipc`, `--socket`); resolves never, the editor ends the process. */
export function run(): Promise<number> {
  serve(createConnection(ProposedFeatures.all), startThread, version);
  return new Promise(() => undefined);
}

function startThread(events: ThreadEvents): Thread {
  const worker = new Worker(join(programFolder, 'worker.js'));
  let failure = 'it stopped';
  worker.on('message', (message: FromWorker) => {
    events.message(message);
  });
  worker.on('error', (error: unknown) => {
    failure = error instanceof Error ? error.message : String(error);
  });
  worker.on('exit', () => {
    events.ended(failure);
  });
  return {
    post: (message) => {
      worker.postMessage(message);
    },
    stop: () => {
      worker.removeAllListeners();
      void worker.terminate();
    },
  };
}

if (require.main === module) void run();
