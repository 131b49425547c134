import { EventTypes } from '../events/types.js';

/** Process manager: a completed work effort is tested, built and deployed, one step after the other. */
export class DeliveryProcess {
  #steps = new Map();

  /** @param {import('../bus.js').EventBus} bus */
  constructor(bus, tools) {
    this.bus = bus;
    this.tools = tools;
  }

  async onWorkEffortCompleted({ aggregateId }) {
    await this.#run(aggregateId, 'RunTests');
    await this.bus.publish({ type: EventTypes.TestsPassed, timestamp: Date.now(), aggregateId });
  }

  async onTestsPassed({ aggregateId }) {
    await this.#run(aggregateId, 'RunBuild');
    await this.bus.publish({ type: EventTypes.BuildComplete, timestamp: Date.now(), aggregateId });
  }

  async onBuildComplete({ aggregateId }) {
    await this.#run(aggregateId, 'RunDeploy');
    await this.bus.publish({ type: EventTypes.DeployFinished, timestamp: Date.now(), aggregateId });
  }

  async #run(id, step) {
    this.#steps.set(id, step);
    await this.tools.run(step, id);
  }
}
