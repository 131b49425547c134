/** What the arguments of a registration say: which event, which listener, which function. */
import type { Handler } from '../../graph/graph';
import type { FunctionFacts } from '../../languages/rust/facts';
import { lastSegment, peel } from '../../languages/rust/inferred';
import type { Type } from '../../languages/rust/inferred';
import type { CallSite, RustWorld } from './contract';
import { handlerOf } from './sites';
import type { ListenerImpl } from './listenerImpls';
import type { FoundEvent, Reading } from './typedFound';
import { anyType, eventOf, listenersFor } from './typedSites';

export interface Registration {
  events: FoundEvent[];
  listeners: readonly ListenerImpl[];
  handler: Handler | undefined;
  name: string | undefined;
}

export function readRegistrationArgument(
  reading: Reading,
  site: CallSite,
  index: number,
  accept: (type: Type) => FoundEvent | undefined,
  registration: Registration,
): void {
  const { world, survey } = reading;
  const { context, body } = site;
  const expression = body.expressions[index];
  if (!expression) return;
  if (expression.kind === 'string') {
    registration.name ??= expression.text;
    return;
  }
  if (expression.kind === 'call') {
    const callee = body.expressions[expression.callee];
    if (
      callee?.kind === 'path' &&
      /(^|::)(TypeId::of|type_name|type_name_of_val|event_type|EventType::of)$/.test(callee.path)
    ) {
      for (const generic of callee.generics) {
        const event =
          accept(world.inference.lower(generic, context)) ?? anyType(world.inference.lower(generic, context));
        if (event) registration.events.push(event);
      }
      return;
    }
    if (callee?.kind === 'path' && /::(event_name|name|event_type|NAME|EVENT_NAME)$/.test(callee.path)) {
      const event = eventOf(
        survey.typed,
        world.inference.lower(
          { kind: 'path', path: callee.path.slice(0, callee.path.lastIndexOf('::')), args: [] },
          context,
        ),
      );
      if (event) registration.events.push(event);
      return;
    }
    if (
      expression.args.length === 1 &&
      callee?.kind === 'path' &&
      /(^|::)(Arc|Box|Rc|Some)(::(new|pin|from))?$/.test(callee.path)
    ) {
      const inner = body.expressions[expression.args[0] ?? 0];
      if (inner?.kind === 'closure')
        return readRegistrationArgument(reading, site, expression.args[0] ?? 0, accept, registration);
    }
  }
  if (expression.kind === 'closure') {
    const type = world.inference.typeOf(context, body, index);
    const events = type.kind === 'function' ? type.parameters.flatMap((parameter) => accept(parameter) ?? []) : [];
    if (registration.events.length === 0) registration.events.push(...events);
    registration.handler = {
      handler: 'closure',
      handlerFile: site.file,
      handlerLine: expression.spot[0],
      handlerColumn: expression.spot[1],
      handlerEndLine: expression.endLine,
    };
    return;
  }
  const type = concreteType(world, site, index, 0);
  const listeners = listenersFor(survey.typed, type);
  if (listeners.length > 0) {
    registration.listeners = [...registration.listeners, ...listeners];
    return;
  }
  if (expression.kind === 'path') {
    if (site.call.kind === 'macro') {
      const named = world.inference.lower({ kind: 'path', path: expression.path, args: [] }, context);
      const own = listenersFor(survey.typed, named);
      const event = eventOf(survey.typed, named);
      if (own.length > 0) registration.listeners = [...registration.listeners, ...own];
      else if (event) registration.events.push(event);
      if (own.length > 0 || event) return;
    }
    if (type.kind === 'function') {
      const events = type.parameters.flatMap((parameter) => accept(parameter) ?? []);
      const target = functionOf(world, site, expression.path);
      if (!target) return;
      if (registration.events.length === 0) registration.events.push(...events);
      if (events.length > 0 || registration.events.length > 0)
        registration.handler = handlerOf(target.file, target.name, target.fn);
    }
  }
}

function functionOf(
  world: RustWorld,
  site: CallSite,
  path: string,
): { file: string; name: string; fn: FunctionFacts } | undefined {
  const item = world.names.resolve(
    site.file,
    site.context.module,
    path.replace(/^Self(?=::)/, () => (site.context.impl?.type.kind === 'path' ? site.context.impl.type.path : 'Self')),
    'value',
  );
  if (item.kind === 'function') return { file: item.file, name: item.facts.name, fn: item.facts };
  if (item.kind !== 'associated' || !item.owner || item.owner.kind === 'external' || item.owner.kind === 'associated')
    return undefined;
  const found = world.inference.method(
    { kind: 'named', path: item.ownerPath, name: lastSegment(item.ownerPath), args: [], item: item.owner },
    item.name,
  );
  return (
    found && { file: found.context.file, name: `${lastSegment(item.ownerPath)}::${item.name}`, fn: found.function }
  );
}

/** The type before it was cast, or declared, to be any listener. */
function concreteType(world: RustWorld, site: CallSite, index: number, depth: number): Type {
  const { body, context } = site;
  const expression = body.expressions[index];
  const type = peel(world.inference.typeOf(context, body, index));
  if (depth > 6 || (type.kind !== 'object' && type.kind !== 'unknown')) return type;
  if (expression?.kind === 'cast') return concreteType(world, site, expression.of, depth + 1);
  if (expression?.kind === 'method' && expression.args.length === 0)
    return concreteType(world, site, expression.receiver, depth + 1);
  if (expression?.kind === 'call' && expression.args.length === 1) {
    const callee = body.expressions[expression.callee];
    const wraps = callee?.kind === 'path' && /(^|::)(Arc|Box|Rc|Some)(::(new|pin|from|clone))?$/.test(callee.path);
    return wraps ? concreteType(world, site, expression.args[0] ?? 0, depth + 1) : type;
  }
  const local =
    expression?.kind === 'path'
      ? world.inference.binding(context, body, expression.path, expression.offset)
      : undefined;
  return local?.value !== undefined && local.steps.length === 0
    ? concreteType(world, site, local.value, depth + 1)
    : type;
}
