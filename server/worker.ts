/** The thread that reads code: a thin shell that hands its messages to `answering` and the disk to the sessions. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parentPort } from 'node:worker_threads';
import { diskCache } from './cache';
import { keepCompiled } from './compiled';
import { features } from './features';
import { diskFiles, reasonOf } from './files';
import { build, cacheFolder, cacheRoot, compiledFolders, docsAddress, engine, programFolder } from './installation';
import { answering } from './lsp/answering';
import { openFolders } from './lsp/folders';
import type { FromWorker, ToWorker } from './lsp/messages';
import { openSession, type Session, type SessionOptions } from './session';
import { readSettings } from './settings';
import { aheadThread } from './startAhead';

const port = parentPort;
if (!port) throw new Error('This file is a thread of the language server; start event-wiring lsp instead.');
const post = (message: FromWorker): void => {
  port.postMessage(message);
};
const caches = cacheRoot(undefined);
const compiled = compiledFolders(caches);
const ahead = aheadThread(compiled);

const folders = openFolders({
  docs: docsAddress(),
  pathOf(uri) {
    try {
      const path = uri.startsWith('file:') ? fileURLToPath(uri).replaceAll('\\', '/') : undefined;
      return path?.replace(/(?<=.)\/$/, '');
    } catch {
      return undefined;
    }
  },
  busesOf({ buses }) {
    const { settings, problems } = readSettings(JSON.stringify({ buses }));
    for (const problem of problems) post({ kind: 'log', message: `eventWiring.buses: ${problem}` });
    return settings.buses;
  },
  open(path, { buses }) {
    let indexing = true;
    const session = openReadable({
      files: diskFiles(path),
      languages: () => Promise.resolve(engine(compiled).languages),
      load: (name) => readFileSync(join(programFolder, name)),
      cache: diskCache(cacheFolder(path, caches), build),
      buses,
      ...(ahead && { ahead }),
      progress(stage, total) {
        if (!indexing) return;
        indexing = stage !== 'done';
        if (stage === 'done') keepCompiled(join(caches, 'code'));
        else post({ kind: 'state', state: { kind: 'indexing', message: stages[stage], total } });
      },
    });
    for (const problem of session.settingsProblems) post({ kind: 'log', message: `${path}: ${problem}` });
    return session;
  },
});
const stages = { finding: 'Looking for files', reading: 'Reading', linking: 'Linking' } as const;

port.on('message', answering({ folders, features, post }) satisfies (message: ToWorker) => void);

/** Throws with the reason as people say it. */
function openReadable(options: SessionOptions): Session {
  try {
    return openSession(options);
  } catch (error) {
    throw new Error(reasonOf(error), { cause: error });
  }
}
