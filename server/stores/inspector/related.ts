/** Cause and effect around one event: all of its correlation, and the chain of causes both ways. Knows no detail of a row. */
import type { RelatedEvent } from '../questions';
import type { Condition } from '../store';
import { positionOf } from './cells';
import type { ReadEvent } from './eventReader';
import { failedEvents, isFailed } from './eventRows';
import { eventsOf, heed, type OpenStore } from './openStore';
import { pageEvents } from './paging';
import { stretches } from './stretches';

const atMost = 500;
/** Ids asked for at once. */
const batch = 200;

export async function relatedOf(
  store: OpenStore,
  event: ReadEvent,
  signal: AbortSignal | undefined,
): Promise<readonly RelatedEvent[]> {
  const { columns } = eventsOf(store);
  const found = new Map<string, ReadEvent>([[event.key, event]]);
  const add = (events: readonly ReadEvent[]): readonly ReadEvent[] => {
    const fresh = events.filter(({ key }) => !found.has(key)).slice(0, Math.max(0, atMost - found.size));
    for (const each of fresh) found.set(each.key, each);
    return fresh;
  };
  const look = (column: string, values: readonly string[]): Promise<readonly ReadEvent[]> =>
    nearby(store, event, anyOf(column, values), signal);

  if (columns.correlation !== undefined && event.correlation !== null)
    add(await look(columns.correlation, [event.correlation]));
  if (columns.causation !== undefined && columns.id !== undefined) {
    const whole = [...found.values()];
    for (let causes: readonly ReadEvent[] = whole; causes.length > 0 && found.size < atMost;) {
      const known = new Set([...found.values()].map(({ id }) => id));
      const wanted = causes.flatMap(({ causation }) =>
        causation !== null && !known.has(causation) ? [causation] : [],
      );
      causes = wanted.length > 0 ? add(await look(columns.id, wanted.slice(0, batch))) : [];
    }
    // Not of its causes: what else these led to is another story.
    for (let effects: readonly ReadEvent[] = whole; effects.length > 0 && found.size < atMost;) {
      const ids = effects.flatMap(({ id }) => id ?? []).slice(0, batch);
      effects = ids.length > 0 ? add(await look(columns.causation, ids)) : [];
    }
  }
  if (found.size === 1) return [];
  return inOrder([...found.values()], event, await failedEvents(store));
}

/** Ids may be stored as numbers and are known as text. */
function anyOf(column: string, ids: readonly string[]): Condition {
  const numbers = ids.filter((id) => /^\d{1,15}$/.test(id)).map(Number);
  const bytes = ids.filter((id) => /^0x(?:[0-9a-f]{2})+$/.test(id)).map((id) => Buffer.from(id.slice(2), 'hex'));
  return { column, is: 'in', values: [...ids, ...numbers, ...bytes.map((each) => new Uint8Array(each))] };
}

/** At once by an index; otherwise from the event on in both directions, as far as patience reaches. */
async function nearby(
  store: OpenStore,
  event: ReadEvent,
  condition: Condition,
  signal: AbortSignal | undefined,
): Promise<readonly ReadEvent[]> {
  const table = store.tables.find(({ name }) => name === store.mapping.events?.table);
  const where = [condition];
  if (table?.columns.some(({ name, indexed }) => indexed && name === condition.column))
    return pageEvents(store, { order: 'oldest', where, limit: atMost, light: true });
  const found: ReadEvent[] = [];
  for (const order of ['newest', 'oldest'] as const) {
    const ends = performance.now() + store.settings.patience / 8;
    for await (const { after, until } of stretches(store, order, event.cells, signal)) {
      const span = { ...(after && { after }), ...(until && { until }) };
      found.push(...(await pageEvents(store, { order, where, limit: atMost, light: true, ...span })));
      heed(signal);
      if (found.length >= atMost || performance.now() > ends) break;
    }
  }
  return found;
}

/** A cause before its effects, these in the order of the log. */
function inOrder(events: readonly ReadEvent[], self: ReadEvent, failed: ReadonlySet<string>): readonly RelatedEvent[] {
  const sorted = [...events].sort(
    (a, b) => (a.milliseconds ?? 0) - (b.milliseconds ?? 0) || comparePositions(a.position, b.position),
  );
  const byId = new Map(sorted.flatMap((event) => (event.id === null ? [] : [[event.id, event] as const])));
  const causeOf = ({ id, causation }: ReadEvent): ReadEvent | undefined =>
    causation === null || causation === id ? undefined : byId.get(causation);
  const effects = new Map<ReadEvent | undefined, ReadEvent[]>();
  for (const event of sorted) {
    const cause = causeOf(event);
    effects.set(cause, [...(effects.get(cause) ?? []), event]);
  }
  const rows: RelatedEvent[] = [];
  const seen = new Set<ReadEvent>();
  const visit = (event: ReadEvent, depth: number): void => {
    if (seen.has(event)) return;
    seen.add(event);
    const cause = causeOf(event);
    rows.push({
      key: event.key,
      type: event.type,
      position: positionOf(event.position),
      stream: event.stream,
      time: event.time,
      depth,
      after:
        !cause || event.milliseconds === null || cause.milliseconds === null
          ? null
          : event.milliseconds - cause.milliseconds,
      ...(isFailed(event, failed) && { failed: true as const }),
      ...(event.key === self.key && { self: true as const }),
    });
    for (const effect of effects.get(event) ?? []) visit(effect, depth + 1);
  };
  for (const root of effects.get(undefined) ?? []) visit(root, 0);
  // Causes that go round in a ring have no first.
  for (const event of sorted) visit(event, 0);
  return rows;
}

function comparePositions(one: ReadEvent['position'], two: ReadEvent['position']): number {
  if (one === null || two === null || one === two) return 0;
  return one < two ? -1 : 1;
}
