/** Wiring that is written down and does not count: registered by what is switched off, or registered nowhere. */
import type { Place, Unwired } from '../../graph/graph';
import { forgottenListeners, type Registered } from '../../frameworks/laravelForgotten';
import type { Providers } from '../../frameworks/laravelProviders';
import type { RawListen, Spot } from '../../frameworks/phpFramework';
import type { Project } from '../../languages/php/project';
import { placeAt } from './places';

/** A provider or subscriber that is switched off, with what it would register. */
export interface OffOwner {
  readonly owner: NonNullable<RawListen['owner']>;
  readonly reason: string;
  readonly listens: readonly [RawListen, ...RawListen[]];
}

/** `heard` are classes that listen all the same. */
export function unwiredBy(
  { owner, reason, listens }: OffOwner,
  heard: ReadonlySet<string>,
  providers: Providers,
  project: Project,
  place: (spot: Spot) => Place,
): readonly Unwired[] {
  const [first] = listens;
  const entry = project.classNamed(owner.name);
  const list = owner.kind === 'provider' ? providers.listFor(owner.name) : undefined;
  const missing = list && { related: place(list), step: 'provider' as const };
  // The fault is the owner's; whoever asks about one of its listeners is told as well.
  const others = [...handlersOf(listens)].flatMap(([name, own]): Unwired[] => {
    const one = name === owner.name || heard.has(name) ? undefined : project.classNamed(name);
    if (!one) return [];
    return [
      {
        ...placeAt(one.file, one.facts, one.fact.nameAt),
        kind: 'listener',
        name,
        reason,
        events: eventsOf(own),
        ...missing,
        problem: false,
        owner: owner.name,
        framework: first.framework,
      },
    ];
  });
  return [
    {
      ...(entry ? placeAt(entry.file, entry.facts, entry.fact.nameAt) : place(first)),
      kind: owner.kind,
      name: owner.name,
      reason,
      events: eventsOf(listens),
      ...missing,
      problem: true,
      framework: first.framework,
    },
    ...others,
  ];
}

export function unwiredForgotten(
  project: Project,
  registered: Registered,
  place: (spot: Spot) => Place,
): readonly Unwired[] {
  return forgottenListeners(project, registered).map(({ name, events, reason, map, ...spot }) => ({
    ...place(spot),
    kind: 'listener',
    name,
    reason,
    events,
    ...(map && { related: place(map), ...(map.step && { step: map.step }) }),
    problem: true,
    framework: 'laravelEvents',
  }));
}

const eventsOf = (listens: readonly RawListen[]): string[] => [
  ...new Set(listens.flatMap((listen) => listen.event ?? [])),
];

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
