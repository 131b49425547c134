/** Methods by the type they are called on: its own impls, the traits it implements, and what those build on. */
import type { FunctionFacts, ImplFacts, RustFacts } from './facts';
import type { Impls } from './impls';
import type { Context, Method, Type } from './inferred';
import type { Lowering } from './lowering';
import type { Names } from './names';

export interface Methods {
  method(type: Type, name: string): Method | undefined;
}

export function createMethods(names: Names, lower: Lowering['lower'], implsOf: Impls['implsOf']): Methods {
  const { reliance } = names;

  const method = (type: Type, name: string): Method | undefined => {
    if (type.kind === 'object' || type.kind === 'parameter') {
      for (const bound of type.bounds) {
        const found = method(bound, name);
        if (found) return found;
      }
      return undefined;
    }
    if (type.kind !== 'named' || !type.item || !('file' in type.item)) return undefined;
    if (type.item.kind === 'trait') return traitMethod(type, name, 0);
    for (const inherent of [true, false])
      for (const { file, impl, index } of implsOf(type.path)) {
        if ((impl.trait === undefined) !== inherent) continue;
        const facts = names.facts(file);
        reliance.note(file, name);
        const fn = facts?.functions.find((candidate) => candidate.impl === index && candidate.name === name);
        if (facts && fn)
          return {
            function: fn,
            owner: type.path,
            context: { ...contextOf(file, facts, fn), known: knownOf(impl, type) },
          };
      }
    for (const { file, impl } of implsOf(type.path)) {
      const trait = impl.trait && lower(impl.trait, { file, module: impl.module, impl });
      const found = trait?.kind === 'named' ? traitMethod(trait, name, 0) : undefined;
      if (found) return found;
    }
    return undefined;
  };

  const traitMethod = (type: Type, name: string, depth: number): Method | undefined => {
    if (type.kind !== 'named' || type.item?.kind !== 'trait' || depth > 5) return undefined;
    const { file, facts: trait } = type.item;
    const facts = names.facts(file);
    reliance.note(file, name);
    const index = facts?.traits.indexOf(trait) ?? -1;
    const fn = facts?.functions.find((candidate) => candidate.trait === index && candidate.name === name);
    if (facts && fn) {
      const known = new Map<string, Type>();
      trait.generics.forEach((generic, at) => {
        const arg = type.args[at];
        if (arg) known.set(generic.name, arg);
      });
      return { function: fn, owner: type.path, context: { ...contextOf(file, facts, fn), known } };
    }
    for (const bound of trait.bounds) {
      const found = traitMethod(lower(bound, { file, module: trait.module, trait }), name, depth + 1);
      if (found) return found;
    }
    return undefined;
  };

  return { method };
}

export function contextOf(file: string, facts: RustFacts, fn: FunctionFacts): Context {
  const impl = fn.impl === undefined ? undefined : facts.impls[fn.impl];
  const trait = fn.trait === undefined ? undefined : facts.traits[fn.trait];
  return { file, module: fn.module, function: fn, ...(impl && { impl }), ...(trait && { trait }) };
}

/** Type parameters of an impl, read off the type it is asked for. */
function knownOf(impl: ImplFacts, type: Type): ReadonlyMap<string, Type> {
  const known = new Map<string, Type>();
  if (impl.type.kind === 'path' && type.kind === 'named')
    impl.type.args.forEach((arg, index) => {
      const given = type.args[index];
      if (
        arg.kind === 'path' &&
        given &&
        given.kind !== 'unknown' &&
        impl.generics.some((generic) => generic.name === arg.path)
      )
        known.set(arg.path, given);
    });
  return known;
}
