/** Callers of functions that hand their argument on as an event, job or command: each call is a dispatch of its own. */
import { whole, type Part, type Scope } from '../languages/php/evaluation/meaning';
import { facadeRoot } from '../languages/php/external';
import type { Call, Expression } from '../languages/php/facts';
import { enclosing, reportReading, reportWrapper } from './phpReporting';
import { listItems, pattern, readEvent, short, type Reading } from './phpReading';
import { namesOf, ownerOf } from './laravelListening';
import { isQueued, roleOf } from './laravelClasses';
import { readHandlers } from './phpHandlers';
import { isCommand } from './symfonyMessenger';
import type { CallSite, Context, Sink, Wrapper } from './phpFramework';

export function readWrapperCall(site: CallSite, context: Context, sink: Sink): void {
  const { call } = site;
  if (call.kind === 'new' || call.reference) return;
  if (call.name === null) {
    if (call.kind !== 'method' || !call.named) return;
    for (const name of context.evaluator.textsOf(call.named, site.scope))
      readWrapperCall({ ...site, call: { ...call, name } }, context, sink);
    return;
  }
  const candidates = context.wrappers.get(call.name.slice(call.name.lastIndexOf('\\') + 1));
  if (!candidates) return;
  const seen = new Set<string>();
  for (const wrapper of candidates) {
    if (seen.has(wrapper.makes) || !calls(call, wrapper, site.scope, context)) continue;
    if (wrapper.late) {
      readLateCall(site, wrapper, context, sink);
      continue;
    }
    const argument =
      context.evaluator.argument(call.args, wrapper.parameter, wrapper.parameterName) ??
      context.evaluator.argument(call.args, wrapper.parameter);
    if (!argument) continue;
    if (wrapper.makes === 'listener') {
      if (readListenerCall(site, argument, wrapper, context, sink)) seen.add(wrapper.makes);
      continue;
    }
    const reading = compose(
      wrapper.element ? readElements(argument, site.scope, context) : readEvent(argument, site.scope, context),
      wrapper,
    );
    if (
      reading.names.length === 0 &&
      reading.parameters.length === 0 &&
      reading.unknown.every(
        (reason) =>
          reason === 'it is not an event' || reason.startsWith('it is true') || reason.startsWith('it is false'),
      )
    )
      continue;
    seen.add(wrapper.makes);
    const via = spoken(call);
    if (
      wrapper.makes === 'command' ||
      (wrapper.framework === 'symfonyMessenger' &&
        reading.names.length > 0 &&
        reading.names.every((one) => isCommand(one.name)))
    ) {
      for (const one of reading.names)
        if (one.form === 'class')
          sink.send({
            file: site.scope.file,
            at: call.at,
            end: call.end,
            command: one.name,
            framework: wrapper.framework,
            sure: true,
          });
      if (reading.parameters.length > 0)
        reportWrapper(site.scope, reading, { framework: wrapper.framework, makes: 'command' }, sink);
    } else if (wrapper.makes === 'job') reportJobCall(site, reading, via, wrapper, context, sink);
    else reportReading(site, reading, saidBy(wrapper, via), context, sink);
  }
}

/** What a call of a wrapper does: what the wrapper's own body does. */
function saidBy({ framework, makes, stage, emitter }: Wrapper, via: string): Parameters<typeof reportReading>[2] {
  return { via, framework, makes, ...(stage && { stage }), ...(emitter !== undefined && { emitter }) };
}

/** `OrderPlaced::fire($order)`, where `fire` dispatches `new static`: the class it is called on is the event. */
function readLateCall(site: CallSite, wrapper: Wrapper, context: Context, sink: Sink): void {
  const { call, scope } = site;
  if (call.kind !== 'static' || call.of === 'parent') return;
  const { project } = context;
  const names = context.evaluator
    .classesOf(call.of, scope)
    .flatMap((meaning) => whole(meaning) ?? [])
    .filter((name) => project.method(name, wrapper.name)?.entry.fact.name === wrapper.of);
  if (names.length === 0) return;
  reportReading(
    site,
    {
      names: names.map((name) => ({ name, form: 'class', exact: true })),
      parameters: [],
      unknown: [],
      candidates: [],
      ...(call.of === 'static' && { late: true }),
    },
    saidBy(wrapper, `X::${wrapper.name}`),
    context,
    sink,
  );
}

function spoken(call: Exclude<Call, { kind: 'new' }>): string {
  if (call.kind === 'call') return `${call.name ?? '…'}()`;
  if (call.kind === 'static') return `${typeof call.of === 'string' ? short(call.of) : '…'}::${call.name ?? '…'}`;
  return `->${call.name ?? '…'}`;
}

