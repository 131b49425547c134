/**
 * The rows of the view "Stores": what a store holds, each with the way into its panel. Pure: it opens nothing and knows
 * no look of VS Code's tree.
 */
import type { Goto } from '../../media/store/messages';
import type { Questions } from '../../server/protocol';
import { ago, count } from '../words';
import type { Fact } from './facts';

type Overview = Questions['overview']['answer'];

export interface StoreRow {
  readonly id: string;
  readonly label: string;
  readonly description: string;
  readonly tooltip: string;
  readonly icon: string;
  readonly color?: string;
  /** Where a click leads in the panel. */
  readonly goto?: Goto;
}

/** A log with more types than that shows them in its panel. */
const mostTypes = 200;

export function rowsOf(overview: Overview, now: number): StoreRow[] {
  const { types, failures, projections, streams } = overview;
  const shown = types.slice(0, mostTypes);
  const names = namesIn(types);
  return [
    ...(failures ? [failuresRow(failures)] : []),
    ...(projections.length ? [projectionsRow(projections)] : []),
    ...(streams ? [streamsRow(streams)] : []),
    ...shown.map((type) => typeRow(type, now, names)),
    ...(types.length > shown.length ? [moreRow(types.length - shown.length)] : []),
  ];
}

/** No layout fits: the panel has the form for it. */
export const unknownLayout: StoreRow = {
  id: 'unknown',
  label: 'No layout fits its tables',
  description: '',
  tooltip: 'The panel maps its tables by hand.',
  icon: 'question',
  goto: { tab: 'mapping' },
};

export function failure(sentence: string): StoreRow {
  return { id: 'failed', label: sentence, description: '', tooltip: sentence, icon: 'warning' };
}

/** `1,204 events, last 3 min ago`. */
export function describe({ total, last }: Fact, now: number): string {
  const events = total.exact ? count(total.count, 'event') : `${total.count.toLocaleString()}+ events`;
  return last === null ? events : `${events}, last ${ago(last, now)}`;
}

/** As the panel writes it: by the short name where no other type has it, as far as the others are known. */
export function filterForType(type: string, names?: ReadonlyMap<string, number>): string {
  const short = shortName(type);
  const text = names?.get(short) === 1 ? short : type;
  return /^[\w.\\/:$-]+$/.test(text) ? `type:${text}` : `type:"${text.replace(/["\\]/g, '\\$&')}"`;
}

/** How many types have a short name. */
function namesIn(types: Overview['types']): ReadonlyMap<string, number> {
  const names = new Map<string, number>();
  for (const { type } of types) names.set(shortName(type), (names.get(shortName(type)) ?? 0) + 1);
  return names;
}

/** Of a class its own name; everything else as it is stored. */
export function shortName(type: string): string {
  return /(?:\\|::)(\w+)$/.exec(type)?.[1] ?? type;
}

function typeRow(
  { type, stored, last }: Overview['types'][number],
  now: number,
  names: ReadonlyMap<string, number>,
): StoreRow {
  const seen = last === null ? '' : `, last ${ago(last, now)}`;
  return {
    id: `type ${type}`,
    label: visible(shortName(type)),
    description: stored.toLocaleString(),
    tooltip: `${visible(type)}\n${stored.toLocaleString()} stored${seen}`,
    icon: 'symbol-event',
    color: 'symbolIcon.eventForeground',
    goto: { tab: 'events', filter: filterForType(type, names) },
  };
}

function failuresRow({ open, resolved }: NonNullable<Overview['failures']>): StoreRow {
  const parts = [open === 0 ? 'none open' : `${open.toLocaleString()} open`];
  if (resolved > 0) parts.push(`${resolved.toLocaleString()} resolved`);
  return {
    id: 'failures',
    label: 'Failures',
    description: parts.join(', '),
    tooltip: 'Failures that the store has recorded',
    ...(open === 0 ? { icon: 'pass' } : { icon: 'error', color: 'problemsErrorIcon.foreground' }),
    goto: { tab: 'failures' },
  };
}

function projectionsRow(projections: Overview['projections']): StoreRow {
  const failed = projections.filter(({ state }) => state === 'failed').length;
  const behind = projections.filter(({ state }) => state === 'behind').length;
  const parts = [projections.length.toLocaleString()];
  if (failed) parts.push(`${failed.toLocaleString()} failed`);
  if (behind) parts.push(`${behind.toLocaleString()} behind`);
  const color = failed ? 'problemsErrorIcon.foreground' : behind ? 'problemsWarningIcon.foreground' : undefined;
  return {
    id: 'projections',
    label: 'Projections',
    description: parts.join(', '),
    tooltip: projections.map(({ name, state }) => `${visible(name)}: ${state}`).join('\n'),
    icon: 'layers',
    ...(color ? { color } : {}),
    goto: { tab: 'projections' },
  };
}

function streamsRow({ count: streams, exact }: NonNullable<Overview['streams']>): StoreRow {
  return {
    id: 'streams',
    label: 'Streams',
    description: `${streams.toLocaleString()}${exact ? '' : '+'}`,
    tooltip: 'Streams of the store',
    icon: 'list-ordered',
    goto: { tab: 'streams' },
  };
}

function moreRow(left: number): StoreRow {
  return {
    id: 'more',
    label: 'More…',
    description: `${count(left, 'type')} left`,
    tooltip: 'All types are in the overview',
    icon: 'ellipsis',
    goto: { tab: 'overview' },
  };
}

/** A name from a store may hold anything. */
function visible(text: string): string {
  return text.replace(
    /[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2066-\u2069]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
