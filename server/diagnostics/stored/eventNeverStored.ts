/** An event of a kind of which a store has others, and that was never stored. */
import { neverStoredOf } from '../../graph/storedTypes';
import { spoken } from '../../graph/wording';
import type { StoredDiagnostic } from './storedDiagnostic';

export const eventNeverStored: StoredDiagnostic = {
  code: 'event-never-stored',
  title: 'Event that is never stored',
  severity: 'information',
  enabledByDefault: true,
  check({ graph, stores }) {
    const types = stores.flatMap((store) => store.types.map(({ type }) => type));
    const [only, ...others] = stores;
    const where = others.length ? 'the connected stores' : (only?.name ?? 'the store');
    return neverStoredOf(graph, types).flatMap((event) => {
      const { file, line, column = 1 } = event;
      if (file === undefined || line === undefined) return [];
      return [
        {
          severity: 'information' as const,
          message: `${spoken(event)} is never stored, though ${where} has others of its kind`,
          place: { file, line, column },
          subject: event.id,
        },
      ];
    });
  },
};
