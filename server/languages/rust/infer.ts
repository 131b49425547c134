/** What type an expression has, as far as declarations tell; everything else is undefined, never a guess. */
import { createAlternatives } from './alternatives';
import { createCalls } from './calls';
import type { Binding, Body, Expression, FunctionFacts, ImplFacts, RustFacts, TypeRef } from './facts';
import { createImpls } from './impls';
import type { Impls } from './impls';
import { elementOf, firstKnown, lastSegment, named, peel, unknown } from './inferred';
import type { Context, Method, Type } from './inferred';
import { binding, parameterIndex } from './locals';
import { createLowering } from './lowering';
import { createMembers } from './members';
import { contextOf, createMethods } from './methods';
import type { Names } from './names';

export interface Inference {
  lower(type: TypeRef, context: Context): Type;
  typeOf(context: Context, body: Body, index: number): Type;
  /** Every type the expression may have: branches of `if` and `match`, results of functions that choose a variant. */
  alternatives(context: Context, body: Body, index: number): readonly Type[];
  /** The function a call reaches, when its declaration is in the workspace. */
  callee(context: Context, body: Body, call: Expression): Method | undefined;
  method(type: Type, name: string): Method | undefined;
  binding(context: Context, body: Body, name: string, offset: number): Binding | undefined;
  /** The index of the function's parameter a name stands for. */
  parameterIndex(context: Context, body: Body, index: number): number | undefined;
  contextOf(file: string, facts: RustFacts, fn: FunctionFacts): Context;
  /** Impls of a type that candidates and its own file declare. */
  readonly implsOf: Impls['implsOf'];
  /** Impls of this file are others now, or written for other types; answers with the names of types that concerns. */
  forget(file: string, impls: readonly ImplFacts[]): ReadonlySet<string>;
  /** The file's text is another now, or it is a candidate no longer; answers like `forget`. */
  retext(file: string): ReadonlySet<string>;
}

