/** From a type annotation to the values it allows: instances of classes, closed sets of strings, members of shapes. */
import type { Binding, ClassMember, TypeFact } from '../../languages/javascript/facts';
import { evaluate } from './evaluation/evaluate';
import { findName } from './evaluation/scopes';
import { libraryOf } from './evaluation/exports';
import { keysOf } from './members/iteration';
import { memberOf } from './members/memberOf';
import { membersOfClass } from './members/ancestry';
import type { Program } from './program';
import type { Source } from './sources';
import { distinct, withContext, type ClassValue, type Context, type Value } from './values';

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
function ambientOf(program: Program, name: string): { readonly source: Source; readonly binding: Binding } | undefined {
  for (const source of program.naming(['declare global'], []))
    for (const scope of source.facts.ambient ?? []) {
      const names = source.facts.scopes[scope]?.names;
      const index = names && Object.hasOwn(names, name) ? names[name] : undefined;
      const binding = index === undefined ? undefined : source.facts.bindings[index];
      if (binding) return { source, binding };
    }
  return undefined;
}

interface Signature {
  readonly source: Source;
  readonly type: TypeFact & { readonly kind: 'function' };
}

/** The function type that a type stands for: itself, or what its alias says. */
function signatureOf(program: Program, source: Source, type: TypeFact, depth = 0): Signature | undefined {
  if (depth > 8) return undefined;
  program.queries.read(`f:${source.file}`);
  if (type.kind === 'function') return { source, type };
  if (type.kind === 'union' || type.kind === 'intersection') {
    for (const one of type.types) {
      const found = signatureOf(program, source, one, depth + 1);
      if (found) return found;
    }
    return undefined;
  }
  if (type.kind === 'imported')
    return importedSignature(program, source, type.module, type.path[0] ?? 'default', depth);
  if (type.kind !== 'ref' || type.path.length > 1) return undefined;
  const [name = ''] = type.path;
  const binding = findName(source, name, type.scope)?.binding;
  if (!binding) {
    const ambient = ambientOf(program, name);
    return ambient?.binding.alias && signatureOf(program, ambient.source, ambient.binding.alias, depth + 1);
  }
  if (binding.alias) return signatureOf(program, source, binding.alias, depth + 1);
  for (const value of binding.kind === 'import' ? (binding.values ?? []) : [])
    if (value.kind === 'imported') return importedSignature(program, source, value.module, value.name, depth);
  return undefined;
}

function importedSignature(
  program: Program,
  source: Source,
  module: string,
  name: string,
  depth: number,
): Signature | undefined {
  const file = program.modules.resolve(source.file, module);
  const target = file === undefined ? undefined : program.source(file);
  if (!target || depth > 8) return undefined;
  program.queries.read(`f:${target.file}`);
  const exported = Object.hasOwn(target.facts.exports, name) ? target.facts.exports[name]?.[0] : undefined;
  if (exported?.kind === 'imported')
    return importedSignature(program, target, exported.module, exported.name, depth + 1);
  if (exported?.kind === 'name')
    return signatureOf(program, target, { kind: 'ref', path: [exported.name], scope: exported.scope }, depth + 1);
  for (const star of exported ? [] : target.facts.stars) {
    const next = program.modules.resolve(target.file, star);
    const found =
      next !== undefined && program.exporting(next, name)
        ? importedSignature(program, target, star, name, depth + 1)
        : undefined;
    if (found) return found;
  }
  return undefined;
}

/** What a parameter is by the type of what its function is written into. */
export function givenParameter(
  program: Program,
  source: Source,
  type: TypeFact | undefined,
  index: number,
): readonly Value[] {
  const signature = type && signatureOf(program, source, type);
  const parameter = signature?.type.parameters[index];
  return signature && parameter ? typeValues(program, signature.source, parameter, undefined) : [];
}

