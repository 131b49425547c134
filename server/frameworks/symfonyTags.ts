/** Listeners by service tags in PHP configuration: `->tag('kernel.event_listener', …)`. */
import { whole } from '../languages/php/evaluation/meaning';
import type { Expression } from '../languages/php/facts';
import type { CallSite, Context, Sink } from './phpFramework';
import { listItems } from './phpReading';
import { byConvention, namedEvents, numberOf, symfonyEventsId, typesOfMethod } from './symfonyNames';

/** `$services->set(X::class)->tag('kernel.event_listener', ['event' => …])`. */
export function readTagCall(site: CallSite, context: Context, sink: Sink): void {
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
      framework: symfonyEventsId,
      event: one.name,
      form: one.form,
      certainty: 'exact',
      match: 'exact',
      handler: { kind: 'method', of: target, method: handler },
      ...(numberOf(field('priority')) !== undefined && { priority: numberOf(field('priority')) ?? 0 }),
    });
  }
}
