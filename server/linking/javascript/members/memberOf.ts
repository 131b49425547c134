/** The values of one member of a value, whatever kind of value it is; knows no event. */
import type { ObjectMember } from '../../../languages/javascript/facts';
import { evaluate, type Mode } from '../evaluation/evaluate';
import { exportedValues } from '../evaluation/exports';
import type { Program } from '../program';
import type { Source } from '../sources';
import { typeValues } from '../evaluation/types';
import { rebase, withContext, type Context, type ObjectValue, type Value } from '../values';
import { classMember, instanceMember } from './classMembers';
import { assignedToGlobal, globalObject } from './globals';

export function memberOf(
  program: Program,
  value: Value,
  name: string,
  _context: Context,
  mode: Mode,
): readonly Value[] {
  if (program.steps-- <= 0) {
    program.queries.spent();
    return [];
  }
  switch (value.kind) {
    case 'instance':
      return name === 'constructor'
        ? [value.annotated && !value.allocation ? { ...value.of, open: true } : value.of]
        : instanceMember(program, value, name, mode);
    case 'class':
      return classMember(program, value, name, mode);
    case 'function':
      if (name === 'prototype' || value.function.role !== 'arrow') {
        const statics = classMember(
          program,
          { kind: 'class', source: value.source, class: value.function, context: value.context },
          name,
          mode,
        );
        if (statics.length || name === 'prototype') return statics;
      }
      return name === 'name' && value.function.name !== undefined
        ? [{ kind: 'string', text: value.function.name, context: value.context }]
        : [];
    case 'prototype':
      return value.of.kind === 'class'
        ? instanceMember(program, { kind: 'instance', of: value.of, context: value.context }, name, mode)
        : [{ ...value.of, path: `${value.of.path}.prototype.${name}` }];
    case 'object':
      return objectMember(program, value, name, mode);
    case 'members':
      return value.members
        .filter((member) => member.name === name)
        .flatMap((member) =>
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
    case 'module':
      return exportedValues(program, value.source, name, mode).map((one) =>
        withContext(one, rebase(one.context, value.context)),
      );
    case 'external':
      if (name === 'prototype') return [{ kind: 'prototype', of: value, context: value.context }];
      if (value.module === 'global' && !value.made && globalObject.test(value.path)) {
        const own = assignedToGlobal(program, name);
        if (own.length) return own;
      }
      // What a hook keeps: `useRef(new EventEmitter()).current`.
      if (name === 'current' && value.allocation && program.isEmitterType(value.module, value.path)) return [value];
      return [
        {
          kind: 'external',
          module: value.module,
          path: value.path ? `${value.path}.${name}` : name,
          made: value.made,
          context: value.context,
          ...(name === 'event' && value.allocation && { allocation: value.allocation }),
        },
      ];
    case 'shape': {
      const member = value.type.members.find((one) => one.name === name);
      return member?.type ? typeValues(program, value.source, member.type, value.context) : [];
    }
    case 'list':
    case 'string':
      return [];
  }
}

/** Value of an object's or enum's member; a string knows where it is declared and next to what. */
export function memberValue(
  program: Program,
  source: Source,
  member: ObjectMember,
  siblings: readonly ObjectMember[],
  context: Context,
  mode: Mode,
  kind: 'constant' | 'enumMember',
): readonly Value[] {
  return evaluate(program, source, member.value, context, mode).map((value) =>
    value.kind === 'string' && !value.declared && member.value.kind === 'string'
      ? {
          ...value,
          declared: {
            source,
            line: member.line,
            column: member.column,
            length: member.name?.length ?? 1,
            kind,
            siblings,
            ...(member.name !== undefined && { member: member.name }),
          },
        }
      : value,
  );
}

export function objectMember(program: Program, value: ObjectValue, name: string, mode: Mode): readonly Value[] {
  const { source, object } = value;
  program.queries.read(`f:${source.file}`);
  const found: Value[] = [];
  for (const member of object.members) {
    if (member.name === name)
      found.push(...memberValue(program, source, member, object.members, value.context, mode, 'constant'));
    else if (member.key) {
      const keys = evaluate(program, source, member.key, value.context, 'name');
      if (keys.some((key) => key.kind === 'string' && key.text === name))
        found.push(...evaluate(program, source, member.value, value.context, mode));
    }
  }
  if (!found.length)
    for (const member of object.members)
      if (member.name === undefined && !member.key)
        found.push(
          ...evaluate(program, source, member.value, value.context, 'value').flatMap((spread) =>
            spread.kind === 'object' && spread.object === object
              ? []
              : memberOf(program, spread, name, value.context, mode),
          ),
        );
  if (!found.length)
    found.push(
      ...assignedMember(
        program,
        source,
        name,
        value.context,
        mode,
        (target) => target.kind === 'object' && target.object === object,
      ),
    );
  return found.map((one) => (one.kind === 'function' && !one.self ? { ...one, self: value } : one));
}

/** `target.name = value` in this file, where target is the one we look at. */
export function assignedMember(
  program: Program,
  source: Source,
  name: string,
  context: Context,
  mode: Mode,
  isTarget: (value: Value) => boolean,
): readonly Value[] {
  const found: Value[] = [];
  for (const index of source.assignmentsByName.get(name) ?? []) {
    const assignment = source.facts.assignments[index];
    if (!assignment || assignment.value.kind === 'other') continue;
    if (evaluate(program, source, assignment.object, undefined, 'value').some(isTarget))
      found.push(...evaluate(program, source, assignment.value, context, mode));
  }
  return found;
}
