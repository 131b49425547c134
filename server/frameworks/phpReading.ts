/** Reads arguments as events; shared by the PHP frameworks, knows none of them. */
import { whole, type Part, type Scope } from '../languages/php/evaluation/meaning';
import type { Expression, PhpFacts } from '../languages/php/facts';
import { builtinTypes } from '../languages/php/names';
import { bindings, slotOf, walk } from '../languages/php/walk';
import type { Context } from './phpFramework';

/** What an argument can be as an event, job or command. */
export interface Reading {
  readonly names: readonly {
    readonly name: string;
    readonly form: 'class' | 'string';
    readonly exact: boolean;
    /** The constant or enum case that spells the name. */
    readonly spelledBy?: { readonly of: string; readonly constant: string };
  }[];
  /** The caller's argument is it, as it stands or as part of a composed name. */
  readonly parameters: readonly {
    readonly index: number;
    readonly template?: readonly Part[];
    readonly form: 'class' | 'string' | 'either';
    readonly element?: boolean;
  }[];
  readonly unknown: readonly string[];
  /** Concrete classes behind an abstract type. */
  readonly candidates: readonly string[];
  /** It is an object of the very class the method around it is called on. */
  readonly late?: boolean;
}

export function readEvent(expression: Expression | undefined, scope: Scope, context: Context): Reading {
  const names: Reading['names'][number][] = [];
  const parameters: {
    index: number;
    template?: readonly Part[];
    form: 'class' | 'string' | 'either';
    element?: boolean;
  }[] = [];
  const unknown: string[] = [];
  const candidates: string[] = [];
  if (!expression) return { names, parameters, unknown: ['the event is passed in a list'], candidates };
  const { project, evaluator } = context;
  const add = (name: string, form: 'class' | 'string', exact: boolean, of?: string, constant?: string): void => {
    if (names.some((known) => known.name === name)) return;
    names.push({
      name,
      form,
      exact,
      ...(of !== undefined && constant !== undefined && { spelledBy: { of, constant } }),
    });
  };
  /** `X::NAME` or `X::Case->value`, and its class; what else answers a text was spelled elsewhere. */
  const constant = expression.kind === 'property' && expression.name === 'value' ? expression.of : expression;
  const [holder] =
    constant.kind === 'classConstant' && constant.name !== 'class'
      ? evaluator.classesOf(constant.of, scope).flatMap((meaning) => whole(meaning) ?? [])
      : [];
  for (const meaning of evaluator.evaluate(expression, scope)) {
    switch (meaning.kind) {
      case 'object': {
        const of = anonymousBase(meaning.of, scope.facts) ?? meaning.of;
        if (meaning.exact) {
          add(of, 'class', true);
          break;
        }
        const entry = project.classNamed(of);
        const open = entry ? entry.fact.abstract || entry.fact.kind !== 'class' : isBase(of);
        if (!open) {
          add(of, 'class', false);
          break;
        }
        if (meaning.parameter !== undefined)
          parameters.push({ index: meaning.parameter, form: 'class', ...(meaning.element && { element: true }) });
        else unknown.push(`any ${short(of)} can stand here`);
        if (entry)
          candidates.push(
            ...project
              .subclasses(of)
              .filter(
                (name) =>
                  project.classNamed(name)?.fact.abstract === false && project.classNamed(name)?.fact.kind === 'class',
              ),
          );
        break;
      }
      case 'text': {
        const text = whole(meaning);
        if (text !== undefined) {
          const name = text.replace(/^\\/, '');
          const isClass = meaning.isClass === true || (name.includes('\\') && project.classNamed(name) !== undefined);
          if (isClass) add(name, 'class', true);
          else if (name !== '')
            add(text, 'string', true, holder, constant.kind === 'classConstant' ? constant.name : undefined);
          break;
        }
        const holes = meaning.parts.filter((part) => typeof part !== 'string');
        const [hole] = holes;
        if (holes.length === 1 && hole && typeof hole !== 'string' && 'parameter' in hole)
          parameters.push({ index: hole.parameter, template: meaning.parts, form: 'string' });
        else {
          for (const part of holes)
            if (typeof part !== 'string' && 'parameter' in part)
              parameters.push({ index: part.parameter, template: meaning.parts, form: 'string' });
          if (!holes.some((part) => typeof part !== 'string' && 'parameter' in part))
            unknown.push(`its name is put together at run time: ${pattern(meaning.parts)}`);
        }
        break;
      }
      case 'parameter':
        parameters.push({
          index: meaning.index,
          form:
            meaning.types.length === 1 && meaning.types[0] === 'string'
              ? 'string'
              : meaning.types.some((type) => type === 'object')
                ? 'class'
                : 'either',
          ...(meaning.element && { element: true }),
        });
        break;
      case 'case': {
        const found = project.constant(meaning.of, meaning.name);
        const value =
          found &&
          evaluator.textsOf(found.value, {
            ...scope,
            facts: found.entry.facts,
            file: found.entry.file,
            body: 0,
            self: meaning.of,
          })[0];
        add(value ?? `${meaning.of}::${meaning.name}`, 'string', true, meaning.of, meaning.name);
        break;
      }
      case 'list':
        if (!builtinTypes.has(meaning.of)) unknown.push(`any ${short(meaning.of)} of a list can stand here`);
        else unknown.push('it is taken out of a list');
        break;
      case 'array':
      case 'closure':
        unknown.push('it is not an event');
        break;
      case 'unknown':
        if (meaning.reason !== 'it is null') unknown.push(meaning.reason);
        if (meaning.prefix?.endsWith('\\')) candidates.push(...project.classesUnder(meaning.prefix));
    }
  }
  if (names.length + parameters.length + unknown.length === 0) unknown.push('it is computed');
  return {
    names,
    parameters,
    unknown,
    candidates: [...new Set(candidates)],
    ...(isMadeLate(expression, scope) && { late: true }),
  };
}

