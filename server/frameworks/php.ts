/** The PHP frameworks, in the order in which reports name them. */
import type { Bus } from '../graph/bus';
import { classMaps } from './classMaps';
import { commandBus } from './commandBus';
import { domainEvents } from './domainEvents';
import { laravelBroadcasting } from './laravelBroadcasting';
import { laravelDiscovery } from './laravelDiscovery';
import { laravelEvents } from './laravelEvents';
import { laravelJobs } from './laravelJobs';
import { laravelObservers } from './laravelObservers';
import { laravelSubscribers } from './laravelSubscribers';
import { laravelTesting } from './laravelTesting';
import { phpBuses } from './phpBuses';
import { phpOwnBuses } from './phpOwnBuses';
import { spatieEventSourcing } from './spatieEventSourcing';
import { symfonyEvents } from './symfonyEvents';
import { symfonyMessenger } from './symfonyMessenger';
import type { PhpFramework } from './phpFramework';

export const phpFrameworks: readonly PhpFramework[] = [
  laravelEvents,
  laravelSubscribers,
  laravelDiscovery,
  laravelJobs,
  laravelObservers,
  laravelBroadcasting,
  laravelTesting,
  commandBus,
  spatieEventSourcing,
  domainEvents,
  symfonyEvents,
  symfonyMessenger,
  phpBuses,
  phpOwnBuses,
  classMaps,
];

/** What many projects write under names of their own; a file without any needle says nothing. */
const words = [String.raw`namespace\s+[\w\\]{0,200}\\Events?\b`, String.raw`extends\s+\w{0,100}ServiceProvider`];
const common = [
  String.raw`->register\(\s*\$?[\w\\]{0,200}(?:Provider|providers?)\b`,
  String.raw`(?:->|::)(?:dispatch|fire|until)\w{0,40}\s*\(`,
  // The array in which a bus of the project's own keeps its listeners.
  String.raw`(?:->|::\$)\w{0,40}(?:[Ll]istener|[Ss]ubscriber|[Hh]andler|[Cc]allback|[Hh]ook|[Oo]bserver|[Ee]vent|[Aa]ction|[Ff]ilter)s?\[`,
];

/**
 * One expression for all needles. Needles of one shape are grouped, because an engine tries every alternative at every
 * character: calls (`name(`), facades (`Name::`), members (`::name(`) and whatever else.
 */
export function phpNeedles(buses: readonly Bus[]): RegExp {
  const plain = new Set(phpFrameworks.flatMap((framework) => framework.needles));
  for (const bus of buses) {
    if (bus.languages && !bus.languages.includes('php')) continue;
    for (const { call } of [...(bus.dispatch ?? []), ...(bus.listen ?? [])]) plain.add(`${call}(`);
  }
  const groups = {
    call: [] as string[],
    facade: [] as string[],
    member: [] as string[],
    method: [] as string[],
    word: [] as string[],
    rest: [] as string[],
  };
  for (const needle of plain) {
    const name = needle.replace(/^(::|->)/, '').replace(/(\(|::)$/, '');
    if (!/^\w+$/.test(name) || name === needle)
      (/^\w+\W/.test(needle) ? groups.word : groups.rest).push(needle.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
    else if (needle.startsWith('::')) groups.member.push(name);
    else if (needle.startsWith('->')) groups.method.push(name);
    else (needle.endsWith('(') ? groups.call : groups.facade).push(name);
  }
  return new RegExp(
    [
      String.raw`\b(?:${groups.call.join('|')})\s*\(`,
      String.raw`\b(?:${groups.facade.join('|')})::`,
      String.raw`::(?:${groups.member.join('|')})\s*\(`,
      String.raw`->(?:${groups.method.join('|')})\s*\(`,
      String.raw`\b(?:${[...groups.word, ...words].join('|')})`,
      `(?:${groups.rest.join('|')})`,
      ...common,
    ].join('|'),
  );
}
