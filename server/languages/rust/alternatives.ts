/** Every type an expression may have: the branches of a choice, and what a called function chooses among. */
import type { Body } from './facts';
import type { Inference } from './infer';
import { distinct, peel, through } from './inferred';
import type { Context, Type } from './inferred';
import { binding } from './locals';
import type { Names } from './names';

export function createAlternatives(
  { reliance }: Names,
  typeOf: Inference['typeOf'],
  callee: Inference['callee'],
): (context: Context, body: Body, index: number) => readonly Type[] {
  const alternatives = (context: Context, body: Body, index: number, depth = 0): readonly Type[] => {
    const expression = body.expressions[index];
    if (!expression || depth > 12) return [];
    const inner = (next: number): readonly Type[] => alternatives(context, body, next, depth + 1);
    if (expression.kind === 'either') return distinct(expression.options.flatMap(inner));
    if (expression.kind === 'match' && expression.is === 'match')
      return distinct(expression.arms.flatMap((arm) => inner(arm.value)));
    if (expression.kind === 'try') return inner(expression.of);
    if (expression.kind === 'path') {
      const local = expression.path.includes('::')
        ? undefined
        : binding(context, body, expression.path, expression.offset);
      if (
        local?.value !== undefined &&
        !local.steps.some(
          (step) =>
            step.kind === 'item' ||
            step.kind === 'element' ||
            step.kind === 'field' ||
            (step.kind === 'variant' && !/^(Some|Ok)$/.test(step.path)),
        )
      ) {
        const found = inner(local.value);
        if (found.length > 0) return found;
      }
      if (local?.value !== undefined && local.steps.length === 1 && local.steps[0]?.kind === 'element') {
        const list = body.expressions[local.value];
        const items = list?.kind === 'items' ? list.items : list?.kind === 'macro' ? list.args : [];
        if (items.length > 0) return distinct(items.flatMap(inner));
      }
    }
    if (expression.kind === 'method' && expression.args.length === 0 && through.has(expression.name)) {
      const found = inner(expression.receiver);
      if (found.length > 0) return found;
    }
    if (expression.kind === 'call' && expression.args.length === 1) {
      const target = body.expressions[expression.callee];
      if (target?.kind === 'path' && /(^|::)(Arc|Box|Rc|Some|Ok|Mutex|RwLock)(::(new|from|pin))?$/.test(target.path))
        return inner(expression.args[0] ?? 0);
    }
    const type = peel(typeOf(context, body, index));
    if (
      type.kind === 'named' &&
      type.item?.kind === 'enum' &&
      type.variant === undefined &&
      (expression.kind === 'call' || expression.kind === 'method') &&
      depth < 4
    ) {
      const found = callee(context, body, expression);
      if (found?.function.body && found.function !== context.function) {
        reliance.note(found.context.file, `body:${found.function.name}`);
        const results = found.function.body.results.flatMap((result) =>
          alternatives(found.context, found.function.body as Body, result, depth + 4),
        );
        const chosen = distinct(results.filter((result) => result.kind === 'named' && result.path === type.path));
        if (chosen.length > 0 && chosen.every((result) => result.kind === 'named' && result.variant !== undefined))
          return chosen;
      }
    }
    return type.kind === 'unknown' || (type.kind === 'tuple' && type.items.length === 0) ? [] : [type];
  };

  return (context, body, index) => alternatives(context, body, index);
}
