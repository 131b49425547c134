/** What is handed from constructor to constructor: followed breadth first, for programs in which everybody passes it on to everybody. */
import type { Expression, FunctionFact } from '../../languages/javascript/facts';
import { callersOf } from './callers';
import { evaluate } from './evaluation/evaluate';
import { findName } from './evaluation/scopes';
import { ancestorsOf, isFunctionFact } from './members/ancestry';
import type { Program } from './program';
import type { Source } from './sources';
import type { ClassValue, Value } from './values';

const mostPlaces = 400;
const stepsPerPlace = 300;

interface Place {
  readonly source: Source;
  readonly expression: Expression;
}

/** The values at the far ends of all ways on which an expression's value is passed on. */
export function relayed(program: Program, source: Source, expression: Expression): readonly Value[] {
  return program.queries.ask<readonly Value[]>(
    source.memo.rest,
    `relay:${keyOf(expression)}`,
    () => follow(program, source, expression),
    [],
  );
}

function follow(program: Program, source: Source, expression: Expression): readonly Value[] {
  const found: Value[] = [];
  const queue: Place[] = [{ source, expression }];
  const seen = new Set<string>();
  for (let index = 0; index < queue.length && seen.size < mostPlaces; index++) {
    const place = queue[index];
    if (!place) break;
    const key = `${place.source.file}:${keyOf(place.expression)}`;
    if (seen.has(key)) continue;
    seen.add(key);
    program.steps = stepsPerPlace;
    program.queries.read(`f:${place.source.file}`);
    queue.push(...next(program, place, found));
  }
  return found;
}

/** Where the value comes from, one step back; settled values go to `found`. */
function next(program: Program, { source, expression }: Place, found: Value[]): readonly Place[] {
  switch (expression.kind) {
    case 'this':
      found.push(
        ...evaluate(program, source, expression, undefined, 'value').filter((value) => value.kind === 'instance'),
      );
      return [];
    case 'call': {
      if (!source.facts.calls[expression.call]?.new) return [];
      found.push(
        ...evaluate(program, source, expression, undefined, 'value').filter(
          (value) => value.kind === 'instance' || (value.kind === 'external' && value.allocation),
        ),
      );
      return [];
    }
    case 'name': {
      const binding = findName(source, expression.name, expression.scope)?.binding;
      if (binding?.kind === 'parameter' && binding.function !== undefined)
        return given(program, source, binding.function, binding.index ?? 0);
      return binding?.kind === 'variable' ? (binding.values ?? []).map((value) => ({ source, expression: value })) : [];
    }
    case 'argument':
      return given(program, source, expression.function, expression.index);
    case 'member': {
      const { object, name } = expression;
      if (object.kind !== 'this') return [];
      return evaluate(program, source, object, undefined, 'value').flatMap((self) =>
        self.kind === 'instance' ? fieldOf(program, self.of, name) : [],
      );
    }
    case 'cast':
      return [{ source, expression: expression.of }];
    default:
      return [];
  }
}

function given(program: Program, source: Source, functionIndex: number, index: number): readonly Place[] {
  const fact: FunctionFact | undefined = source.facts.functions[functionIndex];
  if (!fact) return [];
  program.steps = stepsPerPlace * 10;
  return callersOf(program, source, fact).flatMap(({ reference, source: from }): Place[] => {
    const argument = reference.call.spread ? undefined : reference.call.arguments[index + reference.shift];
    return argument && !from.test ? [{ source: from, expression: argument }] : [];
  });
}

/** What a class, or the nearest class above it that does, keeps in a field. */
function fieldOf(program: Program, of: ClassValue, name: string): readonly Place[] {
  for (const parent of ancestorsOf(program, of)) {
    if (parent.kind !== 'class') continue;
    const { source, class: fact } = parent;
    const places: Place[] = isFunctionFact(fact)
      ? []
      : fact.members.flatMap((member) =>
          member.name === name && !member.static && member.value ? [{ source, expression: member.value }] : [],
        );
    for (const index of source.assignmentsByName.get(name) ?? []) {
      const assignment = source.facts.assignments[index];
      if (assignment?.object.kind !== 'this' || assignment.object.function === undefined) continue;
      const inside = source.facts.functions[assignment.object.function];
      if (inside === fact || (inside?.class !== undefined && source.facts.classes[inside.class] === fact))
        places.push({ source, expression: assignment.value });
    }
    if (places.length) return places;
  }
  return [];
}

function keyOf(expression: Expression): string {
  switch (expression.kind) {
    case 'name':
      return `n${expression.name}@${expression.scope}`;
    case 'member':
      return `${keyOf(expression.object)}.${expression.name}`;
    case 'this':
      return `t${expression.function ?? ''}/${expression.class ?? ''}`;
    case 'call':
      return `c${expression.call}`;
    case 'argument':
      return `a${expression.function}:${expression.index}`;
    case 'cast':
      return keyOf(expression.of);
    default:
      return expression.kind;
  }
}
