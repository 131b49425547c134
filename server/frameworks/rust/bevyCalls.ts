/** Calls that write or trigger an event of Bevy, and those that hand a system or an observer to the app. */
import type { Expression, FunctionFacts } from '../../languages/rust/facts';
import { lastSegment, peel, type Context, type Type } from '../../languages/rust/inferred';
import { bevyId, type Into, type Survey } from './bevyFound';
import { heardIn, stores, unaddressed } from './bevySystems';
import type { CallSite, RustWorld } from './contract';
import { functionKey, siteOf, turbofish, viaOf } from './sites';
import { idOf } from './eventNodes';

const writers = /^(EventWriter|MessageWriter|ParallelEventWriter)$/;

/** What takes events from anybody, whatever they are. */
const app = /^(Commands|EntityCommands|World|DeferredWorld|EntityWorldMut|App)$/;
const writes = /^(send|write|send_batch|write_batch|send_default|write_default)$/;
const triggers =
  /^(trigger|trigger_targets|trigger_with|trigger_ref|trigger_targets_ref|client_trigger|server_trigger|client_trigger_targets|server_trigger_targets|send_event|send_event_batch|send_event_default|write_message|write_message_batch|write_message_default|send_message|trigger_event)$/;
const observes = /^(add_observer|observe|add_observers|with_observer|register_observer|spawn_observer)$/;
const adds =
  /^(add_systems?|add_startup_system|add_system_set|run_system\w*|register_system|register_one_shot_system)$/;

export function readDispatch(world: RustWorld, known: Survey, site: CallSite, found: Into): void {
  const { call, context, body } = site;
  if (call.kind !== 'method') return;
  const base = siteOf(site, call.spot, viaOf(site), bevyId);
  const add = (type: Type & { kind: 'named' }): void => {
    found.dispatches.push({ ...base, ...eventOf(type, found), certainty: 'exact' });
  };
  if (writes.test(call.name) || /^(send|write)/.test(call.name)) {
    const receiver = peel(world.inference.typeOf(context, body, call.receiver));
    const carried =
      receiver.kind === 'named' && (writers.test(receiver.name) || stores.test(receiver.name))
        ? receiver.args[0]
        : undefined;
    if (carried && writes.test(call.name)) {
      const type = unaddressed(peel(carried));
      if (type.kind === 'named') add(type);
      else if (type.kind === 'parameter')
        found.dispatches.push({
          ...base,
          eventId: null,
          event: null,
          certainty: 'dynamic',
          wrapper: true,
          reason: 'The function is generic over the event it writes.',
        });
      return;
    }
  }
  if (!triggers.test(call.name)) return;
  const generic = turbofish(site)[0];
  const types = generic
    ? [world.inference.lower(generic, context)]
    : call.args.slice(0, 1).flatMap((arg) => world.inference.alternatives(context, body, addressee(world, site, arg)));
  const named = types.map((type) => unaddressed(peel(type))).filter((type) => type.kind === 'named');
  const receiver = peel(world.inference.typeOf(context, body, call.receiver));
  const ofBevy = receiver.kind === 'named' && app.test(receiver.name);
  // What something else sends is an event only where it is declared as one.
  const events = named.filter(
    (type) =>
      type.item !== undefined &&
      (known.events.has(type.path) || (call.name !== 'trigger_targets' && (ofBevy || receiver.kind !== 'named'))),
  );
  for (const type of events) add(type);
  if (events.length > 0 || call.args.length === 0) return;
  const [type] = types;
  if (!ofBevy) return;
  const open = type === undefined || type.kind !== 'named';
  found.dispatches.push({
    ...base,
    eventId: null,
    event: null,
    certainty: 'dynamic',
    reason:
      open && type?.kind === 'parameter'
        ? 'The function is generic over the event it triggers.'
        : 'The type of the triggered value is decided elsewhere.',
    ...(type?.kind === 'parameter' && { wrapper: true }),
  });
}

