/** Which texts were seen before, in eight bytes for each: for the ids of millions of events. Knows no event. */

export interface Seen {
  /** Whether it was there already; undefined once there are too many to tell. */
  readonly add: (text: string) => boolean | undefined;
}

/** Two of so many are taken for one another once in some hundred thousand such stores. */
export function seenOf(atMost: number): Seen {
  let slots = 1 << 12;
  let low = new Uint32Array(slots);
  let high = new Uint32Array(slots);
  let size = 0;

  const place = (one: number, two: number): number => {
    let slot = (one ^ (two << 7)) & (slots - 1);
    while ((low[slot] !== 0 || high[slot] !== 0) && (low[slot] !== one || high[slot] !== two))
      slot = (slot + 1) & (slots - 1);
    return slot;
  };

  const grow = (): void => {
    const [oldLow, oldHigh] = [low, high];
    slots *= 2;
    low = new Uint32Array(slots);
    high = new Uint32Array(slots);
    for (const [index, one] of oldLow.entries()) {
      const two = oldHigh[index] ?? 0;
      if (one === 0 && two === 0) continue;
      const slot = place(one, two);
      low[slot] = one;
      high[slot] = two;
    }
  };

  return {
    add(text) {
      const [one, two] = hashOf(text);
      const slot = place(one, two);
      if (low[slot] !== 0 || high[slot] !== 0) return true;
      if (size >= atMost) return undefined;
      low[slot] = one;
      high[slot] = two;
      if (++size * 2 > slots) grow();
      return false;
    },
  };
}

/** Two mixes of all characters, never both zero. */
function hashOf(text: string): readonly [number, number] {
  let one = 0xdeadbeef ^ text.length;
  let two = 0x41c6ce57 ^ text.length;
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    one = Math.imul(one ^ code, 2654435761);
    two = Math.imul(two ^ code, 1597334677);
  }
  one = Math.imul(one ^ (one >>> 16), 2246822507) ^ Math.imul(two ^ (two >>> 13), 3266489909);
  two = Math.imul(two ^ (two >>> 16), 2246822507) ^ Math.imul(one ^ (one >>> 13), 3266489909);
  return [(one | 1) >>> 0, two >>> 0];
}
