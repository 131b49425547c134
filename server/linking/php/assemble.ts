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
import type { PhpFacts } from '../../languages/php/facts';
import { modelEvents } from '../../frameworks/laravelObservers';
import { readProviders } from '../../frameworks/laravelProviders';
import type { Context, RawListen, RawSend, Spot } from '../../frameworks/phpFramework';
import { assembleEvents, idOf } from './events';
import { describeHandler, fieldsOf, pushed } from './handlers';
import { matchListen, type Known } from './match';
import type { Memory } from './memory';
import { assembleChannels } from './channels';
import { assembleCommands } from './commands';
import { ownersOff, subscribersBelow } from './owners';
import { isTestFile, placeAt, without } from './places';
import type { FileFindings, Findings } from './scan';

export function assemble(
  all: readonly Findings[],
  files: ReadonlyMap<string, FileFindings>,
  context: Context,
  memory: Memory,
): LanguageGraph {
  const { project } = context;
  const factsOf = (file: string): PhpFacts | undefined => files.get(file)?.facts ?? project.workspace.facts(file);
  const place = (spot: Spot): ReturnType<typeof placeAt> => {
    if (spot.place) return { file: spot.file, ...spot.place };
    const facts = factsOf(spot.file);
    return facts ? placeAt(spot.file, facts, spot.at, spot.end) : { file: spot.file, line: 1, column: 1 };
  };
  const test = (file: string): { test?: true } => (isTestFile(file) ? { test: true } : {});

  // Parts come in the order of their files, so that sorting each part sorts the whole.
  const dispatches: Dispatch[] = all.flatMap((part) =>
    part.dispatches.length === 0
      ? []
      : memory.of('dispatches', part.dispatches, () =>
          sorted(
            part.dispatches.map((raw) => {
              const { at, end, event, ...site } = without(raw, 'form', 'place');
              project.facts(site.file);
              const spot = { file: site.file, at, ...(end !== undefined && { end }) };
              return {
                ...site,
                ...place(spot),
                ...test(site.file),
                event,
                eventId: event === null ? null : idOf(event),
              };
            }),
          ),
        ),
  );

  const registrations = all.flatMap((part) => part.registrations);
  const providers = readProviders(project, registrations);
  const switchedOff = ownersOff(registrations, (name) => providers.missing(name));
  const unwired: Unwired[] = [];
  const live: RawListen[] = [];
  const off = new Map<string, RawListen[]>();
  const inherited = subscribersBelow(registrations, project);
  for (const listen of all.flatMap((part) => part.listens).flatMap((one) => inherited(one))) {
    const reason = listen.owner && switchedOff(listen.owner);
    if (reason === undefined) live.push(listen);
    else {
      const key = `${listen.owner?.kind}|${listen.owner?.name}|${reason}`;
      const list = off.get(key);
      if (list) list.push(listen);
      else off.set(key, [listen]);
    }
  }
  const known: Known = { dispatched: new Map(), project };
  for (const dispatch of dispatches) {
    if (dispatch.eventId !== null && dispatch.event !== null) known.dispatched.set(dispatch.eventId, dispatch.event);
    else
      for (const candidate of dispatch.candidates ?? [])
        if (project.classNamed(candidate)) known.dispatched.set(idOf(candidate), candidate);
  }

  const firing = new Set(all.flatMap((part) => [...part.dispatches, ...part.jobs]).map((site) => site.in));
  const listens: Listen[] = live.map((listen) => {
    const {
      at,
      end,
      place: written,
      event,
      ...site
    } = without(listen, 'form', 'handler', 'owner', 'match', 'discovered', 'untyped');
    const { queued: byClass, calls, ...handler } = memory.of('handler', listen, () => describeHandler(listen, project));
    const telling = calls?.filter((name) => firing.has(name)) ?? [];
    const spot = { file: site.file, at, ...(end !== undefined && { end }), ...(written && { place: written }) };
    return {
      ...site,
      ...place(spot),
      ...test(site.file),
      event,
      eventId: event === null || event.includes('*') ? null : idOf(event),
      ...handler,
      ...(telling.length > 0 && { calls: telling }),
      ...((byClass || listen.queued) && { queued: true }),
      ...matchListen(listen, known),
    };
  });

  for (const [, group] of off) {
    const [first] = group;
    const owner = first?.owner;
    if (!first || !owner) continue;
    const entry = project.classNamed(owner.name);
    unwired.push({
      ...(entry ? placeAt(entry.file, entry.facts, entry.fact.nameAt) : place(first)),
      kind: owner.kind,
      name: owner.name,
      reason: switchedOff(owner) ?? '',
      events: [...new Set(group.flatMap((listen) => listen.event ?? []))],
      problem: true,
      framework: first.framework,
    });
  }

  const handledCommands = new Set(all.flatMap((part) => part.commands).map((command) => command.command));
  const isCommandOnly = (name: string): boolean =>
    handledCommands.has(name) &&
    !project.method(name, 'handle') &&
    !project.isA(name, 'Illuminate\\Contracts\\Queue\\ShouldQueue');
  const given = all.flatMap((part) => part.jobs);
  // A command bus of Laravel's own is the same call: what has a handler elsewhere is a command, not a job.
  const sent: RawSend[] = given.flatMap((job) =>
    job.job !== null && isCommandOnly(job.job)
      ? [{ file: job.file, at: job.at, command: job.job, framework: 'commandBus', sure: false }]
      : [],
  );
  const jobs: Job[] = given
    .filter((job) => job.job === null || !isCommandOnly(job.job))
    .map(({ at, end, ...site }) => {
      const entry = site.job === null ? undefined : project.classNamed(site.job);
      const declared = entry && placeAt(entry.file, entry.facts, entry.fact.nameAt);
      const fields =
        site.job === null ? [] : fieldsOf(site.job, project).filter((field) => field.unserializable !== undefined);
      return {
        ...site,
        ...place({ file: site.file, at, ...(end !== undefined && { end }) }),
        ...test(site.file),
        ...(site.job !== null && pushed(site.job, site.via, project)),
        ...(declared && { jobFile: declared.file, jobLine: declared.line }),
        ...(fields.length > 0 && { fields }),
      };
    });

  const observers: Observer[] = [];
  for (const { at, end, owner, ...site } of all.flatMap((part) => part.observers)) {
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

  const references: Reference[] = all
    .flatMap((part) => part.references)
    .map((raw) => without(raw, 'form', 'place'))
    .map(({ at, end, event, ...site }) => ({
      ...site,
      ...place({ file: site.file, at, ...(end !== undefined && { end }) }),
      ...test(site.file),
      event,
      eventId: event === null ? null : idOf(event),
    }));

  const commands = assembleCommands(all, sent, place, context);

  const channels = assembleChannels(all, place);
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

function sorted<T extends { readonly file: string; readonly line: number; readonly column: number }>(
  sites: readonly T[],
): T[] {
  return [...sites].sort((a, b) =>
    a.file === b.file ? a.line - b.line || a.column - b.column : a.file < b.file ? -1 : 1,
  );
}
