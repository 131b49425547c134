import { completedForOthers } from '../events/integration.js';
import { EventTypes } from '../events/types.js';

/** Keeps an issue beside every work effort and tells other systems when it is done. */
export class GitHubSaga {
  /** @param {import('../bus.js').EventBus} bus */
  constructor(bus, github) {
    this.bus = bus;
    this.github = github;
  }

  async onWorkEffortStarted(event) {
    const issue = await this.github.createIssue(event.data.title);
    await this.bus.publish({
      type: EventTypes.GitHubIssueCreated,
      timestamp: Date.now(),
      aggregateId: event.aggregateId,
      data: { issue },
    });
  }

  async onWorkEffortCompleted(event) {
    await this.bus.publish(completedForOthers(event));
  }
}
