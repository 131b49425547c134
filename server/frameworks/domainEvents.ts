/** House-made domain events: event buses behind an interface, aggregates that record first and publish later, projections. */
import type { Scope } from '../languages/php/evaluation/meaning';
import type { Body, ClassFact, Expression, PhpFacts } from '../languages/php/facts';
import { builtinTypes } from '../languages/php/names';
import { walk } from '../languages/php/walk';
import { listItems, readEvent, short, type Reading } from './phpReading';
import { reportReading } from './phpReporting';
import { receiverName } from './phpCalls';
import { readElements } from './phpWrappers';
import type { CallSite, Context, PhpFramework, Sink } from './phpFramework';

const id = 'domainEvents';
const publishing: ReadonlySet<string> = new Set([
  'dispatch',
  'dispatchMany',
  'dispatchAll',
  'dispatchAsync',
  'dispatchWithRetry',
  'dispatchNow',
  'dispatchEvents',
  'publish',
  'publishMany',
  'publishAll',
  'publishAsync',
  'publishEvents',
  'raise',
  'emit',
  'fire',
]);
const recording: ReadonlySet<string> = new Set([
  'record',
  'recordThat',
  'recordEvent',
  'raise',
  'raiseEvent',
  'addEvent',
  'addDomainEvent',
  'recordDomainEvent',
  'registerEvent',
  'registerDomainEvent',
  'apply',
  'applyAndRecord',
  'recordThatEvent',
  'pushEvent',
  'raiseDomainEvent',
]);

/** Aggregates of packages that record and are published by their repository. */
const packagedRecorders = [
  'EventSauce\\EventSourcing\\AggregateRootBehaviour',
  'EventSauce\\EventSourcing\\AggregateRoot',
  'Broadway\\EventSourcing\\EventSourcedAggregateRoot',
  'Broadway\\EventSourcing\\EventSourcedEntity',
  'Broadway\\EventSourcing\\SimpleEventSourcedEntity',
  'Prooph\\EventSourcing\\AggregateRoot',
  'Prooph\\EventSourcing\\Aggregate\\EventProducerTrait',
  'Patchlevel\\EventSourcing\\Aggregate\\BasicAggregateRoot',
  'Patchlevel\\EventSourcing\\Aggregate\\AggregateRootBehaviour',
  'Ecotone\\Modelling\\WithEvents',
  'Ecotone\\Modelling\\WithAggregateEvents',
];

export const domainEvents: PhpFramework = {
  id,
  title: 'Domain events',
  packages: [
    'eventsauce/eventsauce',
    'broadway/broadway',
    'prooph/event-sourcing',
    'patchlevel/event-sourcing',
    'ecotone/ecotone',
  ],
  needles: [
    'DomainEvent',
    'EventBus',
    'EventPublisher',
    'EventStore',
    'getHandledEventTypes',
    'recordThat(',
    'recordEvent(',
    'addDomainEvent(',
    'raiseEvent(',
    'releaseEvents',
    'pullDomainEvents',
    'AggregateRoot',
    '->record(',
    '->raise(',
    '->registerEvent(',
    '->applyAndRecord(',
    '->publish(',
    '->recordDomainEvent(',
    'subscribedTo(',
  ],

  call(site, context, sink) {
    const { call, scope } = site;
    if (call.kind !== 'method' && call.kind !== 'static') return;
    if (call.name === null || call.reference || call.args.length === 0) return;
    const isRecording = recording.has(call.name);
    if (!isRecording && !publishing.has(call.name)) return;
    const hint = call.kind === 'method' ? receiverName(call.of) : '';
    const first = call.args[0]?.value;
    if (!isRecording && first?.kind !== 'new' && !/event|bus|publish|dispatch|broker/i.test(hint)) return;
    const types =
      call.kind === 'method'
        ? context.evaluator.typesOf(call.of, scope)
        : typeof call.of === 'string'
          ? context.evaluator
              .classesOf(call.of, scope)
              .flatMap((meaning) =>
                meaning.kind === 'text' && typeof meaning.parts[0] === 'string' ? [meaning.parts[0]] : [],
              )
          : [];
    for (const type of types) {
      if (isRecording && records(type, call.name, context)) return report(site, '->', 'record', context, sink);
      if (publishing.has(call.name) && publishes(type, call.name, context))
        return report(site, '->', 'publish', context, sink);
    }
  },

  declaration(site, context, sink) {
    const { fact, facts, file } = site;
    const { project } = context;
    const lineage = project.lineage(fact.name);
    const isEvent = lineage
      .slice(1)
      .some(
        (name) =>
          /(^|\\)(Abstract)?(Domain|Integration|Aggregate|Stored|Base)?Event(Interface|Contract)?$/.test(name) &&
          !/^(Illuminate|Symfony|Doctrine)\\/.test(name),
      );
    if (isEvent && fact.kind !== 'trait' && !project.method(fact.name, 'handle'))
      sink.event({ file, at: fact.nameAt, name: fact.name, framework: id });
    else if (/(^|\\)(Abstract)?DomainEvent(Interface)?$/.test(fact.name))
      sink.event({ file, at: fact.nameAt, name: fact.name, framework: id });
    if (fact.kind !== 'class' || fact.abstract) return;
    readHandledTypes(file, facts, fact, context, sink);
  },
};

