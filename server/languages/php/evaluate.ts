/** What an expression can be at run time, as far as the code says: objects, names, closures, arrays; knows no events. */
import { containerNames, facadeRoot } from './external';
import type { Argument, Body, ClassReference, Expression, PhpFacts } from './facts';
import { builtinTypes } from './names';
import type { Project } from './project';
import { bindings, slotOf, type Binding } from './walk';

/** Where an expression stands. */
export interface Scope {
  readonly file: string;
  readonly facts: PhpFacts;
  readonly body: number;
  /** Name of the class around it, '' outside; the class `$this` is evaluated for when a subclass asks. */
  readonly self: string;
  /** Values of variables while one turn of a loop is looked at. */
  readonly turn?: ReadonlyMap<string, readonly Meaning[]>;
}

/** Part of a composed string: text, the caller's argument, or something unknown. */
export type Part = string | { readonly parameter: number } | { readonly unknown: string };

export type Meaning =
  /** `exact` when it was made here; otherwise its declared type. */
  | {
      readonly kind: 'object';
      readonly of: string;
      readonly exact: boolean;
      readonly parameter?: number;
      readonly element?: boolean;
    }
  | { readonly kind: 'text'; readonly parts: readonly Part[]; readonly isClass?: boolean }
  | {
      readonly kind: 'array';
      readonly items: Extract<Expression, { kind: 'array' }>['items'];
      readonly scope: Scope;
      readonly at: number;
    }
  | { readonly kind: 'list'; readonly of: string; readonly parameter?: number }
  | { readonly kind: 'closure'; readonly body: number; readonly scope: Scope }
  | { readonly kind: 'case'; readonly of: string; readonly name: string }
  /** The value of the enclosing function's parameter. */
  | {
      readonly kind: 'parameter';
      readonly index: number;
      readonly types: readonly string[];
      readonly element?: boolean;
    }
  /** `prefix` is how a class name that is put together at run time begins. */
  | { readonly kind: 'unknown'; readonly reason: string; readonly prefix?: string };

const most = 24;
const deepest = 14;

export interface Evaluator {
  readonly project: Project;
  evaluate(expression: Expression, scope: Scope): readonly Meaning[];
  /** Classes of the objects it can be. */
  typesOf(expression: Expression, scope: Scope): readonly string[];
  /** Class names a reference can mean, with what could not be told. */
  classesOf(reference: ClassReference, scope: Scope): readonly Meaning[];
  /** Whole strings it can be, classes included; undefined for what is not settled. */
  textsOf(expression: Expression, scope: Scope): readonly string[];
  returnsOf(className: string, method: string, depth?: number): readonly Meaning[];
  /** The class behind a facade of the workspace. */
  accessorOf(className: string): string | undefined;
  /** Argument by position or name. */
  argument(args: readonly Argument[], index: number, name?: string): Expression | undefined;
}

export function scopeOf(file: string, facts: PhpFacts, body: number): Scope {
  const owner = facts.bodies[body]?.owner ?? -1;
  return { file, facts, body, self: facts.classes[owner]?.name ?? '' };
}

export const whole = (meaning: Meaning): string | undefined =>
  meaning.kind === 'text' && meaning.parts.every((part) => typeof part === 'string')
    ? meaning.parts.join('')
    : undefined;

