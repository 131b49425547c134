/** Which events a listener hears: those of its emitter, of related emitters and of what a pattern stands for. */
import { inRunningOrder, type Entry } from './distinct';
import type { Emission } from './emissions';
import { classId, eventIdOf } from './eventIds';
import type { Emitter } from './emitters/emitter';
import { isSubclass } from './members/ancestry';
import type { Program } from './program';
import { sameEmitter } from './settle';

export interface Told {
  readonly id: string;
  readonly emitter: Emitter | undefined;
}

/** What is told under a text: one entry per event id, with the emitter that dispatches it, if any does. */
export function toldOf(entries: readonly Entry[]): readonly Told[] {
  const found = new Map<string, Told>();
  for (const { emission } of entries.length > 1 ? [...entries].sort(inRunningOrder) : entries) {
    const id = eventIdOf(emission);
    if (id === null) continue;
    if (emission.direction === 'dispatch' || !found.has(id)) found.set(id, { id, emitter: emission.emitter });
  }
  return [...found.values()].sort((a, b) => (a.id < b.id ? -1 : 1));
}

export function sameTold(a: readonly Told[] | undefined, b: readonly Told[] | undefined): boolean {
  return (
    a?.length === b?.length &&
    Boolean(a?.every(({ id, emitter }, index) => id === b?.[index]?.id && sameEmitter(emitter, b[index]?.emitter)))
  );
}

/** What the workspace tells, as far as somebody asks. */
export interface Telling {
  told(text: string): readonly Told[];
  /** Every text under which something is told. */
  texts(): Iterable<string>;
  /** Whether objects of the class of this id are recorded or published. */
  recorded(id: string): boolean;
}

function related(program: Program, a: Emitter | undefined, b: Emitter | undefined): boolean {
  if (!a || !b) return a === b;
  if (a.key === b.key) return true;
  if (!a.class || !b.class) return false;
  return isSubclass(program, a.class, b.class) || isSubclass(program, b.class, a.class);
}

export interface Reach {
  /** Ids of all events it hears, when they are not just the one it names. */
  readonly matches?: readonly string[];
  readonly pattern?: true;
}

export function reachOf(program: Program, { event, emitter }: Emission, own: string | null, telling: Telling): Reach {
  if (event.kind !== 'string') return {};
  const ids = new Set<string>();
  if (emitter?.wildcards && event.text.includes('*')) {
    const expression = wildcard(event.text);
    for (const text of telling.texts())
      if (text !== event.text && expression.test(text))
        for (const one of telling.told(text)) if (related(program, emitter, one.emitter)) ids.add(one.id);
    return { matches: [...ids].sort(), pattern: true };
  }
  for (const one of telling.told(event.text))
    if (one.id === own || related(program, emitter, one.emitter)) ids.add(one.id);
  // `@OnEvent(OrderPlaced.name)` hears what is recorded as `new OrderPlaced()` and published under its class's name.
  const recorded = event.ofClass && classId(event.ofClass);
  if (recorded !== undefined && telling.recorded(recorded)) ids.add(recorded).add(own ?? recorded);
  return ids.size > 1 ? { matches: [...ids].sort() } : {};
}

/** `*` is one part between `.` or `:`, `**` and a lone `*` any number of them. */
function wildcard(text: string): RegExp {
  if (text === '*' || text === '**') return /^[\s\S]*$/;
  const source = text
    .split(/(\*\*|\*)/)
    .map((part) => (part === '**' ? '.*' : part === '*' ? '[^.:]*' : part.replace(/[\\^$.+?()[\]{}|]/g, '\\$&')))
    .join('');
  return new RegExp(`^${source}$`);
}
