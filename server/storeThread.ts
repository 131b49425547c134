/** The thread of one store: a thin shell that gives `storeAnswering` the disk, this runtime's databases and its port. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parentPort } from 'node:worker_threads';
import { programFolder } from './installation';
import { storeAnswering } from './lsp/storeAnswering';
import type { FromStoreThread, ToStoreThread } from './lsp/storeMessages';
import { readSettings, settingsFile } from './settings';
import { diskWorld } from './stores/disk';
import { inspect, openInspector } from './stores/inspector';
import type { Inspector, InspectorOptions } from './stores/questions';
import { openDatabase } from './stores/sources/database';
import { databaseWriter } from './stores/writers/database';
import { sqliteWriter } from './stores/writers/sqlite';

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
      return place.kind === 'file' ? openInspector(place.path, world, options) : connect(place, options);
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
        mask: all.flatMap(({ mask = [] }) => mask),
        sentences: Object.assign({}, ...all.map(({ sentences = {} }) => sentences)) as Record<string, string>,
      };
    },
    writer(place) {
      return place.kind === 'file'
        ? sqliteWriter(world, place.path)
        : databaseWriter(place.connection, { read: (path) => readFileSync(path) });
    },
  }) satisfies (message: ToStoreThread) => void,
);

/** Goes by the name that people gave the connection. */
async function connect(
  { name, connection }: { readonly name: string; readonly connection: string },
  options: InspectorOptions,
): Promise<Inspector> {
  const source = await openDatabase(connection, { read: (path) => readFileSync(path) });
  try {
    return await inspect(source, options, { name });
  } catch (error) {
    await source.close();
    throw error;
  }
}
