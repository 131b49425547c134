/** Which emitter an instance of a workspace class or interface is; knows no object without a class. */
import type { Expression } from '../../../languages/javascript/facts';
import { evaluate } from '../evaluation/evaluate';
import { ancestorsOf, isFunctionFact, membersOfClass, nameOfClass } from '../members/ancestry';
import { literalsOf } from '../members/literals';
import { memberOf } from '../members/memberOf';
import type { Program } from '../program';
import { lastName } from '../sources';
import type { ClassValue, ExternalValue, FunctionValue, InstanceValue } from '../values';
import { classEmitter, none, type Direction, type Verdict } from './emitter';
import { externalBase } from './external';
import { forwardOf } from './forwarding';
import { objectVerdict } from './objects';
import { overridesOf } from './overrides';
import { handFramework, isPair } from './pairs';
import { isSingle, singleEmitter } from './single';
import { dispatchVerbs, listenVerbs } from './verbs';
import { verdictOf } from './verdict';

export function instanceVerdict(
  program: Program,
  value: InstanceValue,
  verb: string,
  direction: Direction,
  viaSuper: boolean,
): Verdict {
  const { of } = value;
  if (isSingle(of) && !isOfBase(program, of, verb, direction)) {
    const single = value.allocation && singleEmitter(value.allocation);
    return single ?? { kind: 'wrapper' };
  }
  if (!isFunctionFact(of.class) && of.class.role === 'interface')
    return interfaceVerdict(program, value, verb, direction);
  const base = externalBase(program, of);
  const methods =
    viaSuper && base
      ? []
      : memberOf(program, value, verb, undefined, 'value').filter(
          (one): one is FunctionValue => one.kind === 'function',
        );
  const [method] = methods;
  if (method) {
    if (isAbstract(method)) {
      const implementing = overridesOf(program, of, verb);
      for (const one of implementing) {
        const verdict = instanceVerdict(
          program,
          { kind: 'instance', of: one, context: value.context },
          verb,
          direction,
          false,
        );
        if (verdict.kind !== 'none')
          return verdict.kind === 'emitter' && implementing.length > 1
            ? classEmitter(of, verdict.framework, { hand: true })
            : verdict;
      }
      return isPair(program, of, base?.verbs) ? classEmitter(of, handFramework(program, of), { hand: true }) : none;
    }
    // `dispatch = () => {}`, set to a store's from outside: it reaches no listener by itself.
    if (direction === 'dispatch' && methods.every((one) => isHollow(one) || one.function.passed !== undefined))
      return none;
    const forward = forwardOf(program, method, direction, Boolean(base), verb);
    if (forward === 'same') {
      if (base)
        return base.verbs(direction).has(verb) ? classEmitter(of, base.framework, base.extra) : { kind: 'wrapper' };
      if (!isPair(program, of, undefined)) return none;
      return direction === 'dispatch'
        ? { kind: 'wrapper' }
        : classEmitter(of, handFramework(program, of), { hand: true, wildcards: true });
    }
    if (forward === 'other') return { kind: 'wrapper' };
    // With an emitter behind it, a method that keeps its argument does something else with it.
    if (base) return none;
    return isPair(program, of, undefined)
      ? classEmitter(of, handFramework(program, of), { hand: true, wildcards: true })
      : none;
  }
  if (base?.verbs(direction).has(verb)) return classEmitter(of, base.framework, base.extra);
  const delegated = delegatedVerdict(program, of, verb, direction);
  if (delegated) return delegated;
  // A field that is a function: `on = this.emitter.on.bind(…)`, `publish = createPublisher()`.
  const external = ancestorsOf(program, of).find((parent): parent is ExternalValue => parent.kind === 'external');
  if (external && !base) return { kind: 'external', name: nameOfClass(of) };
  return none;
}

/** What a class inherits from a library's emitter has names, whatever it keeps besides. */
function isOfBase(program: Program, of: ClassValue, verb: string, direction: Direction): boolean {
  return (
    !isFunctionFact(of.class) &&
    !of.class.members.some((member) => member.name === verb) &&
    Boolean(externalBase(program, of)?.verbs(direction).has(verb))
  );
}

