/** Events as rows of a list: what happened as a sentence, and whether a handler failed. Knows no page. */
import type { EventRow } from '../questions';
import { positionOf, textOf } from './cells';
import type { ReadEvent } from './eventReader';
import { isResolved } from './failureRows';
import { masked } from './masking';
import type { OpenStore } from './openStore';
import { sentenceOf } from './sentence';
import { tellingFields } from './variation';

export async function rowsOf(
  store: OpenStore,
  events: readonly ReadEvent[],
  wordless = false,
): Promise<readonly EventRow[]> {
  if (events.length === 0) return [];
  const telling = wordless ? undefined : await tellingFields(store, events);
  const failed = await failedEvents(store);
  return events.map((event) => {
    const { key, position, type, stream, version, time, invalidTime, id, correlation, causation } = event;
    return {
      key,
      position: positionOf(position),
      type,
      stream,
      version: version === null ? null : Number(version),
      time,
      ...(invalidTime !== undefined && { invalidTime }),
      id,
      correlation,
      causation,
      sentence: telling ? sentence(store, event, telling(type)) : [],
      ...(isFailed(event, failed) && { failed: true as const }),
    };
  });
}

function sentence(
  store: OpenStore,
  { data, type, stream }: ReadEvent,
  telling: readonly string[],
): EventRow['sentence'] {
  const { sentences, mask } = store.settings;
  if (data.kind === 'opaque') return [{ text: `${data.size.toLocaleString('en')} bytes that cannot be decoded` }];
  const template = sentences[type] ?? sentences[type.replace(/^.*[\\.:/]/, '')];
  return sentenceOf(masked(data.value, mask), {
    ...(template !== undefined && { template }),
    telling,
    type,
    stream,
  });
}

export const isFailed = ({ id, position }: ReadEvent, failed: ReadonlySet<string>): boolean =>
  failed.size > 0 && ((id !== null && failed.has(id)) || (position !== null && failed.has(String(position))));

const failuresLooked = 5000;

/** What open failures say their event is: an id or a position. */
export function failedEvents(store: OpenStore): Promise<ReadonlySet<string>> {
  return store.once('failed events', async () => {
    const found = new Set<string>();
    for (const { table, event, resolved, where, job } of store.mapping.failures ?? []) {
      if (event === undefined || job) continue;
      const rows = await store.source.page({
        table,
        columns: resolved === undefined ? [event] : [event, resolved],
        ...(where && { where }),
        order: [],
        limit: failuresLooked,
      });
      for (const row of rows) {
        const about = textOf(row[event]);
        if (about !== null && !isResolved(resolved === undefined ? null : (row[resolved] ?? null))) found.add(about);
      }
    }
    return found;
  });
}