/** `new static(…)`, as it stands or by way of a variable that is nothing else. */
function isMadeLate(expression: Expression, scope: Scope): boolean {
  if (expression.kind === 'new') return expression.of === 'static';
  if (expression.kind !== 'variable') return false;
  const body = scope.facts.bodies[scope.body];
  const bound = (body && bindings(body).get(expression.name)) ?? [];
  return (
    bound.length > 0 &&
    bound.every(({ kind, value }) => kind === 'value' && value?.kind === 'new' && value.of === 'static')
  );
}

const bases: ReadonlySet<string> = new Set([
  'Symfony\\Contracts\\EventDispatcher\\Event',
  'Symfony\\Component\\EventDispatcher\\Event',
  'Psr\\EventDispatcher\\StoppableEventInterface',
  'Illuminate\\Contracts\\Queue\\ShouldQueue',
  'Illuminate\\Contracts\\Broadcasting\\ShouldBroadcast',
  'Spatie\\EventSourcing\\StoredEvents\\ShouldBeStored',
  'Illuminate\\Contracts\\Broadcasting\\ShouldBroadcastNow',
  'Illuminate\\Database\\Eloquent\\Model',
  'stdClass',
  'Illuminate\\Contracts\\Events\\ShouldDispatchAfterCommit',
]);
const isBase = (name: string): boolean => bases.has(name) || /(Interface|Contract)$/.test(name);

function anonymousBase(name: string, facts: PhpFacts): string | undefined {
  if (!name.startsWith('class@anonymous')) return undefined;
  const fact = facts.classes.find((candidate) => candidate.name === name);
  return fact?.extends[0] ?? fact?.implements[0];
}

export function pattern(parts: readonly Part[]): string {
  return parts.map((part) => (typeof part === 'string' ? part : '*')).join('');
}

export const short = (name: string): string => name.slice(name.lastIndexOf('\\') + 1);

