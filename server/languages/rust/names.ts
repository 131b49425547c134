/** Names to items: modules, uses, re-exports, aliases and crates, over the facts of all files. Reads files on demand. */
import type { Crates } from './crates';
import type { RustFacts } from './facts';
import { buildTables, isValue, type Item, type LocalUses, type ModuleTable } from './moduleTables';
import type { Answer, Reliance } from './reliance';

type Space = 'type' | 'value';

export interface Names {
  /**
   * What a path written in this file and module means, inside the function of that name if one is given; external when
   * no crate of the workspace declares it.
   */
  resolve(file: string, module: string, path: string, space?: Space, within?: string): Item;
  item(path: string, space?: Space): Item | undefined;
  /** Crate and inline modules of a place, as one path. */
  modulePath(file: string, module: string): string;
  facts(file: string): RustFacts | undefined;
  readonly crates: Crates;
  readonly reliance: Reliance;
  /** This file's declarations are others now. */
  forget(file: string): void;
}

/** Names every module knows without a use; a glob that brings in another of the name is not believed in. */
const preluded = new Set(
  (
    'Option Some None Result Ok Err Vec String Box str bool char u8 u16 u32 u64 u128 usize i8 i16 i32 i64 i128 isize f32 f64 Send Sync Sized Copy Clone Drop Fn FnMut FnOnce ' +
    'Iterator IntoIterator Default Eq PartialEq Ord PartialOrd From Into TryFrom TryInto AsRef AsMut ToString ToOwned Extend Debug'
  ).split(' '),
);
const foreign = new Set([
  'std',
  'core',
  'alloc',
  'tokio',
  'futures',
  'serde',
  'serde_json',
  'anyhow',
  'log',
  'tracing',
]);

