/**
 * Who hears what.
 *
 * @param {import('./bus.js').EventBus} bus
 */
export function wire(bus, { projector, notifications, cache, saga, delivery, compensation, live, outbox }) {
  bus.on('WorkEffortStarted', (e) => projector.onWorkEffortStarted(e), { priority: 10 });
  bus.on('ProgressUpdated', (e) => projector.onProgressUpdated(e), { priority: 10 });
  bus.on('WorkEffortCompleted', (e) => projector.onWorkEffortCompleted(e), { priority: 10 });
  bus.on('WorkEffort:*', (e) => projector.onWorkEffortChanged(e));
  bus.on('GitHubIssueCreated', (e) => projector.onGitHubIssueCreated(e));

  bus.on('WorkEffortStarted', (e) => notifications.onWorkEffortStarted(e), { retries: 3 });
  bus.on('WorkEfortCompleted', (e) => notifications.onWorkEffortCompleted(e), { retries: 3 });
  bus.on('DeployFinished', (e) => notifications.onDeployFinished(e), { retries: 3 });

  bus.on('FileChanged', (e) => cache.onFileChanged(e));
  bus.on('*:Updated', (e) => cache.onUpdated(e));
  bus.on('CacheInvalidated', (e) => live.show(e));
  bus.on('Deploy:*', (e) => live.show(e));

  bus.on('WorkEffortStarted', (e) => saga.onWorkEffortStarted(e), { async: true, retries: 5 });
  bus.on('WorkEffortCompleted', (e) => saga.onWorkEffortCompleted(e));
  bus.on('work-effort.completed.v1', (e) => outbox.push(e));

  bus.on('WorkEffortCompleted', (e) => delivery.onWorkEffortCompleted(e));
  bus.on('TestsPassed', (e) => delivery.onTestsPassed(e));
  bus.on('BuildComplete', (e) => delivery.onBuildComplete(e));

  bus.on('WorkEffortFailed', (e) => compensation.onWorkEffortFailed(e));
  bus.on('WorkEffortAbandoned', (e) => compensation.onWorkEffortAbandoned(e));
}
