/** Which emitter the receiver of a call is, in the context of one caller: the best of all that it may be. */
import type { Expression } from '../../../languages/javascript/facts';
import { injectedOf, madeAs, namesakeOf, type Written } from '../emitters/byName';
import type { Direction, Emitter, Verdict } from '../emitters/emitter';
import { verdictOf } from '../emitters/verdict';
import { longestChain } from '../evaluation/arguments';
import { chaining } from '../evaluation/calls';
import { evaluate } from '../evaluation/evaluate';
import { isOneOfSeveral } from '../evaluation/ways';
import { givenArgument } from '../handlers';
import { ancestorsOf, isSubclass } from '../members/ancestry';
import { memberOf } from '../members/memberOf';
import type { Program } from '../program';
import { relayed } from '../relays';
import type { Shape } from '../shape';
import { lastName } from '../sources';
import type { ClassValue, Context, Value } from '../values';

const stepsPerSite = 3_000;

const onlySome = 'Only some callers show what they hand over.';

export function startSite(program: Program): void {
  program.steps = stepsPerSite;
  program.depth = 0;
  program.active.clear();
}

/** All verdicts on a receiver in one context, best first. */
export function judge(program: Program, shape: Shape, context: Context, direction: Direction): Verdict {
  const receivers = evaluate(program, shape.receiverSource ?? shape.source, shape.receiver, context, 'value');
  let best: Verdict = { kind: 'unknown' };
  const rank = { unknown: 0, none: 1, external: 2, wrapper: 3, emitter: 4 } as const;
  const classes: ClassValue[] = [];
  const possible = new Map<string, string>();
  for (const value of receivers) {
    const found = verdictOf(program, value, shape.verb, direction, shape.receiver.kind === 'super');
    const verdict =
      found.kind === 'emitter' && !found.inferred && isOneOfSeveral(value.context, context)
        ? { ...found, inferred: onlySome }
        : found;
    if (verdict.kind === 'emitter' && (!verdict.inferred || verdict.inferred === onlySome)) {
      if (verdict.class) classes.push(verdict.class);
      if (shape.source.test || !isOfTest(value)) possible.set(verdict.key, verdict.name);
    }
    if (
      rank[verdict.kind] > rank[best.kind] ||
      (verdict.kind === 'emitter' && best.kind === 'emitter' && best.inferred && !verdict.inferred) ||
      (verdict.kind === 'emitter' && best.kind === 'emitter' && best.borrowed && !verdict.borrowed)
    )
      best = verdict;
  }
  if (best.kind === 'emitter' && best.class) {
    // One of several subclasses: what they have in common is what is known.
    const common = sharedAncestor(program, classes);
    const verdict =
      common &&
      verdictOf(
        program,
        { kind: 'instance', of: common, context },
        shape.verb,
        direction,
        shape.receiver.kind === 'super',
      );
    if (verdict?.kind === 'emitter') {
      best = best.inferred ? { ...verdict, inferred: best.inferred } : verdict;
      possible.clear();
    }
    // Of all that have that in common, the one that the receiver is named after.
    const named =
      verdict?.kind === 'emitter' && namesakeOf(program, calledBy(firstGiven(shape, context)), shape.verb, direction);
    if (common && named && named.class && isSubclass(program, named.class, common)) best = named;
  }
  if (best.kind === 'emitter' && !best.inferred && possible.size > 1)
    best = { ...best, inferred: `One of several emitters: ${[...possible.values()].join(', ')}.` };
  if (best.kind === 'external' && !shape.source.facts.typed) {
    const documented = documentedClass(program, shape, receivers, direction);
    if (documented) return documented;
  }
  if (best.kind === 'unknown' && !context) {
    const passedOn = relayedVerdict(program, shape, direction);
    if (passedOn) return passedOn;
  }
  if (best.kind === 'unknown') {
    const chained = chainedVerdict(program, shape, context, direction);
    if (chained) return chained;
  }
  // What only tests pass says nothing about what the program is given.
  const onlyTested = best.kind === 'emitter' && best.made?.source.test && !shape.source.test;
  if (best.kind === 'unknown' || onlyTested || (best.kind === 'emitter' && best.inferred === onlySome)) {
    const named = injectedOf(program, shape.receiver, shape.verb, direction);
    const settled =
      named ?? (onlyTested ? madeAs(program, firstGiven(shape, context), shape.verb, direction) : undefined);
    if (settled) return settled;
  }
  if (best.kind === 'unknown' || (best.kind === 'emitter' && best.inferred && context)) {
    const receiver = firstGiven(shape, context);
    return (
      namesakeOf(program, receiver, shape.verb, direction) ??
      (best.kind === 'unknown' ? madeAs(program, receiver, shape.verb, direction) : undefined) ??
      best
    );
  }
  return best;
}

