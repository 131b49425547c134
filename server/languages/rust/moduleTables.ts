/** What the modules of one file declare and bring in, by name; resolves nothing. */
import type {
  AliasFacts,
  EnumFacts,
  FunctionFacts,
  RustFacts,
  StructFacts,
  TraitFacts,
  UseFacts,
  ValueFacts,
  VariantFacts,
} from './facts';

interface Place {
  readonly file: string;
  /** `crate::module::Name`. */
  readonly path: string;
}

export type Item =
  | ({ readonly kind: 'struct'; readonly facts: StructFacts } & Place)
  | ({ readonly kind: 'enum'; readonly facts: EnumFacts } & Place)
  | ({
      readonly kind: 'variant';
      readonly facts: VariantFacts;
      readonly of: EnumFacts;
      readonly enumPath: string;
    } & Place)
  | ({ readonly kind: 'trait'; readonly facts: TraitFacts } & Place)
  | ({ readonly kind: 'alias'; readonly facts: AliasFacts } & Place)
  | ({ readonly kind: 'function'; readonly facts: FunctionFacts } & Place)
  | ({ readonly kind: 'value'; readonly facts: ValueFacts } & Place)
  | ({ readonly kind: 'module' } & Place)
  /** A name looked up on a type: `OrderPlaced::new`. */
  | {
      readonly kind: 'associated';
      readonly owner: Item | undefined;
      readonly ownerPath: string;
      readonly name: string;
      readonly path: string;
    }
  | { readonly kind: 'external'; readonly path: string };

export interface ModuleTable {
  readonly file: string;
  /** Path of the inline module inside its file. */
  readonly inline: string;
  readonly types: ReadonlyMap<string, Item>;
  readonly values: ReadonlyMap<string, Item>;
  readonly uses: ReadonlyMap<string, UseFacts>;
  readonly globs: readonly UseFacts[];
  /** What functions bring in for themselves, by their names. */
  readonly locals: ReadonlyMap<string, LocalUses>;
  /** Its file declares otherwise by now. */
  outdated: boolean;
}

export interface LocalUses {
  readonly uses: ReadonlyMap<string, UseFacts>;
  readonly globs: readonly UseFacts[];
}

/** Lives beside types: a function and a module may carry one name. */
export function isValue(item: Item): boolean {
  return item.kind === 'function' || item.kind === 'value';
}

interface Growing {
  file: string;
  inline: string;
  types: Map<string, Item>;
  values: Map<string, Item>;
  uses: Map<string, UseFacts>;
  globs: UseFacts[];
  locals: Map<string, { uses: Map<string, UseFacts>; globs: UseFacts[] }>;
  outdated: boolean;
}

export function buildTables(
  file: string,
  facts: RustFacts | undefined,
  modulePath: (file: string, module: string) => string,
): Map<string, ModuleTable> {
  const made = new Map<string, Growing>();
  const table = (module: string): Growing => {
    let found = made.get(module);
    if (!found)
      made.set(
        module,
        (found = {
          file,
          inline: module,
          types: new Map(),
          values: new Map(),
          uses: new Map(),
          globs: [],
          locals: new Map(),
          outdated: false,
        }),
      );
    return found;
  };
  table('');
  if (!facts) return made;
  const place = (module: string, name: string): Place => ({ file, path: `${modulePath(file, module)}::${name}` });
  const keep = (map: Map<string, Item>, name: string, item: Item): void => {
    if (!map.has(name)) map.set(name, item);
  };
  for (const module of facts.modules) table(module);
  for (const found of facts.structs) {
    keep(table(found.module).types, found.name, { kind: 'struct', facts: found, ...place(found.module, found.name) });
  }
  for (const found of facts.enums)
    keep(table(found.module).types, found.name, { kind: 'enum', facts: found, ...place(found.module, found.name) });
  for (const found of facts.traits)
    keep(table(found.module).types, found.name, { kind: 'trait', facts: found, ...place(found.module, found.name) });
  for (const found of facts.aliases)
    keep(table(found.module).types, found.name, { kind: 'alias', facts: found, ...place(found.module, found.name) });
  for (const found of facts.functions)
    if (found.impl === undefined && found.trait === undefined)
      keep(table(found.module).values, found.name, {
        kind: 'function',
        facts: found,
        ...place(found.module, found.name),
      });
  for (const found of facts.values)
    keep(table(found.module).values, found.name, { kind: 'value', facts: found, ...place(found.module, found.name) });
  for (const use of facts.uses) {
    const whole = table(use.module);
    let own: Pick<Growing, 'uses' | 'globs'> = whole;
    if (use.within !== undefined) {
      const inside = whole.locals.get(use.within) ?? { uses: new Map<string, UseFacts>(), globs: [] };
      whole.locals.set(use.within, inside);
      own = inside;
    }
    if (use.name === '*') own.globs.push(use);
    else if (use.name !== '_' && !own.uses.has(use.name)) own.uses.set(use.name, use);
  }
  return made;
}
