/** Classes written by hand that can both be told and be listened to, by the names of their methods alone. */
import type { ClassMember } from '../../../languages/javascript/facts';
import { ancestorsOf, isFunctionFact } from '../members/ancestry';
import { mixedObjects } from '../members/mixins';
import type { Program } from '../program';
import { lastName, type Source } from '../sources';
import type { ClassValue } from '../values';
import type { Direction } from './emitter';
import { dispatchVerbs, pairingVerbs } from './verbs';

/** A class that can both be told and be listened to. */
export function isPair(
  program: Program,
  value: ClassValue,
  baseVerbs: ((direction: Direction) => ReadonlySet<string>) | undefined,
): boolean {
  const names = methodNames(program, value);
  const has = (direction: Direction, verbs: Iterable<string>): boolean =>
    [...verbs].some((verb) => names.has(verb)) || (baseVerbs?.(direction).size ?? 0) > 0;
  return has('dispatch', dispatchVerbs) && has('listen', pairingVerbs);
}

/** `subscribe(topic)` that gives nothing back takes no handler: it tells a server which messages to send. */
function takesNoHandler(source: Source, { name, function: index }: ClassMember): boolean {
  const fact = index === undefined ? undefined : source.facts.functions[index];
  if (name === undefined || !pairingVerbs.has(name) || !fact || fact.line === fact.endLine) return false;
  const [first, second] = fact.parameters;
  return (
    Boolean(first) &&
    !second &&
    !first?.rest &&
    !fact.returns.length &&
    first?.type?.kind === 'primitive' &&
    !source.facts.calls.some((call) => call.function === index && lastName(call.callee) === 'push')
  );
}

function methodNames(program: Program, value: ClassValue): ReadonlySet<string> {
  return program.queries.ask<ReadonlySet<string>>(
    value.source.memo.rest,
    `methods:${value.class.line}:${value.class.column}`,
    () => {
      const names = new Set<string>();
      for (const parent of ancestorsOf(program, value)) {
        if (parent.kind !== 'class') continue;
        if (!isFunctionFact(parent.class))
          for (const member of parent.class.members)
            if (
              member.name !== undefined &&
              (member.role === 'method' || member.value?.kind === 'function') &&
              !takesNoHandler(parent.source, member)
            )
              names.add(member.name);
        for (const assignment of parent.source.facts.assignments)
          if (
            assignment.name !== undefined &&
            assignment.value.kind === 'function' &&
            ((assignment.object.kind === 'member' &&
              assignment.object.name === 'prototype' &&
              lastName(assignment.object.object) === parent.class.name) ||
              assignment.object.kind === 'this')
          )
            names.add(assignment.name);
        for (const mixed of mixedObjects(program, parent))
          for (const member of mixed.object.members)
            if (member.name !== undefined && member.value.kind === 'function') names.add(member.name);
        for (const fact of parent.source.facts.functions)
          if (
            fact.owner?.kind === 'object' &&
            fact.owner.into?.kind === 'member' &&
            fact.owner.into.name === 'prototype' &&
            lastName(fact.owner.into.object) === parent.class.name &&
            fact.name !== undefined
          )
            names.add(fact.name);
      }
      return names;
    },
    new Set(),
  );
}

export function handFramework(program: Program, value: ClassValue): string {
  const names = methodNames(program, value);
  return names.has('emit') && names.has('on') ? 'nodeEvents' : 'patternBus';
}
