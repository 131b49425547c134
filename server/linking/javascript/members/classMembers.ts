/** Members of classes and of their instances, along the chain of what they inherit from. */
import type { ClassMember, FunctionFact } from '../../../languages/javascript/facts';
import { builtMember } from '../builders';
import { evaluate, type Mode } from '../evaluation/evaluate';
import { findName } from '../evaluation/scopes';
import { slotted } from '../evaluation/bindings';
import type { Program } from '../program';
import { typeValues } from '../evaluation/types';
import {
  frameOf,
  opened,
  type ClassValue,
  type Context,
  type ExternalValue,
  type Frame,
  type InstanceValue,
  type Value,
} from '../values';
import { ancestorsOf, isFunctionFact } from './ancestry';
import { fieldAssignments, prototypeMember } from './assigned';
import { assignedMember, memberValue } from './memberOf';

export function classMember(program: Program, value: ClassValue, name: string, mode: Mode): readonly Value[] {
  if (name === 'prototype') return [{ kind: 'prototype', of: value, context: value.context }];
  for (const parent of ancestorsOf(program, value)) {
    if (parent.kind === 'external') return [{ ...parent, path: parent.path ? `${parent.path}.${name}` : name }];
    program.queries.read(`f:${parent.source.file}`);
    if (!isFunctionFact(parent.class)) {
      const found = parent.class.members
        .filter((member) => member.static && member.name === name)
        .flatMap((member) => declaredMember(program, parent, member, value.context, mode, parent));
      if (found.length) return found;
    }
    const fact = parent.class;
    const assigned = assignedMember(
      program,
      parent.source,
      name,
      value.context,
      mode,
      (target) =>
        (target.kind === 'class' && target.class === fact) || (target.kind === 'function' && target.function === fact),
    );
    if (assigned.length) return assigned;
    if (name === 'name' && fact.name !== undefined)
      return [
        {
          kind: 'string',
          text: fact.name,
          context: value.context,
          ...(value.open && { closed: true }),
          ofClass: parent,
          declared: {
            source: parent.source,
            line: fact.line,
            column: fact.column,
            length: fact.name.length,
            kind: 'string',
          },
        },
      ];
    const merged = fact.name === undefined ? undefined : findName(parent.source, fact.name, 0)?.binding;
    const inNamespace = merged?.members
      ?.filter((member) => member.name === name)
      .flatMap((member) =>
        memberValue(program, parent.source, member, merged.members ?? [], undefined, mode, 'constant'),
      );
    if (inNamespace?.length) return inNamespace;
  }
  return [];
}

/** Value of a declared class member, seen from an instance or, for statics, from the class. */
function declaredMember(
  program: Program,
  owner: ClassValue,
  member: ClassMember,
  context: Context,
  mode: Mode,
  self: Value,
): readonly Value[] {
  const { source } = owner;
  if (member.role === 'method') {
    const fact = member.function === undefined ? undefined : source.facts.functions[member.function];
    return fact ? [{ kind: 'function', source, function: fact, self, context: owner.context }] : [];
  }
  if (member.role === 'get') {
    const fact = member.function === undefined ? undefined : source.facts.functions[member.function];
    if (!fact) return [];
    const values = fact.returns
      .flatMap((expression) => evaluate(program, source, expression, context, mode))
      .map((value) => (value.kind === 'function' && !value.self ? { ...value, self } : value));
    return values.length || !fact.returnType ? values : typeValues(program, source, fact.returnType, context);
  }
  if (member.role === 'set') return [];
  const typed = (): readonly Value[] =>
    member.type
      ? typeValues(program, source, member.type, context).map((value) =>
          slotted(source, `${owner.class.name ?? 'class'}.${member.name ?? ''}`, value),
        )
      : [];
  if (mode === 'value' && member.type) {
    const types = typed();
    if (
      types.some(
        (value) => value.kind === 'instance' && !isFunctionFact(value.of.class) && value.of.class.role === 'class',
      ) &&
      !member.value
    )
      return types;
  }
  const values = (member.value ? evaluate(program, source, member.value, context, mode) : []).map((value) =>
    value.kind === 'function' && !value.self ? { ...value, self } : value,
  );
  const own = values.filter((value) =>
    value.kind === 'list'
      ? value.elements.length > 0
      : value.kind !== 'external' || (value.allocation && value.module !== 'global'),
  );
  const declared =
    member.static && member.value?.kind === 'string'
      ? values.map((value) =>
          value.kind === 'string' && !value.declared
            ? {
                ...value,
                declared: {
                  source,
                  line: member.line,
                  column: member.column,
                  length: member.name?.length ?? 1,
                  kind: 'constant' as const,
                },
              }
            : value,
        )
      : values;
  if (mode === 'name') return declared.length ? declared : typed();
  if (own.length) return own;
  const types = typed();
  return types.length ? types : declared;
}

