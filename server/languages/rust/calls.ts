/** The function a call reaches, and the type it answers with: of the workspace by declaration, of the well-known rest by name. */
import type { Binding, Body, Expression, TypeRef } from './facts';
import { elementOf, isReceive, lastSegment, named, peel, through, unknown } from './inferred';
import type { Context, Method, Type } from './inferred';
import { binding } from './locals';
import type { Lowering } from './lowering';
import type { Members } from './members';
import { contextOf } from './methods';
import type { Methods } from './methods';
import type { Names } from './names';

const channelFunctions =
  /(?:^|::)(?:(?:mpsc|broadcast|oneshot|watch|channel|crossbeam_channel|flume|async_channel|async_broadcast|kanal|futures_channel|tokio|std|sync|crossbeam|loole|thingbuf|postage)(?:::\w+)*::)?(channel|sync_channel|unbounded_channel|unbounded|bounded|broadcast|bounded_async|unbounded_async|async_channel)$/;

/** Types of other expressions, which calls are made of. */
export interface Values {
  typeOf(context: Context, body: Body, index: number, depth: number): Type;
  bindingType(context: Context, body: Body, local: Binding, depth: number): Type;
}

export interface Calls {
  /** The function a call reaches, when its declaration is in the workspace. */
  callee(context: Context, body: Body, call: Expression, depth?: number): Method | undefined;
  /** The callee's context, with its type parameters as turbofish and arguments give them. */
  substituted(context: Context, body: Body, call: Expression, found: Method, depth: number): Context;
  callType(context: Context, body: Body, call: Expression & { kind: 'call' }, depth: number): Type;
  methodType(context: Context, body: Body, call: Expression & { kind: 'method' }, depth: number): Type;
}

export function createCalls(
  names: Names,
  lower: Lowering['lower'],
  method: Methods['method'],
  { resolveValue, ownerType }: Members,
  { typeOf, bindingType }: Values,
): Calls {
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
      if (isReceive(call.name))
        return (
          elementOf(peeled) ?? (/Receiver|Stream|Reader|Rx/.test(peeled.name) ? (peeled.args[0] ?? unknown) : unknown)
        );
      if (/^(subscribe|resubscribe|new_receiver|new_subscriber)$/.test(call.name) && /Sender/.test(peeled.name))
        return named(peeled.path.replace(/Sender$/, 'Receiver'), peeled.args);
      if (call.name === 'read' && /^(EventReader|MessageReader)$/.test(peeled.name)) return named('Iter', peeled.args);
      if (/^(pop|pop_front|pop_back|first|last|remove|front|back)$/.test(call.name))
        return elementOf(peeled) ?? unknown;
      const value = /Map$/.test(peeled.name) ? peeled.args[1] : undefined;
      if (value && /^(get|get_mut|or_default|or_insert\w*)$/.test(call.name)) return value;
      if (value && /^(values|values_mut|into_values)$/.test(call.name)) return named('Iter', [value]);
    }
    if (through.has(call.name)) return receiver;
    if (/^(with_|and_|set_|at_)\w+$/.test(call.name) && peeled.kind === 'named' && peeled.item) return receiver;
    return unknown;
  };

  return { callee, substituted, callType, methodType };
}

function genericsOfCallee(body: Body, index: number): readonly TypeRef[] {
  const target = body.expressions[index];
  return target?.kind === 'path' ? target.generics : [];
}

function channelType(path: string, message: Type): Type {
  const family = path.includes('broadcast')
    ? 'broadcast'
    : path.includes('oneshot')
      ? 'oneshot'
      : path.includes('watch')
        ? 'watch'
        : 'channel';
  return { kind: 'tuple', items: [named(`${family}::Sender`, [message]), named(`${family}::Receiver`, [message])] };
}
