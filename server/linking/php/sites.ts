/** What the findings of one file are in the graph, each worked out once until something it rests on is edited. */
import { byPlace } from '../../graph/assemble';
import type { Dispatch, Job, Listen, Observer, Place, Reference } from '../../graph/graph';
import { modelEvents } from '../../frameworks/laravelObservers';
import { queueOfJob, queueOfListener } from '../../frameworks/laravelQueues';
import type { Context, RawJob, RawListen, RawObserver, Spot } from '../../frameworks/phpFramework';
import { idOf } from './events';
import { describeHandler, fieldsOf, pushed } from './handlers';
import type { Reached } from './match';
import type { Memory } from './memory';
import { isTestFile, placeAt, without } from './places';
import type { Share } from './shares';

export interface Sites {
  place(spot: Spot): Place;
  dispatches(part: Share): { readonly sites: readonly Dispatch[]; readonly reached: readonly Reached[] };
  /** Without what depends on the dispatches of all files. */
  listens(part: Share): ReadonlyMap<RawListen, Listen>;
  listen(raw: RawListen): Listen;
  jobs(part: Share): readonly Job[];
  observers(part: Share): readonly { readonly owner: RawObserver['owner']; readonly observer: Observer }[];
  references(part: Share): readonly Reference[];
}

export function openSites(context: Context, memory: Memory): Sites {
  const { project, evaluator } = context;

  const place = (spot: Spot): Place => {
    if (spot.place) return { file: spot.file, ...spot.place };
    const facts = project.facts(spot.file);
    return facts ? placeAt(spot.file, facts, spot.at, spot.end) : { file: spot.file, line: 1, column: 1 };
  };
  const test = (file: string): { test?: true } => (isTestFile(file) ? { test: true } : {});

  const reachedBy = (site: Dispatch): readonly Reached[] => {
    if (site.eventId !== null && site.event !== null) return [[site.eventId, site.event]];
    return (site.candidates ?? []).flatMap((name) => (project.classNamed(name) ? [[idOf(name), name] as const] : []));
  };

  const listen = (raw: RawListen): Listen => {
    const {
      at,
      end,
      event,
      place: written,
      ...site
    } = without(raw, 'form', 'handler', 'owner', 'match', 'discovered', 'untyped');
    const { queued: byClass, ...handler } = describeHandler(raw, project);
    const queue = byClass && raw.handler.kind === 'method' ? queueOfListener(raw.handler.of, evaluator) : undefined;
    const spot = { file: site.file, at, ...(end !== undefined && { end }), ...(written && { place: written }) };
    return {
      ...site,
      ...place(spot),
      ...test(site.file),
      event,
      eventId: event === null || event.includes('*') ? null : idOf(event),
      ...handler,
      ...((byClass || raw.queued) && { queued: true }),
      ...(queue !== undefined && { queue }),
    };
  };

  const job = ({ at, end, queue: said, ...site }: RawJob): Job => {
    const entry = site.job === null ? undefined : project.classNamed(site.job);
    const declared = entry && placeAt(entry.file, entry.facts, entry.fact.nameAt);
    const how = site.job === null ? {} : pushed(site.job, site.via, project);
    const queue = said ?? (site.job === null ? undefined : queueOfJob(site.job, evaluator));
    const fields =
      site.job === null ? [] : fieldsOf(site.job, project).filter((field) => field.unserializable !== undefined);
    return {
      ...site,
      ...place({ file: site.file, at, ...(end !== undefined && { end }) }),
      ...test(site.file),
      ...how,
      ...(queue !== undefined && !site.immediate && !how.immediate && { queue }),
      ...(declared && { jobFile: declared.file, jobLine: declared.line }),
      ...(fields.length > 0 && { fields }),
    };
  };

  return {
    place,
    dispatches: (part) =>
      memory.of('dispatches', part.file, [part], () => {
        const sites = part.dispatches
          .map((raw): Dispatch => {
            const { at, end, event, ...site } = without(raw, 'form', 'place');
            const spot = { file: site.file, at, ...(end !== undefined && { end }) };
            return { ...site, ...place(spot), ...test(site.file), event, eventId: event === null ? null : idOf(event) };
          })
          .sort(byPlace);
        return { sites, reached: sites.flatMap(reachedBy) };
      }),
    listens: (part) =>
      memory.of('listens', part.file, [part], () => new Map(part.listens.map((raw) => [raw, listen(raw)]))),
    listen,
    jobs: (part) => memory.of('jobs', part.file, [part], () => part.jobs.map(job)),
    observers: (part) =>
      memory.of('observers', part.file, [part], () =>
        part.observers.map(({ at, end, owner, ...site }) => {
          const events = [...modelEvents].filter((name) => project.method(site.observer, name));
          const spot = place({ file: site.file, at, ...(end !== undefined && { end }) });
          return { owner, observer: { ...site, ...spot, ...test(site.file), ...(events.length > 0 && { events }) } };
        }),
      ),
    references: (part) =>
      memory.of('references', part.file, [part], () =>
        part.references.map((raw) => {
          const { at, end, event, ...site } = without(raw, 'form', 'place');
          return {
            ...site,
            ...place({ file: site.file, at, ...(end !== undefined && { end }) }),
            ...test(site.file),
            event,
            eventId: event === null ? null : idOf(event),
          };
        }),
      ),
  };
}