/** A call of a function that registers its arguments with a bus; false when it says nothing about an event. */
function readListenerCall(
  site: CallSite,
  argument: Expression,
  wrapper: Wrapper,
  context: Context,
  sink: Sink,
): boolean {
  const { call, scope } = site;
  if (call.kind === 'new' || wrapper.handler === undefined) return false;
  const listener = context.evaluator.argument(call.args, wrapper.handler);
  if (!listener) return false;
  const reading = readEvent(argument, scope, context);
  const [handed] = reading.parameters;
  const passed = context.evaluator
    .evaluate(listener, scope)
    .flatMap((meaning) => (meaning.kind === 'parameter' ? [meaning.index] : []))[0];
  if (handed && passed !== undefined) {
    const body = scope.facts.bodies[scope.body];
    const owner = body && scope.facts.classes[body.owner];
    const parameter = body?.parameters[handed.index];
    if (body && parameter && body.parent < 0)
      sink.wrapper({
        ...wrapper,
        key: owner ? `${owner.name}::${body.name}` : body.name,
        name: body.name.slice(body.name.lastIndexOf('\\') + 1),
        of: owner?.name ?? '',
        parameter: handed.index,
        parameterName: parameter.name,
        handler: passed,
      });
    return true;
  }
  const inside = enclosing(scope);
  const names = namesOf(argument, scope, context).filter(({ event }) => event !== null);
  for (const name of names)
    for (const handler of readHandlers(listener, scope, context))
      sink.listen({
        ...name,
        ...ownerOf(scope, context),
        file: scope.file,
        at: call.at,
        end: call.end,
        via: spoken(call),
        framework: wrapper.framework,
        ...(wrapper.emitter !== undefined && { emitter: wrapper.emitter }),
        ...(inside !== undefined && { in: inside }),
        handler,
        untyped: name.form === 'string',
        match: 'exact',
        certainty: handler.kind === 'unknown' ? 'dynamic' : 'exact',
        ...(handler.kind === 'unknown' && { reason: handler.reason }),
      });
  return names.length > 0;
}

/** Whether a call can reach the wrapper: its receiver is the wrapper's class, a subclass, an interface of it, or a facade over it. */
function calls(call: Exclude<Call, { kind: 'new' }>, wrapper: Wrapper, scope: Scope, context: Context): boolean {
  const { project, evaluator } = context;
  if (wrapper.of === '')
    return (
      call.kind === 'call' &&
      (call.name === wrapper.key ||
        (scope.facts.namespace !== '' && `${scope.facts.namespace}\\${call.name ?? ''}` === wrapper.key))
    );
  if (call.kind === 'call') return false;
  const types =
    call.kind === 'static'
      ? evaluator.classesOf(call.of, scope).flatMap((meaning) => whole(meaning) ?? [])
      : evaluator.typesOf(call.of, scope);
  for (const type of types) {
    const declared = project.method(type, wrapper.name);
    if (declared) {
      if (declared.entry.fact.name === wrapper.of) return true;
      if (declared.body.abstract || declared.entry.fact.kind === 'interface') {
        if (project.isA(wrapper.of, declared.entry.fact.name)) return true;
      }
      continue;
    }
    if (project.isA(wrapper.of, type) && project.classNamed(type)) return true;
    if (
      call.kind === 'static' &&
      facadeRoot(type) === undefined &&
      project.isA(type, 'Illuminate\\Support\\Facades\\Facade')
    ) {
      const accessor = evaluator.accessorOf(type);
      if (accessor !== undefined && project.method(accessor, wrapper.name)?.entry.fact.name === wrapper.of) return true;
    }
  }
  return false;
}

/** What the elements of a list argument can be. */
export function readElements(argument: Expression, scope: Scope, context: Context): Reading {
  const items = listItems(argument, scope, context);
  if (items.length > 0) {
    const readings = items.map((item) => readEvent(item.value, item.scope, context));
    return {
      names: readings
        .flatMap((one) => one.names)
        .filter((one, index, all) => all.findIndex((other) => other.name === one.name) === index),
      parameters: [],
      unknown: readings.flatMap((one) => [
        ...one.unknown,
        ...one.parameters.map(() => 'it is passed in by the caller'),
      ]),
      candidates: [...new Set(readings.flatMap((one) => one.candidates))],
    };
  }
  const reading = readEvent(argument, scope, context);
  return {
    ...reading,
    names: [],
    unknown: reading.parameters.length > 0 ? [] : ['it is one of a list put together elsewhere'],
    parameters: reading.parameters.map((parameter) => ({ ...parameter, element: true })),
  };
}

/** The wrapper's own name pattern with the argument put in. */
function compose(reading: Reading, wrapper: Wrapper): Reading {
  const { template } = wrapper;
  if (!template) {
    if (wrapper.form === 'class') return { ...reading, names: reading.names.filter((one) => one.form === 'class') };
    return reading;
  }
  const fill = (text: readonly Part[]): readonly Part[] =>
    template.flatMap((part) => (typeof part !== 'string' && 'parameter' in part ? text : [part]));
  const names: Reading['names'][number][] = [];
  const unknown = [...reading.unknown];
  for (const one of reading.names) {
    const parts = fill([one.name]);
    if (parts.every((part) => typeof part === 'string'))
      names.push({ name: parts.join(''), form: 'string', exact: true });
    else unknown.push(`its name is put together at run time: ${pattern(parts)}`);
  }
  return {
    names,
    unknown,
    candidates: [],
    parameters: reading.parameters.map((parameter) => ({
      ...parameter,
      template: fill(parameter.template ?? [{ parameter: parameter.index }]),
    })),
  };
}

function reportJobCall(
  site: CallSite,
  reading: Reading,
  via: string,
  wrapper: Wrapper,
  context: Context,
  sink: Sink,
): void {
  const inside = enclosing(site.scope);
  const base = {
    file: site.scope.file,
    at: site.call.at,
    end: site.call.end,
    via,
    framework: wrapper.framework,
    ...(inside !== undefined && { in: inside }),
  };
  for (const one of reading.names) {
    if (one.form !== 'class') continue;
    if (roleOf(one.name, context.project) === 'event' && !isQueued(one.name, context.project)) continue;
    sink.job({
      ...base,
      job: one.name,
      certainty: one.exact ? 'exact' : 'inferred',
      ...(!one.exact && { reason: `It is declared as ${short(one.name)}.` }),
    });
  }
  if (reading.parameters.length > 0)
    reportWrapper(site.scope, reading, { framework: wrapper.framework, makes: 'job' }, sink);
}