export function createNames(crates: Crates, facts: (file: string) => RustFacts | undefined, reliance: Reliance): Names {
  const tables = new Map<string, ReadonlyMap<string, ModuleTable>>();
  const moduleTables = new Map<string, Answer<ModuleTable | undefined>>();
  /** Answers of lookups, also that there is none, with what they relied on. */
  const looked = new Map<string, Answer<Item | undefined>>();
  const resolved = new Map<string, Answer<Item>>();
  let cuts = 0;

  const modulePath = (file: string, module: string): string => {
    const own = crates.moduleOf(file).path;
    return module === '' ? own : `${own}::${module}`;
  };

  const tablesOf = (file: string): ReadonlyMap<string, ModuleTable> => {
    let made = tables.get(file);
    if (!made) tables.set(file, (made = buildTables(file, facts(file), modulePath)));
    return made;
  };

  /** The module's table: its own file, or the inline module of a file above it. */
  const moduleTable = (path: string): ModuleTable | undefined => {
    let known = moduleTables.get(path);
    if (!known || known.value?.outdated || !reliance.holds(known))
      moduleTables.set(path, (known = reliance.record(() => findModuleTable(path))));
    else reliance.noteAll(known.keys);
    return known.value;
  };

  const findModuleTable = (path: string): ModuleTable | undefined => {
    let own = path;
    let inline = '';
    for (let guard = 0; guard < 20; guard++) {
      const file = crates.fileOf(own);
      if (file !== undefined) {
        if (inline !== '') reliance.note(file, `mod ${inline}`);
        const table = tablesOf(file).get(inline);
        if (table) return table;
      }
      const cut = own.lastIndexOf('::');
      if (cut < 0) return undefined;
      inline = inline === '' ? own.slice(cut + 2) : `${own.slice(cut + 2)}::${inline}`;
      own = own.slice(0, cut);
    }
    return undefined;
  };

  const moduleItem = (path: string): Item | undefined => {
    const table = moduleTable(path);
    return table && { kind: 'module', path, file: table.file };
  };

  /** A name inside a module: declared there, brought in by a use, a child module, or found behind a glob. */
  const lookup = (
    module: string,
    name: string,
    space: Space,
    seen: Set<string>,
    globs = !preluded.has(name),
  ): Item | undefined => {
    const key = `${module}|${name}|${space}|${String(globs)}`;
    const known = looked.get(key);
    if (known && reliance.holds(known)) {
      reliance.noteAll(known.keys);
      return known.value;
    }
    if (seen.has(key) || seen.size > 80) {
      cuts++;
      return undefined;
    }
    const before = cuts;
    seen.add(key);
    const found = reliance.record(() => lookUp(module, name, space, seen, globs));
    seen.delete(key);
    // What was cut short by a cycle may have an answer on another way in.
    if (found.value || cuts === before) looked.set(key, found);
    return found.value;
  };

  const lookUp = (module: string, name: string, space: Space, seen: Set<string>, globs: boolean): Item | undefined => {
    const table = moduleTable(module);
    if (!table) return undefined;
    reliance.note(table.file, name);
    const [first, second] = space === 'type' ? [table.types, table.values] : [table.values, table.types];
    const declared = first.get(name);
    if (declared) return declared;
    const use = table.uses.get(name);
    const used = use && resolveFrom(module, use.path, space, seen);
    if (used && used.kind !== 'external' && (space === 'type') === !isValue(used)) return used;
    const nested = moduleItem(`${module}::${name}`);
    if (nested && space === 'type') return nested;
    const other = second.get(name) ?? (used?.kind === 'external' ? undefined : used) ?? nested ?? used;
    if (other || !globs) return other;
    reliance.note(table.file, `use ${table.inline}::*`);
    return behindGlobs(module, table, name, space, seen);
  };

  const behindGlobs = (
    module: string,
    { globs }: LocalUses,
    name: string,
    space: Space,
    seen: Set<string>,
  ): Item | undefined => {
    for (const glob of globs) {
      const target = resolveFrom(module, glob.path, 'type', seen);
      if (!target) continue;
      const found =
        target.kind === 'module'
          ? lookup(target.path, name, space, seen)
          : target.kind === 'enum' && target.facts.variants.some((variant) => variant.name === name)
            ? member(target, name)
            : undefined;
      if (found && found.kind !== 'external') return found;
    }
    return undefined;
  };

  /** A path whose first name the function brings in for itself. */
  const resolveInside = (module: string, local: LocalUses, path: string, space: Space): Item | undefined => {
    const [head = '', ...rest] = path.split('::');
    const use = local.uses.get(head);
    if (use) {
      const used = resolveFrom(module, use.path, rest.length === 0 ? space : 'type', new Set()) ?? {
        kind: 'external' as const,
        path: use.path,
      };
      return walk(used, rest, space, new Set());
    }
    if (head === '' || preluded.has(head) || /^(?:crate|self|super|Self)$/.test(head)) return undefined;
    const found = behindGlobs(module, local, head, rest.length === 0 ? space : 'type', new Set());
    return found && walk(found, rest, space, new Set());
  };

  /** What one function brings in, functions inside it see as well: believed where no two functions say otherwise. */
  const broughtInSomewhere = (module: string, table: ModuleTable, path: string, space: Space): Item | undefined => {
    const found = new Map<string, Item>();
    for (const local of table.locals.values()) {
      const item = resolveInside(module, local, path, space);
      if (item) found.set(item.path, item);
    }
    return found.size === 1 ? [...found.values()][0] : undefined;
  };

  const member = (item: Item, name: string): Item | undefined => {
    if (item.kind === 'enum') {
      const variant = item.facts.variants.find((candidate) => candidate.name === name);
      if (variant)
        return {
          kind: 'variant',
          facts: variant,
          of: item.facts,
          enumPath: item.path,
          file: item.file,
          path: `${item.path}::${name}`,
        };
    }
    if (item.kind === 'alias' && item.facts.type.kind === 'path') {
      const target = resolve(item.file, item.facts.module, item.facts.type.path, 'type');
      if (target.kind === 'enum') return member(target, name);
      return { kind: 'associated', owner: target, ownerPath: target.path, name, path: `${target.path}::${name}` };
    }
    return { kind: 'associated', owner: item, ownerPath: item.path, name, path: `${item.path}::${name}` };
  };

  const walk = (
    start: Item | undefined,
    rest: readonly string[],
    space: Space,
    seen: Set<string>,
  ): Item | undefined => {
    let item = start;
    rest.forEach((segment, index) => {
      if (!item) return;
      const last = index === rest.length - 1;
      if (item.kind === 'module') item = lookup(item.path, segment, last ? space : 'type', new Set(seen));
      else if (item.kind === 'external') item = { kind: 'external', path: `${item.path}::${segment}` };
      else item = member(item, segment);
    });
    return item;
  };

  const resolveFrom = (module: string, path: string, space: Space, seen: Set<string>): Item | undefined => {
    const segments = path.split('::').filter((segment) => segment !== '');
    const [head, ...rest] = segments;
    if (head === undefined) return path === '' ? undefined : { kind: 'external', path };
    const root = module.split('::')[0] ?? module;
    const absolute = path.startsWith('::');
    if (head === 'crate' || head === '$crate') {
      const own = walk(moduleItem(root), rest, space, seen);
      return (
        own ?? (root.includes('/') ? walk(moduleItem(root.slice(0, root.indexOf('/'))), rest, space, seen) : undefined)
      );
    }
    if (head === 'self') return walk(moduleItem(module), rest, space, seen);
    if (head === 'super') {
      let up = module;
      let left = segments;
      while (left[0] === 'super') {
        up = up.includes('::') ? up.slice(0, up.lastIndexOf('::')) : up;
        left = left.slice(1);
      }
      return walk(moduleItem(up), left, space, seen);
    }
    if (!absolute) {
      const elsewhere =
        rest.length > 0 && (crates.crate(head) !== undefined || foreign.has(head) || crates.dependencies.has(head));
      const local = lookup(
        module,
        head,
        rest.length === 0 ? space : 'type',
        seen,
        elsewhere || preluded.has(head) ? false : undefined,
      );
      if (local && !(local.kind === 'external' && rest.length === 0 && local.path === path)) {
        const found = walk(local, rest, space, seen);
        if (found) return found;
      }
    }
    const owner = crates.moduleOf(moduleTable(root)?.file ?? '').crate;
    const crate = crates.crate(owner.renamed.get(head) ?? head);
    if (crate && (crate.name !== root || absolute || rest.length > 0)) {
      const found = walk(moduleItem(crate.name), rest, space, seen);
      if (found) return found;
    }
    // Programs and tests of a package see its modules beside them and its library by name.
    if (root.includes('/') && rest.length >= 0) {
      const beside = moduleItem(`${root.slice(0, root.lastIndexOf('/'))}::${head}`);
      if (beside) return walk(beside, rest, space, seen);
    }
    return undefined;
  };

  const resolve = (file: string, module: string, path: string, space: Space = 'type', within?: string): Item => {
    const own = modulePath(file, module);
    reliance.note(file, `use in ${module}`);
    const table = tablesOf(file).get(module);
    const local = within === undefined ? undefined : table?.locals.get(within);
    const key = `${own}|${local ? (within ?? '') : ''}|${path}|${space}`;
    const known = resolved.get(key);
    if (known && reliance.holds(known)) {
      reliance.noteAll(known.keys);
      return known.value;
    }
    const found = reliance.record(
      (): Item =>
        (local && resolveInside(own, local, path, space)) ??
        resolveFrom(own, path, space, new Set()) ??
        (table && table.locals.size > 0 ? broughtInSomewhere(own, table, path, space) : undefined) ?? {
          kind: 'external',
          path,
        },
    );
    resolved.set(key, found);
    return found.value;
  };

  return {
    resolve,
    item: (path, space = 'type') => {
      const cut = path.lastIndexOf('::');
      return cut < 0
        ? moduleItem(path)
        : walk(moduleItem(path.slice(0, cut)) ?? undefined, [path.slice(cut + 2)], space, new Set());
    },
    modulePath,
    facts,
    crates,
    reliance,
    forget(file) {
      for (const table of tables.get(file)?.values() ?? []) table.outdated = true;
      tables.delete(file);
    },
  };
}
