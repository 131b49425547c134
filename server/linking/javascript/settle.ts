/** What the rest of the workspace says about an emission, step by step: each step reads what the one before it left. */
import type { Emission } from './emissions';
import type { Emitter } from './emitters/emitter';
import { isSubclass, nameOfClass } from './members/ancestry';
import type { Program } from './program';
import type { ClassValue } from './values';

/** What every file tells the others under a key, and what an emission becomes by what is told. */
export interface Step<Value> {
  /** Whether it matters what is told, and not only that something is. */
  readonly same?: (a: Value, b: Value) => boolean;
  tell(emission: Emission, add: (key: string, value: Value) => void): void;
  /** Undefined when the emission is none. */
  settle(program: Program, emission: Emission, told: (key: string) => readonly Value[]): Emission | undefined;
}

function isOfPage({ emitter, framework }: Emission): boolean {
  return Boolean(emitter?.page) || (framework === 'eventTarget' && Boolean(emitter?.native));
}

/**
 * Library objects made here on which the workspace itself emits, and the page's events that it dispatches itself, are
 * its own. A subscriber's events are those it declares, not what its methods compare names with.
 */
export const borrowed: Step<true> = {
  tell(emission, add) {
    const { emitter, direction, external, event, role, via, handler } = emission;
    if (role === 'subscriber' && event.kind === 'class' && /ubscribed|listensTo|andledEvents/.test(via) && handler)
      add(`subscriber|${handler.handler}`, true);
    if (direction !== 'dispatch' || external) return;
    if (emitter?.borrowed) add(`emitter|${emitter.key}`, true);
    else if (event.kind === 'string' && isOfPage(emission)) add(`page|${event.text}`, true);
  },
  settle(_, emission, told) {
    const { emitter, event, handler } = emission;
    if (emission.derived && event.kind === 'string' && handler && told(`subscriber|${handler.handler}`).length)
      return undefined;
    if (emitter?.borrowed && !told(`emitter|${emitter.key}`).length) return { ...emission, external: true };
    if (
      emission.direction === 'listen' &&
      isOfPage(emission) &&
      !(event.kind === 'string' && told(`page|${event.text}`).length)
    )
      return { ...emission, external: true };
    return emission;
  },
};

/** Objects of a class on a bus whose listeners name strings: the name they carry is the event. */
export const aliases: Step<true> = {
  tell({ direction, event, emitter }, add) {
    if (direction !== 'listen') return;
    if (event.kind === 'string') add(`heard|${emitter?.key}|${event.text}`, true);
    if (event.kind === 'string' && emitter) add(`byString|${emitter.key}`, true);
    if (event.kind === 'class' && emitter) add(`byClass|${emitter.key}`, true);
  },
  settle(_, emission, told) {
    const { event, emitter } = emission;
    if (event.kind !== 'class') return emission;
    // Where all listeners name strings, an object of some class is a payload whose name is not to be seen.
    if (
      event.alias === undefined &&
      emission.direction === 'dispatch' &&
      emitter &&
      told(`byString|${emitter.key}`).length &&
      !told(`byClass|${emitter.key}`).length
    )
      return {
        ...emission,
        event: { kind: 'unknown' },
        certainty: 'dynamic',
        reason: 'The name is carried by the object and decided at run time.',
      };
    if (event.alias === undefined || !told(`heard|${emitter?.key}|${event.alias}`).length) return emission;
    return {
      ...emission,
      event: { kind: 'string', text: event.alias },
      ...(emitter && { framework: emitter.framework }),
    };
  },
};

/**
 * Where an emitter is told recorded events under the names of their classes, a listener to such a name hears the events
 * of that class: the one it names, or the only one of that name.
 */
export const recorded: Step<ClassValue | undefined> = {
  same: (a, b) => a === b || (a !== undefined && b !== undefined && sameClass(a, b)),
  tell({ byClass, emitter, record, event, direction }, add) {
    // One written by hand looks its listeners up by the class of what it is given.
    const listed = direction === 'listen' && emitter?.hand && event.kind === 'string' && event.ofClass;
    if (emitter && (byClass || listed)) add(`emitter|${emitter.key}`, undefined);
    if (record && event.kind === 'class') add(`class|${nameOfClass(event.class)}`, event.class);
  },
  settle(_, emission, told) {
    const { event, emitter } = emission;
    if (event.kind !== 'string' || !emitter || !told(`emitter|${emitter.key}`).length) return emission;
    const classes: ClassValue[] = [];
    for (const one of told(`class|${event.text}`))
      if (one && !classes.some((known) => known.class === one.class)) classes.push(one);
    const named = classes.find(
      (one) => one.source === event.declared?.source && one.class.line === event.declared.line,
    );
    const [only] = classes;
    const meant = named ?? (classes.length === 1 ? only : undefined);
    return meant ? { ...emission, event: { kind: 'class', class: meant } } : emission;
  },
};

/** Constants that a subclass uses as well are declared by the class that owns them alone. */
export const declarations: Step<Emitter> = {
  same: sameEmitter,
  tell(emission, add) {
    const place = placeOfEvent(emission);
    if (place !== undefined && emission.emitter?.class) add(place, emission.emitter);
  },
  settle(program, emission, told) {
    const place = placeOfEvent(emission);
    const { emitter, event } = emission;
    const own = emitter?.class;
    if (place === undefined || !own || event.kind !== 'string') return emission;
    const inherited = told(place).some(
      (other) => other.class && other.key !== emitter.key && isSubclass(program, own, other.class),
    );
    return inherited ? { ...emission, event: { kind: 'string', text: event.text } } : emission;
  },
};

function placeOfEvent({ event }: Emission): string | undefined {
  return event.kind === 'string' && event.declared
    ? `${event.declared.source.file}:${event.declared.line}:${event.declared.column}`
    : undefined;
}

function sameClass(a: ClassValue | undefined, b: ClassValue | undefined): boolean {
  return a?.source === b?.source && a?.class === b?.class;
}

/** Whether two emitters are the same one to everybody who only asks what they are related to. */
export function sameEmitter(a: Emitter | undefined, b: Emitter | undefined): boolean {
  return a === b || (a !== undefined && b !== undefined && a.key === b.key && sameClass(a.class, b.class));
}
