/** Functions and classes that are run without being named: handlers kept in a table, classes handed to whoever makes them. */
import type { Expression, FunctionFact } from '../../languages/javascript/facts';
import type { Caller } from './callers';
import { evaluate } from './evaluation/evaluate';
import { findName } from './evaluation/scopes';
import type { Program } from './program';
import { lastName, type Source } from './sources';
import type { ClassValue } from './values';

const deepest = 6;

/** Calls of a function through an array, object or map that holds it: `handlers[packet.type](client, packet)`. */
export function tableCallers(
  program: Program,
  source: Source,
  fact: FunctionFact,
  names: readonly string[],
  files: Iterable<Source>,
): readonly Caller[] {
  const found: Caller[] = [];
  const seen = new Set<Source>();
  for (const from of files) {
    for (const table of tablesIn(program, from, source, fact, names)) {
      const stem = from.file.replace(/\/index\.[^/]*$|\.[^/.]*$/, '').replace(/^.*\//, '');
      for (const user of new Set([from, ...program.naming([table], [stem])])) {
        if (seen.has(user)) continue;
        seen.add(user);
        program.queries.read(`f:${user.file}`);
        user.facts.calls.forEach((call, index) => {
          if (call.new || !isIndirect(user, call.callee)) return;
          if (
            evaluate(program, user, call.callee, undefined, 'value').some(
              (value) => value.kind === 'function' && value.function === fact,
            )
          )
            found.push({ reference: { call, index, shift: 0 }, source: user });
        });
      }
    }
  }
  return found;
}

const keptIn = new WeakMap<Source['facts'], ReadonlySet<number>>();

/** Whether a function without a name stands in a list or map that a variable of its file keeps: `[(to) => …]`. */
export function isKept(source: Source, fact: FunctionFact): boolean {
  const { facts } = source;
  let kept = keptIn.get(facts);
  if (!kept) {
    const found = new Set<number>();
    const visit = (value: Expression, depth: number): void => {
      if (depth > deepest) return;
      if (value.kind === 'function' && depth > 0) found.add(value.function);
      else if (value.kind === 'array') for (const element of value.elements) visit(element, depth + 1);
      else if (value.kind === 'object') for (const member of value.members) visit(member.value, depth + 1);
      else if (value.kind === 'cast') visit(value.of, depth);
      else if (value.kind === 'call')
        for (const argument of facts.calls[value.call]?.arguments ?? [])
          if (argument.kind === 'array' || argument.kind === 'object') visit(argument, depth + 1);
    };
    for (const { kind, values } of facts.bindings)
      if (kind === 'variable') for (const value of values ?? []) visit(value, 0);
    kept = found;
    keptIn.set(facts, kept);
  }
  return kept.has(facts.functions.indexOf(fact));
}

/** Variables of a file that are lists or maps with this function among what they hold. */
function tablesIn(
  program: Program,
  from: Source,
  source: Source,
  fact: FunctionFact,
  names: readonly string[],
): readonly string[] {
  const isIt = (value: Expression): boolean => {
    if (value.kind === 'function') return from === source && source.facts.functions[value.function] === fact;
    if (value.kind === 'imported')
      return (
        (value.name === '*' || names.includes(value.name)) &&
        program.modules.resolve(from.file, value.module) === source.file
      );
    if (value.kind === 'member')
      return (
        value.object.kind === 'imported' &&
        names.includes(value.name) &&
        program.modules.resolve(from.file, value.object.module) === source.file
      );
    if (value.kind !== 'name') return false;
    const binding = findName(from, value.name, value.scope)?.binding;
    if (binding?.kind === 'function')
      return from === source && binding.function !== undefined && source.facts.functions[binding.function] === fact;
    return Boolean(binding?.values?.some((one) => one.kind !== 'name' && isIt(one)));
  };
  const holds = (value: Expression, depth: number): boolean => {
    if (depth > deepest) return false;
    switch (value.kind) {
      case 'array':
        return value.elements.some((element) => isIt(element) || holds(element, depth + 1));
      case 'object':
        return value.members.some((member) => isIt(member.value) || holds(member.value, depth + 1));
      case 'call':
        return Boolean(
          from.facts.calls[value.call]?.arguments.some(
            (argument) => (argument.kind === 'array' || argument.kind === 'object') && holds(argument, depth + 1),
          ),
        );
      case 'cast':
        return holds(value.of, depth + 1);
      default:
        return false;
    }
  };
  return from.facts.bindings
    .filter((binding) => binding.kind === 'variable' && binding.values?.some((value) => holds(value, 0)))
    .map((binding) => binding.name);
}

/** Whether a callee is chosen from several: an element, what a lookup gives, a variable or parameter that holds one. */
function isIndirect(source: Source, callee: Expression): boolean {
  if (callee.kind === 'element' || callee.kind === 'call') return true;
  if (callee.kind !== 'name') return false;
  const binding = findName(source, callee.name, callee.scope)?.binding;
  if (binding?.kind === 'parameter')
    return binding.function !== undefined && source.facts.functions[binding.function]?.passed !== undefined;
  return (
    binding?.kind === 'variable' &&
    Boolean(binding.values?.some((value) => value.kind === 'element' || value.kind === 'each' || value.kind === 'call'))
  );
}

/** Calls that make a class without naming it: `new this()`, `new Given()` in a function that it is handed to. */
export function indirectConstructions(
  program: Program,
  value: ClassValue,
  from: Source,
  local: ReadonlySet<string>,
): readonly Caller[] {
  const found: Caller[] = [];
  const isIt = (source: Source, expression: Expression): boolean =>
    evaluate(program, source, expression, undefined, 'value').some(
      (one) => one.kind === 'class' && one.class === value.class,
    );
  from.facts.calls.forEach((call, index) => {
    if (call.new) {
      const binding =
        call.callee.kind === 'name' ? findName(from, call.callee.name, call.callee.scope)?.binding : undefined;
      const indirect =
        (call.callee.kind === 'this' && from === value.source) ||
        call.callee.kind === 'element' ||
        binding?.kind === 'parameter' ||
        (binding?.kind === 'variable' && binding.values?.some((one) => one.kind === 'each' || one.kind === 'element'));
      if (indirect && isIt(from, call.callee)) found.push({ reference: { call, index, shift: 0 }, source: from });
      return;
    }
    const position = call.arguments.findIndex(
      (argument) => (argument.kind === 'name' || argument.kind === 'member') && local.has(lastName(argument) ?? ''),
    );
    const argument = position < 0 || call.spread ? undefined : call.arguments[position];
    if (!argument || call.callee.kind === 'super' || !isIt(from, argument)) return;
    for (const called of evaluate(program, from, call.callee, undefined, 'value')) {
      if (called.kind !== 'function') continue;
      const { source, function: maker } = called;
      for (const inner of source.callsByFunction.get(source.facts.functions.indexOf(maker)) ?? []) {
        const made = source.facts.calls[inner];
        const binding =
          made?.new && made.callee.kind === 'name'
            ? findName(source, made.callee.name, made.callee.scope)?.binding
            : undefined;
        if (
          made &&
          binding?.kind === 'parameter' &&
          binding.index === position &&
          binding.function !== undefined &&
          source.facts.functions[binding.function] === maker
        )
          found.push({ reference: { call: made, index: inner, shift: 0 }, source });
      }
    }
  });
  return found;
}