export function createEvaluator(project: Project): Evaluator {
  const active = new Set<Expression>();
  const unknown = (reason: string): readonly Meaning[] => [{ kind: 'unknown', reason }];
  const text = (value: string, isClass = false): Meaning => ({
    kind: 'text',
    parts: [value],
    ...(isClass && { isClass }),
  });

  const evaluate = (expression: Expression, scope: Scope, depth: number): readonly Meaning[] => {
    if (depth > deepest || active.has(expression)) return unknown('it depends on itself');
    active.add(expression);
    try {
      const found = evaluateNode(expression, scope, depth + 1);
      return found.length > most ? found.slice(0, most) : found;
    } finally {
      active.delete(expression);
    }
  };

  const evaluateNode = (expression: Expression, scope: Scope, depth: number): readonly Meaning[] => {
    switch (expression.kind) {
      case 'string':
        return [text(expression.value)];
      case 'number':
        return [text(expression.value)];
      case 'literal':
        return [{ kind: 'unknown', reason: `it is ${expression.value}` }];
      case 'array':
        return [{ kind: 'array', items: expression.items, scope, at: expression.at }];
      case 'closure':
        return [{ kind: 'closure', body: expression.body, scope }];
      case 'concat':
        return concat(expression.parts, scope, depth);
      case 'choice':
        return unique(
          expression.of
            .flatMap((part) => evaluate(part, scope, depth))
            .filter((part) => !(part.kind === 'unknown' && part.reason === 'it is null')),
        );
      case 'assign':
        return evaluate(expression.value, scope, depth);
      case 'new':
        return classesOf(expression.of, scope, depth).map((meaning): Meaning => {
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
        return constant(expression.name, scope, depth);
      case 'classConstant':
        return classConstant(expression.of, expression.name, scope, depth);
      case 'variable':
        return variable(expression.name, expression.at, scope, depth);
      case 'property':
        return property(expression, scope, depth);
      case 'staticProperty':
        return unique(
          classesOf(expression.of, scope, depth).flatMap((meaning) => {
            const name = whole(meaning);
            return name === undefined ? [meaning] : propertyOf(name, expression.name, scope, depth);
          }),
        );
      case 'index':
        return index(expression.of, expression.key, scope, depth);
      case 'call':
        return call(expression, scope, depth);
      case 'static':
        return staticCall(expression, scope, depth);
      case 'method':
        return methodCall(expression, scope, depth);
      case 'other':
        return expression.of.length === 1 && expression.of[0]
          ? evaluate(expression.of[0], scope, depth)
          : unknown('it is computed');
      default:
        return unknown('it is computed');
    }
  };

  const classesOf = (reference: ClassReference, scope: Scope, depth: number): readonly Meaning[] => {
    if (typeof reference !== 'string') {
      return evaluate(reference, scope, depth).map((meaning) =>
        meaning.kind === 'object' ? text(meaning.of, true) : meaning,
      );
    }
    if (reference === 'self' || reference === 'static') {
      const own = selfOf(scope);
      if (own === '') return unknown('there is no class around it');
      if (reference === 'static' && project.classNamed(own)?.fact.abstract) {
        const concrete = project.subclasses(own).filter((name) => project.classNamed(name)?.fact.abstract === false);
        if (concrete.length > 0 && concrete.length <= 12) return concrete.map((name) => text(name, true));
      }
      return [text(own, true)];
    }
    if (reference === 'parent') {
      const [parent] = project.classNamed(selfOf(scope))?.fact.extends ?? [];
      return parent === undefined ? unknown('there is no parent class') : [text(parent, true)];
    }
    return [text(reference, true)];
  };

  const selfOf = (scope: Scope): string => scope.self;

  const concat = (pieces: readonly Expression[], scope: Scope, depth: number): readonly Meaning[] => {
    let built: Part[][] = [[]];
    for (const piece of pieces) {
      const options = stringParts(evaluate(piece, scope, depth));
      if (built.length * options.length > most)
        return [{ kind: 'text', parts: [{ unknown: 'it has many possible values' }] }];
      built = built.flatMap((head) => options.map((tail) => [...head, ...tail]));
    }
    return unique(built.map((parts): Meaning => ({ kind: 'text', parts: joined(parts) })));
  };

  const stringParts = (meanings: readonly Meaning[]): Part[][] => {
    const options = meanings.map((meaning): Part[] => {
      if (meaning.kind === 'text') return [...meaning.parts];
      if (meaning.kind === 'parameter') return [{ parameter: meaning.index }];
      return [{ unknown: meaning.kind === 'unknown' ? meaning.reason : 'it is computed' }];
    });
    return options.length === 0 ? [[{ unknown: 'it is computed' }]] : options;
  };

  const constant = (name: string, scope: Scope, depth: number): readonly Meaning[] => {
    if (/^__CLASS__$/i.test(name)) return [text(scope.self, true)];
    if (/^__NAMESPACE__$/i.test(name)) return [text(scope.facts.namespace)];
    if (/^PHP_EOL$/.test(name)) return [text('\n')];
    const qualified = scope.facts.namespace === '' ? name : `${scope.facts.namespace}\\${name}`;
    const here = scope.facts.constants.find((known) => known.name === name || known.name === qualified);
    if (here) return evaluate(here.value, scopeOf(scope.file, scope.facts, 0), depth);
    const short = name.slice(name.lastIndexOf('\\') + 1);
    const needles = [`const ${short}`, `define('${short}'`, `define("${short}"`];
    const found = project.search(needles);
    for (const file of new Set([...found.values()].flat())) {
      const facts = project.facts(file);
      const known = facts?.constants.find((candidate) => candidate.name === name || candidate.name === qualified);
      if (facts && known) return evaluate(known.value, scopeOf(file, facts, 0), depth);
    }
    return unknown(`the constant ${name} is not declared in the workspace`);
  };

  const classConstant = (of: ClassReference, name: string, scope: Scope, depth: number): readonly Meaning[] =>
    unique(
      classesOf(of, scope, depth).flatMap((meaning): readonly Meaning[] => {
        const className = whole(meaning);
        if (className === undefined)
          return name === 'class' && meaning.kind === 'parameter'
            ? [{ kind: 'parameter', index: meaning.index, types: meaning.types }]
            : [meaning];
        if (name === 'class') return [text(className, true)];
        const found = project.constant(className, name);
        if (!found) return unknown(`the constant ${className}::${name} is not declared in the workspace`);
        if (found.isCase) return [{ kind: 'case', of: found.entry.fact.name, name }];
        return evaluate(
          found.value,
          { ...scopeOf(found.entry.file, found.entry.facts, 0), self: found.entry.fact.name },
          depth,
        );
      }),
    );

  const variable = (name: string, at: number, scope: Scope, depth: number): readonly Meaning[] => {
    const fixed = scope.turn?.get(name);
    if (fixed) return fixed;
    if (name === 'this')
      return scope.self === ''
        ? unknown('there is no class around it')
        : [{ kind: 'object', of: scope.self, exact: false }];
    const body = scope.facts.bodies[scope.body];
    if (!body) return unknown('it is computed');
    const known = reaching(bindings(body).get(name) ?? [], at);
    const parameterAt = body.parameters.findIndex((parameter) => parameter.name === name);
    const found: Meaning[] = known.found.flatMap((binding) => bound(binding, scope, depth));
    const documented = body.docVariables[name];
    if (found.every((meaning) => meaning.kind === 'unknown') && documented)
      return documented.flatMap((type) => declared(type));
    if (known.settled) return unique(found);
    const parameter = body.parameters[parameterAt];
    if (parameter) return unique([...found, ...parameterMeaning(parameterAt, parameter, body, scope, depth)]);
    if (body.closure && (body.closure === 'arrow' || body.uses.includes(name)) && body.parent >= 0)
      return unique([...found, ...variable(name, body.at, { ...scope, body: body.parent }, depth)]);
    if (found.length > 0) return unique(found);
    return unknown(`$${name} is not set here`);
  };

  const parameterMeaning = (
    position: number,
    parameter: Body['parameters'][number],
    body: Body,
    scope: Scope,
    depth: number,
  ): readonly Meaning[] => {
    const types =
      parameter.types.length > 0 &&
      !parameter.types.every((type) => type === 'array' || type === 'iterable' || type === 'object')
        ? parameter.types
        : [...parameter.docTypes, ...parameter.types];
    const nested = body.closure !== undefined;
    if (parameter.variadic) {
      const lists = types.filter((type) => !builtinTypes.has(type)).map((of): Meaning => ({ kind: 'list', of }));

      return lists.length > 0 ? lists : unknown('the value is passed in by the caller');
    }
    const found: Meaning[] = [];
    for (const type of types) {
      for (const meaning of declared(type, scope.self)) {
        if ((meaning.kind === 'object' || meaning.kind === 'list') && !nested)
          found.push({ ...meaning, parameter: position });
        else found.push(meaning);
      }
    }
    if (found.some((meaning) => meaning.kind !== 'unknown')) return found;
    if (nested) return unknown('the value is passed in by whoever calls the closure');
    const own: Meaning = { kind: 'parameter', index: position, types };
    if (parameter.default && parameter.default.kind !== 'literal') {
      const fallback = evaluate(parameter.default, scope, depth);
      if (fallback.some((meaning) => whole(meaning))) return [own, ...fallback];
    }
    return [own];
  };

  /** The meaning of a declared type. */
  const declared = (type: string, self = ''): readonly Meaning[] => {
    if (type === 'self' || type === 'static' || type === '$this')
      return self === '' ? [] : [{ kind: 'object', of: self, exact: false }];
    if (type.endsWith('[]')) return [{ kind: 'list', of: type.slice(0, -2) }];
    if (type.startsWith('class-string<') || builtinTypes.has(type)) return [];
    return [{ kind: 'object', of: type, exact: false }];
  };

  const bound = (binding: Binding, scope: Scope, depth: number): readonly Meaning[] => {
    if (binding.kind === 'catch')
      return (binding.types ?? []).map((of): Meaning => ({ kind: 'object', of, exact: false }));
    if (!binding.value || binding.augmented) return unknown('it is put together at run time');
    if (binding.kind === 'append') return [];
    const values = evaluate(binding.value, scope, depth);
    if (binding.kind === 'key')
      return unique(
        values.flatMap((value) =>
          value.kind === 'array'
            ? value.items.flatMap((item) => (item.key ? evaluate(item.key, value.scope, depth) : []))
            : [],
        ),
      );
    if (binding.kind === 'element')
      return unique(values.flatMap((value) => elements(value, depth)).concat(appended(binding.value, scope, depth)));
    const { path } = binding;
    if (path !== undefined) {
      return unique(
        values.flatMap((value) => {
          if (value.kind !== 'array') return unknown('it is taken out of an array');
          const wanted = typeof path === 'number' ? undefined : evaluate(path, scope, depth).map(whole)[0];
          const item =
            typeof path === 'number'
              ? value.items[path]
              : value.items.find(
                  (candidate) => candidate.key && evaluate(candidate.key, value.scope, depth).map(whole)[0] === wanted,
                );
          return item ? evaluate(item.value, value.scope, depth) : unknown('it is taken out of an array');
        }),
      );
    }
    return values;
  };

  /** What `$list[] = …` put into a list that is looped over later. */
  const appended = (list: Expression, scope: Scope, depth: number): readonly Meaning[] => {
    const slot = slotOf(list);
    const body = scope.facts.bodies[scope.body];
    if (slot === undefined || !body) return [];
    return (bindings(body).get(slot) ?? []).flatMap((binding) =>
      binding.kind === 'append' && binding.value ? evaluate(binding.value, scope, depth) : [],
    );
  };

  const elements = (value: Meaning, depth: number): readonly Meaning[] => {
    if (value.kind === 'list')
      return declared(value.of).map((meaning): Meaning =>
        meaning.kind === 'object' && value.parameter !== undefined
          ? { ...meaning, parameter: value.parameter, element: true }
          : meaning,
      );
    if (value.kind === 'parameter') return [{ ...value, element: true }];
    if (value.kind === 'array')
      return value.items.flatMap((item) => {
        const found = evaluate(item.value, value.scope, depth);
        return item.spread ? found.flatMap((inner) => elements(inner, depth)) : found;
      });
    return unknown('it is taken out of a list');
  };

  const property = (
    expression: Extract<Expression, { kind: 'property' }>,
    scope: Scope,
    depth: number,
  ): readonly Meaning[] => {
    const { name } = expression;
    if (name === null) return unknown('the property name is computed');
    const slot = slotOf(expression);
    const body = scope.facts.bodies[scope.body];
    if (slot !== undefined && body) {
      const local = reaching(bindings(body).get(slot) ?? [], expression.at);
      if (local.settled && local.found.length > 0)
        return unique(local.found.flatMap((binding) => bound(binding, scope, depth)));
    }
    return unique(
      evaluate(expression.of, scope, depth).flatMap((meaning): readonly Meaning[] => {
        if (meaning.kind === 'case') {
          if (name === 'name') return [text(meaning.name)];
          const found = project.constant(meaning.of, meaning.name);
          return found
            ? evaluate(found.value, scopeOf(found.entry.file, found.entry.facts, 0), depth)
            : unknown('the case is not declared');
        }
        if (meaning.kind !== 'object') return unknown('it is a property of something unknown');
        if (name === 'value' && project.classNamed(meaning.of)?.fact.kind === 'enum') {
          const entry = project.classNamed(meaning.of);
          return entry
            ? entry.fact.constants
                .filter((one) => one.case)
                .flatMap((one) => evaluate(one.value, scopeOf(entry.file, entry.facts, 0), depth))
            : [];
        }
        if (containerNames[name] !== undefined && isContainer(meaning.of)) return service(name, null);
        return propertyOf(meaning.of, name, scope, depth);
      }),
    );
  };

  const propertyOf = (className: string, name: string, scope: Scope, depth: number): readonly Meaning[] => {
    const found = project.property(className, name);
    if (!found) {
      const related =
        project.lineage(className).includes('Illuminate\\Support\\ServiceProvider') ||
        project.lineage(className).includes('Illuminate\\Console\\Command');
      if (name === 'app' && related)
        return [{ kind: 'object', of: 'Illuminate\\Contracts\\Foundation\\Application', exact: false }];
      if (name === 'container') return [{ kind: 'object', of: 'Psr\\Container\\ContainerInterface', exact: false }];
      if (name === 'messageBus' && project.isA(className, 'Symfony\\Component\\Messenger\\HandleTrait'))
        return [{ kind: 'object', of: 'Symfony\\Component\\Messenger\\MessageBusInterface', exact: false }];
      if (name === 'laravel')
        return [{ kind: 'object', of: 'Illuminate\\Contracts\\Foundation\\Application', exact: false }];
      return unknown(`the property ${name} is not declared in the workspace`);
    }
    const { property: fact, entry } = found;
    const inside: Scope = { ...scopeOf(entry.file, entry.facts, 0), self: entry.fact.name };
    const types = [...fact.types, ...fact.docTypes].flatMap((type) => declared(type, entry.fact.name));
    const objects = types.filter((meaning) => meaning.kind === 'object' || meaning.kind === 'list');
    if (objects.length > 0) return unique(objects);
    const values: Meaning[] = [];
    const promoted = entry.fact.methods.some((method) =>
      entry.facts.bodies[method]?.parameters.some((parameter) => parameter.promoted && parameter.name === name),
    );
    if (fact.default && !(fact.default.kind === 'literal' && fact.default.value === 'null') && !promoted)
      values.push(...evaluate(fact.default, inside, depth));
    else if (promoted) values.push({ kind: 'unknown', reason: `$${name} is passed to the constructor` });
    for (const method of entry.fact.methods) {
      const body = entry.facts.bodies[method];
      if (!body) continue;
      for (const binding of bindings(body).get(`this.${name}`) ?? []) {
        if (binding.kind !== 'value') continue;
        const assigned = bound(binding, { ...inside, body: method }, depth);
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
      for (const child of project.subclasses(className)) {
        const own = project.classNamed(child);
        const overriding = own?.fact.properties.find((candidate) => candidate.name === name);
        if (own && overriding?.default)
          values.push(...evaluate(overriding.default, { ...scopeOf(own.file, own.facts, 0), self: child }, depth));
      }
    }
    return values.length > 0 ? unique(values) : unknown(`$${name} has no value in the code`);
  };

  const index = (of: Expression, key: Expression | null, scope: Scope, depth: number): readonly Meaning[] => {
    const keys = key ? evaluate(key, scope, depth).map(whole) : [];
    const [wanted] = keys;
    return unique(
      evaluate(of, scope, depth).flatMap((value): readonly Meaning[] => {
        if (value.kind === 'object' && wanted !== undefined && isContainer(value.of)) return service(wanted, key);
        if (value.kind === 'list') return declared(value.of);
        if (value.kind !== 'array') return value.kind === 'unknown' ? [value] : unknown('it is taken out of an array');
        if (wanted === undefined) return elements(value, depth);
        const item = value.items.find((candidate, position) =>
          candidate.key
            ? evaluate(candidate.key, value.scope, depth).some((one) => whole(one) === wanted)
            : String(position) === wanted,
        );
        return item ? evaluate(item.value, value.scope, depth) : unknown('the key is not in the array');
      }),
    );
  };

  const isContainer = (name: string): boolean =>
    project.isA(
      name,
      'Illuminate\\Container\\Container',
      'Psr\\Container\\ContainerInterface',
      'Symfony\\Component\\DependencyInjection\\ContainerInterface',
    );

  const service = (name: string, key: Expression | null): readonly Meaning[] => {
    const known = containerNames[name];
    if (known !== undefined) return [{ kind: 'object', of: known, exact: false }];
    if (key?.kind === 'classConstant' || name.includes('\\')) return [{ kind: 'object', of: name, exact: false }];
    const bound = containerBinding(name);
    return bound === undefined
      ? unknown(`the container decides what ${name} is`)
      : [{ kind: 'object', of: bound, exact: false }];
  };

  /** The class some provider binds a short name to. */
  const containerBinding = (name: string): string | undefined => {
    const needles = [`'${name}'`, `"${name}"`];
    const files = new Set([...project.search(['bind(', 'singleton(', 'instance(', 'alias(']).values()].flat());
    for (const [, holders] of project.search(needles))
      for (const file of holders) {
        if (!files.has(file)) continue;
        const facts = project.facts(file);
        for (const [position, body] of (facts?.bodies ?? []).entries()) {
          for (const statement of body.statements) {
            if (!facts) continue;
            const found = bindingIn(statement, name, scopeOf(file, facts, position));
            if (found !== undefined) return found;
          }
        }
      }
    return undefined;
  };

  const bindingIn = (statement: Expression, name: string, scope: Scope): string | undefined => {
    if (statement.kind === 'other')
      return statement.of.map((part) => bindingIn(part, name, scope)).find((found) => found !== undefined);
    if (
      (statement.kind !== 'method' && statement.kind !== 'static') ||
      !/^(bind|singleton|scoped|instance|alias|bindIf|singletonIf)$/.test(statement.name ?? '')
    )
      return undefined;
    const [first, second] = statement.args;
    const swapped = statement.name === 'alias' ? [second, first] : [first, second];
    const written = swapped[0]?.value;
    if (written?.kind !== 'string' || written.value !== name || !swapped[1]) return undefined;
    for (const meaning of evaluate(swapped[1].value, scope, 0)) {
      const named = whole(meaning);
      if (named !== undefined) return named;
      if (meaning.kind === 'object') return meaning.of;
      if (meaning.kind === 'closure') {
        const made = returnsOfBody(scope.facts, scope.file, meaning.body, scope.self, 2);
        const object = made.find((one) => one.kind === 'object');
        if (object?.kind === 'object') return object.of;
      }
    }
    return undefined;
  };

  const call = (expression: Extract<Expression, { kind: 'call' }>, scope: Scope, depth: number): readonly Meaning[] => {
    const { name, args } = expression;
    if (name === null) return unknown('it is the answer of a closure');
    const first = args[0]?.value;
    switch (name) {
      case 'app':
      case 'resolve':
      case 'make':
        if (!first) return [{ kind: 'object', of: 'Illuminate\\Contracts\\Foundation\\Application', exact: false }];
        return evaluate(first, scope, depth).flatMap((meaning) => {
          const key = whole(meaning);
          return key === undefined
            ? [
                meaning.kind === 'parameter'
                  ? { kind: 'unknown' as const, reason: 'the class is passed in by the caller' }
                  : meaning,
              ]
            : service(key, first);
        });
      case 'event':
      case 'events':
        return first
          ? unknown('it is the answer of event()')
          : [{ kind: 'object', of: 'Illuminate\\Contracts\\Events\\Dispatcher', exact: false }];
      case 'get_class':
        return first
          ? evaluate(first, scope, depth).map((meaning) =>
              meaning.kind === 'object' ? text(meaning.of, true) : meaning,
            )
          : [text(scope.self, true)];
      case 'class_basename':
        return first
          ? evaluate(first, scope, depth).map((meaning) => shortNameOf(meaning) ?? meaning)
          : unknown('it is computed');
      case 'get_called_class':
        return [text(scope.self, true)];
      case 'tap':
      case 'value':
      case 'with':
      case 'clone':
      case 'array_filter':
      case 'array_values':
      case 'array_unique':
      case 'collect':
        return first ? evaluate(first, scope, depth) : unknown('it is computed');
      case 'array_merge':
        return args.flatMap((argument) => evaluate(argument.value, scope, depth));
      case 'sprintf':
        return formatted(args, scope, depth);
      case 'config': {
        const key = first ? evaluate(first, scope, depth).map(whole)[0] : undefined;
        return key === undefined
          ? unknown('it comes from the configuration')
          : configuration(key, depth, args[1]?.value, scope);
      }
    }
    const found =
      project.functionNamed(name) ??
      (name.includes('\\')
        ? undefined
        : project.functionNamed(scope.facts.namespace === '' ? name : `${scope.facts.namespace}\\${name}`));
    if (!found) return unknown(`it is the answer of ${name}()`);
    return answers(found.body, found.facts, found.file, found.index, '', depth);
  };

  const formatted = (args: readonly Argument[], scope: Scope, depth: number): readonly Meaning[] => {
    const format = args[0] ? evaluate(args[0].value, scope, depth).map(whole)[0] : undefined;
    if (format === undefined) return unknown('its format is computed');
    let next = 1;
    const pieces: Expression[] = [];
    let rest = format;
    for (let found = /%(?:(\d+)\$)?[sdu]/.exec(rest); found; found = /%(?:(\d+)\$)?[sdu]/.exec(rest)) {
      pieces.push({ kind: 'string', value: rest.slice(0, found.index), at: 0 });
      const position = found[1] === undefined ? next++ : Number(found[1]);
      pieces.push(args[position]?.value ?? { kind: 'other', of: [], at: 0 });
      rest = rest.slice(found.index + found[0].length);
    }
    pieces.push({ kind: 'string', value: rest.replaceAll('%%', '%'), at: 0 });
    return concat(pieces, scope, depth);
  };

  const configuration = (
    key: string,
    depth: number,
    fallback: Expression | undefined,
    scope: Scope,
  ): readonly Meaning[] => {
    const [base = '', ...path] = key.split('.');
    for (const file of project.workspace.files) {
      if (!file.endsWith(`config/${base}.php`)) continue;
      const facts = project.facts(file);
      const returned = facts?.bodies[0]?.statements.find((statement) => statement.kind === 'return');
      if (!facts || returned?.kind !== 'return' || !returned.value) continue;
      let values = evaluate(returned.value, scopeOf(file, facts, 0), depth);
      for (const part of path)
        values = values.flatMap((value) =>
          value.kind === 'array'
            ? value.items
                .filter((item) => item.key && evaluate(item.key, value.scope, depth).some((one) => whole(one) === part))
                .flatMap((item) => evaluate(item.value, value.scope, depth))
            : [],
        );
      if (values.length > 0) return values;
    }
    return fallback ? evaluate(fallback, scope, depth) : unknown(`the configuration ${key} decides`);
  };

  const staticCall = (
    expression: Extract<Expression, { kind: 'static' }>,
    scope: Scope,
    depth: number,
  ): readonly Meaning[] => {
    const { name, args } = expression;
    if (name === null) return unknown('the method name is computed');
    return unique(
      classesOf(expression.of, scope, depth).flatMap((meaning): readonly Meaning[] => {
        const className = whole(meaning);
        if (className === undefined) return meaning.kind === 'unknown' ? [meaning] : unknown('the class is computed');
        const root = facadeRoot(className);
        if (root !== undefined && !project.classNamed(className))
          return root === 'Illuminate\\Contracts\\Foundation\\Application'
            ? made(root, name, args, scope, depth)
            : unknown(`it is the answer of ${className}::${name}()`);
        if (className === 'Illuminate\\Container\\Container' && name === 'getInstance')
          return [{ kind: 'object', of: className, exact: false }];
        const found = returnsOf(className, name, depth);
        if (found.length > 0)
          return found.map((one): Meaning =>
            one.kind === 'object' && one.of === className ? { kind: 'object', of: one.of, exact: true } : one,
          );
        const accessor = accessorOf(className);
        if (accessor !== undefined) return returnsOf(accessor, name, depth);
        if (
          project.classNamed(className) &&
          /^(make|create|new|from\w*|of|instance|getInstance|with\w*|run)$/.test(name)
        )
          return [{ kind: 'object', of: className, exact: false }];
        return unknown(`it is the answer of ${className}::${name}()`);
      }),
    );
  };

  /** The class behind a facade of the workspace. */
  const accessorOf = (className: string): string | undefined => {
    const entry = project.classNamed(className);
    if (!entry || !project.isA(className, 'Illuminate\\Support\\Facades\\Facade')) return undefined;
    const accessor = project.method(className, 'getFacadeAccessor');
    if (accessor) {
      for (const meaning of returnsOfBody(accessor.entry.facts, accessor.entry.file, accessor.index, className, 2)) {
        const name = whole(meaning);
        if (name === undefined) continue;
        if (project.classNamed(name)) return name;
        if (containerNames[name] !== undefined) return containerNames[name];
        const bound = containerBinding(name);
        if (bound !== undefined) return bound;
      }
    }
    return entry.fact.see.find((name) => project.classNamed(name));
  };

  const made = (
    of: string,
    name: string,
    args: readonly Argument[],
    scope: Scope,
    depth: number,
  ): readonly Meaning[] => {
    const first = args[0]?.value;
    if (!first || !/^(make|makeWith|get|resolve|build)$/.test(name))
      return unknown(`it is the answer of ${of}::${name}()`);
    return evaluate(first, scope, depth).flatMap((key) => {
      const written = whole(key);
      return written === undefined ? unknown('the container decides') : service(written, first);
    });
  };

  const methodCall = (
    expression: Extract<Expression, { kind: 'method' }>,
    scope: Scope,
    depth: number,
  ): readonly Meaning[] => {
    const { name, args } = expression;
    if (name === null) return unknown('the method name is computed');
    if (
      expression.of.kind === 'new' &&
      expression.of.of === 'ReflectionClass' &&
      expression.of.args[0] &&
      /^get(Short)?Name$/.test(name)
    ) {
      const reflected = evaluate(expression.of.args[0].value, scope, depth).map((meaning): Meaning =>
        meaning.kind === 'object' ? text(meaning.of, true) : meaning,
      );
      return name === 'getName' ? reflected : reflected.map((meaning) => shortNameOf(meaning) ?? meaning);
    }
    return unique(
      evaluate(expression.of, scope, depth).flatMap((meaning): readonly Meaning[] => {
        if (meaning.kind === 'array' || meaning.kind === 'list')
          return /^(filter|values|unique|reverse|sortBy|all|toArray|each|when|push)$/.test(name)
            ? [meaning]
            : unknown('it is computed');
        if (meaning.kind !== 'object')
          return meaning.kind === 'unknown' ? [meaning] : unknown(`it is the answer of ${name}()`);
        if (isContainer(meaning.of) && /^(make|makeWith|get|resolve|build)$/.test(name))
          return made(meaning.of, name, args, scope, depth);
        const found = returnsOf(meaning.of, name, depth);
        if (found.length > 0) return found;
        // Builders of a package answer themselves; `new X` followed by a fluent setter stays an X.
        if (meaning.of === 'Flarum\\Extend\\Event') return [meaning];
        if (
          /^(on[A-Z]|with[A-Z]|set[A-Z]|delay$|afterCommit$|beforeCommit$|toOthers$|dontBroadcastToCurrentUser$|via$)/.test(
            name,
          )
        )
          return [meaning];
        return unknown(`it is the answer of ${meaning.of}::${name}()`);
      }),
    );
  };

  const returnsOf = (className: string, method: string, depth = 0): readonly Meaning[] => {
    const found = project.method(className, method);
    if (found) return answers(found.body, found.entry.facts, found.entry.file, found.index, className, depth);
    const documented = project
      .lineage(className)
      .map((name) => project.classNamed(name)?.fact.docMethods[method])
      .find((types) => types !== undefined);
    return documented ? documented.flatMap((type) => declared(type, className)) : [];
  };

  const answers = (
    body: Body,
    facts: PhpFacts,
    file: string,
    position: number,
    self: string,
    depth: number,
  ): readonly Meaning[] => {
    const objects = body.returnTypes.flatMap((type) =>
      type === 'static' || type === '$this'
        ? declared('static', self)
        : type === 'self'
          ? declared('self', facts.classes[body.owner]?.name ?? self)
          : declared(type),
    );
    const concrete = objects.filter(
      (meaning) => meaning.kind !== 'object' || project.classNamed(meaning.of)?.fact.kind === 'class',
    );
    if (
      objects.length > 0 &&
      concrete.length === objects.length &&
      !objects.some((meaning) => meaning.kind === 'object' && project.classNamed(meaning.of)?.fact.abstract)
    )
      return objects;
    const inferred = returnsOfBody(facts, file, position, self, depth + 1).filter(
      (meaning) => meaning.kind !== 'unknown' && meaning.kind !== 'parameter',
    );
    if (inferred.length > 0) return inferred;
    return objects.length > 0 ? objects : unknown(`it is the answer of ${body.name}()`);
  };

  const returnsOfBody = (
    facts: PhpFacts,
    file: string,
    position: number,
    self: string,
    depth: number,
  ): readonly Meaning[] => {
    const body = facts.bodies[position];
    if (!body || depth > deepest) return [];
    const scope: Scope = { ...scopeOf(file, facts, position), ...(self !== '' && { self }) };
    const found: Meaning[] = [];
    const visit = (expression: Expression): void => {
      if (expression.kind === 'return' && expression.value) found.push(...evaluate(expression.value, scope, depth));
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
  };

  const evaluateFrom = (expression: Expression, scope: Scope): readonly Meaning[] => evaluate(expression, scope, 0);
  return {
    project,
    evaluate: evaluateFrom,
    typesOf: (expression, scope) => [
      ...new Set(evaluateFrom(expression, scope).flatMap((meaning) => (meaning.kind === 'object' ? [meaning.of] : []))),
    ],
    classesOf: (reference, scope) => classesOf(reference, scope, 0),
    textsOf: (expression, scope) => [
      ...new Set(evaluateFrom(expression, scope).flatMap((meaning) => whole(meaning) ?? [])),
    ],
    returnsOf,
    accessorOf,
    argument: (args, position, name) => {
      if (name !== undefined) {
        const named = args.find((argument) => argument.name === name);
        if (named) return named.value;
      }
      const positional = args[position];
      return positional && positional.name === undefined && !positional.spread ? positional.value : undefined;
    },
  };
}

function shortNameOf(meaning: Meaning): Meaning | undefined {
  const name = meaning.kind === 'object' && meaning.exact ? meaning.of : whole(meaning);
  return name === undefined ? undefined : { kind: 'text', parts: [name.slice(name.lastIndexOf('\\') + 1)] };
}

/** Bindings that can have given the value at a place: backwards until one that is certain. */
function reaching(
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

function joined(parts: readonly Part[]): Part[] {
  const result: Part[] = [];
  for (const part of parts) {
    const last = result.at(-1);
    if (typeof part === 'string' && typeof last === 'string') result[result.length - 1] = last + part;
    else result.push(part);
  }
  return result;
}

function unique(meanings: readonly Meaning[]): readonly Meaning[] {
  if (meanings.length < 2) return meanings;
  const seen = new Map<string, Meaning>();
  for (const meaning of meanings) {
    const key =
      meaning.kind === 'object'
        ? `o${meaning.of}`
        : meaning.kind === 'text'
          ? `t${JSON.stringify(meaning.parts)}`
          : meaning.kind === 'array'
            ? `a${meaning.at}`
            : meaning.kind === 'closure'
              ? `c${meaning.body}`
              : JSON.stringify(meaning);
    const known = seen.get(key);
    if (!known || (known.kind === 'object' && meaning.kind === 'object' && meaning.exact)) seen.set(key, meaning);
  }
  return [...seen.values()];
}
