/** What was found about typed events, joined to a share of the graph. */
import type {
  Certainty,
  Channel,
  Dispatch,
  EventNode,
  LanguageGraph,
  Listen,
  Observer,
  Reference,
  Site,
  Unwired,
} from '../../graph/graph';
import type { Field } from '../../graph/graph';
import type { FieldFacts, FunctionFacts, TypeRef } from '../../languages/rust/facts';
import { lastSegment } from '../../languages/rust/inferred';
import { isIntegrationTest } from '../../languages/rust/read';
import type { Item } from '../../languages/rust/names';
import type { RustWorld } from './contract';
import { answeredStrings, functionKey, placeOf, symbolOf } from './sites';
import type { FoundEvent, FoundListen, TypedFound, TypedSurvey } from './typedFound';
import { eventsNamed } from './typedEvents';
import type { EventType, ListenerImpl } from './typedEvents';

export function idOf(path: string, variant?: string): string {
  return `rust:${path}${variant === undefined ? '' : `::${variant}`}`;
}

export interface Style {
  readonly framework: string;
  /** Whether the framework owns an event; events without a declared type belong to the first that says so. */
  owns(event: EventType | undefined): boolean;
}

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

/** Declared in a unit test: an example, no event of the program. */
function onlyTest({ item }: EventType): boolean {
  return item.facts.test === true && !isIntegrationTest(item.file);
}

function itemFile(world: RustWorld, listener: ListenerImpl): string {
  const item = world.names.item(listener.path);
  return item && 'file' in item ? item.file : listener.file;
}

function handlerPlace(listener: ListenerImpl): FoundListen['handler'] {
  const fn = listener.handler;
  return fn
    ? {
        handler: `${listener.name}::${fn.name}`,
        handlerFile: listener.file,
        handlerLine: fn.spot[0],
        handlerColumn: fn.spot[1],
        handlerEndLine: fn.endLine,
      }
    : { handler: listener.name };
}

function nameOf(event: FoundEvent): string {
  const name = lastSegment(event.path);
  return event.variant === undefined ? name : `${name}::${event.variant}`;
}

function heardBy(survey: TypedSurvey, listener: ListenerImpl): FoundEvent[] {
  if (listener.hears.kind === 'events')
    return listener.hears.types.flatMap((type) => (type.kind === 'named' ? [{ path: type.path, type }] : []));
  return listener.hears.kind === 'any' ? branchesOf(survey, listener) : [];
}

/** The events a listener of everything asks for by name or by type. */
export function branchesOf({ typed }: TypedSurvey, listener: ListenerImpl): FoundEvent[] {
  const { body } = listener.handler ?? {};
  if (!body) return [];
  const found = new Map<string, FoundEvent>();
  const add = (event: EventType): void => {
    found.set(event.path, {
      path: event.path,
      type: { kind: 'named', path: event.path, name: event.name, args: [], item: event.item },
    });
  };
  const asksName = (index: number, depth = 0): boolean => {
    const expression = body.expressions[index];
    if (!expression || depth > 5) return false;
    if (expression.kind === 'method')
      return (
        /^(event_name|name|event_type|event_key|kind|topic|type_name)$/.test(expression.name) ||
        (/^(as_str|as_ref|to_string|to_owned|clone)$/.test(expression.name) && asksName(expression.receiver, depth + 1))
      );
    return false;
  };
  const strings = (index: number): string[] => {
    const expression = body.expressions[index];
    return expression?.kind === 'string'
      ? [expression.text]
      : expression?.kind === 'path' && expression.path.includes('::')
        ? [expression.path.split('::').at(-2) ?? '']
        : expression?.kind === 'call'
          ? strings(expression.callee)
          : [];
  };
  body.expressions.forEach((expression) => {
    if (expression.kind === 'equal') {
      if (asksName(expression.left))
        for (const name of strings(expression.right)) eventsNamed(typed, name).forEach(add);
      else if (asksName(expression.right))
        for (const name of strings(expression.left)) eventsNamed(typed, name).forEach(add);
    } else if (expression.kind === 'match' && asksName(expression.value)) {
      for (const arm of expression.arms)
        for (const part of arm.parts) if (part.text !== undefined) eventsNamed(typed, part.text).forEach(add);
    } else if (
      expression.kind === 'method' &&
      /^(downcast_ref|downcast|is|downcast_arc|as_event)$/.test(expression.name)
    ) {
      for (const generic of expression.generics) {
        const name = generic.kind === 'path' ? lastSegment(generic.path) : '';
        [...typed.events.values()].filter((event) => event.name === name).forEach(add);
      }
    }
  });
  return [...found.values()];
}

