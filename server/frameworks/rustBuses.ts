/** House-made buses that a project describes in its settings, in Rust code. */
import type { BusCall } from '../graph/bus';
import type { Dispatch, EventNode, Listen } from '../graph/graph';
import { lastSegment } from '../languages/rust/inferred';
import { framework } from './rust/contract';
import type { CallSite, RustWorld } from './rust/contract';
import { finish, type Found } from './rust/foundHere';
import { callsOf, receiverName, siteOf, turbofish, viaOf } from './rust/sites';
import { handlerGiven, namedByText, namedByType, textsGiven } from './rust/given';
import type { Named } from './rust/given';

interface BusVerb extends BusCall {
  readonly bus: string;
  readonly listens: boolean;
}

interface Survey {
  readonly verbs: ReadonlyMap<string, readonly BusVerb[]>;
}

const id = 'buses';

function survey(world: RustWorld): Survey | undefined {
  const verbs = new Map<string, BusVerb[]>();
  for (const bus of world.buses) {
    if (bus.languages && !bus.languages.includes('rust')) continue;
    for (const call of bus.dispatch ?? [])
      verbs.set(call.call, [...(verbs.get(call.call) ?? []), { ...call, bus: bus.name, listens: false }]);
    for (const call of bus.listen ?? [])
      verbs.set(call.call, [...(verbs.get(call.call) ?? []), { ...call, bus: bus.name, listens: true }]);
  }
  return verbs.size > 0 ? { verbs } : undefined;
}

function read(world: RustWorld, { verbs }: Survey, file: string): Found {
  const dispatches: Dispatch[] = [];
  const listens: Listen[] = [];
  const events: EventNode[] = [];
  const words = new RegExp([...verbs.keys()].map((word) => word.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')).join('|'));
  for (const site of callsOf(world, file, words))
    for (const verb of verbs.get(site.name) ?? []) {
      if (verb.on !== undefined && !standsOn(world, site, verb.on)) continue;
      const named = eventOf(world, site, verb);
      const base = siteOf(site, site.call.spot, viaOf(site), id);
      for (const { node } of named) events.push(node);
      const open = {
        eventId: null,
        event: null,
        certainty: 'dynamic' as const,
        reason: 'The name of the event is decided at run time.',
      };
      const known =
        named.length > 0
          ? named.map((one) => ({ eventId: one.id, event: one.name, certainty: 'exact' as const }))
          : [open];
      for (const event of known)
        if (verb.listens)
          listens.push({
            ...base,
            ...event,
            emitter: verb.bus,
            ...handlerGiven(world, site, handlerArgument(site, verb)),
          });
        else dispatches.push({ ...base, ...event, emitter: verb.bus });
    }
  return { dispatches, listens, events };
}

/** The receiver's type, module, or the variable's own name is the one the setting asks for. */
function standsOn(world: RustWorld, site: CallSite, on: string): boolean {
  if (receiverName(world, site) === on) return true;
  const { call, body } = site;
  if (call.kind === 'method') {
    const receiver = body.expressions[call.receiver];
    return (
      (receiver?.kind === 'path' && lastSegment(receiver.path) === on) ||
      (receiver?.kind === 'field' && receiver.name === on)
    );
  }
  if (call.kind === 'macro') return call.name.split('::').at(-2) === on;
  const callee = body.expressions[call.callee];
  return callee?.kind === 'path' && callee.path.split('::').slice(0, -1).includes(on);
}

function eventOf(world: RustWorld, site: CallSite, verb: BusVerb): Named[] {
  const { context, body, call } = site;
  if (verb.event === 'type')
    return turbofish(site)
      .slice(0, 1)
      .flatMap((type) => namedByType(world.inference.lower(type, context), verb.bus, id));
  const arg = call.args[verb.event ?? 0];
  if (arg === undefined) return [];
  const texts = textsGiven(world, site, arg);
  if (texts.length > 0) return texts.map((name) => namedByText(name, verb.bus, id));
  return world.inference.alternatives(context, body, arg).flatMap((type) => namedByType(type, verb.bus, id));
}

function handlerArgument({ call }: CallSite, verb: BusVerb): number | undefined {
  const event = typeof verb.event === 'number' ? verb.event + 1 : verb.event === undefined ? 1 : 0;
  return call.args[verb.handler ?? event];
}

export const rustBuses = framework<Survey, Found>({
  id,
  title: 'Buses from the settings',
  packages: [],
  needles: [],
  survey,
  files: (world, { verbs }) => [...new Set([...world.search([...verbs.keys()]).values()].flat())],
  read,
  finish,
});
