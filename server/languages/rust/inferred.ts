/** A type as far as it could be told, and what follows from it alone: nothing is looked up here. */
import type { FunctionFacts, ImplFacts, TraitFacts } from './facts';
import type { Item } from './moduleTables';

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

const containers = new Set(
  'Arc Rc Box Cow Mutex RwLock RefCell Cell Option Result Pin Ref RefMut MutexGuard RwLockReadGuard RwLockWriteGuard Weak OnceCell OnceLock LazyLock Lazy Res ResMut NonSend NonSendMut Local Single State Extension Data Saved Reverse ArcSwap CachePadded Wrapping ManuallyDrop UnsafeCell LazyCell Deferred'.split(
    ' ',
  ),
);

/** Methods that answer with what they are called on, for all that matters here. */
export const through = new Set(
  'clone as_ref as_mut borrow borrow_mut to_owned cloned copied deref deref_mut as_deref as_deref_mut by_ref lock read write unwrap expect unwrap_or unwrap_or_else unwrap_or_default upgrade downgrade get_mut take ok ok_or ok_or_else map_err context with_context load load_full inner get_ref into_inner get get_or_init iter iter_mut into_iter drain await blocking_lock try_lock pin boxed fuse rev peekable filter skip chain or_else or inspect_err instrument split_off to_vec'.split(
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

export function named(path: string, args: readonly Type[], item?: Item, variant?: string): Type {
  return {
    kind: 'named',
    path,
    name: lastSegment(path),
    args,
    ...(item && { item }),
    ...(variant !== undefined && { variant }),
  };
}

export function firstKnown(types: readonly Type[]): Type {
  return (
    types.find((type) => type.kind !== 'unknown' && !(type.kind === 'tuple' && type.items.length === 0)) ?? unknown
  );
}

/** What a collection or a stream holds. */
export function elementOf(type: Type): Type | undefined {
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
}

export function distinct(types: readonly Type[]): Type[] {
  const seen = new Set<string>();
  return types.filter((type) => {
    const key =
      type.kind === 'named' ? `${type.path}|${type.variant ?? ''}` : type.kind === 'parameter' ? type.name : type.kind;
    return !seen.has(key) && seen.add(key);
  });
}
