/** Puts the findings of all files together: events, links, wiring that is switched off; knows the files only by their facts. */
import type {
  Dispatch,
  Job,
  LanguageGraph,
  Listen,
  Observer,
  Reference,
  Unwired,
  FileProblem,
} from '../../graph/graph';
import type { Project } from '../../languages/php/project';
import { modelEvents } from '../../frameworks/laravelObservers';
import { forgottenListeners } from '../../frameworks/laravelForgotten';
import { readProviders } from '../../frameworks/laravelProviders';
import { queueOfJob, queueOfListener } from '../../frameworks/laravelQueues';
import type { Context, RawJob, RawListen, RawSend, Spot } from '../../frameworks/phpFramework';
import { assembleEvents, idOf } from './events';
import { describeHandler, fieldsOf, pushed } from './handlers';
import { matchListen, reachOf } from './match';
import type { Memory } from './memory';
import { assembleChannels } from './channels';
import { assembleCommands } from './commands';
import { ownersOff, subscribersBelow } from './owners';
import { isTestFile, placeAt, without } from './places';
import { kinds, type FileFindings, type Findings } from './scan';

/** What one file says; '' stands for the workspace as a whole. */
type Share = Findings & { readonly file: string };

export function assemble(
  all: readonly Share[],
  files: ReadonlyMap<string, FileFindings>,
  context: Context,
  memory: Memory,
): LanguageGraph {
  const { project, evaluator } = context;
  const place = (spot: Spot): ReturnType<typeof placeAt> => {
    if (spot.place) return { file: spot.file, ...spot.place };
    const facts = project.facts(spot.file);
    return facts ? placeAt(spot.file, facts, spot.at, spot.end) : { file: spot.file, line: 1, column: 1 };
  };
  const test = (file: string): { test?: true } => (isTestFile(file) ? { test: true } : {});

  const { having, values } = sharesOf(all);

  // Parts come in the order of their files, so that sorting each part sorts the whole.
  const dispatches: Dispatch[] = [];
  const dispatched = new Map<string, string>();
  for (const part of having('dispatches')) {
    const said = memory.of('dispatches', part.file, part, () => {
      const sites = sorted(
        part.dispatches.map((raw): Dispatch => {
          const { at, end, event, ...site } = without(raw, 'form', 'place');
          const spot = { file: site.file, at, ...(end !== undefined && { end }) };
          return {
            ...site,
            ...place(spot),
            ...test(site.file),
            event,
            eventId: event === null ? null : idOf(event),
          };
        }),
      );
      return { sites, reached: sites.flatMap((site) => reachedBy(site, project)) };
    });
    for (const site of said.sites) dispatches.push(site);
    for (const [eventId, name] of said.reached) dispatched.set(eventId, name);
  }

  const registrations = values('registrations');
  const providers = readProviders(project, registrations);
  const switchedOff = ownersOff(registrations, (name) => providers.missing(name));
  const unwired: Unwired[] = [];
  const live: RawListen[] = [];
  const off = new Map<string, RawListen[]>();
  const inherited = subscribersBelow(registrations, project);
  const registered = values('listens');
  for (const listen of registered.flatMap((one) => inherited(one))) {
    const reason = listen.owner && switchedOff(listen.owner);
    if (reason === undefined) live.push(listen);
    else {
      const key = `${listen.owner?.kind}|${listen.owner?.name}|${reason}`;
      const list = off.get(key);
      if (list) list.push(listen);
      else off.set(key, [listen]);
    }
  }
  const reach = reachOf(dispatched, project);
  const describe = (listen: RawListen): Listen => {
    const {
      at,
      end,
      event,
      place: written,
      ...site
    } = without(listen, 'form', 'handler', 'owner', 'match', 'discovered', 'untyped');
    const { queued: byClass, ...handler } = describeHandler(listen, project);
    const queue =
      byClass && listen.handler.kind === 'method' ? queueOfListener(listen.handler.of, evaluator) : undefined;
    const spot = { file: site.file, at, ...(end !== undefined && { end }), ...(written && { place: written }) };
    return {
      ...site,
      ...place(spot),
      ...test(site.file),
      event,
      eventId: event === null || event.includes('*') ? null : idOf(event),
      ...handler,
      ...((byClass || listen.queued) && { queued: true }),
      ...(queue !== undefined && { queue }),
    };
  };
  const described = new Map<RawListen, Listen>();
  for (const part of having('listens')) {
    const said = memory.of('listens', part.file, part, () =>
      part.listens.map((listen) => [listen, describe(listen)] as const),
    );
    for (const [listen, found] of said) described.set(listen, found);
  }
  const firing = new Set(having('dispatches').flatMap((part) => part.dispatches.map((site) => site.in)));
  for (const part of having('jobs')) for (const site of part.jobs) firing.add(site.in);
  const listens: Listen[] = live.map((listen) => {
    const { calls, ...rest } = described.get(listen) ?? describe(listen);
    const telling = calls?.filter((name) => firing.has(name)) ?? [];
    return { ...rest, ...(telling.length > 0 && { calls: telling }), ...matchListen(listen, reach) };
  });

  const heard = new Set(live.flatMap(({ handler }) => (handler.kind === 'method' ? [handler.of] : [])));
  for (const [, group] of off) {
    const [first] = group;
    const owner = first?.owner;
    if (!first || !owner) continue;
    const entry = project.classNamed(owner.name);
    const list = owner.kind === 'provider' ? providers.listFor(owner.name) : undefined;
    unwired.push({
      ...(entry ? placeAt(entry.file, entry.facts, entry.fact.nameAt) : place(first)),
      kind: owner.kind,
      name: owner.name,
      reason: switchedOff(owner) ?? '',
      events: [...new Set(group.flatMap((listen) => listen.event ?? []))],
      ...(list && { related: place(list), step: 'provider' as const }),
      problem: true,
      framework: first.framework,
    });
    // The fault is the owner's; whoever asks about one of its listeners is told as well.
    for (const [name, own] of handlersOf(group)) {
      const one = name === owner.name || heard.has(name) ? undefined : project.classNamed(name);
      if (!one) continue;
      unwired.push({
        ...placeAt(one.file, one.facts, one.fact.nameAt),
        kind: 'listener',
        name,
        reason: switchedOff(owner) ?? '',
        events: [...new Set(own.flatMap((listen) => listen.event ?? []))],
        ...(list && { related: place(list), step: 'provider' as const }),
        problem: false,
        owner: owner.name,
        framework: first.framework,
      });
    }
  }

  const declared = new Set([...values('events').map(({ name }) => name), ...dispatched.values()]);
  for (const { name, events, reason, map, ...spot } of forgottenListeners(project, {
    listens: registered,
    providers,
    isEvent: (event) => declared.has(event) || /^Illuminate\\(?:\w+\\)+Events\\\w+$/.test(event),
  }))
    unwired.push({
      ...place(spot),
      kind: 'listener',
      name,
      reason,
      events,
      ...(map && { related: place(map), ...(map.step && { step: map.step }) }),
      problem: true,
      framework: 'laravelEvents',
    });

  const handledCommands = new Set(values('commands').map((command) => command.command));
  const isCommandOnly = (name: string): boolean =>
    handledCommands.has(name) &&
    !project.method(name, 'handle') &&
    !project.isA(name, 'Illuminate\\Contracts\\Queue\\ShouldQueue');
  const jobOf = ({ at, end, queue: said, ...site }: RawJob): Job => {
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
  const given = values('jobs');
  const shown = new Map<RawJob, Job>();
  for (const part of having('jobs')) {
    const said = memory.of('jobs', part.file, part, () => part.jobs.map((raw) => [raw, jobOf(raw)] as const));
    for (const [raw, job] of said) shown.set(raw, job);
  }
  // A command bus of Laravel's own is the same call: what has a handler elsewhere is a command, not a job.
  const sent: RawSend[] = given.flatMap((job) =>
    job.job !== null && isCommandOnly(job.job)
      ? [{ file: job.file, at: job.at, command: job.job, framework: 'commandBus', sure: false }]
      : [],
  );
  const jobs: Job[] = given
    .filter((job) => job.job === null || !isCommandOnly(job.job))
    .flatMap((job) => shown.get(job) ?? []);

  const observers: Observer[] = [];
  for (const { at, end, owner, ...site } of values('observers')) {
    const spot = place({ file: site.file, at, ...(end !== undefined && { end }) });
    const reason = owner && switchedOff(owner);
    const events = [...modelEvents].filter((name) => project.method(site.observer, name));
    if (reason !== undefined)
      unwired.push({
        ...spot,
        kind: 'observer',
        name: site.observer,
        reason,
        events: events.map((name) => `eloquent.${name}: ${site.model}`),
        problem: true,
        framework: site.framework,
      });
    else observers.push({ ...site, ...spot, ...test(site.file), ...(events.length > 0 && { events }) });
  }

  const references: Reference[] = values('references')
    .map((raw) => without(raw, 'form', 'place'))
    .map(({ at, end, event, ...site }) => ({
      ...site,
      ...place({ file: site.file, at, ...(end !== undefined && { end }) }),
      ...test(site.file),
      event,
      eventId: event === null ? null : idOf(event),
    }));

  const commands = assembleCommands(values('commands'), [...values('sends'), ...sent], place, context);

  const channels = assembleChannels(values('channels'), place);
  const events = assembleEvents(all, { dispatches, listens, references }, context, memory);
  const problems: FileProblem[] = [];
  for (const [file, { facts }] of files) {
    if (facts.error === undefined) continue;
    const spot = placeAt(file, facts, facts.error);
    problems.push({
      file,
      line: spot.line,
      column: spot.column,
      message: 'Part of this file does not read as PHP; the rest counts all the same.',
    });
  }
  const frameworks = [
    ...new Set(
      [...dispatches, ...listens, ...jobs, ...commands, ...observers, ...channels, ...references].map(
        (site) => site.framework,
      ),
    ),
  ].sort();
  return {
    events,
    dispatches,
    listens: sorted(listens),
    jobs: sorted(jobs),
    commands: sorted(commands),
    observers: sorted(observers),
    channels: sorted(channels),
    references: sorted(references),
    unwired: sorted(unwired),
    problems: problems.sort((a, b) => (a.file < b.file ? -1 : 1)),
    frameworks,
  };
}

/** The parts that say something of a kind, and what they say, without going through all of them for every kind. */
function sharesOf(all: readonly Share[]): {
  having(kind: keyof Findings): readonly Share[];
  values<Kind extends keyof Findings>(kind: Kind): Findings[Kind][number][];
} {
  const parts = new Map<keyof Findings, Share[]>(kinds.map((kind) => [kind, []]));
  for (const part of all) for (const kind of kinds) if (part[kind].length > 0) parts.get(kind)?.push(part);
  const having = (kind: keyof Findings): readonly Share[] => parts.get(kind) ?? [];
  return {
    having,
    values: <Kind extends keyof Findings>(kind: Kind) =>
      having(kind).flatMap((part) => part[kind] as readonly Findings[Kind][number][]),
  };
}

/** Registrations by the class that handles them. */
function handlersOf(listens: readonly RawListen[]): ReadonlyMap<string, readonly RawListen[]> {
  const groups = new Map<string, RawListen[]>();
  for (const listen of listens) {
    if (listen.handler.kind !== 'method') continue;
    const group = groups.get(listen.handler.of);
    if (group) group.push(listen);
    else groups.set(listen.handler.of, [listen]);
  }
  return groups;
}

/** Events a dispatch certainly or possibly reaches, by id. */
function reachedBy(site: Dispatch, project: Project): (readonly [string, string])[] {
  if (site.eventId !== null && site.event !== null) return [[site.eventId, site.event]];
  return (site.candidates ?? []).flatMap((name) => (project.classNamed(name) ? [[idOf(name), name] as const] : []));
}

function sorted<T extends { readonly file: string; readonly line: number; readonly column: number }>(
  sites: readonly T[],
): T[] {
  return [...sites].sort((a, b) =>
    a.file === b.file ? a.line - b.line || a.column - b.column : a.file < b.file ? -1 : 1,
  );
}
