/** A field that cannot travel through a queue, in an event, listener or job that must. */
import type { Field, Graph, Place } from '../graph/graph';
import { isOwn, linksOf } from '../graph/links';
import { shortName, spokenHandler } from '../graph/wording';
import type { Diagnostic, Finding } from './diagnostic';

export const notSerializable: Diagnostic = {
  code: 'not-serializable',
  title: 'Queued with a field that cannot be serialised',
  severity: 'error',
  enabledByDefault: true,
  check: (graph) => {
    const told = new Set<string>();
    return [...events(graph), ...listeners(graph), ...jobs(graph)].flatMap((carrier) =>
      (carrier.fields ?? []).flatMap((field) => {
        if (field.unserializable === undefined) return [];
        const place: Place = {
          file: carrier.place.file,
          line: field.line ?? carrier.place.line,
          column: field.line === undefined ? carrier.place.column : (field.column ?? 1),
        };
        const key = `${place.file}:${place.line}:${field.name}`;
        if (told.has(key)) return [];
        told.add(key);
        return [findingOf(carrier, field, field.unserializable, place)];
      }),
    );
  },
};

interface Carrier {
  readonly name: string;
  /** Why it travels through a queue, as the end of a sentence. */
  readonly why: string;
  readonly fields: readonly Field[] | undefined;
  readonly place: Place;
}

function findingOf(carrier: Carrier, field: Field, reason: string, place: Place): Omit<Finding, 'code'> {
  return {
    severity: 'error',
    message: `${carrier.name} ${carrier.why}, and its field ${field.name} cannot be serialised (${reason.replace(/\.$/, '')}), so queueing it fails.`,
    place,
    subject: `${carrier.name}.${field.name}`,
  };
}

function events(graph: Graph): Carrier[] {
  const links = linksOf(graph);
  return graph.events.flatMap((event): Carrier[] => {
    if (event.file === undefined || event.external || !event.fields?.some((field) => field.unserializable)) return [];
    const queued = links.listensOf(event.id).find((listen) => listen.queued && isOwn(listen));
    if (!event.queued && !queued) return [];
    const why = queued ? `is heard by the queued ${spokenHandler(queued)}` : 'is queued';
    const place = { file: event.file, line: event.line ?? 1, column: event.column ?? 1 };
    return [{ name: shortName(event.name), why, fields: event.fields, place }];
  });
}

function listeners(graph: Graph): Carrier[] {
  return graph.listens.flatMap((listen): Carrier[] => {
    if (!listen.queued || !isOwn(listen) || listen.handlerFile === undefined) return [];
    const place = { file: listen.handlerFile, line: listen.handlerLine ?? 1, column: listen.handlerColumn ?? 1 };
    const [name = ''] = spokenHandler(listen).split('@');
    return [{ name, why: 'is a queued listener', fields: listen.fields, place }];
  });
}

function jobs(graph: Graph): Carrier[] {
  return graph.jobs.flatMap((job): Carrier[] => {
    if (!isOwn(job) || job.job === null || job.jobFile === undefined) return [];
    const place = { file: job.jobFile, line: job.jobLine ?? 1, column: 1 };
    return [{ name: shortName(job.job), why: 'is a queued job', fields: job.fields, place }];
  });
}
