/** Whether a call runs a certain function: what its callee stands for, and on what the function then runs; knows no event. */
import type { Expression, FunctionFact } from '../../languages/javascript/facts';
import { evaluate } from './evaluation/evaluate';
import { findName } from './evaluation/scopes';
import { ancestorsOf, isFunctionFact, isSubclass } from './members/ancestry';
import { literalsOf } from './members/literals';
import { memberOf } from './members/memberOf';
import type { Program } from './program';
import { lastName, type CallReference, type Source } from './sources';
import type { ClassValue, Value } from './values';

/** Whether a call runs this very function: the method that its receiver would run, not just one of that name. */
export function verify(
  program: Program,
  from: Source,
  reference: CallReference,
  source: Source,
  fact: FunctionFact,
): 'yes' | 'no' | 'maybe' {
  const { call } = reference;
  const callee = calledExpression(reference);
  if (call.new && fact.role !== 'function') return 'no';
  const isMethod = fact.class !== undefined || fact.owner !== undefined;
  if (callee.kind === 'member' && isMethod && callee.object.kind !== 'super') {
    const receivers = evaluate(program, from, callee.object, undefined, 'value');
    let unknown = !receivers.length;
    for (const receiver of receivers) {
      if (receiver.kind === 'external') {
        unknown ||= !receiver.made && receiver.module === 'global' && false;
        continue;
      }
      const methods = memberOf(program, receiver, callee.name, undefined, 'value');
      if (methods.some((method) => method.kind === 'function' && method.function === fact)) return 'yes';
      if (receiver.kind === 'instance' && runsOverride(program, receiver.of, source, fact)) return 'yes';
      if (receiver.kind === 'instance' && standsBehind(program, receiver.of, source, fact)) return 'yes';
    }
    if (unknown) return 'maybe';
    return 'no';
  }
  if (!isMethod && fact.outer === undefined && callee.kind === 'member' && !mayBeModule(from, callee.object))
    return 'no';
  const values = evaluate(program, from, callee, undefined, 'value');
  if (values.some((value) => value.kind === 'function' && value.function === fact)) return 'yes';
  return 'no';
}

/** Whether a receiver may hold functions of a module: `bus.emit` of what `import * as bus` or an object gives. */
function mayBeModule(from: Source, receiver: Expression): boolean {
  let root = receiver;
  while (root.kind === 'member') root = root.object;
  if (root.kind === 'this' || root.kind === 'super') return root === receiver;
  if (root.kind === 'call') return lastName(from.facts.calls[root.call]?.callee ?? { kind: 'other' }) === 'require';
  if (root.kind !== 'name') return true;
  const binding = findName(from, root.name, root.scope)?.binding;
  if (!binding || binding.kind !== 'variable') return binding?.kind !== 'parameter';
  return !binding.values?.length || binding.values.some((value) => value.kind !== 'call' || mayBeModule(from, value));
}

/** `Base.prototype.tell.call(this, 'x')`: what a method borrowed from a prototype runs on. */
export function toldSelf(
  program: Program,
  from: Source,
  { call, through }: CallReference,
): readonly Value[] | undefined {
  const borrowed =
    call.callee.kind === 'member' && call.callee.object.kind === 'member' ? call.callee.object.object : undefined;
  const [self] = call.arguments;
  if ((through !== 'call' && through !== 'apply') || !self) return undefined;
  if (borrowed?.kind !== 'member' || borrowed.name !== 'prototype') return undefined;
  const values = evaluate(program, from, self, undefined, 'value').filter((value) => value.kind === 'instance');
  return values.length ? values : undefined;
}

/** The function that a call runs, behind `call`, `bind` and timers. */
export function calledExpression({ call, through }: CallReference): Expression {
  if (through === 'later') return call.arguments[0] ?? call.callee;
  return through && call.callee.kind === 'member' ? call.callee.object : call.callee;
}

/** A receiver known by an interface or base class may be the subclass that has this method. */
function runsOverride(program: Program, receiver: ClassValue, source: Source, fact: FunctionFact): boolean {
  const owner = fact.class === undefined ? undefined : source.facts.classes[fact.class];
  if (!owner || owner === receiver.class) return false;
  const of: ClassValue = { kind: 'class', source, class: owner, context: undefined };
  if (isSubclass(program, of, receiver)) return true;
  return (
    !isFunctionFact(receiver.class) && receiver.class.role === 'interface' && implementsInterface(program, of, receiver)
  );
}

/** A method of an object literal that is annotated with the interface that the receiver is known by. */
function standsBehind(program: Program, receiver: ClassValue, source: Source, fact: FunctionFact): boolean {
  if (fact.owner?.kind !== 'object' || isFunctionFact(receiver.class) || receiver.class.role !== 'interface')
    return false;
  const index = source.facts.functions.indexOf(fact);
  return literalsOf(program, receiver).some(
    (literal) =>
      literal.source === source &&
      literal.object.members.some(({ value }) => value.kind === 'function' && value.function === index),
  );
}

export function implementsInterface(program: Program, value: ClassValue, contract: ClassValue): boolean {
  for (const parent of ancestorsOf(program, value)) {
    if (parent.kind !== 'class' || isFunctionFact(parent.class) || parent.class.role !== 'class') continue;
    for (const type of parent.class.types) {
      const name = type.kind === 'ref' || type.kind === 'imported' ? type.path[type.path.length - 1] : undefined;
      if (name === contract.class.name) return true;
    }
  }
  return false;
}
