/** Sorted lists of which an edit changes a few elements: those alone find their place anew. Knows nothing of what it sorts. */

/**
 * Sorts one list again and again. The answer is the same array as long as the list has the same elements in the same
 * order; equal elements keep the order of the list, as in any stable sort.
 */
export function openSorted<Value extends object>(
  order: (left: Value, right: Value) => number,
): (list: readonly Value[]) => readonly Value[] {
  let from: readonly Value[] = [];
  let sorted: readonly Value[] = [];
  return (list) => {
    if (list === from) return sorted;
    const most = Math.min(from.length, list.length);
    let start = 0;
    while (start < most && from[start] === list[start]) start++;
    let same = 0;
    while (same < most - start && from[from.length - 1 - same] === list[list.length - 1 - same]) same++;
    const gone = from.slice(start, from.length - same);
    const fresh = list.slice(start, list.length - same);
    from = list;
    if (gone.length + fresh.length > 0)
      sorted =
        (gone.length + fresh.length) * 8 < list.length
          ? (corrected(sorted, gone, fresh, order) ?? [...list].sort(order))
          : [...list].sort(order);
    return sorted;
  };
}

/**
 * Undefined when something fresh is equal to what stays, so that only the list can say which comes first, or when
 * something that leaves stands in the list twice.
 */
function corrected<Value extends object>(
  sorted: readonly Value[],
  gone: readonly Value[],
  fresh: readonly Value[],
  order: (left: Value, right: Value) => number,
): readonly Value[] | undefined {
  const leaving = new Set(gone);
  const rest = gone.length > 0 ? sorted.filter((value) => !leaving.has(value)) : sorted;
  if (rest.length !== sorted.length - gone.length) return undefined;
  const made: Value[] = [];
  let next = 0;
  for (const value of [...fresh].sort(order)) {
    let low = next;
    let high = rest.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      const other = rest[middle];
      const compared = other ? order(other, value) : 1;
      if (compared === 0) return undefined;
      if (compared < 0) low = middle + 1;
      else high = middle;
    }
    while (next < low) made.push(rest[next++] as Value);
    made.push(value);
  }
  return made.concat(rest.slice(next));
}
