/** What `value.into()` and `Event::from(value)` make where an event is expected; knows no channel. */
import { derivesOf } from '../../languages/rust/attributes';
import type { Body, FunctionFacts } from '../../languages/rust/facts';
import { distinct, lastSegment, peel, type Context, type Method, type Type } from '../../languages/rust/inferred';
import type { RustWorld } from './contract';

/** What a function asks for at a place: the type itself, or what its `impl Into<…>` is turned into. */
export function askedFor(world: RustWorld, callee: Method | undefined, position: number): Type | undefined {
  const parameter = callee?.function.parameters[position];
  if (!callee || !parameter) return undefined;
  const type = peel(world.inference.lower(parameter.type, callee.context));
  if (type.kind !== 'object' && type.kind !== 'parameter') return type;
  const into = type.bounds.find((bound) => bound.kind === 'named' && bound.name === 'Into');
  return into?.kind === 'named' && into.args[0] ? peel(into.args[0]) : undefined;
}

/** The types an expression may have, conversions to what is expected followed. */
export function typesGiven(
  world: RustWorld,
  context: Context,
  body: Body,
  index: number,
  expected: Type | undefined,
): readonly Type[] {
  const types = world.inference.alternatives(context, body, index).map(peel);
  if (expected?.kind !== 'named' || expected.item?.kind !== 'enum') return types;
  // Where it comes from cannot be seen, but the compiler takes nothing else at this place.
  if (types.every((type) => type.kind === 'unknown') && sourceOf(world, context, body, index, 0) === undefined)
    return [expected];
  const fits = types.filter((type) => type.kind === 'named' && type.path === expected.path);
  const converted = conversionOf(world, context, body, index, expected, 0);
  if (converted === undefined) return fits.length > 0 ? fits : types;
  const made = converted.flatMap(({ function: fn, context: inside }) => resultsOf(world, fn, inside));
  const known = distinct(made.filter((type) => type.kind === 'named' && type.path === expected.path));
  // Which of several impls it is cannot be told, and so not which variant.
  if (known.length > 0) return converted.length === 1 ? known : [expected];
  const source = sourceOf(world, context, body, index, 0);
  const type = source === undefined ? undefined : peel(world.inference.typeOf(context, body, source));
  const variant = type && derivedVariant(world, expected, type);
  return variant === undefined ? [expected] : [{ ...expected, variant }];
}

/**
 * The `From` impls that may make the expected type of the expression; undefined when it converts nothing. All there
 * are, where the type that is converted cannot be told.
 */
export function conversionOf(
  world: RustWorld,
  context: Context,
  body: Body,
  index: number,
  expected: Type & { kind: 'named' },
  depth: number,
): readonly Method[] | undefined {
  const source = sourceOf(world, context, body, index, depth);
  if (source === undefined) {
    // Handed to an `impl Into<Event>`.
    const type = peel(world.inference.typeOf(context, body, index));
    return type.kind === 'named' && type.path !== expected.path && type.item !== undefined
      ? fromImpls(world, expected, type)
      : undefined;
  }
  return fromImpls(world, expected, peel(world.inference.typeOf(context, body, source)));
}

/** The expression that is converted. */
function sourceOf(world: RustWorld, context: Context, body: Body, index: number, depth: number): number | undefined {
  const expression = body.expressions[index];
  if (!expression || depth > 6) return undefined;
  if (expression.kind === 'method' && expression.name === 'into' && expression.args.length === 0)
    return expression.receiver;
  if (expression.kind === 'call' && expression.args.length === 1) {
    const callee = body.expressions[expression.callee];
    return callee?.kind === 'path' && /::from$/.test(callee.path) && !/^(?:Arc|Box|Rc|Some)::/.test(callee.path)
      ? expression.args[0]
      : undefined;
  }
  if (expression.kind !== 'path' || expression.path.includes('::')) return undefined;
  const local = world.inference.binding(context, body, expression.path, expression.offset);
  return local?.value !== undefined && local.steps.length === 0
    ? sourceOf(world, context, body, local.value, depth + 1)
    : undefined;
}

function fromImpls(world: RustWorld, expected: Type & { kind: 'named' }, source: Type): readonly Method[] {
  const found = world.inference.implsOf(expected.path).flatMap(({ file, impl, index }) => {
    if (impl.trait?.kind !== 'path' || lastSegment(impl.trait.path) !== 'From' || !impl.trait.args[0]) return [];
    const facts = world.facts(file);
    const fn = facts?.functions.find((candidate) => candidate.impl === index && candidate.name === 'from');
    if (!facts || !fn) return [];
    const taken = world.inference.lower(impl.trait.args[0], { file, module: impl.module, impl });
    return [{ taken, function: fn, context: world.inference.contextOf(file, facts, fn), owner: expected.path }];
  });
  if (source.kind === 'parameter' || source.kind === 'object') return [];
  return source.kind === 'unknown' ? found : found.filter(({ taken }) => isSame(peel(taken), source));
}

function resultsOf(world: RustWorld, fn: FunctionFacts, context: Context): readonly Type[] {
  const { body } = fn;
  if (!body) return [];
  world.names.reliance.note(context.file, `body:${fn.name}`);
  return body.results.flatMap((result) => world.inference.alternatives(context, body, result).map(peel));
}

/** `#[derive(From)]`: the variant that holds nothing but this type. */
function derivedVariant(world: RustWorld, expected: Type & { kind: 'named' }, source: Type): string | undefined {
  const { item } = expected;
  if (item?.kind !== 'enum' || !derivesOf(item.facts.attributes).includes('From')) return undefined;
  const { file, facts } = item;
  const holding = facts.variants.filter(({ fields: [only, ...more] }) => {
    const type =
      only && more.length === 0 ? world.inference.lower(only.type, { file, module: facts.module }) : undefined;
    return type !== undefined && isSame(peel(type), source);
  });
  return holding.length === 1 ? holding[0]?.name : undefined;
}

/** Types from elsewhere are told by their own names: they may be brought in from several places. */
function isSame(left: Type, right: Type): boolean {
  if (left.kind === 'tuple' && right.kind === 'tuple')
    return (
      left.items.length === right.items.length && left.items.every((item, at) => isSame(item, right.items[at] ?? item))
    );
  if (left.kind !== 'named' || right.kind !== 'named') return false;
  const same = left.item || right.item ? left.path === right.path : left.name === right.name;
  return (
    same &&
    left.args.every((arg, at) => {
      const other = right.args[at];
      return (
        other === undefined || other.kind === 'unknown' || arg.kind === 'unknown' || isSame(peel(arg), peel(other))
      );
    })
  );
}
