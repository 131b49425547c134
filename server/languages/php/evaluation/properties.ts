/** What a property can be: its type, its default, and what the methods of its class put into it. */
import { containerNames } from '../external';
import type { Expression } from '../facts';
import { bindings, slotOf } from '../walk';
import { isContainer, service } from './container';
import { evaluate, type Evaluating } from './evaluate';
import { declaredMeaning, scopeOf, textMeaning, unique, unknownMeaning, type Meaning, type Scope } from './meaning';
import { boundBy, reaching } from './variables';

export function evaluateProperty(
  evaluating: Evaluating,
  expression: Extract<Expression, { kind: 'property' }>,
  scope: Scope,
  depth: number,
): readonly Meaning[] {
  const { name } = expression;
  if (name === null) return unknownMeaning('the property name is computed');
  const slot = slotOf(expression);
  const body = scope.facts.bodies[scope.body];
  if (slot !== undefined && body) {
    const local = reaching(bindings(body).get(slot) ?? [], expression.at);
    if (local.settled && local.found.length > 0)
      return unique(local.found.flatMap((binding) => boundBy(evaluating, binding, scope, depth)));
  }
  return unique(
    evaluate(evaluating, expression.of, scope, depth).flatMap((meaning): readonly Meaning[] => {
      if (meaning.kind === 'case') {
        if (name === 'name') return [textMeaning(meaning.name)];
        const found = evaluating.project.constant(meaning.of, meaning.name);
        return found
          ? evaluate(evaluating, found.value, scopeOf(found.entry.file, found.entry.facts, 0), depth)
          : unknownMeaning('the case is not declared');
      }
      if (meaning.kind !== 'object') return unknownMeaning('it is a property of something unknown');
      if (name === 'value' && evaluating.project.classNamed(meaning.of)?.fact.kind === 'enum') {
        const entry = evaluating.project.classNamed(meaning.of);
        return entry
          ? entry.fact.constants
              .filter((one) => one.case)
              .flatMap((one) => evaluate(evaluating, one.value, scopeOf(entry.file, entry.facts, 0), depth))
          : [];
      }
      if (containerNames[name] !== undefined && isContainer(evaluating, meaning.of))
        return service(evaluating, name, null);
      return propertyOf(evaluating, meaning.of, name, scope, depth);
    }),
  );
}

export function propertyOf(
  evaluating: Evaluating,
  className: string,
  name: string,
  scope: Scope,
  depth: number,
): readonly Meaning[] {
  const found = evaluating.project.property(className, name);
  if (!found) {
    const related =
      evaluating.project.lineage(className).includes('Illuminate\\Support\\ServiceProvider') ||
      evaluating.project.lineage(className).includes('Illuminate\\Console\\Command');
    if (name === 'app' && related)
      return [{ kind: 'object', of: 'Illuminate\\Contracts\\Foundation\\Application', exact: false }];
    if (name === 'container') return [{ kind: 'object', of: 'Psr\\Container\\ContainerInterface', exact: false }];
    if (name === 'messageBus' && evaluating.project.isA(className, 'Symfony\\Component\\Messenger\\HandleTrait'))
      return [{ kind: 'object', of: 'Symfony\\Component\\Messenger\\MessageBusInterface', exact: false }];
    if (name === 'laravel')
      return [{ kind: 'object', of: 'Illuminate\\Contracts\\Foundation\\Application', exact: false }];
    return unknownMeaning(`the property ${name} is not declared in the workspace`);
  }
  const { property: fact, entry } = found;
  const inside: Scope = { ...scopeOf(entry.file, entry.facts, 0), self: entry.fact.name };
  const types = [...fact.types, ...fact.docTypes].flatMap((type) => declaredMeaning(type, entry.fact.name));
  const objects = types.filter((meaning) => meaning.kind === 'object' || meaning.kind === 'list');
  if (objects.length > 0) return unique(objects);
  const values: Meaning[] = [];
  const promoted = entry.fact.methods.some((method) =>
    entry.facts.bodies[method]?.parameters.some((parameter) => parameter.promoted && parameter.name === name),
  );
  if (fact.default && !(fact.default.kind === 'literal' && fact.default.value === 'null') && !promoted)
    values.push(...evaluate(evaluating, fact.default, inside, depth));
  else if (promoted) values.push({ kind: 'unknown', reason: `$${name} is passed to the constructor` });
  for (const method of entry.fact.methods) {
    const body = entry.facts.bodies[method];
    if (!body) continue;
    for (const binding of bindings(body).get(`this.${name}`) ?? []) {
      if (binding.kind !== 'value') continue;
      const assigned = boundBy(evaluating, binding, { ...inside, body: method }, depth);
      values.push(
        ...assigned.map((meaning): Meaning =>
          meaning.kind === 'parameter'
            ? { kind: 'unknown', reason: `$${name} is passed in from outside` }
            : meaning.kind === 'object'
              ? { kind: 'object', of: meaning.of, exact: meaning.exact }
              : meaning,
        ),
      );
    }
  }
  if (
    fact.visibility !== 'private' &&
    !fact.static &&
    fact.types.every((type) => type === 'string') &&
    values.some((meaning) => meaning.kind === 'text') &&
    className === scope.self &&
    !entry.fact.final
  ) {
    for (const child of evaluating.project.subclasses(className)) {
      const own = evaluating.project.classNamed(child);
      const overriding = own?.fact.properties.find((candidate) => candidate.name === name);
      if (own && overriding?.default)
        values.push(
          ...evaluate(evaluating, overriding.default, { ...scopeOf(own.file, own.facts, 0), self: child }, depth),
        );
    }
  }
  return values.length > 0 ? unique(values) : unknownMeaning(`$${name} has no value in the code`);
}
