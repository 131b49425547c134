/** What one call passes for a parameter, also through `apply`, spreads and rest parameters; knows no other call. */
import type { Expression, FunctionFact } from '../../../languages/javascript/facts';
import { callersOf } from '../callers';
import { elementsOf } from '../members/iteration';
import { leadsHere } from '../members/sameObject';
import type { Program } from '../program';
import type { CallReference, Source } from '../sources';
import { frameOf, type Context, type Frame, type Value } from '../values';
import { evaluate, type Mode } from './evaluate';
import { findName } from './scopes';

export const longestChain = 14;
export const mostCallers = 400;

/** From a function up to one of its callers. */
export function upwards(
  source: Source,
  fact: FunctionFact,
  from: Source,
  reference: CallReference,
  self: readonly Value[] | undefined,
  parent: Context,
): Frame {
  return {
    function: fact,
    source,
    call: reference.call,
    callSource: from,
    shift: reference.shift,
    up: true,
    parent,
    depth: (parent?.depth ?? 0) + 1,
    ...(self && { self }),
  };
}

/** What a call passes for a parameter. */
export function argumentOf(
  program: Program,
  frame: Frame,
  index: number,
  context: Context,
  mode: Mode,
): readonly Value[] {
  const { call, callSource } = frame;
  const inside = frame.up ? context : frame.parent;
  const parameter = frame.function.parameters[index];
  const at = index + frame.shift;
  const isApply = call.callee.kind === 'member' && call.callee.name === 'apply' && frame.shift === 1;
  if (isApply) {
    const list = call.arguments[1];
    if (list?.kind === 'array' && !parameter?.rest) {
      const element = list.elements[index];
      return element ? evaluate(program, callSource, element, inside, mode) : [];
    }
    return list ? evaluate(program, callSource, { kind: 'each', of: list }, inside, mode) : [];
  }
  if (parameter?.rest) {
    const elements = call.arguments
      .slice(at)
      .flatMap((argument) =>
        argument.kind === 'spread'
          ? evaluate(program, callSource, argument.of, inside, mode).flatMap((value) =>
              elementsOf(program, value, mode),
            )
          : evaluate(program, callSource, argument, inside, mode),
      );
    return elements.length ? [{ kind: 'list', elements, context: inside }] : [];
  }
  if (call.spread) {
    const spread = call.arguments.findIndex((argument) => argument.kind === 'spread');
    const argument = call.arguments[spread];
    if (spread >= 0 && spread <= at && argument?.kind === 'spread') {
      // `f(...args)` where args is the caller's own rest parameter keeps the positions.
      const exact = restArgument(program, callSource, argument.of, at - spread, inside, mode);
      return (
        exact ??
        evaluate(program, callSource, argument.of, inside, mode).flatMap((value) => elementsOf(program, value, mode))
      );
    }
  }
  const argument = call.arguments[at];
  return argument ? evaluate(program, callSource, argument, inside, mode) : [];
}

function restArgument(
  program: Program,
  source: Source,
  of: Expression,
  offset: number,
  context: Context,
  mode: Mode,
): readonly Value[] | undefined {
  if (of.kind !== 'name') return undefined;
  const binding = findName(source, of.name, of.scope)?.binding;
  const fact =
    binding?.kind === 'parameter' && binding.function !== undefined
      ? source.facts.functions[binding.function]
      : undefined;
  if (!fact || !binding || !fact.parameters[binding.index ?? 0]?.rest) return undefined;
  const position = (binding.index ?? 0) + offset;
  const frame = frameOf(context, fact);
  const single = (one: Frame, inside: Context): readonly Value[] => {
    const argument = one.call.arguments[position + one.shift];
    return argument && argument.kind !== 'spread'
      ? evaluate(program, one.callSource, argument, one.up ? inside : one.parent, mode)
      : [];
  };
  if (frame) return single(frame, context);
  return callersOf(program, source, fact)
    .slice(0, mostCallers)
    .flatMap(({ reference, source: from, self }) => {
      const up = upwards(source, fact, from, reference, self, context);
      return leadsHere(program, up) ? single(up, up) : [];
    });
}
