/** A private or presence channel that nothing authorises, so that no client can subscribe to it. */
import { isAnyChannel, sameChannel } from '../graph/channelPatterns';
import { placeOf } from '../graph/links';
import { listed, shortName } from '../graph/wording';
import type { Diagnostic } from './diagnostic';

export const channelWithoutAuthorization: Diagnostic = {
  code: 'channel-without-authorization',
  title: 'Private channel without authorisation',
  severity: 'warning',
  enabledByDefault: true,
  check: (graph) => {
    const authorized = graph.channels.filter((channel) => channel.authorized);
    return graph.channels.flatMap((channel) => {
      if (channel.authorized || (channel.kind !== 'private' && channel.kind !== 'presence')) return [];
      if (channel.certainty === 'dynamic' || isAnyChannel(channel.pattern)) return [];
      if (authorized.some(({ pattern }) => sameChannel(pattern, channel.pattern))) return [];
      const events = channel.events.length ? listed(channel.events.map(shortName)) : 'An event';
      return [
        {
          severity: 'warning' as const,
          message: `${events} is broadcast on the ${channel.kind} channel '${channel.pattern}', which no Broadcast::channel() authorises, so no client can subscribe to it.`,
          place: placeOf(channel),
          subject: channel.pattern,
        },
      ];
    });
  },
};
