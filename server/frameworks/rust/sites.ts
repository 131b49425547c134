/** Calls of a file and the places of what is found there, in the words of the graph. */
import type { Handler, Site } from '../../graph/graph';
import type { FunctionFacts, RustFacts, Spot, TypeRef } from '../../languages/rust/facts';
import { lastSegment, peel } from '../../languages/rust/inferred';
import type { Context, Type } from '../../languages/rust/inferred';
import { insideMay } from '../../languages/rust/insides';
import { callsIn } from './bodies';
import type { Call, CallSite, RustWorld } from './contract';

/**
 * `wanted` looks at the name first: most calls have nothing to do with events. A body whose text does not match
 * `inText` is not even read.
 */
export function* callsOf(
  world: RustWorld,
  file: string,
  inText: RegExp,
  wanted: (name: string, call: Call) => boolean = () => true,
): Generator<CallSite> {
  const facts = world.facts(file);
  for (const fn of facts?.functions ?? []) {
    if (!facts || !insideMay(fn, (text) => inText.test(text)) || !fn.body) continue;
    const { body } = fn;
    let context: Context | undefined;
    for (const { index, call, name } of callsIn(body)) {
      if (!wanted(name, call)) continue;
      context ??= world.inference.contextOf(file, facts, fn);
      yield { file, context, body, index, call, name };
    }
  }
}

/** `Type::method`, or the function's name. */
export function symbolOf(context: Context): string {
  const name = context.function?.name ?? '';
  const owner = context.impl ? typeName(context.impl.type) : context.trait?.name;
  return owner ? `${owner}::${name}` : name;
}

export function typeName(type: TypeRef): string | undefined {
  return type.kind === 'path' ? lastSegment(type.path) : type.kind === 'dyn' ? type.bounds.map(typeName)[0] : undefined;
}

export function placeOf(file: string, spot: Spot): { file: string; line: number; column: number } {
  return { file, line: spot[0], column: spot[1] };
}

export function siteOf(
  site: Pick<CallSite, 'file' | 'context'>,
  spot: Spot,
  via: string,
  framework: string,
): Omit<Site, 'certainty'> {
  return {
    ...placeOf(site.file, spot),
    via,
    in: symbolOf(site.context),
    framework,
    ...(site.context.function?.test && { test: true as const }),
  };
}

/** `EventFacade::dispatch`, `bus.publish`, `fire_event!` as people name the call. */
export function viaOf({ body, call }: CallSite): string {
  if (call.kind === 'macro') return `${lastSegment(call.name)}!`;
  if (call.kind === 'call') {
    const callee = body.expressions[call.callee];
    return callee?.kind === 'path' ? callee.path.split('::').slice(-2).join('::') : 'call';
  }
  const receiver = body.expressions[call.receiver];
  const owner =
    receiver?.kind === 'path' ? lastSegment(receiver.path) : receiver?.kind === 'field' ? receiver.name : '';
  return `${owner}.${call.name}`;
}

export function handlerOf(file: string, name: string, fn: FunctionFacts | undefined): Handler {
  return fn
    ? {
        handler: name,
        handlerFile: file,
        handlerLine: fn.spot[0],
        handlerColumn: fn.spot[1],
        handlerEndLine: fn.endLine,
      }
    : { handler: name };
}

/** Generic arguments of a call: its turbofish, or those of the type it is called on. */
export function turbofish({ body, call }: CallSite): readonly TypeRef[] {
  if (call.kind === 'method') return call.generics;
  if (call.kind !== 'call') return [];
  const callee = body.expressions[call.callee];
  return callee?.kind === 'path' ? callee.generics : [];
}

export function argumentsOf({ call }: CallSite): readonly number[] {
  return call.args;
}

