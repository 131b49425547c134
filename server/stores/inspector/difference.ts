/** Where two payloads differ, path by path. Digits of large integers count; what is masked differs without being shown. */
import { jsonText } from '../json';
import type { Difference } from '../questions';
import type { Payload } from '../store';
import { masked, type Mask } from './masking';

const listedAtMost = 1_000;
const shownAtMost = 500;

export function differencesOf(left: Payload | null, right: Payload | null, mask: Mask): readonly Difference[] {
  const found: Difference[] = [];
  const values = [left, right].map((payload) => (payload?.kind === 'json' ? payload.value : undefined));
  if ((left && left.kind !== 'json') || (right && right.kind !== 'json')) {
    const same =
      left?.kind === 'opaque' && right?.kind === 'opaque' && left.size === right.size && left.hex === right.hex;
    return same ? [] : [{ path: '', kind: 'changed', before: bytesText(left), after: bytesText(right) }];
  }
  visit('', values[0], values[1], false);
  return found;

  function visit(path: string, before: unknown, after: unknown, hidden: boolean): void {
    if (found.length >= listedAtMost || Object.is(before, after)) return;
    const [one, two] = [partsOf(before), partsOf(after)];
    if (!one || !two || one.isList !== two.isList) {
      const kind = before === undefined ? 'added' : after === undefined ? 'removed' : 'changed';
      found.push({ path, kind, before: shown(before, hidden), after: shown(after, hidden) });
      return;
    }
    for (const key of new Set([...one.entries.keys(), ...two.entries.keys()])) {
      const inner = one.isList ? `${path}[${key}]` : path === '' ? key : `${path}.${key}`;
      visit(inner, one.entries.get(key), two.entries.get(key), hidden || (!one.isList && mask(key)));
    }
  }

  function shown(value: unknown, hidden: boolean): string | null {
    if (value === undefined) return null;
    const text = hidden ? '•••' : jsonText(masked(value, mask));
    return text.length > shownAtMost ? `${text.slice(0, shownAtMost - 1)}…` : text;
  }
}

function partsOf(
  value: unknown,
): { readonly isList: boolean; readonly entries: ReadonlyMap<string, unknown> } | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  return { isList: Array.isArray(value), entries: new Map(Object.entries(value)) };
}

function bytesText(payload: Payload | null): string | null {
  if (payload === null) return null;
  if (payload.kind === 'json') return `${payload.encoding}, readable`;
  return `${payload.size.toLocaleString('en-US')} bytes, 0x${payload.hex.slice(0, 64)}${payload.hex.length > 64 ? '…' : ''}`;
}
