/** What calls of functions and methods answer: those of the workspace, of PHP and of the frameworks' helpers. */
import { facadeRoot } from '../external';
import type { Argument, Expression } from '../facts';
import { accessorOf, isContainer, madeBy, service } from './container';
import { classesOf, concatenated, evaluate, type Evaluating } from './evaluate';
import { scopeOf, shortNameOf, textMeaning, unique, unknownMeaning, whole, type Meaning, type Scope } from './meaning';
import { answersOf, returnsOf } from './returns';

export function evaluateCall(
  evaluating: Evaluating,
  expression: Extract<Expression, { kind: 'call' }>,
  scope: Scope,
  depth: number,
): readonly Meaning[] {
  const { name, args } = expression;
  if (name === null) return unknownMeaning('it is the answer of a closure');
  const first = args[0]?.value;
  switch (name) {
    case 'app':
    case 'resolve':
    case 'make':
      if (!first) return [{ kind: 'object', of: 'Illuminate\\Contracts\\Foundation\\Application', exact: false }];
      return evaluate(evaluating, first, scope, depth).flatMap((meaning) => {
        const key = whole(meaning);
        return key === undefined
          ? [
              meaning.kind === 'parameter'
                ? { kind: 'unknown' as const, reason: 'the class is passed in by the caller' }
                : meaning,
            ]
          : service(evaluating, key, first);
      });
    case 'event':
    case 'events':
      return first
        ? unknownMeaning('it is the answer of event()')
        : [{ kind: 'object', of: 'Illuminate\\Contracts\\Events\\Dispatcher', exact: false }];
    case 'get_class':
      return first
        ? evaluate(evaluating, first, scope, depth).map((meaning) =>
            meaning.kind === 'object' ? textMeaning(meaning.of, true) : meaning,
          )
        : [textMeaning(scope.self, true)];
    case 'class_basename':
      return first
        ? evaluate(evaluating, first, scope, depth).map((meaning) => shortNameOf(meaning) ?? meaning)
        : unknownMeaning('it is computed');
    case 'get_called_class':
      return [textMeaning(scope.self, true)];
    case 'tap':
    case 'value':
    case 'with':
    case 'clone':
    case 'array_filter':
    case 'array_values':
    case 'array_unique':
    case 'collect':
      return first ? evaluate(evaluating, first, scope, depth) : unknownMeaning('it is computed');
    case 'array_merge':
      return args.flatMap((argument) => evaluate(evaluating, argument.value, scope, depth));
    case 'sprintf':
      return formatted(evaluating, args, scope, depth);
    case 'config': {
      const key = first ? evaluate(evaluating, first, scope, depth).map(whole)[0] : undefined;
      return key === undefined
        ? unknownMeaning('it comes from the configuration')
        : configuration(evaluating, key, depth, args[1]?.value, scope);
    }
  }
  const found =
    evaluating.project.functionNamed(name) ??
    (name.includes('\\')
      ? undefined
      : evaluating.project.functionNamed(scope.facts.namespace === '' ? name : `${scope.facts.namespace}\\${name}`));
  if (!found) return unknownMeaning(`it is the answer of ${name}()`);
  return answersOf(evaluating, found.body, found.facts, found.file, found.index, '', depth);
}

function formatted(evaluating: Evaluating, args: readonly Argument[], scope: Scope, depth: number): readonly Meaning[] {
  const format = args[0] ? evaluate(evaluating, args[0].value, scope, depth).map(whole)[0] : undefined;
  if (format === undefined) return unknownMeaning('its format is computed');
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
  return concatenated(evaluating, pieces, scope, depth);
}

function configuration(
  evaluating: Evaluating,
  key: string,
  depth: number,
  fallback: Expression | undefined,
  scope: Scope,
): readonly Meaning[] {
  const [base = '', ...path] = key.split('.');
  for (const file of evaluating.project.workspace.files) {
    if (!file.endsWith(`config/${base}.php`)) continue;
    const facts = evaluating.project.facts(file);
    const returned = facts?.bodies[0]?.statements.find((statement) => statement.kind === 'return');
    if (!facts || returned?.kind !== 'return' || !returned.value) continue;
    let values = evaluate(evaluating, returned.value, scopeOf(file, facts, 0), depth);
    for (const part of path)
      values = values.flatMap((value) =>
        value.kind === 'array'
          ? value.items
              .filter(
                (item) =>
                  item.key && evaluate(evaluating, item.key, value.scope, depth).some((one) => whole(one) === part),
              )
              .flatMap((item) => evaluate(evaluating, item.value, value.scope, depth))
          : [],
      );
    if (values.length > 0) return values;
  }
  return fallback ? evaluate(evaluating, fallback, scope, depth) : unknownMeaning(`the configuration ${key} decides`);
}

