/** What type an expression has, as far as declarations tell; everything else is undefined, never a guess. */
import type {
  Binding,
  Body,
  Expression,
  FunctionFacts,
  Generic,
  ImplFacts,
  RustFacts,
  Step,
  TraitFacts,
  TypeRef,
} from './facts';
import type { Item, Names } from './names';
import type { Answer } from './reliance';

export type Type =
  | {
      readonly kind: 'named';
      readonly path: string;
      readonly name: string;
      readonly args: readonly Type[];
      readonly item?: Item;
      readonly variant?: string;
      readonly outputs?: Readonly<Record<string, Type>>;
    }
  /** A type parameter of the function or impl around the expression. */
  | { readonly kind: 'parameter'; readonly name: string; readonly bounds: readonly Type[] }
  | { readonly kind: 'object'; readonly dynamic: boolean; readonly bounds: readonly Type[] }
  | { readonly kind: 'tuple'; readonly items: readonly Type[] }
  | { readonly kind: 'function'; readonly parameters: readonly Type[]; readonly returns?: Type }
  | { readonly kind: 'unknown' };

export const unknown: Type = { kind: 'unknown' };

/** Where an expression or a written type stands. */
export interface Context {
  readonly file: string;
  readonly module: string;
  readonly function?: FunctionFacts;
  readonly impl?: ImplFacts;
  readonly trait?: TraitFacts;
  /** What type parameters stand for, when a caller is known. */
  readonly known?: ReadonlyMap<string, Type>;
  /** What `Self` stands for, when it is not the impl's type. */
  readonly self?: Type;
}

export interface Method {
  readonly function: FunctionFacts;
  readonly context: Context;
  /** Path of the type or trait it was found on, or the function's own. */
  readonly owner: string;
}

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
  implsOf(path: string): readonly { readonly file: string; readonly impl: ImplFacts; readonly index: number }[];
  /** Impls of this file are others now, or written for other types; answers with the names of types that concerns. */
  forget(file: string, impls: readonly ImplFacts[]): ReadonlySet<string>;
  /** The file's text is another now, or it is a candidate no longer; answers like `forget`. */
  retext(file: string): ReadonlySet<string>;
}

const containers = new Set(
  'Arc Rc Box Cow Mutex RwLock RefCell Cell Option Result Pin Ref RefMut MutexGuard RwLockReadGuard RwLockWriteGuard Weak OnceCell OnceLock LazyLock Lazy Res ResMut NonSend NonSendMut Local Single State Extension Data Saved Reverse ArcSwap CachePadded Wrapping ManuallyDrop UnsafeCell LazyCell Deferred'.split(
    ' ',
  ),
);
const through = new Set(
  'clone as_ref as_mut borrow borrow_mut to_owned cloned copied deref deref_mut as_deref as_deref_mut by_ref lock read write unwrap expect unwrap_or unwrap_or_else unwrap_or_default upgrade downgrade get_mut take ok ok_or ok_or_else map_err context with_context load load_full inner get_ref into_inner get get_or_init iter iter_mut into_iter drain await blocking_lock try_lock pin boxed fuse rev peekable filter skip chain or_else or inspect_err instrument'.split(
    ' ',
  ),
);
const receives = new Set([
  'recv',
  'try_recv',
  'recv_async',
  'blocking_recv',
  'recv_timeout',
  'recv_many',
  'next',
  'try_next',
  'try_iter',
  'recv_blocking',
  'select_next_some',
  'poll_recv',
  'recv_deadline',
  'next_event',
  'borrow_and_update',
]);
const channelFunctions =
  /(?:^|::)(?:(?:mpsc|broadcast|oneshot|watch|channel|crossbeam_channel|flume|async_channel|async_broadcast|kanal|futures_channel|tokio|std|sync|crossbeam|loole|thingbuf|postage)(?:::\w+)*::)?(channel|sync_channel|unbounded_channel|unbounded|bounded|broadcast|bounded_async|unbounded_async|async_channel)$/;

export function isReceive(name: string): boolean {
  return receives.has(name);
}

/** Smart pointers, locks, options and results taken off. */
export function peel(type: Type): Type {
  let current = type;
  for (let guard = 0; guard < 12; guard++) {
    const [first] =
      current.kind === 'named' && current.item === undefined && containers.has(current.name) ? current.args : [];
    if (!first) return current;
    current = first;
  }
  return current;
}