export interface ListItem {
  readonly value: Expression;
  readonly key: Expression | null;
  readonly scope: Scope;
  readonly at: number;
  /** Where the key stands, when that is not where the value does. */
  readonly keyScope?: Scope;
}

/** Items of a list: of its literal, and of what was appended to it. */
export function listItems(expression: Expression, scope: Scope, context: Context, depth = 0): ListItem[] {
  const found: ListItem[] = [];
  if (depth > 4) return found;
  for (const meaning of context.evaluator.evaluate(expression, scope)) {
    if (meaning.kind !== 'array') continue;
    for (const item of meaning.items) {
      if (item.spread) found.push(...listItems(item.value, meaning.scope, context, depth + 1));
      else found.push({ value: item.value, key: item.key, scope: meaning.scope, at: item.at });
    }
  }
  const target = expression.kind === 'index' && slotOf(expression) === undefined ? expression.of : expression;
  const wanted =
    expression.kind === 'index' && expression.key ? context.evaluator.textsOf(expression.key, scope)[0] : undefined;
  const slot = slotOf(target);
  const body = scope.facts.bodies[scope.body];
  if (slot !== undefined && body)
    for (const binding of bindings(body).get(slot) ?? []) {
      if (binding.kind !== 'append' || !binding.value) continue;
      const key = binding.key ? context.evaluator.textsOf(binding.key, scope)[0] : undefined;
      if (wanted !== undefined && key !== undefined && key !== wanted) continue;
      found.push({ value: binding.value, key: binding.key ?? null, scope, at: binding.value.at });
    }
  return found.length > 0 ? found : collected(expression, scope, context, depth + 1);
}

/** `collect($list)->map(fn ($value, $key) => …)->all()`, as it stands or as a method of the class's own answers it. */
function collected(expression: Expression, scope: Scope, context: Context, depth: number): ListItem[] {
  if (depth > 4) return [];
  if (expression.kind === 'call' && expression.name === 'collect' && expression.args[0])
    return listItems(expression.args[0].value, scope, context, depth);
  if (expression.kind !== 'method' || expression.name === null) return [];
  const { name, of, args } = expression;
  if (of.kind === 'variable' && of.name === 'this') {
    const method = args.length === 0 ? context.project.method(scope.self, name) : undefined;
    if (!method) return [];
    const inner: Scope = { ...scope, file: method.entry.file, facts: method.entry.facts, body: method.index };
    return answersIn(inner).flatMap((answer) => listItems(answer, inner, context, depth));
  }
  if (/^(?:all|toArray|values|filter|unique|reverse)$/.test(name)) return listItems(of, scope, context, depth);
  const closure = args[0]?.value;
  if ((name !== 'map' && name !== 'mapWithKeys') || closure?.kind !== 'closure') return [];
  const parameters = scope.facts.bodies[closure.body]?.parameters ?? [];
  return listItems(of, scope, context, depth).flatMap((item): ListItem[] => {
    const { evaluator } = context;
    const turn = new Map(scope.turn);
    const [value, key] = parameters;
    if (value) turn.set(value.name, evaluator.evaluate(item.value, item.scope));
    if (key && item.key) turn.set(key.name, evaluator.evaluate(item.key, item.keyScope ?? item.scope));
    const inner: Scope = { ...scope, body: closure.body, turn };
    const answers = answersIn(inner);
    if (name === 'mapWithKeys') return answers.flatMap((answer) => listItems(answer, inner, context, depth));
    const keyed = { key: item.key, keyScope: item.keyScope ?? item.scope };
    return answers.map((answer) => ({ value: answer, scope: inner, at: answer.at, ...keyed }));
  });
}

/** What the function answers, by its own `return`s. */
function answersIn({ facts, body }: Scope): readonly Expression[] {
  const found: Expression[] = [];
  for (const statement of facts.bodies[body]?.statements ?? [])
    walk(statement, (part) => {
      if (part.kind === 'return' && part.value) found.push(part.value);
    });
  return found;
}
