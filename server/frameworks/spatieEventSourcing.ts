/** Event sourcing after Spatie's package: aggregates record stored events, projectors and reactors are chosen by parameter type. */
import type { Body } from '../languages/php/facts';
import { builtinTypes } from '../languages/php/names';
import { reportDispatch } from './phpReporting';
import type { PhpFramework, RawListen } from './phpFramework';

const id = 'spatieEventSourcing';
const root = 'Spatie\\EventSourcing\\';
const aggregates = [
  `${root}AggregateRoots\\AggregateRoot`,
  `${root}AggregateRoot`,
  `${root}AggregateRoots\\AggregateEntity`,
  `${root}AggregateRoots\\AggregatePartial`,
  'Spatie\\EventProjector\\AggregateRoot',
];
const projectors = [
  `${root}EventHandlers\\Projectors\\Projector`,
  `${root}Projectors\\Projector`,
  `${root}EventHandlers\\Projectors\\ProjectsEvents`,
  `${root}EventHandlers\\Projectors\\EventQuery`,
  `${root}Projectors\\ProjectsEvents`,
  'Spatie\\EventProjector\\Projectors\\Projector',
  'Spatie\\EventProjector\\Projectors\\ProjectsEvents',
];
const reactors = [
  `${root}EventHandlers\\Reactors\\Reactor`,
  `${root}EventHandlers\\HandlesEvents`,
  `${root}EventHandlers\\EventHandler`,
  `${root}Reactors\\Reactor`,
  'Spatie\\EventProjector\\EventHandlers\\EventHandler',
  'Spatie\\EventProjector\\EventHandlers\\HandlesEvents',
];
const stored = [
  `${root}StoredEvents\\ShouldBeStored`,
  `${root}ShouldBeStored`,
  'Spatie\\EventProjector\\ShouldBeStored',
];
/** Methods of the base classes that never handle an event, whatever they take. */
const never: ReadonlySet<string> = new Set([
  'handlecommand',
  'recordthat',
  'apply',
  'tap',
  '__construct',
  'handle',
  'handles',
  'handleexception',
  'onstartingeventreplay',
  'onfinishedeventreplay',
  'resetstate',
  'persist',
  'retrieve',
]);

export const spatieEventSourcing: PhpFramework = {
  id,
  title: 'Spatie event sourcing',
  packages: ['spatie/laravel-event-sourcing', 'spatie/laravel-event-projector'],
  needles: ['Spatie\\EventSourcing', 'Spatie\\EventProjector', 'recordThat('],

  call(site, context, sink) {
    const { call, scope } = site;
    if (call.kind !== 'method' || call.name !== 'recordThat' || call.args.length === 0) return;
    const types = context.evaluator.typesOf(call.of, scope);
    if (!types.some((type) => context.project.isA(type, ...aggregates))) return;
    reportDispatch(site, call.args[0]?.value, { via: '->recordThat', framework: id, stage: 'record' }, context, sink);
  },

  declaration(site, context, sink) {
    const { fact, file } = site;
    const { project } = context;
    if (fact.kind !== 'class' || fact.anonymous) return;
    if (project.isA(fact.name, ...stored)) {
      sink.event({ file, at: fact.nameAt, name: fact.name, framework: id });
      return;
    }
    const isAggregate = project.isA(fact.name, ...aggregates);
    const role: RawListen['role'] =
      isAggregate || project.isA(fact.name, ...projectors)
        ? 'projection'
        : project.isA(fact.name, ...reactors)
          ? 'reactor'
          : undefined;
    if (role === undefined || fact.abstract) return;
    const seen = new Set<string>();
    for (const ancestor of project.lineage(fact.name)) {
      const entry = project.classNamed(ancestor);
      if (!entry || entry.fact.kind === 'interface') continue;
      for (const index of entry.fact.methods) {
        const body = entry.facts.bodies[index];
        if (!body || seen.has(body.name.toLowerCase())) continue;
        seen.add(body.name.toLowerCase());
        for (const event of eventsOf(body)) {
          if (
            event !== 'object' &&
            !project.isA(event, ...stored) &&
            !(
              project.classNamed(event)?.fact.kind === 'interface' &&
              project.subclasses(event).some((name) => project.isA(name, ...stored))
            )
          )
            continue;
          const own = entry.fact.name === fact.name;
          sink.listen({
            file,
            at: own ? body.nameAt : fact.nameAt,
            via: isAggregate ? 'aggregate' : role === 'reactor' ? 'reactor' : 'projector',
            framework: id,
            event,
            form: 'class',
            role,
            match: 'instanceof',
            handler: { kind: 'method', of: fact.name, method: body.name },
            certainty: 'exact',
            in: `${fact.name}@${body.name}`,
          });
        }
      }
    }
  },
};

/** Public and protected methods whose only required parameter is typed with an event; nullable and untyped ones are left out. */
function eventsOf(body: Body): readonly string[] {
  if (body.static || body.visibility === 'private' || never.has(body.name.toLowerCase())) return [];
  const [first, ...rest] = body.parameters;
  if (
    !first ||
    first.nullable ||
    first.intersection ||
    rest.some((parameter) => !parameter.optional && parameter.types.every((type) => builtinTypes.has(type)))
  )
    return [];
  return first.types.filter((type) => type === 'object' || !builtinTypes.has(type));
}
