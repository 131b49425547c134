/** Work that may run before the database transaction around its dispatch has been committed. */
import type { Dispatch, Graph, Listen } from '../graph/graph';
import { isOwn, linksOf, placeOf } from '../graph/links';
import { listed, shortName, spoken, spokenHandler } from '../graph/wording';
import type { Diagnostic, Finding } from './diagnostic';

export const afterCommit: Diagnostic = {
  code: 'after-commit',
  title: 'May run before the transaction is committed',
  severity: 'warning',
  enabledByDefault: true,
  check: (graph) => [...ignored(graph), ...tooEarly(graph), ...jobsTooEarly(graph)],
};

/** A declaration without effect: once per listener, however many events it hears. */
function ignored(graph: Graph): Omit<Finding, 'code'>[] {
  const told = new Set<string>();
  return graph.listens.flatMap((listen) => {
    if (!isOwn(listen) || listen.afterCommitIgnored === undefined || told.has(listen.handler)) return [];
    told.add(listen.handler);
    return [
      {
        severity: 'warning' as const,
        message: `${spokenHandler(listen)} is queued, so ${shortName(listen.afterCommitIgnored)} has no effect on it; it needs ShouldQueueAfterCommit to wait for the commit.`,
        place: handlerPlace(listen),
        subject: listen.handler,
      },
    ];
  });
}

/** A worker is quick: it may read the row before it is there. */
function tooEarly(graph: Graph): Omit<Finding, 'code'>[] {
  const links = linksOf(graph);
  return graph.dispatches.flatMap((dispatch: Dispatch) => {
    if (!isOwn(dispatch) || !dispatch.inTransaction || dispatch.wrapper || dispatch.eventId === null) return [];
    const event = links.event(dispatch.eventId);
    if (!event || event.afterCommit) return [];
    const queued = links
      .listensOf(event.id)
      .filter(
        (listen) => isOwn(listen) && listen.queued && !listen.afterCommit && listen.afterCommitIgnored === undefined,
      );
    const broadcast = event.broadcast === true && event.queued === true;
    if (!queued.length && !broadcast) return [];
    const who = queued.length ? `the queued ${listed(queued.map(spokenHandler))}` : 'its queued broadcast';
    return [
      {
        severity: 'warning' as const,
        message: `${spoken(event)} is dispatched inside a transaction, so ${who} may run before the commit, or run although it is rolled back.`,
        place: placeOf(dispatch),
        related: queued.map((listen) => ({
          place: placeOf(listen),
          message: `${spokenHandler(listen)} is queued and does not wait for the commit.`,
        })),
        subject: event.id,
      },
    ];
  });
}

function jobsTooEarly(graph: Graph): Omit<Finding, 'code'>[] {
  return graph.jobs.flatMap((job) => {
    if (!isOwn(job) || !job.inTransaction || job.afterCommit || job.immediate || job.job === null) return [];
    return [
      {
        severity: 'warning' as const,
        message: `${shortName(job.job)} is queued inside a transaction, so it may run before the commit, or run although it is rolled back.`,
        place: placeOf(job),
        subject: job.job,
      },
    ];
  });
}

function handlerPlace(listen: Listen): Finding['place'] {
  const { handlerFile: file, handlerLine: line, handlerColumn: column } = listen;
  return file !== undefined && line !== undefined && column !== undefined ? { file, line, column } : placeOf(listen);
}
