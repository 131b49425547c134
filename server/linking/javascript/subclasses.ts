/** The classes below a class: asked by the name after `extends`, settled by what it stands for there. */
import { ancestorsOf, isFunctionFact } from './members/ancestry';
import type { Program } from './program';
import { inheriting } from './sieve';
import type { Source } from './sources';
import type { ClassValue } from './values';

const most = 40;

/** Subclasses outside tests, in whichever file they are. */
export function subclassesOf(program: Program, of: ClassValue): readonly ClassValue[] {
  const { name } = of.class;
  if (name === undefined || isFunctionFact(of.class)) return [];
  return program.queries.ask<readonly ClassValue[]>(
    of.source.memo.rest,
    `below:${of.class.line}:${of.class.column}`,
    () => find(program, of, name),
    [],
  );
}

function find(program: Program, of: ClassValue, name: string): readonly ClassValue[] {
  const found: ClassValue[] = [];
  for (const from of new Set<Source>([of.source, ...program.naming([name], [], inheriting(name))])) {
    program.queries.read(`f:${from.file}`);
    for (const index of from.classesByParent.get(name) ?? []) {
      const fact = from.facts.classes[index];
      if (!fact || fact.role !== 'class' || from.test || found.length >= most) continue;
      const one: ClassValue = { kind: 'class', source: from, class: fact, context: undefined };
      if (ancestorsOf(program, one).some((parent) => parent.kind === 'class' && parent.class === of.class))
        found.push(one, ...subclassesOf(program, one));
    }
  }
  return found;
}
