/** Events heard through observables: `ofType(X)` and what is subscribed to it, here or elsewhere. */
import type { CallFact, Expression } from '../../languages/javascript/facts';
import { nothing, spotOf, type Emission, type Findings, type HandlerPlace } from './emissions';
import type { Verdict } from './emitters/emitter';
import { findName } from './evaluation/scopes';
import { builtBy, handlerFrom, placeOfFunction } from './handlers';
import { eventNames, spotAt } from './names';
import type { Program } from './program';
import { saying } from './sieve';
import type { Shape } from './shape';
import { type Source, labelOf } from './sources';
import { type Context, originOf } from './values';

/** `bus.ofType(X).pipe(…).subscribe(handler)`. */
export function ofTypeSite(program: Program, shape: Shape, verdict: Verdict): Findings {
  if (verdict.kind === 'wrapper' || verdict.kind === 'none' || verdict.kind === 'external') return nothing;
  const emitter = verdict.kind === 'emitter' ? verdict : undefined;
  const names = eventNames(program, shape, undefined, 'listen').filter(
    (name) => name.event.kind === 'class' || name.event.kind === 'externalClass' || emitter,
  );
  const handlerIn = (context: Context): HandlerPlace => {
    const handler = subscribed(program, shape.source, shape.index, context) ?? { handler: 'closure' };
    return builtBy(handler, context) ?? handler;
  };
  const unknown: string | undefined = emitter
    ? emitter.inferred
    : 'The receiver is not to be seen; it is used like an event bus.';
  const emissions: Emission[] = names.map((name) => ({
    direction: 'listen',
    spot: spotAt(name.context, shape, name.written),
    event: name.event,
    ...(emitter && { emitter }),
    via: 'ofType',
    framework: emitter?.framework === 'nestCqrs' ? 'nestCqrs' : 'typedBus',
    certainty: unknown === undefined ? 'exact' : 'inferred',
    ...(unknown !== undefined && { reason: unknown }),
    ...(originOf(name.context) && { derived: true }),
    handler: handlerIn(name.context),
  }));
  const through = names.some((name) => originOf(name.context));
  if (emitter && (through || !emissions.length))
    emissions.push({
      direction: 'listen',
      spot: spotOf(shape.source, shape.call),
      event: { kind: 'unknown' },
      emitter,
      via: 'ofType',
      framework: 'typedBus',
      certainty: 'dynamic',
      reason: through ? 'The event is chosen by the callers.' : 'The event is decided at run time.',
      ...(through && { wrapper: true }),
      handler: handlerIn(undefined),
    });
  return { emissions, commands: [] };
}

/** The handler given to `subscribe` at the end of the chain that starts with this call. */
function subscribed(program: Program, source: Source, index: number, context: Context): HandlerPlace | undefined {
  const holds = (expression: Expression, depth: number): boolean => {
    if (depth > 12) return false;
    if (expression.kind === 'call') {
      if (expression.call === index) return true;
      const call = source.facts.calls[expression.call];
      return (
        call !== undefined &&
        (holds(call.callee, depth + 1) ||
          call.arguments.some((argument) => argument.kind === 'call' && holds(argument, depth + 1)))
      );
    }
    if (expression.kind === 'member') return holds(expression.object, depth + 1);
    if (expression.kind === 'name')
      return Boolean(
        findName(source, expression.name, expression.scope)?.binding.values?.some(
          (value) => value.kind !== 'name' && holds(value, depth + 1),
        ),
      );
    return false;
  };
  for (const { call } of source.callsByName.get('subscribe') ?? []) {
    if (call.callee.kind !== 'member' || !holds(call.callee.object, 0)) continue;
    const [first] = call.arguments;
    if (!first) return undefined;
    if (first.kind === 'object') {
      const next = first.members.find((member) => member.name === 'next')?.value;
      return next ? handlerFrom(program, source, next, context) : undefined;
    }
    return handlerFrom(program, source, first, context);
  }
  return subscribedElsewhere(program, source, index);
}

/** `this.low$ = bus.ofType(X)` here, `search.low$.subscribe(handler)` there. */
function subscribedElsewhere(program: Program, source: Source, index: number): HandlerPlace | undefined {
  const field = labelOf(source, index)?.replace(/^.*\./, '');
  if (field === undefined || field.length < 3) return undefined;
  const mentions = (expression: Expression, depth: number): boolean =>
    expression.kind === 'member' &&
    (expression.name === field || (depth < 6 && mentions(expression.object, depth + 1)));
  for (const from of new Set([source, ...program.naming([`.${field}`], [], saying([field], ['\\bsubscribe\\b']))]))
    for (const { call } of from.callsByName.get('subscribe') ?? []) {
      const [first] = call.arguments;
      if (first && call.callee.kind === 'member' && mentions(call.callee.object, 0))
        return handlerFrom(program, from, first, undefined);
    }
  return undefined;
}

/** `events$.pipe(ofType(X), map(…))` in a saga. */
export function ofTypeOperator(program: Program, source: Source, call: CallFact, index: number): Findings {
  const handler = ((): HandlerPlace => {
    const found = subscribed(program, source, index, undefined);
    if (found) return found;
    for (let at = call.function; at !== undefined; at = source.facts.functions[at]?.outer) {
      const fact = source.facts.functions[at];
      if (fact?.class !== undefined || (fact?.name !== undefined && fact.outer === undefined))
        return placeOfFunction(source, at, false);
    }
    return { handler: 'closure' };
  })();
  const emissions = call.arguments.flatMap((argument): Emission[] => {
    const shape: Shape = {
      call: { ...call, arguments: [argument] },
      index,
      source,
      verb: 'ofType',
      receiver: call.callee,
      shift: 0,
    };
    return eventNames(program, shape, undefined, 'listen').map((name) => ({
      direction: 'listen',
      spot: spotAt(name.context, { ...shape, call }),
      event: name.event,
      via: '@Saga',
      framework: 'nestCqrs',
      certainty: 'exact',
      handler,
      role: 'saga',
    }));
  });
  return { emissions, commands: [] };
}
