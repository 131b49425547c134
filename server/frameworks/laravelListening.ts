/** Laravel's registrations: `listen()`, `$listen` maps and services that listen to the framework's own events. */
import type { Scope } from '../languages/php/evaluation/meaning';
import type { Argument, Expression, MethodCall, StaticCall } from '../languages/php/facts';
import { queueOfClosure } from './laravelQueues';
import { turns } from './phpCalls';
import type { CallSite, Context, HandlerReference, RawListen, Sink } from './phpFramework';
import { closureEvents, readHandlers } from './phpHandlers';
import { enclosing } from './phpReporting';
import { listItems, readEvent } from './phpReading';

const id = 'laravelEvents';

/** Calls on other services that listen to an event of the framework. */
export const frameworkListeners: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'Illuminate\\Database\\DatabaseManager': { listen: 'Illuminate\\Database\\Events\\QueryExecuted' },
  'Illuminate\\Queue\\QueueManager': {
    before: 'Illuminate\\Queue\\Events\\JobProcessing',
    after: 'Illuminate\\Queue\\Events\\JobProcessed',
    exceptionOccurred: 'Illuminate\\Queue\\Events\\JobExceptionOccurred',
    looping: 'Illuminate\\Queue\\Events\\Looping',
    failing: 'Illuminate\\Queue\\Events\\JobFailed',
    starting: 'Illuminate\\Queue\\Events\\WorkerStarting',
    stopping: 'Illuminate\\Queue\\Events\\WorkerStopping',
  },
};

export function readFrameworkListener(
  site: CallSite,
  root: string,
  call: MethodCall | StaticCall,
  via: string,
  context: Context,
  sink: Sink,
): boolean {
  const table = Object.entries(frameworkListeners).find(
    ([type]) =>
      context.project.isA(root, type) ||
      (root === 'Illuminate\\Contracts\\Queue\\Factory' && type.includes('QueueManager')),
  )?.[1];
  const event = call.name === null ? undefined : table?.[call.name];
  if (event === undefined) return false;
  for (const handler of readHandlers(context.evaluator.argument(call.args, 0), site.scope, context))
    sink.listen({
      ...listenBase(site, via),
      event,
      form: 'class',
      handler,
      certainty: 'exact',
      ...ownerOf(site.scope, context),
    });
  return true;
}

const listenBase = (
  site: CallSite,
  via: string,
): Pick<RawListen, 'file' | 'at' | 'end' | 'via' | 'framework' | 'in'> => {
  const inside = enclosing(site.scope);
  return {
    file: site.scope.file,
    at: site.call.at,
    end: site.call.end,
    via,
    framework: id,
    ...(inside !== undefined && { in: inside }),
  };
};

/** A registration inside a provider or a subscriber counts when that class is switched on. */
export function ownerOf(scope: Scope, context: Context): Pick<RawListen, 'owner'> {
  if (scope.self === '') return {};
  let body = scope.facts.bodies[scope.body];
  for (let guard = 0; body && body.parent >= 0 && guard < 50; guard++) body = scope.facts.bodies[body.parent];
  if (context.project.lineage(scope.self).some((name) => /ServiceProvider$/.test(name)))
    return { owner: { kind: 'provider', name: scope.self } };
  if (body?.name === 'subscribe') return { owner: { kind: 'subscriber', name: scope.self } };
  return {};
}

export function readListen(site: CallSite, args: readonly Argument[], via: string, context: Context, sink: Sink): void {
  const scopes = turns(site, context);
  const inherited = isOpen(scopes, args, context) ? heirScopes(site, context) : [];
  const theirs = inherited.map((scope) => turns({ ...site, scope }, context));
  const settled = theirs.filter((turned) => !isOpen(turned, args, context)).flat();
  for (const scope of settled.length > 0 ? settled : scopes)
    readListenOnce({ ...site, scope }, args, via, context, sink);
}

function isOpen(scopes: readonly Scope[], args: readonly Argument[], context: Context): boolean {
  const events = context.evaluator.argument(args, 0, 'events');
  return (
    args.length > 1 &&
    events?.kind === 'variable' &&
    scopes.every((scope) => namesOf(events, scope, context).every(({ event }) => event === null))
  );
}

const inTests = /(?:^|\/)tests?\//i;

/** What an abstract subscriber registers may stand in the properties of those below it. */
function heirScopes({ scope }: CallSite, { project }: Context): readonly Scope[] {
  const body = scope.facts.bodies[scope.body];
  if (body?.name !== 'subscribe' || project.classNamed(scope.self)?.fact.abstract !== true) return [];
  return project
    .subclasses(scope.self)
    .filter((name) => {
      const heir = project.classNamed(name);
      // What a test puts below it is the test's own.
      return heir?.fact.abstract === false && (inTests.test(scope.file) || !inTests.test(heir.file));
    })
    .map((self) => ({ ...scope, self }));
}

/** A bare word beside other answers is a method's name on its way to them, no class. */
function settledHandlers(handlers: readonly HandlerReference[], { project }: Context): readonly HandlerReference[] {
  if (handlers.length < 2) return handlers;
  const known = handlers.filter((handler) =>
    handler.kind === 'method'
      ? handler.of.includes('\\') || project.classNamed(handler.of) !== undefined
      : handler.kind !== 'function' || project.functionNamed(handler.name) !== undefined,
  );
  return known.length > 0 ? known : handlers;
}