function report(site: CallSite, prefix: string, stage: 'record' | 'publish', context: Context, sink: Sink): void {
  const { call, scope } = site;
  if (call.kind !== 'method' && call.kind !== 'static') return;
  const argument = call.args[0]?.value;
  if (!argument) return;
  const many = call.args.length > 1 && call.args.every((one) => one.value.kind === 'new');
  const reading: Reading = many
    ? merge(call.args.map((one) => readEvent(one.value, scope, context)))
    : context.evaluator
          .evaluate(argument, scope)
          .some((meaning) => meaning.kind === 'array' || meaning.kind === 'list') ||
        /Many|All|Events$/.test(call.name ?? '')
      ? readElements(argument, scope, context)
      : readEvent(argument, scope, context);
  const spread = call.args[0]?.spread
    ? { ...reading, names: [], unknown: ['it is one of a list put together elsewhere'] }
    : reading;
  if (spread.names.length > 0 && spread.names.every((one) => one.form === 'string')) return;
  reportReading(
    site,
    spread,
    { via: `${prefix}${call.name ?? ''}`, framework: id, ...(stage === 'record' && { stage }) },
    context,
    sink,
  );
}

function merge(readings: readonly Reading[]): Reading {
  return {
    names: readings.flatMap((one) => one.names),
    parameters: [],
    unknown: readings.flatMap((one) => one.unknown),
    candidates: readings.flatMap((one) => one.candidates),
  };
}

/** A class of the workspace that publishes: named like an event bus, and taking an event. */
function publishes(type: string, name: string, context: Context): boolean {
  const method = context.project.method(type, name);
  if (!method) return false;
  const owner = method.entry.fact;
  const [first] = method.body.parameters;
  if (!first) return false;
  const takesEvent = [...first.types, ...first.docTypes].some(
    (one) => !builtinTypes.has(one.replace('[]', '')) && /Event(Interface|Contract)?(\[\])?$/.test(one),
  );
  const named = [type, owner.name].some(
    (one) =>
      /(Event|Domain\w*)(Bus|Dispatcher|Publisher|Emitter|Broker|Store)?\w*(Interface|Contract)?$/.test(short(one)) &&
      /(Bus|Dispatcher|Publisher|Emitter|Broker)/.test(short(one)),
  );
  return (
    (named &&
      (takesEvent ||
        first.types.some((one) => one === 'object' || one === 'array' || one === 'iterable') ||
        first.types.length === 0)) ||
    (takesEvent && /(Bus|Dispatcher|Publisher|Emitter)/.test(short(type)))
  );
}

