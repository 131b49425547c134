/** What Laravel's and Symfony's containers give for a class, a short name or a facade. */
import { containerNames } from '../external';
import type { Argument, Expression } from '../facts';
import { evaluate, type Evaluating } from './evaluate';
import { scopeOf, unknownMeaning, whole, type Meaning, type Scope } from './meaning';
import { returnsOfBody } from './returns';

export function isContainer(evaluating: Evaluating, name: string): boolean {
  return evaluating.project.isA(
    name,
    'Illuminate\\Container\\Container',
    'Psr\\Container\\ContainerInterface',
    'Symfony\\Component\\DependencyInjection\\ContainerInterface',
  );
}

export function service(evaluating: Evaluating, name: string, key: Expression | null): readonly Meaning[] {
  const known = containerNames[name];
  if (known !== undefined) return [{ kind: 'object', of: known, exact: false }];
  if (key?.kind === 'classConstant' || name.includes('\\')) return [{ kind: 'object', of: name, exact: false }];
  // A bundle's own dispatcher goes by a name that ends like Symfony's.
  if (/[._]event_dispatcher$/.test(name))
    return [{ kind: 'object', of: 'Symfony\\Contracts\\EventDispatcher\\EventDispatcherInterface', exact: false }];
  const bound = containerBinding(evaluating, name);
  return bound === undefined
    ? unknownMeaning(`the container decides what ${name} is`)
    : [{ kind: 'object', of: bound, exact: false }];
}

/** The class some provider binds a short name to. */
function containerBinding(evaluating: Evaluating, name: string): string | undefined {
  const needles = [`'${name}'`, `"${name}"`];
  const files = new Set([...evaluating.project.search(['bind(', 'singleton(', 'instance(', 'alias(']).values()].flat());
  for (const [, holders] of evaluating.project.search(needles))
    for (const file of holders) {
      if (!files.has(file)) continue;
      const facts = evaluating.project.facts(file);
      for (const [position, body] of (facts?.bodies ?? []).entries()) {
        for (const statement of body.statements) {
          if (!facts) continue;
          const found = bindingIn(evaluating, statement, name, scopeOf(file, facts, position));
          if (found !== undefined) return found;
        }
      }
    }
  return undefined;
}

function bindingIn(evaluating: Evaluating, statement: Expression, name: string, scope: Scope): string | undefined {
  if (statement.kind === 'other')
    return statement.of.map((part) => bindingIn(evaluating, part, name, scope)).find((found) => found !== undefined);
  if (
    (statement.kind !== 'method' && statement.kind !== 'static') ||
    !/^(bind|singleton|scoped|instance|alias|bindIf|singletonIf)$/.test(statement.name ?? '')
  )
    return undefined;
  const [first, second] = statement.args;
  const swapped = statement.name === 'alias' ? [second, first] : [first, second];
  const written = swapped[0]?.value;
  if (written?.kind !== 'string' || written.value !== name || !swapped[1]) return undefined;
  for (const meaning of evaluate(evaluating, swapped[1].value, scope, 0)) {
    const named = whole(meaning);
    if (named !== undefined) return named;
    if (meaning.kind === 'object') return meaning.of;
    if (meaning.kind === 'closure') {
      const made = returnsOfBody(evaluating, scope.facts, scope.file, meaning.body, scope.self, 2);
      const object = made.find((one) => one.kind === 'object');
      if (object?.kind === 'object') return object.of;
    }
  }
  return undefined;
}

/** The class behind a facade of the workspace. */
export function accessorOf(evaluating: Evaluating, className: string): string | undefined {
  const entry = evaluating.project.classNamed(className);
  if (!entry || !evaluating.project.isA(className, 'Illuminate\\Support\\Facades\\Facade')) return undefined;
  const accessor = evaluating.project.method(className, 'getFacadeAccessor');
  if (accessor) {
    for (const meaning of returnsOfBody(
      evaluating,
      accessor.entry.facts,
      accessor.entry.file,
      accessor.index,
      className,
      2,
    )) {
      const name = whole(meaning);
      if (name === undefined) continue;
      if (evaluating.project.classNamed(name)) return name;
      if (containerNames[name] !== undefined) return containerNames[name];
      const bound = containerBinding(evaluating, name);
      if (bound !== undefined) return bound;
    }
  }
  return entry.fact.see.find((name) => evaluating.project.classNamed(name));
}

export function madeBy(
  evaluating: Evaluating,
  of: string,
  name: string,
  args: readonly Argument[],
  scope: Scope,
  depth: number,
): readonly Meaning[] {
  const first = args[0]?.value;
  if (!first || !/^(make|makeWith|get|resolve|build)$/.test(name))
    return unknownMeaning(`it is the answer of ${of}::${name}()`);
  return evaluate(evaluating, first, scope, depth).flatMap((key) => {
    const written = whole(key);
    return written === undefined ? unknownMeaning('the container decides') : service(evaluating, written, first);
  });
}
