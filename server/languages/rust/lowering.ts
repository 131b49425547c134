/** Written types to what they mean where they stand: names resolved, aliases and `Self` followed, parameters bound. */
import type { Generic, TypeRef } from './facts';
import type { Impls } from './impls';
import { named, unknown } from './inferred';
import type { Context, Type } from './inferred';
import type { Names } from './names';

export interface Lowering {
  lower(type: TypeRef, context: Context, depth?: number): Type;
  /** What `Self` stands for. */
  selfType(context: Context, depth: number): Type;
}

export function createLowering(names: Names, implsOf: Impls['implsOf']): Lowering {
  const lower = (type: TypeRef, context: Context, depth = 0): Type => {
    if (depth > 12) return unknown;
    const inner = (next: TypeRef): Type => lower(next, context, depth + 1);
    switch (type.kind) {
      case 'other':
        return unknown;
      case 'tuple':
        return { kind: 'tuple', items: type.items.map(inner) };
      case 'function':
        return {
          kind: 'function',
          parameters: type.parameters.map(inner),
          ...(type.returns && { returns: inner(type.returns) }),
        };
      case 'dyn':
      case 'impl': {
        const [only] = type.bounds;
        if (only?.kind === 'function') return inner(only);
        return { kind: 'object', dynamic: type.kind === 'dyn', bounds: type.bounds.map(inner) };
      }
      case 'path':
    }
    const { path } = type;
    if (path === 'Self' || path === 'self') return selfType(context, depth);
    const known = context.known?.get(path);
    if (known) return known;
    if (!path.includes('::')) {
      const generic = genericOf(context, path);
      if (generic) {
        const fn = generic.bounds.find((bound) => bound.kind === 'function');
        if (fn) return inner(fn);
        return { kind: 'parameter', name: path, bounds: depth > 4 ? [] : generic.bounds.map(inner) };
      }
    } else if (path.startsWith('Self::')) {
      const output = context.impl?.types[path.slice(6)];
      if (output) return inner(output);
      if (context.trait) return unknown;
    }
    const args = type.args.map(inner);
    const item = names.resolve(context.file, context.module, path, 'type', context.function?.name);
    if (item.kind === 'alias') {
      const target = new Map<string, Type>();
      item.facts.generics.forEach((generic, index) => target.set(generic.name, args[index] ?? unknown));
      return lower(item.facts.type, { file: item.file, module: item.facts.module, known: target }, depth + 1);
    }
    if (item.kind === 'variant') return named(item.enumPath, args, names.item(item.enumPath), item.facts.name);
    if (item.kind === 'associated') {
      const output = item.owner && 'file' in item.owner ? outputOf(item.owner.path, item.name, depth) : undefined;
      return output ?? unknown;
    }
    if (item.kind === 'external') return withOutputs(named(externalPath(item.path), args), type, inner);
    return withOutputs(named(item.path, args, item), type, inner);
  };

  /** `X::Event` where an impl of X says `type Event = …`. */
  const outputOf = (owner: string, name: string, depth: number): Type | undefined => {
    for (const { file, impl } of implsOf(owner)) {
      const output = impl.types[name];
      if (output) return lower(output, { file, module: impl.module, impl }, depth + 1);
    }
    return undefined;
  };

  const selfType = (context: Context, depth: number): Type => {
    if (context.self) return context.self;
    if (context.impl)
      return context.impl.type.kind === 'path' && context.impl.type.path === 'Self'
        ? unknown
        : lower(context.impl.type, { ...context, self: unknown }, depth + 1);
    if (context.trait) return { kind: 'parameter', name: 'Self', bounds: [traitType(context)] };
    return unknown;
  };

  const traitType = (context: Context): Type => {
    const path = `${names.modulePath(context.file, context.module)}::${context.trait?.name ?? ''}`;
    return named(path, [], names.item(path));
  };

  return { lower, selfType };
}

function genericOf(context: Context, name: string): Generic | undefined {
  return (
    context.function?.generics.find((generic) => generic.name === name) ??
    context.impl?.generics.find((generic) => generic.name === name) ??
    context.trait?.generics.find((generic) => generic.name === name)
  );
}

function withOutputs(made: Type, type: TypeRef, inner: (next: TypeRef) => Type): Type {
  if (type.kind !== 'path' || !type.outputs || made.kind !== 'named') return made;
  const outputs = Object.entries(type.outputs).map(([name, output]) => [name, inner(output)] as const);
  return { ...made, outputs: Object.fromEntries(outputs) };
}

function externalPath(path: string): string {
  return path.replace(/^::/, '');
}
