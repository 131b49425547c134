/** Members of values: class chains, prototypes, fields, objects, modules, and what `this` is; knows no event. */
import type { ClassFact, ClassMember, Expression, FunctionFact, ObjectMember } from '../../languages/javascript/facts';
import { builtMember } from './builders';
import { evaluate, exportedValues, findName, slotted, type Mode } from './evaluate';
import { keptAs } from './made';
import type { Program } from './program';
import { lastName, type Source } from './sources';
import { typeValues } from './types';
import {
  frameOf,
  opened,
  originOf,
  rebase,
  withContext,
  type ClassValue,
  type Context,
  type ExternalValue,
  type Frame,
  type InstanceValue,
  type ObjectValue,
  type StringValue,
  type Value,
} from './values';

type Parent = ClassValue | ExternalValue;

export function isFunctionFact(fact: ClassFact | FunctionFact): fact is FunctionFact {
  return 'parameters' in fact;
}

export function nameOfClass(value: ClassValue): string {
  return value.class.name ?? value.source.file.replace(/^.*\/|\.[^.]*$/g, '');
}

/** A value used as a class: classes as they are, functions as constructors. */
export function classOf(value: Value): Parent | undefined {
  if (value.kind === 'class') return value;
  if (value.kind === 'external') return value;
  if (value.kind === 'function' && value.function.role !== 'arrow')
    return { kind: 'class', source: value.source, class: value.function, context: value.context };
  return undefined;
}

/** What a class extends, is mixed with, or inherits by prototype; nearest first. */
export function parentsOf(program: Program, value: ClassValue): readonly Parent[] {
  return program.queries.ask<readonly Parent[]>(
    value.context && !isFunctionFact(value.class) && value.class.extends ? new Map() : value.source.memo.rest,
    value.class,
    () => findParents(program, value),
    [],
  );
}

function findParents(program: Program, value: ClassValue): readonly Parent[] {
  const { source } = value;
  program.queries.read(`f:${source.file}`);
  const fact = value.class;
  const parents: Parent[] = [];
  const add = (values: readonly Value[]): void => {
    for (const one of values) {
      const parent = one.kind === 'prototype' ? one.of : one.kind === 'instance' ? one.of : classOf(one);
      if (
        parent &&
        !(parent.kind === 'class' && parent.class === fact) &&
        !(parent.kind === 'external' && parent.made && !parent.annotated && !parent.allocation)
      )
        parents.push(parent);
      else if (parent?.kind === 'external' && parent.made && parent.path.endsWith('()')) parents.push(parent);
    }
  };
  if (!isFunctionFact(fact)) {
    if (fact.extends) add(evaluate(program, source, fact.extends, value.context, 'value'));
    if (fact.role === 'interface') for (const type of fact.types) add(typeValues(program, source, type, undefined));
    else
      for (const merged of interfacesOf(source, fact.name))
        if (merged !== fact) for (const type of merged.types) add(typeValues(program, source, type, undefined));
  }
  const name = fact.name;
  if (name !== undefined)
    for (const expression of mixedInto(source, name)) add(evaluate(program, source, expression, undefined, 'value'));
  for (const expression of mixedIntoThis(source, fact)) add(evaluate(program, source, expression, undefined, 'value'));
  return parents;
}

function interfacesOf(source: Source, name: string | undefined): readonly ClassFact[] {
  if (name === undefined) return [];
  if (!source.interfaces) {
    const byName = new Map<string, ClassFact[]>();
    for (const fact of source.facts.classes)
      if (fact.role === 'interface' && fact.name !== undefined)
        byName.set(fact.name, [...(byName.get(fact.name) ?? []), fact]);
    source.interfaces = byName;
  }
  return source.interfaces.get(name) ?? [];
}

export const mixing: ReadonlySet<string> = new Set([
  'inherits',
  'assign',
  'extend',
  'mixin',
  'merge',
  'setPrototypeOf',
  'inherit',
  'augment',
  'applyMixin',
  'applyMixins',
  'mixInto',
  'mixinTo',
  'defaults',
  'mixins',
]);

/** `inherits(X, Y)`, `Object.assign(X.prototype, Y)`, `X.prototype = Object.create(Y.prototype)`, `Emitter(X.prototype)`. */
function mixedInto(source: Source, name: string): readonly Expression[] {
  return (source.mixins ??= mixinsOf(source)).get(name) ?? [];
}

