/** Payloads on their way to people: as JSON text, without the values of keys that a setting names. Knows no table. */
import { jsonText } from '../json';
import type { PayloadText } from '../questions';
import type { Payload } from '../store';

export type Mask = (key: string) => boolean;

const hidden = '•••';
/** A payload of many megabytes is cut: nobody reads it to its end, and every process it crosses would hold it. */
const shownAtMost = 2_000_000;

const nothing: Mask = () => false;

export function maskOf(keys: readonly string[]): Mask {
  const plain = new Set(keys.map(plainKey));
  return plain.size === 0 ? nothing : (key) => plain.has(plainKey(key));
}

const plainKey = (key: string): string => key.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '');

/** The same value where nothing of it is masked. */
export function masked(value: unknown, mask: Mask): unknown {
  if (mask === nothing || typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) {
    const list = value as readonly unknown[];
    const inner = list.map((item) => masked(item, mask));
    return inner.some((item, index) => item !== list[index]) ? inner : value;
  }
  const entries = Object.entries(value);
  const inner = entries.map(([key, part]) => [key, mask(key) ? hidden : masked(part, mask)] as const);
  return inner.some(([, part], index) => part !== entries[index]?.[1]) ? Object.fromEntries(inner) : value;
}

export function payloadText(payload: Payload, mask: Mask): PayloadText {
  if (payload.kind === 'opaque') return payload;
  const text = jsonText(masked(payload.value, mask));
  if (text.length <= shownAtMost) return { kind: 'json', text, encoding: payload.encoding };
  return { kind: 'json', text: text.slice(0, shownAtMost), encoding: payload.encoding, cut: true };
}
