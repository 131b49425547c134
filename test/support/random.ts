/** Repeatable random numbers, so that a failure can be repeated. */
export function randomFrom(seed: number): (limit: number) => number {
  let state = seed >>> 0;
  return (limit) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return limit <= 0 ? 0 : Math.floor((state / 2 ** 32) * limit);
  };
}
