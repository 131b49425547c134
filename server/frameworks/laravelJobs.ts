/** Laravel's job queue: dispatched, chained, batched, pushed and scheduled jobs; never events. */
import { facadeRoot } from '../languages/php/external';
import { whole, type Scope } from '../languages/php/evaluation/meaning';
import type { Expression, MethodCall, StaticCall } from '../languages/php/facts';
import { walk } from '../languages/php/walk';
import { queueOfCall } from './laravelQueues';
import { enclosing, reportWrapper } from './phpReporting';
import { listItems, readEvent, short, type Reading } from './phpReading';
import { receiverName } from './phpCalls';
import { inTransaction, waitsForCommit } from './phpTransactions';
import { busDispatcher, isQueued, queueManager, roleOf } from './laravelClasses';
import type { CallSite, Context, PhpFramework, RawJob, Sink } from './phpFramework';

const id = 'laravelJobs';
const classVerbs: ReadonlySet<string> = new Set([
  'dispatch',
  'dispatchIf',
  'dispatchUnless',
  'dispatchSync',
  'dispatchNow',
  'dispatchAfterResponse',
  'withChain',
]);
const busVerbs: ReadonlySet<string> = new Set([
  'dispatch',
  'dispatchSync',
  'dispatchNow',
  'dispatchToQueue',
  'dispatchAfterResponse',
]);
const queueVerbs: ReadonlyMap<string, number> = new Map([
  ['push', 0],
  ['pushOn', 1],
  ['later', 1],
  ['laterOn', 2],
  ['bulk', 0],
]);
const helpers: ReadonlyMap<string, number> = new Map([
  ['dispatch', 0],
  ['dispatch_sync', 0],
  ['dispatch_now', 0],
]);
const schedule = 'Illuminate\\Console\\Scheduling\\Schedule';
const scheduled = 'Schedule::job';
const queuedClosure = 'Illuminate\\Queue\\CallQueuedClosure';

export const laravelJobs: PhpFramework = {
  id,
  title: 'Laravel jobs',
  packages: ['laravel/framework', 'illuminate/bus', 'illuminate/queue'],
  needles: [
    'dispatch(',
    'dispatchSync(',
    'dispatchIf(',
    'dispatchUnless(',
    'dispatchNow(',
    'dispatchAfterResponse(',
    'dispatch_sync(',
    'dispatch_now(',
    'Bus::',
    'Queue::push',
    'Queue::later',
    'Queue::bulk',
    '->job(',
    'Schedule::job',
    'withChain(',
    'Contracts\\Bus\\Dispatcher',
    'Contracts\\Queue\\Queue',
    'Contracts\\Queue\\Factory',
  ],

  call(site, context, sink) {
    const { call } = site;
    if (call.kind === 'new') return;
    if (call.name === null || call.reference) return;
    if (call.kind === 'call') {
      const position = helpers.get(call.name);
      if (position === undefined || call.args.length === 0) return;
      if (
        context.project.functionNamed(
          site.scope.facts.namespace === '' ? call.name : `${site.scope.facts.namespace}\\${call.name}`,
        )
      )
        return;
      return reportJob(
        site,
        context.evaluator.argument(call.args, position, 'job') ?? call.args[0]?.value,
        `${call.name}()`,
        context,
        sink,
      );
    }
    if (call.kind === 'static') return readStatic(site, call, context, sink);
    return readMethod(site, call, context, sink);
  },
};

function readStatic(site: CallSite, call: StaticCall, context: Context, sink: Sink): void {
  const { project, evaluator } = context;
  const name = call.name ?? '';
  // Asking for the class reads its file, so it is asked for last.
  if (typeof call.of === 'string') {
    const root = facadeRoot(call.of);
    if (root !== undefined && !project.classNamed(call.of))
      return readService(site, call, root, `${short(call.of)}::${name}`, context, sink);
  }
  if (name === 'job' && typeof call.of === 'string' && forwardsToSchedule(call.of, context))
    return readService(site, call, schedule, scheduled, context, sink);
  if (!classVerbs.has(name)) return;
  const via = `X::${name}`;
  const computed = typeof call.of !== 'string';
  const names = evaluator.classesOf(call.of, site.scope).flatMap((meaning) => whole(meaning) ?? []);
  const jobs = names.filter((one) => roleOf(one, project) === 'job');
  for (const job of computed || jobs.length < 2 ? jobs : [])
    sink.job({ ...base(site, via, context), job, certainty: 'exact' });
  if (!computed && jobs.length > 1)
    sink.job({
      ...base(site, via, context),
      job: null,
      certainty: 'dynamic',
      reason: 'Every subclass inherits this call.',
      candidates: jobs,
    });
  if (name === 'withChain') reportList(site, call.args[0]?.value, `X::withChain`, context, sink);
}

