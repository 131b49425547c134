/** What in a store needs attention, the worst first, each with the next step. Draws nothing. */
import type { StoreCodeAnswer } from '../../server/protocol';
import type { Overview } from '../../server/stores/questions';
import type { Format } from './format';
import type { Tab } from './messages';
import { count, shortName } from './words';

export interface Attention {
  readonly key: string;
  readonly severity: 'error' | 'warning' | 'information';
  readonly title: string;
  /** May be cut off where there is no room. */
  readonly detail: string;
  /** How often and since when: never cut off. */
  readonly times?: string;
  readonly action: string;
  /** Where the action leads: to a tab, to a filter, or to code. */
  readonly to: { readonly tab: Tab; readonly filter?: string };
}

const most = 12;
const order = { error: 0, warning: 1, information: 2 } as const;

export function attentionOf(
  overview: Overview,
  code: StoreCodeAnswer | undefined,
  format: Format,
  now: number,
): Attention[] {
  const all = [
    ...failing(overview, format, now),
    ...behind(overview, format, now),
    ...ofTypes(overview, code, format, now),
  ];
  return all.sort((a, b) => order[a.severity] - order[b.severity]).slice(0, most);
}

/** The groups of the overview are those that stand. */
function failing({ failureGroups }: Overview, format: Format, now: number): Attention[] {
  return failureGroups.map((group): Attention => {
    const subject = group.subject ?? group.exception ?? group.table;
    const often = group.count === 1 ? 'once' : count(format.number(group.count), 'time');
    const what = group.message ?? (group.exception === null ? '' : shortName(group.exception));
    const last = group.last === null ? '' : `${group.count === 1 ? '' : 'last '}${format.ago(group.last, now)}`;
    return {
      key: `failure ${group.table} ${group.key}`,
      severity: 'error',
      title: `${shortName(subject)} fails`,
      detail: oneLine(what),
      times: [often, last].filter(Boolean).join(', '),
      action: 'Show Failures',
      to: { tab: 'failures' },
    };
  });
}

function behind({ projections, failureGroups }: Overview, format: Format, now: number): Attention[] {
  const failing = new Set(failureGroups.map(({ subject }) => subject && shortName(subject)));
  return projections.flatMap((projection): Attention[] => {
    const { name, lag, position, updated, state } = projection;
    if (state !== 'behind' && state !== 'failed') return [];
    // It is said already, with what it fails of.
    if (state === 'failed' && failing.has(shortName(name))) return [];
    const since = updated === null ? [] : [`last moved ${format.ago(updated, now)}`];
    const at = position === null ? [] : [`at position ${format.position(position)}`];
    const said = projection.status === null ? [] : [`status ${projection.status}`];
    const detail = [...since, ...at, ...said].join(', ');
    return [
      {
        key: `projection ${name}`,
        severity: state === 'failed' ? 'error' : 'warning',
        title:
          state === 'failed'
            ? `${shortName(name)} has failed`
            : `${shortName(name)} is ${lag === null ? 'behind' : `${count(format.number(lag), 'event')} behind`}`,
        detail: detail.charAt(0).toUpperCase() + detail.slice(1),
        action: 'Show Projections',
        to: { tab: 'projections' },
      },
    ];
  });
}

function ofTypes({ types }: Overview, code: StoreCodeAnswer | undefined, format: Format, now: number): Attention[] {
  const byType = new Map(types.map((type) => [type.type, type]));
  return (code?.types ?? []).flatMap((known): Attention[] => {
    const stored = byType.get(known.type);
    if (!stored) return [];
    const last = stored.last === null ? [] : [`last ${format.ago(stored.last, now)}`];
    const amounts = [`${format.number(stored.stored)} stored`, ...last].join(', ');
    const filter = typeFilter(
      known.type,
      types.map(({ type }) => type),
    );
    if (known.state === 'none')
      return [
        {
          key: `class ${known.type}`,
          severity: 'warning',
          title: `${shortName(known.type)} has no class in this workspace`,
          detail: `${amounts}${known.closest === undefined ? '' : `. Closest class: ${shortName(known.closest)}`}`,
          action: 'Show Events',
          to: { tab: 'events', filter },
        },
      ];
    if (known.state !== 'found' || known.listeners.length || known.channels.length) return [];
    return [
      {
        key: `unheard ${known.type}`,
        severity: 'information',
        title: `${shortName(known.type)} is heard by nobody`,
        detail: `${amounts}, ${count(known.dispatchers.length, 'dispatcher')}`,
        action: 'Show Events',
        to: { tab: 'events', filter },
      },
    ];
  });
}

/** By the last part of the name where no other type ends so. */
export function typeFilter(type: string, types: readonly string[]): string {
  const short = shortName(type);
  const alone = types.every((other) => other === type || shortName(other) !== short);
  return `type:${quoted(alone ? short : type)}`;
}

export function streamFilter(stream: string): string {
  return `stream:${quoted(stream)}`;
}

function quoted(value: string): string {
  return /[\s"*]/.test(value) ? `"${value.replace(/["\\]/g, '\\$&')}"` : value;
}

function oneLine(text: string): string {
  const line = (text.split('\n', 1)[0] ?? '').replace(/\.$/, '');
  return line.length > 160 ? `${line.slice(0, 159)}…` : line;
}
