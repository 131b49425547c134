/** What an expression can be at run time, as far as the code says: objects, names, closures, arrays; knows no events. */
import type { ClassReference, Expression } from '../facts';
import type { Project } from '../project';
import { evaluateCall, evaluateMethodCall, evaluateStaticCall } from './calls';
import { evaluateClassConstant, evaluateConstant } from './constants';
import { joined, textMeaning, unique, unknownMeaning, whole, type Meaning, type Part, type Scope } from './meaning';
import { evaluateProperty, propertyOf } from './properties';
import { evaluateIndex, evaluateVariable } from './variables';

const most = 24;
export const deepest = 14;

export function evaluate(
  evaluating: Evaluating,
  expression: Expression,
  scope: Scope,
  depth: number,
): readonly Meaning[] {
  if (depth > deepest || evaluating.active.has(expression)) return unknownMeaning('it depends on itself');
  evaluating.active.add(expression);
  try {
    const found = evaluateNode(evaluating, expression, scope, depth + 1);
    return found.length > most ? found.slice(0, most) : found;
  } finally {
    evaluating.active.delete(expression);
  }
}

function evaluateNode(evaluating: Evaluating, expression: Expression, scope: Scope, depth: number): readonly Meaning[] {
  switch (expression.kind) {
    case 'string':
      return [textMeaning(expression.value)];
    case 'number':
      return [textMeaning(expression.value)];
    case 'literal':
      return [{ kind: 'unknown', reason: `it is ${expression.value}` }];
    case 'array':
      return [{ kind: 'array', items: expression.items, scope, at: expression.at }];
    case 'closure':
      return [{ kind: 'closure', body: expression.body, scope }];
    case 'concat':
      return concatenated(evaluating, expression.parts, scope, depth);
    case 'choice':
      return unique(
        expression.of
          .flatMap((part) => evaluate(evaluating, part, scope, depth))
          .filter((part) => !(part.kind === 'unknown' && part.reason === 'it is null')),
      );
    case 'assign':
      return evaluate(evaluating, expression.value, scope, depth);
    case 'new':
      return classesOf(evaluating, expression.of, scope, depth).map((meaning): Meaning => {
        const name = whole(meaning);
        if (name !== undefined) return { kind: 'object', of: name, exact: true };
        return meaning.kind === 'object'
          ? { ...meaning, exact: false }
          : meaning.kind === 'text'
            ? {
                kind: 'unknown',
                reason: 'the class name is put together at run time',
                ...(typeof meaning.parts[0] === 'string' && { prefix: meaning.parts[0].replace(/^\\/, '') }),
              }
            : meaning;
      });
    case 'constant':
      return evaluateConstant(evaluating, expression.name, scope, depth);
    case 'classConstant':
      return evaluateClassConstant(evaluating, expression.of, expression.name, scope, depth);
    case 'variable':
      return evaluateVariable(evaluating, expression.name, expression.at, scope, depth);
    case 'property':
      return evaluateProperty(evaluating, expression, scope, depth);
    case 'staticProperty':
      return unique(
        classesOf(evaluating, expression.of, scope, depth).flatMap((meaning) => {
          const name = whole(meaning);
          return name === undefined ? [meaning] : propertyOf(evaluating, name, expression.name, scope, depth);
        }),
      );
    case 'index':
      return evaluateIndex(evaluating, expression.of, expression.key, scope, depth);
    case 'call':
      return evaluateCall(evaluating, expression, scope, depth);
    case 'static':
      return evaluateStaticCall(evaluating, expression, scope, depth);
    case 'method':
      return evaluateMethodCall(evaluating, expression, scope, depth);
    case 'other':
      return expression.of.length === 1 && expression.of[0]
        ? evaluate(evaluating, expression.of[0], scope, depth)
        : unknownMeaning('it is computed');
    default:
      return unknownMeaning('it is computed');
  }
}

export function classesOf(
  evaluating: Evaluating,
  reference: ClassReference,
  scope: Scope,
  depth: number,
): readonly Meaning[] {
  if (typeof reference !== 'string') {
    return evaluate(evaluating, reference, scope, depth).map((meaning) =>
      meaning.kind === 'object' ? textMeaning(meaning.of, true) : meaning,
    );
  }
  if (reference === 'self' || reference === 'static') {
    const own = scope.self;
    if (own === '') return unknownMeaning('there is no class around it');
    if (reference === 'static' && evaluating.project.classNamed(own)?.fact.abstract) {
      const concrete = evaluating.project
        .subclasses(own)
        .filter((name) => evaluating.project.classNamed(name)?.fact.abstract === false);
      if (concrete.length > 0 && concrete.length <= 12) return concrete.map((name) => textMeaning(name, true));
    }
    return [textMeaning(own, true)];
  }
  if (reference === 'parent') {
    const [parent] = evaluating.project.classNamed(scope.self)?.fact.extends ?? [];
    return parent === undefined ? unknownMeaning('there is no parent class') : [textMeaning(parent, true)];
  }
  return [textMeaning(reference, true)];
}

export function concatenated(
  evaluating: Evaluating,
  pieces: readonly Expression[],
  scope: Scope,
  depth: number,
): readonly Meaning[] {
  let built: Part[][] = [[]];
  for (const piece of pieces) {
    const options = stringParts(evaluate(evaluating, piece, scope, depth));
    if (built.length * options.length > most)
      return [{ kind: 'text', parts: [{ unknown: 'it has many possible values' }] }];
    built = built.flatMap((head) => options.map((tail) => [...head, ...tail]));
  }
  return unique(built.map((parts): Meaning => ({ kind: 'text', parts: joined(parts) })));
}

function stringParts(meanings: readonly Meaning[]): Part[][] {
  const options = meanings.map((meaning): Part[] => {
    if (meaning.kind === 'text') return [...meaning.parts];
    if (meaning.kind === 'parameter') return [{ parameter: meaning.index }];
    return [{ unknown: meaning.kind === 'unknown' ? meaning.reason : 'it is computed' }];
  });
  return options.length === 0 ? [[{ unknown: 'it is computed' }]] : options;
}

/** What the functions that evaluate hand to each other. */
export interface Evaluating {
  readonly project: Project;
  /** What is being evaluated: an expression that is reached again depends on itself. */
  readonly active: Set<Expression>;
}
