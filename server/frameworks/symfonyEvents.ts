/** Symfony's event dispatcher and Doctrine's events: dispatches, subscribers, attributes, service tags. */
import { whole, type Scope } from '../languages/php/evaluation/meaning';
import type { Attribute, Body, ClassFact, Expression, PhpFacts } from '../languages/php/facts';
import { builtinTypes } from '../languages/php/names';
import { listItems, readEvent, reportReading, type Reading } from './phpReading';
import { readHandlers } from './phpHandlers';
import type { CallSite, Context, HandlerReference, PhpFramework, RawListen, Sink } from './phpFramework';
import { readServiceTags } from './symfonyServices';

const id = 'symfonyEvents';
const dispatchers = [
  'Psr\\EventDispatcher\\EventDispatcherInterface',
  'Symfony\\Contracts\\EventDispatcher\\EventDispatcherInterface',
  'Symfony\\Component\\EventDispatcher\\EventDispatcherInterface',
  'League\\Event\\EventDispatcher',
  'League\\Event\\EmitterInterface',
  'League\\Event\\Emitter',
];
const subscriber = 'Symfony\\Component\\EventDispatcher\\EventSubscriberInterface';
const doctrineSubscribers = [
  'Doctrine\\Common\\EventSubscriber',
  'Doctrine\\Bundle\\DoctrineBundle\\EventSubscriber\\EventSubscriberInterface',
];
const listenerAttribute = 'Symfony\\Component\\EventDispatcher\\Attribute\\AsEventListener';
const doctrineAttributes = [
  'Doctrine\\Bundle\\DoctrineBundle\\Attribute\\AsDoctrineListener',
  'Doctrine\\Bundle\\DoctrineBundle\\Attribute\\AsEntityListener',
];

/** Constants of Symfony and Doctrine that stand for event names; their classes are not in the workspace. */
export const knownConstants: Readonly<Record<string, string>> = {
  'KernelEvents::REQUEST': 'kernel.request',
  'KernelEvents::EXCEPTION': 'kernel.exception',
  'KernelEvents::CONTROLLER': 'kernel.controller',
  'KernelEvents::CONTROLLER_ARGUMENTS': 'kernel.controller_arguments',
  'KernelEvents::VIEW': 'kernel.view',
  'KernelEvents::RESPONSE': 'kernel.response',
  'KernelEvents::TERMINATE': 'kernel.terminate',
  'KernelEvents::FINISH_REQUEST': 'kernel.finish_request',
  'ConsoleEvents::COMMAND': 'console.command',
  'ConsoleEvents::ERROR': 'console.error',
  'ConsoleEvents::TERMINATE': 'console.terminate',
  'ConsoleEvents::SIGNAL': 'console.signal',
  'SecurityEvents::INTERACTIVE_LOGIN': 'security.interactive_login',
  'SecurityEvents::SWITCH_USER': 'security.switch_user',
  'FormEvents::PRE_SET_DATA': 'form.pre_set_data',
  'FormEvents::POST_SET_DATA': 'form.post_set_data',
  'FormEvents::PRE_SUBMIT': 'form.pre_submit',
  'FormEvents::SUBMIT': 'form.submit',
  'FormEvents::POST_SUBMIT': 'form.post_submit',
  'AuthenticationEvents::AUTHENTICATION_SUCCESS': 'security.authentication.success',
  'AuthenticationEvents::AUTHENTICATION_FAILURE': 'security.authentication.failure',
  ...Object.fromEntries(
    [
      'preRemove',
      'postRemove',
      'prePersist',
      'postPersist',
      'preUpdate',
      'postUpdate',
      'postLoad',
      'loadClassMetadata',
      'onClassMetadataNotFound',
      'preFlush',
      'onFlush',
      'postFlush',
      'onClear',
    ].map((name) => [`Events::${name}`, name]),
  ),
  'ToolEvents::postGenerateSchema': 'postGenerateSchema',
  'ToolEvents::postGenerateSchemaTable': 'postGenerateSchemaTable',
};