/** `X.prototype[name] = function () { return this.emitter[name].apply(this.emitter, arguments); }` for a list of names. */
function delegatedVerdict(program: Program, of: ClassValue, verb: string, direction: Direction): Verdict | undefined {
  for (const parent of ancestorsOf(program, of)) {
    if (parent.kind !== 'class') continue;
    const { source } = parent;
    for (const index of source.assignmentsByName.get('*') ?? []) {
      const { object, key, value } = source.facts.assignments[index] ?? {};
      if (!key || value?.kind !== 'function' || object?.kind !== 'member' || object.name !== 'prototype') continue;
      if (lastName(object.object) !== parent.class.name) continue;
      const target = (source.callsByFunction.get(value.function) ?? [])
        .map((one) => handedTo(source.facts.calls[one]?.callee))
        .find((one) => one !== undefined);
      const names = target ? evaluate(program, source, key, undefined, 'name') : [];
      if (!target || !names.some((one) => one.kind === 'string' && one.text === verb)) continue;
      for (const one of evaluate(program, source, target, undefined, 'value')) {
        const verdict = verdictOf(program, one, verb, direction, false);
        if (verdict.kind === 'emitter' || verdict.kind === 'wrapper') return verdict;
      }
    }
  }
  return undefined;
}

/** The object of `object[name](…)` and `object[name].apply(object, …)`. */
function handedTo(callee: Expression | undefined): Expression | undefined {
  if (callee?.kind === 'element') return callee.object;
  return callee?.kind === 'member' && /^(?:apply|call)$/.test(callee.name) && callee.object.kind === 'element'
    ? callee.object.object
    : undefined;
}

/** A function kept in a field that does nothing until somebody puts another one there. */
function isHollow({ function: fact, source }: FunctionValue): boolean {
  const index = source.facts.functions.indexOf(fact);
  return (
    fact.role !== 'method' &&
    fact.line === fact.endLine &&
    !fact.returns.length &&
    !source.facts.functions.some((inner) => inner.outer === index) &&
    !source.callsByFunction.get(index)?.length &&
    !source.facts.assignments.some((assignment) => assignment.function === index)
  );
}

function isAbstract(method: FunctionValue): boolean {
  const { function: fact, source } = method;
  return (
    fact.line === fact.endLine &&
    !fact.returns.length &&
    !(source.callsByFunction.get(source.facts.functions.indexOf(fact))?.length ?? 0) &&
    fact.role === 'method' &&
    !source.facts.assignments.some(
      (assignment) => assignment.function !== undefined && source.facts.functions[assignment.function] === fact,
    )
  );
}

function interfaceVerdict(program: Program, value: InstanceValue, verb: string, direction: Direction): Verdict {
  const { of } = value;
  const base = externalBase(program, of);
  const signatures = new Set(membersOfClass(program, of).map(({ member }) => member.name ?? ''));
  if (!signatures.has(verb) && !base) return none;
  const implementing = overridesOf(program, of, verb);
  if (implementing.length > 1 && isSignaturePair(signatures))
    return classEmitter(of, 'patternBus', { hand: true, wildcards: true });
  const verdicts = implementing.map((one) =>
    instanceVerdict(program, { kind: 'instance', of: one, context: value.context }, verb, direction, false),
  );
  const [first] = verdicts.filter((verdict) => verdict.kind !== 'none');
  if (first)
    return first.kind === 'emitter' && implementing.length > 1 && !base
      ? classEmitter(of, first.framework, { hand: true })
      : first;
  if (base?.verbs(direction).has(verb)) return classEmitter(of, base.framework);
  if (isSignaturePair(signatures)) return classEmitter(of, 'patternBus', { hand: true, wildcards: true });
  for (const literal of literalsOf(program, of)) {
    const verdict = objectVerdict(program, literal, verb, direction);
    if (verdict.kind !== 'none') return verdict;
  }
  return none;
}

function isSignaturePair(signatures: ReadonlySet<string>): boolean {
  const has = (verbs: Iterable<string>): boolean => [...verbs].some((one) => signatures.has(one));
  return has(dispatchVerbs) && has(listenVerbs.keys());
}
