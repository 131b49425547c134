/** Which classes below a class, or behind an interface, have a method of their own; knows no event. */
import { ancestorsOf, isFunctionFact, membersOfClass } from '../members/ancestry';
import type { Program } from '../program';
import { implementsInterface } from '../running';
import { inheriting } from '../sieve';
import type { Source } from '../sources';
import type { ClassValue } from '../values';
import { externalBase } from './external';

/** Subclasses of a class, and implementers of an interface, that have a method of this name. */
export function overridesOf(program: Program, of: ClassValue, verb: string): readonly ClassValue[] {
  const { name } = of.class;
  if (name === undefined) return [];
  const found: ClassValue[] = [];
  for (const from of new Set<Source>([of.source, ...program.naming([name], [], inheriting(name))])) {
    program.queries.read(`f:${from.file}`);
    for (const index of from.classesByParent.get(name) ?? []) {
      const fact = from.facts.classes[index];
      if (!fact || fact.role !== 'class' || from.test) continue;
      const one: ClassValue = { kind: 'class', source: from, class: fact, context: undefined };
      const related =
        !isFunctionFact(of.class) && of.class.role === 'interface'
          ? implementsInterface(program, one, of)
          : ancestorsOf(program, one).some((parent) => parent.kind === 'class' && parent.class === of.class);
      if (
        related &&
        (membersOfClass(program, one).some(({ member }) => member.name === verb) || externalBase(program, one))
      )
        found.push(one);
    }
  }
  return found;
}