function mixinsOf(source: Source): ReadonlyMap<string, readonly Expression[]> {
  const found = new Map<string, Expression[]>();
  const add = (name: string | undefined, expressions: readonly Expression[]): void => {
    if (name === undefined) return;
    const list = found.get(name);
    if (list) list.push(...expressions);
    else found.set(name, [...expressions]);
  };
  const prototypeOf = (expression: Expression | undefined): string | undefined =>
    expression?.kind === 'member' && expression.name === 'prototype' && expression.object.kind === 'name'
      ? expression.object.name
      : undefined;
  for (const verb of mixing)
    for (const { call, shift } of source.callsByName.get(verb) ?? []) {
      if (shift !== 0) continue;
      const [target] = call.arguments;
      add(
        target?.kind === 'name' ? target.name : prototypeOf(target),
        call.arguments
          .slice(1)
          .filter((argument) => argument.kind !== 'object')
          .map(unwrapPrototype),
      );
    }
  for (const index of source.assignmentsByName.get('prototype') ?? []) {
    const assignment = source.facts.assignments[index];
    if (assignment?.object.kind === 'name') add(assignment.object.name, created(source, assignment.value));
  }
  for (const index of source.assignmentsByName.get('__proto__') ?? []) {
    const assignment = source.facts.assignments[index];
    if (assignment) add(prototypeOf(assignment.object), [unwrapPrototype(assignment.value)]);
  }
  // `Emitter(X.prototype)`: a mixin that is called on the prototype.
  for (const call of source.facts.calls)
    if (call.arguments.length === 1 && !call.new && call.callee.kind === 'name')
      add(prototypeOf(call.arguments[0]), [call.callee]);
  return found;
}

/** What a constructor gives its own object: `Object.assign(this, X.prototype)`, `this[name] = X.prototype[name]`. */
function mixedIntoThis(source: Source, fact: ClassFact | FunctionFact): readonly Expression[] {
  const maker = isFunctionFact(fact) ? source.facts.functions.indexOf(fact) : fact.constructor_;
  if (maker === undefined) return [];
  const found: Expression[] = [];
  const isInside = (index: number | undefined): boolean => {
    for (let at = index; at !== undefined; at = source.facts.functions[at]?.outer) if (at === maker) return true;
    return false;
  };
  for (const index of source.callsByFunction.get(maker) ?? []) {
    const call = source.facts.calls[index];
    const verb = call && lastName(call.callee);
    if (call?.arguments[0]?.kind !== 'this' || verb === undefined || !mixing.has(verb)) continue;
    for (const argument of call.arguments.slice(1))
      if (argument.kind === 'member' && argument.name === 'prototype') found.push(argument.object);
  }
  for (const index of source.assignmentsByName.get('*') ?? []) {
    const assignment = source.facts.assignments[index];
    if (assignment?.object.kind !== 'this' || assignment.value.kind !== 'element') continue;
    const { object } = assignment.value;
    if (object.kind === 'member' && object.name === 'prototype' && isInside(assignment.function))
      found.push(object.object);
  }
  return found;
}

function created(source: Source, value: Expression): Expression[] {
  if (value.kind !== 'call') return value.kind === 'object' ? [] : [unwrapPrototype(value)];
  const call = source.facts.calls[value.call];
  if (!call) return [];
  if (call.new) return [call.callee];
  const [first, second] = call.arguments;
  if (lastName(call.callee) === 'create' && first) return [unwrapPrototype(first)];
  return [first, second].flatMap((argument) =>
    argument && argument.kind !== 'object' ? [unwrapPrototype(argument)] : [],
  );
}

function unwrapPrototype(expression: Expression): Expression {
  return expression.kind === 'member' && expression.name === 'prototype' ? expression.object : expression;
}

/** The class and all that it inherits from, nearest first; each class once. */
export function ancestorsOf(program: Program, value: ClassValue): readonly Parent[] {
  const result: Parent[] = [];
  const seen = new Set<unknown>();
  const queue: Parent[] = [value];
  for (let next = queue.shift(); next && result.length < 40; next = queue.shift()) {
    const key = next.kind === 'class' ? next.class : `${next.module}#${next.path}`;
    if (seen.has(key)) continue;
    seen.add(key);
    result.push(next);
    if (next.kind === 'class') queue.push(...parentsOf(program, next));
  }
  return result;
}

