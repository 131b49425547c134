/** Whether a state of the server means that the rows in sight may be out of date. Knows no row. */
import type { State } from '../../server/protocol';

/** Answers once for each state, in the order in which they come. */
export function staleness(): (state: State) => boolean {
  let shown: number | undefined;
  return (state) => {
    switch (state.kind) {
      case 'indexing':
        // Whoever reads the workspace anew may be another process, which counts its versions from one again.
        shown = undefined;
        return false;
      case 'failed':
        shown = undefined;
        return true;
      case 'ready':
        if (state.version === shown) return false;
        shown = state.version;
        return true;
    }
  };
}
