/** House-made buses of PHP projects, as the setting `eventWiring.buses` describes them. */
import { whole } from '../languages/php/evaluation/meaning';
import type { BusCall } from '../graph/bus';
import type { Call } from '../languages/php/facts';
import { enclosing, reportReading } from './phpReporting';
import { readEvent, short } from './phpReading';
import { readHandlers } from './phpHandlers';
import type { CallSite, Context, PhpFramework, Sink } from './phpFramework';

const id = 'buses';

export const phpBuses: PhpFramework = {
  id,
  title: 'House-made buses',
  packages: [],
  needles: [],

  call(site, context, sink) {
    const { call } = site;
    if (context.buses.length === 0 || call.kind === 'new' || call.name === null || call.reference) return;
    for (const bus of context.buses) {
      if (bus.languages && !bus.languages.includes('php')) continue;
      for (const known of bus.dispatch ?? [])
        if (means(call, known, site, context)) report(site, known, bus.name, context, sink);
      for (const known of bus.listen ?? [])
        if (means(call, known, site, context)) listen(site, known, bus.name, context, sink);
    }
  },
};

function means(call: Exclude<Call, { kind: 'new' }>, known: BusCall, site: CallSite, context: Context): boolean {
  if (call.name === null || short(call.name) !== known.call) return false;
  if (known.on === undefined) return true;
  const { on } = known;
  if (call.kind === 'call') return false;
  const types =
    call.kind === 'static'
      ? context.evaluator.classesOf(call.of, site.scope).flatMap((meaning) => whole(meaning) ?? [])
      : context.evaluator.typesOf(call.of, site.scope);
  if (types.some((type) => context.project.lineage(type).some((name) => name === on || short(name) === on)))
    return true;
  return (
    call.kind === 'method' &&
    ((call.of.kind === 'variable' && call.of.name === on) || (call.of.kind === 'property' && call.of.name === on))
  );
}

function report(site: CallSite, known: BusCall, emitter: string, context: Context, sink: Sink): void {
  const argument = typeof known.event === 'string' ? undefined : site.call.args[known.event ?? 0]?.value;
  if (argument)
    reportReading(
      site,
      readEvent(argument, site.scope, context),
      { via: known.call, framework: id, emitter },
      context,
      sink,
    );
}

function listen(site: CallSite, known: BusCall, emitter: string, context: Context, sink: Sink): void {
  const { call, scope } = site;
  const position = typeof known.event === 'number' ? known.event : 0;
  const argument = call.args[position]?.value;
  const inside = enclosing(scope);
  for (const one of readEvent(argument, scope, context).names)
    for (const handler of readHandlers(call.args[known.handler ?? position + 1]?.value, scope, context))
      sink.listen({
        file: scope.file,
        at: call.at,
        end: call.end,
        via: known.call,
        framework: id,
        emitter,
        event: one.name,
        form: one.form,
        handler,
        certainty: handler.kind === 'unknown' ? 'dynamic' : 'exact',
        match: 'exact',
        ...(inside !== undefined && { in: inside }),
      });
}
