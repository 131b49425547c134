/** Joins the channels events are broadcast on with those that are authorised. */
import type { Channel } from '../../graph/graph';
import type { RawChannel, Spot } from '../../frameworks/phpFramework';
import type { placeAt } from './places';

export function assembleChannels(
  raw: readonly RawChannel[],
  place: (spot: Spot) => ReturnType<typeof placeAt>,
): Channel[] {
  const same = (pattern: string): string => pattern.replace(/^(private|presence)-/, '').replace(/\{[^}]*\}/g, '{}');
  const authorised = raw.filter((channel) => channel.event === undefined);
  const found: Channel[] = authorised.map((channel) => ({
    ...place(channel),
    pattern: channel.pattern,
    kind:
      raw.find((other) => other.event !== undefined && same(other.pattern) === same(channel.pattern))?.kind ??
      channel.kind,
    events: [
      ...new Set(
        raw.flatMap((other) =>
          other.event !== undefined && same(other.pattern) === same(channel.pattern) ? [other.event] : [],
        ),
      ),
    ],
    authorized: true,
    framework: channel.framework,
    certainty: channel.certainty,
  }));
  const seen = new Set<string>();
  for (const channel of raw) {
    if (channel.event === undefined || authorised.some((other) => same(other.pattern) === same(channel.pattern)))
      continue;
    const key = `${channel.file}|${channel.at}|${channel.pattern}`;
    if (seen.has(key)) continue;
    seen.add(key);
    const events = [
      ...new Set(
        raw.flatMap((other) =>
          other.event !== undefined &&
          other.file === channel.file &&
          other.at === channel.at &&
          other.pattern === channel.pattern
            ? [other.event]
            : [],
        ),
      ),
    ];
    found.push({
      ...place(channel),
      pattern: channel.pattern,
      kind: channel.kind,
      events,
      authorized: false,
      framework: channel.framework,
      certainty: channel.certainty,
    });
  }
  return found;
}
