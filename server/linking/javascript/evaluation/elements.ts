/** What `map[key]` stands for, and fields that another place of the file fills. */
import type { Expression } from '../../../languages/javascript/facts';
import { isSubclass } from '../members/ancestry';
import { membersByKey } from '../members/iteration';
import { memberOf } from '../members/memberOf';
import type { Program } from '../program';
import { lastName, type Source } from '../sources';
import { withContext, type Context, type StringValue, type Value } from '../values';
import { evaluate, type Mode } from './evaluate';

export function evaluateElement(
  program: Program,
  source: Source,
  expression: Expression & { kind: 'element' },
  context: Context,
  mode: Mode,
): readonly Value[] {
  const { key } = expression;
  const objects = evaluate(program, source, expression.object, context, 'value');
  if (key.kind === 'literal' && typeof key.value === 'number') {
    const position = key.value;
    const lists = objects.length ? objects : evaluate(program, source, expression.object, context, mode);
    return lists.flatMap((value) =>
      value.kind === 'list'
        ? (value.elements[position] ?? [])
        : value.kind === 'object'
          ? memberOf(program, value, String(position), context, mode)
          : [],
    );
  }
  if (!objects.some((object) => mayHold(object, lastName(expression.object)))) return [];
  const keys = evaluate(program, source, key, context, 'name').filter(
    (value): value is StringValue => value.kind === 'string' && !value.hole,
  );
  if (!keys.length) return objects.flatMap((value) => membersByKey(program, value, mode));
  return keys.flatMap((one) => {
    const members = objects.flatMap((object) =>
      memberOf(program, object, one.text, one.context ?? context, mode).map((value) =>
        one.context && !value.context ? withContext(value, one.context) : value,
      ),
    );
    if (members.some((value) => value.kind !== 'external')) return members;
    const outside = writtenOutside(program, source, objects, one.text, mode);
    return outside.length ? outside : members;
  });
}

/** A map that starts empty and is filled under computed keys holds nothing that its keys could tell. */
function mayHold(value: Value, name: string | undefined): boolean {
  return (
    value.kind !== 'object' ||
    value.object.members.length > 0 ||
    value.source.facts.assignments.some(
      (assignment) => assignment.name !== undefined && lastName(assignment.object) === name,
    )
  );
}

/** `socket.session = this` in this file: a field that somebody else fills. */
export function writtenOutside(
  program: Program,
  source: Source,
  objects: readonly Value[],
  name: string,
  mode: Mode,
): readonly Value[] {
  const targets = objects.filter((value) => value.kind === 'instance' || (value.kind === 'external' && value.made));
  const assignments = [
    ...(source.assignmentsByName.get(name) ?? []),
    ...(name.startsWith('Symbol(') ? (source.assignmentsByName.get('*') ?? []) : []),
  ];
  if (!targets.length || !assignments.length) return [];
  return assignments.flatMap((index): readonly Value[] => {
    const assignment = source.facts.assignments[index];
    if (!assignment || assignment.object.kind === 'this') return [];
    if (
      assignment.key &&
      !evaluate(program, source, assignment.key, undefined, 'name').some(
        (key) => key.kind === 'string' && key.text === name,
      )
    )
      return [];
    const written = evaluate(program, source, assignment.object, undefined, 'value');
    const same = written.some((value) =>
      value.kind === 'external'
        ? targets.some(
            (target) => target.kind === 'external' && target.module === value.module && target.path === value.path,
          )
        : value.kind === 'instance' &&
          targets.some(
            (target) =>
              target.kind === 'instance' &&
              (isSubclass(program, value.of, target.of) || isSubclass(program, target.of, value.of)),
          ),
    );
    return same ? evaluate(program, source, assignment.value, undefined, mode) : [];
  });
}