/** A class of the workspace that hands whatever static call it gets to the schedule: `ScheduleFacade::$method(…)`. */
function forwardsToSchedule(of: string, context: Context): boolean {
  const { project } = context;
  if (project.method(of, 'job')) return false;
  let forwards = false;
  for (const statement of project.method(of, '__callStatic')?.body.statements ?? [])
    walk(statement, (part) => {
      if (part.kind === 'static' && part.name === null && typeof part.of === 'string')
        forwards ||= facadeRoot(part.of) === schedule;
    });
  return forwards;
}

function readMethod(site: CallSite, call: MethodCall, context: Context, sink: Sink): void {
  const name = call.name ?? '';
  const { project, evaluator } = context;
  // The static method, called through an instance.
  if (classVerbs.has(name) && call.of.kind === 'new') {
    const jobs = evaluator.typesOf(call.of, site.scope).filter((type) => roleOf(type, project) === 'job');
    for (const job of jobs) sink.job({ ...base(site, `X::${name}`, context), job, certainty: 'exact' });
    if (jobs.length > 0) return;
  }
  if (busVerbs.has(name)) {
    const types = evaluator.typesOf(call.of, site.scope);
    if (types.some((type) => project.isA(type, ...busDispatcher)))
      return reportJob(
        site,
        evaluator.argument(call.args, 0, 'command') ?? evaluator.argument(call.args, 0, 'job'),
        `$bus->${name}`,
        context,
        sink,
      );
    if (
      types.includes(site.scope.self) &&
      call.of.kind === 'variable' &&
      !project.method(site.scope.self, name) &&
      usesDispatchesJobs(site.scope, context)
    )
      return reportJob(site, call.args[0]?.value, `$this->${name}`, context, sink);
    return;
  }
  if (name === 'job' || queueVerbs.has(name) || name === 'chain' || name === 'batch' || name === 'add') {
    const hint = `${receiverName(call.of)} ${call.of.kind === 'method' ? receiverName(call.of.of) : ''}`;
    if (!(name === 'job' ? /schedule/i : name === 'add' ? /batch/i : /queue|bus|dispatch/i).test(hint)) return;
    const types = evaluator.typesOf(call.of, site.scope);
    if (name === 'add') {
      if (types.includes('Illuminate\\Bus\\Batch') || types.includes('Illuminate\\Bus\\PendingBatch'))
        reportList(site, call.args[0]?.value, '$batch->add', context, sink);
      return;
    }
    for (const type of types) {
      const root =
        type === schedule
          ? schedule
          : project.isA(type, ...queueManager)
            ? 'Illuminate\\Queue\\QueueManager'
            : project.isA(type, ...busDispatcher)
              ? 'Illuminate\\Contracts\\Bus\\Dispatcher'
              : undefined;
      if (root !== undefined) return readService(site, call, root, `->${name}`, context, sink);
    }
    if (name === 'job' && types.length === 0 && call.of.kind === 'variable' && call.of.name === 'schedule')
      return readService(site, call, schedule, '->job', context, sink);
  }
}

function usesDispatchesJobs(scope: Scope, context: Context): boolean {
  return (
    context.project.isA(
      scope.self,
      'Illuminate\\Foundation\\Bus\\DispatchesJobs',
      'Laravel\\Lumen\\Routing\\Controller',
      'Illuminate\\Routing\\Controller',
    ) ||
    context.project.lineage(scope.self).some((name) => !context.project.classNamed(name) && /Controller$/.test(name))
  );
}

function readService(
  site: CallSite,
  call: MethodCall | StaticCall,
  root: string,
  via: string,
  context: Context,
  sink: Sink,
): void {
  const { evaluator, project } = context;
  const name = call.name ?? '';
  if (root === schedule) {
    if (name === 'job') reportJob(site, evaluator.argument(call.args, 0, 'job'), scheduled, context, sink);
    return;
  }
  if (project.isA(root, ...busDispatcher)) {
    if (busVerbs.has(name))
      return reportJob(
        site,
        evaluator.argument(call.args, 0, 'command') ?? evaluator.argument(call.args, 0, 'job'),
        via,
        context,
        sink,
      );
    if (name === 'chain' || name === 'batch')
      return reportList(site, evaluator.argument(call.args, 0, 'jobs'), via, context, sink);
    return;
  }
  if (!project.isA(root, ...queueManager)) return;
  const position = queueVerbs.get(name);
  if (position === undefined) return;
  const argument = evaluator.argument(call.args, position, 'job');
  if (name === 'bulk') reportList(site, argument, via, context, sink);
  else reportJob(site, argument, via, context, sink);
}

