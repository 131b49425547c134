/** What metadata says of causes, where no column does: by the names of its keys. Knows no layout. */
import { decode } from '../payloads';
import type { EventColumns, Source } from '../store';

const names = {
  correlation: ['correlationid', 'correlation', 'conversationid', 'traceid'],
  causation: ['causationid', 'causation', 'causedby', 'parenteventid', 'parentid'],
} as const;

const looked = 20;

/** The same columns, with paths into the metadata for what has none. */
export async function withMetadataRoles(source: Source, columns: EventColumns): Promise<EventColumns> {
  const { metadata, table, where, join } = columns;
  const wanted = (['correlation', 'causation'] as const).filter((role) => columns[role] === undefined);
  if (metadata === undefined || metadata.includes(':') || wanted.length === 0) return columns;
  const from = { table, ...(join && { join }), ...(where && { where }) };
  const rows = await source.page({ ...from, columns: [metadata], order: [], limit: looked });
  const keys = new Map<string, string>();
  for (const row of rows) {
    const payload = decode(row[metadata] ?? null);
    // Only what the source reads itself can be asked for by a path.
    if (payload.kind !== 'json' || payload.encoding !== 'json' || typeof payload.value !== 'object') continue;
    for (const key of Object.keys(payload.value ?? {}))
      if (/^[\w$-]+$/.test(key)) keys.set(key.toLowerCase().replace(/[^a-z]/g, ''), key);
  }
  const found = wanted.flatMap((role) => {
    const key = names[role].map((name) => keys.get(name)).find((each) => each !== undefined);
    return key === undefined ? [] : [[role, `${metadata}:${key}`] as const];
  });
  return { ...columns, ...Object.fromEntries(found) };
}
