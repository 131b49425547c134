/** Side effects only: tells people, changes nothing. */
export class NotificationReactor {
  constructor(send) {
    this.send = send;
  }

  onWorkEffortStarted(event) {
    return this.send(event.data.owner, `“${event.data.title}” has begun`);
  }

  onWorkEffortCompleted(event) {
    return this.send('everyone', `${event.aggregateId} took ${event.data.duration} ms`);
  }

  onDeployFinished(event) {
    return this.send('everyone', `${event.aggregateId} is live`);
  }
}
