/** Which events a function of Bevy hears, as its parameters say; knows nobody who runs it. */
import type { FunctionFacts } from '../../languages/rust/facts';
import { lastSegment, peel, type Context, type Type } from '../../languages/rust/inferred';
import { derivesOf } from '../../languages/rust/attributes';
import type { Heard } from './bevyFound';
import type { RustWorld } from './contract';

const readers = /^(EventReader|MessageReader|EventMutator|MessageMutator|PopulatedMessageReader)$/;
export const stores = /^(Events|Messages)$/;
const storeReads =
  /^(drain|update_drain|iter_current_update_(events|messages)|get_cursor|get_cursor_current|get_reader)$/;
const observed = /^(Trigger|On)$/;
const hearsNothing =
  /^(?:\w+::)*(?:Query|Commands|Res|ResMut|Local|World|App|Time|Entity|Assets|Transform|str|String|usize|[ui](?:8|16|32|64)|f32|f64|bool|Vec2|Vec3|Self|EventWriter|MessageWriter|Option|Vec|Formatter|Deferred|Gizmos|NonSend|NonSendMut|In)$/;

/** `ToClients<Damage>` and `FromClient<Damage>`: the event itself, on its way over the network. */
export function unaddressed(type: Type): Type {
  const [event] = type.kind === 'named' && !type.item && /^(?:ToClients|FromClient)$/.test(type.name) ? type.args : [];
  const inside = event && peel(event);
  return inside?.kind === 'named' ? inside : type;
}

/** Events a function's parameters say it hears; parameter sets are looked into. */
export function heardBy(world: RustWorld, context: Context, fn: FunctionFacts): Heard[] {
  return fn.parameters.flatMap(({ name, type }) => {
    if (type.kind !== 'path') return heardIn(world, world.inference.lower(type, context), 0);
    const [stored] = type.args;
    const store = stored?.kind === 'path' && stores.test(lastSegment(stored.path));
    return [
      ...(hearsNothing.test(type.path) ? [] : heardIn(world, world.inference.lower(type, context), 0)),
      ...(store ? drained(world.inference.lower(type, context), name, fn) : []),
    ];
  });
}

/** `ResMut<Messages<Damage>>` that the function empties or reads by a cursor. */
function drained(type: Type, name: string, fn: FunctionFacts): Heard[] {
  const store = peel(type);
  const [first] = store.kind === 'named' && stores.test(store.name) ? store.args : [];
  const event = first && peel(first);
  if (store.kind !== 'named' || event?.kind !== 'named' || !fn.body) return [];
  const { body } = fn;
  const reads = body.expressions.some((expression) => {
    if (expression.kind !== 'method' || !storeReads.test(expression.name)) return false;
    const receiver = body.expressions[expression.receiver];
    return receiver?.kind === 'path' && receiver.path === name;
  });
  return reads ? [{ type: event, observer: false, via: store.name }] : [];
}

export function heardIn(world: RustWorld, type: Type, depth: number): Heard[] {
  if (depth > 4) return [];
  if (type.kind === 'tuple') return type.items.flatMap((item) => heardIn(world, item, depth + 1));
  if (type.kind !== 'named') return [];
  const [first] = type.args;
  if (readers.test(type.name) || observed.test(type.name)) {
    const event = first && unaddressed(peel(first));
    return event?.kind === 'named' ? [{ type: event, observer: observed.test(type.name), via: type.name }] : [];
  }
  if (!type.item && /^(ParamSet|Option|Local|Res|ResMut|StaticSystemParam|Single|If)$/.test(type.name))
    return type.args.flatMap((arg) => heardIn(world, arg, depth + 1));
  if (type.item?.kind === 'struct' && derivesOf(type.item.facts.attributes).includes('SystemParam')) {
    const { facts, file } = type.item;
    return facts.fields.flatMap((field) =>
      heardIn(world, world.inference.lower(field.type, { file, module: facts.module }), depth + 1),
    );
  }
  return [];
}
