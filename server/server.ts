/** The language server: a thin shell that gives `serve` its connection and its thread. */
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { createConnection, ProposedFeatures } from 'vscode-languageserver/node';
import { programFolder, version } from './installation';
import { serve } from './lsp/serve';

/** Speaks as the command line says (`--stdio`, `--node-ipc`, `--socket`); resolves never, the editor ends the process. */
export function run(): Promise<number> {
  serve(
    createConnection(ProposedFeatures.all),
    { reading: (events) => startThread('worker.js', events), store: (events) => startThread('storeThread.js', events) },
    version,
  );
  return new Promise(() => undefined);
}

interface Events<Message> {
  message(message: Message): void;
  ended(reason: string): void;
}

function startThread<Message>(file: string, events: Events<Message>): { post(message: unknown): void; stop(): void } {
  const worker = new Worker(join(programFolder, file));
  let failure = 'it stopped';
  worker.on('message', (message: Message) => {
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
