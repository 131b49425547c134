/** Matches that take variants apart where they arrive; knows no sender. */
import type { Listen } from '../../graph/graph';
import type { Arm, Body, PatternPart, TypeRef } from '../../languages/rust/facts';
import { isReceive, lastSegment, peel, type Context } from '../../languages/rust/inferred';
import type { Item } from '../../languages/rust/moduleTables';
import { channelsId, type Survey } from './channelFound';
import type { RustWorld } from './contract';
import { functionKey, placeOf, symbolOf } from './sites';
import { idOf } from './eventNodes';

const plumbing =
  /^(fmt|from|try_from|into|from_str|as_str|to_string|name|label|description|describe|kind|is_\w+|has_\w+|should_\w+|matches|accepts|eq|ne|partial_cmp|cmp|hash|clone|serialize|deserialize|encode|decode|parse|to_json|as_\w+|to_\w+|event_name|event_type|priority|drop|default)$/;
const plumbingTrait =
  /^(From|TryFrom|Into|Display|Debug|PartialEq|Eq|Ord|PartialOrd|Hash|Clone|Serialize|Deserialize|FromStr|AsRef|Default|Encoder|Decoder|Encode|Decode|Error|Drop|Arbitrary)$/;

export function readMatches(
  world: RustWorld,
  known: Survey,
  context: Context,
  body: Body,
  into: (Listen & { enumPath: string })[],
): void {
  const fn = context.function;
  if (!fn || plumbing.test(fn.name)) return;
  if (context.impl?.trait?.kind === 'path' && plumbingTrait.test(lastSegment(context.impl.trait.path))) return;
  const self = context.impl && peel(world.inference.lower(context.impl.type, context));
  const answersText = isText(fn.returns);
  // A function that sends what it is given may look at it first; that is no arrival.
  const handsOn = known.wrappers.has(functionKey(context.file, fn));
  for (const expression of body.expressions) {
    if (expression.kind !== 'match') continue;
    const received = comesFromReceive(world, context, body, expression.value, 0);
    if (!received && (answersText || handsOn || isParsed(world, context, body, expression.value))) continue;
    for (const arm of expression.arms)
      for (const part of arm.parts) {
        const variant = part.path === undefined ? undefined : variantOf(world, context, part.path);
        if (!variant || !known.enums.has(variant.enumPath)) continue;
        if (self?.kind === 'named' && self.path === variant.enumPath) continue;
        into.push(listenOf(context, arm, part, variant, received));
      }
  }
}

/** A function that answers a text names what it is given. */
function isText(type: TypeRef | undefined): boolean {
  return type?.kind === 'path' && /^(?:str|String|Cow)$/.test(lastSegment(type.path));
}

function variantOf(world: RustWorld, context: Context, path: string): (Item & { kind: 'variant' }) | undefined {
  const written =
    path.startsWith('Self::') && context.impl?.type.kind === 'path'
      ? `${context.impl.type.path}${path.slice(4)}`
      : path;
  const item = world.names.resolve(context.file, context.module, written, 'value', context.function?.name);
  return item.kind === 'variant' ? item : undefined;
}

const parses = /^(?:try_)?(?:from_(?:slice|str|reader|bytes|json|value)|deserialize\w*|decode\w*|parse\w*)$/;

/** The value was read out of bytes or text here: it came over a wire, not through the channel. */
function isParsed(world: RustWorld, context: Context, body: Body, index: number, depth = 0): boolean {
  const expression = body.expressions[index];
  if (!expression || depth > 8) return false;
  const inside = (next: number): boolean => isParsed(world, context, body, next, depth + 1);
  switch (expression.kind) {
    case 'call': {
      const callee = body.expressions[expression.callee];
      return callee?.kind === 'path' && parses.test(lastSegment(callee.path));
    }
    case 'method':
      return parses.test(expression.name) || inside(expression.receiver);
    case 'try':
      return inside(expression.of);
    case 'match':
      return inside(expression.value);
    case 'path': {
      const value = world.inference.binding(context, body, expression.path, expression.offset)?.value;
      return value !== undefined && inside(value);
    }
    default:
      return false;
  }
}

/** The value was taken out of a channel in this very function. */
function comesFromReceive(world: RustWorld, context: Context, body: Body, index: number, depth: number): boolean {
  const expression = body.expressions[index];
  if (!expression || depth > 12) return false;
  if (expression.kind === 'method')
    return isReceive(expression.name) || comesFromReceive(world, context, body, expression.receiver, depth + 1);
  if (expression.kind === 'try') return comesFromReceive(world, context, body, expression.of, depth + 1);
  if (expression.kind === 'call')
    return expression.args.some((arg) => comesFromReceive(world, context, body, arg, depth + 1));
  if (expression.kind === 'items')
    return expression.items.some((item) => comesFromReceive(world, context, body, item, depth + 1));
  if (expression.kind === 'either')
    return expression.options.some((item) => comesFromReceive(world, context, body, item, depth + 1));
  if (expression.kind === 'match')
    return (
      comesFromReceive(world, context, body, expression.value, depth + 1) ||
      expression.arms.some((arm) => comesFromReceive(world, context, body, arm.value, depth + 1))
    );
  if (expression.kind !== 'path') return false;
  const local = world.inference.binding(context, body, expression.path, expression.offset);
  if (local?.value === undefined) return false;
  if (local.steps.some((step) => step.kind === 'element')) {
    const type = peel(world.inference.typeOf(context, body, local.value));
    if (type.kind === 'named' && /Receiver|Stream|Iter/.test(type.name)) return true;
  }
  return comesFromReceive(world, context, body, local.value, depth + 1);
}

function listenOf(
  context: Context,
  arm: Arm,
  part: PatternPart,
  variant: Item & { kind: 'variant' },
  received: boolean,
): Listen & { enumPath: string } {
  return {
    ...placeOf(context.file, part.spot),
    via: 'match',
    in: symbolOf(context),
    framework: channelsId,
    enumPath: variant.enumPath,
    eventId: idOf(variant.enumPath, variant.facts.name),
    event: `${lastSegment(variant.enumPath)}::${variant.facts.name}`,
    handler: symbolOf(context),
    handlerFile: context.file,
    handlerLine: part.spot[0],
    handlerColumn: part.spot[1],
    handlerEndLine: arm.endLine,
    ...(context.function?.test && { test: true as const }),
    ...(received
      ? { certainty: 'exact' as const }
      : { certainty: 'inferred' as const, reason: 'The match is joined to the channel by the type of the enum.' }),
  };
}