/** A method that keeps its argument in a list of events for later. */
function records(type: string, name: string, context: Context): boolean {
  const { project } = context;
  if (
    project.isA(type, ...packagedRecorders) &&
    !(
      name === 'apply' &&
      !/^(Broadway|Prooph)/.test(project.lineage(type).find((one) => packagedRecorders.includes(one)) ?? '')
    )
  )
    return true;
  const method = project.method(type, name);
  if (!method) return false;
  return keepsArgument(method.body, method.entry.fact.name, context, 0);
}

function keepsArgument(body: Body, owner: string, context: Context, depth: number): boolean {
  const [first] = body.parameters;
  if (!first) return false;
  let keeps = false;
  for (const statement of body.statements)
    walk(statement, (expression) => {
      if (
        expression.kind === 'assign' &&
        expression.to.kind === 'index' &&
        expression.to.key === null &&
        isProperty(expression.to.of) &&
        mentions(expression.value, first.name)
      )
        keeps = true;
      else if (
        expression.kind === 'call' &&
        expression.name === 'array_push' &&
        expression.args[0] &&
        isProperty(expression.args[0].value)
      )
        keeps = true;
      else if (
        expression.kind === 'method' &&
        expression.name !== null &&
        depth < 2 &&
        expression.of.kind === 'variable' &&
        expression.of.name === 'this' &&
        recording.has(expression.name) &&
        expression.args[0] &&
        mentions(expression.args[0].value, first.name)
      ) {
        const inner = context.project.method(owner, expression.name);
        if (inner && inner.body !== body && keepsArgument(inner.body, owner, context, depth + 1)) keeps = true;
      }
    });
  if (!keeps) return false;
  const typed = [...first.types, ...first.docTypes];
  return (
    typed.length === 0 ||
    typed.some((type) => type === 'object' || type === 'mixed' || /Event/.test(type)) ||
    /event/i.test(body.name)
  );
}

const isProperty = (expression: Expression): boolean =>
  expression.kind === 'property' &&
  expression.of.kind === 'variable' &&
  expression.of.name === 'this' &&
  /event|record|message|pending|uncommitted/i.test(expression.name ?? '');
const mentions = (expression: Expression, name: string): boolean => {
  let found = false;
  walk(expression, (part) => {
    if (part.kind === 'variable' && part.name === name) found = true;
  });
  return found;
};

/** `getHandledEventTypes()` of a projection, or what a subscriber says it subscribes to. */
function readHandledTypes(file: string, facts: PhpFacts, fact: ClassFact, context: Context, sink: Sink): void {
  for (const index of fact.methods) {
    const body = facts.bodies[index];
    if (
      !body ||
      !/^(getHandledEventTypes|handledEventTypes|getHandledEvents|subscribedTo|handledEvents|isSubscribedTo)$/.test(
        body.name,
      )
    )
      continue;
    const method = ['project', 'handle', '__invoke', 'apply', 'when', 'on', 'process'].find((name) =>
      context.project.method(fact.name, name),
    );
    if (method === undefined) continue;
    const scope: Scope = { file, facts, body: index, self: fact.name };
    const visit = (expression: Expression): void => {
      if (expression.kind === 'other') return expression.of.forEach(visit);
      if (expression.kind !== 'return' || !expression.value) return;
      for (const item of listItems(expression.value, scope, context))
        for (const one of readEvent(item.value, item.scope, context).names)
          sink.listen({
            file,
            at: item.at,
            via: body.name,
            framework: id,
            event: one.name,
            form: one.form,
            role: method === 'project' || /Projection|Projector/.test(fact.name) ? 'projection' : 'subscriber',
            match: 'exact',
            handler: { kind: 'method', of: fact.name, method },
            certainty: 'exact',
            in: `${fact.name}@${body.name}`,
            untyped: true,
          });
    };
    body.statements.forEach(visit);
  }
}
