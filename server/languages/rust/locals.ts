/** Names inside one body: the binding that is in sight, and the parameter of the function that a name stands for. */
import type { Binding, Body } from './facts';
import { through } from './inferred';
import type { Context } from './inferred';

export function binding(_context: Context, body: Body, name: string, offset: number): Binding | undefined {
  let best: Binding | undefined;
  for (const candidate of body.bindings)
    if (
      candidate.name === name &&
      candidate.from <= offset &&
      offset < candidate.to &&
      (!best || candidate.from >= best.from)
    )
      best = candidate;
  return best;
}

export function parameterIndex(context: Context, body: Body, index: number, depth = 0): number | undefined {
  const expression = body.expressions[index];
  if (!expression || depth > 10) return undefined;
  if (expression.kind === 'path') {
    const local = binding(context, body, expression.path, expression.offset);
    if (local)
      return local.value !== undefined && local.steps.length === 0
        ? parameterIndex(context, body, local.value, depth + 1)
        : undefined;
    const at = context.function?.parameters.findIndex((parameter) => parameter.name === expression.path) ?? -1;
    return at >= 0 ? at : undefined;
  }
  if (
    expression.kind === 'method' &&
    (through.has(expression.name) || expression.name === 'into') &&
    expression.args.length === 0
  )
    return parameterIndex(context, body, expression.receiver, depth + 1);
  if (expression.kind === 'try') return parameterIndex(context, body, expression.of, depth + 1);
  if (expression.kind === 'cast') return parameterIndex(context, body, expression.of, depth + 1);
  if (expression.kind === 'call' && expression.args.length === 1) {
    const callee = body.expressions[expression.callee];
    if (callee?.kind === 'path' && /(^|::)(Arc|Box|Rc|Some|Ok)(::(new|clone|from))?$/.test(callee.path))
      return parameterIndex(context, body, expression.args[0] ?? 0, depth + 1);
  }
  return undefined;
}
