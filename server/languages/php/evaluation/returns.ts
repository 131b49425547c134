/** What a function or method of the workspace answers, by its declared type or by what its body returns. */
import type { Body, Expression, PhpFacts } from '../facts';
import { deepest, evaluate, type Evaluating } from './evaluate';
import { declaredMeaning, scopeOf, unique, unknownMeaning, type Meaning, type Scope } from './meaning';

export function returnsOf(evaluating: Evaluating, className: string, method: string, depth = 0): readonly Meaning[] {
  const found = evaluating.project.method(className, method);
  if (found)
    return answersOf(evaluating, found.body, found.entry.facts, found.entry.file, found.index, className, depth);
  const documented = evaluating.project
    .lineage(className)
    .map((name) => evaluating.project.classNamed(name)?.fact.docMethods[method])
    .find((types) => types !== undefined);
  return documented ? documented.flatMap((type) => declaredMeaning(type, className)) : [];
}

export function answersOf(
  evaluating: Evaluating,
  body: Body,
  facts: PhpFacts,
  file: string,
  position: number,
  self: string,
  depth: number,
): readonly Meaning[] {
  const objects = body.returnTypes.flatMap((type) =>
    type === 'static' || type === '$this'
      ? declaredMeaning('static', self)
      : type === 'self'
        ? declaredMeaning('self', facts.classes[body.owner]?.name ?? self)
        : declaredMeaning(type),
  );
  const concrete = objects.filter(
    (meaning) => meaning.kind !== 'object' || evaluating.project.classNamed(meaning.of)?.fact.kind === 'class',
  );
  if (
    objects.length > 0 &&
    concrete.length === objects.length &&
    !objects.some((meaning) => meaning.kind === 'object' && evaluating.project.classNamed(meaning.of)?.fact.abstract)
  )
    return objects;
  const inferred = returnsOfBody(evaluating, facts, file, position, self, depth + 1).filter(
    (meaning) => meaning.kind !== 'unknown' && meaning.kind !== 'parameter',
  );
  if (inferred.length > 0) return inferred;
  return objects.length > 0 ? objects : unknownMeaning(`it is the answer of ${body.name}()`);
}

export function returnsOfBody(
  evaluating: Evaluating,
  facts: PhpFacts,
  file: string,
  position: number,
  self: string,
  depth: number,
): readonly Meaning[] {
  const body = facts.bodies[position];
  if (!body || depth > deepest) return [];
  const scope: Scope = { ...scopeOf(file, facts, position), ...(self !== '' && { self }) };
  const found: Meaning[] = [];
  const visit = (expression: Expression): void => {
    if (expression.kind === 'return' && expression.value)
      found.push(...evaluate(evaluating, expression.value, scope, depth));
    else if (expression.kind === 'other') expression.of.forEach(visit);
  };
  body.statements.forEach(visit);
  return unique(
    found.map((meaning): Meaning =>
      meaning.kind === 'text' && meaning.parts.some((part) => typeof part !== 'string' && 'parameter' in part)
        ? { kind: 'unknown', reason: `it is the answer of ${body.name}()` }
        : meaning.kind === 'object'
          ? { kind: 'object', of: meaning.of, exact: meaning.exact }
          : meaning,
    ),
  );
}
