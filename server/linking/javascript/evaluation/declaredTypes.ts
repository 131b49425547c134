/** What a declared or exported name is when it is used as a type. */
import type { Binding, TypeFact } from '../../../languages/javascript/facts';
import type { Program } from '../program';
import type { Source } from '../sources';
import type { ClassValue, Value } from '../values';
import { evaluate } from './evaluate';
import { libraryOf } from './exports';
import { findName } from './scopes';
import { typeValues } from './types';

export function typeOfBinding(
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

export function exportedType(
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
