/** A channel that is authorised and that no event is broadcast on. */
import { isAnyChannel, sameChannel } from '../graph/channelPatterns';
import { placeOf } from '../graph/links';
import type { Diagnostic } from './diagnostic';

export const channelNeverUsed: Diagnostic = {
  code: 'channel-never-used',
  title: 'Authorised channel that nothing is broadcast on',
  severity: 'information',
  enabledByDefault: true,
  check: (graph) => {
    const broadcast = graph.channels.filter((channel) => !channel.authorized);
    // With a channel decided at run time every channel may be the one.
    if (broadcast.some(({ certainty, pattern }) => certainty === 'dynamic' || isAnyChannel(pattern))) return [];
    return graph.channels.flatMap((channel) => {
      if (!channel.authorized || channel.events.length || channel.certainty === 'dynamic') return [];
      if (isModelChannel(channel.pattern) || isAnyChannel(channel.pattern)) return [];
      if (broadcast.some(({ pattern }) => sameChannel(pattern, channel.pattern))) return [];
      return [
        {
          severity: 'information' as const,
          message: `The channel '${channel.pattern}' is authorised here and no event in this workspace is broadcast on it.`,
          place: placeOf(channel),
          subject: channel.pattern,
        },
      ];
    });
  },
};

/** `App.Models.User.{id}`: where notifications and broadcasting models go without being named. */
function isModelChannel(pattern: string): boolean {
  return /^(?:\p{Lu}\w*\.)+(?:\{\w+\}|\*)$/u.test(pattern);
}
