/** What was found about typed events, joined to a share of the graph. */
import type { Channel, Dispatch, EventNode, LanguageGraph, Listen, Reference, Site, Unwired } from '../../graph/graph';
import { lastSegment } from '../../languages/rust/inferred';
import type { RustWorld } from './contract';
import { idOf, nodesOf } from './eventNodes';
import { macroObservers } from './macroObservers';
import { placeOf } from './sites';
import type { ListenerImpl } from './listenerImpls';
import type { FoundEvent, TypedFound, TypedSurvey } from './typedFound';
import { handlerPlace, heardBy, listenOf, listensOf, nameOf, onlyTest, type Style } from './typedHeard';

export function graphOfTyped(
  world: RustWorld,
  survey: TypedSurvey,
  found: ReadonlyMap<string, TypedFound>,
  style: Style,
): Partial<LanguageGraph> {
  const { typed } = survey;
  const own = (path: string): boolean => style.owns(typed.events.get(path));
  const events = [...typed.events.values()].filter((event) => style.owns(event) && !onlyTest(event));
  const nodes = new Map<string, EventNode>();
  for (const event of events) for (const node of nodesOf(world, event, style.framework)) nodes.set(node.id, node);
  const file = <T extends { site: Omit<Site, 'certainty' | 'framework'> }>(
    pick: (one: TypedFound) => readonly T[],
  ): T[] => [...found.values()].flatMap((one) => [...pick(one)]);
  const adhoc = (event: FoundEvent): void => {
    if (typed.events.has(event.path)) return;
    const { type } = event;
    const item = type.kind === 'named' ? type.item : undefined;
    if (item?.kind === 'struct' || item?.kind === 'enum')
      for (const node of nodesOf(
        world,
        {
          path: event.path,
          name: item.facts.name,
          item,
          aliases: [],
          queued: false,
          broadcast: false,
          afterCommit: false,
          channels: [],
          named: false,
        },
        style.framework,
      ))
        nodes.set(node.id, node);
    else
      nodes.set(idOf(event.path), {
        id: idOf(event.path),
        name: lastSegment(event.path),
        language: 'rust',
        kind: 'class',
        external: true,
        framework: style.framework,
      });
  };

  const dispatches: Dispatch[] = [];
  const hidden = (event: FoundEvent | undefined): boolean => {
    const known = event && typed.events.get(event.path);
    return known !== undefined && onlyTest(known);
  };
  for (const one of file((found) => found.dispatches)) {
    if (hidden(one.event)) continue;
    if (one.event ? !own(one.event.path) : !style.owns(undefined)) continue;
    if (one.event) adhoc(one.event);
    const external = one.event !== undefined && one.event.type.kind === 'named' && one.event.type.item === undefined;
    dispatches.push({
      ...one.site,
      framework: style.framework,
      eventId: one.event ? idOf(one.event.path, one.event.variant) : null,
      event: one.event ? nameOf(one.event) : null,
      certainty: one.event ? 'exact' : 'dynamic',
      ...(one.reason !== undefined && { reason: one.reason }),
      ...(one.candidates && { candidates: one.candidates }),
      ...(one.record && { stage: 'record' as const }),
      ...(one.wrapper && { wrapper: true }),
      ...(external && { external: true }),
      ...(one.event && typed.events.get(one.event.path)?.queued && { queued: true }),
    });
  }

  const registered = new Set<string>();
  const listens: Listen[] = [];
  for (const one of file((found) => found.listens)) {
    if (one.listener) registered.add(one.listener.path);
    if (hidden(one.event)) continue;
    if (one.event) adhoc(one.event);
    for (const made of listensOf(world, survey, one, style)) listens.push(made);
  }
  const builtAt = new Map<string, Omit<Site, 'certainty' | 'framework'>>();
  for (const one of [...found.values()]
    .flatMap((one) => [...one.built])
    .sort((left, right) => Number(left.site.test ?? false) - Number(right.site.test ?? false)))
    if (!builtAt.has(one.path)) builtAt.set(one.path, one.site);
  const unwired: Unwired[] = [];
  for (const listener of typed.listeners) {
    if (registered.has(listener.path) || listener.hears.kind === 'blanket') continue;
    const types = heardBy(survey, listener).filter((event) => !hidden(event));
    if (types.length > 0 ? !types.some((type) => own(type.path)) : !style.owns(undefined)) continue;
    const site = builtAt.get(listener.path);
    if (site) {
      for (const event of types)
        listens.push(
          listenOf(
            survey,
            {
              site,
              event,
              handler: handlerPlace(listener),
              listener,
              once: false,
              wrapper: false,
              reason: `${listener.name} is made here and handed on; no call says that it is registered.`,
            },
            event,
            style,
            'inferred',
          ),
        );
      continue;
    }
    if (listener.test) continue;
    const names = types.map((event) => nameOf(event));
    const macro = world
      .facts(listener.file)
      ?.structs.find((struct) => struct.name === listener.name)
      ?.attributes.concat(listener.impl.attributes)
      .find((attribute) =>
        /(^|::)(\w*listener|\w*subscriber|\w*event_handler|auto_register|register|inventory|injectable|component)$/i.test(
          attribute.name,
        ),
      );
    if (macro) {
      for (const event of types)
        listens.push(
          listenOf(
            survey,
            {
              site: { ...placeOf(listener.file, macro.spot), via: `#[${macro.name}]`, in: listener.name },
              event,
              handler: handlerPlace(listener),
              listener,
              once: false,
              wrapper: false,
              reason: `The macro #[${macro.name}] registers it.`,
            },
            event,
            style,
            'inferred',
          ),
        );
      continue;
    }
    unwired.push({
      ...placeOf(itemFile(world, listener), listener.spot),
      kind: 'listener',
      name: listener.name,
      reason: `Listener ${listener.name} is implemented and nothing registers it${names.length > 0 ? `, so it never hears ${names.join(', ')}` : ''}.`,
      events: names,
      problem: true,
      framework: style.framework,
    });
  }

  const references: Reference[] = file((found) => found.references)
    .filter((one) => (one.event ? own(one.event.path) && !hidden(one.event) : style.owns(undefined)))
    .map((one) => ({
      ...one.site,
      framework: style.framework,
      eventId: one.event ? idOf(one.event.path, one.event.variant) : null,
      event: one.event ? nameOf(one.event) : (one.name ?? null),
      certainty: 'exact',
    }));
  const channels: Channel[] = events.flatMap((event) =>
    event.channels.map(({ text, file: at, spot }) => ({
      ...placeOf(at, spot),
      pattern: text,
      kind: /^private-/.test(text) ? ('private' as const) : ('unknown' as const),
      events: [event.name],
      authorized: false,
      framework: style.framework,
      certainty: 'exact' as const,
    })),
  );
  return {
    events: [...nodes.values()],
    dispatches,
    listens,
    references,
    channels,
    unwired,
    observers: macroObservers(world, style),
  };
}

function itemFile(world: RustWorld, listener: ListenerImpl): string {
  const item = world.names.item(listener.path);
  return item && 'file' in item ? item.file : listener.file;
}
