/** Read model: one row per work effort. */
export class WorkEffortProjector {
  rows = new Map();

  onWorkEffortStarted(event) {
    this.rows.set(event.aggregateId, { title: event.data.title, owner: event.data.owner, progress: 0, status: 'active' });
  }

  onProgressUpdated(event) {
    this.#change(event, { progress: event.data.to });
  }

  onWorkEffortCompleted(event) {
    this.#change(event, { status: 'completed', progress: 100, duration: event.data.duration });
  }

  onWorkEffortChanged(event) {
    this.#change(event, event.data);
  }

  onGitHubIssueCreated(event) {
    this.#change(event, { issue: event.data.issue });
  }

  #change(event, changes) {
    this.rows.set(event.aggregateId, { ...this.rows.get(event.aggregateId), ...changes });
  }
}