function readListenOnce(site: CallSite, args: readonly Argument[], via: string, context: Context, sink: Sink): void {
  const { evaluator } = context;
  const { scope } = site;
  const events = evaluator.argument(args, 0, 'events');
  const listener = evaluator.argument(args, 1, 'listener');
  if (!events) return;
  const base = { ...listenBase(site, via), ...ownerOf(scope, context), match: 'interfaces' as const };
  if (isOwnListenLoop(events, scope)) return;
  if (!listener) {
    const queued = events.kind === 'call' && /(^|\\)queueable$/.test(events.name ?? '');
    const source = queued && events.kind === 'call' ? events.args[0]?.value : unwrapQueueable(events);
    const isQueued = queued || source !== events;
    if (!source) return;
    for (const meaning of evaluator.evaluate(source, scope)) {
      if (meaning.kind !== 'closure') continue;
      for (const event of closureEvents(meaning))
        sink.listen({
          ...base,
          event,
          form: 'class',
          handler: { kind: 'closure', file: meaning.scope.file, body: meaning.body },
          certainty: 'exact',
          ...(isQueued && { queued: true, ...queueIn(events, scope, context) }),
        });
    }
    return;
  }
  const source = unwrapQueueable(listener);
  const queued = source !== listener;
  const handlers = settledHandlers(readHandlers(source, scope, context), context);
  const pairs = namesOf(events, scope, context);
  for (const handler of handlers.length > 0
    ? handlers
    : [{ kind: 'unknown', reason: 'The handler is decided at run time.' } as HandlerReference]) {
    for (const pair of pairs) {
      sink.listen({
        ...base,
        ...pair,
        handler,
        untyped: pair.form === 'string',
        certainty: handler.kind === 'unknown' || pair.event === null ? 'dynamic' : 'exact',
        ...(handler.kind === 'unknown'
          ? { reason: handler.reason }
          : pair.event === null && { reason: 'The event is decided at run time.' }),
        ...(queued && { queued: true, ...queueIn(listener, scope, context) }),
      });
    }
  }
}

function queueIn(listener: Expression, scope: Scope, { evaluator }: Context): Pick<RawListen, 'queue'> {
  const queue = queueOfClosure(listener, scope, evaluator);
  return queue === undefined ? {} : { queue };
}

/** `queueable(fn)` and what is chained to it. */
function unwrapQueueable(expression: Expression): Expression {
  let current: Expression = expression;
  for (let guard = 0; guard < 10 && current.kind === 'method'; guard++) current = current.of;
  if (current.kind === 'call' && /(^|\\)queueable$/.test(current.name ?? '') && current.args[0])
    return current.args[0].value;
  return expression;
}

/** `foreach ($this->listen as $event => $listeners)`: the property itself is read already. */
function isOwnListenLoop(events: Expression, scope: Scope): boolean {
  if (events.kind !== 'variable') return false;
  const body = scope.facts.bodies[scope.body];
  let found = false;
  const visit = (expression: Expression): void => {
    if (
      expression.kind === 'each' &&
      expression.over.kind === 'property' &&
      (expression.over.name === 'listen' || expression.over.name === 'listens') &&
      expression.key?.kind === 'variable' &&
      expression.key.name === events.name
    )
      found = true;
    if (expression.kind === 'other') expression.of.forEach(visit);
  };
  body?.statements.forEach(visit);
  return found;
}

/** Event names of a listening call's first argument, arrays flattened. */
export function namesOf(
  expression: Expression,
  scope: Scope,
  context: Context,
): readonly {
  readonly event: string | null;
  readonly form: 'class' | 'string';
  readonly candidates?: readonly string[];
}[] {
  const items =
    expression.kind === 'array' ||
    context.evaluator.evaluate(expression, scope).some((meaning) => meaning.kind === 'array')
      ? listItems(expression, scope, context)
      : [];
  if (items.length > 0) return items.flatMap((item) => namesOf(item.value, item.scope, context));
  const reading = readEvent(expression, scope, context);
  const names = reading.names.map(({ name, form }) => ({ event: name, form }));
  return names.length > 0 ? names : [{ event: null, form: 'string' }];
}

/** `[Event => [Handler, …]]`, as `$listen` and as what `subscribe` returns. */
export function readListenMap(
  map: Expression,
  scope: Scope,
  via: string,
  owner: RawListen['owner'],
  context: Context,
  sink: Sink,
): void {
  for (const entry of listItems(map, scope, context)) {
    if (!entry.key) continue;
    const names = namesOf(entry.key, entry.scope, context);
    const handlers = handlerItems(entry.value, entry.scope, context);
    for (const name of names)
      for (const { at, handler } of handlers)
        sink.listen({
          ...name,
          file: entry.scope.file,
          at,
          via,
          framework: id,
          handler,
          match: 'interfaces',
          certainty: handler.kind === 'unknown' || name.event === null ? 'dynamic' : 'exact',
          ...(handler.kind === 'unknown' && { reason: handler.reason }),
          ...(owner && { owner }),
          in: scope.self,
        });
  }
}

function handlerItems(value: Expression, scope: Scope, context: Context): { at: number; handler: HandlerReference }[] {
  const inner = value.kind === 'assign' ? value.value : value;
  if (inner.kind === 'array' && !isPair(inner)) {
    return listItems(inner, scope, context).flatMap((item) =>
      readHandlers(item.value, item.scope, context).map((handler) => ({ at: item.at, handler })),
    );
  }
  return readHandlers(inner, scope, context).map((handler) => ({ at: inner.at, handler }));
}

/** `[X::class, 'method']`, rather than a list of two listeners. */
export function isPair(expression: Extract<Expression, { kind: 'array' }>): boolean {
  const [first, second] = expression.items;
  return (
    expression.items.length === 2 &&
    second?.value.kind === 'string' &&
    /^[a-z_]\w*$/.test(second.value.value) &&
    (first?.value.kind === 'classConstant' || first?.value.kind === 'string' || first?.value.kind === 'variable')
  );
}
