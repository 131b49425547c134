/** Laravel's event dispatcher: `event()`, the Event facade, dispatchable events, `$listen`, `listen()` and subscribers. */
import { facadeRoot } from '../languages/php/external';
import { whole, type Scope } from '../languages/php/evaluation/meaning';
import type { Expression, MethodCall, StaticCall } from '../languages/php/facts';
import { enclosing, reportDispatch, reportReading } from './phpReporting';
import { listItems, readEvent, short } from './phpReading';
import { frameworkListeners, readFrameworkListener, readListen, readListenMap } from './laravelListening';
import { receiverName } from './phpCalls';
import { eventDispatcher, roleOf } from './laravelClasses';
import type { CallSite, Context, PhpFramework, Sink } from './phpFramework';

const id = 'laravelEvents';

const dispatchVerbs: ReadonlySet<string> = new Set(['dispatch', 'fire', 'until', 'push', 'dispatchNow']);
const classVerbs: ReadonlyMap<string, number> = new Map([
  ['dispatch', 0],
  ['dispatchIf', 1],
  ['dispatchUnless', 1],
  ['dispatchSync', 0],
  ['broadcast', 0],
]);

export const laravelEvents: PhpFramework = {
  id,
  title: 'Laravel events',
  packages: ['laravel/framework', 'illuminate/events', 'illuminate/support', 'laravel/lumen-framework'],
  needles: [
    'event(',
    'Extend\\Event',
    'Event::',
    'Events\\Dispatcher',
    'Events\\Dispatchable',
    '$listen',
    '$subscribe',
    'broadcast(',
    "'events']",
    "'events')",
    'DB::listen',
    'Queue::before',
    'Queue::after',
    'Queue::looping',
    'Queue::failing',
  ],

  call(site, context, sink) {
    const { call } = site;
    if (call.kind === 'call') return readHelper(site, context, sink);
    if (call.kind === 'static') return readStatic(site, call, context, sink);
    if (call.kind === 'method') return readMethod(site, call, context, sink);
  },

  declaration(site, context, sink) {
    const { fact, file, facts } = site;
    const { project } = context;
    const lineage = project.lineage(fact.name);
    if (lineage.includes('Illuminate\\Foundation\\Events\\Dispatchable') && fact.kind === 'class')
      sink.event({ file, at: fact.nameAt, name: fact.name, framework: id });
    else if (fact.kind === 'class' && !fact.abstract && !fact.anonymous && looksLikeEvent(fact.name, lineage, context))
      sink.event({ file, at: fact.nameAt, name: fact.name, framework: id });
    if (fact.kind !== 'class' || !lineage.some((name) => /ServiceProvider$/.test(name))) return;
    const scope: Scope = { file, facts, body: 0, self: fact.name };
    const owner = { kind: 'provider', name: fact.name } as const;
    for (const property of fact.properties) {
      if (!property.default) continue;
      if (property.name === 'listen') readListenMap(property.default, scope, '$listen', owner, context, sink);
      else if (property.name === 'subscribe')
        for (const item of listItems(property.default, scope, context))
          for (const name of context.evaluator.textsOf(item.value, item.scope))
            sink.registration({
              kind: 'subscriber',
              name,
              by: fact.name,
              file,
              at: item.at,
              via: '$subscribe',
              framework: id,
            });
    }
    for (const method of fact.methods) {
      const body = facts.bodies[method];
      if (body?.name !== 'listens') continue;
      for (const statement of body.statements)
        if (statement.kind === 'return' && statement.value && statement.value.kind === 'array')
          readListenMap(statement.value, { ...scope, body: method }, '$listen', owner, context, sink);
    }
  },
};

/** A plain class in an Events folder is an event by convention: final, past tense, public promoted properties. */
function looksLikeEvent(name: string, lineage: readonly string[], context: Context): boolean {
  if (!/\\Events?\\/.test(`\\${name.slice(0, name.lastIndexOf('\\') + 1)}`)) return false;
  if (
    /(Listener|Subscriber|Provider|Dispatcher|Handler|Exception|Trait|Test|Observer|Factory|Registry|Bus|Store|Interface|Controller|Command|Job|Projector|Reactor|Notification|Resource|Helper|Service|Manager)$/.test(
      name,
    )
  )
    return false;
  if (lineage.some((one) => /(ServiceProvider|Exception|Model|Controller|Listener|Resource|Command)$/.test(one)))
    return false;
  if (isNameHolder(name, context)) return false;
  return (
    !context.project.method(name, 'handle') &&
    !context.project.method(name, 'subscribe') &&
    !context.project.method(name, 'getSubscribedEvents')
  );
}

