/** One call on a known emitter: an entry for each name it may mean, at the place where the name was chosen. */
import type { CallFact, Expression } from '../../../languages/javascript/facts';
import { nothing, spotOf, type Emission, type EventName, type Findings, type Spot } from '../emissions';
import type { Direction, Emitter } from '../emitters/emitter';
import { dispatchVerbs, listenVerbs } from '../emitters/verbs';
import { evaluate } from '../evaluation/evaluate';
import { findName } from '../evaluation/scopes';
import { declaredInMap } from '../eventMaps';
import { handlerFrom, handlerOf, listening } from '../handlers';
import { ancestorsOf } from '../members/ancestry';
import { eventNames, spotAt, type NamedEvent } from '../names';
import { throughMethods } from '../perEvent';
import type { Program } from '../program';
import type { Shape } from '../shape';
import { callersIn, nearestCaller, originOf, type Context } from '../values';
import { judge } from './judge';

const stepsForNames = 2_000;
const stepsPerName = 200;

/** One call on an emitter: an entry for each name it may mean, at the place where the name was chosen. */
export function sitesOf(program: Program, shape: Shape, verdict: Emitter, direction: Direction): Findings {
  const { call, source, verb } = shape;
  if (verdict.page && direction === 'dispatch' && !makesCustomEvent(program, shape)) return nothing;
  const emissions: Emission[] = [];
  const here = spotOf(source, call);
  const base = (emitter: Emitter): Pick<Emission, 'direction' | 'via' | 'framework'> => ({
    direction,
    via: shape.bound && direction === 'dispatch' ? `${verb}.bind` : verb,
    framework: emitter.framework,
  });
  const listenVerb = direction === 'listen' ? listenVerbs.get(verb) : undefined;
  if (verdict.single) {
    const { name, declared } = verdict.single;
    const listensHere = direction === 'listen';
    if (listensHere && !call.arguments.length) return nothing;
    const options = listensHere ? listening(program, { ...shape, shift: -1 }, undefined) : {};
    return {
      emissions: [
        {
          ...base(verdict),
          spot: here,
          event: { kind: 'string', text: name, ...(declared && { declared }) },
          emitter: verdict,
          certainty: 'exact',
          ...options,
        },
      ],
      commands: [],
    };
  }
  if (listenVerb?.any) {
    const handler = handlerOf(program, { ...shape, shift: -1 }, undefined);
    return {
      emissions: [
        {
          ...base(verdict),
          spot: here,
          event: { kind: 'string', text: verdict.delimiter === undefined ? '*' : '**' },
          emitter: { ...verdict, wildcards: true },
          certainty: 'exact',
          handler,
        },
      ],
      commands: [],
    };
  }
  if (
    direction === 'listen' &&
    !shape.bound &&
    call.arguments.length < 2 &&
    !['events', 'waitFor', 'once'].includes(verb) &&
    call.arguments[0]?.kind !== 'object'
  ) {
    const [only] = call.arguments;
    // `.on(name)` without a handler gives an observable or an iterator in some libraries; a function alone names nothing.
    if (!only || only.kind === 'function') return nothing;
  }
  // Whoever the receiver is, however long that took: the name is looked at as well.
  program.steps = Math.max(program.steps, stepsForNames);
  const names = eventNames(program, shape, undefined, direction, verdict.delimiter).flatMap((name) =>
    wordsOf(program, verdict, name),
  );
  if (verdict.borrowed && !names.some((name) => name.event.kind === 'string')) return nothing;
  const candidates = new Set<string>();
  let through = false;
  const composed = new Map<
    CallFact,
    { readonly place: Spot; readonly emitter: Emitter; readonly names: Set<string> }
  >();
  for (const name of names) {
    const origin = originOf(name.context);
    if (verdict.ghost && !origin) continue;
    const emitter = origin ? emitterIn(program, shape, name.context, direction, verdict) : verdict;
    if (!emitter) continue;
    if (name.event.kind === 'string' && (name.closed || name.loose)) {
      candidates.add(name.event.text);
      continue;
    }
    // Composed over several calls: said where the nearest call fixes its part, as one of a set.
    if (direction === 'dispatch' && name.composed && name.event.kind === 'string' && callersIn(name.context) > 1) {
      const nearest = nearestCaller(name.context);
      through = true;
      candidates.add(name.event.text);
      if (nearest) {
        const place = spotOf(nearest.callSource, nearest.call);
        const known = composed.get(nearest.call) ?? { place, emitter, names: new Set<string>() };
        known.names.add(name.event.text);
        composed.set(nearest.call, known);
      }
      continue;
    }
    // The constructor of an event that names itself tells nobody: whoever publishes the object does.
    if (origin?.call.callee.kind === 'super' && direction === 'dispatch') {
      through = true;
      continue;
    }
    const spot = spotAt(name.context, shape, name.written);
    if (origin) {
      through = true;
      if (name.event.kind === 'string') candidates.add(name.event.text);
    }
    const dynamic = name.event.kind === 'pattern';
    const inferred = emitter.inferred;
    const emission: Emission = {
      ...base(emitter),
      spot,
      event: declaredEvent(program, emitter, name.event),
      ...(name.event.kind === 'class' || name.event.kind === 'externalClass'
        ? { framework: classFramework(emitter) }
        : {}),
      emitter,
      certainty: dynamic ? 'dynamic' : inferred ? 'inferred' : 'exact',
      ...(dynamic
        ? { reason: `Part of the name is decided at run time: ${name.hole ?? '*'}` }
        : inferred
          ? { reason: inferred }
          : {}),
      ...(origin && { derived: true }),
      ...(direction === 'listen' && listening(program, shape, name)),
    };
    const raised = name.written
      ? undefined
      : throughMethods(program, emission, origin?.callSource ?? source, origin?.call ?? call, (from, expression) =>
          handlerFrom(program, from, expression, undefined),
        );
    emissions.push(...(raised ?? [emission]));
  }
  for (const { place, emitter, names: possible } of composed.values())
    emissions.push({
      ...base(emitter),
      spot: place,
      event: { kind: 'unknown' },
      emitter,
      certainty: 'dynamic',
      reason: 'The name is composed over several calls.',
      candidates: [...possible].sort(),
      derived: true,
    });
  const closed = names.some((name) => name.closed || name.loose);
  if (verdict.ghost) return { emissions, commands: [] };
  if (through || !emissions.length || (closed && candidates.size && !emissions.length)) {
    if (!names.length && direction === 'dispatch' && !call.arguments.length) return { emissions, commands: [] };
    emissions.push({
      ...base(verdict),
      spot: here,
      event: { kind: 'unknown' },
      emitter: verdict,
      certainty: 'dynamic',
      reason: through
        ? 'The name is chosen by the callers.'
        : candidates.size
          ? 'The name is one of a closed set, chosen at run time.'
          : 'The name is decided at run time.',
      ...(candidates.size && { candidates: [...candidates].sort() }),
      ...(direction === 'dispatch' && isClassName(call.arguments[shape.shift]) && { byClass: true }),
      ...((through || isForwarding(shape)) && { wrapper: true }),
      ...(direction === 'listen' && listening(program, shape, undefined)),
    });
  }
  return { emissions, commands: [] };
}