function base(site: CallSite, via: string, { evaluator }: Context): Omit<RawJob, 'job' | 'certainty'> {
  const { scope, call } = site;
  const inside = enclosing(scope);
  const queue = queueOfCall(call, scope, evaluator);
  const verb = call.kind === 'new' ? '' : (call.name ?? '');
  return {
    file: scope.file,
    at: call.at,
    end: call.end,
    via,
    framework: id,
    ...(inside !== undefined && { in: inside }),
    ...(queue !== undefined && { queue }),
    ...(inTransaction(scope, call.at) && { inTransaction: true }),
    ...((verb === 'dispatchAfterResponse' || waitsForCommit(scope, call)) && { afterCommit: true }),
    ...(/(?:sync|now)$/i.test(verb) && { immediate: true }),
  };
}

function reportJob(site: CallSite, argument: Expression | undefined, via: string, context: Context, sink: Sink): void {
  if (!argument) return;
  // Laravel wraps a closure in a job of its own; a schedule calls it.
  if (context.evaluator.evaluate(argument, site.scope).some((meaning) => meaning.kind === 'closure')) {
    if (via !== scheduled) sink.job({ ...base(site, via, context), job: queuedClosure, certainty: 'exact' });
    return;
  }
  const reading = readEvent(argument, site.scope, context);
  const wrapped =
    reading.parameters.length > 0 && reportWrapper(site.scope, reading, { framework: id, makes: 'job' }, sink);
  report(site, reading, via, wrapped, context, sink);
}

function report(site: CallSite, reading: Reading, via: string, wrapped: boolean, context: Context, sink: Sink): void {
  const jobs = reading.names.filter((one) => one.form === 'class');
  if (reading.unknown.length === 0 && reading.parameters.length === 0) {
    for (const one of jobs)
      sink.job({
        ...base(site, via, context),
        job: one.name,
        certainty: one.exact ? 'exact' : 'inferred',
        ...(!one.exact && { reason: `It is declared as ${short(one.name)}.` }),
      });
    return;
  }
  const candidates = [
    ...new Set([
      ...jobs.map((one) => one.name),
      ...reading.candidates.filter(
        (name) => isQueued(name, context.project) || roleOf(name, context.project) !== 'event',
      ),
    ]),
  ];
  const reason = wrapped
    ? 'The job is what the caller passes in.'
    : `The job is decided at run time: ${reading.unknown[0] ?? 'it is what the caller passes in'}.`;
  sink.job({
    ...base(site, via, context),
    job: null,
    certainty: 'dynamic',
    reason,
    ...(candidates.length > 0 && { candidates }),
  });
}

/** Jobs of a list: written there, or put into the array before. */
function reportList(site: CallSite, argument: Expression | undefined, via: string, context: Context, sink: Sink): void {
  if (!argument) return;
  const seen = new Set<string>();
  const visit = (expression: Expression, scope: Scope, depth: number): void => {
    const items = depth > 4 ? [] : listItems(expression, scope, context);
    if (items.length > 0) {
      for (const item of items) visit(item.value, item.scope, depth + 1);
      return;
    }
    if (expression.kind === 'static' || expression.kind === 'closure') return;
    const reading = readEvent(expression, scope, context);
    for (const one of reading.names) {
      // What the jobs are collected in is none of them.
      if (one.form !== 'class' || seen.has(one.name) || /^Illuminate\\Support\\/.test(one.name)) continue;
      seen.add(one.name);
      sink.job({
        ...base(site, via, context),
        job: one.name,
        certainty: one.exact ? 'exact' : 'inferred',
        ...(!one.exact && { reason: 'It is taken out of a list.' }),
      });
    }
  };
  visit(argument, site.scope, 0);
  if (seen.size > 0 || argument.kind === 'array') return;
  if (via.endsWith('add')) return;
  sink.job({
    ...base(site, via, context),
    job: null,
    certainty: 'dynamic',
    reason: 'The jobs are put together at run time.',
  });
}
