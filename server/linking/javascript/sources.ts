/** One read file with the indexes that linking asks it for; knows no other file. */
import type { CallFact, ClassFact, Expression, JavaScriptFacts } from '../../languages/javascript/facts';

export interface CallReference {
  readonly call: CallFact;
  readonly index: number;
  /** Arguments before the called function's own: `f.call(self, a)` has one. */
  readonly shift: number;
  /** `f.bind(…)`, `f.call(…)`, `f.apply(…)`: the function is what stands before. */
  readonly through?: 'call' | 'apply' | 'bind' | 'later';
}

export interface Source {
  readonly file: string;
  readonly facts: JavaScriptFacts;
  readonly test: boolean;
  readonly callsByName: ReadonlyMap<string, readonly CallReference[]>;
  readonly assignmentsByName: ReadonlyMap<string, readonly number[]>;
  /** Local names of what is imported: original name to local names. */
  readonly importsByName: ReadonlyMap<string, readonly string[]>;
  readonly classesByParent: ReadonlyMap<string, readonly number[]>;
  /** Calls by the function they stand in. */
  readonly callsByFunction: ReadonlyMap<number, readonly number[]>;
  /** Answers about expressions of this file without context. */
  readonly memo: {
    readonly value: Map<object | string, unknown>;
    readonly name: Map<object | string, unknown>;
    readonly rest: Map<object | string, unknown>;
  };
  labels?: ReadonlyMap<number, Slot>;
  /** What is mixed into a class or constructor function of this name. */
  mixins?: ReadonlyMap<string, readonly Expression[]>;
  interfaces?: ReadonlyMap<string, readonly ClassFact[]>;
}

const testFile =
  /(?:^|\/)(?:tests?|__tests__|__mocks__|e2e|specs?|fixtures)\/|[._-](?:spec|test|e2e|cy)\.[cm]?[jt]sx?$/i;

export function openSource(file: string, facts: JavaScriptFacts): Source {
  const callsByName = new Map<string, CallReference[]>();
  const callsByFunction = new Map<number, number[]>();
  facts.calls.forEach((call, index) => {
    const { callee } = call;
    const name = lastName(callee);
    if (name !== undefined) add(callsByName, name, { call, index, shift: 0 });
    // `require('./routes')(app)` calls what the module is, which nothing can be called after.
    if (callee.kind === 'imported') add(callsByName, 'default', { call, index, shift: 0 });
    if (callee.kind === 'member' && (callee.name === 'call' || callee.name === 'apply' || callee.name === 'bind')) {
      const inner = lastName(callee.object);
      if (inner !== undefined) add(callsByName, inner, { call, index, shift: 1, through: callee.name });
    }
    // `nextTick(f, a)` and `setTimeout(f, 10, a)` call f with what follows.
    const later =
      name === 'nextTick' || name === 'setImmediate' || name === 'queueMicrotask' ? 1 : name === 'setTimeout' ? 2 : 0;
    const called = later && call.arguments[0] ? lastName(call.arguments[0]) : undefined;
    if (called !== undefined) add(callsByName, called, { call, index, shift: later, through: 'later' });
    add(callsByFunction, call.function ?? -1, index);
  });
  const assignmentsByName = new Map<string, number[]>();
  facts.assignments.forEach((assignment, index) => {
    add(assignmentsByName, assignment.name ?? '*', index);
  });
  const importsByName = new Map<string, string[]>();
  for (const binding of facts.bindings)
    for (const value of binding.values ?? []) {
      if (value.kind === 'imported') add(importsByName, value.name, binding.name);
      else if (value.kind === 'member' && value.object.kind === 'imported')
        add(importsByName, value.name, binding.name);
    }
  const classesByParent = new Map<string, number[]>();
  facts.classes.forEach((fact, index) => {
    const parent = fact.extends && lastName(fact.extends);
    if (parent !== undefined) add(classesByParent, parent, index);
    for (const type of fact.types) {
      const name = type.kind === 'ref' || type.kind === 'imported' ? type.path[type.path.length - 1] : undefined;
      if (name !== undefined) add(classesByParent, name, index);
    }
  });
  return {
    file,
    facts,
    test: testFile.test(file),
    callsByName,
    assignmentsByName,
    importsByName,
    classesByParent,
    callsByFunction,
    memo: { value: new Map(), name: new Map(), rest: new Map() },
  };
}

