/** Reads arguments as handlers of the PHP frameworks: closures, class strings, pairs, method references; knows no framework. */
import { whole, type Meaning, type Scope } from '../languages/php/evaluation/meaning';
import type { Expression } from '../languages/php/facts';
import { builtinTypes } from '../languages/php/names';
import type { Context, HandlerReference } from './phpFramework';

/** Handlers an expression stands for. */
export function readHandlers(expression: Expression | undefined, scope: Scope, context: Context): HandlerReference[] {
  if (!expression) return [];
  const { evaluator, project } = context;
  if (
    (expression.kind === 'method' || expression.kind === 'static') &&
    expression.reference &&
    expression.name !== null
  ) {
    const { name } = expression;
    const types =
      expression.kind === 'method'
        ? evaluator.typesOf(expression.of, scope)
        : evaluator.classesOf(expression.of, scope).flatMap((meaning) => whole(meaning) ?? []);
    return types.map((of) => ({ kind: 'method', of, method: name }));
  }
  if (expression.kind === 'call' && expression.reference && expression.name !== null)
    return [{ kind: 'function', name: expression.name }];
  if (expression.kind === 'call' && /(^|\\)queueable$/.test(expression.name ?? ''))
    return readHandlers(expression.args[0]?.value, scope, context);
  if (
    expression.kind === 'array' &&
    expression.items.length === 2 &&
    expression.items.every((item) => item.key === null)
  ) {
    const [target, method] = expression.items;
    const pair = target && method ? pairOf(target.value, method.value, scope, context) : [];
    if (pair.length > 0) return pair;
  }
  const found: HandlerReference[] = [];
  for (const meaning of evaluator.evaluate(expression, scope)) {
    if (meaning.kind === 'closure') found.push({ kind: 'closure', file: meaning.scope.file, body: meaning.body });
    else if (meaning.kind === 'object')
      found.push({
        kind: 'method',
        of: meaning.of,
        method: project.method(meaning.of, '__invoke') && !project.method(meaning.of, 'handle') ? '__invoke' : null,
      });
    else if (meaning.kind === 'array' && meaning.items.length === 2) {
      const [target, method] = meaning.items;
      if (target && method) found.push(...pairOf(target.value, method.value, meaning.scope, context));
    } else if (meaning.kind === 'text') {
      const text = whole(meaning)?.replace(/^\\/, '');
      if (text === undefined) found.push({ kind: 'unknown', reason: 'The handler is put together at run time.' });
      else if (/@|::/.test(text)) {
        const [of = '', method = ''] = text.split(/@|::/);
        found.push({ kind: 'method', of: of.replace(/^\\/, ''), method });
      } else if (text.includes('\\') || meaning.isClass || project.classNamed(text))
        found.push({ kind: 'method', of: text, method: null });
      else found.push({ kind: 'function', name: text });
    } else if (meaning.kind === 'parameter')
      found.push({ kind: 'unknown', reason: 'The handler is what the caller passes in.' });
    else if (meaning.kind === 'unknown')
      found.push({ kind: 'unknown', reason: `The handler is decided at run time: ${meaning.reason}.` });
  }
  return found;
}

function pairOf(target: Expression, method: Expression, scope: Scope, context: Context): HandlerReference[] {
  const methods = context.evaluator.textsOf(method, scope).filter((name) => /^\w+$/.test(name));
  if (methods.length === 0) return [];
  const classes = context.evaluator
    .evaluate(target, scope)
    .flatMap((meaning) => (meaning.kind === 'object' ? [meaning.of] : (whole(meaning) ?? [])));
  return classes.flatMap((of) =>
    /^[\w\\]+$/.test(of)
      ? methods.map((name): HandlerReference => ({ kind: 'method', of: of.replace(/^\\/, ''), method: name }))
      : [],
  );
}

/** Types of a closure's first parameter: the events it listens to when nothing else names them. */
export function closureEvents(meaning: Extract<Meaning, { kind: 'closure' }>): readonly string[] {
  const parameter = meaning.scope.facts.bodies[meaning.body]?.parameters[0];
  return (parameter?.types ?? []).filter((type) => !builtinTypes.has(type));
}