function typeOfBinding(
  program: Program,
  source: Source,
  binding: Binding,
  rest: readonly string[],
  args: readonly TypeFact[] | undefined,
): readonly Value[] {
  if (binding.alias && !rest.length) return typeValues(program, source, binding.alias, undefined);
  switch (binding.kind) {
    case 'class':
    case 'interface': {
      const fact = binding.class === undefined ? undefined : source.facts.classes[binding.class];
      if (!fact || rest.length) return [];
      const of: ClassValue = { kind: 'class', source, class: fact, context: undefined };
      return [{ kind: 'instance', of, annotated: true, context: undefined, ...(args && { arguments: args }) }];
    }
    case 'function': {
      // A constructor function named in JSDoc.
      const fact = binding.function === undefined ? undefined : source.facts.functions[binding.function];
      return fact && !rest.length
        ? [
            {
              kind: 'instance',
              of: { kind: 'class', source, class: fact, context: undefined },
              annotated: true,
              context: undefined,
            },
          ]
        : [];
    }
    case 'typeParameter':
      return binding.type ? typeValues(program, source, binding.type, undefined) : [];
    case 'enum': {
      const members = (binding.members ?? []).filter((member) => !rest.length || member.name === rest[0]);
      return members
        .flatMap((member) => evaluate(program, source, member.value, undefined, 'name'))
        .map((value) => (value.kind === 'string' && !rest.length ? { ...value, closed: true } : value));
    }
    case 'namespace': {
      const [next, ...further] = rest;
      return (binding.members ?? [])
        .filter((member) => member.name === next)
        .flatMap((member) => {
          const inside =
            member.value.kind === 'name' ? findName(source, member.value.name, member.value.scope) : undefined;
          return inside ? typeOfBinding(program, source, inside.binding, further, args) : [];
        });
    }
    case 'import':
    case 'variable':
      return (binding.values ?? []).flatMap((value) => {
        if (value.kind === 'imported')
          return exportedType(
            program,
            source,
            value.module,
            value.name === '*' ? (rest.length ? rest : ['*']) : [value.name, ...rest],
            args,
          );
        if (value.kind === 'member' && value.object.kind === 'imported')
          return exportedType(program, source, value.object.module, [value.name, ...rest], args);
        return evaluate(program, source, value, undefined, 'value').flatMap((one) => instanceOf(one, args));
      });
    default:
      return [];
  }
}

function instanceOf(value: Value, args: readonly TypeFact[] | undefined): readonly Value[] {
  if (value.kind === 'class')
    return [{ kind: 'instance', of: value, annotated: true, context: undefined, ...(args && { arguments: args }) }];
  if (value.kind === 'function')
    return [
      {
        kind: 'instance',
        of: { kind: 'class', source: value.source, class: value.function, context: undefined },
        annotated: true,
        context: undefined,
      },
    ];
  if (value.kind === 'external') return [{ ...value, made: true, annotated: true }];
  return [];
}

function exportedType(
  program: Program,
  source: Source,
  specifier: string,
  path: readonly string[],
  args: readonly TypeFact[] | undefined,
): readonly Value[] {
  const file = program.modules.resolve(source.file, specifier);
  const itself = file === undefined ? undefined : libraryOf(program, source, file);
  const target = file === undefined || itself !== undefined ? undefined : program.source(file);
  const [name = 'default', ...rest] = path;
  if (itself !== undefined)
    return [
      { kind: 'external', module: itself, path: path.join('.'), made: true, annotated: true, context: undefined },
    ];
  if (!target) {
    const module = specifier.replace(/^node:/, '');
    const names = name === 'default' || name === '*' ? rest : path;
    return [{ kind: 'external', module, path: names.join('.'), made: true, annotated: true, context: undefined }];
  }
  return typeOfExport(program, target, name, rest, args, 0);
}

function typeOfExport(
  program: Program,
  source: Source,
  name: string,
  rest: readonly string[],
  args: readonly TypeFact[] | undefined,
  depth: number,
): readonly Value[] {
  program.queries.read(`f:${source.file}`);
  if (depth > 12) return [];
  const { exports, stars } = source.facts;
  const expressions = Object.hasOwn(exports, name)
    ? exports[name]
    : name === 'default' || name === '*'
      ? exports['module.exports']
      : undefined;
  for (const expression of expressions ?? []) {
    if (expression.kind === 'name') {
      const found = findName(source, expression.name, expression.scope);
      if (found) return typeOfBinding(program, source, found.binding, rest, args);
    } else if (expression.kind === 'imported')
      return exportedType(
        program,
        source,
        expression.module,
        expression.name === '*' ? (rest.length ? rest : ['*']) : [expression.name, ...rest],
        args,
      );
    else return evaluate(program, source, expression, undefined, 'value').flatMap((value) => instanceOf(value, args));
  }
  for (const star of stars) {
    const file = program.modules.resolve(source.file, star);
    const target = file === undefined ? undefined : program.exporting(file, name);
    const values = target ? typeOfExport(program, target, name, rest, args, depth + 1) : [];
    if (values.length) return values;
  }
  // JSDoc typedefs and `module.exports = X` are importable by their own name.
  const own = findName(source, name, 0);
  if (own && !source.facts.typed) return typeOfBinding(program, source, own.binding, rest, args);
  const whole = exports['module.exports'] ?? [];
  return whole
    .flatMap((expression) =>
      evaluate(program, source, { kind: 'member', object: expression, name }, undefined, 'value'),
    )
    .flatMap((value) => instanceOf(value, args));
}
