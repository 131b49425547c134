/** What a path in an expression leads to, and what a field, a variant or a pattern takes out of a value. */
import type { Step } from './facts';
import { elementOf, peel, unknown } from './inferred';
import type { Context, Type } from './inferred';
import type { Lowering } from './lowering';
import type { Item } from './moduleTables';
import type { Names } from './names';

export interface Members {
  resolveValue(context: Context, path: string): Item;
  ownerType(context: Context, path: string, args: readonly Type[]): Type | undefined;
  fieldType(type: Type, name: string): Type;
  /** What one step of a pattern takes out of a value. */
  stepType(context: Context, type: Type, step: Step): Type;
}

export function createMembers(names: Names, { lower, selfType }: Lowering): Members {
  const resolveValue = (context: Context, path: string): Item => {
    if (path.startsWith('Self::')) {
      const self = selfType(context, 0);
      const rest = path.slice(6);
      if (self.kind === 'named' && self.item?.kind === 'enum') {
        const variant = self.item.facts.variants.find((candidate) => candidate.name === rest);
        if (variant)
          return {
            kind: 'variant',
            facts: variant,
            of: self.item.facts,
            enumPath: self.path,
            file: self.item.file,
            path: `${self.path}::${rest}`,
          };
      }
      return {
        kind: 'associated',
        owner: self.kind === 'named' ? self.item : undefined,
        ownerPath: self.kind === 'named' ? self.path : 'Self',
        name: rest,
        path: rest,
      };
    }
    if (path === 'Self') {
      const self = selfType(context, 0);
      return self.kind === 'named' && self.item ? self.item : { kind: 'external', path };
    }
    return names.resolve(context.file, context.module, path, 'value', context.function?.name);
  };

  /** The type before the last `::` of a path in an expression. */
  const ownerType = (context: Context, path: string, args: readonly Type[]): Type | undefined => {
    const cut = path.lastIndexOf('::');
    if (cut < 0) return undefined;
    const owner = lower({ kind: 'path', path: path.slice(0, cut), args: [] }, context);
    return owner.kind === 'named' && args.length > 0 && owner.args.length === 0 ? { ...owner, args } : owner;
  };

  const stepType = (context: Context, type: Type, step: Step): Type => {
    switch (step.kind) {
      case 'item':
        return type.kind === 'tuple' ? (type.items[step.index] ?? unknown) : unknown;
      case 'element':
        return (
          elementOf(peel(type)) ??
          (type.kind === 'named' && type.item ? unknown : peel(type) === type ? unknown : peel(type))
        );
      case 'field': {
        const item = resolveValue(context, step.path);
        if (item.kind === 'variant') return variantField(item, step.name);
        const struct = lower({ kind: 'path', path: step.path, args: [] }, context);
        return fieldType(struct.kind === 'named' && struct.item ? struct : peel(type), step.name);
      }
      case 'variant': {
        if (/^(Some|Ok)$/.test(step.path) || /^(Option::Some|Result::Ok|Poll::Ready)$/.test(step.path))
          return type.kind === 'named' &&
            !type.item &&
            (type.name === 'Option' || type.name === 'Poll' || /Result$/.test(type.name))
            ? (type.args[0] ?? unknown)
            : type;
        if (/^(Err|None)$/.test(step.path)) return unknown;
        const item = resolveValue(context, step.path);
        if (item.kind === 'variant') return variantField(item, String(step.index));
        const struct = lower({ kind: 'path', path: step.path, args: [] }, context);
        return fieldType(struct, String(step.index));
      }
    }
  };

  const variantField = (item: Item & { kind: 'variant' }, name: string): Type => {
    const field = item.facts.fields.find((candidate) => candidate.name === name);
    return field ? lower(field.type, { file: item.file, module: item.of.module }) : unknown;
  };

  const fieldType = (type: Type, name: string): Type => {
    if (type.kind === 'tuple') return name === '' ? unknown : (type.items[Number(name)] ?? unknown);
    if (type.kind !== 'named' || type.item?.kind !== 'struct') return unknown;
    const { facts, file } = type.item;
    const field = facts.fields.find((candidate) => candidate.name === name);
    if (!field) return unknown;
    const known = new Map<string, Type>();
    facts.generics.forEach((generic, index) => {
      const arg = type.args[index];
      if (arg) known.set(generic.name, arg);
    });
    return lower(field.type, {
      file,
      module: facts.module,
      known,
      impl: {
        module: facts.module,
        spot: facts.spot,
        generics: facts.generics,
        type: { kind: 'other' },
        types: {},
        strings: {},
        attributes: [],
      },
    });
  };

  return { resolveValue, ownerType, fieldType, stepType };
}
