/** What constants, class constants and enum cases are. */
import type { ClassReference } from '../facts';
import { classesOf, evaluate, type Evaluating } from './evaluate';
import { scopeOf, textMeaning, unique, unknownMeaning, whole, type Meaning, type Scope } from './meaning';

export function evaluateConstant(
  evaluating: Evaluating,
  name: string,
  scope: Scope,
  depth: number,
): readonly Meaning[] {
  if (/^__CLASS__$/i.test(name)) return [textMeaning(scope.self, true)];
  if (/^__NAMESPACE__$/i.test(name)) return [textMeaning(scope.facts.namespace)];
  if (/^PHP_EOL$/.test(name)) return [textMeaning('\n')];
  const qualified = scope.facts.namespace === '' ? name : `${scope.facts.namespace}\\${name}`;
  const here = scope.facts.constants.find((known) => known.name === name || known.name === qualified);
  if (here) return evaluate(evaluating, here.value, scopeOf(scope.file, scope.facts, 0), depth);
  const short = name.slice(name.lastIndexOf('\\') + 1);
  const needles = [`const ${short}`, `define('${short}'`, `define("${short}"`];
  const found = evaluating.project.search(needles);
  for (const file of new Set([...found.values()].flat())) {
    const facts = evaluating.project.facts(file);
    const known = facts?.constants.find((candidate) => candidate.name === name || candidate.name === qualified);
    if (facts && known) return evaluate(evaluating, known.value, scopeOf(file, facts, 0), depth);
  }
  return unknownMeaning(`the constant ${name} is not declared in the workspace`);
}

export function evaluateClassConstant(
  evaluating: Evaluating,
  of: ClassReference,
  name: string,
  scope: Scope,
  depth: number,
): readonly Meaning[] {
  return unique(
    classesOf(evaluating, of, scope, depth).flatMap((meaning): readonly Meaning[] => {
      const className = whole(meaning);
      if (className === undefined)
        return name === 'class' && meaning.kind === 'parameter'
          ? [{ kind: 'parameter', index: meaning.index, types: meaning.types }]
          : [meaning];
      if (name === 'class') return [textMeaning(className, true)];
      const found = evaluating.project.constant(className, name);
      if (!found) return unknownMeaning(`the constant ${className}::${name} is not declared in the workspace`);
      if (found.isCase) return [{ kind: 'case', of: found.entry.fact.name, name }];
      return evaluate(
        evaluating,
        found.value,
        { ...scopeOf(found.entry.file, found.entry.facts, 0), self: found.entry.fact.name },
        depth,
      );
    }),
  );
}