export interface FoundMember {
  readonly member: ClassMember;
  readonly source: Source;
  readonly of: ClassValue;
}

/** Declared members of a class and of what it inherits from in the workspace. */
export function membersOfClass(program: Program, value: ClassValue): readonly FoundMember[] {
  return ancestorsOf(program, value).flatMap((parent) =>
    parent.kind === 'class' && !isFunctionFact(parent.class)
      ? parent.class.members.map((member) => ({ member, source: parent.source, of: parent }))
      : [],
  );
}

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
      return exportedValues(program, value.source, name, mode);
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

const globalObject = /^(?:window|globalThis|global|self)$/;
const native =
  /^(?:(?:add|remove)EventListener|dispatchEvent|location|document|console|process|fetch|[A-Z]\w*|on[a-z]+|set\w+|clear\w+|request\w+|cancel\w+|local\w*|session\w*|inner\w*|outer\w*|scroll\w*|match\w*|get\w*|navigator|history|open|close|parent|top|screen|performance|crypto|post\w+|prototype|event)$/;

/** `window.bus = new Bus()`: what the program itself keeps on the global object. */
function assignedToGlobal(program: Program, name: string): readonly Value[] {
  if (native.test(name)) return [];
  return program.queries.ask<readonly Value[]>(
    program.shared,
    `global:${name}`,
    () => {
      const word = name.replace(/[^\w]/g, '\\$&');
      const sieve = [new RegExp(`(?:window|globalThis|global|self)(?:\\s+as\\s+\\w+\\))?\\.${word}\\s*=(?!=)`)];
      return program
        .naming([`.${name} =`, `.${name}=`], [], sieve)
        .filter((source) => !source.test)
        .flatMap((source) => {
          program.queries.read(`f:${source.file}`);
          return (source.assignmentsByName.get(name) ?? []).flatMap((index): readonly Value[] => {
            const assignment = source.facts.assignments[index];
            const target = assignment?.object.kind === 'cast' ? assignment.object.of : assignment?.object;
            return assignment &&
              target?.kind === 'name' &&
              globalObject.test(target.name) &&
              !findName(source, target.name, target.scope)
              ? evaluate(program, source, assignment.value, undefined, 'value')
              : [];
          });
        })
        .filter((value) => value.kind === 'instance' || value.kind === 'object' || value.kind === 'external');
    },
    [],
  );
}

