/** Takes back what a failed work effort has begun. */
export class Compensation {
  /** @param {import('../bus.js').EventBus} bus */
  constructor(bus, github) {
    this.bus = bus;
    this.github = github;
  }

  async onWorkEffortFailed(event) {
    await this.github.closeIssue(event.aggregateId, event.data.reason);
    await this.bus.publish({
      type: 'WorkEffort:Reverted',
      timestamp: Date.now(),
      aggregateId: event.aggregateId,
      data: { status: 'reverted' },
    });
  }

  async onWorkEffortAbandoned(event) {
    await this.github.closeIssue(event.aggregateId, 'abandoned');
  }
}
