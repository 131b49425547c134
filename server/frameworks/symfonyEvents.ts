/** Symfony's event dispatcher and Doctrine's events: dispatches, subscribers, attributes, service tags. */
import type { CallSite, Context, HandlerReference, PhpFramework, Sink } from './phpFramework';
import { readHandlers } from './phpHandlers';
import { readEvent } from './phpReading';
import { reportReading } from './phpReporting';
import { readAttributes } from './symfonyAttributes';
import { namedEvents, numberOf, symfonyEventsId } from './symfonyNames';
import { readServiceTags } from './symfonyServices';
import { doctrineSubscribers, isInherited, readHeirs, readSubscribed, subscriber } from './symfonySubscribers';
import { readTagCall } from './symfonyTags';

const dispatchers = [
  'Psr\\EventDispatcher\\EventDispatcherInterface',
  'Symfony\\Contracts\\EventDispatcher\\EventDispatcherInterface',
  'Symfony\\Component\\EventDispatcher\\EventDispatcherInterface',
  'League\\Event\\EventDispatcher',
  'League\\Event\\EmitterInterface',
  'League\\Event\\Emitter',
];

export const symfonyEvents: PhpFramework = {
  id: symfonyEventsId,
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
    if (name === 'addListener' && isFormBuilder(types)) return readAddListener(site, context, sink, 'external');
    if (!types.some((type) => isDispatcher(type, context))) return;
    if (name === 'dispatch') return readDispatch(site, context, sink);
    if (name === 'addListener' || name === 'subscribeTo') return readAddListener(site, context, sink, undefined);
    if (name === 'hasListeners' || name === 'getListeners')
      for (const one of readEvent(call.args[0]?.value, scope, context).names)
        sink.reference({
          file: scope.file,
          at: call.at,
          end: call.end,
          via: `->${name}`,
          framework: symfonyEventsId,
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
      sink.event({ file, at: fact.nameAt, name: fact.name, framework: symfonyEventsId });
    if (fact.kind !== 'class') return;
    if (project.isA(fact.name, subscriber) || project.isA(fact.name, ...doctrineSubscribers)) {
      if (fact.abstract) readHeirs(fact, context, sink);
      else if (!isInherited(fact, context)) readSubscribed(fact, context, sink);
    }
    readAttributes(file, facts, fact, context, sink);
  },

  workspace: (context, sink) => readServiceTags(context, sink),
};

/** A package's own dispatcher is one by its name, whatever it stands on. */
function isDispatcher(type: string, { project }: Context): boolean {
  return (
    project.isA(type, ...dispatchers) ||
    (type.endsWith('EventDispatcher') && type.includes('\\') && project.classNamed(type) === undefined)
  );
}

/** Listeners of a form are the form's own; they never reach the application's dispatcher. */
function isFormBuilder(types: readonly string[]): boolean {
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
  // A name that is given and not known hides the class, which is then only what the listener is handed.
  const open =
    names &&
    names.names.length === 0 &&
    (names.unknown.length > 0 || (names.parameters.length > 0 && reading.names.length > 0)) &&
    !names.unknown.includes('it is null') &&
    second?.kind !== 'literal'
      ? names
      : useful;
  reportReading(site, open, { via: '$dispatcher->dispatch', framework: symfonyEventsId }, context, sink);
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
        framework: symfonyEventsId,
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