/** Name of the type or value a call is made on, as far as it can be said. */
export function receiverName(world: RustWorld, { context, body, call }: CallSite): string {
  if (call.kind === 'macro') return '';
  if (call.kind === 'call') {
    const callee = body.expressions[call.callee];
    const parts = callee?.kind === 'path' ? callee.path.split('::') : [];
    const owner = parts.at(-2) ?? '';
    return owner === 'Self' ? ((context.impl && typeName(context.impl.type)) ?? '') : owner;
  }
  const type = peel(world.inference.typeOf(context, body, call.receiver));
  if (type.kind === 'named') return type.name;
  if (type.kind === 'object' || type.kind === 'parameter') return type.bounds.map(nameOf).find(Boolean) ?? '';
  const receiver = body.expressions[call.receiver];
  if (receiver?.kind === 'path') return lastSegment(receiver.path);
  if (receiver?.kind === 'field') return receiver.name;
  if (receiver?.kind === 'method') return receiver.name;
  if (receiver?.kind === 'call') {
    const callee = body.expressions[receiver.callee];
    return callee?.kind === 'path' ? callee.path.split('::').slice(-2).join('::') : '';
  }
  return '';
}

export function nameOf(type: Type): string {
  return type.kind === 'named' ? type.name : '';
}

const keys = new WeakMap<FunctionFacts, string>();
let made = 0;

/** Tells functions apart across files, wherever they stand in them. */
export function functionKey(file: string, fn: FunctionFacts): string {
  let key = keys.get(fn);
  if (key === undefined) keys.set(fn, (key = `${file}#${fn.name}#${String(made++)}`));
  return key;
}

/** The trait's own declaration of a method an impl provides: callers may only know that one. */
export function traitFunction(
  world: RustWorld,
  context: Context,
): { file: string; function: FunctionFacts } | undefined {
  const { impl, function: fn } = context;
  if (!impl?.trait || impl.trait.kind !== 'path' || !fn) return undefined;
  const item = world.names.resolve(context.file, context.module, impl.trait.path);
  if (item.kind !== 'trait') return undefined;
  const facts: RustFacts | undefined = world.facts(item.file);
  const index = facts?.traits.indexOf(item.facts) ?? -1;
  const found = facts?.functions.find((candidate) => candidate.trait === index && candidate.name === fn.name);
  return found && { file: item.file, function: found };
}

/** The function answers `true` whatever happens. */
export function answersTrue(fn: FunctionFacts | undefined): boolean {
  return (
    fn?.body?.results.some((result) => {
      const expression = fn.body?.expressions[result];
      return expression?.kind === 'path' && expression.path === 'true';
    }) ?? false
  );
}

/** The strings a function may answer. */
export function answeredStrings(fn: FunctionFacts | undefined): string[] {
  const { body } = fn ?? {};
  if (!body) return [];
  const read = (index: number, depth: number): string[] => {
    const expression = body.expressions[index];
    if (!expression || depth > 6) return [];
    if (expression.kind === 'string') return [expression.text];
    if (expression.kind === 'method' && /^(to_string|to_owned|into)$/.test(expression.name))
      return read(expression.receiver, depth + 1);
    if (expression.kind === 'call') return expression.args.flatMap((arg) => read(arg, depth + 1));
    return [];
  };
  return body.results.flatMap((result) => read(result, 0));
}

/** Every string inside the values a function answers, `{…}` of formats kept: names of channels. */
export function stringsInside(fn: FunctionFacts | undefined): { text: string; spot: Spot }[] {
  const { body } = fn ?? {};
  if (!body) return [];
  const read = (index: number, depth: number): { text: string; spot: Spot }[] => {
    const expression = body.expressions[index];
    if (!expression || depth > 10) return [];
    switch (expression.kind) {
      case 'string':
        return [{ text: expression.text, spot: expression.spot }];
      case 'method':
        return /^(to_string|to_owned|into|clone|collect|unwrap)$/.test(expression.name)
          ? read(expression.receiver, depth + 1)
          : [];
      case 'call':
      case 'macro':
        return expression.args.flatMap((arg) => read(arg, depth + 1));
      case 'items':
        return expression.items.flatMap((arg) => read(arg, depth + 1));
      case 'struct':
        return expression.fields.flatMap((field) => read(field.value, depth + 1));
      default:
        return [];
    }
  };
  return body.results.flatMap((result) => read(result, 0));
}
