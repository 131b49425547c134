/** What a variable can be where it stands: what was assigned before, what is iterated, what the parameter's type says. */
import type { Body, Expression } from '../facts';
import { builtinTypes } from '../names';
import { bindings, slotOf, type Binding } from '../walk';
import { isContainer, service } from './container';
import { evaluate, type Evaluating } from './evaluate';
import { declaredMeaning, unique, unknownMeaning, whole, type Meaning, type Scope } from './meaning';

export function evaluateVariable(
  evaluating: Evaluating,
  name: string,
  at: number,
  scope: Scope,
  depth: number,
): readonly Meaning[] {
  const fixed = scope.turn?.get(name);
  if (fixed) return fixed;
  if (name === 'this')
    return scope.self === ''
      ? unknownMeaning('there is no class around it')
      : [{ kind: 'object', of: scope.self, exact: false }];
  const body = scope.facts.bodies[scope.body];
  if (!body) return unknownMeaning('it is computed');
  const known = reaching(bindings(body).get(name) ?? [], at);
  const parameterAt = body.parameters.findIndex((parameter) => parameter.name === name);
  const found: Meaning[] = known.found.flatMap((binding) => boundBy(evaluating, binding, scope, depth));
  const documented = body.docVariables[name];
  if (found.every((meaning) => meaning.kind === 'unknown') && documented)
    return documented.flatMap((type) => declaredMeaning(type));
  if (known.settled) return unique(found);
  const parameter = body.parameters[parameterAt];
  if (parameter) return unique([...found, ...parameterMeaning(evaluating, parameterAt, parameter, body, scope, depth)]);
  if (body.closure && (body.closure === 'arrow' || body.uses.includes(name)) && body.parent >= 0)
    return unique([...found, ...evaluateVariable(evaluating, name, body.at, { ...scope, body: body.parent }, depth)]);
  if (found.length > 0) return unique(found);
  return unknownMeaning(`$${name} is not set here`);
}

function parameterMeaning(
  evaluating: Evaluating,
  position: number,
  parameter: Body['parameters'][number],
  body: Body,
  scope: Scope,
  depth: number,
): readonly Meaning[] {
  const types =
    parameter.types.length > 0 &&
    !parameter.types.every((type) => type === 'array' || type === 'iterable' || type === 'object')
      ? parameter.types
      : [...parameter.docTypes, ...parameter.types];
  const nested = body.closure !== undefined;
  if (parameter.variadic) {
    const lists = types.filter((type) => !builtinTypes.has(type)).map((of): Meaning => ({ kind: 'list', of }));

    return lists.length > 0 ? lists : unknownMeaning('the value is passed in by the caller');
  }
  const found: Meaning[] = [];
  for (const type of types) {
    for (const meaning of declaredMeaning(type, scope.self)) {
      if ((meaning.kind === 'object' || meaning.kind === 'list') && !nested)
        found.push({ ...meaning, parameter: position });
      else found.push(meaning);
    }
  }
  if (found.some((meaning) => meaning.kind !== 'unknown')) return found;
  if (nested) return unknownMeaning('the value is passed in by whoever calls the closure');
  const own: Meaning = { kind: 'parameter', index: position, types };
  if (parameter.default && parameter.default.kind !== 'literal') {
    const fallback = evaluate(evaluating, parameter.default, scope, depth);
    if (fallback.some((meaning) => whole(meaning))) return [own, ...fallback];
  }
  return [own];
}

