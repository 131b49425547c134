/** What a declared name stands for: a variable, a parameter, a function, a class, an enum or an import. */
import type { Binding } from '../../../languages/javascript/facts';
import type { Program } from '../program';
import type { Source } from '../sources';
import { typeValues } from './types';
import { rebase, withContext, type Context, type Value } from '../values';
import { evaluate, type Mode } from './evaluate';
import { evaluateParameter } from './parameters';
import { findName } from './scopes';

export function evaluateName(
  program: Program,
  source: Source,
  name: string,
  scope: number,
  context: Context,
  mode: Mode,
): readonly Value[] {
  const found = findName(source, name, scope);
  if (!found && name === 'exports') return [{ kind: 'module', source, context }];
  if (!found)
    return name === 'undefined' ? [] : [{ kind: 'external', module: 'global', path: name, made: false, context }];
  const { binding, top } = found;
  if (top && context)
    return program.queries
      .ask<readonly Value[]>(
        source.memo[mode],
        binding,
        () => evaluateBinding(program, source, binding, undefined, mode),
        [],
      )
      .map((value) => withContext(value, rebase(value.context, context)));
  return evaluateBinding(program, source, binding, context, mode);
}

function evaluateBinding(
  program: Program,
  source: Source,
  binding: Binding,
  context: Context,
  mode: Mode,
): readonly Value[] {
  switch (binding.kind) {
    case 'parameter': {
      const passed =
        binding.function === undefined
          ? []
          : evaluateParameter(program, source, binding.function, binding.index ?? 0, context, mode);
      // `options = { ...defaults, ...options }`
      const assigned = binding.values?.flatMap((value) => evaluate(program, source, value, context, mode)) ?? [];
      return assigned.length ? [...assigned, ...passed] : passed;
    }
    case 'function': {
      const fact = binding.function === undefined ? undefined : source.facts.functions[binding.function];
      return fact ? [{ kind: 'function', source, function: fact, context }] : [];
    }
    case 'class': {
      const fact = binding.class === undefined ? undefined : source.facts.classes[binding.class];
      return fact ? [{ kind: 'class', source, class: fact, context }] : [];
    }
    case 'enum':
    case 'namespace':
      return [
        {
          kind: 'members',
          source,
          members: binding.members ?? [],
          name: binding.name,
          enumeration: binding.kind === 'enum',
          context,
        },
      ];
    case 'variable':
    case 'import':
      return evaluateVariable(program, source, binding, context, mode);
    default:
      return [];
  }
}

function evaluateVariable(
  program: Program,
  source: Source,
  binding: Binding,
  context: Context,
  mode: Mode,
): readonly Value[] {
  const values = (binding.values ?? [])
    .flatMap((value) => evaluate(program, source, value, context, mode))
    .map((value) => declaredBy(source, binding, value));
  const known = values.filter((value) => value.kind !== 'external' || value.allocation);
  if (mode === 'name' || !binding.type) {
    if (values.length) return mode === 'value' && known.length ? known : values;
    return binding.type ? typeValues(program, source, binding.type, context) : [];
  }
  if (known.length) return known;
  const typed = typeValues(program, source, binding.type, context);
  return typed.length ? typed.map((value) => slotted(source, binding.name, value)) : values;
}

/** Which declaration an emitter type stands on when nobody says where it was made. */
export function slotted(source: Source, label: string, value: Value): Value {
  return value.kind === 'external' && value.made && !value.allocation && !value.slot
    ? { ...value, slot: { source, label } }
    : value;
}

/** `const ORDER_PLACED = 'order.placed'`: the constant is where the event is declared. */
function declaredBy(source: Source, binding: Binding, value: Value): Value {
  if (
    value.kind !== 'string' ||
    value.declared ||
    value.context ||
    binding.kind !== 'variable' ||
    !/^[A-Z][A-Z0-9_]*$|Event/.test(binding.name)
  )
    return value;
  if (!binding.values?.some((one) => one.kind === 'string' || one.kind === 'join')) return value;
  return {
    ...value,
    declared: { source, line: binding.line, column: binding.column, length: binding.name.length, kind: 'constant' },
  };
}
