import { watch } from 'node:fs';

import { EventTypes } from './events/types.js';

/** @param {import('./bus.js').EventBus} bus */
export function watchFolder(bus, folder) {
  return watch(folder, { recursive: true }, (_kind, path) => {
    void bus.publish({ type: EventTypes.FileChanged, timestamp: Date.now(), path });
  });
}
