/** Puts the findings of all files together: events, links, wiring that is switched off; knows the files only by their facts. */
import { byPlace } from '../../graph/assemble';
import type {
  Channel,
  Command,
  FileProblem,
  Job,
  LanguageGraph,
  Listen,
  Observer,
  Reference,
  Unwired,
} from '../../graph/graph';
import { readProviders } from '../../frameworks/laravelProviders';
import type { Context, RawListen, RawRegistration, RawSend } from '../../frameworks/phpFramework';
import type { PhpFacts } from '../../languages/php/facts';
import { assembleChannels } from './channels';
import { assembleCommands } from './commands';
import { openEvents } from './events';
import { matchListen, openReach, type Matched, type Reach } from './match';
import { openFlat, openMade, sameItems, type Memory } from './memory';
import { ownersOff, subscribersBelow } from './owners';
import { placeAt } from './places';
import { openShares, type Share } from './shares';
import { openSites } from './sites';
import { openTally } from './tally';
import { unwiredBy, unwiredForgotten, type OffOwner } from './unwired';

export interface Assembly {
  /** Replaces what the file says; nothing when it is gone. */
  put(file: string, share: Share | undefined): void;
  /** Steps of registration that the files say. */
  registrations(): readonly RawRegistration[];
  /** `broken` are files of which a part does not read as PHP. */
  graph(broken: ReadonlyMap<string, PhpFacts>): LanguageGraph;
}