export function instanceMember(program: Program, value: InstanceValue, name: string, mode: Mode): readonly Value[] {
  const context = constructed(value);
  for (const parent of ancestorsOf(program, value.of)) {
    if (parent.kind === 'external') continue;
    program.queries.read(`f:${parent.source.file}`);
    const found = ownMember(program, parent, name, context, mode, value);
    if (found.length) return found;
  }
  // What hooks keep for a component: `ref.current`, `ref.value`.
  if (name === 'current' || name === 'value') return [value];
  // A field the workspace fills with something unknown is not the library's.
  if (
    ancestorsOf(program, value.of).some(
      (parent) =>
        parent.kind === 'class' &&
        (parent.source.assignmentsByName.has(name) ||
          (!isFunctionFact(parent.class) && parent.class.members.some((member) => member.name === name))),
    )
  )
    return [];
  const external = ancestorsOf(program, value.of).find((parent): parent is ExternalValue => parent.kind === 'external');
  return external
    ? [
        {
          kind: 'external',
          module: external.module,
          path: external.path ? `${external.path}.${name}` : name,
          made: true,
          context: value.context,
        },
      ]
    : [];
}

function ownMember(
  program: Program,
  parent: ClassValue,
  name: string,
  context: Context,
  mode: Mode,
  self: InstanceValue,
): readonly Value[] {
  const { source, class: fact } = parent;
  if (!isFunctionFact(fact)) {
    const members = fact.members.filter((member) => !member.static && member.name === name);
    if (fact.role === 'interface') {
      const stated = members.flatMap((member) =>
        member.type && member.type.kind !== 'function'
          ? typeValues(program, source, member.type, context).map((value) =>
              slotted(source, `${fact.name ?? ''}.${name}`, value),
            )
          : [],
      );
      const vague =
        stated.length > 0 &&
        stated.every(
          (value) => value.kind === 'external' && !value.allocation && program.isEmitterType(value.module, value.path),
        );
      const built = vague && mode === 'value' ? builtMember(program, parent, name) : undefined;
      return built ? [built] : stated;
    }
    const found = members.flatMap((member) => declaredMember(program, parent, member, context, mode, self));
    if (found.some((value) => value.kind !== 'external' || value.allocation)) return found;
    const assigned = fieldAssignments(program, parent, name, context, mode, self);
    if (assigned.length || found.length)
      return assigned.some((value) => value.kind !== 'external' || value.allocation) || !found.length
        ? assigned
        : found;
    // Members whose name is computed: `[EVENT]() {}`.
    for (const member of fact.members)
      if (
        member.key &&
        !member.static &&
        evaluate(program, source, member.key, undefined, 'name').some(
          (key) => key.kind === 'string' && key.text === name,
        )
      )
        return declaredMember(program, parent, member, context, mode, self);
  } else {
    const assigned = fieldAssignments(program, parent, name, context, mode, self);
    if (assigned.length) return assigned;
  }
  return prototypeMember(program, parent, name, mode, self);
}

/** Context in which the fields of an instance are evaluated: its constructor's parameters are what `new` passed. */
function constructed(value: InstanceValue): Context {
  const { allocation, of } = value;
  const maker = constructorOf(of);
  if (!allocation || !maker || frameOf(value.context, maker)) return value.context;
  return {
    function: maker,
    source: of.source,
    call: allocation.call,
    callSource: allocation.source,
    shift: 0,
    up: true,
    made: true,
    parent: opened(value.context),
    depth: (value.context?.depth ?? 0) + 1,
    self: [value],
  } satisfies Frame;
}

function constructorOf(of: ClassValue): FunctionFact | undefined {
  const fact = of.class;
  if (isFunctionFact(fact)) return fact;
  return fact.constructor_ === undefined ? undefined : of.source.facts.functions[fact.constructor_];
}