/** Value of an object's or enum's member; a string knows where it is declared and next to what. */
function memberValue(
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

function objectMember(program: Program, value: ObjectValue, name: string, mode: Mode): readonly Value[] {
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
function assignedMember(
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

function classMember(program: Program, value: ClassValue, name: string, mode: Mode): readonly Value[] {
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

function instanceMember(program: Program, value: InstanceValue, name: string, mode: Mode): readonly Value[] {
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
    const assigned = fieldAssignments(program, parent, name, context, mode);
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
    const assigned = fieldAssignments(program, parent, name, context, mode);
    if (assigned.length) return assigned;
  }
  return prototypeMember(program, parent, name, mode, self);
}

/** `this.name = value` in the methods of a class. */
function fieldAssignments(
  program: Program,
  owner: ClassValue,
  name: string,
  context: Context,
  mode: Mode,
): readonly Value[] {
  const { source } = owner;
  const found: Value[] = [];
  for (const index of source.assignmentsByName.get(name) ?? []) {
    const assignment = source.facts.assignments[index];
    if (assignment?.object.kind !== 'this') continue;
    const { function: functionIndex, class: classIndex } = assignment.object;
    const fact = functionIndex === undefined ? undefined : source.facts.functions[functionIndex];
    const inside = fact
      ? belongsTo(program, source, fact, owner)
      : classIndex !== undefined && source.facts.classes[classIndex] === owner.class;
    if (!inside) continue;
    const values = evaluate(
      program,
      source,
      assignment.value,
      fact && context && frameOf(context, fact) ? context : (owner.context ?? context),
      mode,
    );
    // What a setter was given last is not what every reader sees: one of a set.
    const settled = !fact || fact.role === 'constructor' || fact === owner.class;
    found.push(
      ...(settled
        ? values
        : values.map((value) =>
            value.kind === 'string' && originOf(value.context) ? { ...value, closed: true, context } : value,
          )),
    );
  }
  return found;
}

function belongsTo(program: Program, source: Source, fact: FunctionFact, owner: ClassValue): boolean {
  if (fact.class !== undefined) return source.facts.classes[fact.class] === owner.class;
  if (fact === owner.class) return true;
  if (!isFunctionFact(owner.class) && !owner.source.facts.assignments.length) return false;
  return isPrototypeOf(program, source, fact.owner, owner);
}

function isPrototypeOf(program: Program, source: Source, target: Expression | undefined, owner: ClassValue): boolean {
  if (!target) return false;
  if (target.kind === 'object') return isPrototypeOf(program, source, target.into, owner);
  if (target.kind === 'member' && target.name === 'prototype') {
    if (lastName(target.object) !== owner.class.name) return false;
    return evaluate(program, source, target.object, undefined, 'value').some(
      (value) =>
        (value.kind === 'class' && value.class === owner.class) ||
        (value.kind === 'function' && value.function === owner.class),
    );
  }
  if (target.kind !== 'name') return false;
  return evaluate(program, source, target, undefined, 'value').some(
    (value) => value.kind === 'prototype' && value.of.kind === 'class' && value.of.class === owner.class,
  );
}

/** `X.prototype.name = …`, `X.prototype = { name }`, `Object.assign(X.prototype, { name })`. */
function prototypeMember(
  program: Program,
  owner: ClassValue,
  name: string,
  mode: Mode,
  self: InstanceValue,
): readonly Value[] {
  const { source } = owner;
  const found: Value[] = [];
  for (const index of source.assignmentsByName.get(name) ?? []) {
    const assignment = source.facts.assignments[index];
    if (assignment && isPrototypeOf(program, source, assignment.object, owner))
      found.push(...evaluate(program, source, assignment.value, undefined, mode));
  }
  if (!found.length)
    for (const fact of source.facts.functions)
      if (
        fact.name === name &&
        fact.owner?.kind === 'object' &&
        fact.owner.into &&
        isPrototypeOf(program, source, fact.owner.into, owner)
      )
        found.push({ kind: 'function', source, function: fact, context: undefined });
  if (!found.length)
    for (const mixed of mixedObjects(program, owner)) found.push(...objectMember(program, mixed, name, mode));
  return found.map((value) => (value.kind === 'function' ? { ...value, self } : value));
}

/** Object literals whose members a class was given: `Object.assign(X.prototype, Events)`. */
export function mixedObjects(program: Program, owner: ClassValue): readonly ObjectValue[] {
  const { source, class: fact } = owner;
  const { name } = fact;
  if (name === undefined) return [];
  return program.queries.ask<readonly ObjectValue[]>(
    source.memo.rest,
    `mixed:${fact.line}:${fact.column}`,
    () =>
      mixedInto(source, name).flatMap((expression) =>
        evaluate(program, source, expression, undefined, 'value').filter(
          (value): value is ObjectValue => value.kind === 'object',
        ),
      ),
    [],
  );
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

/** What `this` stands for. */
export function selfOf(
  program: Program,
  source: Source,
  expression: Expression & { kind: 'this' | 'super' },
  context: Context,
): readonly Value[] {
  if (expression.function === undefined) {
    const fact = expression.class === undefined ? undefined : source.facts.classes[expression.class];
    return fact ? [{ kind: 'instance', of: { kind: 'class', source, class: fact, context: undefined }, context }] : [];
  }
  const fact = source.facts.functions[expression.function];
  if (!fact) return [];
  const frame = frameOf(context, fact);
  const own = ownerOf(program, source, fact, context);
  if (frame?.self) {
    const better = frame.self.filter(
      (value) => value.kind === 'instance' || value.kind === 'object' || value.kind === 'class',
    );
    if (better.length) return better.map((value) => withContext(value, context));
  }
  if (frame?.up && frame.call.callee.kind === 'member') {
    // The base class's method runs on whatever the caller holds.
    const receivers = evaluate(program, frame.callSource, frame.call.callee.object, context, 'value').filter(
      (value): value is InstanceValue => value.kind === 'instance',
    );
    const related = receivers.filter((value) =>
      own.some((one) => one.kind !== 'instance' || isSubclass(program, value.of, one.of)),
    );
    if (related.length) return related.map((value) => withContext(value, context));
  }
  return own;
}

export function isSubclass(program: Program, value: ClassValue, of: ClassValue): boolean {
  return ancestorsOf(program, value).some((parent) => parent.kind === 'class' && parent.class === of.class);
}

function ownerOf(program: Program, source: Source, fact: FunctionFact, context: Context): readonly Value[] {
  if (fact.thisType) {
    const typed = typeValues(program, source, fact.thisType, context);
    if (typed.length) return typed;
  }
  if (fact.class !== undefined) {
    const owner = source.facts.classes[fact.class];
    if (!owner) return [];
    const of: ClassValue = { kind: 'class', source, class: owner, context: undefined };
    return fact.static ? [of] : [{ kind: 'instance', of, context }];
  }
  const { owner } = fact;
  if (owner) {
    const values =
      owner.kind === 'object'
        ? ownedBy(program, source, owner, context)
        : evaluate(program, source, owner, undefined, 'value');
    const selves = values.flatMap((value): Value[] =>
      value.kind === 'prototype'
        ? value.of.kind === 'class'
          ? [{ kind: 'instance', of: value.of, context }]
          : []
        : [withContext(value, rebase(value.context, context))],
    );
    if (selves.length) return selves;
  }
  const passedTo = fact.passed === undefined ? undefined : source.facts.calls[fact.passed.call];
  if (passedTo && fact.role === 'function' && passedTo.callee.kind === 'member') {
    const receivers = evaluate(program, source, passedTo.callee.object, context, 'value').filter(
      (value) => value.kind === 'instance' || value.kind === 'external',
    );
    if (receivers.length) return receivers;
  }
  if (fact.role === 'function' && fact.outer !== undefined)
    for (const { on } of keptAs(source, fact))
      for (const value of on ? evaluate(program, source, on, undefined, 'value') : [])
        if (value.kind === 'prototype' && value.of.kind === 'class')
          return [{ kind: 'instance', of: value.of, context }];
  if (fact.role === 'function' && fact.name !== undefined) {
    // `function onClose() { this.emit(…) }` handed to `socket.on`: what it is registered on is what it runs on.
    const registered = registeredOn(program, source, fact, context);
    if (registered.length) return registered;
    return [{ kind: 'instance', of: { kind: 'class', source, class: fact, context: undefined }, context }];
  }
  return [];
}

function ownedBy(
  program: Program,
  source: Source,
  object: Expression & { kind: 'object' },
  context: Context,
): readonly Value[] {
  const itself: Value = { kind: 'object', source, object, context };
  if (!object.into) return [itself];
  const targets = evaluate(program, source, object.into, undefined, 'value').filter(
    (value) =>
      value.kind === 'prototype' ||
      value.kind === 'instance' ||
      value.kind === 'class' ||
      (value.kind === 'object' && value.object !== object),
  );
  return targets.length ? targets : [itself];
}

function registeredOn(program: Program, source: Source, fact: FunctionFact, context: Context): readonly Value[] {
  if (fact.outer !== undefined && source.facts.functions.some((other) => other.name === fact.name && other !== fact))
    return [];
  const found: Value[] = [];
  for (const verb of ['on', 'once', 'addListener', 'prependListener', 'addEventListener'])
    for (const { call, shift } of source.callsByName.get(verb) ?? []) {
      if (shift || call.callee.kind !== 'member') continue;
      const passes = call.arguments.some((argument) => argument.kind === 'name' && argument.name === fact.name);
      if (passes)
        found.push(
          ...evaluate(program, source, call.callee.object, context, 'value').filter(
            (value) => value.kind === 'instance' || value.kind === 'external',
          ),
        );
    }
  // `sender.onerror = onError`
  for (const assignment of source.facts.assignments)
    if (assignment.value.kind === 'name' && assignment.value.name === fact.name && assignment.object.kind !== 'this')
      found.push(
        ...evaluate(program, source, assignment.object, context, 'value').filter((value) => value.kind === 'instance'),
      );
  return found;
}

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
export function membersByKey(program: Program, value: Value, key: Expression, mode: Mode): readonly Value[] {
  if (value.kind === 'list')
    return value.elements.map((element) => (element.kind === 'string' ? { ...element, closed: true } : element));
  if (value.kind !== 'object' && value.kind !== 'members') return [];
  // The value under the key of the same iteration belongs to that key.
  if (key.kind === 'key' || key.kind === 'name')
    return elementsOf(program, value, mode).map((element) =>
      element.kind === 'string' ? { ...element, closed: true } : element,
    );
  return elementsOf(program, value, mode).map((element) =>
    element.kind === 'string' ? { ...element, closed: true } : element,
  );
}