export function lastSegment(path: string): string {
  return path.slice(path.lastIndexOf(':') + 1);
}

/** `impl<T> Trait<X> for path::Name<T>` and `impl Name`: the name of the type. */
const implHeader = /\bimpl\b(?:\s*<[^{};]*?>)?\s+(?:[^{};]*?\sfor\s+)?(?:&\s*)?(?:'\w+\s+)?(?:dyn\s+)?(?:\w+::)*(\w+)/g;

interface Found {
  readonly file: string;
  readonly impl: ImplFacts;
  readonly index: number;
}

export function createInference(
  names: Names,
  candidates: () => readonly string[],
  text: (file: string) => string,
): Inference {
  const { reliance } = names;
  const implLists = new Map<string, Answer<readonly Found[]>>();
  /** Impls of a file by the path of their type. */
  const implsByFile = new Map<string, Answer<ReadonlyMap<string, readonly Found[]>>>();
  const headers = new Map<string, ReadonlySet<string>>();
  let implFileIndex: Map<string, string[]> | undefined;

  const named = (path: string, args: readonly Type[], item?: Item, variant?: string): Type => ({
    kind: 'named',
    path,
    name: lastSegment(path),
    args,
    ...(item && { item }),
    ...(variant !== undefined && { variant }),
  });

  const genericOf = (context: Context, name: string): Generic | undefined =>
    context.function?.generics.find((generic) => generic.name === name) ??
    context.impl?.generics.find((generic) => generic.name === name) ??
    context.trait?.generics.find((generic) => generic.name === name);

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
    const item = names.resolve(context.file, context.module, path);
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

  const withOutputs = (made: Type, type: TypeRef, inner: (next: TypeRef) => Type): Type =>
    type.kind === 'path' && type.outputs && made.kind === 'named'
      ? {
          ...made,
          outputs: Object.fromEntries(Object.entries(type.outputs).map(([name, output]) => [name, inner(output)])),
        }
      : made;

  const externalPath = (path: string): string => path.replace(/^::/, '');

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

  const implsOf = (path: string): readonly Found[] => {
    const known = implLists.get(path);
    if (known && reliance.holds(known)) {
      reliance.noteAll(known.keys);
      return known.value;
    }
    const found = reliance.record(() => {
      reliance.note('impls', lastSegment(path));
      const home = names.item(path);
      const files = new Set(implFiles().get(lastSegment(path)) ?? []);
      if (home && 'file' in home) files.add(home.file);
      return [...files].sort().flatMap((file) => implsIn(file).get(path) ?? []);
    });
    implLists.set(path, found);
    return found.value;
  };

  /** Files by the names of the types they have impls for, read off their text: only those are parsed for a type. */
  const implFiles = (): ReadonlyMap<string, readonly string[]> => {
    if (implFileIndex) return implFileIndex;
    implFileIndex = new Map();
    for (const file of candidates()) index(file, implFileIndex);
    return implFileIndex;
  };

  const index = (file: string, into: Map<string, string[]>): void => {
    const found = new Set<string>();
    for (const match of text(file).matchAll(implHeader)) found.add(match[1] ?? '');
    headers.set(file, found);
    for (const name of found) {
      const list = into.get(name);
      if (list) list.push(file);
      else into.set(name, [file]);
    }
  };

  const implsIn = (file: string): ReadonlyMap<string, readonly Found[]> => {
    const known = implsByFile.get(file);
    if (known) return known.value;
    const made = reliance.record(() => {
      const into = new Map<string, Found[]>();
      names.facts(file)?.impls.forEach((impl, index) => {
        const target = targetOf(file, impl);
        if (target === undefined) return;
        const list = into.get(target);
        if (list) list.push({ file, impl, index });
        else into.set(target, [{ file, impl, index }]);
      });
      return into;
    }, true);
    implsByFile.set(file, made);
    return made.value;
  };

  /** Path of the type an impl is written for, aliases followed. */
  const targetOf = (file: string, impl: ImplFacts): string | undefined => {
    const type = impl.type.kind === 'path' ? names.resolve(file, impl.module, impl.type.path) : undefined;
    const target =
      type?.kind === 'alias' && type.facts.type.kind === 'path'
        ? names.resolve(type.file, type.facts.module, type.facts.type.path)
        : type;
    return !target || target.kind === 'external' ? undefined : target.path;
  };

  const forget = (file: string, impls: readonly ImplFacts[]): ReadonlySet<string> => {
    const touched = new Set<string>();
    const touch = (path: string): void => void touched.add(lastSegment(path));
    for (const impl of impls) {
      const target = targetOf(file, impl);
      if (target !== undefined) touch(target);
      if (impl.type.kind === 'path') touch(impl.type.path);
    }
    for (const [other, known] of [...implsByFile]) {
      if (other !== file && reliance.holds(known)) continue;
      implsByFile.delete(other);
      const now = implsIn(other);
      for (const path of new Set([...known.value.keys(), ...now.keys()]))
        if (known.value.get(path)?.length !== now.get(path)?.length) touch(path);
    }
    implLists.clear();
    return touched;
  };

  const retext = (file: string): ReadonlySet<string> => {
    if (!implFileIndex) return new Set();
    const before = headers.get(file) ?? new Set<string>();
    for (const name of before) {
      const list = implFileIndex.get(name) ?? [];
      if (list.includes(file)) list.splice(list.indexOf(file), 1);
    }
    headers.delete(file);
    if (candidates().includes(file)) index(file, implFileIndex);
    const now = headers.get(file) ?? new Set<string>();
    return new Set([...[...before].filter((name) => !now.has(name)), ...[...now].filter((name) => !before.has(name))]);
  };

  const contextOf = (file: string, facts: RustFacts, fn: FunctionFacts): Context => {
    const impl = fn.impl === undefined ? undefined : facts.impls[fn.impl];
    const trait = fn.trait === undefined ? undefined : facts.traits[fn.trait];
    return { file, module: fn.module, function: fn, ...(impl && { impl }), ...(trait && { trait }) };
  };

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

  /** Type parameters of an impl, read off the type it is asked for. */
  const knownOf = (impl: ImplFacts, type: Type): ReadonlyMap<string, Type> => {
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
  };

  const binding = (_context: Context, body: Body, name: string, offset: number): Binding | undefined => {
    let best: Binding | undefined;
    for (const candidate of body.bindings)
      if (
        candidate.name === name &&
        candidate.from <= offset &&
        offset < candidate.to &&
        (!best || candidate.from >= best.from)
      )
        best = candidate;
    return best;
  };

  const parameterIndex = (context: Context, body: Body, index: number, depth = 0): number | undefined => {
    const expression = body.expressions[index];
    if (!expression || depth > 10) return undefined;
    if (expression.kind === 'path') {
      const local = binding(context, body, expression.path, expression.offset);
      if (local)
        return local.value !== undefined && local.steps.length === 0
          ? parameterIndex(context, body, local.value, depth + 1)
          : undefined;
      const at = context.function?.parameters.findIndex((parameter) => parameter.name === expression.path) ?? -1;
      return at >= 0 ? at : undefined;
    }
    if (
      expression.kind === 'method' &&
      (through.has(expression.name) || expression.name === 'into') &&
      expression.args.length === 0
    )
      return parameterIndex(context, body, expression.receiver, depth + 1);
    if (expression.kind === 'try') return parameterIndex(context, body, expression.of, depth + 1);
    if (expression.kind === 'cast') return parameterIndex(context, body, expression.of, depth + 1);
    if (expression.kind === 'call' && expression.args.length === 1) {
      const callee = body.expressions[expression.callee];
      if (callee?.kind === 'path' && /(^|::)(Arc|Box|Rc|Some|Ok)(::(new|clone|from))?$/.test(callee.path))
        return parameterIndex(context, body, expression.args[0] ?? 0, depth + 1);
    }
    return undefined;
  };

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

  const firstKnown = (types: readonly Type[]): Type =>
    types.find((type) => type.kind !== 'unknown' && !(type.kind === 'tuple' && type.items.length === 0)) ?? unknown;

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
    return names.resolve(context.file, context.module, path, 'value');
  };

  /** The type before the last `::` of a path in an expression. */
  const ownerType = (context: Context, path: string, args: readonly Type[]): Type | undefined => {
    const cut = path.lastIndexOf('::');
    if (cut < 0) return undefined;
    const owner = lower({ kind: 'path', path: path.slice(0, cut), args: [] }, context);
    return owner.kind === 'named' && args.length > 0 && owner.args.length === 0 ? { ...owner, args } : owner;
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

  const elementOf = (type: Type): Type | undefined => {
    if (type.kind !== 'named' || type.item) return undefined;
    if (
      /^(Vec|VecDeque|\[\]|HashSet|BTreeSet|SmallVec|Iter|IntoIter|Drain|EventReader|MessageReader|Query|Receiver|UnboundedReceiver|Slab|Stream|ReceiverStream|UnboundedReceiverStream|BroadcastStream|EventStream)$/.test(
        type.name,
      )
    )
      return type.args[0];
    if (/^(HashMap|BTreeMap|IndexMap|DashMap)$/.test(type.name) && type.args.length >= 2)
      return { kind: 'tuple', items: type.args.slice(0, 2) };
    return undefined;
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
    if (type.kind === 'tuple') return type.items[Number(name)] ?? unknown;
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

  const callee = (context: Context, body: Body, call: Expression, depth = 0): Method | undefined => {
    if (depth > 25) return undefined;
    if (call.kind === 'method') return method(peel(typeOf(context, body, call.receiver, depth + 1)), call.name);
    if (call.kind !== 'call') return undefined;
    const target = body.expressions[call.callee];
    if (target?.kind !== 'path') return undefined;
    if (!target.path.includes('::') && binding(context, body, target.path, target.offset)) return undefined;
    const item = resolveValue(context, target.path);
    if (item.kind === 'function') {
      const facts = names.facts(item.file);
      return facts && { function: item.facts, context: contextOf(item.file, facts, item.facts), owner: item.path };
    }
    if (item.kind !== 'associated') return undefined;
    const owner = ownerType(
      context,
      target.path,
      target.ownerGenerics.map((type) => lower(type, context)),
    );
    return owner && method(owner, item.name);
  };

  /** The callee's context, with its type parameters as turbofish and arguments give them. */
  const substituted = (context: Context, body: Body, call: Expression, found: Method, depth: number): Context => {
    const known = new Map(found.context.known);
    const generics =
      call.kind === 'method' ? call.generics : call.kind === 'call' ? genericsOfCallee(body, call.callee) : [];
    found.function.generics.forEach((generic, index) => {
      const given = generics[index];
      const type = given && lower(given, context);
      if (type && type.kind !== 'unknown') known.set(generic.name, type);
    });
    if (call.kind === 'call' || call.kind === 'method')
      found.function.parameters.forEach((parameter, index) => {
        const arg = call.args[index];
        if (arg === undefined) return;
        const bare = parameter.type.kind === 'path' ? parameter.type : undefined;
        const open =
          bare &&
          found.function.generics.some(
            (generic) =>
              generic.name === bare.path ||
              bare.args.some((inner) => inner.kind === 'path' && inner.path === generic.name),
          );
        if (!bare || !open || known.has(bare.path)) return;
        const type = typeOf(context, body, arg, depth + 1);
        if (type.kind === 'unknown') return;
        if (bare.args.length === 0) known.set(bare.path, type);
        else if (type.kind === 'named')
          bare.args.forEach((inner, at) => {
            const given = type.args[at];
            if (inner.kind === 'path' && given && given.kind !== 'unknown' && !known.has(inner.path))
              known.set(inner.path, given);
          });
      });
    return { ...found.context, known };
  };

  const genericsOfCallee = (body: Body, index: number): readonly TypeRef[] => {
    const target = body.expressions[index];
    return target?.kind === 'path' ? target.generics : [];
  };

  const callType = (context: Context, body: Body, call: Expression & { kind: 'call' }, depth: number): Type => {
    const target = body.expressions[call.callee];
    if (target?.kind !== 'path') {
      const type = typeOf(context, body, call.callee, depth + 1);
      return type.kind === 'function' ? (type.returns ?? unknown) : unknown;
    }
    const { path } = target;
    const first = (): Type => typeOf(context, body, call.args[0] ?? 0, depth + 1);
    const local = path.includes('::') ? undefined : binding(context, body, path, target.offset);
    if (local) {
      const type = peel(bindingType(context, body, local, depth + 1));
      return type.kind === 'function' ? (type.returns ?? unknown) : unknown;
    }
    const found = callee(context, body, call, depth + 1);
    if (found) {
      const { returns } = found.function;
      if (!returns) return unknown;
      const inside = substituted(context, body, call, found, depth + 1);
      const owner = ownerType(
        context,
        path,
        target.ownerGenerics.map((type) => lower(type, context)),
      );
      return lower(
        returns,
        owner?.kind === 'named' && owner.item?.kind !== 'module' && owner.item?.kind !== 'trait' && found.context.impl
          ? { ...inside, self: owner }
          : inside,
      );
    }
    const item = resolveValue(context, path);
    const generics = (target.generics.length > 0 ? target.generics : target.ownerGenerics).map((type) =>
      lower(type, context),
    );
    if (item.kind === 'variant') return named(item.enumPath, generics, names.item(item.enumPath), item.facts.name);
    if (item.kind === 'struct') return named(item.path, generics, item);
    if (item.kind === 'alias') return lower({ kind: 'path', path, args: [] }, context);
    if (item.kind === 'associated') {
      const owner = ownerType(context, path, generics);
      const makes =
        /^(new|default|from|create|build|make|init|now|builder|with|of|random|test|sample|empty|try_new|try_from|open)(_\w+)?$/.test(
          item.name,
        );
      return owner?.kind === 'named' && makes ? owner : unknown;
    }
    if (item.kind !== 'external') return unknown;
    const full = item.path;
    if (/^(Some|Ok|Option::Some|Result::Ok)$/.test(full))
      return named(lastSegment(full) === 'Some' ? 'Option' : 'Result', [first()]);
    if (
      /(^|::)(Arc|Rc|Box|Mutex|RwLock|RefCell|Cell|Pin|Cow|OnceCell|OnceLock|Lazy|LazyLock)::(new|from|pin|new_cyclic|leak|const_new)$/.test(
        full,
      )
    ) {
      const container = full.split('::').at(-2) ?? '';
      const [given] = generics;
      return named(container, [given && given.kind !== 'unknown' ? given : first()]);
    }
    if (
      /(^|::)(Arc|Rc)::(clone|downgrade)$/.test(full) ||
      /(^|::)(Clone::clone|mem::take|spawn|block_on|black_box|identity)$/.test(full)
    )
      return first();
    const channel = channelFunctions.exec(full);
    if (channel && (channel[1] !== 'broadcast' || full.includes('::')))
      return channelType(full, generics[0] ?? unknown);
    const cut = full.lastIndexOf('::');
    if (
      cut > 0 &&
      /^(new|default|from|with_capacity|builder|global|instance|get|current)$/.test(full.slice(cut + 2)) &&
      /^[A-Z]/.test(lastSegment(full.slice(0, cut)))
    )
      return named(full.slice(0, cut), generics);
    return unknown;
  };

  const channelType = (path: string, message: Type): Type => {
    const family = path.includes('broadcast')
      ? 'broadcast'
      : path.includes('oneshot')
        ? 'oneshot'
        : path.includes('watch')
          ? 'watch'
          : 'channel';
    return { kind: 'tuple', items: [named(`${family}::Sender`, [message]), named(`${family}::Receiver`, [message])] };
  };

  const methodType = (context: Context, body: Body, call: Expression & { kind: 'method' }, depth: number): Type => {
    const receiver = typeOf(context, body, call.receiver, depth + 1);
    const peeled = peel(receiver);
    const found = peeled.kind === 'unknown' ? undefined : method(peeled, call.name);
    if (found && !(call.name === 'clone' && receiver !== peeled)) {
      const { returns } = found.function;
      if (!returns) return unknown;
      const inside = substituted(context, body, call, found, depth + 1);
      return lower(returns, found.context.impl || peeled.kind === 'named' ? { ...inside, self: peeled } : inside);
    }
    if (peeled.kind === 'named' && !peeled.item) {
      // `world.resource_mut::<Messages<Damage>>()`, `set.p1()`
      const [asked] = call.generics;
      if (asked && /^(get_)?(non_send_)?resource(_mut|_ref|_or_insert_with|_or_init)?$/.test(call.name))
        return lower(asked, context);
      if (peeled.name === 'ParamSet' && /^p[0-7]$/.test(call.name)) {
        const parts = peeled.args.find((arg) => arg.kind === 'tuple');
        return parts?.kind === 'tuple' ? (parts.items[Number(call.name.slice(1))] ?? unknown) : unknown;
      }
      if (receives.has(call.name))
        return (
          elementOf(peeled) ?? (/Receiver|Stream|Reader|Rx/.test(peeled.name) ? (peeled.args[0] ?? unknown) : unknown)
        );
      if (/^(subscribe|resubscribe|new_receiver|new_subscriber)$/.test(call.name) && /Sender/.test(peeled.name))
        return named(peeled.path.replace(/Sender$/, 'Receiver'), peeled.args);
      if (call.name === 'read' && /^(EventReader|MessageReader)$/.test(peeled.name)) return named('Iter', peeled.args);
      if (/^(pop|pop_front|pop_back|first|last|remove|front|back)$/.test(call.name))
        return elementOf(peeled) ?? unknown;
    }
    if (through.has(call.name)) return receiver;
    if (/^(with_|and_|set_|at_)\w+$/.test(call.name) && peeled.kind === 'named' && peeled.item) return receiver;
    return unknown;
  };

  const alternatives = (context: Context, body: Body, index: number, depth = 0): readonly Type[] => {
    const expression = body.expressions[index];
    if (!expression || depth > 12) return [];
    const inner = (next: number): readonly Type[] => alternatives(context, body, next, depth + 1);
    if (expression.kind === 'either') return distinct(expression.options.flatMap(inner));
    if (expression.kind === 'match' && expression.is === 'match')
      return distinct(expression.arms.flatMap((arm) => inner(arm.value)));
    if (expression.kind === 'try') return inner(expression.of);
    if (expression.kind === 'path') {
      const local = expression.path.includes('::')
        ? undefined
        : binding(context, body, expression.path, expression.offset);
      if (
        local?.value !== undefined &&
        !local.steps.some(
          (step) =>
            step.kind === 'item' ||
            step.kind === 'element' ||
            step.kind === 'field' ||
            (step.kind === 'variant' && !/^(Some|Ok)$/.test(step.path)),
        )
      ) {
        const found = inner(local.value);
        if (found.length > 0) return found;
      }
      if (local?.value !== undefined && local.steps.length === 1 && local.steps[0]?.kind === 'element') {
        const list = body.expressions[local.value];
        const items = list?.kind === 'items' ? list.items : list?.kind === 'macro' ? list.args : [];
        if (items.length > 0) return distinct(items.flatMap(inner));
      }
    }
    if (expression.kind === 'method' && expression.args.length === 0 && through.has(expression.name)) {
      const found = inner(expression.receiver);
      if (found.length > 0) return found;
    }
    if (expression.kind === 'call' && expression.args.length === 1) {
      const target = body.expressions[expression.callee];
      if (target?.kind === 'path' && /(^|::)(Arc|Box|Rc|Some|Ok|Mutex|RwLock)(::(new|from|pin))?$/.test(target.path))
        return inner(expression.args[0] ?? 0);
    }
    const type = peel(typeOf(context, body, index));
    if (
      type.kind === 'named' &&
      type.item?.kind === 'enum' &&
      type.variant === undefined &&
      (expression.kind === 'call' || expression.kind === 'method') &&
      depth < 4
    ) {
      const found = callee(context, body, expression);
      if (found?.function.body && found.function !== context.function) {
        reliance.note(found.context.file, `body:${found.function.name}`);
        const results = found.function.body.results.flatMap((result) =>
          alternatives(found.context, found.function.body as Body, result, depth + 4),
        );
        const chosen = distinct(results.filter((result) => result.kind === 'named' && result.path === type.path));
        if (chosen.length > 0 && chosen.every((result) => result.kind === 'named' && result.variant !== undefined))
          return chosen;
      }
    }
    return type.kind === 'unknown' || (type.kind === 'tuple' && type.items.length === 0) ? [] : [type];
  };

  const distinct = (types: readonly Type[]): Type[] => {
    const seen = new Set<string>();
    return types.filter((type) => {
      const key =
        type.kind === 'named'
          ? `${type.path}|${type.variant ?? ''}`
          : type.kind === 'parameter'
            ? type.name
            : type.kind;
      return !seen.has(key) && seen.add(key);
    });
  };

  return { lower, typeOf, alternatives, callee, method, binding, parameterIndex, contextOf, implsOf, forget, retext };
}
