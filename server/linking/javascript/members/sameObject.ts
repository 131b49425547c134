/** Whether calls on the way to a value may have run on one and the same object; knows no event. */
import type { FunctionFact } from '../../../languages/javascript/facts';
import { evaluate } from '../evaluation/evaluate';
import type { Program } from '../program';
import type { ClassValue, Context, Frame, InstanceValue } from '../values';
import { isSubclass } from './ancestry';
import { memberOf } from './memberOf';

/** A class whose object a call runs a method on; `only` that class and nothing below it. */
interface RunsOn {
  readonly of: ClassValue;
  readonly only: boolean;
}

/**
 * Whether the caller just entered is one of this way: where a base class says `this.start()`, an object that some caller
 * makes runs the method of its own class, and what that caller gives is nothing to the methods of other classes.
 */
export function leadsHere(program: Program, up: Frame): boolean {
  return program.steps <= 0 || apart(program, () => leadsTo(program, up));
}

function leadsTo(program: Program, up: Frame): boolean {
  const inner = up.parent;
  const callee = inner?.call.callee;
  if (!inner?.up || inner.made || callee?.kind !== 'member' || callee.object.kind !== 'this') return true;
  if (inner.callSource !== up.source || callee.object.function === undefined) return true;
  if (up.source.facts.functions[callee.object.function] !== up.function) return true;
  const owner = ownerOf(inner);
  const objects = owner ? runsOn(program, up) : [];
  return (
    !owner ||
    !objects.length ||
    objects.some(({ of, only }) => {
      const methods = memberOf(program, { kind: 'instance', of, context: undefined }, callee.name, undefined, 'value');
      return (
        !methods.length ||
        methods.some((method) => method.kind === 'function' && method.function === inner.function) ||
        (!only && isSubclass(program, owner, of))
      );
    })
  );
}

/** Whether what a method was given on this way may be read on an instance: not if it ran on objects of another class. */
export function mayConcern(program: Program, context: Context, method: FunctionFact, instance: InstanceValue): boolean {
  return !context || program.steps <= 0 || apart(program, () => concerns(program, context, method, instance));
}

const stepsPerWay = 400;

/** Looking at a way takes none of the steps that the search along it has. */
function apart<T>(program: Program, look: () => T): T {
  const { steps } = program;
  program.steps = stepsPerWay;
  try {
    return look();
  } finally {
    program.steps = steps;
  }
}

function concerns(program: Program, context: Context, method: FunctionFact, instance: InstanceValue): boolean {
  const way: Frame[] = [];
  let found = false;
  for (let at = context; at && !found; at = at.parent) {
    way.push(at);
    found = at.function === method;
  }
  if (!found) return true;
  for (const frame of way.reverse()) {
    if (!frame.up || frame.made) return true;
    const objects = runsOn(program, frame);
    const { of } = instance;
    if (
      objects.length &&
      !objects.some((one) => isSubclass(program, one.of, of) || (!one.only && isSubclass(program, of, one.of)))
    )
      return false;
    if (!isOnItself(frame)) return true;
  }
  return true;
}

/** `this.start()`, `super.start()` and `super()`: whoever calls runs on the same object. */
function isOnItself({ call: { callee } }: Frame): boolean {
  return (
    callee.kind === 'super' ||
    (callee.kind === 'member' && (callee.object.kind === 'this' || callee.object.kind === 'super'))
  );
}

function runsOn(program: Program, { self, call, callSource }: Frame): readonly RunsOn[] {
  const known = (self ?? []).flatMap((value) => (value.kind === 'instance' ? [value.of] : []));
  if (known.length) return known.map((of) => ({ of, only: Boolean(call.new) }));
  const { callee } = call;
  if (call.new)
    return evaluate(program, callSource, callee, undefined, 'value').flatMap((value) =>
      value.kind === 'class' ? [{ of: value, only: callee.kind === 'name' }] : [],
    );
  const holder = callee.kind === 'super' ? callee : callee.kind === 'member' ? callee.object : undefined;
  if (!holder) return [];
  if (holder.kind === 'this' || holder.kind === 'super') {
    const fact = holder.function === undefined ? undefined : callSource.facts.functions[holder.function];
    const index = fact?.class ?? holder.class;
    const found = index === undefined ? undefined : callSource.facts.classes[index];
    return found ? [{ of: { kind: 'class', source: callSource, class: found, context: undefined }, only: false }] : [];
  }
  const receivers = evaluate(program, callSource, holder, undefined, 'value');
  return receivers.every((value) => value.kind === 'instance')
    ? receivers.map((value) => ({ of: value.of, only: false }))
    : [];
}

function ownerOf({ source, function: fact }: Frame): ClassValue | undefined {
  const found = fact.class === undefined || fact.static ? undefined : source.facts.classes[fact.class];
  return found && { kind: 'class', source, class: found, context: undefined };
}