export function isTestFile(file: string): boolean {
  return testFile.test(file);
}

function add<K, V>(index: Map<K, V[]>, key: K, value: V): void {
  const list = index.get(key);
  if (list) list.push(value);
  else index.set(key, [value]);
}

/** The name a value goes by: `bus` in `this.bus`, `publish` in `a.b.publish`, `create` in `create()`. */
export function lastName(expression: Expression): string | undefined {
  switch (expression.kind) {
    case 'name':
    case 'member':
      return expression.name;
    case 'super':
      return 'super';
    case 'cast':
      return lastName(expression.of);
    case 'element':
      return expression.key.kind === 'member' ? expression.key.name : undefined;
    default:
      return undefined;
  }
}

/** What a value is kept in: `bus`, `Service.events`, and where that is declared. */
export interface Slot {
  readonly label: string;
  readonly line?: number;
  readonly column?: number;
  readonly class?: number;
}

/** What each allocation is kept in, as people would name it: `bus`, `Service.events`. */
export function labelOf(source: Source, call: number): string | undefined {
  return slotOf(source, call)?.label;
}

export function slotOf(source: Source, call: number): Slot | undefined {
  source.labels ??= labels(source.facts);
  return source.labels.get(call);
}

function labels(facts: JavaScriptFacts): Map<number, Slot> {
  const found = new Map<number, Slot>();
  const note = (
    value: Expression | undefined,
    label: string,
    at?: { readonly line: number; readonly column: number; readonly class?: number },
  ): void => {
    if (!value) return;
    const slot: Slot = {
      label,
      ...(at && { line: at.line, column: at.column, ...(at.class !== undefined && { class: at.class }) }),
    };
    if (value.kind === 'call') {
      if (!found.has(value.call)) found.set(value.call, slot);
      // `new Mail().on(X).subject('…')`: every link of the chain is kept in the same place.
      for (
        let callee = facts.calls[value.call]?.callee;
        callee?.kind === 'member' && callee.object.kind === 'call';
        callee = facts.calls[callee.object.call]?.callee
      )
        if (!found.has(callee.object.call)) found.set(callee.object.call, slot);
      // `Object.freeze(new Bus())`, `markRaw(mitt())`: what is passed through keeps the name.
      for (const argument of facts.calls[value.call]?.arguments ?? [])
        if (argument.kind === 'call' && !found.has(argument.call)) found.set(argument.call, slot);
        else if (argument.kind === 'object') note(argument, label, at);
    } else if (value.kind === 'either') for (const option of value.options) note(option, label, at);
    else if (value.kind === 'cast') note(value.of, label, at);
    else if (value.kind === 'object')
      for (const member of value.members) note(member.value, `${label}.${member.name ?? '*'}`, member);
  };
  for (const binding of facts.bindings) for (const value of binding.values ?? []) note(value, binding.name, binding);
  facts.classes.forEach((fact, index) => {
    for (const member of fact.members)
      note(member.value, fact.name ? `${fact.name}.${member.name ?? '*'}` : (member.name ?? '*'), {
        line: member.line,
        column: member.column,
        class: index,
      });
  });
  for (const assignment of facts.assignments) {
    const { object } = assignment;
    const name = assignment.name ?? '*';
    const owner = object.kind === 'this' ? ownerName(facts, object.function, object.class) : lastName(object);
    note(assignment.value, owner === undefined ? name : `${owner}.${name}`);
  }
  facts.functions.forEach((fact) => {
    for (const value of fact.returns) note(value, fact.name ?? 'returned');
  });
  for (const [name, values] of Object.entries(facts.exports)) for (const value of values) note(value, name);
  return found;
}

function ownerName(
  facts: JavaScriptFacts,
  functionIndex: number | undefined,
  classIndex: number | undefined,
): string | undefined {
  const fact = functionIndex === undefined ? undefined : facts.functions[functionIndex];
  const index = fact?.class ?? classIndex;
  if (index !== undefined) return facts.classes[index]?.name;
  if (fact?.owner?.kind === 'member' && fact.owner.name === 'prototype') return lastName(fact.owner.object);
  return fact?.name;
}