export const symfonyEvents: PhpFramework = {
  id,
  title: 'Symfony events',
  packages: ['symfony/event-dispatcher', 'symfony/framework-bundle', 'symfony/symfony', 'psr/event-dispatcher'],
  needles: [
    'EventDispatcher',
    'EventSubscriber',
    'AsEventListener',
    'AsDoctrineListener',
    'AsEntityListener',
    'kernel.event_listener',
    'addListener(',
    'addSubscriber(',
    'event_dispatcher',
    'League\\Event',
  ],

  call(site, context, sink) {
    const { call, scope } = site;
    if (call.kind !== 'method' || call.name === null || call.reference) return;
    const { name } = call;
    if (name === 'tag' || name === 'addTag') return readTagCall(site, context, sink);
    if (
      !/^(dispatch|addListener|subscribeTo|addSubscriber|addListenerService|removeListener|hasListeners|getListeners)$/.test(
        name,
      )
    )
      return;
    const types = context.evaluator.typesOf(call.of, scope);
    if (name === 'addListener' && isFormBuilder(types, scope, context))
      return readAddListener(site, context, sink, 'external');
    if (!types.some((type) => context.project.isA(type, ...dispatchers))) return;
    if (name === 'dispatch') return readDispatch(site, context, sink);
    if (name === 'addListener' || name === 'subscribeTo') return readAddListener(site, context, sink, undefined);
    if (name === 'hasListeners' || name === 'getListeners')
      for (const one of readEvent(call.args[0]?.value, scope, context).names)
        sink.reference({
          file: scope.file,
          at: call.at,
          end: call.end,
          via: `->${name}`,
          framework: id,
          certainty: 'exact',
          event: one.name,
          form: one.form,
        });
  },

  declaration(site, context, sink) {
    const { fact, facts, file } = site;
    const { project } = context;
    if (
      project.isA(
        fact.name,
        'Symfony\\Contracts\\EventDispatcher\\Event',
        'Symfony\\Component\\EventDispatcher\\Event',
      ) &&
      fact.kind === 'class' &&
      !fact.abstract
    )
      sink.event({ file, at: fact.nameAt, name: fact.name, framework: id });
    if (fact.kind !== 'class') return;
    if (!fact.abstract && (project.isA(fact.name, subscriber) || project.isA(fact.name, ...doctrineSubscribers)))
      readSubscribed(file, facts, fact, context, sink);
    readAttributes(file, facts, fact, context, sink);
  },

  workspace: (context, sink) => readServiceTags(context, sink),
};

/** Listeners of a form are the form's own; they never reach the application's dispatcher. */
function isFormBuilder(types: readonly string[], scope: Scope, context: Context): boolean {
  void scope;
  void context;
  return types.some((type) => /\\Form\\/.test(type));
}

function readDispatch(site: CallSite, context: Context, sink: Sink): void {
  const { call, scope } = site;
  const [first, second] = [
    context.evaluator.argument(call.args, 0, 'event'),
    context.evaluator.argument(call.args, 1, 'eventName'),
  ];
  const reading = readEvent(first, scope, context);
  const names = second ? namedEvents(second, scope, context) : undefined;
  // dispatch($event, 'name') today, dispatch('name', $event) before Symfony 4.3.
  const legacy = first ? namedEvents(first, scope, context) : undefined;
  const useful =
    names && names.names.some((one) => one.form === 'string')
      ? names
      : reading.names.some((one) => one.form === 'string')
        ? reading
        : legacy && legacy.names.length > 0 && reading.names.length === 0
          ? legacy
          : reading;
  const open =
    names &&
    names.names.length === 0 &&
    names.unknown.length > 0 &&
    !names.unknown.includes('it is null') &&
    second?.kind !== 'literal' &&
    reading.names.length === 0
      ? names
      : useful;
  reportReading(site, open, { via: '$dispatcher->dispatch', framework: id }, context, sink);
}

/** Event names, with the constants of Symfony's own classes. */
function namedEvents(expression: Expression, scope: Scope, context: Context): Reading {
  const constant = constantName(expression);
  if (constant !== undefined)
    return { names: [{ name: constant, form: 'string', exact: true }], parameters: [], unknown: [], candidates: [] };
  return readEvent(expression, scope, context);
}

function constantName(expression: Expression): string | undefined {
  if (expression.kind !== 'classConstant' || typeof expression.of !== 'string') return undefined;
  const key = `${expression.of.slice(expression.of.lastIndexOf('\\') + 1)}::${expression.name}`;
  return knownConstants[key];
}

