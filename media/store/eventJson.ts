/** One event as JSON to be copied: payloads go in as they are stored, so that no number loses a digit. */
import type { EventDetail, PayloadText } from '../../server/stores/questions';

export function eventJson(event: EventDetail): string {
  const fields: readonly (readonly [string, string])[] = [
    ['position', JSON.stringify(event.position)],
    ['stream', JSON.stringify(event.stream)],
    ['version', JSON.stringify(event.version)],
    ['type', JSON.stringify(event.type)],
    ['data', payload(event.data)],
    ['metadata', event.metadata ? payload(event.metadata) : 'null'],
    ['time', JSON.stringify(event.time)],
  ];
  return `{\n${fields.map(([name, value]) => `  ${JSON.stringify(name)}: ${value}`).join(',\n')}\n}`;
}

function payload(value: PayloadText): string {
  if (value.kind === 'opaque') return JSON.stringify(`0x${value.hex}`);
  // Half a text would make all of it unreadable.
  return value.cut || !isJson(value.text) ? JSON.stringify(value.text) : value.text.trim().replaceAll('\n', '\n  ');
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
