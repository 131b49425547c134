/** From a type annotation to the values it allows: instances of classes, closed sets of strings, members of shapes. */
import type { Binding, ClassMember, TypeFact } from '../../../languages/javascript/facts';
import { membersOfClass } from '../members/ancestry';
import { keysOf } from '../members/iteration';
import { memberOf } from '../members/memberOf';
import type { Program } from '../program';
import type { Source } from '../sources';
import { distinct, withContext, type Context, type Value } from '../values';
import { exportedType, typeOfBinding } from './declaredTypes';
import { evaluate } from './evaluate';
import { findName } from './scopes';

export function typeValues(program: Program, source: Source, type: TypeFact, context: Context): readonly Value[] {
  if (type.kind === 'other' || type.kind === 'primitive') return [];
  if (type.kind === 'literal') return [{ kind: 'string', text: type.text, closed: true, context }];
  program.queries.read(`f:${source.file}`);
  if (program.steps-- <= 0) {
    program.queries.spent();
    return [];
  }
  if (program.depth > 80) {
    program.queries.cut();
    return [];
  }
  const values = program.queries.ask<readonly Value[]>(
    source.memo.rest,
    type,
    () => {
      program.depth++;
      try {
        return distinct(compute(program, source, type));
      } finally {
        program.depth--;
      }
    },
    [],
  );
  return context ? values.map((value) => withContext(value, context)) : values;
}

function compute(program: Program, source: Source, type: TypeFact): readonly Value[] {
  const inner = (of: TypeFact): readonly Value[] => typeValues(program, source, of, undefined);
  switch (type.kind) {
    case 'ref':
      return named(program, source, type.path, type.scope, type.arguments);
    case 'imported':
      return exportedType(program, source, type.module, type.path.length ? type.path : ['*'], type.arguments);
    case 'union':
    case 'intersection':
      return type.types.flatMap(inner);
    case 'array': {
      const elements = inner(type.of);
      return elements.length ? [{ kind: 'list', elements, context: undefined }] : [];
    }
    case 'object':
      return [{ kind: 'shape', source, type, context: undefined }];
    case 'typeof':
      return evaluate(program, source, type.of, undefined, 'value').map(allowed);
    case 'keyof':
      return inner(type.of)
        .flatMap((value) => keysOf(program, value))
        .map((value) => (value.kind === 'string' ? { ...value, closed: true } : value));
    case 'index': {
      const objects = inner(type.object);
      const { key } = type;
      if (key.kind === 'literal') return objects.flatMap((value) => typeMember(program, value, key.text));
      return objects
        .flatMap((value) =>
          value.kind === 'list'
            ? value.elements
            : value.kind === 'members'
              ? value.members.flatMap((member) => evaluate(program, value.source, member.value, undefined, 'name'))
              : [],
        )
        .map(allowed);
    }
    default:
      return [];
  }
}

/** A string that a type allows is one of a set, also where the type has it from a constant. */
function allowed(value: Value): Value {
  if (value.kind === 'string') return { ...value, closed: true };
  return value.kind === 'list' ? { ...value, elements: value.elements.map(allowed) } : value;
}

function typeMember(program: Program, value: Value, name: string): readonly Value[] {
  const find = (members: readonly ClassMember[], source: Source): readonly Value[] => {
    const member = members.find((one) => one.name === name);
    return member?.type ? typeValues(program, source, member.type, undefined) : [];
  };
  if (value.kind === 'shape') return find(value.type.members, value.source);
  if (value.kind === 'instance')
    return membersOfClass(program, value.of).flatMap(({ member, source }) =>
      member.name !== name
        ? []
        : member.type
          ? typeValues(program, source, member.type, undefined)
          : member.role === 'field'
            ? memberOf(program, value, name, undefined, 'value')
            : [],
    );
  return [];
}

function named(
  program: Program,
  source: Source,
  path: readonly string[],
  scope: number,
  args: readonly TypeFact[] | undefined,
): readonly Value[] {
  const [first = ''] = path;
  const found = findName(source, first, scope);
  if (found) return typeOfBinding(program, source, found.binding, path.slice(1), args);
  if (path.length === 1 && args?.[0]) {
    // Utility types of the language that hand on what they are given.
    if (
      first === 'Extract' ||
      first === 'Exclude' ||
      first === 'Pick' ||
      first === 'Omit' ||
      first === 'Uncapitalize' ||
      first === 'Ref' ||
      first === 'Observable'
    )
      return typeValues(program, source, args[0], undefined);
    if (first === 'InstanceType' || first === 'ReturnType')
      return typeValues(program, source, args[0], undefined).flatMap((value) =>
        value.kind === 'class' ? [{ kind: 'instance', of: value, context: undefined } as const] : [],
      );
    const [, second] = args;
    if ((first === 'Map' || first === 'Record' || first === 'WeakMap' || first === 'ReadonlyMap') && second) {
      const elements = typeValues(program, source, second, undefined);
      return elements.length ? [{ kind: 'list', elements, context: undefined }] : [];
    }
    if (first === 'Type' || first === 'Constructor' || first === 'Class') return [];
  }
  const ambient = ambientOf(program, first);
  if (ambient) return typeOfBinding(program, ambient.source, ambient.binding, path.slice(1), args);
  return [
    { kind: 'external', module: 'global', path: path.join('.'), made: true, annotated: true, context: undefined },
  ];
}

/** A name that some file adds to the global scope: `declare global { type Bus = … }`. */
export function ambientOf(
  program: Program,
  name: string,
): { readonly source: Source; readonly binding: Binding } | undefined {
  for (const source of program.naming(['declare global'], []))
    for (const scope of source.facts.ambient ?? []) {
      const names = source.facts.scopes[scope]?.names;
      const index = names && Object.hasOwn(names, name) ? names[name] : undefined;
      const binding = index === undefined ? undefined : source.facts.bindings[index];
      if (binding) return { source, binding };
    }
  return undefined;
}
