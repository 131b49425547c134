/** Facts, in the past tense. */
export const EventTypes = Object.freeze({
  WorkEffortStarted: 'WorkEffortStarted',
  ProgressUpdated: 'ProgressUpdated',
  WorkEffortCompleted: 'WorkEffortCompleted',
  WorkEffortFailed: 'WorkEffortFailed',
  WorkEffortRenamed: 'WorkEffort:Renamed',
  WorkEffortUpdated: 'WorkEffort:Updated',
  ProfileUpdated: 'Profile:Updated',
  GitHubIssueCreated: 'GitHubIssueCreated',
  TestsPassed: 'TestsPassed',
  BuildComplete: 'BuildComplete',
  DeployFinished: 'DeployFinished',
  FileChanged: 'FileChanged',
  CacheInvalidated: 'CacheInvalidated',
  WebSocketConnected: 'WebSocketConnected',
});