function readAddListener(site: CallSite, context: Context, sink: Sink, form: 'external' | undefined): void {
  const { call, scope } = site;
  if (call.kind !== 'method' || form === 'external') return;
  const event = call.args[0]?.value;
  const listener = call.args[1]?.value;
  if (!event || !listener) return;
  const priority = numberOf(call.args[2]?.value);
  for (const one of namedEvents(event, scope, context).names)
    for (const handler of readHandlers(listener, scope, context))
      sink.listen({
        file: scope.file,
        at: call.at,
        end: call.end,
        via: '->addListener',
        framework: id,
        event: one.name,
        form: one.form,
        handler: invokable(handler, context),
        certainty: handler.kind === 'unknown' ? 'dynamic' : 'exact',
        match: 'exact',
        ...(priority !== undefined && { priority }),
      });
}

function invokable(handler: HandlerReference, context: Context): HandlerReference {
  return handler.kind === 'method' && handler.method === null && context.project.method(handler.of, '__invoke')
    ? { ...handler, method: '__invoke' }
    : handler;
}

function numberOf(expression: Expression | undefined): number | undefined {
  if (expression?.kind === 'number') return Number(expression.value.replaceAll('_', ''));
  return undefined;
}

/** `getSubscribedEvents()`: a name, a name with priority, or a list of those. */
function readSubscribed(file: string, facts: PhpFacts, fact: ClassFact, context: Context, sink: Sink): void {
  const found = context.project.method(fact.name, 'getSubscribedEvents');
  if (!found || found.body.abstract) return;
  const scope: Scope = { file: found.entry.file, facts: found.entry.facts, body: found.index, self: fact.name };
  const doctrine = !context.project.isA(fact.name, subscriber);
  const base = {
    via: doctrine ? 'Doctrine subscriber' : 'getSubscribedEvents',
    framework: id,
    role: 'subscriber',
    in: `${fact.name}@getSubscribedEvents`,
    certainty: 'exact',
    match: 'exact',
  } as const;
  const emit = (
    event: Reading['names'][number],
    at: number,
    itemFile: string,
    method: string,
    priority?: number,
  ): void =>
    sink.listen({
      ...base,
      file: itemFile,
      at,
      event: event.name,
      form: event.form,
      handler: { kind: 'method', of: fact.name, method },
      ...(priority !== undefined && { priority }),
    });
  const visit = (expression: Expression): void => {
    if (expression.kind === 'other') return expression.of.forEach(visit);
    const isYield = expression.kind === 'array';
    const value = expression.kind === 'return' ? expression.value : isYield ? expression : null;
    if (!value) return;
    for (const item of listItems(value, scope, context)) {
      if (!item.key) {
        if (doctrine)
          for (const event of namedEvents(item.value, item.scope, context).names)
            emit(event, item.at, item.scope.file, event.name);
        continue;
      }
      for (const event of namedEvents(item.key, item.scope, context).names)
        for (const { method, at, priority } of methodsOf(item.value, item.scope, context))
          emit(event, at, item.scope.file, method, priority);
    }
  };
  found.body.statements.forEach(visit);
  void file;
  void facts;
}

function methodsOf(
  value: Expression,
  scope: Scope,
  context: Context,
): { method: string; at: number; priority?: number }[] {
  if (value.kind !== 'array')
    return context.evaluator.textsOf(value, scope).map((method) => ({ method, at: value.at }));
  const [first, second] = value.items;
  if (first && first.value.kind !== 'array') {
    const priority = numberOf(second?.value) ?? negative(second?.value);
    return context.evaluator
      .textsOf(first.value, scope)
      .map((method) => ({ method, at: value.at, ...(priority !== undefined && { priority }) }));
  }
  return value.items.flatMap((item) => methodsOf(item.value, scope, context));
}

const negative = (expression: Expression | undefined): number | undefined =>
  expression?.kind === 'number' ? Number(expression.value) : undefined;

