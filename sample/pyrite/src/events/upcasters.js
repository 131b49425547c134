/** `Type.vN` to the next version; applied until no further one is found. */
const upcasters = {
  'ProgressUpdated.v1': (event) => ({
    ...event,
    version: 2,
    data: { from: 0, to: event.data.progress, delta: event.data.progress },
  }),
  'WorkEffortStarted.v0': (event) => ({ ...event, version: 1, data: { ...event.data, owner: 'unknown' } }),
};

export function upcast(event) {
  let current = event;
  for (;;) {
    const next = upcasters[`${current.type}.v${current.version}`];
    if (!next) return current;
    current = next(current);
  }
}
