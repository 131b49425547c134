import { EventTypes } from './events/types.js';

export class Profiles {
  #profiles = new Map();

  /** @param {import('./bus.js').EventBus} bus */
  constructor(bus) {
    this.bus = bus;
  }

  async update(userId, changes) {
    this.#profiles.set(userId, { ...this.#profiles.get(userId), ...changes });
    await this.bus.publish({ type: EventTypes.ProfileUpdated, aggregateId: userId, timestamp: Date.now(), data: changes });
  }
}