function listensOf(world: RustWorld, survey: TypedSurvey, one: FoundListen, style: Style): Listen[] {
  const { typed } = survey;
  if (one.event) {
    if (!style.owns(typed.events.get(one.event.path))) return [];
    return [listenOf(survey, one, one.event, style, one.wrapper ? 'dynamic' : 'exact')];
  }
  if (one.wrapper)
    return style.owns(undefined)
      ? [
          {
            ...one.site,
            ...one.handler,
            framework: style.framework,
            eventId: null,
            event: null,
            certainty: 'dynamic',
            wrapper: true,
            ...(one.reason !== undefined && { reason: one.reason }),
          },
        ]
      : [];
  if (one.pattern === undefined || !one.listener) return [];
  const all = [...typed.events.values()].filter((event) => style.owns(event) && !onlyTest(event));
  if (all.length === 0) return [];
  return [
    {
      ...baseListen(one, style),
      eventId: null,
      event: one.pattern,
      matches: all.flatMap((event) => nodesOf(world, event, style.framework).map((node) => node.id)),
      certainty: 'exact',
    },
  ];
}

function baseListen(one: FoundListen, style: Style): Omit<Listen, 'eventId' | 'event' | 'certainty'> {
  return {
    ...one.site,
    ...one.handler,
    framework: style.framework,
    ...(one.listener?.queued && { queued: true }),
    ...(one.listener?.queued && one.listener.queue !== undefined && { queue: one.listener.queue }),
    ...(one.listener?.afterCommit && { afterCommit: true }),
    ...(one.once && { once: true }),
    ...(one.wrapper && { wrapper: true }),
    ...(one.reason !== undefined && { reason: one.reason }),
  };
}

function listenOf(
  survey: TypedSurvey,
  one: FoundListen,
  event: FoundEvent,
  style: Style,
  certainty: Certainty,
): Listen {
  const item = event.type.kind === 'named' ? event.type.item : undefined;
  const queued = survey.typed.events.get(event.path)?.queued;
  const base = { ...baseListen(one, style), ...(queued && { queued: true }), certainty };
  if (item?.kind === 'enum' && event.variant === undefined)
    return {
      ...base,
      eventId: null,
      event: lastSegment(event.path),
      matches: heardVariants(one.listener?.handler, item).map((name) => idOf(event.path, name)),
    };
  return { ...base, eventId: idOf(event.path, event.variant), event: nameOf(event) };
}

/** The variants a handler's arms name, else all of them. */
function heardVariants(handler: FunctionFacts | undefined, item: Item & { kind: 'enum' }): string[] {
  const all = item.facts.variants.map((variant) => variant.name);
  const named = new Set<string>();
  for (const expression of handler?.body?.expressions ?? [])
    if (expression.kind === 'match')
      for (const arm of expression.arms)
        for (const part of arm.parts) if (part.path !== undefined) named.add(lastSegment(part.path));
  const heard = all.filter((name) => named.has(name));
  return heard.length > 0 ? heard : all;
}