/** `OrderEvents` with nothing but constants names events and is none. */
function isNameHolder(name: string, context: Context): boolean {
  const fact = context.project.classNamed(name)?.fact;
  return (
    fact !== undefined &&
    fact.constants.length > 0 &&
    fact.methods.length === 0 &&
    fact.properties.length === 0 &&
    fact.extends.length === 0
  );
}

function readHelper(site: CallSite, context: Context, sink: Sink): void {
  const { call, scope } = site;
  if (call.kind !== 'call' || call.name === null || call.reference) return;
  const name = call.name;
  if (name !== 'event' && name !== 'broadcast' && name !== 'broadcast_if' && name !== 'broadcast_unless') return;
  if (call.args.length === 0) return;
  if (context.project.functionNamed(scope.facts.namespace === '' ? name : `${scope.facts.namespace}\\${name}`)) return;
  const argument = name.includes('_')
    ? context.evaluator.argument(call.args, 1, 'event')
    : (context.evaluator.argument(call.args, 0, 'event') ?? context.evaluator.argument(call.args, 0));
  reportDispatch(
    site,
    argument,
    { via: `${name}()`, framework: id, ...(name !== 'event' && { queued: true }) },
    context,
    sink,
  );
}

function readStatic(site: CallSite, call: StaticCall, context: Context, sink: Sink): void {
  const { project, evaluator } = context;
  if (call.name === null || call.reference) return;
  if (typeof call.of === 'string') {
    const facade = facadeRoot(call.of);
    const root = facade !== undefined && project.classNamed(call.of) ? undefined : facade;
    if (root === 'Illuminate\\Contracts\\Events\\Dispatcher')
      return readDispatcherCall(site, call, call.name, 'Event::', context, sink);
    if (root !== undefined && readFrameworkListener(site, root, call, `${short(call.of)}::${call.name}`, context, sink))
      return;
    if (root !== undefined) return;
    if (
      (dispatchVerbs.has(call.name) || call.name === 'listen' || call.name === 'subscribe') &&
      /Event/.test(short(call.of)) &&
      project.classNamed(call.of) &&
      project.isA(call.of, 'Illuminate\\Support\\Facades\\Event')
    )
      return readDispatcherCall(site, call, call.name, 'Event::', context, sink);
  }
  const skip = classVerbs.get(call.name);
  if (skip === undefined) return;
  const classes = evaluator.classesOf(call.of, site.scope);
  const names = classes.flatMap((meaning) => whole(meaning) ?? []);
  const events = names.filter((name) => roleOf(name, project) === 'event');
  const computed = typeof call.of !== 'string';
  if (events.length === 0 && !computed) return;
  const via = `X::${call.name}`;
  const queued = call.name === 'broadcast';
  if (!computed) {
    for (const name of events) {
      const inside = enclosing(site.scope);
      if (call.of === 'static' && events.length > 1) {
        reportReading(
          site,
          { names: [], parameters: [], unknown: ['every subclass inherits this call'], candidates: events },
          { via, framework: id },
          context,
          sink,
        );
        return;
      }
      void inside;
      reportReading(
        site,
        { names: [{ name, form: 'class', exact: true }], parameters: [], unknown: [], candidates: [] },
        { via, framework: id, ...(queued && { queued }) },
        context,
        sink,
      );
    }
    return;
  }
  const reading = readEvent(call.of as Expression, site.scope, context);
  const known = reading.names.filter((one) => roleOf(one.name, project) === 'event');
  const open = reading.unknown.length + reading.parameters.length > 0;
  if (known.length === 0 && (!open || !/event/i.test(textOfReference(call.of as Expression)))) return;
  reportReading(
    site,
    { ...reading, names: known.map((one) => ({ ...one, form: 'class', exact: one.exact })) },
    { via, framework: id },
    context,
    sink,
  );
}

function textOfReference(expression: Expression): string {
  return expression.kind === 'variable'
    ? expression.name
    : expression.kind === 'property'
      ? (expression.name ?? '')
      : '';
}

