/** Where the keys of a list lead from its active row: one for all lists, so that all of them go the same way. */

/** Undefined when the key does not move; within the list, which may be empty (0 then). `page` is in rows. */
export function stepOf(key: string, active: number, count: number, page = 10): number | undefined {
  const steps: Readonly<Record<string, number>> = {
    ArrowUp: active - 1,
    ArrowDown: active + 1,
    PageUp: active - page,
    PageDown: active + page,
    Home: 0,
    End: count - 1,
  };
  const step = Object.hasOwn(steps, key) ? steps[key] : undefined;
  return step === undefined ? undefined : Math.max(0, Math.min(count - 1, step));
}
