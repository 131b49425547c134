/**
 * What lenses, hovers and problems want to know of a connected store, asked for when nobody waits for anything else:
 * its types and projections after every change, the payload fields of each type once and again when they grow old.
 */
import type { ConnectedStore, StoredFields } from '../graph/stored';
import type { Fields, Overview } from '../stores/questions';
import type { StoreRequest } from './storeMessages';

export interface StoreFactsOptions {
  ask(request: StoreRequest): Promise<unknown>;
  learned(facts: Facts): void;
  now(): number;
}

export type Facts = Pick<ConnectedStore, 'types' | 'projections' | 'fields'>;

export interface StoreFacts {
  /** The store may have changed. */
  look(): void;
  stop(): void;
}

/** Lenses that change more often only flicker. */
const betweenLooks = 2_000;
/** Fields of a type that grew are asked again after so long. */
const fieldsAge = 60_000;
/** Of more types nobody looks at the fields. */
const mostTypes = 300;

export function storeFacts({ ask, learned, now }: StoreFactsOptions): StoreFacts {
  const fields = new Map<string, StoredFields & { readonly stored: number; readonly at: number }>();
  let overview: Overview | undefined;
  let last = -Infinity;
  let timer: NodeJS.Timeout | undefined;
  let busy = false;
  let again = false;
  let stopped = false;

  const tell = (): void => {
    if (!overview || stopped) return;
    learned({
      types: overview.types.map((one) => ({ type: one.type, stored: one.stored, first: one.first, last: one.last })),
      projections: overview.projections.map(({ name, position, lag, state }) => ({ name, position, lag, state })),
      fields: [...fields.values()].map((one) => ({ type: one.type, sampled: one.sampled, fields: one.fields })),
    });
  };
  const read = async (): Promise<void> => {
    overview = (await ask({ kind: 'ask', question: 'overview', params: {} })) as Overview;
    tell();
    for (const { type, stored } of overview.types.slice(0, mostTypes)) {
      const known = fields.get(type);
      if (known && (known.stored === stored || now() - known.at < fieldsAge)) continue;
      const found = (await ask({ kind: 'ask', question: 'fields', params: { type } }).catch(() => undefined)) as
        Fields | undefined;
      const seen = (found?.fields ?? []).map((field) => ({
        path: field.path,
        events: field.events,
        last: field.last,
      }));
      fields.set(type, { type, sampled: found?.sampled ?? 0, fields: seen, stored, at: now() });
      if (again) break;
    }
    tell();
  };
  const look = (): void => {
    if (stopped) return;
    again = busy;
    if (busy || timer) return;
    timer = setTimeout(
      () => {
        timer = undefined;
        busy = true;
        last = now();
        // A store that cannot say it has no lenses.
        void read()
          .catch(() => undefined)
          .finally(() => {
            busy = false;
            if (again) look();
          });
      },
      Math.max(0, last + betweenLooks - now()),
    );
  };
  return {
    look,
    stop() {
      stopped = true;
      clearTimeout(timer);
    },
  };
}