/** `map.show(area).fire('shown')`: a method that gives back its object, of which nothing but the name tells what it is. */
function chainedVerdict(program: Program, shape: Shape, context: Context, direction: Direction): Emitter | undefined {
  const { source, receiver } = shape;
  const call = receiver.kind === 'call' && !shape.receiverSource ? source.facts.calls[receiver.call] : undefined;
  if (!call || call.new || call.callee.kind !== 'member') return undefined;
  const { object, name } = call.callee;
  const before = judge(program, { ...shape, receiver: object }, context, direction);
  if (before.kind !== 'emitter' || !before.inferred || !before.class) return undefined;
  const of = before.class;
  const methods = memberOf(program, { kind: 'instance', of, context: undefined }, name, undefined, 'value');
  const givesItself = methods.some((method) =>
    method.kind === 'function'
      ? method.function.returns.some((one) =>
          evaluate(program, method.source, one, undefined, 'value').some(
            (value) => value.kind === 'instance' && isSubclass(program, of, value.of),
          ),
        )
      : method.kind === 'external' && chaining.has(name),
  );
  return givesItself ? before : undefined;
}

/** What the first of the callers wrote, where one hands on to the next what it was given. */
function firstGiven({ source, receiver }: Shape, context: Context): Written {
  let at: Written & { readonly context: Context } = {
    source,
    expression: receiver,
    context,
  };
  for (let depth = 0; depth < longestChain; depth++) {
    const given = givenArgument(at.source, at.expression, at.context);
    if (!given || given === 'unknown') break;
    at = given;
  }
  return at;
}

/** Whether only a test makes or gives a value. */
function isOfTest(value: Value): boolean {
  if ('allocation' in value && value.allocation?.source.test) return true;
  for (let at = value.context; at; at = at.parent) if (at.up && at.callSource.test) return true;
  return false;
}

/** `this.player()` is called what the method is called. */
function calledBy({ source, expression }: Written): Written {
  const call = expression.kind === 'call' ? source.facts.calls[expression.call] : undefined;
  return { source, expression: call && !call.new ? call.callee : expression };
}

/** `@param {Player} player` in a file that does not import it: documentation names the classes of the workspace. */
function documentedClass(
  program: Program,
  { source, verb }: Shape,
  receivers: readonly Value[],
  direction: Direction,
): Emitter | undefined {
  const [only] = receivers;
  if (receivers.length !== 1 || only?.kind !== 'external' || only.module !== 'global') return undefined;
  if (!only.made || only.allocation || !/^[A-Z]\w*$/.test(only.path)) return undefined;
  return namesakeOf(program, { source, expression: { kind: 'name', name: only.path, scope: -1 } }, verb, direction);
}

/** The nearest class of the workspace that several different ones extend. */
function sharedAncestor(program: Program, classes: readonly ClassValue[]): ClassValue | undefined {
  const [first, ...others] = classes;
  if (!first || others.every((one) => one.class === first.class)) return undefined;
  return ancestorsOf(program, first).find(
    (parent): parent is ClassValue =>
      parent.kind === 'class' && others.every((one) => one.class === parent.class || isSubclass(program, one, parent)),
  );
}

/** What a receiver is that everybody got from somebody else, when all of them mean the same. */
function relayedVerdict(program: Program, shape: Shape, direction: Direction): Emitter | undefined {
  if (shape.receiver.kind !== 'member' && shape.receiver.kind !== 'name') return undefined;
  const values = relayed(program, shape.receiverSource ?? shape.source, shape.receiver);
  program.steps = stepsPerSite;
  let settled: Emitter | undefined;
  for (const value of values) {
    const verdict = verdictOf(program, value, shape.verb, direction, false);
    if (verdict.kind !== 'emitter' || (settled && settled.key !== verdict.key)) return undefined;
    settled = verdict;
  }
  return settled;
}

export function receiverName(receiver: Expression): string {
  return receiver.kind === 'this' || receiver.kind === 'super' ? 'this' : (lastName(receiver) ?? 'unknown');
}
