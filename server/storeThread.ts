/** The thread of one store: a thin shell that gives `storeAnswering` the disk, this runtime's databases and its port. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parentPort } from 'node:worker_threads';
import { programFolder } from './installation';
import { storeAnswering } from './lsp/storeAnswering';
import type { FromStoreThread, ToStoreThread } from './lsp/storeMessages';
import { readSettings, settingsFile } from './settings';
import { diskWorld } from './stores/disk';
import { openInspector } from './stores/inspector';
import { StoreProblem } from './stores/store';
import { sqliteWriter } from './storeWriters';

const port = parentPort;
if (!port) throw new Error('This file is a thread of the language server; start event-wiring lsp instead.');
const post = (message: FromStoreThread): void => {
  port.postMessage(message);
};
const world = diskWorld((name) => readFileSync(join(programFolder, name)));

port.on(
  'message',
  storeAnswering({
    post,
    open(place, options) {
      if (place.kind === 'file') return openInspector(place.path, world, options);
      throw new StoreProblem(`${place.name} is a database on a server, and this version reads files only.`);
    },
    configured(folders) {
      const all = folders.flatMap((folder) => {
        try {
          return [readSettings(readFileSync(join(folder, settingsFile), 'utf8')).settings];
        } catch {
          // None there; what is wrong with one is told where the map is made.
          return [];
        }
      });
      return {
        mappings: all.flatMap(({ stores = [] }) => stores),
        sentences: Object.assign({}, ...all.map(({ sentences = {} }) => sentences)) as Record<string, string>,
      };
    },
    writer(place) {
      if (place.kind === 'file') return sqliteWriter(world.native?.(), place.path);
      throw new StoreProblem(`${place.name} cannot be written to from here. Copy the statement and run it there.`);
    },
  }) satisfies (message: ToStoreThread) => void,
);