/** `ToClients { targets, message: Damage }`: the message, wherever the literal stands. */
function addressee(world: RustWorld, { context, body }: CallSite, arg: number): number {
  const expression = body.expressions[arg];
  if (expression?.kind === 'path' && !expression.path.includes('::')) {
    const local = world.inference.binding(context, body, expression.path, expression.offset);
    const value = local?.steps.length === 0 ? local.value : undefined;
    const written = value === undefined ? undefined : body.expressions[value];
    if (value !== undefined && written?.kind === 'struct') return messageOf(written) ?? arg;
  }
  return (expression?.kind === 'struct' ? messageOf(expression) : undefined) ?? arg;
}

function messageOf({ type, fields }: Expression & { kind: 'struct' }): number | undefined {
  if (type.kind !== 'path' || lastSegment(type.path) !== 'ToClients') return undefined;
  return fields.find(({ name }) => name === 'message' || name === 'event')?.value;
}

export function eventOf(
  type: Type & { kind: 'named' },
  found: Into,
): { eventId: string; event: string; external?: true } {
  const local = type.item?.kind === 'struct' || type.item?.kind === 'enum';
  if (!local)
    found.external.push({
      id: idOf(type.path),
      name: type.name,
      language: 'rust',
      kind: 'class',
      external: true,
      publishedBy: 'bevy',
      framework: bevyId,
    });
  return { eventId: idOf(type.path), event: type.name, ...(!local && { external: true as const }) };
}

/** Where functions and closures are handed to the app or to an entity. */
export function readAdded(world: RustWorld, site: CallSite, found: Into): void {
  const { call, context, body } = site;
  if (call.kind !== 'method' || (!observes.test(call.name) && !adds.test(call.name))) return;
  const visit = (index: number, depth: number): void => {
    const expression = body.expressions[index];
    if (!expression || depth > 8) return;
    if (expression.kind === 'items') for (const item of expression.items) visit(item, depth + 1);
    else if (expression.kind === 'method')
      for (const part of [expression.receiver, ...(expression.name === 'pipe' ? expression.args : [])])
        visit(part, depth + 1);
    else if (expression.kind === 'call')
      for (const arg of [expression.callee, ...expression.args]) visit(arg, depth + 1);
    else if (expression.kind === 'closure' && observes.test(call.name)) {
      const [first] = expression.parameters;
      const heard = first ? heardIn(world, world.inference.lower(first, context), 0) : [];
      for (const one of heard)
        found.listens.push({
          ...siteOf(site, call.spot, call.name, bevyId),
          ...eventOf(one.type, found),
          handler: 'closure',
          handlerFile: site.file,
          handlerLine: expression.spot[0],
          handlerColumn: expression.spot[1],
          handlerEndLine: expression.endLine,
          certainty: 'exact',
        });
    } else if (expression.kind === 'path') {
      const target = functionOf(world, context, expression.path);
      if (!target) return;
      const spot = observes.test(call.name) ? call.spot : expression.spot;
      found.added.push({
        key: functionKey(target.file, target.fn),
        listen: { ...siteOf(site, spot, call.name, bevyId) },
      });
    }
  };
  for (const arg of call.args) visit(arg, 0);
}

function functionOf(world: RustWorld, context: Context, path: string): { file: string; fn: FunctionFacts } | undefined {
  const written =
    path.startsWith('Self::') && context.impl?.type.kind === 'path'
      ? `${context.impl.type.path}${path.slice(4)}`
      : path;
  const item = world.names.resolve(context.file, context.module, written, 'value', context.function?.name);
  if (item.kind === 'function') return { file: item.file, fn: item.facts };
  if (item.kind !== 'associated' || !item.owner || item.owner.kind === 'external' || item.owner.kind === 'associated')
    return undefined;
  const found = world.inference.method(
    { kind: 'named', path: item.ownerPath, name: lastSegment(item.ownerPath), args: [], item: item.owner },
    item.name,
  );
  return found && { file: found.context.file, fn: found.function };
}