/** `on('load moveend', …)` on an emitter that takes its names apart. */
function wordsOf(program: Program, emitter: Emitter, name: NamedEvent): readonly NamedEvent[] {
  const { event } = name;
  if (event.kind !== 'string' || !/\S\s+\S/.test(event.text) || !takesWords(program, emitter)) return [name];
  return event.text
    .trim()
    .split(/\s+/)
    .map((text) => ({ ...name, event: { kind: 'string', text } }));
}

function takesWords(program: Program, emitter: Emitter): boolean {
  if (!emitter.class) return false;
  return ancestorsOf(program, emitter.class).some((parent) =>
    parent.kind === 'external'
      ? parent.module === 'backbone'
      : emitter.hand && [...parent.source.callsByName.keys()].some((called) => /^split(?:$|[A-Z])/.test(called)),
  );
}

/** `event.constructor.name` */
function isClassName(expression: Expression | undefined): boolean {
  return (
    expression?.kind === 'member' &&
    expression.name === 'name' &&
    expression.object.kind === 'member' &&
    expression.object.name === 'constructor'
  );
}

/** An event of a typed emitter is declared in the emitter's map when no constant declares it. */
function declaredEvent(program: Program, emitter: Emitter, event: EventName): EventName {
  if (event.kind !== 'string' || event.declared) return event;
  const declared = declaredInMap(program, emitter, event.text);
  return declared ? { ...event, declared } : event;
}

/** `new CustomEvent('x')` or an event class of the workspace: names of the platform are none of the workspace's. */
function makesCustomEvent(program: Program, shape: Shape): boolean {
  const [first] = shape.call.arguments;
  return (
    first !== undefined &&
    evaluate(program, shape.source, first, undefined, 'name').some(
      (value) => value.kind === 'instance' || (value.kind === 'external' && value.path === 'CustomEvent'),
    )
  );
}

/** The body of a method that is itself a verb and hands its own parameter on. */
function isForwarding({ call, source, shift }: Shape): boolean {
  const argument = call.arguments[shift];
  const binding = argument?.kind === 'name' ? findName(source, argument.name, argument.scope)?.binding : undefined;
  const fact =
    binding?.kind === 'parameter' && binding.function !== undefined
      ? source.facts.functions[binding.function]
      : undefined;
  const name = fact?.name;
  return (
    name !== undefined &&
    (dispatchVerbs.has(name) || listenVerbs.has(name)) &&
    (fact?.class !== undefined || fact?.owner !== undefined)
  );
}

function classFramework(emitter: Emitter): string {
  return emitter.framework === 'nestCqrs' ? 'nestCqrs' : emitter.hand ? 'typedBus' : emitter.framework;
}

/** The emitter as seen by the caller that chose the name. */
function emitterIn(
  program: Program,
  shape: Shape,
  context: Context,
  direction: Direction,
  fallback: Emitter,
): Emitter | undefined {
  program.steps = Math.max(program.steps, stepsPerName);
  const verdict = judge(program, shape, context, direction);
  if (verdict.kind === 'emitter') return verdict;
  return verdict.kind === 'external' || fallback.ghost ? undefined : fallback;
}
