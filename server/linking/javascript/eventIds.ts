/** What an emission's event is called, and the id under which the graph knows it. */
import type { Emission } from './emissions';
import { nameOfClass } from './members/ancestry';
import type { ClassValue } from './values';

export function eventIdOf(emission: Emission): string | null {
  const { event, emitter } = emission;
  switch (event.kind) {
    case 'string':
      return stringId(emitter?.key, event.text);
    case 'class':
      return classId(event.class);
    case 'externalClass':
      return `js:${event.module}#${event.name}`;
    case 'type':
      return typeId(event.text);
    case 'token':
      return `js:${event.key}`;
    default:
      return null;
  }
}

export function stringId(emitter: string | undefined, text: string): string {
  return `js:${emitter ?? 'string'}|${text}`;
}

export function typeId(text: string): string {
  return `js:type|${text}`;
}

export function classId(value: ClassValue): string {
  return `js:${value.source.file}#${nameOfClass(value)}`;
}

export function nameOf(emission: Emission): string | null {
  const { event } = emission;
  switch (event.kind) {
    case 'string':
    case 'type':
    case 'token':
      return event.text;
    case 'class':
      return nameOfClass(event.class);
    case 'externalClass':
      return event.name;
    default:
      return null;
  }
}
