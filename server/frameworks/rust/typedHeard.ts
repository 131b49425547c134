/** Which typed events a listener hears, as listens of the graph. */
import type { Certainty, Listen } from '../../graph/graph';
import type { FunctionFacts } from '../../languages/rust/facts';
import { lastSegment } from '../../languages/rust/inferred';
import type { Item } from '../../languages/rust/moduleTables';
import { isIntegrationTest } from '../../languages/rust/read';
import type { RustWorld } from './contract';
import { idOf, nodesOf } from './eventNodes';
import { eventsNamed } from './typedEvents';
import type { EventType } from './eventTypes';
import type { ListenerImpl } from './listenerImpls';
import type { FoundEvent, FoundListen, TypedSurvey } from './typedFound';

export interface Style {
  readonly framework: string;
  /** Whether the framework owns an event; events without a declared type belong to the first that says so. */
  owns(event: EventType | undefined): boolean;
}

/** Declared in a unit test: an example, no event of the program. */
export function onlyTest({ item }: EventType): boolean {
  return item.facts.test === true && !isIntegrationTest(item.file);
}

export function handlerPlace(listener: ListenerImpl): FoundListen['handler'] {
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

export function nameOf(event: FoundEvent): string {
  const name = lastSegment(event.path);
  return event.variant === undefined ? name : `${name}::${event.variant}`;
}

export function heardBy(survey: TypedSurvey, listener: ListenerImpl): FoundEvent[] {
  if (listener.hears.kind === 'events')
    return listener.hears.types.flatMap((type) => (type.kind === 'named' ? [{ path: type.path, type }] : []));
  return listener.hears.kind === 'any' ? branchesOf(survey, listener) : [];
}

/** The events a listener of everything asks for by name or by type. */
function branchesOf({ typed }: TypedSurvey, listener: ListenerImpl): FoundEvent[] {
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

export function listensOf(world: RustWorld, survey: TypedSurvey, one: FoundListen, style: Style): Listen[] {
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

export function listenOf(
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