export function createInference(
  names: Names,
  candidates: () => readonly string[],
  text: (file: string) => string,
): Inference {
  const impls = createImpls(names, candidates, text);
  const lowering = createLowering(names, impls.implsOf);
  const { lower, selfType } = lowering;
  const { method } = createMethods(names, lower, impls.implsOf);
  const members = createMembers(names, lowering);
  const { resolveValue, ownerType, fieldType, stepType } = members;
  const calls = createCalls(names, lower, method, members, {
    typeOf: (context, body, index, depth) => typeOf(context, body, index, depth),
    bindingType: (context, body, local, depth) => bindingType(context, body, local, depth),
  });
  const { callee, substituted, callType, methodType } = calls;

  const typeOf = (context: Context, body: Body, index: number, depth = 0): Type => {
    const expression = body.expressions[index];
    if (!expression || depth > 25) return unknown;
    const inner = (next: number): Type => typeOf(context, body, next, depth + 1);
    switch (expression.kind) {
      case 'path':
        return pathType(context, body, expression, depth);
      case 'struct':
        return lower(expression.type, context);
      case 'call':
        return callType(context, body, expression, depth);
      case 'method':
        return methodType(context, body, expression, depth);
      case 'field':
        return fieldType(peel(inner(expression.of)), expression.name);
      case 'try': {
        const type = inner(expression.of);
        return type.kind === 'named' && !type.item && (type.name === 'Option' || /Result$/.test(type.name))
          ? (type.args[0] ?? unknown)
          : type;
      }
      case 'cast':
        return lower(expression.type, context);
      case 'either':
        return firstKnown(expression.options.map(inner));
      case 'match':
        return expression.is === 'match' ? firstKnown(expression.arms.map((arm) => inner(arm.value))) : unknown;
      case 'items':
        return expression.tuple
          ? { kind: 'tuple', items: expression.items.map(inner) }
          : named('Vec', [firstKnown(expression.items.slice(0, 4).map(inner))]);
      case 'macro':
        return lastSegment(expression.name) === 'vec'
          ? named('Vec', [firstKnown(expression.args.slice(0, 4).map(inner))])
          : unknown;
      case 'closure':
        return {
          kind: 'function',
          parameters: expression.parameters.map((type) => (type ? lower(type, context) : unknown)),
          returns: inner(expression.body),
        };
      case 'string':
        return named('str', []);
      default:
        return unknown;
    }
  };

  const pathType = (context: Context, body: Body, expression: Expression & { kind: 'path' }, depth: number): Type => {
    const { path, offset } = expression;
    if (!path.includes('::')) {
      if (path === 'self') return selfType(context, 0);
      const local = binding(context, body, path, offset);
      if (local) return bindingType(context, body, local, depth + 1);
      const parameter = context.function?.parameters.find((candidate) => candidate.name === path);
      if (parameter) return lower(parameter.type, context);
    }
    const generics = expression.generics.length > 0 ? expression.generics : expression.ownerGenerics;
    const args = generics.map((type) => lower(type, context));
    const item = resolveValue(context, path);
    switch (item.kind) {
      case 'variant':
        return named(item.enumPath, args, names.item(item.enumPath), item.facts.name);
      case 'struct':
      case 'enum':
        return named(item.path, args, item);
      case 'alias':
        return lower({ kind: 'path', path, args: [] }, context);
      case 'value':
        return lower(item.facts.type, { file: item.file, module: item.facts.module });
      case 'function': {
        const own = names.facts(item.file);
        if (!own) return unknown;
        const inside = contextOf(item.file, own, item.facts);
        return {
          kind: 'function',
          parameters: item.facts.parameters.map((parameter) => lower(parameter.type, inside)),
          ...(item.facts.returns && { returns: lower(item.facts.returns, inside) }),
        };
      }
      case 'associated': {
        const owner = ownerType(context, path, args);
        const found = owner && method(owner, item.name);
        return found
          ? {
              kind: 'function',
              parameters: found.function.parameters.map((parameter) => lower(parameter.type, found.context)),
              ...(found.function.returns && { returns: lower(found.function.returns, found.context) }),
            }
          : unknown;
      }
      default:
        return unknown;
    }
  };

  const bindingType = (context: Context, body: Body, local: Binding, depth: number): Type => {
    if (depth > 25) return unknown;
    const start = local.type
      ? lower(local.type, context)
      : local.value !== undefined
        ? typeOf(context, body, local.value, depth + 1)
        : local.closure
          ? closureParameter(context, body, local, depth + 1)
          : unknown;
    const declared =
      start.kind === 'named' &&
      start.args.some((arg) => arg.kind === 'unknown') &&
      local.type &&
      local.value !== undefined
        ? typeOf(context, body, local.value, depth + 1)
        : start;
    return local.steps.reduce(
      (type, step) => stepType(context, type, step),
      declared.kind === 'unknown' ? start : declared,
    );
  };

  /** The parameter of a closure handed to a method of a workspace type: what that method says it calls it with. */
  const closureParameter = (context: Context, body: Body, local: Binding, depth: number): Type => {
    const { closure } = local;
    if (!closure) return unknown;
    const written = body.expressions[closure.expression];
    if (written?.kind === 'closure') {
      const type = written.parameters[closure.parameter];
      if (type) return lower(type, context);
    }
    for (const call of body.expressions) {
      if (call.kind !== 'call' && call.kind !== 'method') continue;
      const position = call.args.indexOf(closure.expression);
      if (position < 0) continue;
      const found = callee(context, body, call, depth + 1);
      const parameter = found && found.function.parameters[position];
      const type = parameter && lower(parameter.type, substituted(context, body, call, found, depth + 1));
      const peeled = type && peel(type);
      if (peeled?.kind === 'function') return peeled.parameters[closure.parameter] ?? unknown;
      if (
        call.kind === 'method' &&
        /^(map|for_each|and_then|filter_map|inspect|try_for_each|map_ok|then|is_some_and)$/.test(call.name)
      ) {
        const over = peel(typeOf(context, body, call.receiver, depth + 1));
        return elementOf(over) ?? over;
      }
    }
    return unknown;
  };

  const alternatives = createAlternatives(names, typeOf, callee);

  return { lower, typeOf, alternatives, callee, method, binding, parameterIndex, contextOf, ...impls };
}
