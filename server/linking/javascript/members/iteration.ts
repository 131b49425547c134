/** What iterating over a value gives: its elements, its keys, or any member under a key that is not known. */
import type { ObjectMember } from '../../../languages/javascript/facts';
import { evaluate, type Mode } from '../evaluation/evaluate';
import type { Program } from '../program';
import type { Source } from '../sources';
import type { Context, StringValue, Value } from '../values';
import { membersOfClass } from './ancestry';
import { memberValue } from './memberOf';

/** Everything an iteration over a value may give. */
export function elementsOf(program: Program, value: Value, mode: Mode): readonly Value[] {
  switch (value.kind) {
    case 'list':
      return value.elements;
    case 'object':
      return value.object.members.flatMap((member) =>
        member.name === undefined && !member.key
          ? evaluate(program, value.source, member.value, value.context, 'value').flatMap((spread) =>
              spread === value ? [] : elementsOf(program, spread, mode),
            )
          : memberValue(program, value.source, member, value.object.members, value.context, mode, 'constant'),
      );
    case 'members':
      return value.members.flatMap((member) =>
        memberValue(
          program,
          value.source,
          member,
          value.members,
          value.context,
          mode,
          value.enumeration ? 'enumMember' : 'constant',
        ),
      );
    default:
      return [];
  }
}

/** The names of a value's members, each knowing where it is written. */
export function keysOf(program: Program, value: Value): readonly Value[] {
  switch (value.kind) {
    case 'object':
      return value.object.members.flatMap((member): readonly Value[] => {
        if (member.name !== undefined) return [written(value.source, member, member.name, value.context)];
        if (member.key)
          return evaluate(program, value.source, member.key, value.context, 'name').flatMap((key) =>
            key.kind === 'string'
              ? [{ ...key, written: { source: value.source, line: member.line, column: member.column, member } }]
              : [],
          );
        return evaluate(program, value.source, member.value, value.context, 'value').flatMap((spread) =>
          spread.kind === 'object' && spread.object === value.object ? [] : keysOf(program, spread),
        );
      });
    case 'members':
      return value.members.flatMap((member) =>
        member.name === undefined ? [] : [written(value.source, member, member.name, value.context)],
      );
    case 'instance':
      return membersOfClass(program, value.of).flatMap(({ member }) =>
        member.name === undefined || member.static
          ? []
          : [{ kind: 'string', text: member.name, context: value.context } as const],
      );
    case 'shape':
      return value.type.members.flatMap((member) =>
        member.name === undefined ? [] : [{ kind: 'string', text: member.name, context: value.context } as const],
      );
    default:
      return [];
  }
}

function written(source: Source, member: ObjectMember, text: string, context: Context): StringValue {
  return { kind: 'string', text, context, written: { source, line: member.line, column: member.column, member } };
}

/** `map[key]` with an unknown key: any member, as a closed set. */
export function membersByKey(program: Program, value: Value, mode: Mode): readonly Value[] {
  if (value.kind === 'list')
    return value.elements.map((element) => (element.kind === 'string' ? { ...element, closed: true } : element));
  if (value.kind !== 'object' && value.kind !== 'members') return [];
  return elementsOf(program, value, mode).map((element) =>
    element.kind === 'string' ? { ...element, closed: true } : element,
  );
}