export function nodesOf(world: RustWorld, event: EventType, framework: string): EventNode[] {
  const { item } = event;
  const shared = {
    language: 'rust' as const,
    framework,
    ...(event.queued && { queued: true }),
    ...(event.broadcast && { broadcast: true }),
    ...(event.afterCommit && { afterCommit: true }),
    ...(event.channels.length > 0 && { channels: event.channels.map((channel) => channel.text) }),
  };
  if (item.kind === 'struct')
    return [
      {
        id: idOf(event.path),
        name: event.name,
        kind: 'class',
        ...shared,
        ...placeOf(item.file, item.facts.spot),
        endColumn: item.facts.spot[1] + event.name.length,
        fields: item.facts.fields.map(fieldOf),
        ...(event.aliases.length > 0 && { aliases: event.aliases }),
      },
    ];
  const aliases = variantAliases(world, event);
  return item.facts.variants.map((variant) => ({
    id: idOf(event.path, variant.name),
    name: `${event.name}::${variant.name}`,
    kind: 'enumMember',
    ...shared,
    ...placeOf(item.file, variant.spot),
    endColumn: variant.spot[1] + variant.name.length,
    fields: variant.fields.map(fieldOf),
    ...(aliases.has(variant.name) && { aliases: [aliases.get(variant.name) ?? ''] }),
  }));
}

/** `match self { Self::Placed { .. } => "order.placed" }` in the function that names an enum's events. */
function variantAliases(world: RustWorld, event: EventType): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const { file, impl, index } of world.inference.implsOf(event.path)) {
    if (!impl.trait) continue;
    for (const fn of world.facts(file)?.functions ?? []) {
      if (fn.impl !== index || !/^(event_name|event_type|name|topic|kind)$/.test(fn.name) || !fn.body) continue;
      const { body } = fn;
      for (const expression of body.expressions)
        if (expression.kind === 'match')
          for (const arm of expression.arms) {
            const [text] = answeredStrings({ ...fn, body: { ...body, results: [arm.value] } });
            for (const part of arm.parts)
              if (part.path !== undefined && text !== undefined) found.set(lastSegment(part.path), text);
          }
    }
  }
  return found;
}

export function fieldOf(field: FieldFacts): Field {
  const type = showType(field.type);
  return {
    name: field.name,
    ...(type !== '' && { type }),
    mutable: field.public,
    line: field.spot[0],
    column: field.spot[1],
  };
}

export function showType(type: TypeRef): string {
  if (type.kind === 'path')
    return type.args.length > 0
      ? `${lastSegment(type.path)}<${type.args.map(showType).join(', ')}>`
      : lastSegment(type.path);
  if (type.kind === 'tuple') return `(${type.items.map(showType).join(', ')})`;
  if (type.kind === 'dyn' || type.kind === 'impl') return `${type.kind} ${type.bounds.map(showType).join(' + ')}`;
  return type.kind === 'function' ? 'fn' : '';
}

const observerAttribute = /#\[\s*(?:\w+::)*(?:observer|observed_by|observes)\b/;

/** `#[observer(User)]`: a macro of the project or a package writes the wiring. */
function macroObservers(world: RustWorld, style: Style): Observer[] {
  if (!style.owns(undefined)) return [];
  return world.candidates.flatMap((file) => {
    if (!world.reads(file, observerAttribute)) return [];
    const facts = world.facts(file);
    const owners = [
      ...(facts?.structs ?? []).map((struct) => ({
        attributes: struct.attributes,
        name: struct.name,
        test: struct.test,
      })),
      ...(facts?.impls ?? []).map((impl) => ({
        attributes: impl.attributes,
        name: showType(impl.type),
        test: impl.test,
      })),
    ];
    return owners.flatMap(({ attributes, name, test }) =>
      attributes
        .filter(
          (attribute) =>
            /(^|::)(observer|observed_by|observes)$/.test(attribute.name) && /^\s*[A-Z]\w*/.test(attribute.text),
        )
        .map((attribute) => ({
          ...placeOf(file, attribute.spot),
          model: lastSegment(/^\s*([\w:]+)/.exec(attribute.text)?.[1] ?? ''),
          observer: name,
          via: `#[${attribute.name}]`,
          certainty: 'dynamic' as const,
          reason: `The macro #[${attribute.name}] writes the registration.`,
          framework: style.framework,
          ...(test && { test: true as const }),
        })),
    );
  });
}

export { functionKey, symbolOf };