function readMethod(site: CallSite, call: MethodCall, context: Context, sink: Sink): void {
  const { name } = call;
  if (name === null || call.reference) return;
  const interesting =
    dispatchVerbs.has(name) ||
    name === 'listen' ||
    name === 'subscribe' ||
    name === 'flush' ||
    name in (frameworkListeners['Illuminate\\Queue\\QueueManager'] ?? {});
  if (!interesting) return;
  const hint = receiverName(call.of);
  if (
    name !== 'dispatch' &&
    name !== 'fire' &&
    name !== 'listen' &&
    name !== 'until' &&
    !/event|dispatch|queue|emitter|listen|subscribe/i.test(hint)
  )
    return;
  const types = context.evaluator.typesOf(call.of, site.scope);
  if ((name === 'listen' || name === 'subscribe') && types.includes('Flarum\\Extend\\Event'))
    return readDispatcherCall(site, call, name, 'Extend\\Event->', context, sink);
  if (types.some((type) => context.project.isA(type, ...eventDispatcher)))
    return readDispatcherCall(site, call, name, '$dispatcher->', context, sink);
  for (const type of types)
    if (readFrameworkListener(site, type, call, `${short(type)}->${name}`, context, sink)) return;
  if (types.length > 0) return;
  const inSubscribe = site.scope.facts.bodies[site.scope.body]?.name === 'subscribe';
  if (name === 'listen' && inSubscribe && isFirstParameter(call.of, site.scope))
    return readDispatcherCall(site, call, name, '$events->', context, sink);
  const receiver = textOfReference(call.of);
  if (
    /^(events?|(event)?_?dispatcher)$/i.test(receiver) &&
    (name === 'dispatch' || name === 'fire' || name === 'listen')
  ) {
    if (name === 'listen') {
      if (call.args.length >= 1 && /events?|dispatcher/i.test(receiver))
        readDispatcherCall(site, call, name, '$events->', context, sink);
      return;
    }
    const reading = readEvent(context.evaluator.argument(call.args, 0), site.scope, context);
    const [, name2] = call.args;
    if (
      name2 &&
      reading.names.some((one) => one.form === 'class') &&
      context.evaluator.textsOf(name2.value, site.scope).length > 0
    ) {
      const named = readEvent(name2.value, site.scope, context);
      return reportReading(
        site,
        named,
        { via: `->${name}`, framework: 'symfonyEvents', inferred: true, onlyKnown: true },
        context,
        sink,
      );
    }
    if (
      reading.names.some((one) => one.form === 'string' || roleOf(one.name, context.project) !== 'job') &&
      reading.unknown.length === 0
    )
      reportReading(site, reading, { via: `->${name}`, framework: id, inferred: true, onlyKnown: true }, context, sink);
  }
}

function isFirstParameter(expression: Expression, scope: Scope): boolean {
  return expression.kind === 'variable' && scope.facts.bodies[scope.body]?.parameters[0]?.name === expression.name;
}

function readDispatcherCall(
  site: CallSite,
  call: MethodCall | StaticCall,
  name: string,
  prefix: string,
  context: Context,
  sink: Sink,
): void {
  const { evaluator } = context;
  if (name === 'flush') {
    const reading = readEvent(evaluator.argument(call.args, 0, 'event'), site.scope, context);
    return reportReading(site, reading, { via: `${prefix}flush`, framework: id }, context, sink);
  }
  if (dispatchVerbs.has(name)) {
    if (call.args.length === 0) return;
    return reportDispatch(
      site,
      evaluator.argument(call.args, 0, 'event'),
      { via: `${prefix}${name}`, framework: id, ...(name === 'push' && { queued: true }) },
      context,
      sink,
    );
  }
  if (name === 'listen') return readListen(site, call.args, `${prefix}listen`, context, sink);
  if (name === 'subscribe') {
    const argument = evaluator.argument(call.args, 0, 'subscriber');
    if (!argument) return;
    for (const meaning of evaluator.evaluate(argument, site.scope)) {
      const of = meaning.kind === 'object' ? meaning.of : whole(meaning);
      if (of !== undefined)
        sink.registration({
          kind: 'subscriber',
          name: of,
          file: site.scope.file,
          at: call.at,
          via: `${prefix}subscribe`,
          framework: id,
          ...(site.scope.self !== '' && { by: site.scope.self }),
        });
    }
  }
}