/** Keeps what it made of each file, and hands over the same lists for as long as they hold the same. */
export function openAssembly(context: Context, memory: Memory): Assembly {
  const { project } = context;
  const shares = openShares();
  const sites = openSites(context, memory);
  const events = openEvents(context, memory);
  const reachOf = openReach(project, memory);
  /** Where something is set off, as `in` names it. */
  const firing = openTally();
  const declared = openMade<ReadonlySet<string>>();
  const handled = openMade<ReadonlySet<string>>();
  /** What all files say of a kind: the same list for as long as it holds the same. */
  const flat = {
    dispatches: openFlat<LanguageGraph['dispatches'][number]>(),
    listens: openFlat<Listen>(),
    jobs: openFlat<Job>(),
    sends: openFlat<RawSend>(),
    observers: openFlat<Observer>(),
    references: openFlat<Reference>(),
    unwired: openFlat<Unwired>(),
  };

  const finished = new WeakMap<Listen, { matched: Matched; telling: readonly string[]; listen: Listen }>();
  /** With what all files together say of it; the same object for as long as they say the same. */
  const finish = (described: Listen, matched: Matched): Listen => {
    const telling = described.calls?.filter((name) => firing.has(name)) ?? [];
    const known = finished.get(described);
    if (known?.matched === matched && sameItems(known.telling, telling)) return known.listen;
    const { calls, ...rest } = described;
    void calls;
    const listen = { ...rest, ...(telling.length > 0 && { calls: telling }), ...matched };
    finished.set(described, { matched, telling, listen });
    return listen;
  };

  const listensOf = (part: Share, reach: Reach): ((raw: RawListen) => Listen) => {
    const described = sites.listens(part);
    const matched = memory.of(
      'matches',
      part.file,
      [part, reach],
      () => new Map(part.listens.map((raw) => [raw, matchListen(raw, reach)])),
    );
    return (raw) => finish(described.get(raw) ?? sites.listen(raw), matched.get(raw) ?? matchListen(raw, reach));
  };

  /** A command bus of Laravel's own is the same call: what has a handler elsewhere is a command, not a job. */
  const jobsAndSends = (): { readonly jobs: readonly Job[]; readonly sends: readonly RawSend[] } => {
    const commands = shares.values('commands');
    const isHandled = handled([commands], () => new Set(commands.map((command) => command.command)));
    const isCommandOnly = (name: string): boolean =>
      isHandled.has(name) &&
      !project.method(name, 'handle') &&
      !project.isA(name, 'Illuminate\\Contracts\\Queue\\ShouldQueue');
    const parts = shares.having('jobs').map((part) => {
      const jobs = sites.jobs(part);
      if (isHandled.size === 0) return { jobs, sends: [] };
      return memory.of('sends', part.file, [part, jobs, isHandled], () => ({
        jobs: jobs.filter(({ job }) => job === null || !isCommandOnly(job)),
        sends: part.jobs.flatMap(({ file, at, job }): RawSend[] =>
          job !== null && isCommandOnly(job) ? [{ file, at, command: job, framework: 'commandBus', sure: false }] : [],
        ),
      }));
    });
    return {
      jobs: flat.jobs(parts.map(({ jobs }) => jobs)),
      sends: flat.sends([shares.values('sends'), ...parts.map(({ sends }) => sends)]),
    };
  };

  const graph = (broken: ReadonlyMap<string, PhpFacts>): LanguageGraph => {
    const told = shares.having('dispatches').map(sites.dispatches);
    const dispatches = flat.dispatches(told.map((part) => part.sites));
    const reach = reachOf(told.map(({ reached }) => reached));

    const registrations = shares.values('registrations');
    const providers = readProviders(project, registrations);
    const switchedOff = ownersOff(registrations, (name) => providers.missing(name));
    const inherited = subscribersBelow(registrations, project);
    const registered: RawListen[] = [];
    const live: Listen[] = [];
    const liveHandlers = new Set<string>();
    const off = new Map<string, OffOwner & { readonly listens: RawListen[] }>();
    for (const part of shares.having('listens')) {
      const listenOf = listensOf(part, reach);
      for (const raw of part.listens.flatMap(inherited)) {
        registered.push(raw);
        const { owner } = raw;
        const reason = owner && switchedOff(owner);
        if (!owner || reason === undefined) {
          live.push(listenOf(raw));
          if (raw.handler.kind === 'method') liveHandlers.add(raw.handler.of);
          continue;
        }
        const key = `${owner.kind}|${owner.name}|${reason}`;
        const known = off.get(key);
        if (known) known.listens.push(raw);
        else off.set(key, { owner, reason, listens: [raw] });
      }
    }
    const listens = flat.listens([live]);

    const unwired: Unwired[] = [...off.values()].flatMap((owner) =>
      unwiredBy(owner, liveHandlers, providers, project, sites.place),
    );
    const named = shares.values('events');
    const isDeclared = declared(
      [named, reach.dispatched],
      () => new Set([...named.map(({ name }) => name), ...reach.dispatched.values()]),
    );
    const isEvent = (event: string): boolean =>
      isDeclared.has(event) || /^Illuminate\\(?:\w+\\)+Events\\\w+$/.test(event);
    unwired.push(...unwiredForgotten(project, { listens: registered, providers, isEvent }, sites.place));

    const { jobs, sends } = jobsAndSends();

    const observing: Observer[] = [];
    for (const { owner, observer } of shares.having('observers').flatMap(sites.observers)) {
      const reason = owner && switchedOff(owner);
      if (reason === undefined) observing.push(observer);
      else unwired.push(unwiredObserver(observer, reason));
    }
    const observers = flat.observers([observing]);

    const references = flat.references(shares.having('references').map(sites.references));
    const handling = shares.values('commands');
    const commands: readonly Command[] = memory.of('commands', '', [handling, sends], () =>
      assembleCommands(handling, sends, sites.place, context),
    );
    const channelled = shares.values('channels');
    const channels: readonly Channel[] = memory.of('channels', '', [channelled], () =>
      assembleChannels(channelled, sites.place),
    );
    return {
      events: events.nodes(listens),
      dispatches,
      listens,
      jobs,
      commands,
      observers,
      channels,
      references,
      unwired: flat.unwired([unwired.sort(byPlace)]),
      problems: [...broken].sort(([a], [b]) => (a < b ? -1 : 1)).map(([file, facts]) => problemIn(file, facts)),
      frameworks: frameworksOf([dispatches, listens, jobs, commands, observers, channels, references]),
    };
  };

  const fires = (share: Share): readonly (string | undefined)[] =>
    [...share.dispatches, ...share.jobs].map((site) => site.in);
  const said = new Map<string, Share>();
  return {
    put(file, share) {
      const before = said.get(file);
      if (before === share) return;
      if (before) firing.remove(fires(before));
      if (share) firing.add(fires(share));
      if (share) said.set(file, share);
      else said.delete(file);
      shares.put(file, share);
      events.put(file, share);
    },
    registrations: () => shares.values('registrations'),
    graph,
  };
}

function unwiredObserver(observer: Observer, reason: string): Unwired {
  const { file, line, column, endLine, endColumn } = observer;
  return {
    file,
    line,
    column,
    ...(endLine !== undefined && { endLine }),
    ...(endColumn !== undefined && { endColumn }),
    kind: 'observer',
    name: observer.observer,
    reason,
    events: (observer.events ?? []).map((name) => `eloquent.${name}: ${observer.model}`),
    problem: true,
    framework: observer.framework,
  };
}

function problemIn(file: string, facts: PhpFacts): FileProblem {
  const { line, column } = placeAt(file, facts, facts.error ?? 0);
  return {
    file,
    line,
    column,
    message: 'Part of this file does not read as PHP; the rest counts all the same.',
  };
}

const namesOf = new WeakMap<readonly { readonly framework: string }[], ReadonlySet<string>>();

function frameworksOf(lists: readonly (readonly { readonly framework: string }[])[]): string[] {
  const found = new Set<string>();
  for (const list of lists) {
    const names = namesOf.get(list) ?? new Set(list.map(({ framework }) => framework));
    namesOf.set(list, names);
    for (const name of names) found.add(name);
  }
  return [...found].sort();
}