export function evaluateStaticCall(
  evaluating: Evaluating,
  expression: Extract<Expression, { kind: 'static' }>,
  scope: Scope,
  depth: number,
): readonly Meaning[] {
  const { name, args } = expression;
  if (name === null) return unknownMeaning('the method name is computed');
  return unique(
    classesOf(evaluating, expression.of, scope, depth).flatMap((meaning): readonly Meaning[] => {
      const className = whole(meaning);
      if (className === undefined)
        return meaning.kind === 'unknown' ? [meaning] : unknownMeaning('the class is computed');
      const root = facadeRoot(className);
      if (root !== undefined && !evaluating.project.classNamed(className) && isQueueOf(root, name)) return queue;
      if (root !== undefined && !evaluating.project.classNamed(className))
        return root === 'Illuminate\\Contracts\\Foundation\\Application'
          ? madeBy(evaluating, root, name, args, scope, depth)
          : unknownMeaning(`it is the answer of ${className}::${name}()`);
      if (className === 'Illuminate\\Container\\Container' && name === 'getInstance')
        return [{ kind: 'object', of: className, exact: false }];
      const found = returnsOf(evaluating, className, name, depth);
      if (found.length > 0)
        return found.map((one): Meaning =>
          one.kind === 'object' && one.of === className ? { kind: 'object', of: one.of, exact: true } : one,
        );
      const accessor = accessorOf(evaluating, className);
      if (accessor !== undefined) return returnsOf(evaluating, accessor, name, depth);
      if (
        evaluating.project.classNamed(className) &&
        /^(make|create|new|from\w*|of|instance|getInstance|with\w*|run)$/.test(name)
      )
        return [{ kind: 'object', of: className, exact: false }];
      return unknownMeaning(`it is the answer of ${className}::${name}()`);
    }),
  );
}

const queue: readonly Meaning[] = [{ kind: 'object', of: 'Illuminate\\Contracts\\Queue\\Queue', exact: false }];

/** `$queue->connection('sync')` is a queue again. */
const isQueueOf = (of: string, method: string): boolean =>
  method === 'connection' && /^Illuminate\\(?:Contracts\\)?Queue\\(?:Queue|QueueManager|Factory)$/.test(of);

export function evaluateMethodCall(
  evaluating: Evaluating,
  expression: Extract<Expression, { kind: 'method' }>,
  scope: Scope,
  depth: number,
): readonly Meaning[] {
  const { name, args } = expression;
  if (name === null) return unknownMeaning('the method name is computed');
  if (
    expression.of.kind === 'new' &&
    expression.of.of === 'ReflectionClass' &&
    expression.of.args[0] &&
    /^get(Short)?Name$/.test(name)
  ) {
    const reflected = evaluate(evaluating, expression.of.args[0].value, scope, depth).map((meaning): Meaning =>
      meaning.kind === 'object' ? textMeaning(meaning.of, true) : meaning,
    );
    return name === 'getName' ? reflected : reflected.map((meaning) => shortNameOf(meaning) ?? meaning);
  }
  return unique(
    evaluate(evaluating, expression.of, scope, depth).flatMap((meaning): readonly Meaning[] => {
      if (meaning.kind === 'array' || meaning.kind === 'list')
        return /^(filter|values|unique|reverse|sortBy|all|toArray|each|when|push)$/.test(name)
          ? [meaning]
          : unknownMeaning('it is computed');
      if (meaning.kind !== 'object')
        return meaning.kind === 'unknown' ? [meaning] : unknownMeaning(`it is the answer of ${name}()`);
      if (isContainer(evaluating, meaning.of) && /^(make|makeWith|get|resolve|build)$/.test(name))
        return madeBy(evaluating, meaning.of, name, args, scope, depth);
      const found = returnsOf(evaluating, meaning.of, name, depth);
      if (found.length > 0) return found;
      if (isQueueOf(meaning.of, name)) return queue;
      // Builders of a package answer themselves; `new X` followed by a fluent setter stays an X.
      if (meaning.of === 'Flarum\\Extend\\Event') return [meaning];
      if (
        /^(on[A-Z]|with[A-Z]|set[A-Z]|delay$|afterCommit$|beforeCommit$|toOthers$|dontBroadcastToCurrentUser$|via$)/.test(
          name,
        )
      )
        return [meaning];
      return unknownMeaning(`it is the answer of ${meaning.of}::${name}()`);
    }),
  );
}
