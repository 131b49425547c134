import { EventTypes } from '../events/types.js';

export class CacheReactor {
  #cache = new Map();

  /** @param {import('../bus.js').EventBus} bus */
  constructor(bus) {
    this.bus = bus;
  }

  async onFileChanged(event) {
    this.#cache.delete(event.path);
    await this.bus.publish({ type: EventTypes.CacheInvalidated, timestamp: Date.now(), key: event.path });
  }

  onUpdated(event) {
    this.#cache.delete(event.aggregateId);
  }
}
