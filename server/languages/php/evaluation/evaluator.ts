/** The questions that frameworks ask about expressions; one evaluator for each project. */
import type { Argument, ClassReference, Expression } from '../facts';
import type { Project } from '../project';
import { accessorOf } from './container';
import { classesOf, evaluate, type Evaluating } from './evaluate';
import { whole, type Meaning, type Scope } from './meaning';
import { returnsOf } from './returns';

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

export function createEvaluator(project: Project): Evaluator {
  const evaluating: Evaluating = { project, active: new Set() };
  const evaluateFrom = (expression: Expression, scope: Scope): readonly Meaning[] =>
    evaluate(evaluating, expression, scope, 0);
  return {
    project,
    evaluate: evaluateFrom,
    typesOf: (expression, scope) => [
      ...new Set(evaluateFrom(expression, scope).flatMap((meaning) => (meaning.kind === 'object' ? [meaning.of] : []))),
    ],
    classesOf: (reference, scope) => classesOf(evaluating, reference, scope, 0),
    textsOf: (expression, scope) => [
      ...new Set(evaluateFrom(expression, scope).flatMap((meaning) => whole(meaning) ?? [])),
    ],
    returnsOf: (className, method, depth) => returnsOf(evaluating, className, method, depth),
    accessorOf: (className) => accessorOf(evaluating, className),
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