function readAttributes(file: string, facts: PhpFacts, fact: ClassFact, context: Context, sink: Sink): void {
  const scope: Scope = { file, facts, body: 0, self: fact.name };
  const read = (attribute: Attribute, body: Body | undefined): void => {
    const argument = (name: string, index: number): Expression | undefined =>
      context.evaluator.argument(attribute.args, index, name);
    if (doctrineAttributes.includes(attribute.name)) {
      const event = argument('event', 0);
      const methodName = argument('method', 1);
      if (!event) return;
      for (const one of namedEvents(event, scope, context).names) {
        const method =
          (methodName && context.evaluator.textsOf(methodName, scope)[0]) ??
          (context.project.method(fact.name, one.name) ? one.name : '__invoke');
        listen(attribute, [one], method);
      }
      return;
    }
    if (attribute.name !== listenerAttribute) return;
    const event = argument('event', 0);
    const written = argument('method', 1);
    const method = body?.name ?? (written && context.evaluator.textsOf(written, scope)[0]);
    const priority = numberOf(argument('priority', 2));
    const names = event
      ? namedEvents(event, scope, context).names
      : typesOfMethod(fact.name, method ?? '__invoke', context);
    for (const one of names) listen(attribute, [one], method ?? byConvention(fact.name, one.name, context), priority);
  };
  const listen = (
    attribute: Attribute,
    names: readonly Reading['names'][number][],
    method: string,
    priority?: number,
  ): void => {
    for (const one of names) {
      const raw: RawListen = {
        file,
        at: attribute.at,
        via: `#[${attribute.name.slice(attribute.name.lastIndexOf('\\') + 1)}]`,
        framework: id,
        event: one.name,
        form: one.form,
        certainty: 'exact',
        match: 'exact',
        handler: { kind: 'method', of: fact.name, method },
        in: `${fact.name}@${method}`,
        ...(priority !== undefined && { priority }),
      };
      sink.listen(raw);
    }
  };
  for (const attribute of fact.attributes) read(attribute, undefined);
  for (const index of fact.methods) {
    const body = facts.bodies[index];
    for (const attribute of body?.attributes ?? []) read(attribute, body);
  }
}

function typesOfMethod(of: string, method: string, context: Context): Reading['names'] {
  const first = context.project.method(of, method)?.body.parameters[0];
  return (first?.types ?? [])
    .filter((type) => !builtinTypes.has(type))
    .map((name) => ({ name, form: 'class', exact: true }));
}

/** `onKernelRequest` for `kernel.request`, `__invoke` when there is no such method. */
export function byConvention(of: string, event: string, context: Context): string {
  const method = `on${event
    .slice(event.lastIndexOf('\\') + 1)
    .split(/[^A-Za-z0-9]+/)
    .map((part) => part.charAt(0).toUpperCase() + part.slice(1))
    .join('')}`;
  return context.project.method(of, method) || !context.project.method(of, '__invoke') ? method : '__invoke';
}

/** `$services->set(X::class)->tag('kernel.event_listener', ['event' => …])`. */
function readTagCall(site: CallSite, context: Context, sink: Sink): void {
  const { call, scope } = site;
  if (call.kind !== 'method') return;
  const tag = call.args[0]?.value;
  const attributes = call.args[1]?.value;
  if (!tag || !attributes || context.evaluator.textsOf(tag, scope)[0] !== 'kernel.event_listener') return;
  let current: Expression = call.of;
  let of: string | undefined;
  for (let guard = 0; guard < 30 && current.kind === 'method'; guard++) {
    if (current.name === 'set' || current.name === 'register' || current.name === 'class') {
      for (const argument of current.args)
        of ??= context.evaluator
          .evaluate(argument.value, scope)
          .map(whole)
          .find((text) => text !== undefined && context.project.classNamed(text) !== undefined);
    }
    current = current.of;
  }
  if (of === undefined) return;
  const items = listItems(attributes, scope, context);
  const field = (name: string): Expression | undefined =>
    items.find((item) => item.key && context.evaluator.textsOf(item.key, item.scope)[0] === name)?.value;
  const event = field('event');
  const method = field('method');
  const target = of;
  const names = event
    ? namedEvents(event, scope, context).names
    : typesOfMethod(target, (method && context.evaluator.textsOf(method, scope)[0]) ?? '__invoke', context);
  for (const one of names) {
    const handler = (method && context.evaluator.textsOf(method, scope)[0]) ?? byConvention(target, one.name, context);
    sink.listen({
      file: scope.file,
      at: call.at,
      end: call.end,
      via: 'kernel.event_listener',
      framework: id,
      event: one.name,
      form: one.form,
      certainty: 'exact',
      match: 'exact',
      handler: { kind: 'method', of: target, method: handler },
      ...(numberOf(field('priority')) !== undefined && { priority: numberOf(field('priority')) ?? 0 }),
    });
  }
}
