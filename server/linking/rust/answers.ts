/** Which functions' insides others look at. */
import type { Body, FunctionFacts } from '../../languages/rust/facts';

/** `fn quit() -> Self { Self::Quit }` */
export function choosesVariant(body: Body): boolean {
  return body.results.some((result) => {
    const expression = body.expressions[result];
    const made = expression?.kind === 'call' ? body.expressions[expression.callee] : expression;
    const path =
      made?.kind === 'path' ? made.path : made?.kind === 'struct' && made.type.kind === 'path' ? made.type.path : '';
    return /^Self::[A-Z]/.test(path);
  });
}

/** Callers look at what these functions answer: names, flags, channels, chosen variants, handlers' branches. */
export function answersMatter(fn: Omit<FunctionFacts, 'body'>): boolean {
  if (
    fn.impl !== undefined &&
    /^(event_\w+|name|topic|kind|type_name|should_queue|queued|is_queued|queue_name|queue|via_queue|after_commit|broadcast_\w+|channels|handle\w*|on_\w+|notify|apply|update|dispatch|process|call)$/.test(
      fn.name,
    )
  )
    return true;
  return (
    fn.returns !== undefined &&
    /"path":"(?:[^"]*::)?(?:\w*(?:Event|Msg|Message|Action|Command|Notification|Signal|Effect|Update|Request)s?)"/.test(
      JSON.stringify(fn.returns),
    )
  );
}