export function boundBy(evaluating: Evaluating, binding: Binding, scope: Scope, depth: number): readonly Meaning[] {
  if (binding.kind === 'catch')
    return (binding.types ?? []).map((of): Meaning => ({ kind: 'object', of, exact: false }));
  if (!binding.value || binding.augmented) return unknownMeaning('it is put together at run time');
  if (binding.kind === 'append') return [];
  const values = evaluate(evaluating, binding.value, scope, depth);
  if (binding.kind === 'key')
    return unique(
      values.flatMap((value) =>
        value.kind === 'array'
          ? value.items.flatMap((item) => (item.key ? evaluate(evaluating, item.key, value.scope, depth) : []))
          : [],
      ),
    );
  if (binding.kind === 'element')
    return unique(
      values
        .flatMap((value) => elementsOf(evaluating, value, depth))
        .concat(appended(evaluating, binding.value, scope, depth)),
    );
  const { path } = binding;
  if (path !== undefined) {
    return unique(
      values.flatMap((value) => {
        if (value.kind !== 'array') return unknownMeaning('it is taken out of an array');
        const wanted = typeof path === 'number' ? undefined : evaluate(evaluating, path, scope, depth).map(whole)[0];
        const item =
          typeof path === 'number'
            ? value.items[path]
            : value.items.find(
                (candidate) =>
                  candidate.key && evaluate(evaluating, candidate.key, value.scope, depth).map(whole)[0] === wanted,
              );
        return item
          ? evaluate(evaluating, item.value, value.scope, depth)
          : unknownMeaning('it is taken out of an array');
      }),
    );
  }
  return values;
}

/** What `$list[] = …` put into a list that is looped over later. */
function appended(evaluating: Evaluating, list: Expression, scope: Scope, depth: number): readonly Meaning[] {
  const slot = slotOf(list);
  const body = scope.facts.bodies[scope.body];
  if (slot === undefined || !body) return [];
  return (bindings(body).get(slot) ?? []).flatMap((binding) =>
    binding.kind === 'append' && binding.value ? evaluate(evaluating, binding.value, scope, depth) : [],
  );
}

function elementsOf(evaluating: Evaluating, value: Meaning, depth: number): readonly Meaning[] {
  if (value.kind === 'list')
    return declaredMeaning(value.of).map((meaning): Meaning =>
      meaning.kind === 'object' && value.parameter !== undefined
        ? { ...meaning, parameter: value.parameter, element: true }
        : meaning,
    );
  if (value.kind === 'parameter') return [{ ...value, element: true }];
  if (value.kind === 'array')
    return value.items.flatMap((item) => {
      const found = evaluate(evaluating, item.value, value.scope, depth);
      return item.spread ? found.flatMap((inner) => elementsOf(evaluating, inner, depth)) : found;
    });
  return unknownMeaning('it is taken out of a list');
}

export function evaluateIndex(
  evaluating: Evaluating,
  of: Expression,
  key: Expression | null,
  scope: Scope,
  depth: number,
): readonly Meaning[] {
  const keys = key ? evaluate(evaluating, key, scope, depth).map(whole) : [];
  const [wanted] = keys;
  return unique(
    evaluate(evaluating, of, scope, depth).flatMap((value): readonly Meaning[] => {
      if (value.kind === 'object' && wanted !== undefined && isContainer(evaluating, value.of))
        return service(evaluating, wanted, key);
      if (value.kind === 'list') return declaredMeaning(value.of);
      if (value.kind !== 'array')
        return value.kind === 'unknown' ? [value] : unknownMeaning('it is taken out of an array');
      if (wanted === undefined) return elementsOf(evaluating, value, depth);
      const item = value.items.find((candidate, position) =>
        candidate.key
          ? evaluate(evaluating, candidate.key, value.scope, depth).some((one) => whole(one) === wanted)
          : String(position) === wanted,
      );
      return item
        ? evaluate(evaluating, item.value, value.scope, depth)
        : unknownMeaning('the key is not in the array');
    }),
  );
}

/** Bindings that can have given the value at a place: backwards until one that is certain. */
export function reaching(
  list: readonly Binding[],
  at: number,
): { readonly found: readonly Binding[]; readonly settled: boolean } {
  const found: Binding[] = [];
  for (let position = list.length - 1; position >= 0; position--) {
    const binding = list[position];
    if (!binding || binding.at >= at || binding.kind === 'append') continue;
    found.unshift(binding);
    if (binding.until > at && !binding.augmented) return { found, settled: true };
  }
  return { found, settled: false };
}
